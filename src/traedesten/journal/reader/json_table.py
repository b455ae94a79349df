"""JSON Lines: one JSON object a line, its names the columns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from traedesten.journal.reader.table import LONGEST_CELL, RawRow, Table
from traedesten.journal.rules import Problem


class _Twice(ValueError):
    """A name stands twice in an object."""


def open_json_lines(file: BinaryIO, size: int) -> Table:
    return Table((), _rows(file), lambda: min(1.0, file.tell() / max(size, 1)))


def _rows(file: BinaryIO) -> Iterator[RawRow]:
    number = 0
    while line := file.readline(LONGEST_CELL):
        number += 1
        if not line.endswith(b"\n") and len(line) == LONGEST_CELL:
            _skip_rest(file)
            yield RawRow(number, {}, Problem("", "unreadable", _("Linjen er alt for lang.")))
        elif line.strip(b" \t\r\n\xef\xbb\xbf"):
            yield _read(number, line)


def _skip_rest(file: BinaryIO) -> None:
    while (more := file.readline(LONGEST_CELL)) and not more.endswith(b"\n"):
        pass


def _read(number: int, line: bytes) -> RawRow:
    try:
        cells = _cells(line.decode("utf-8-sig"))
    except _Twice as error:
        message = _("Navnet »%(name)s« står to gange på linjen. Slet det ene.")
        return RawRow(number, {}, Problem("", "column_twice", message % {"name": str(error)[:60]}))
    except (ValueError, RecursionError):
        message = _("Linjen kan ikke læses som JSON. Skriv ét objekt på hver linje, i UTF-8.")
        return RawRow(number, {}, Problem("", "unreadable", message))
    if b"\\u" in line and not _is_text(cells):
        message = _("Linjen har tegn, der ikke findes (\\u…). Gem filen igen i UTF-8.")
        return RawRow(number, {}, Problem("", "unreadable", message))
    if not isinstance(cells, dict):
        return RawRow(number, {}, Problem("", "unreadable", _('Linjen skal være et objekt: {"kind": …}.')))
    return RawRow(number, cells, _nested(cells))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        raise _Twice(next(name for name in names if names.count(name) > 1))
    return found


# One of each for all lines: making it takes as long as reading a short line.
_decode = json.JSONDecoder().decode
_decode_once = json.JSONDecoder(object_pairs_hook=_once).decode


def _cells(text: str) -> Any:
    """Every name has a colon: where there are no more colons than names left, none stood twice."""
    cells = _decode(text)
    if cells.__class__ is dict and text.count(":") == len(cells):
        return cells
    return _decode_once(text)


def _is_text(cells: Any) -> bool:
    """Half of a pair of UTF-16 can be written in JSON, and cannot be written anywhere else."""
    try:
        json.dumps(cells, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _nested(cells: dict[str, Any]) -> Problem | None:
    for name, value in cells.items():
        if value.__class__ is dict or value.__class__ is list:
            message = _("»%(name)s« skal være tekst eller et tal, ikke en liste eller et objekt.")
            return Problem(name[:60], "nested", message % {"name": name[:60]})
    return None
