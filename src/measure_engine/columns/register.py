"""The reference's register and reader, over columns: the same questions, answered by numbers of rows.

What is handed over to the reference asks for rows and gets them: those it needs, each made once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

import numpy as np

from ..reference.register import Reader, Register, Test
from ..selection import Selection
from ..world import Id, Row, SessionRow, World
from .choosing import chosen, of_those_asked_for
from .domain import Array
from .link import Links
from .meeting import Meetings
from .path import Paths, paths
from .route import Routes, routes
from .sheet import Sheet
from .table import DOMAINS, Table

FIRST_DAY = date.min
MOST_DAYS = 64
"""Days of which paths are kept as they stood; some hundred bytes a path."""
FEW = 64  # of so few rows sorting costs less than looking through a table this many times as long


class ColumnRegister(Register):
    """One world's entries as a sheet; sessions with a tally, and sessions planned, as sheets of their own."""

    def __init__(self, world: World, table: Table | None = None) -> None:
        super().__init__(world)
        table = Table.of(world.rows) if table is None else table
        self.sheet = Sheet(table, Links(self, table.domains))
        self._chosen: dict[tuple[int, Selection], Array] = {}
        self._paths: dict[date, Paths] = {}

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return tuple(self.sheet.rows(np.arange(len(self.sheet))))

    # Sessions as if they were entries

    @cached_property
    def tallied(self) -> Sheet:
        """A row for every session with a tally, as if its being held had been written down."""
        tallied = dict.fromkeys((*self.world.tallies, *self.world.family_tallies))
        plans = [self.sessions[session] for session in tallied if session in self.sessions]
        return self._of_sessions(plans, "tally", "session", "held")

    @cached_property
    def tallied_as_visits(self) -> Sheet:
        plans = [self.sessions[session] for (_tally, session) in self.tallied.table.ids.tolist()]
        return self._of_sessions(plans, "tally", "visit", "")

    @cached_property
    def planned(self) -> Sheet:
        """A row for every session planned, whatever came of it."""
        return self._of_sessions(self.world.sessions, "plan", "session", "")

    @cached_property
    def tapped(self) -> Array:
        """The visits of each session's tally, by the session's number; -1 where it has none."""
        sessions, tallies = self.tallied.domains["session"], self.world.tallies
        return sessions.lookup((id_, each.visits) for id_, each in tallies.items() if sessions.find(id_) >= 0)

    @cached_property
    def tally_rows(self) -> tuple[Row, ...]:
        return tuple(self.tallied.rows(np.arange(len(self.tallied))))

    @cached_property
    def tally_visits(self) -> dict[Id, Row]:
        return {row.id: replace(row, kind="visit", step="") for row in self.tally_rows}

    @cached_property
    def planned_rows(self) -> tuple[Row, ...]:
        return tuple(self.planned.rows(np.arange(len(self.planned))))

    @cached_property
    def is_tallied(self) -> Array:
        """Whether an entry's session has a tally of guests."""
        tallied = self.sheet.domains["session"].among(self.world.tallies)
        found: Array = tallied[self.sheet.columns["session"]]
        return found

    def _of_sessions(self, plans: Sequence[SessionRow], mark: str, kind: str, step: str) -> Sheet:
        size = len(plans)
        nothing: list[None] = [None] * size
        lists: dict[str, Sequence[object]] = dict.fromkeys((*DOMAINS, "people", "families", "value"), nothing)
        lists |= {name: [""] * size for name in ("topic", "channel", "source", "sex", "age_band", "first_time")}
        lists |= {"kind": [kind] * size, "step": [step] * size, "session": [each.id for each in plans]}
        lists |= {"id": [(mark, each.id) for each in plans], "on": [each.on for each in plans]}
        return Sheet(Table.read(lists, self.sheet.domains), self.sheet.links)

    # Paths

    @cached_property
    def meetings(self) -> Meetings:
        return Meetings.of(self.sheet)

    @cached_property
    def routes(self) -> Routes:
        return routes(self.sheet)

    def paths(self, reader: ColumnReader, cut_off: date) -> Paths:
        """All paths as they stand on a day, put together once for every definition that asks."""
        found = self._paths.get(cut_off)
        if found is None:
            found = self._paths[cut_off] = paths(reader, cut_off)
            if len(self._paths) > MOST_DAYS:
                self._paths.pop(next(iter(self._paths)), None)
        return found

    # Selections

    def chosen(self, sheet: Sheet, selection: Selection, from_need: frozenset[Id] | None = None) -> Array:
        """What a selection takes of a sheet, found once; where it asks of needs, each time anew."""
        if selection.from_need is not None:
            return chosen(sheet, selection, from_need or frozenset())
        key = (id(sheet), selection)
        if key not in self._chosen:
            self._chosen[key] = chosen(sheet, selection)
        return self._chosen[key]


