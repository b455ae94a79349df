"""Rows of a sheet as rows of the journal, by the plan; what a row says stays with where it stood."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from traedesten.desk.importing import plan as plans
from traedesten.desk.importing.cell import count_in, day_in, refuse_fault, shown
from traedesten.desk.importing.plan import COUNTS, NOTHING, WORDS, Plan, key_of
from traedesten.desk.importing.shape import Headed, Table, year_in
from traedesten.desk.importing.upload import Cell
from traedesten.journal.book import Book, SessionRow
from traedesten.journal.catalogue import KINDS
from traedesten.journal.rules import relation
from traedesten.journal.rules.problem import CellError
from traedesten.schedule.models import Session

SEVERAL = "; "  # between two columns that are one text


@dataclass(slots=True)
class Record:
    """One row: ``place`` in the table, ``number`` in the spreadsheet, what it says in the journal's words, and what is
    wrong that the journal would not see, by field."""

    place: int
    number: int
    says: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    needs_session: tuple[date, str, str] | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """``index`` in the table, ``target`` the field it is, or "" """

    index: int
    heading: str
    target: str
    is_private: bool


def columns(table: Headed, plan: Plan) -> list[Column]:
    """Every column of the table with what it is; names and numbers of persons are nothing, whatever was chosen."""
    found = []
    for index, name in enumerate(table.headings):
        is_private = index in table.private
        target = "" if is_private else plan.columns.get(key_of(name, index), "")
        found.append(Column(index, name, target, is_private))
    return found


class Understanding:
    """What the cells of a table's columns mean by the plan, whichever row they stand in."""

    def __init__(self, table: Headed, plan: Plan, book: Book, today: date) -> None:
        self.plan, self.book, self.today = plan, book, today
        self.spec = KINDS[plan.kind]
        self.columns = [each for each in columns(table, plan) if each.target in plans.fields_of(self.spec)]
        self.year = year_in(table.title)
        self.choices = {name: plans.options(name, self.spec, book) for name in WORDS if name in self.spec.columns}
        self._meant: dict[tuple[str, str], str] = {}

    def understood(self, target: str, cell: Cell) -> str:
        """One cell in the journal's words. Raises CellError for what a spreadsheet shows when a formula failed."""
        refuse_fault(cell)
        if target == "on":
            day = day_in(cell, year=self.year, today=self.today)
            return day.isoformat() if day else shown(cell)
        if target in COUNTS:
            return count_in(cell)
        if target in WORDS:
            return self._word(target, shown(cell))
        return shown(cell)

    def _word(self, target: str, text: str) -> str:
        """The same words come again and again: each is looked up once."""
        key = (target, text)
        if key not in self._meant:
            word = " ".join(text.casefold().split())
            told = self.plan.words.get(target, {}).get(word) or plans.mean(text, target, self.choices.get(target, {}))
            self._meant[key] = "" if told == NOTHING else told or text
        return self._meant[key]


class Reading(Understanding):
    """Reads the rows of one table. Sessions are found by day, activity and area; those not there are told of."""

    def __init__(self, table: Table, plan: Plan, book: Book, today: date) -> None:
        super().__init__(table, plan, book, today)
        self.table = table
        self.is_at_session = "session" in self.spec.required
        self.sessions = self._sessions() if self.is_at_session else {}

    def records(self) -> list[Record]:
        gone = set(self.plan.left_out)
        return [self._record(place) for place in range(len(self.table.rows)) if place not in gone]

    def cell(self, place: int, index: int) -> Cell:
        """As it was put right, or as it stands."""
        fixed = self.plan.fixes.get(f"{place}:{index}")
        return self.table.rows[place].cells[index] if fixed is None else fixed

    def _record(self, place: int) -> Record:
        row = Record(place, self.table.rows[place].number, {"kind": self.plan.kind})
        for column in self.columns:
            cell = self.cell(place, column.index)
            if cell is None or cell == "":
                continue
            try:
                self._put(row, column.target, self.understood(column.target, cell))
            except CellError as error:
                row.faults[column.target] = error.message
        for name, value in self.plan.constants.items():
            if value and name not in row.says and (name == "on" or name in self.spec.columns):
                row.says[name] = self.understood(name, value) if name == "on" else value
        if self.is_at_session:
            self._find_session(row)
        return row

    def _put(self, row: Record, target: str, text: str) -> None:
        """Two columns that are one field: counts are added, texts follow each other."""
        if not text:
            return
        before = row.says.get(target)
        if before is None:
            row.says[target] = text
        elif target in COUNTS and before.isdecimal() and text.isdecimal():
            row.says[target] = str(int(before) + int(text))
        else:
            row.says[target] = before + SEVERAL + text

    def _sessions(self) -> Mapping[tuple[date, str], list[SessionRow]]:
        rows = Session.objects.filter(programme=self.book.programme_id, is_called_off=False).order_by("starts_at", "id")
        codes = {row.id: code for code, row in self.book.activities.items()}
        found: dict[tuple[date, str], list[SessionRow]] = defaultdict(list)
        for values in rows.values_list(
            "id", "code", "name", "planned_on", "activity_id", "area_id", "venue_id", "run_id"
        ):
            session = SessionRow(*values)
            found[session.on, codes[session.activity]].append(session)
        return found

    def _find_session(self, row: Record) -> None:
        on = day_in(row.says.get("on"), today=self.today)
        activity = row.says.get("activity", "")
        if on is None or activity not in self.book.activities:
            if on is not None and not activity and "activity" not in row.faults:
                row.faults["activity"] = _("Vælg en aktivitet. Åbningen findes ud fra dag, aktivitet og område.")
            elif "on" not in row.says:
                row.faults.setdefault("on", _("Der står ingen dato. Skriv den, eller lad rækken være."))
            return
        area = self.book.areas.get(row.says.get("area", ""))
        there = [s for s in self.sessions.get((on, activity), ()) if area is None or s.area in (area.id, None)]
        venue = self.book.venues.get(row.says.get("venue", ""))
        if len(there) > 1 and venue:
            there = [session for session in there if session.venue == venue.id]
        if len(there) == 1:
            row.says["session"] = there[0].code
        elif there:
            message = _("Der er %(count)s åbninger den dag. Vælg også område eller sted.")
            row.faults["on"] = message % {"count": len(there)}
        elif outside := list(relation.period(self.spec, on, self.book.activities[activity].id, self.book)):
            row.faults["on"] = " ".join(problem.message for problem in outside)  # else a session would be laid there
        else:
            row.needs_session = (on, activity, area.code if area else "")

    def give_sessions(self, rows: Iterable[Record], codes: Mapping[tuple[date, str, str], str]) -> None:
        for row in rows:
            if row.needs_session:
                row.says["session"] = codes[row.needs_session]


def lines(rows: Iterable[Record]) -> bytes:
    """The faultless rows as the journal's own import reads them, one a line."""
    return b"".join(json.dumps(row.says, ensure_ascii=False).encode() + b"\n" for row in rows)


def plan_keys(rows: Iterable[Record]) -> list[tuple[date, str, str]]:
    """The sessions that are told of and not in the calendar, each once, by day."""
    return sorted({row.needs_session for row in rows if row.needs_session and not row.faults})
