"""Visits, over columns: a tallied session's are its tally, else the larger of head count and known persons.

As `reference.unit.visits`, which makes one key a visit; here sessions are counted and no visit gets a key.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..world import Id
from .domain import NOTHING, Array
from .question import ColumnQuestion


@dataclass(frozen=True, slots=True)
class Visits:
    """`unsaid` are held sessions with no number written down; `tally_rows` sessions known by their tally alone.

    `days` are the days with the visits made on them, in no order.
    """

    visits: int
    days: tuple[tuple[int, int], ...]
    entries: tuple[Id, ...]
    unsaid: int
    tally_rows: int
    is_tallied: bool


def visits(question: ColumnQuestion) -> Visits:
    sheet, numbers, tallies = question.sheet, question.numbers, question.register.world.tallies
    session = sheet.columns["session"][numbers]
    alone = numbers[(session == NOTHING) & (sheet.columns["subject"][numbers] >= 0)]
    rows = numbers[session >= 0]
    codes, first, place = np.unique(sheet.columns["session"][rows], return_index=True, return_inverse=True)
    ids = [sheet.domains["session"].values[code] for code in codes.tolist()]
    is_tallied = np.array([id_ in tallies for id_ in ids], bool)
    tapped = np.array([tallies[id_].visits if id_ in tallies else 0 for id_ in ids], np.int64)
    present = np.where(is_tallied, tapped, _present(question, rows, place, len(codes)))
    known = set(ids)
    by_tally = [(row, tallies[row.session].visits) for row in question.tallied(question.period)
                if row.session not in known]  # fmt: skip
    days = [
        *((day, 1) for day in _days_alone(question, alone)),
        *zip(sheet.on[rows[first]].tolist(), present.tolist(), strict=True),
        *((row.on.toordinal(), count) for row, count in by_tally),
    ]
    came = present[place] > 0
    order = np.lexsort((rows[came], first[place[came]]))
    return Visits(
        visits=sum(count for _day, count in days),
        days=tuple((day, count) for day, count in days if count),
        entries=(
            *_in_order_of_visit(question, alone), *sheet.ids(rows[came][order]),
            *(row.id for row, count in by_tally if count),
        ),
        unsaid=int((~is_tallied & _says_nothing(question, rows, place, len(codes))).sum()),
        tally_rows=len(by_tally),
        is_tallied=bool(is_tallied.any() or by_tally),
    )  # fmt: skip


def _visit_keys(question: ColumnQuestion, rows: Array) -> Array:
    """A person, a day, and a run or an activity, for visits outside sessions."""
    columns, runs = question.sheet.columns, len(question.sheet.domains["run"])
    run, activity = columns["run"][rows], columns["activity"][rows]
    place = np.where(run >= 0, run, np.where(activity >= 0, runs + activity, NOTHING))
    return np.stack((columns["subject"][rows], question.sheet.on[rows], place))


def _days_alone(question: ColumnQuestion, rows: Array) -> list[int]:
    """The day of each visit outside sessions."""
    if not len(rows):
        return []
    days: list[int] = np.unique(_visit_keys(question, rows), axis=1)[1].tolist()
    return days


def _in_order_of_visit(question: ColumnQuestion, rows: Array) -> tuple[Id, ...]:
    """The entries of the first visit first, as the reference has them."""
    if not len(rows):
        return ()
    _keys, first, place = np.unique(_visit_keys(question, rows), axis=1, return_index=True, return_inverse=True)
    return question.sheet.ids(rows[np.lexsort((rows, first[place.reshape(-1)]))])


def _present(question: ColumnQuestion, rows: Array, place: Array, sessions: int) -> Array:
    """The larger of the head count and the different persons known; one nobody knows is one person together."""
    columns = question.sheet.columns
    held = columns["kind"][rows] == question.sheet.code("kind", "session")
    heads = np.zeros(sessions, np.int64)
    np.maximum.at(heads, place[held], np.maximum(columns["people"][rows][held], 0))
    width = len(question.sheet.domains["subject"]) + 1
    pairs = np.unique(place[~held] * width + columns["subject"][rows][~held] + 1)
    return np.maximum(heads, np.bincount(pairs // width, minlength=sessions))


def _says_nothing(question: ColumnQuestion, rows: Array, place: Array, sessions: int) -> Array:
    """Sessions of which nothing is known but that they were held."""
    columns = question.sheet.columns
    held = columns["kind"][rows] == question.sheet.code("kind", "session")
    found = np.ones(sessions, bool)
    found[place[~held | (columns["people"][rows] != NOTHING)]] = False
    return found
