"""On which days a rhythm falls: plain values in, plain values out.

Rules are a small part of RRULE (RFC 5545): weekly or monthly, every so many, on named weekdays. Days are local dates,
and times are added later as local times, so that summer time moves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = "(?:MO|TU|WE|TH|FR|SA|SU)"
RULE = re.compile(
    rf"FREQ=WEEKLY(?:;INTERVAL=(?:[1-9]|1\d|2[0-6]))?;BYDAY={_DAY}(?:,{_DAY})*"
    rf"|FREQ=MONTHLY(?:;INTERVAL=(?:[1-9]|1[0-2]))?;BYDAY=(?:-1|[1-5]){_DAY}(?:,(?:-1|[1-5]){_DAY})*"
)
MOVED_AT_MOST = 7  # days; further away it is no longer the same week's session
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Turn:
    """One rule; ``week`` weeks after the week of the anchor, where the rule takes every second, third ... week."""

    rule: str
    week: int = 0

    def __post_init__(self) -> None:
        if not RULE.fullmatch(self.rule):
            raise ValueError(f"not a rule of a rhythm: {self.rule}")


@dataclass(frozen=True, slots=True)
class Pattern:
    """The turns of a rhythm within a period, both ends with. ``moves``: what falls on a closed day is held later."""

    turns: tuple[Turn, ...]
    starts_on: date
    ends_on: date
    anchor_on: date
    moves: bool = False


@dataclass(frozen=True, slots=True)
class Closing:
    """When nothing is held: named days, and ISO weeks as (year, week)."""

    days: Mapping[date, str] = field(default_factory=dict)
    weeks: Collection[tuple[int, int]] = ()

    def covers(self, day: date) -> bool:
        return day in self.days or day.isocalendar()[:2] in self.weeks


@dataclass(frozen=True, slots=True)
class Occurrence:
    """``due_on`` is the day the rule gives, ``on`` when it is held; None where it is left out. ``turn`` is an index."""

    due_on: date
    on: date | None
    turn: int

    @property
    def is_moved(self) -> bool:
        return self.on is not None and self.on != self.due_on


def lay(pattern: Pattern, closing: Closing) -> tuple[Occurrence, ...]:
    """Every occurrence in order, those left out as well. On a day that two turns give, the first one counts."""
    due = _due(pattern)
    taken = {day for day in due if not closing.covers(day)}
    found = []
    for day, turn in sorted(due.items()):
        on = day if day in taken else _later(day, pattern, closing, taken) if pattern.moves else None
        if on is not None:
            taken.add(on)
        found.append(Occurrence(day, on, turn))
    return tuple(found)


def _due(pattern: Pattern) -> dict[date, int]:
    found: dict[date, int] = {}
    for number, turn in enumerate(pattern.turns):
        for day in _days(turn, pattern):
            found.setdefault(day, number)
    return found


def _days(turn: Turn, pattern: Pattern) -> Iterable[date]:
    is_weekly = turn.rule.startswith("FREQ=WEEKLY")
    anchor = pattern.anchor_on - pattern.anchor_on.weekday() * DAY + 7 * turn.week * DAY
    first = anchor if is_weekly else pattern.anchor_on.replace(day=1)
    rule = rrulestr(f"{turn.rule};WKST=MO", dtstart=datetime.combine(first, time()))
    last = datetime.combine(pattern.ends_on, time())
    return (at.date() for at in rule.between(datetime.combine(pattern.starts_on, time()), last, inc=True))


def _later(day: date, pattern: Pattern, closing: Closing, taken: Collection[date]) -> date | None:
    """The next working day that is open and free, within a week."""
    for ahead in range(1, MOVED_AT_MOST + 1):
        on = day + ahead * DAY
        if on.weekday() < 5 and on <= pattern.ends_on and not closing.covers(on) and on not in taken:
            return on
    return None
