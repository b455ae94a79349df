"""Paths over columns, as they stand on a day: the dates of each, and what `reference.path` says of it, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ..condition import Stage
from ..reference.path import PART_OVER, PLANNED_END, REFERRAL_ENDS, ROUNDING, TWO_THIRDS, Path
from .domain import NOTHING, Array
from .meeting import A_DAY, Meetings
from .route import OddBuilder, Routes
from .sheet import Sheet

if TYPE_CHECKING:
    from .register import ColumnReader

NEVER = 0
"""The day of what has not come; every date's ordinal is larger."""


@dataclass
class Paths:
    """Paths by number, those of courses first. `rows` and `path` go side by side, by path and in the path's order.

    Days are ordinals, `NEVER` where the path has not come so far. `active` is the last day somebody was there or said
    to be active.
    """

    sheet: Sheet
    cut_off: date
    rows: Array
    path: Array
    founder: Array
    joined: Array
    started: Array
    ended: Array
    over: Array
    active: Array
    completed: Array

    def __len__(self) -> int:
        return len(self.founder)

    def of_founder(self, column: str) -> Array:
        """What the path says by the row it began with."""
        found: Array = self.sheet.columns[column][self.founder]
        return found

    @cached_property
    def subject(self) -> Array:
        return self.of_founder("subject")

    @cached_property
    def household(self) -> Array:
        return self._first("household")

    @cached_property
    def thread(self) -> Array:
        return self._first("thread")

    def _first(self, column: str) -> Array:
        """What the first of its rows that says anything says."""
        found, values = np.full(len(self), NOTHING, np.int64), self.sheet.columns[column][self.rows]
        known = values >= 0
        found[self.path[known][::-1]] = values[known][::-1]
        return found

    @cached_property
    def offer(self) -> Array:
        """A number for the offer, else the run, else the activity; one of its own for a path that names none."""
        columns = [(self.of_founder(name), len(self.sheet.domain(name))) for name in ("offer", "run", "activity")]
        found, beyond = np.full(len(self), NOTHING, np.int64), 0
        for values, size in columns:
            found = np.where((found < 0) & (values >= 0), beyond + values.astype(np.int64), found)
            beyond += size
        return np.where(found < 0, beyond + np.arange(len(self)), found)

    @cached_property
    def starts(self) -> Array:
        """Where each path's rows begin, and one place more."""
        return np.searchsorted(self.path, np.arange(len(self) + 1))

    def on(self, stage: Stage) -> Array:
        """The day each path came to a stage."""
        if stage is Stage.COMPLETED:
            return np.where(self.completed, self.over, NEVER)
        return {
            Stage.JOINED: self.joined, Stage.STARTED: self.started, Stage.ENDED: self.ended, Stage.OVER: self.over,
        }[stage]  # fmt: skip

    def rows_of(self, paths: Array) -> Array:
        """The rows of these paths, path after path."""
        return rows_between(self.rows, self.starts, paths)

    def as_paths(self, numbers: Array) -> list[Path]:
        """As the reference has them, for what is handed over to it."""
        value = {name: self.sheet.domain(name).value for name in ("subject", "run", "activity", "offer")}
        found = []
        for number in numbers.tolist():
            founder = int(self.founder[number])
            codes = {name: int(self.sheet.columns[name][founder]) for name in value}
            path = Path((value["subject"](codes["subject"]), number), **{k: value[k](codes[k]) for k in value})
            path.rows = self.sheet.rows(self.rows[self.starts[number] : self.starts[number + 1]])
            path.joined_on, path.started_on, path.ended_on, path.over_on = (
                date.fromordinal(int(days[number])) if days[number] else None
                for days in (self.joined, self.started, self.ended, self.over)
            )
            path.completed = bool(self.completed[number])
            path.active_on = [date.fromordinal(int(self.active[number]))] if self.active[number] else []
            found.append(path)
        return found

    def retained(self, days: int) -> Array:
        """Attended or confirmed active in the last days before the cut-off, and not ended."""
        since = (self.cut_off - timedelta(days=days)).toordinal()
        found: Array = (self.ended == NEVER) & (self.active > since)
        return found


