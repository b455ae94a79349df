"""Where the table lies in a sheet: its headings, its rows, and what is no row (titles, sums, remarks)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from string import ascii_uppercase
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traedesten.desk.importing import heading as words
from traedesten.desk.importing.cell import day_in, shown
from traedesten.desk.importing.upload import Cell, Sheet
from traedesten.journal.reader import FileRefused

LOOKED_THROUGH = 40  # rows from the top among which the headings are sought
FEWEST_DATES = 3  # headings that are days, for a table with a column a day
SUM = re.compile(
    r"(?:i\s?alt|sum|subtotal|total(?:t|en)?|samlet|antal i alt|gennemsnit|gns\.?|snit|hele (?:året|måneden)"
    r"|(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|måneden|året)\s+i\s?alt"
    r"|\d\. (?:kvartal|halvår)(?: i alt)?)\b[\s:]*(?:\d{4})?",
    re.I,
)
WHY_LEFT = {
    "sum": gettext_lazy("en sum"),
    "remark": gettext_lazy("en overskrift eller bemærkning"),
    "headings": gettext_lazy("overskrifterne igen"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """``number`` is the row's number in the spreadsheet, ``cells`` one for each heading."""

    number: int
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class LeftRow:
    number: int
    why: str
    text: str

    @property
    def reason(self) -> Any:
        return WHY_LEFT[self.why]


@dataclass(slots=True)
class Table:
    """What was found. ``letters`` are the columns' letters in the spreadsheet; ``title`` is what stood above."""

    headings: list[str]
    letters: list[str]
    rows: list[Row]
    left: list[LeftRow]
    title: str
    heading_row: int
    is_wide: bool = False
    title_rows: list[list[Cell]] = field(default_factory=list)
    _private: frozenset[int] | None = None

    @property
    def private(self) -> frozenset[int]:
        """Indexes of the columns that hold names or numbers of persons; looked for once."""
        if self._private is None:
            found = [i for i, name in enumerate(self.headings) if words.is_private(name, self.column(i))]
            self._private = frozenset(found)
        return self._private

    def know_private(self, private: frozenset[int] | None) -> None:
        """Of a part of a table: what all its rows have shown."""
        self._private = private

    def column(self, index: int) -> list[Cell]:
        return [row.cells[index] for row in self.rows]


class Headed(Protocol):
    """What is known of a table without its rows."""

    headings: list[str]
    title: str

    @property
    def private(self) -> frozenset[int]: ...


def signature(headings: Sequence[str]) -> str:
    """The same for files with the same headings, however they are spelled with blanks and capitals."""
    plain = "\x1f".join(" ".join(name.casefold().split()) for name in headings)
    return hashlib.sha256(plain.encode()).hexdigest()


