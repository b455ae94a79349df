"""One definition asked of one period: what its parts share while a figure is made."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from ..aggregate import StampCard
from ..condition import (
    ActiveVolunteer,
    Condition,
    CoversAreas,
    FirstEver,
    HasEntries,
    HasTrait,
    RunEnded,
    When,
)
from ..definition import Definition
from ..language import Translator
from ..name import Names
from ..period import Period, months_after
from ..selection import Selection
from ..vocabulary import PEOPLE_UNITS, Unit
from ..world import UNKNOWN, Id, Row
from .path import Path, paths
from .register import Reader, Register, in_order
from .unit import Groups, Key, group, tally_rows


@dataclass
class Question:
    """Rows selected, and the conditions that can be asked of a unit. `cut_off` is the period's end or the day asked."""

    definition: Definition
    reader: Reader
    period: Period
    translator: Translator
    names: Names
    cut_off: date = field(init=False)
    _others: dict[Condition, Groups] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.cut_off = min(self.period.end, self.reader.as_of)

    @property
    def register(self) -> Register:
        return self.reader.register

    @cached_property
    def rows(self) -> list[Row]:
        """The selected rows of the period; of all time where a condition looks back."""
        looks_back = any(isinstance(each, (ActiveVolunteer, RunEnded)) for each in self.definition.where)
        return self.select(date.min if looks_back else self.period.start)

    @cached_property
    def rows_ever(self) -> list[Row]:
        return self.select(date.min)

    def select(self, start: date) -> list[Row]:
        of_people = self.definition.unit in PEOPLE_UNITS
        rows = self.reader.select(
            self.definition.select, start, self.cut_off, leaving_out=self.only_tallied if of_people else None
        )
        return rows + self._tallied_without_rows(rows) if self.definition.unit is Unit.VISIT else rows

    def only_tallied(self, row: Row) -> bool:
        """At a tallied session the tally alone counts guests; a known person's visit is kept for that person's path."""
        return row.kind == "visit" and row.session in self.register.world.tallies

    @cached_property
    def tallied_visits(self) -> int:
        """Visits in the period that are known only as taps."""
        if self.definition.unit not in PEOPLE_UNITS or "visit" not in self.definition.kinds:
            return 0
        return sum(self.register.world.tallies[row.session].visits for row in self.tallied(self.period))

    def tallied(self, period: Period) -> list[Row]:
        """Tallied sessions of a period that the selections take, asked as if they were visits."""
        return [row for row in self._tallied_ever if row.on in period]

    @cached_property
    def _tallied_ever(self) -> list[Row]:
        asked = [
            (self.reader.test(each), kind == "visit")
            for each in self.definition.select
            for kind in each.kinds
            if kind in ("visit", "session")
        ]
        visits, rows = self.register.tally_visits, tally_rows(self.reader, Period(date.min, self.reader.as_of))
        if not isinstance(self.definition.aggregate, StampCard):
            rows = [row for row in rows if row.session in self.register.world.tallies]
        return [row for row in rows if any(takes(visits[row.id] if as_visit else row) for takes, as_visit in asked)]

    @property
    def tallied_ever(self) -> list[Row]:
        """Tallied sessions that the selections take, by the day asked."""
        return self._tallied_ever

    @cached_property
    def first_tallied_on(self) -> date:
        """The first of them by the cut-off; the end of time where there is none."""
        return min((row.on for row in self._tallied_ever if row.on <= self.cut_off), default=date.max)

    def asking(self, definition: Definition) -> "Question":
        """Another definition of the same tallied sessions."""
        return self.of_tallied(self._tallied_ever, definition)

    def of_tallied(self, rows: list[Row], definition: Definition) -> "Question":
        """A definition of some of the tallied sessions."""
        part = replace(self, definition=definition)
        part.__dict__["_tallied_ever"] = rows
        return part

    def _tallied_without_rows(self, rows: list[Row]) -> list[Row]:
        known = {row.session for row in rows}
        return [row for row in self.tallied(self.period) if row.session not in known]

    @cached_property
    def paths(self) -> list[Path]:
        """Paths of which one row at least is selected, whenever it happened; found once for all that ask the same."""
        key = (self.definition.select, self.cut_off)
        if key not in self.reader.kept:
            self.reader.kept[key] = self._selected_paths()
        found: list[Path] = self.reader.kept[key]
        return found

    def _selected_paths(self) -> list[Path]:
        select, found = self.definition.select, _paths_of(self.reader, self.cut_off)
        tests = [self.reader.test(each) for each in select]
        rows = {row.id: row for path in found for row in path.rows if any(test(row) for test in tests)}
        taken = {row.id for row in self.reader.of_those_asked_for(select, sorted(rows.values(), key=in_order))}
        return [path for path in found if any(row.id in taken for row in path.rows)]

    def of_rows(self, rows: list[Row]) -> "Question":
        """The same question of some of its rows."""
        part = replace(self)
        part.__dict__["rows"] = rows
        part.__dict__["tallied_visits"] = 0
        return part

    def of_paths(self, some: list[Path]) -> "Question":
        part = replace(self)
        part.__dict__["paths"] = some
        return part

    def days_of_people(self, selections: tuple[Selection, ...]) -> dict[Id | None, list[date]]:
        """The days each person on a path has an entry of the selections, by the cut-off."""
        found: dict[Id | None, list[date]] = {}
        for row in self.reader.select(selections, date.min, self.cut_off):
            found.setdefault(row.subject, []).append(row.on)
        return found

    def units_with(self, selections: tuple[Selection, ...], unit: Unit) -> set[Key]:
        """Persons or families with an entry of the selections in the period so far."""
        return set(group(self.register, unit, self.reader.select(selections, self.period.start, self.cut_off)).groups)

    def planned_on(self, selections: tuple[Selection, ...], period: Period) -> list[date]:
        """Days of the sessions planned in the period, whatever came of them, that one of the selections takes."""
        tests = [self.reader.test(each) for each in selections]
        planned = (row for row in self.register.planned_rows if row.on in period)
        return sorted(row.on for row in planned if any(takes(row) for takes in tests))

    # Conditions on a unit and its rows

    def meets(self, condition: Condition, key: Key, rows: list[Row]) -> bool:
        match condition:
            case HasEntries():
                return self._has_entries(condition, key, rows)
            case FirstEver():
                return key not in self._earlier
            case HasTrait():
                return latest_trait(rows, condition.trait) in condition.values
            case CoversAreas():
                return self._covers(condition, key, rows)
            case ActiveVolunteer():
                return self._is_active(condition, rows)
            case RunEnded():
                return self.run_ended_in_period(key)
        raise AssertionError(condition.word)

    def _has_entries(self, condition: HasEntries, key: Key, rows: list[Row]) -> bool:
        if condition not in self._others:
            self._others[condition] = self._groups_for(condition)
        found = self._others[condition].get(key, [])
        return len({row.on for row in found} if condition.different_dates else found) >= condition.at_least

    def _groups_for(self, condition: HasEntries) -> Groups:
        start = self.period.start if condition.when is When.PERIOD else date.min
        rows = self.reader.select(condition.of, start, self.cut_off) if condition.of else self.select(start)
        return group(self.register, self.definition.unit, rows).groups

    @cached_property
    def _earlier(self) -> set[Key]:
        before = [row for row in self.rows_ever if row.on < self.period.start]
        return set(group(self.register, self.definition.unit, before).groups)

    def run_ended_in_period(self, key: Key) -> bool:
        ends_on = self._run_end(key)
        return ends_on is not None and self.period.start <= ends_on <= self.cut_off

    def run_is_running(self, key: Key) -> bool:
        ends_on = self._run_end(key)
        return ends_on is None or ends_on > self.cut_off

    def _run_end(self, key: Id) -> date | None:
        run = self.register.runs.get(key)
        return run.ends_on if run else None

    def _is_active(self, condition: ActiveVolunteer, rows: list[Row]) -> bool:
        """A contribution in the last months, or the latest status is active."""
        since = months_after(self.cut_off, -condition.months)
        states = [row.step for row in rows if row.kind == "volunteer_status"]
        given = any(row.kind == "contribution" and row.on > since for row in rows)
        return given or states[-1:] == ["active"]

    def _covers(self, condition: CoversAreas, key: Key, rows: list[Row]) -> bool:
        """In every area the deliveries reach the share of its dwellings; an area without a number is not covered.

        A publication of the last days of a period belongs to it, though it is delivered in the next.
        """
        asked = self.register.ids("area", condition.areas) or frozenset(self.register.areas)
        return all(self._reached(area, key, rows[0].on) >= condition.share for area in asked)

    def _reached(self, area: Id, publication: Key, on: date) -> float:
        figure = self.register.areas[area].figure_on(on)
        if figure is None or not figure.dwellings:
            return 0.0
        return sum(self._delivered.get((publication, area), [])) / figure.dwellings

    @cached_property
    def _delivered(self) -> dict[tuple[Key, Id | None], list[int]]:
        found: dict[tuple[Key, Id | None], list[int]] = {}
        for row in self.reader.of_kind("delivery"):
            found.setdefault((row.thread, row.area), []).append(row.people or 0)
        return found


def _paths_of(reader: Reader, cut_off: date) -> list[Path]:
    """All paths on a day, put together once for every definition that asks."""
    if cut_off not in reader.kept:
        reader.kept[cut_off] = paths(reader, cut_off)
    found: list[Path] = reader.kept[cut_off]
    return found


def latest_trait(rows: list[Row], column: str) -> str:
    """A person's trait: that of the latest qualifying entry where it was written down."""
    known = [getattr(row, column) for row in rows if getattr(row, column) not in UNKNOWN]
    return known[-1] if known else ""
