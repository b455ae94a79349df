"""A file somebody sends, read once into plain sheets of cells; the file itself is kept nowhere.

A cell is text, a number or None; days are "2026-03-31" and times "13:30", because sheets are kept as JSON.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from traedesten.core.writing import written_number
from traedesten.journal.reader import FileRefused
from traedesten.journal.reader.csv_table import find_encoding
from traedesten.journal.reader.excel_table import broken, not_excel, refuse_bombs
from traedesten.journal.reader.table import MEGABYTE

LARGEST = 10 * MEGABYTE
MOST_ROWS = 50_000  # of one sheet
MOST_CELLS = 1_000_000
MOST_COLUMNS = 120
MOST_SHEETS = 30
LONGEST = 5_000  # characters of one cell; notes are shorter
ZIP, OLE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
DELIMITERS = ";\t,|"

Cell = str | int | float | None


@dataclass(slots=True)
class Sheet:
    """``rows`` from the first row of the sheet on, so that row 1 of the spreadsheet is ``rows[0]``."""

    name: str
    rows: list[list[Cell]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not any(cell is not None for row in self.rows for cell in row)


def read(file: BinaryIO, name: str) -> list[Sheet]:
    """The sheets with something in them. Raises FileRefused with a sentence that says what to do."""
    size = file.seek(0, 2)
    file.seek(0)
    if size == 0:
        raise FileRefused("empty", _("Filen er tom. Vælg en fil med mindst én række overskrifter og én række under."))
    if size > LARGEST:
        message = _("Filen fylder mere end %(limit)s MB. Del den op, for eksempel efter år.")
        raise FileRefused("too_large", message % {"limit": LARGEST // MEGABYTE})
    start = file.read(8)
    file.seek(0)
    _refuse_other_kinds(start, name)
    sheets = [sheet for sheet in (_excel(file) if start.startswith(ZIP) else _text(file)) if not sheet.is_empty]
    if not sheets:
        raise FileRefused("empty", _("Der står intet i filen. Vælg den fil, registreringerne står i."))
    return sheets


def _refuse_other_kinds(start: bytes, name: str) -> None:
    if start.startswith(OLE):
        raise FileRefused(
            "old_excel",
            _(
                "Filen er i et ældre format eller har adgangskode. Åbn den i et regneark, "
                "gem den som .xlsx uden adgangskode, og prøv igen."
            ),
        )
    is_zip = start.startswith(ZIP)
    if start.startswith(PDF) or (not is_zip and name.lower().endswith((".xlsx", ".xlsm", ".pdf", ".png", ".jpg"))):
        raise not_excel()


def _text(file: BinaryIO) -> list[Sheet]:
    encoding = find_encoding(file)
    file.seek(0)
    text = file.read().decode(encoding).lstrip("\ufeff")
    if re.match(r"sep=.\s*\n", text):
        text = "\n" + text.partition("\n")[2]
    csv.field_size_limit(LONGEST * 20)
    try:
        return [_sheet("", csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))]
    except csv.Error as error:
        raise FileRefused(
            "unreadable", _("Filen kan ikke læses som en tabel. Gem den som .xlsx eller CSV, og prøv igen.")
        ) from error


def _delimiter(text: str) -> str:
    """The one that parts most of the first lines into most, equally many, columns."""
    lines = [line for line in text.splitlines()[:40] if line.strip()]

    def score(delimiter: str) -> tuple[int, int]:
        counts = [line.count(delimiter) for line in lines]
        usual = max(set(counts), key=lambda number: (number > 0, counts.count(number), number), default=0)
        return (counts.count(usual) if usual else 0, usual)

    return max(DELIMITERS, key=score)


def _excel(file: BinaryIO) -> list[Sheet]:
    import openpyxl  # why inside: it takes a quarter of a second, and few processes read Excel

    refuse_bombs(file)
    file.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns about styles and validations that a reader of values need not know
        try:
            book = openpyxl.load_workbook(file, data_only=True)
            visible = [each for each in book.worksheets if each.sheet_state == "visible"][:MOST_SHEETS]
            _refuse_large(visible)
            return [_filled_down(_sheet(each.title, each.iter_rows(values_only=True)), each) for each in visible]
        except FileRefused:
            raise
        except Exception as error:  # why broad: whatever openpyxl meets in a broken file
            raise broken() from error


def _refuse_large(worksheets: Iterable[Any]) -> None:
    if sum(sheet.max_row * sheet.max_column for sheet in worksheets) > MOST_CELLS * 4:
        raise _too_many()


def _too_many() -> FileRefused:
    message = _("Et ark kan have højst %(rows)s rækker. Del filen op, for eksempel efter år.")
    return FileRefused("many_rows", message % {"rows": written_number(MOST_ROWS)})


def _sheet(name: str, rows: Iterable[Iterable[Any]]) -> Sheet:
    """Empty columns and rows at the end are cut off."""
    found: list[list[Cell]] = []
    cells = 0
    for row in rows:
        plain = list(_cut(_plain(value) for value in row))
        cells += len(plain)
        if len(plain) > MOST_COLUMNS:
            message = _("Arket har flere end %(most)s kolonner. Slet dem, der ikke skal indlæses.")
            raise FileRefused("many_columns", message % {"most": MOST_COLUMNS})
        if (len(found) > MOST_ROWS and plain) or cells > MOST_CELLS:
            raise _too_many()
        found.append(plain)
    while found and not found[-1]:
        found.pop()
    return Sheet(name, found)


def _cut(cells: Iterator[Cell]) -> Iterator[Cell]:
    waiting = 0
    for cell in cells:
        if cell is None:
            waiting += 1
            continue
        yield from [None] * waiting
        waiting = 0
        yield cell


def _plain(value: Any) -> Cell:
    if value is None or isinstance(value, bool):
        return "x" if value else None
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, int):
        return value
    text = "".join(c for c in str(value) if (c >= " " or c in "\n\t") and not "\ud800" <= c <= "\udfff")
    return text.replace("\u00a0", " ").strip()[:LONGEST] or None


def _filled_down(sheet: Sheet, worksheet: Any) -> Sheet:
    """The text of cells merged down stands in each of them. A number does not: it would be counted for each row."""
    for merged in worksheet.merged_cells.ranges:
        first, last, column = merged.min_row - 1, min(merged.max_row, len(sheet.rows)), merged.min_col - 1
        value = sheet.rows[first][column] if first < len(sheet.rows) and column < len(sheet.rows[first]) else None
        if not isinstance(value, str):
            continue
        for row in sheet.rows[first + 1 : last]:
            row.extend([None] * (column + 1 - len(row)))
            row[column] = value
    return sheet