def rows_between(rows: Array, starts: Array, paths: Array) -> Array:
    """Of rows that lie path after path, each path's from its own start to the next one's."""
    lengths = starts[paths + 1] - starts[paths]
    offsets = np.repeat(starts[paths] - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
    found: Array = rows[offsets + np.arange(int(lengths.sum()))]
    return found


def paths(reader: ColumnReader, cut_off: date) -> Paths:
    """All paths of the world as they stand on the cut-off."""
    courses, referrals = _courses(reader, cut_off), _referrals(reader.sheet, cut_off)
    joined = {
        name: np.concatenate((getattr(courses, name), getattr(referrals, name)))
        for name in ("rows", "founder", "joined", "started", "ended", "over", "active", "completed")
    }
    return Paths(reader.sheet, cut_off, path=np.concatenate((courses.path, referrals.path + len(courses))), **joined)


# Courses


def _courses(reader: ColumnReader, cut_off: date) -> Paths:
    register, sheet, until = reader.register, reader.sheet, cut_off.toordinal()
    rows, path, founder = _assigned(reader, register.routes, cut_off)
    held = register.meetings.held(until)
    kind, meeting = sheet.columns["kind"][rows], register.meetings.of_row[rows]
    is_held = held[meeting]
    in_session = sheet.columns["session"][rows] >= 0
    here = (kind != sheet.code("kind", "visit")) | (is_held & in_session)
    attended = here & is_held & sheet.domain("kind").among(("attendance", "visit"))[kind]
    met = attended | (kind == sheet.code("kind", "conversation"))
    made = Paths(sheet, cut_off, rows[here], path[here], founder, *(np.zeros(len(founder), np.int64),) * 5,
                 completed=np.zeros(len(founder), bool))  # fmt: skip
    days = sheet.on[rows].astype(np.int64)
    made.started = _smallest(path[met], days[met], len(founder))
    made.active = _largest(path[met], days[met], len(founder))
    said = _Said.of(sheet, rows, path, len(founder))
    made.joined = np.where(said.joined > NEVER, said.joined, made.started)
    runs = _Runs(reader, made.of_founder("run"), until)
    made.over = np.where(runs.rolling, said.ended, np.where(runs.ends_before(said), said.ended, runs.end))
    made.ended = np.where((said.ended > NEVER) & (runs.end > NEVER), np.minimum(said.ended, runs.end),
                          np.maximum(said.ended, runs.end))  # fmt: skip
    been = _Attendance(register.meetings, held, made, said)
    made.completed = been.completed(runs, path[attended], meeting[attended])
    return made


def _assigned(reader: ColumnReader, routes: Routes, cut_off: date) -> tuple[Array, Array, Array]:
    """Rows by the cut-off, the number of each one's path, and each path's founder; in the reference's order."""
    sheet, until = reader.sheet, cut_off.toordinal()
    known = (sheet.on[routes.rows] <= until) & (routes.begun[routes.path] <= until)
    rows, path = routes.rows[known], routes.path[known]
    there = np.unique(path)
    path, founder, rank = np.searchsorted(there, path), routes.founder[there], routes.rank[there]
    if len(routes.odd):
        more = _of_the_odd(reader, routes, cut_off)
        number = np.repeat(np.arange(len(more)), [len(each) for each in more]) + len(there)
        heads = np.array([each[0] for each in more], np.int64)
        rows = np.concatenate((rows, np.array([row for each in more for row in each], np.int64)))
        path, founder = np.concatenate((path, number)), np.concatenate((founder, heads))
        rank = np.concatenate((rank, np.array([routes.odd_rank[head] for head in heads.tolist()], np.int64)))
    order = np.argsort(rank, kind="stable")
    renumbered = np.empty(len(order), np.int64)
    renumbered[order] = np.arange(len(order))
    path = renumbered[path]
    by_path = np.argsort(path, kind="stable")
    return rows[by_path], path[by_path], founder[order]


def _of_the_odd(reader: ColumnReader, routes: Routes, cut_off: date) -> list[list[int]]:
    numbers = dict(zip(reader.sheet.ids(routes.odd), routes.odd.tolist(), strict=True))
    builder = OddBuilder(reader, cut_off, routes.odd)
    return [[numbers[id_] for id_ in path] for path in builder.assigned()]


@dataclass(slots=True)
class _Said:
    """What enrolments say: when the person joined and ended, and why."""

    joined: Array
    ended: Array
    as_planned: Array
    part_over: Array

    @classmethod
    def of(cls, sheet: Sheet, rows: Array, path: Array, size: int) -> _Said:
        enrolled = sheet.columns["kind"][rows] == sheet.code("kind", "enrolment")
        rows, path = rows[enrolled], path[enrolled]
        step, days = sheet.columns["step"][rows], sheet.on[rows]
        joins, ends = step == sheet.code("step", "joined"), step == sheet.code("step", "ended")
        joined, ended, reason = np.zeros(size, np.int64), np.zeros(size, np.int64), np.full(size, NOTHING, np.int64)
        joined[path[joins][::-1]] = days[joins][::-1]
        ended[path[~joins]] = days[~joins]
        reason[path[ends]] = sheet.columns["topic"][rows][ends]
        topics = sheet.domain("topic")
        part_over = topics.among(PART_OVER)
        part_over[NOTHING] = "" in PART_OVER
        return cls(joined, ended, topics.among((PLANNED_END,))[reason], part_over[reason])


class _Runs:
    """Each path's run: whether it has no last day, its last day if that is over, and its rule."""

    def __init__(self, reader: ColumnReader, run: Array, until: int) -> None:
        last, rule = reader.sheet.links.run_ends, reader.sheet.links.run_rule
        self.rolling, self.rule = last[run] == NEVER, rule[run]
        self.end = np.where(last[run] <= until, last[run], NEVER)

    def ends_before(self, said: _Said) -> Array:
        """Whether the person's planned part was over before the run."""
        found: Array = (said.ended > NEVER) & said.as_planned & ((self.end == NEVER) | (said.ended < self.end))
        return found


class _Attendance:
    """Of the held meetings that were a person's own, how many they were at."""

    def __init__(self, meetings: Meetings, held: Array, made: Paths, said: _Said) -> None:
        self.meetings, self.held, self.made, self.said = meetings, held, made, said
        run, runs = made.of_founder("run").astype(np.int64), len(made.sheet.domains["run"])
        activity = made.of_founder("activity").astype(np.int64)
        self.place = np.where(run >= 0, run, np.where(activity >= 0, runs + activity, NOTHING))

    def completed(self, runs: _Runs, path: Array, meeting: Array) -> Array:
        """`path` and `meeting` are those of the rows of people who were there."""
        made, said = self.made, self.said
        left_early = (said.ended > NEVER) & ~said.part_over & (said.ended <= made.over)
        theirs = self._theirs()
        been = np.bincount(self._been(path, meeting), minlength=len(made))
        enough = been >= runs.rule * theirs - ROUNDING
        found: Array = (made.over > NEVER) & (made.started > NEVER)
        return found & np.where(theirs == 0, ~left_early, enough & ~(left_early & runs.rolling))

    def _theirs(self) -> Array:
        """How many meetings were held at the path's place from the day the person joined to the day it was over."""
        counted = np.concatenate(([0], np.cumsum(self.held[self.meetings.met_there])))
        first = np.searchsorted(self.meetings.at, self.place * A_DAY + self.said.joined, "left")
        after = np.searchsorted(self.meetings.at, self.place * A_DAY + self.made.over, "right")
        found: Array = np.where((self.place >= 0) & (after > first), counted[after] - counted[first], 0)
        return found

    def _been(self, path: Array, meeting: Array) -> Array:
        """The path of each of their own meetings that somebody was at, each meeting once."""
        on = self.meetings.on[meeting]
        own = (on >= self.said.joined[path]) & (on <= self.made.over[path]) & (self.place[path] >= 0)
        path, meeting = path[own], meeting[own]
        own = self._is_at(meeting, self.place[path])
        pairs = np.unique(path[own] * len(self.meetings.first) + meeting[own])
        return pairs // max(len(self.meetings.first), 1)

    def _is_at(self, meeting: Array, place: Array) -> Array:
        """Whether the meeting was held at the place: in the run, or in the activity or one under it."""
        sheet, first = self.made.sheet, self.meetings.first[meeting]
        runs, activity = len(sheet.domains["run"]), sheet.columns["activity"][first]
        found: Array = sheet.columns["run"][first] == place
        for level in sheet.links.lineage:
            found |= (level[activity] >= 0) & (runs + level[activity] == place)
        return found


# Referrals


def _referrals(sheet: Sheet, cut_off: date) -> Paths:
    """One path a thread; without a thread, one for a person and an offer."""
    rows, columns = sheet.between(sheet.of_kinds(("referral",)), date.min, cut_off), sheet.columns
    rows = rows[columns["subject"][rows] >= 0]
    subject, offer = columns["subject"][rows].astype(np.int64), columns["offer"][rows]
    thread = columns["thread"][rows].astype(np.int64)
    pair = (subject + 1) * (len(sheet.domains["offer"]) + 1) + offer + 1
    key = np.where(thread >= 0, thread, len(sheet.domains["thread"]) + pair)
    _keys, first, number = np.unique(key, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    path, founder = rank[number.reshape(-1)], rows[first[order]]
    by_path = np.argsort(path, kind="stable")
    return _stepped(sheet, cut_off, rows[by_path], path[by_path], founder)


def _stepped(sheet: Sheet, cut_off: date, rows: Array, path: Array, founder: Array) -> Paths:
    step, days, size = sheet.columns["step"][rows], sheet.on[rows].astype(np.int64), len(founder)
    steps = sheet.domain("step")

    def at(words: tuple[str, ...]) -> Array:
        found: Array = steps.among(words)[step]
        return found

    started, active, ends = at(("started",)), at(("started", "still_active")), at(REFERRAL_ENDS)
    starts_on, ends_on = _smallest(path[started], days[started], size), _smallest(path[ends], days[ends], size)
    completed = np.zeros(size, bool)
    completed[path[at(("completed",))]] = True
    return Paths(
        sheet, cut_off, rows, path, founder, joined=starts_on, started=starts_on, ended=ends_on, over=ends_on,
        active=_largest(path[active], days[active], size), completed=completed & (starts_on > NEVER),
    )  # fmt: skip


def _smallest(path: Array, days: Array, size: int) -> Array:
    """Each path's first day; NEVER where it has none."""
    found = np.full(size, np.iinfo(np.int64).max)
    np.minimum.at(found, path, days)
    return np.where(found == np.iinfo(np.int64).max, NEVER, found)


def _largest(path: Array, days: Array, size: int) -> Array:
    found = np.zeros(size, np.int64)
    np.maximum.at(found, path, days)
    return found


__all__ = ["NEVER", "TWO_THIRDS", "Paths", "paths"]
