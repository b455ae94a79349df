"""One definition asked of one period, over columns: the numbers of its rows, and the conditions asked of its units."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from ..aggregate import StampCard
from ..condition import ActiveVolunteer, Condition, FirstEver, HasEntries, HasTrait, RunEnded, When
from ..period import Period, months_after
from ..reference.path import Path
from ..reference.question import Question
from ..reference.unit import Key
from ..selection import Selection
from ..vocabulary import PEOPLE_UNITS, Unit
from ..world import Row
from .choosing import of_those_asked_for
from .domain import NOTHING, Array
from .group import Groups, counts_of, marked
from .keys import keys_of
from .path import Paths
from .register import ColumnReader, ColumnRegister
from .sheet import Sheet


@dataclass
class ColumnQuestion(Question):
    """As the reference's question, whose rows are made only when something handed over to it asks for them."""

    reader: ColumnReader

    @property
    def register(self) -> ColumnRegister:
        return self.reader.register

    @property
    def sheet(self) -> Sheet:
        return self.reader.sheet

    # Rows

    @cached_property
    def numbers(self) -> Array:
        """The selected rows of the period; of all time where a condition looks back."""
        looks_back = any(isinstance(each, (ActiveVolunteer, RunEnded)) for each in self.definition.where)
        return self.choose(date.min if looks_back else self.period.start)

    @cached_property
    def numbers_ever(self) -> Array:
        return self.choose(date.min)

    def choose(self, start: date) -> Array:
        of_people = self.definition.unit in PEOPLE_UNITS
        return self.reader.numbers(self.definition.select, start, self.cut_off, without_tallied=of_people)

    def select(self, start: date) -> list[Row]:
        rows = self.sheet.rows(self.choose(start))
        return rows + self._tallied_without_rows(rows) if self.definition.unit is Unit.VISIT else rows

    def of_numbers(self, some: Array, tallied: Array) -> ColumnQuestion:
        """The same question of some of its rows, and of some of the sessions known by their tally alone."""
        part = replace(self)
        part.__dict__ |= {"numbers": some, "tallied_visits": 0, "tallied_without_rows": tallied}
        return part

    @cached_property
    def rows(self) -> list[Row]:
        rows = self.sheet.rows(self.numbers)
        return rows + self._tallied_without_rows(rows) if self.definition.unit is Unit.VISIT else rows

    @property
    def is_of_rows(self) -> bool:
        """Whether the reference chose its rows one by one, so that only it can go on."""
        return "rows" in self.__dict__ and "numbers" not in self.__dict__

    # Tallied sessions

    @cached_property
    def tallied_visits(self) -> int:
        if self.definition.unit not in PEOPLE_UNITS or "visit" not in self.definition.kinds:
            return 0
        return int(
            self.register.tapped[self.register.tallied.columns["session"][self._tallied_numbers_in_period]].sum()
        )

    @cached_property
    def tallied_without_rows(self) -> Array:
        """Of the period, those of whose session no row is selected."""
        session, numbers = self.register.tallied.columns["session"], self._tallied_numbers_in_period
        selected = np.zeros(len(self.sheet.domains["session"]) + 1, bool)
        selected[self.sheet.columns["session"][self.numbers]] = True
        found: Array = numbers[~selected[session[numbers]]]
        return found

    @property
    def _tallied_numbers_in_period(self) -> Array:
        return self.register.tallied.between(self.tallied_numbers, self.period.start, self.period.end)

    @cached_property
    def _tallied_ever(self) -> list[Row]:
        return self.register.tallied.rows(self.tallied_numbers)

    @cached_property
    def tallied_numbers(self) -> Array:
        """Tallied sessions that the selections take, asked as if they were visits or sessions."""
        register, found = self.register, [np.empty(0, np.int64)]
        for each in self.definition.select:
            for kind in {"visit", "session"} & set(each.kinds):
                sheet = register.tallied_as_visits if kind == "visit" else register.tallied
                found.append(self._of_sheet(sheet, each))
        rows = np.unique(np.concatenate(found))
        if not isinstance(self.definition.aggregate, StampCard):
            with_guests = register.tallied.domains["session"].among(register.world.tallies)
            rows = rows[with_guests[register.tallied.columns["session"][rows]]]
        return register.tallied.between(rows, date.min, self.reader.as_of)

    def planned_on(self, selections: tuple[Selection, ...], period: Period) -> list[date]:
        planned = self.register.planned
        taken = [self._of_sheet(planned, each) for each in selections]
        rows = planned.between(np.unique(np.concatenate(taken)), period.start, period.end)
        return [date.fromordinal(day) for day in planned.on[rows].tolist()]

    def _of_sheet(self, sheet: Sheet, selection: Selection) -> Array:
        from_need = None if selection.from_need is None else frozenset(self.reader.from_need)
        return self.register.chosen(sheet, selection, from_need)

    # Paths

    @cached_property
    def all_paths(self) -> Paths:
        return self.register.paths(self.reader, self.cut_off)

    @cached_property
    def path_numbers(self) -> Array:
        """Paths of which one row at least is selected, whenever it happened."""
        taken = np.zeros(len(self.all_paths), bool)
        taken[self.all_paths.path[self._is_selected()]] = True
        return np.flatnonzero(taken)

    def _is_selected(self) -> Array:
        """Which rows of paths are; of those asked for by sex and age, people as their rows on paths tell."""
        rows, select = self.all_paths.rows, self.definition.select
        some = [(each, self.reader.taken(each, date.min, self.cut_off)) for each in select]
        marked = np.zeros(len(self.sheet), bool)
        if any(each.sexes or each.age_bands for each in select):
            on_paths = np.unique(rows)
            some = [(each, np.intersect1d(found, on_paths, assume_unique=True)) for each, found in some]
            among = np.unique(np.concatenate([found for _each, found in some]))
            marked[of_those_asked_for(self.sheet, some, among)] = True
        else:
            for _each, found in some:
                marked[found] = True
        found_there: Array = marked[rows]
        return found_there

    @cached_property
    def paths(self) -> list[Path]:
        return self.all_paths.as_paths(self.path_numbers)

    def of_path_numbers(self, some: Array) -> ColumnQuestion:
        part = replace(self)
        part.__dict__ |= {"path_numbers": some}
        return part

    def units_with(self, selections: tuple[Selection, ...], unit: Unit) -> set[Key]:
        domain = self.sheet.domain("household" if unit is Unit.FAMILY else "subject")
        keys = keys_of(self.sheet, unit, self.reader.numbers(selections, self.period.start, self.cut_off))[1]
        return set(domain.column(np.flatnonzero(marked(keys, len(domain))).tolist()))

    # Conditions on units

    def meeting(self, condition: Condition, groups: Groups) -> Array:
        """Which of the units meet it."""
        match condition:
            case HasEntries():
                return self._with_entries(condition, groups)
            case FirstEver():
                return ~np.isin(groups.keys, self._earlier_keys)
            case HasTrait():
                return self._with_trait(condition, groups)
            case ActiveVolunteer():
                return self._active(condition, groups)
            case RunEnded():
                return self._ended(groups)
        raise AssertionError(condition.word)

    def _with_entries(self, condition: HasEntries, groups: Groups) -> Array:
        start = self.period.start if condition.when is When.PERIOD else date.min
        rows = self.reader.numbers(condition.of, start, self.cut_off) if condition.of else self.choose(start)
        rows, keys, _missing = keys_of(self.sheet, self.definition.unit, rows)
        if condition.different_dates and len(keys):
            keys = np.unique(np.stack((keys, self.sheet.on[rows])), axis=1)[0]
        found: Array = counts_of(keys, groups.keys) >= condition.at_least
        return found

    @cached_property
    def _earlier_keys(self) -> Array:
        before = self.numbers_ever[self.sheet.on[self.numbers_ever] < self.period.start.toordinal()]
        return keys_of(self.sheet, self.definition.unit, before)[1]

    def trait(self, column: str, groups: Groups) -> Array:
        """Each unit's trait: that of its latest row where it was written down; -1 where it never was."""
        values = self.sheet.columns[column][groups.rows]
        return groups.latest(values, ~self.sheet.domain(column).among(("", "unknown"))[values])

    def _with_trait(self, condition: HasTrait, groups: Groups) -> Array:
        wanted = self.sheet.domain(condition.trait).among(condition.values)
        wanted[NOTHING] = "" in condition.values
        found: Array = wanted[self.trait(condition.trait, groups)]
        return found

    def _active(self, condition: ActiveVolunteer, groups: Groups) -> Array:
        """A contribution in the last months, or the latest status is active."""
        sheet, rows = self.sheet, groups.rows
        kind, since = sheet.columns["kind"][rows], months_after(self.cut_off, -condition.months).toordinal()
        given = (kind == sheet.code("kind", "contribution")) & (sheet.on[rows] > since)
        status = kind == sheet.code("kind", "volunteer_status")
        latest = groups.latest(sheet.columns["step"][rows], status)
        found: Array = groups.any(given) | (latest == sheet.code("step", "active"))
        return found

    def _ended(self, groups: Groups) -> Array:
        runs = self.sheet.domains["run"]
        return np.array([self.run_ended_in_period(runs.value(key)) for key in groups.keys.tolist()], bool)

    def still_running(self, groups: Groups) -> int:
        runs = self.sheet.domains["run"]
        return sum(self.run_is_running(runs.value(key)) for key in groups.keys.tolist())