def letter(index: int) -> str:
    return ascii_uppercase[index] if index < 26 else ascii_uppercase[index // 26 - 1] + ascii_uppercase[index % 26]


def guess_heading(sheet: Sheet) -> int:
    """Index of the row of headings: many different words, known ones most of all, with filled rows below."""
    best, found = -1.0, 0
    for index, row in enumerate(sheet.rows[:LOOKED_THROUGH]):
        texts = [shown(cell).casefold() for cell in row if cell is not None]
        below = next((each for each in sheet.rows[index + 1 :] if sum(cell is not None for cell in each) > 1), None)
        if len(texts) < 2 or below is None:
            continue
        numbers = sum(not isinstance(cell, str) and cell is not None for cell in row)
        known = sum(words.is_known(text) for text in texts)
        score = len(set(texts)) + 3 * known - 2 * numbers - 0.01 * index
        if score > best:
            best, found = score, index
    return found


def table(
    sheet: Sheet, heading_row: int, *, is_wide: bool = False, today: date, most: int | None = None
) -> Table:  # fmt: skip
    """The table under a row of headings, or its first ``most`` rows. Raises FileRefused where there is none."""
    above = sheet.rows[heading_row] if heading_row < len(sheet.rows) else []
    body = sheet.rows[heading_row + 1 :]
    width = max([len(above), *map(len, body)], default=0)
    used = [index for index in range(width) if _at(above, index) is not None or _is_used(body, index)]
    headings = [shown(_at(above, index)) or _("Kolonne %s") % letter(index) for index in used]
    title_rows = [row for row in sheet.rows[:heading_row] if any(cell is not None for cell in row)]
    title = " ".join([sheet.name, *(shown(cell) for row in title_rows for cell in row if cell is not None)])
    found = Table(headings, [letter(index) for index in used], [], [], title.strip(), heading_row)
    found.title_rows = title_rows
    for offset, row in enumerate(body):
        if most is not None and len(found.rows) >= most and not is_wide:
            break
        _place(found, Row(heading_row + offset + 2, [_at(row, index) for index in used]))
    if not found.rows:
        raise FileRefused(
            "no_rows",
            _("Arket har ingen rækker under overskrifterne. Vælg et andet ark, eller en fil med registreringer i."),
        )
    return unpivoted(found, today, most) if is_wide else found


def _at(row: Sequence[Cell], index: int) -> Cell:
    return row[index] if index < len(row) else None


def _is_used(body: list[list[Cell]], index: int) -> bool:
    return any(_at(row, index) is not None for row in body)


def _place(found: Table, row: Row) -> None:
    filled = [cell for cell in row.cells if cell is not None]
    if not filled:
        return
    first = next((cell for cell in filled if isinstance(cell, str)), "")
    why = ""
    if first and SUM.match(first.strip()) and not _says_more(first):
        why = "sum"
    elif len(filled) == 1 and len(row.cells) > 2 and isinstance(filled[0], str):
        why = "remark"
    elif all(shown(cell) == name for cell, name in zip(row.cells, found.headings, strict=True)):
        why = "headings"
    if why:
        found.left.append(LeftRow(row.number, why, " · ".join(map(shown, filled))[:80]))
    else:
        found.rows.append(row)


def _says_more(text: str) -> bool:
    """ "Sum" is a sum and "Samlet beboermøde om bad" is not."""
    match = SUM.match(text.strip())
    return match is not None and len(text.strip()[match.end() :].split()) > 2


# --- A column a day -----------------------------------------------------------------------------------------------


def date_columns(found: Headed, today: date) -> list[int]:
    """Indexes of columns whose heading is a day; few of them make no calendar."""
    year = year_in(found.title)
    indexes = [index for index, name in enumerate(found.headings) if day_in(name, year=year, today=today)]
    return indexes if len(indexes) >= FEWEST_DATES else []


def year_in(text: str) -> int | None:
    years = set(re.findall(r"\b20\d\d\b", text))
    return int(years.pop()) if len(years) == 1 else None


def unpivoted(found: Table, today: date, most: int | None = None) -> Table:
    """One row for each filled cell under a day: the other columns, the day, and what stood there."""
    days = date_columns(found, today)
    others = [index for index in range(len(found.headings)) if index not in days and not _is_sum(found, index)]
    headings = [found.headings[index] for index in others]
    letters = [found.letters[index] for index in others]
    rows = list(islice((row for each in found.rows for row in _one_a_day(found, each, others, days)), most))
    return Table(
        [*headings, _("Dato"), _("Antal eller kryds")],
        [*letters, "", ""],
        rows,
        found.left,
        found.title,
        found.heading_row,
        is_wide=True,
        title_rows=found.title_rows,
    )


def _is_sum(found: Table, index: int) -> bool:
    return bool(SUM.fullmatch(found.headings[index].strip()))


def _one_a_day(found: Table, row: Row, others: list[int], days: list[int]) -> Iterator[Row]:
    for index in days:
        value = row.cells[index]
        if value is not None and value not in (0, "0", "-", "–"):
            yield Row(row.number, [*(row.cells[other] for other in others), found.headings[index], value])