class ColumnReader(Reader):
    """The rows that had happened by a day, and which of them a selection takes, by their numbers."""

    register: ColumnRegister

    def __init__(self, register: ColumnRegister, as_of: date) -> None:
        super().__init__(register, as_of)
        self.sheet = register.sheet

    @cached_property
    def from_need(self) -> set[Id]:
        rows = self.until(self.sheet.of_kinds(("initiative",)))
        born = rows[self.sheet.columns["step"][rows] == self.sheet.code("step", "from_need")]
        value = self.sheet.domain("thread").value
        return {value(code) for code in np.unique(self.sheet.columns["thread"][born]).tolist()}

    def until(self, rows: Array) -> Array:
        return self.sheet.between(rows, FIRST_DAY, self.as_of)

    def of_kind(self, *kinds: str) -> list[Row]:
        return [row for kind in kinds for row in self._of_one_kind(kind)]

    def _of_one_kind(self, kind: str) -> list[Row]:
        key = ("kind", kind)
        if key not in self.kept:
            self.kept[key] = self.sheet.rows(self.until(self.sheet.of_kinds((kind,))))
        found: list[Row] = self.kept[key]
        return found

    def select(
        self, selections: tuple[Selection, ...], start: date, end: date, leaving_out: Test | None = None
    ) -> list[Row]:
        if leaving_out is not None:
            return super().select(selections, start, end, leaving_out)
        return self.sheet.rows(self.numbers(selections, start, end))

    def numbers(
        self, selections: tuple[Selection, ...], start: date, end: date, *, without_tallied: bool = False
    ) -> Array:
        """Every row that one of the selections takes, once, in order; `without_tallied` leaves out visits that
        the session's tally counts already."""
        taken = [(each, self.taken(each, start, end, without_tallied=without_tallied)) for each in selections]
        rows = taken[0][1] if len(taken) == 1 else union(len(self.sheet), [found for _each, found in taken])
        return of_those_asked_for(self.sheet, taken, rows)

    def taken(self, selection: Selection, start: date, end: date, *, without_tallied: bool = False) -> Array:
        from_need = None if selection.from_need is None else frozenset(self.from_need)
        found = self.register.chosen(self.sheet, selection, from_need)
        rows = self.sheet.between(found, start, min(end, self.as_of))
        if without_tallied and "visit" in selection.kinds and self.register.world.tallies:
            visit = self.sheet.columns["kind"][rows] == self.sheet.code("kind", "visit")
            rows = rows[~(visit & self.register.is_tallied[rows])]
        return rows


def union(size: int, some: list[Array]) -> Array:
    """Rows of any of them, each once, in order: marked in a row of as many places, which needs no sorting."""
    if sum(len(each) for each in some) < size // FEW:
        return np.unique(np.concatenate([np.empty(0, np.int64), *some]))
    marked = np.zeros(size, bool)
    for each in some:
        marked[each] = True
    return np.flatnonzero(marked)
