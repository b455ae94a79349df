"""Languages of the residents. The journal has no place for them, and no criterion asks; they shape what happens.

Somebody with little Danish says no at the door more often, is sent by family and neighbours, needs an interpreter for a
talk (which takes longer), and answers a questionnaire less often the second time.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

Item = dict[str, Any]

LANGUAGES = {"da": 62, "ar": 10, "tr": 7, "so": 6, "uk": 5, "pl": 4, "fa": 3, "en": 3}
LITTLE_DANISH = 0.45
REFUSES = 0.20
SENT = ("family", "neighbour", "volunteer")
SENT_BY_OTHERS = 0.6
WITH_INTERPRETER = 1.5
SECOND_TIME = ("after", "followup")
STOPS_ANSWERING = 0.3


@dataclass(frozen=True, slots=True)
class Tongue:
    """What somebody speaks at home, and whether Danish is hard for them."""

    language: str = "da"
    little_danish: bool = False


DANISH = Tongue()


def draw(dice: random.Random) -> Tongue:
    language = dice.choices(tuple(LANGUAGES), tuple(LANGUAGES.values()))[0]
    return Tongue(language, language != "da" and dice.random() < LITTLE_DANISH)


def shaped(tongue: Tongue, kind: str, columns: Item, dice: random.Random) -> Item | None:
    """What happens instead; None where it does not happen."""
    if not tongue.little_danish:
        return columns
    if kind == "contact" and columns.get("step") == "talked" and dice.random() < REFUSES:
        columns = {**columns, "step": "declined"}
    if kind == "contact" and "source" in columns and dice.random() < SENT_BY_OTHERS:
        columns = {**columns, "source": dice.choice(SENT)}
    if kind == "conversation" and columns.get("value"):
        columns = {**columns, "value": round(columns["value"] * WITH_INTERPRETER)}
    if kind == "answer" and columns.get("step") in SECOND_TIME and dice.random() < STOPS_ANSWERING:
        return None
    return columns
