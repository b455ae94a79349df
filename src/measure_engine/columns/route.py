"""Who is on which path: the rows of enrolments, attendance, visits and talks, each with the path it is part of.

`reference.path.CourseBuilder` puts paths together row by row, as things stood on a day. For nearly everybody the day
does not matter: one path for each run or activity, joined before it was attended. Theirs are found for all days at
once. The others, called odd here (who joined anew, share a thread, came before they joined, have two paths a row could
be part of), are put together row by row for each day asked, by the reference itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from ..reference.path import CourseBuilder, Place
from ..world import Id, Row
from .domain import NOTHING, Array
from .meeting import place_of
from .sheet import Sheet

if TYPE_CHECKING:
    from .register import ColumnReader

FAR = 1 << 40
"""Beyond every row's number: paths that begin with an enrolment come before those that do not."""


@dataclass(frozen=True, slots=True)
class Routes:
    """`rows` and `path` go side by side: by path, enrolments first, then attendance, then the rest, each in order.

    Of each path `founder` is the row it begins with, `rank` its place among all paths, `begun` the founder's day.
    `odd` are the rows of those whose paths depend on the day, and `odd_rank` what a path begun by such a row ranks.
    """

    rows: Array
    path: Array
    founder: Array
    rank: Array
    begun: Array
    odd: Array
    odd_rank: dict[int, int]


@dataclass(slots=True)
class _Rows:
    """Of all people, in the order the reference meets them."""

    enrolled: Array
    attended: Array
    others: Array

    def all(self) -> Array:
        return np.concatenate((self.enrolled, self.attended, self.others))


def routes(sheet: Sheet) -> Routes:
    rows = _rows(sheet)
    finder = _Finder(sheet, rows)
    path, is_odd = finder.paths(), finder.is_odd
    everything = rows.all()
    odd = is_odd[sheet.columns["subject"][everything]]
    stays = ~odd & (path >= 0)
    phase = np.repeat((0, 1, 2), (len(rows.enrolled), len(rows.attended), len(rows.others)))
    within = np.arange(len(everything))
    order = np.lexsort((within[stays], phase[stays], path[stays]))
    number = np.arange(len(everything))
    number[phase > 0] = FAR + everything[phase > 0]
    return Routes(
        rows=everything[stays][order], path=path[stays][order], founder=finder.founder, rank=finder.rank,
        begun=sheet.on[finder.founder].astype(np.int64), odd=everything[odd],
        odd_rank=dict(zip(everything[odd].tolist(), number[odd].tolist(), strict=True)),
    )  # fmt: skip


def _rows(sheet: Sheet) -> _Rows:
    columns = sheet.columns
    enrolled, attended, others = (
        rows[columns["subject"][rows] >= 0]
        for rows in (sheet.of_kinds(each) for each in (("enrolment",), ("attendance",), ("visit", "conversation")))
    )
    later = columns["step"][enrolled] != sheet.code("step", "joined")
    enrolled = enrolled[np.lexsort((enrolled, later, sheet.on[enrolled]))]
    return _Rows(enrolled, attended, others[_may_belong(sheet, np.concatenate((enrolled, attended)), others)])


def _may_belong(sheet: Sheet, courses: Array, rows: Array) -> Array:
    """Whether the person or the thread has been seen in a course; few who visit a café are."""
    found = np.zeros(len(rows), bool)
    for column in ("subject", "thread"):
        seen = np.zeros(len(sheet.domain(column)) + 1, bool)
        seen[sheet.columns[column][courses]] = True
        seen[NOTHING] = False
        found |= seen[sheet.columns[column][rows]]
    return found


