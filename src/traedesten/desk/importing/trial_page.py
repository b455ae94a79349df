"""The page where the file is tried: the table with what is wrong marked at its cell, and what will become of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from traedesten.core.writing import written_number
from traedesten.desk.importing.cell import shown, whole
from traedesten.desk.importing.job import Opened
from traedesten.desk.importing.plan import Plan
from traedesten.desk.importing.record import Column, Record
from traedesten.desk.importing.trial import Tried

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


@dataclass(frozen=True, slots=True)
class TrialPage:
    headings: list[str]
    rows: list[TriedRow]
    tried: Tried
    only_faults: bool
    number: int
    has_next: bool
    left_out: list[int]
    counts: list[tuple[str, str, str]]  # code, number, word
    sessions_told: str
    button: str


def page(found: Opened, tried: Tried, *, only_faults: bool, number: int) -> TrialPage:
    shown_rows = [row for row in tried.rows if not only_faults or row.place in tried.faults]
    first = (number - 1) * ROWS_A_PAGE
    new = written_number(tried.new_count + tried.untried_count)
    return TrialPage(
        headings=[column.heading for column in tried.reading.columns],
        rows=[_row(found, tried, row) for row in shown_rows[first : first + ROWS_A_PAGE]],
        tried=tried,
        only_faults=only_faults,
        number=number,
        has_next=len(shown_rows) > first + ROWS_A_PAGE,
        left_out=[found.table.rows[place].number for place in found.plan.left_out if place < len(found.table.rows)],
        counts=_counts(tried),
        sessions_told=_sessions(tried.session_count),
        button=ngettext("Indlæs %s registrering", "Indlæs %s registreringer", tried.new_count + tried.untried_count)
        % new,
    )


def _counts(tried: Tried) -> list[tuple[str, str, str]]:
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


def _row(found: Opened, tried: Tried, row: Record) -> TriedRow:
    faults = {name: list(texts) for name, texts in tried.faults.get(row.place, {}).items()}
    cells = [_cell(tried, row, column, faults.pop(column.target, [])) for column in tried.reading.columns]
    rest = [text for texts in faults.values() for text in texts]
    return TriedRow(row.place, row.number, cells, rest, is_faulty=row.place in tried.faults)


def _cell(tried: Tried, row: Record, column: Column, faults: list[str]) -> TriedCell:
    text = shown(tried.reading.cell(row.place, column.index))
    said = row.says.get(column.target, "")
    meant = tried.reading.choices.get(column.target, {}).get(said) or shown(said)
    understood = "" if faults or meant.casefold() == text.casefold() else meant
    return TriedCell(f"fix-{row.place}-{column.index}", column.heading, text, understood, faults)


def put_right(found: Opened, sent: Mapping[str, str]) -> Plan:
    """The plan with cells written anew, and the row left out whose button was pressed."""
    plan = found.plan
    size = len(found.table.rows)
    for name, text in sent.items():
        kind, _dash, rest = name.partition("-")
        place, _dash, index = rest.partition("-")
        at, column = whole(place), whole(index)
        if kind != "fix" or at is None or column is None:
            continue
        if at < size and column < len(found.table.headings):
            _fix(found, plan, at, column, text.strip()[:LONGEST])
    out = sent.get("leave", "")
    leave = map(whole, sent.get("faulty", "").split() if out == "faulty" else [out])
    plan.left_out = sorted({*plan.left_out, *(place for place in leave if place is not None and place < size)})
    if "take_back" in sent:
        plan.left_out = []
    return plan


def _fix(found: Opened, plan: Plan, place: int, index: int, text: str) -> None:
    if text == shown(found.table.rows[place].cells[index]):
        plan.fixes.pop(f"{place}:{index}", None)
    else:
        plan.fixes[f"{place}:{index}"] = text
