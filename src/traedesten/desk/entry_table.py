"""Entries as a table for people: the words of the screen, a row each, as a spreadsheet opens it.

The table says what the list on screen says, to those who may take it out, and never a note: what people wrote about
somebody stays where every look at it is logged. The columns that can be read in again are `journal.export`'s.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from traedesten.core.writing import written_number
from traedesten.desk import sentence
from traedesten.desk.choice import session_name
from traedesten.desk.workplace import Workplace
from traedesten.journal import export
from traedesten.journal.catalogue import KINDS
from traedesten.journal.models import Entry
from traedesten.journal.models.entry import EntryQuerySet

MOST_ROWS = 20_000  # about ten seconds of a server's time; more than that is a system's business, not a person's
CHUNK = 2_000
READS = tuple(dict.fromkeys((*sentence.READS, *sentence.OF_SESSION, "venue", "recorded_by")))


@dataclass(frozen=True, slots=True)
class Column:
    """``about_person`` columns are left out for readers who are not to see persons."""

    heading: Any
    value: Callable[[Entry, Workplace], Any]
    width: int = 14
    about_person: bool = False


def _said(entry: Entry, workplace: Workplace) -> str:
    return sentence.of(entry, with_person=workplace.sees_person_of(entry))


def _person(entry: Entry, workplace: Workplace) -> str:
    return str(entry.subject or "") if workplace.sees_person_of(entry) else ""


def _session(entry: Entry, workplace: Workplace) -> str:
    return session_name(entry.session) if entry.session else str(entry.run or "")


COLUMNS = (
    Column(gettext_lazy("Dato"), lambda entry, _w: entry.happened_on, 12),
    Column(gettext_lazy("Slags"), lambda entry, _w: str(KINDS[entry.kind].name), 18),
    Column(gettext_lazy("Hvad skete der"), _said, 60),
    Column(gettext_lazy("Aktivitet"), lambda entry, _w: str(entry.activity or ""), 26),
    Column(gettext_lazy("Åbning eller forløb"), _session, 26),
    Column(gettext_lazy("Område"), lambda entry, _w: str(entry.area or ""), 18),
    Column(gettext_lazy("Sted"), lambda entry, _w: str(entry.venue or ""), 18),
    Column(gettext_lazy("Person"), _person, 12, about_person=True),
    Column(gettext_lazy("Personer"), lambda entry, _w: entry.people, 10),
    Column(gettext_lazy("Familier"), lambda entry, _w: entry.families, 10),
    Column(gettext_lazy("Registreret af"), lambda entry, _w: str(entry.recorded_by or ""), 22),
    Column(gettext_lazy("Registreret"), lambda entry, _w: timezone.localtime(entry.recorded_at).date(), 12),
)


def columns(workplace: Workplace) -> list[Column]:
    return [column for column in COLUMNS if workplace.sees_people or not column.about_person]


def rows(entries: EntryQuerySet, workplace: Workplace) -> Iterator[list[Any]]:
    """Oldest first, as a table is read; values as they are, days as dates."""
    shown = columns(workplace)
    found = entries.select_related(*READS).order_by("happened_on", "seq")
    for entry in found.iterator(chunk_size=CHUNK):
        yield [column.value(entry, workplace) for column in shown]


def write_csv(entries: EntryQuerySet, workplace: Workplace, file: BinaryIO, about: Sequence[str]) -> None:
    """Semicolons, days as 20-11-2026 and a mark of encoding: what a Danish spreadsheet opens without being asked."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    out = csv.writer(text, delimiter=";", lineterminator="\r\n")
    out.writerow([str(column.heading) for column in columns(workplace)])
    out.writerows([_text(value) for value in row] for row in rows(entries, workplace))
    text.flush()
    text.detach()


def write_excel(entries: EntryQuerySet, workplace: Workplace, file: BinaryIO, about: Sequence[str]) -> None:
    """One sheet with the rows, days as days and numbers as numbers, and one that tells what was taken out."""
    import xlsxwriter  # why inside: few processes write Excel

    with xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False}) as book:
        heading, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd-mm-yyyy"})
        sheet = book.add_worksheet(_("Registreringer"))
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns(workplace)):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, str(column.heading), heading)
        for number, row in enumerate(rows(entries, workplace), start=1):
            for place, value in enumerate(row):
                _write_cell(sheet, number, place, value, day)
        told = book.add_worksheet(_("Om udtrækket"))
        told.set_column(0, 0, 90)
        for number, line in enumerate(about):
            told.write_string(number, 0, line)


def _write_cell(sheet: Any, number: int, place: int, value: Any, day: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(number, place, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
    elif isinstance(value, int | float):
        sheet.write_number(number, place, value)
    elif value:
        sheet.write_string(number, place, value)


def _text(value: Any) -> str:
    if isinstance(value, date):
        return value.strftime("%d-%m-%Y")
    if isinstance(value, str):
        return f"'{value}" if export.FORMULA.match(value) else value
    return "" if value is None else str(value)


def about(workplace: Workplace, wanted: Sequence[tuple[str, str]], count: int) -> list[str]:
    """What was taken out, by whom and when, and how to treat it."""
    now = timezone.localtime()
    return [
        _("%(programme)s: udtræk af journalen") % {"programme": workplace.programme.name},
        _("Hentet %(day)s kl. %(time)s af %(who)s")
        % {"day": date_format(now, "j. F Y"), "time": now.strftime("%H.%M"), "who": workplace.staff.name},
        ngettext("%(n)s registrering, uden notater", "%(n)s registreringer, uden notater", count)
        % {"n": written_number(count)},
        *[f"{name}: {said}" for name, said in wanted],
        _("Udtrækket er til teamets eget arbejde. Del det ikke videre, og slet det, når det er brugt."),
    ]


WRITERS = {"xlsx": write_excel, "csv": write_csv}