class _Finder:
    """Finds each row's path, and marks who is odd on the way."""

    def __init__(self, sheet: Sheet, rows: _Rows) -> None:
        self.sheet, self.rows, self.everything = sheet, rows, rows.all()
        self.subject = sheet.columns["subject"].astype(np.int64)
        self.thread = sheet.columns["thread"]
        self.is_odd = np.zeros(len(sheet.domains["subject"]) + 1, bool)
        self.width = len(sheet.domains["run"]) + len(sheet.domains["activity"]) + 1
        self.keys = self.founder = self.rank = np.empty(0, np.int64)

    def paths(self) -> Array:
        """Each row's path, -1 where it is on none, in the order of `everything`."""
        self._share_threads()
        enrolled, attended = self.rows.enrolled, self.rows.attended
        keys = self._enrolments()
        found = self._candidates(attended)
        self._new_by_attendance(attended[found < 0])
        later = self._candidates(np.concatenate((attended, self.rows.others)))
        joined = np.searchsorted(self.keys, keys)
        self._came_before(attended, later[: len(attended)])
        return np.concatenate((joined, later)) if len(enrolled) else later

    def _mark(self, rows: Array) -> None:
        self.is_odd[self.subject[rows]] = True
        self.is_odd[NOTHING] = False

    def _share_threads(self) -> None:
        rows = self.everything[self.thread[self.everything] >= 0]
        whose = np.full(len(self.sheet.domains["thread"]) + 1, NOTHING, np.int64)
        whose[self.thread[rows]] = self.subject[rows]
        shared = rows[whose[self.thread[rows]] != self.subject[rows]]
        self._mark(shared)
        self.is_odd[whose[self.thread[shared]]] = True

    def _key(self, rows: Array, place: Array) -> Array:
        return np.where(place >= 0, self.subject[rows] * self.width + place, NOTHING)

    def _enrolments(self) -> Array:
        """One path for each person and place. Odd: nowhere, two threads for one place or two places for one thread,
        and joined after having ended."""
        rows = self.rows.enrolled
        keys = self._key(rows, place_of(self.sheet, rows))
        self._mark(rows[keys < 0])
        found, first, number = np.unique(keys, return_index=True, return_inverse=True)
        thread, number = self.thread[rows], number.reshape(-1)
        self._mark(rows[thread[first][number] != thread])
        place = np.full(len(self.sheet.domains["thread"]) + 1, NOTHING, np.int64)
        place[thread] = keys
        self._mark(rows[(thread >= 0) & (place[thread] != keys)])
        joined = self.sheet.columns["step"][rows] == self.sheet.code("step", "joined")
        has_ended = np.full(len(found), len(rows))
        has_ended[number[~joined][::-1]] = np.flatnonzero(~joined)[::-1]
        self._mark(rows[joined & (np.arange(len(rows)) > has_ended[number])])
        self.keys, self.founder, self.rank = found, rows[first], first
        return keys

    def _new_by_attendance(self, rows: Array) -> None:
        """Who came without having joined. Odd: nowhere, and at several places of which one may be part of another."""
        place = place_of(self.sheet, rows)
        keys = self._key(rows, place)
        self._mark(rows[keys < 0])
        found, first = np.unique(keys, return_index=True)
        subject = self.subject[rows[first]]
        runs = len(self.sheet.domains["run"])
        several = np.bincount(subject, minlength=len(self.is_odd)) > 1
        in_activity = np.zeros(len(self.is_odd), bool)
        in_activity[subject[place[first] >= runs]] = True
        self.is_odd |= several & in_activity
        self._add(found, rows[first], FAR + rows[first])

    def _add(self, keys: Array, founder: Array, rank: Array) -> None:
        keys, founder, rank = (
            np.concatenate(each) for each in ((self.keys, keys), (self.founder, founder), (self.rank, rank))
        )
        order = np.argsort(keys, kind="stable")
        self.keys, self.founder, self.rank = keys[order], founder[order], rank[order]

    def _candidates(self, rows: Array) -> Array:
        """The path a row could be part of: by thread, run, activity and that one's parents. Odd: several."""
        by_thread = np.full(len(self.sheet.domains["thread"]) + 1, NOTHING, np.int64)
        by_thread[self.thread[self.founder]] = np.arange(len(self.founder))
        by_thread[NOTHING] = NOTHING
        found = by_thread[self.thread[rows]]
        runs, activity = len(self.sheet.domains["run"]), self.sheet.columns["activity"][rows]
        levels = (level[activity].astype(np.int64) for level in self.sheet.links.lineage)
        places = [place_of(self.sheet, rows), *(np.where(each >= 0, runs + each, NOTHING) for each in levels)]
        for place in places:
            other = self._find(self._key(rows, place))
            self._mark(rows[(found >= 0) & (other >= 0) & (found != other)])
            found = np.where(found >= 0, found, other)
        return found

    def _find(self, keys: Array) -> Array:
        if not len(self.keys):
            return np.full(len(keys), NOTHING, np.int64)
        place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where((self.keys[place] == keys) & (keys >= 0), place, NOTHING)

    def _came_before(self, rows: Array, path: Array) -> None:
        known = path >= 0
        founder = self.founder[path[known]] if len(self.founder) else path[known]
        joined_later = self.sheet.on[rows[known]] < self.sheet.on[founder]
        self._mark(rows[known][joined_later])


class OddBuilder(CourseBuilder):
    """The reference, given the rows of odd people alone. What was held is asked of all paths at once, later."""

    reader: ColumnReader

    def __init__(self, reader: ColumnReader, cut_off: date, odd: Array) -> None:
        self.odd = odd
        super().__init__(reader, cut_off)

    def rows_of(self, *kinds: str) -> list[Row]:
        sheet = self.reader.sheet
        rows = self.odd[sheet.domain("kind").among(kinds)[sheet.columns["kind"][self.odd]]]
        rows = rows[sheet.on[rows] <= self.cut_off.toordinal()]
        return sheet.rows(rows if "enrolment" in kinds else np.sort(rows))

    def held_sessions(self) -> tuple[set[Id], dict[Place, list[tuple[date, Id]]]]:
        return _Everything(), {}

    def assigned(self) -> list[list[Id]]:
        """The ids of each path's rows."""
        return [[row.id for row in path.rows] for path in self.put_together()]


class _Everything(set[Id]):
    """Every session, for now."""

    def __contains__(self, session: object) -> bool:
        return True
