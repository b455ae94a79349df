"""What a rule is, and what it finds: entries that cannot all be right, with what a sentence about them needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ..language import DANISH, Translator, day, number
from ..world import Id

if TYPE_CHECKING:
    from .ground import Ground


class Mend(StrEnum):
    """Where what is wrong is put right, beside the entries themselves."""

    ENTRY = "entry"
    SESSION = "session"
    ACTIVITY = "activity"
    COUNTING = "counting"


@dataclass(frozen=True, slots=True)
class Named:
    """A value in a sentence that is looked up when it is shown: a step, an activity, a person."""

    what: str
    code: Any


@dataclass(frozen=True, slots=True)
class Finding:
    """``entries`` are all that are part of it, the one most likely wrong first; none where only sums are.

    ``rows`` are their places in the sheet. ``signs`` are what it rests on beside entries (a planned day, sums of taps):
    when one of them changes, it is another finding.
    """

    rule: str
    on: date
    entries: tuple[Id, ...]
    rows: tuple[int, ...] = ()
    session: Id | None = None
    run: Id | None = None
    activity: Id | None = None
    area: Id | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    signs: tuple[Any, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The same as long as the same entries stand and say the same: a corrected entry has a new id."""
        said = (self.rule, sorted(map(str, self.entries)), str(self.session), str(self.run), str(self.activity),
                [str(each) for each in self.signs])  # fmt: skip
        return sha256(repr(said).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Rule:
    """``said`` names what contradicts what, ``matters`` what it does to the figures, ``right`` what would be right.

    ``harm`` is 3 where a figure is wrong by it, 2 where one may be, 1 where something is only unclear.
    """

    code: str
    said: str
    matters: str
    right: str
    harm: int
    find: Callable[[Ground], Iterator[Finding]]
    mend: Mend = Mend.ENTRY


Naming = Callable[[str, Any], str]


def sentence(
    template: str, values: Mapping[str, Any], naming: Naming, who: str = "", translator: Translator = DANISH
) -> str:
    """The template with its values as people write them; ``who`` stands for the person."""
    told = {name: _told(value, naming, translator) for name, value in values.items()}
    text = translator.gettext(template) % {"who": who, **told}
    return f"{text[:1].upper()}{text[1:]}"


def _told(value: Any, naming: Naming, translator: Translator) -> str:
    if isinstance(value, Named):
        return naming(value.what, value.code)
    if isinstance(value, date):
        return day(value, translator)
    if isinstance(value, int | float):
        return number(value, translator=translator)
    return str(value)
