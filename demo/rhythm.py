"""The demo's rhythms: which of the sessions in the story are the times of a rhythm in the programme file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

Item = dict[str, Any]
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def laid(programme: Mapping[str, Any], until: date) -> list[Item]:
    """The rhythms as they stand when their sessions are laid out to a day; those that begin later are not there yet."""
    begun = [each for each in programme.get("rhythms", ()) if each["starts_on"] <= until]
    return [{**each, "laid_until": until} for each in begun]


def turns(programme: Mapping[str, Any], rhythms: Iterable[Item]) -> list[Item]:
    codes = {each["code"] for each in rhythms}
    return [each for each in programme.get("rhythm_turns", ()) if each["rhythm"] in codes]


def marked(sessions: Iterable[Item], rhythms: list[Item], all_turns: list[Item]) -> list[Item]:
    """The sessions, with the rhythm that gave them where the activity, place, weekday and time are those of a turn."""
    return [{**each, **_mark(each, rhythms, all_turns)} for each in sessions]


def _mark(session: Item, rhythms: list[Item], all_turns: list[Item]) -> Item:
    for rhythm in rhythms:
        for turn in all_turns:
            if turn["rhythm"] == rhythm["code"] and _gives(rhythm, turn, session):
                return {"rhythm": rhythm["code"], "rhythm_on": session["on"]}
    return {}


def _gives(rhythm: Item, turn: Item, session: Item) -> bool:
    on = session["on"]
    return bool(
        session["activity"] == rhythm["activity"]
        and session.get("venue") == turn.get("venue")
        and rhythm["starts_on"] <= on
        and turn["rule"] == f"FREQ=WEEKLY;BYDAY={WEEKDAYS[on.weekday()]}"
        and f"{session['starts_at']:%H:%M}" == rhythm["starts_at"]
    )
