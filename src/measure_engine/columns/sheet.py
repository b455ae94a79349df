"""A table made ready to ask: blanks filled, aliases applied, and each row as the reference would have it, when asked.

Rows are made only for what is handed over to the reference, and kept, since the same ones are asked for again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from ..reference.register import INITIATIVE_KINDS
from ..world import Id, Row
from .domain import NOTHING, Array, Domain
from .link import Links
from .table import DOMAINS, FIELDS, WHOLE_NUMBERS, Table, time_of

NAMES_FILLED = ("activity", "area", "venue", "offer", "partner")
FROM_SESSION = ("activity", "area", "venue")
FROM_INITIATIVE = ("activity", "area")


class Sheet:
    """One table's rows, complete: numbers of rows are places in the table."""

    def __init__(self, table: Table, links: Links) -> None:
        self.table, self.links, self.domains = table, links, table.domains
        self.columns: dict[str, Array] = {**table.columns, **self._filled()}
        self._made: dict[int, Row] = {}
        self._days: dict[int, int] = {}
        self._of_kinds: dict[tuple[str, ...], Array] = {}

    def __len__(self) -> int:
        return len(self.table)

    @property
    def on(self) -> Array:
        return self.table.on

    def domain(self, column: str) -> Domain:
        return self.domains[DOMAINS[column]]

    def code(self, column: str, value: Any) -> int:
        return self.domain(column).find(value)

    # Rows by kind and by day

    def of_kinds(self, kinds: Iterable[str]) -> Array:
        """Numbers of the rows of these kinds, in order."""
        asked = tuple(dict.fromkeys(kinds))
        if asked not in self._of_kinds:
            codes = [code for code in map(self.domains["kind"].find, asked) if code >= 0]
            of_each = [self.columns["kind"] == code for code in codes]
            self._of_kinds[asked] = np.flatnonzero(np.logical_or.reduce(of_each)) if codes else np.empty(0, np.int64)
        return self._of_kinds[asked]

    def between(self, rows: Array, start: date, end: date) -> Array:
        """Those of the rows that lie from start to end, both counted; rows lie in order of day."""
        first, after = self._first_on(start.toordinal()), self._first_on(end.toordinal() + 1)
        if first == 0 and after == len(self):
            return rows
        begin, stop = rows.searchsorted((first, after))
        return rows[begin:stop]

    def _first_on(self, day: int) -> int:
        """Number of the first row on or after a day; the same few days are asked for again and again."""
        if day not in self._days:
            self._days[day] = int(self.on.searchsorted(day))
        return self._days[day]

    # What a row is about

    @cached_property
    def talk(self) -> Array:
        """A number for each person, day and type of conversation, -1 where nobody is known."""
        subject, days = self.columns["subject"].astype(np.int64), int(self.on.max(initial=0)) + 1
        key = (subject * days + self.on) * len(self.domains["step"]) + self.columns["step"]
        known = np.flatnonzero(subject >= 0)
        known = known[self.columns["kind"][known] == self.code("kind", "conversation")]
        found = np.full(len(self), NOTHING, np.int64)
        found[known] = np.unique(key[known], return_inverse=True)[1].reshape(-1)
        return found

    @cached_property
    def initiative(self) -> Array:
        """The initiative's thread, from the entry itself, its session or its run."""
        columns, links = self.columns, self.links
        own = self._is_of_initiative() & ((columns["kind"] == self.code("kind", "initiative")) |
                                          links.is_initiative[columns["thread"]])  # fmt: skip
        by_session = links.initiative_of_session[columns["session"]]
        by_run = links.initiative_of_run[columns["run"]]
        return np.where(own, columns["thread"], np.where(by_session >= 0, by_session, by_run))

    @cached_property
    def stood_for_before(self) -> Array:
        """How many people the rows before each may stand for, every row for one at least: numbers for the nameless."""
        people = np.maximum(self.columns["people"], 1).astype(np.int64)
        found: Array = np.cumsum(people) - people
        return found

    def ids(self, rows: Array) -> tuple[Id, ...]:
        return tuple(self.table.ids[rows].tolist())

    def rows(self, numbers: Array) -> list[Row]:
        """The rows themselves, each made once."""
        asked = numbers.tolist()
        missing = [number for number in asked if number not in self._made]
        if missing:
            self._made.update(zip(missing, self._make(np.array(missing)), strict=True))
        return [self._made[number] for number in asked]

    def _make(self, numbers: Array) -> list[Row]:
        values: dict[str, Iterable[Any]] = {"id": self.table.ids[numbers].tolist()}
        for name in DOMAINS:
            values[name] = self.domain(name).column(self.columns[name][numbers].tolist())
        days = self.on[numbers].tolist()
        known = {day: date.fromordinal(day) for day in set(days)}
        values["on"] = map(known.__getitem__, days)
        values["at"] = map(time_of, self.columns["at"][numbers].tolist())
        for name in WHOLE_NUMBERS:
            values[name] = (None if each == NOTHING else each for each in self.columns[name][numbers].tolist())
        values["value"] = (None if each != each else each for each in self.columns["value"][numbers].tolist())
        return [Row(*each) for each in zip(*(values[name] for name in FIELDS), strict=True)]

    # Blanks

    def _is_of_initiative(self) -> Array:
        return self.domains["kind"].among(INITIATIVE_KINDS)[self.table.columns["kind"]]

    def _filled(self) -> dict[str, Array]:
        """As `Register.complete`, all rows at once: from the session, then the run, the initiative, the activity."""
        own, links = self.table.columns, self.links
        session, thread = own["session"], np.where(self._is_of_initiative(), own["thread"], NOTHING)
        run = _first(own["run"], links.of("session", "run", session))
        found = {"run": run}
        for name in NAMES_FILLED:
            sources = [own[name]]
            sources += [links.of("session", name, session)] if name in FROM_SESSION else []
            sources += [links.of("run", name, run)]
            sources += [links.of("thread", name, thread)] if name in FROM_INITIATIVE else []
            found[name] = _first(*sources)
        found["area"] = _first(found["area"], links.only_area[found["activity"]])
        found["subject"] = links.person[own["subject"]]
        found["linked_subject"] = links.person[own["linked_subject"]]
        found["household"] = _first(own["household"], links.household[found["subject"]])
        return found


def _first(*columns: Array) -> Array:
    """The first of the columns that says something."""
    found = columns[0]
    for each in columns[1:]:
        if (found >= 0).all():
            break
        found = np.where(found >= 0, found, each)
    return found
