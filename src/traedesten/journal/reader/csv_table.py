"""CSV as spreadsheets and systems save it: semicolon, comma or tab; UTF-8, Windows (cp1252) or UTF-16."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from traedesten.journal.reader.header import read_header
from traedesten.journal.reader.table import LONGEST_CELL, FileRefused, RawRow, Table
from traedesten.journal.rules import Problem
from traedesten.journal.rules.checker import ALL_NAMES

BLOCK = 1 << 20
DELIMITERS = ";,\t"
# What a spreadsheet would take for a formula is exported with an apostrophe in front; here it is taken off again.
GUARDED = re.compile(r"'+[=+\-@\t\r]")


class _Borrowed(io.RawIOBase):
    """A file that is read through here and stays open when the reading is over."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        block = self._file.read(len(buffer))
        buffer[: len(block)] = block
        return len(block)


def open_csv(file: BinaryIO, size: int) -> Table:
    encoding = find_encoding(file)
    text = io.TextIOWrapper(io.BufferedReader(_Borrowed(file), BLOCK), encoding=encoding, newline="")
    csv.field_size_limit(LONGEST_CELL)
    try:
        first, number = _header_line(text)
        delimiter = find_delimiter(first)
        names = read_header(next(csv.reader([first], delimiter=delimiter), []))
    except (UnicodeError, csv.Error) as error:
        raise _unreadable_text() from error
    rows = _rows(csv.reader(text, delimiter=delimiter), names, number + 1)
    return Table(names, rows, lambda: min(1.0, file.tell() / max(size, 1)))


def find_encoding(file: BinaryIO) -> str:
    """The encoding that the whole file can be read in; the file is wound back."""
    start = file.read(4)
    file.seek(0)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding in ("utf-8-sig", "cp1252"):
        if _can_decode(file, encoding):
            return encoding
    raise _unreadable_text()


def _unreadable_text() -> FileRefused:
    return FileRefused("encoding", _("Filens tegn kan ikke læses. Gem den som »CSV UTF-8«, og prøv igen."))


def _can_decode(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while block := file.read(BLOCK):
            if b"\0" in block:
                raise FileRefused(
                    "not_text",
                    _("Filen ligner ikke tekst. Gem den som CSV, Excel (.xlsx) eller JSON Lines, og prøv igen."),
                )
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True


def _header_line(text: io.TextIOWrapper) -> tuple[str, int]:
    """The header and its row number; the line "sep=;" that some spreadsheets put before it is passed over."""
    first = text.readline(LONGEST_CELL)
    if re.fullmatch(r"sep=.\s*", first):
        return text.readline(LONGEST_CELL), 2
    return first, 1


def find_delimiter(header: str) -> str:
    """The delimiter under which the header has most columns that we know; else most columns."""

    def score(delimiter: str) -> tuple[int, int]:
        names = [name.strip() for name in next(csv.reader([header], delimiter=delimiter), [])]
        return sum(name in ALL_NAMES for name in names), len(names)

    return max(DELIMITERS, key=score)


def _rows(reader: Any, names: Sequence[str], number: int) -> Iterator[RawRow]:
    """Filled cells by column; wholly blank rows are passed over but keep their number."""
    width = len(names)
    while True:
        try:
            for row in reader:
                if "'" in "".join(row):
                    row = [text[1:] if GUARDED.match(text) else text for text in row]
                cells = {name: text for name, text in zip(names, row, strict=False) if text}
                extra = _extra_cells(row, width) if len(row) > width else None
                if cells or extra:
                    yield RawRow(number, cells, extra)
                number += 1
            return
        except csv.Error:
            yield RawRow(number, {}, _unreadable())
            number += 1
        except UnicodeError as error:
            raise _unreadable_text() from error


def _extra_cells(row: Sequence[str], width: int) -> Problem | None:
    if not any(islice(row, width, None)):
        return None
    message = _(
        "Rækken har %(many)s felter, men der er kun %(width)s kolonner. Sæt tekst med skilletegn i anførselstegn."
    )
    return Problem("", "extra_cells", message % {"many": len(row), "width": width})


def _unreadable() -> Problem:
    return Problem(
        "", "unreadable", _("Rækken kan ikke læses. Et anførselstegn mangler måske, eller et felt er alt for langt.")
    )
