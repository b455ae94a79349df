"""Meetings over columns: a session, or a run or activity and a day; which of them were held, where and when.

As `reference.path.CourseBuilder.held_sessions`: the first row of a meeting that was not cancelled says where it was.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .domain import NOTHING, Array
from .sheet import Sheet

AT_MEETINGS = ("session", "attendance", "visit")
A_DAY = 1 << 22
"""More than any date's ordinal, so that a place and a day make one whole number."""


def place_of(sheet: Sheet, rows: Array) -> Array:
    """The run, else the activity: one number for both, -1 where there is neither."""
    run, activity = sheet.columns["run"][rows].astype(np.int64), sheet.columns["activity"][rows]
    runs = len(sheet.domains["run"])
    return np.where(run >= 0, run, np.where(activity >= 0, runs + activity, NOTHING))


@dataclass(frozen=True, slots=True)
class Meetings:
    """A number a meeting: the session's own, and beyond them one for each place and day without a session.

    `of_row` is each row's meeting, -1 for rows of other kinds; `first` and `on` each meeting's first row and its day,
    -1 where nothing was written of it. `at` are places and days together, in order, and `met_there` the meeting.
    """

    sheet: Sheet
    of_row: Array
    first: Array
    on: Array
    session: Array
    at: Array
    met_there: Array

    @classmethod
    def of(cls, sheet: Sheet) -> Meetings:
        rows, sessions = sheet.of_kinds(AT_MEETINGS), len(sheet.domains["session"])
        session = sheet.columns["session"][rows]
        in_session, by_day = rows[session >= 0], rows[session < 0]
        key = (place_of(sheet, by_day) + 1) * A_DAY + sheet.on[by_day]
        _keys, its_first, number = np.unique(key, return_index=True, return_inverse=True)
        of_row = np.full(len(sheet), NOTHING, np.int64)
        of_row[in_session], of_row[by_day] = session[session >= 0], sessions + number.reshape(-1)
        first = np.full(sessions + len(its_first), NOTHING, np.int64)
        first[of_row[in_session[::-1]]] = in_session[::-1]
        first[sessions:] = by_day[its_first]
        on = np.where(first >= 0, sheet.on[first] if len(sheet) else NOTHING, NOTHING).astype(np.int64)
        codes = np.concatenate((np.arange(sessions), np.full(len(its_first), NOTHING)))
        return cls(sheet, of_row, first, on, codes, *_by_place(sheet, first, on))

    def held(self, cut_off: int) -> Array:
        """Whether each meeting had been held by a day: something is written of it, and not that it was cancelled.

        One place more says that nothing, -1, was not held.
        """
        said = self.sheet.of_kinds(("session",))
        said = said[self.sheet.on[said] <= cut_off]
        latest = np.full(len(self.sheet.domains["session"]) + 1, NOTHING, np.int32)
        latest[self.sheet.columns["session"][said]] = self.sheet.columns["step"][said]
        is_cancelled = latest == self.sheet.code("step", "cancelled")
        found = (self.first >= 0) & (self.on <= cut_off) & ~is_cancelled[self.session]
        return np.append(found, False)


def _by_place(sheet: Sheet, first: Array, on: Array) -> tuple[Array, Array]:
    """Every place of every meeting: its run, and its activity with all that activity's parents."""
    meetings, runs = np.flatnonzero(first >= 0), len(sheet.domains["run"])
    rows = first[meetings]
    run, activity = sheet.columns["run"][rows].astype(np.int64), sheet.columns["activity"][rows]
    places, whose = [run[run >= 0]], [meetings[run >= 0]]
    for level in sheet.links.lineage:
        known = level[activity] >= 0
        places.append(runs + level[activity][known].astype(np.int64))
        whose.append(meetings[known])
    met = np.concatenate(whose)
    at = np.concatenate(places) * A_DAY + on[met]
    order = np.argsort(at, kind="stable")
    return at[order], met[order]
