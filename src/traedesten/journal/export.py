"""Entries out of the journal, in the columns that the import reads; what was exported can be read in again, equal."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, time
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from traedesten.core.classification import Sensitivity, field_classes
from traedesten.journal.bulk.stored import MADE, written_beside
from traedesten.journal.catalogue import COLUMN_NAMES, KINDS, KindSpec
from traedesten.journal.rules.checker import DETAIL_NAMES, REFERENCES
from traedesten.journal.store import PLAIN, STORED_AS

if TYPE_CHECKING:
    from traedesten.journal.models.entry import EntryQuerySet

COLUMNS = (*COLUMN_NAMES, *DETAIL_NAMES)
CODED = (*REFERENCES, *MADE)
PATHS: dict[str, str] = {
    "id": "uid",
    "kind": "kind",
    **{name: STORED_AS[name] for name in ("on", "at")},
    **{name: f"{name}__code" for name in CODED},
    **{name: name for name in PLAIN},
}
# A cell that begins like this is a formula to a spreadsheet; an apostrophe in front makes it text, and the import takes
# it off again. So it must also stand before a text that has apostrophes and then such a beginning.
FORMULA = re.compile(r"'*[=+\-@\t\r]")
CHUNK = 2_000
Row = dict[str, Any]


def write(entries: EntryQuerySet, file: BinaryIO, *, file_format: str, with_notes: bool = False) -> int:
    """Write those of the entries that count now, oldest first; gives how many. ``file_format`` is one of `FORMATS`."""
    count = 0

    def counted() -> Iterator[Row]:
        nonlocal count
        for row in rows(entries, with_notes=with_notes):
            count += 1
            yield row

    FORMATS[file_format](counted(), file)
    return count


def rows(entries: EntryQuerySet, *, with_notes: bool = False) -> Iterator[Row]:
    """Each entry as column -> value, empty columns left out."""
    shown = {kind: detail_columns(spec, with_notes=with_notes) for kind, spec in KINDS.items()}
    found = entries.current().order_by("happened_on", "seq").values_list("seq", *PATHS.values())
    source = found.iterator(chunk_size=CHUNK)
    while chunk := list(islice(source, CHUNK)):
        beside = written_beside([(number, kind) for number, _id, kind, *_rest in chunk], shown)
        for number, *values in chunk:
            row = {name: value for name, value in zip(PATHS, values, strict=True) if value is not None and value != ""}
            yield row | beside.get(number, {})


def detail_columns(spec: KindSpec, *, with_notes: bool) -> tuple[str, ...]:
    """Detail columns of a kind that go out: without notes only what is not about a person and is no remark."""
    if with_notes or not spec.detail:
        return tuple(detail.name for detail in spec.detail_columns)
    classes = field_classes(spec.detail)
    return tuple(
        detail.name
        for detail in spec.detail_columns
        if classes[detail.name].sensitivity in (Sensitivity.PUBLIC, Sensitivity.WORKING)
        and (detail.name != "note" or detail.required)
    )


# --- Ways to write ---------------------------------------------------------------------------------------------------


def _csv(found: Iterable[Row], file: BinaryIO) -> None:
    """Semicolons, decimal comma and a mark of encoding: what a Danish spreadsheet opens without being asked."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    out = csv.writer(text, delimiter=";", lineterminator="\r\n")
    out.writerow(COLUMNS)
    for row in found:
        out.writerow([_cell(row.get(name)) for name in COLUMNS])
    text.flush()
    text.detach()


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return number_text(value).replace(".", ",")
    if not isinstance(value, str):
        return "" if value is None else str(value)
    return f"'{value}" if FORMULA.match(value) else value


def number_text(value: float) -> str:
    """The shortest text that reads back as the same number, never with an exponent."""
    return str(int(value)) if value.is_integer() else f"{Decimal(repr(value)):f}"


def _json_lines(found: Iterable[Row], file: BinaryIO) -> None:
    for row in found:
        file.write(json.dumps(row, ensure_ascii=False, default=_json_value).encode() + b"\n")


def _json_value(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _excel(found: Iterable[Row], file: BinaryIO) -> None:
    """Texts are written as texts, so that no spreadsheet takes one for a formula, a link or a date."""
    import xlsxwriter  # why inside: few processes write Excel

    with xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Registreringer")
        _excel_row(sheet, 0, COLUMNS)
        for number, row in enumerate(found, start=1):
            _excel_row(sheet, number, [row.get(name) for name in COLUMNS])


def _excel_row(sheet: Any, number: int, values: Sequence[Any]) -> None:
    for place, value in enumerate(values):
        if isinstance(value, int | float):
            sheet.write_number(number, place, value)
        elif value is not None:
            sheet.write_string(number, place, _json_value(value))


FORMATS: dict[str, Callable[[Iterable[Row], BinaryIO], None]] = {"csv": _csv, "jsonl": _json_lines, "xlsx": _excel}
