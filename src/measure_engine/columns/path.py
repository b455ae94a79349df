"""Paths over columns: the reference puts them together, from the rows alone that can belong to one.

Which meetings were held is found over columns, and of visits and conversations only those are made into rows whose
person, or thread, is in a course at all; few who visit a café are.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import numpy as np

from ..reference.path import CourseBuilder, Path, Place, meeting_of, referral_paths
from ..world import Id, Row
from .domain import NOTHING, Array
from .register import ColumnReader

IN_COURSES = ("enrolment", "attendance")
AT_MEETINGS = ("session", "attendance", "visit")


def paths(reader: ColumnReader, cut_off: date) -> list[Path]:
    """All paths of the world as they stand on the cut-off."""
    return [*ColumnBuilder(reader, cut_off).course_paths(), *referral_paths(reader, cut_off)]


class ColumnBuilder(CourseBuilder):
    reader: ColumnReader

    def rows_of(self, *kinds: str) -> list[Row]:
        sheet = self.reader.sheet
        numbers = sheet.between(sheet.of_kinds(kinds), date.min, self.cut_off)
        numbers = numbers[sheet.columns["subject"][numbers] >= 0]
        if not set(kinds) & set(IN_COURSES):
            numbers = numbers[self._may_belong(numbers)]
        rows = sheet.rows(numbers)
        return sorted(rows, key=lambda row: (row.on, row.step != "joined")) if "enrolment" in kinds else rows

    def _may_belong(self, numbers: Array) -> Array:
        """Whether the person or the thread has been seen in a course."""
        sheet = self.reader.sheet
        courses = sheet.between(sheet.of_kinds(IN_COURSES), date.min, self.cut_off)
        found = np.zeros(len(numbers), bool)
        for column in ("subject", "thread"):
            seen = np.zeros(len(sheet.domain(column)) + 1, bool)
            seen[sheet.columns[column][courses]] = True
            seen[NOTHING] = False
            found |= seen[sheet.columns[column][numbers]]
        return found

    def held_sessions(self) -> tuple[set[Id], dict[Place, list[tuple[date, Id]]]]:
        """The first row of each meeting that was not cancelled, as the reference would meet it."""
        sheet = self.reader.sheet
        rows = sheet.between(sheet.of_kinds(AT_MEETINGS), date.min, self.cut_off)
        rows = rows[~self._cancelled_sessions()[sheet.columns["session"][rows]]]
        held: set[Id] = set()
        held_at: dict[Place, list[tuple[date, Id]]] = defaultdict(list)
        for row in sheet.rows(rows[_first_of_each(*self._meetings(rows))]):
            meeting = meeting_of(row)
            held.add(meeting)
            for place in self.places_of(row):
                held_at[place].append((row.on, meeting))
        return held, held_at

    def _cancelled_sessions(self) -> Array:
        """Sessions of which the latest entry says cancelled; rows without a session are never so."""
        sheet = self.reader.sheet
        said = sheet.between(sheet.of_kinds(("session",)), date.min, self.cut_off)
        latest = np.full(len(sheet.domains["session"]) + 1, NOTHING, np.int32)
        latest[sheet.columns["session"][said]] = sheet.columns["step"][said]
        found: Array = latest == sheet.code("step", "cancelled")
        return found

    def _meetings(self, rows: Array) -> tuple[Array, Array]:
        """A session, or a run or activity and a day: two numbers each."""
        columns = self.reader.sheet.columns
        session, run = columns["session"][rows].astype(np.int64), columns["run"][rows]
        runs = len(self.reader.sheet.domains["run"])
        place = np.where(run >= 0, run, np.where(columns["activity"][rows] >= 0, runs + columns["activity"][rows], -1))
        is_session = session >= 0
        return np.where(is_session, session, -2 - place), np.where(is_session, 0, columns["on"][rows])


def _first_of_each(place: Array, day: Array) -> Array:
    if not len(place):
        return np.empty(0, np.int64)
    _found, first = np.unique(np.stack((place, day)), axis=1, return_index=True)
    return np.sort(first)
