"""Excel workbooks (.xlsx), read as a stream; one that would unpack to something huge is refused before it is opened."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from traedesten.journal.reader import table as limit
from traedesten.journal.reader.header import read_header
from traedesten.journal.reader.table import FileRefused, RawRow, Table
from traedesten.journal.rules.problem import listed

SMALL = limit.MEGABYTE
BLOCK = 1 << 16


def open_excel(file: BinaryIO, sheet: str | None) -> Table:
    refuse_bombs(file)
    file.seek(0)
    rows = _sheet_rows(file, sheet)
    try:
        names = read_header(next(rows, ()))
    except FileRefused:
        raise
    except Exception as error:  # why broad: whatever openpyxl meets in a broken file
        raise broken() from error
    return Table(names, _rows(rows, names), lambda: None)


def refuse_bombs(file: BinaryIO) -> None:
    """Look at the archive's own list of parts: sizes, ratios and, in XML, declarations that could grow when read."""
    try:
        with ZipFile(file) as archive:
            parts = archive.infolist()
            if "xl/workbook.xml" not in archive.namelist():
                raise not_excel()
            if (
                len(parts) > limit.MOST_PARTS
                or sum(part.file_size for part in parts) > limit.LARGEST_UNPACKED
                or any(map(_is_huge, parts))
            ):
                raise FileRefused(
                    "too_large_unpacked",
                    _(
                        "Regnearket fylder for meget, når det pakkes ud. "
                        "Gem det ark, der skal indlæses, som CSV, eller del det op."
                    ),
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as xml:
                        _refuse_declarations(xml)
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise broken() from error


def _is_huge(part: ZipInfo) -> bool:
    if part.filename.endswith("sharedStrings.xml") and part.file_size > limit.LARGEST_SHARED_TEXTS:
        return True
    return part.file_size > SMALL and part.file_size > limit.HIGHEST_RATIO * max(part.compress_size, 1)


def _refuse_declarations(xml: Any) -> None:
    """Entities can only be declared before the first element; no workbook has any reason to."""
    parser = expat.ParserCreate()
    is_started = False

    def refuse(*_args: Any) -> None:
        raise broken()

    def started(*_args: Any) -> None:
        nonlocal is_started
        is_started = True

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = started
    while not is_started and (block := xml.read(BLOCK)):
        try:
            parser.Parse(block, False)
        except expat.ExpatError as error:
            raise broken() from error


def not_excel() -> FileRefused:
    return FileRefused(
        "not_excel",
        _("Filen er ikke et Excel-regneark (.xlsx). Åbn den i et regneark, og gem den som .xlsx eller CSV."),
    )


def broken() -> FileRefused:
    return FileRefused(
        "broken_excel",
        _(
            "Regnearket kan ikke læses; filen er måske beskadiget eller beskyttet. "
            "Åbn den, gem den som .xlsx eller CSV, og prøv igen."
        ),
    )


def _sheet_rows(file: BinaryIO, sheet: str | None) -> Iterator[Sequence[Any]]:
    """Rows of values (formulas as the values they had when saved)."""
    import openpyxl  # why inside: it takes a quarter of a second, and few processes read Excel

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns about styles and validations that a reader of values need not know
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        except Exception as error:  # why broad: whatever openpyxl meets in a broken file
            raise broken() from error
        chosen = _choose(book, sheet)
        chosen.reset_dimensions()  # some systems write wrong ones
        yield from chosen.iter_rows(max_col=limit.MOST_COLUMNS + 1, values_only=True)
        book.close()


def _choose(book: Any, sheet: str | None) -> Any:
    names = [one.title for one in book.worksheets]
    if not names:
        raise broken()
    if sheet is None:
        return next((one for one in book.worksheets if one.sheet_state == "visible"), book.worksheets[0])
    if sheet not in names:
        message = _("Regnearket har intet ark, der hedder »%(sheet)s«. Arkene er: %(names)s.")
        raise FileRefused("no_sheet", message % {"sheet": sheet[:60], "names": listed(names, 40)})
    return book[sheet]


def _rows(rows: Iterator[Sequence[Any]], names: Sequence[str]) -> Iterator[RawRow]:
    try:
        for number, row in enumerate(rows, start=2):
            if number > limit.MOST_ROWS:
                raise FileRefused("many_rows", _("Filen har for mange rækker. Del den op, for eksempel efter år."))
            cells = {name: value for name, value in zip(names, row, strict=False) if value is not None}
            if cells:
                yield RawRow(number, cells)
    except FileRefused:
        raise
    except Exception as error:  # why broad: whatever openpyxl meets in a broken file
        raise broken() from error
