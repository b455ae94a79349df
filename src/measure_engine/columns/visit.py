"""Visits, over columns: a tallied session's are its tally, else the larger of head count and known persons.

As `reference.unit.visits`, which makes one key a visit; here sessions are counted and no visit gets a key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..world import Id
from .behind import Behind
from .domain import NOTHING, Array
from .group import Groups
from .question import ColumnQuestion


@dataclass(frozen=True, slots=True)
class Visits:
    """`unsaid` are held sessions with no number written down; `tally_rows` sessions known by their tally alone.

    `on` and `made` are days and the visits made on them, in no order and some days more than once.
    """

    on: Array
    made: Array
    entries: Sequence[Id]
    unsaid: int
    tally_rows: int
    is_tallied: bool

    @property
    def visits(self) -> int:
        return int(self.made.sum())


def visits(question: ColumnQuestion) -> Visits:
    sheet, numbers, register = question.sheet, question.numbers, question.register
    session = sheet.columns["session"][numbers].astype(np.int64)
    alone = _alone(question, numbers[session == NOTHING])
    groups = Groups.of(numbers[session >= 0], session[session >= 0])
    tapped, by_tally = register.tapped[groups.keys], question.tallied_without_rows
    by_head = _counted(question, groups.keep(tapped == NOTHING))
    present = tapped.copy()
    present[tapped == NOTHING] = by_head.present
    taps = register.tapped[register.tallied.columns["session"][by_tally]]
    days = (sheet.on[alone.rows[alone.heads]], sheet.on[groups.rows[groups.heads]], register.tallied.on[by_tally])

    ids, tally_ids = sheet.table.ids, register.tallied.table.ids

    def entries() -> tuple[Id, ...]:
        rows = np.concatenate((alone.in_order(), groups.keep(present > 0).in_order()))
        return (*ids[rows].tolist(), *tally_ids[by_tally[taps > 0]].tolist())

    return Visits(
        on=np.concatenate(days), made=np.concatenate((np.ones(len(alone), np.int64), present, taps)),
        entries=Behind(entries), unsaid=by_head.unsaid, tally_rows=len(by_tally),
        is_tallied=bool((tapped >= 0).any() or len(by_tally)),
    )  # fmt: skip


def _alone(question: ColumnQuestion, rows: Array) -> Groups:
    """Visits of known persons outside sessions, one a day and a run or an activity."""
    columns, domains = question.sheet.columns, question.sheet.domains
    rows = rows[columns["subject"][rows] >= 0]
    run, activity = columns["run"][rows].astype(np.int64), columns["activity"][rows]
    place = np.where(run >= 0, run, np.where(activity >= 0, len(domains["run"]) + activity, NOTHING)) + 1
    width = len(domains["run"]) + len(domains["activity"]) + 1
    days = question.sheet.on[rows].astype(np.int64)
    since = int(days.min(initial=0)) if len(days) else 0
    key = (columns["subject"][rows].astype(np.int64) * (int(days.max(initial=0)) - since + 1) + days - since) * width
    return Groups.of(rows, key + place)


@dataclass(frozen=True, slots=True)
class _Counted:
    present: Array
    unsaid: int


def _counted(question: ColumnQuestion, groups: Groups) -> _Counted:
    """The larger of the head count and the different persons known; one nobody knows is one person together.

    Unsaid are sessions of which nothing is known but that they were held.
    """
    columns, rows = question.sheet.columns, groups.rows
    held, people = columns["kind"][rows] == question.sheet.code("kind", "session"), columns["people"][rows]
    heads, says_nothing = np.zeros(len(groups), np.int64), np.ones(len(groups), bool)
    np.maximum.at(heads, groups.numbers[held], np.maximum(people[held], 0))
    says_nothing[groups.numbers[~held | (people != NOTHING)]] = False
    known = Groups(rows[~held], groups.numbers[~held], groups.keys)
    persons = known.different(columns["subject"][known.rows].astype(np.int64) + 1)
    return _Counted(np.maximum(heads, persons), int(says_nothing.sum()))
