"""The page where the file is tried: the table with what is wrong marked at its cell, and what will become of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from traedesten.core.writing import written_number
from traedesten.desk.importing.cell import shown, whole
from traedesten.desk.importing.job import Opened
from traedesten.desk.importing.outcome import Outcome, Row
from traedesten.desk.importing.plan import Plan

ROWS_A_PAGE = 100
LONGEST = 500


@dataclass(frozen=True, slots=True)
class TriedCell:
    """``name`` is the field's, to be written in where ``faults`` say why."""

    name: str
    heading: str
    text: str
    understood: str
    faults: list[str]

    @property
    def is_faulty(self) -> bool:
        return bool(self.faults)


@dataclass(frozen=True, slots=True)
class TriedRow:
    place: int
    number: int
    cells: list[TriedCell]
    faults: list[str]  # of the row as a whole, or of what holds for all rows
    is_faulty: bool
    called: str


@dataclass(frozen=True, slots=True)
class TrialPage:
    headings: list[str]
    rows: list[TriedRow]
    faulty_count: int
    only_faults: bool
    number: int
    has_next: bool
    left_out_count: int
    counts: list[tuple[str, str, str]]  # code, number, word
    sessions_told: str
    button: str


def page(found: Opened, outcome: Outcome, *, only_faults: bool, number: int) -> TrialPage:
    rows = [row for row in outcome.rows if not only_faults or row.place in outcome.faults]
    first = (number - 1) * ROWS_A_PAGE
    coming = outcome.new_count + outcome.untried_count
    return TrialPage(
        headings=[column.heading for column in outcome.columns],
        rows=[_row(outcome, row) for row in rows[first : first + ROWS_A_PAGE]],
        faulty_count=outcome.faulty_count,
        only_faults=only_faults,
        number=number,
        has_next=len(rows) > first + ROWS_A_PAGE,
        left_out_count=len(found.plan.left_out),
        counts=_counts(outcome),
        sessions_told=_sessions(outcome.session_count),
        button=ngettext("Indlæs %s registrering", "Indlæs %s registreringer", coming) % written_number(coming),
    )


def _counts(tried: Outcome) -> list[tuple[str, str, str]]:
    told = [
        ("new", written_number(tried.new_count), ngettext("ny", "nye", tried.new_count)),
        ("same", written_number(tried.same_count), _("samme som før")),
        ("fault", written_number(tried.faulty_count), _("med fejl")),
    ]
    if tried.untried_count:
        told.append(("rest", written_number(tried.untried_count), _("prøves under indlæsningen")))
    return told


def _sessions(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "%s åbning står ikke i kalenderen. Den bliver skrevet ind på sin dag.",
        "%s åbninger står ikke i kalenderen. De bliver skrevet ind på deres dage.",
        count,
    ) % written_number(count)


def _row(outcome: Outcome, row: Row) -> TriedRow:
    faults = {name: list(texts) for name, texts in outcome.faults.get(row.place, {}).items()}
    cells = [
        TriedCell(f"fix-{row.place}-{column.index}", column.heading, text, meant, faults.pop(column.target, []))
        for column, text, meant in zip(outcome.columns, row.texts, row.meant, strict=True)
    ]
    rest = [text for texts in faults.values() for text in texts]
    called = _("række %(number)s") % {"number": row.number}
    return TriedRow(row.place, row.number, cells, rest, row.place in outcome.faults, called)


def put_right(found: Opened, sent: Mapping[str, str]) -> Plan:
    """The plan with cells written anew, and the row left out whose button was pressed."""
    plan, size, width = found.plan, found.glance.row_count, len(found.glance.headings)
    fixed: dict[tuple[int, int], str] = {}
    for name, text in sent.items():
        kind, _dash, rest = name.partition("-")
        place, _dash, index = rest.partition("-")
        at, column = whole(place), whole(index)
        if kind == "fix" and at is not None and column is not None and at < size and column < width:
            fixed[at, column] = text.strip()[:LONGEST]
    _fix(found, plan, fixed)
    out = sent.get("leave", "")
    leave = map(whole, sent.get("faulty", "").split() if out == "faulty" else [out])
    plan.left_out = sorted({*plan.left_out, *(place for place in leave if place is not None and place < size)})
    if "take_back" in sent:
        plan.left_out = []
    return plan


def _fix(found: Opened, plan: Plan, fixed: Mapping[tuple[int, int], str]) -> None:
    """What is written as it stands in the sheet is no correction."""
    if not fixed:
        return
    rows = found.first_rows(max(place for place, _index in fixed) + 1).rows
    for (place, index), text in fixed.items():
        if text == shown(rows[place].cells[index]):
            plan.fixes.pop(f"{place}:{index}", None)
        else:
            plan.fixes[f"{place}:{index}"] = text
