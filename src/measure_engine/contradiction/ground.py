"""What the rules look at: the columns of one programme's entries, what sessions and runs say, and the day it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, time
from functools import cached_property
from typing import Any

import numpy as np

from ..columns import ColumnRegister
from ..columns.domain import NOTHING, Array
from ..estimate import Counters
from ..world import Id
from .finding import Finding

Times = Mapping[Id, tuple[time | None, time | None]]
LARGEST = 2**62
MOST_NAMED = 200  # entries that one finding names; more are counted


def no_times(_sessions: Collection[Id]) -> Times:
    return {}


class Ground:
    """``times`` tells when sessions begin and end; it is asked only of those that may collide."""

    def __init__(
        self, register: ColumnRegister, as_of: date, times: Callable[[Collection[Id]], Times] = no_times
    ) -> None:
        self.register, self.sheet, self.as_of, self.times = register, register.sheet, as_of, times
        self.world, self.columns, self.on = register.world, register.sheet.columns, register.sheet.on
        self.today = as_of.toordinal()
        self._of_kinds: dict[tuple[str, ...], Array] = {}

    # Rows

    def rows(self, kind: str, *steps: str) -> Array:
        """Places of the entries of a kind, of these steps where some are named, in order of day."""
        found = self.sheet.of_kinds((kind,))
        return found[self.sheet.domain("step").among(steps)[self.columns["step"][found]]] if steps else found

    def kinds(self, *kinds: str) -> Array:
        """Places of the entries of these kinds, in order of day; found once."""
        if kinds not in self._of_kinds:
            self._of_kinds[kinds] = np.flatnonzero(self.sheet.domains["kind"].among(kinds)[self.columns["kind"]])
        return self._of_kinds[kinds]

    def of(self, column: str, rows: Array) -> Array:
        found: Array = self.columns[column][rows]
        return found

    def known(self, column: str, rows: Array) -> Array:
        """Those of the rows where the column says something."""
        return rows[self.columns[column][rows] >= 0]

    def value(self, column: str, row: int) -> Any:
        """What a row says in a column, as the world writes it."""
        return self.sheet.domain(column).value(int(self.columns[column][row]))

    def together(self, rows: Array, *keys: Array) -> Iterator[Array]:
        """The rows put together by keys that go side by side with them; the first met first."""
        if not len(rows):
            return
        _found, first, place = np.unique(as_one(*keys), return_index=True, return_inverse=True)
        order = np.argsort(place, kind="stable")
        parts = np.split(rows[order], np.cumsum(np.bincount(place))[:-1])
        for number in np.argsort(first, kind="stable").tolist():
            yield parts[number]

    def place(self, rows: Array) -> Array:
        """A number for the run of a row, else for its activity; -1 for neither."""
        run, activity = self.of("run", rows).astype(np.int64), self.of("activity", rows).astype(np.int64)
        runs = len(self.sheet.domains["run"])
        return np.where(run >= 0, run, np.where(activity >= 0, runs + activity, NOTHING))

    def whose(self, rows: Array) -> Array:
        """One number for the person and the place of a row; -1 where it lacks either."""
        person, place = self.of("subject", rows).astype(np.int64), self.place(rows)
        width = len(self.sheet.domains["run"]) + len(self.sheet.domains["activity"]) + 1
        return np.where((person >= 0) & (place >= 0), person * width + place, NOTHING)

    # Plans

    @cached_property
    def planned_on(self) -> Array:
        """The day each session is planned for, as an ordinal, by number; -1 where there is no plan."""
        return self._days("session", {id_: row.on for id_, row in self.register.sessions.items()})

    @cached_property
    def run_starts(self) -> Array:
        return self._days("run", {id_: row.starts_on for id_, row in self.register.runs.items()})

    @cached_property
    def run_ends(self) -> Array:
        return self._days("run", {id_: row.ends_on for id_, row in self.register.runs.items()})

    @cached_property
    def activity_starts(self) -> Array:
        return self._days("activity", {id_: row.starts_on for id_, row in self.register.activities.items()})

    @cached_property
    def activity_ends(self) -> Array:
        return self._days("activity", {id_: row.ends_on for id_, row in self.register.activities.items()})

    def _days(self, domain: str, told: Mapping[Id, date | None]) -> Array:
        return self.sheet.domains[domain].lookup((id_, day.toordinal()) for id_, day in told.items() if day)

    @cached_property
    def visits_tallied(self) -> Array:
        """Visits by the tally of each session, by number; -1 where nothing was tallied."""
        return self._visits(self.world.tallies)

    @cached_property
    def families_tallied(self) -> Array:
        """Families by the tally of their cards, in the same way."""
        return self._visits(self.world.family_tallies)

    def _visits(self, tallies: Mapping[Id, Counters]) -> Array:
        known = self.sheet.domains["session"]
        return known.lookup((id_, sums.visits) for id_, sums in tallies.items() if known.find(id_) >= 0)

    # Findings

    def finding(self, rule: str, rows: Array, *, signs: tuple[Any, ...] = (), **values: Any) -> Finding:
        """About the first of the rows and the others with it; what is placed is what the first one says."""
        first = int(rows[0])
        named = rows[:MOST_NAMED]
        return Finding(
            rule, self.day(first), self.sheet.ids(named), tuple(named.tolist()), self.value("session", first),
            self.value("run", first), self.value("activity", first), self.value("area", first), values,
            (*signs, *((len(rows),) if len(rows) > MOST_NAMED else ())),
        )  # fmt: skip

    def day(self, row: int) -> date:
        return date.fromordinal(int(self.on[row]))


def as_one(*keys: Array) -> Array:
    """One number for each different combination of keys that go side by side."""
    found = np.zeros(len(keys[0]), np.int64)
    room = 1
    for each in keys:
        low, high = (int(each.min()), int(each.max())) if len(each) else (0, 0)
        if room * (high - low + 1) >= LARGEST:
            found = np.unique(found, return_inverse=True)[1].reshape(-1)
            room = len(found)
        found, room = found * (high - low + 1) + (each.astype(np.int64) - low), room * (high - low + 1)
    return found


def repeated(rows: Array, *keys: Array) -> tuple[Array, ...]:
    """Only the rows that share their keys with another, and their keys: the others need not be put together."""
    number = as_one(*keys)
    order = np.argsort(number, kind="stable")
    same = number[order][1:] == number[order][:-1]
    several = np.zeros(len(rows), bool)
    several[order[1:][same]] = True
    several[order[:-1][same]] = True
    return (rows[several], *(key[several] for key in keys))


def a_day(ordinal: Any) -> date:
    return date.fromordinal(int(ordinal))


def joined(*some: Array) -> Array:
    return np.concatenate(some) if some else np.empty(0, np.int64)
