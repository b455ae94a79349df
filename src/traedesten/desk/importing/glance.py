"""What the page about a sheet's columns looks at, taken once when the file comes and kept with it.

The page then costs the same for fifty rows as for fifty thousand. It holds what the sheet says, so it is encrypted as
the sheet is and goes with it; of columns about persons it holds only their headings.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass

from traedesten.desk.importing import shape
from traedesten.desk.importing.cell import shown
from traedesten.desk.importing.shape import LeftRow, Table
from traedesten.desk.importing.upload import Cell, Sheet
from traedesten.journal.rules.cell import holds_cpr

LOOKED_AT = 50  # rows from which a column's content is judged
SAMPLES = 3
SAMPLED = 200  # different texts among which the longest is sought
MOST_WORDS = 200  # different words of a column that are kept
LONGEST = 200  # characters: what is longer is no word to translate, and is shown cut off
LEFT_TOLD = 20
HIDDEN = "•••"


@dataclass(slots=True)
class Word:
    """``text`` in small letters, ``spelled`` as it first stands, ``is_text`` where it is not written as a number."""

    text: str
    count: int
    spelled: str
    is_text: bool


@dataclass(slots=True)
class ColumnGlance:
    """The first cells, some to show, and the column's words, the most used first. ``has_all`` is whether these are all
    its words."""

    cells: list[Cell]
    samples: list[Cell]
    words: list[Word]
    has_all: bool = True


@dataclass(slots=True)
class Glance:
    """``top`` are the first rows of the sheet as they are shown; ``sheets`` number and name of those with a table."""

    sheet: int
    heading_row: int
    is_wide: bool
    day: str
    title: str
    headings: list[str]
    letters: list[str]
    private: frozenset[int]
    columns: list[ColumnGlance]
    top: list[list[str]]
    left: list[LeftRow]
    row_count: int
    sheets: list[tuple[int, str]]

    def written(self) -> str:
        return json.dumps({**asdict(self), "private": sorted(self.private)}, ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> Glance:
        told = json.loads(text)
        columns = [
            ColumnGlance(each["cells"], each["samples"], [Word(**word) for word in each["words"]], each["has_all"])
            for each in told.pop("columns")
        ]
        left = [LeftRow(**each) for each in told.pop("left")]
        private, sheets = frozenset(told.pop("private")), [(index, name) for index, name in told.pop("sheets")]
        return cls(columns=columns, left=left, private=private, sheets=sheets, **told)

    @property
    def signature(self) -> str:
        return shape.signature(self.headings)


def of(table: Table, sheet: Sheet, index: int, day: str) -> Glance:
    """Of one sheet read as one table; ``sheets`` is for the caller to fill."""
    hidden = {table.letters[each] for each in table.private}
    return Glance(
        sheet=index,
        heading_row=table.heading_row,
        is_wide=table.is_wide,
        day=day,
        title=table.title,
        headings=table.headings,
        letters=table.letters,
        private=table.private,
        columns=[_column([] if n in table.private else table.column(n)) for n in range(len(table.headings))],
        top=[_as_shown(row, hidden) for row in sheet.rows[: shape.LOOKED_THROUGH]],
        left=table.left[:LEFT_TOLD],
        row_count=len(table.rows),
        sheets=[],
    )


def _as_shown(row: list[Cell], hidden: set[str]) -> list[str]:
    """A row as it stands, without persons."""
    return [
        HIDDEN if cell is not None and (shape.letter(n) in hidden or holds_cpr(shown(cell))) else shown(cell)[:LONGEST]
        for n, cell in enumerate(row)
    ]


def _column(cells: list[Cell]) -> ColumnGlance:
    counts = Counter(cell for cell in cells if cell is not None)
    words: dict[str, Word] = {}
    has_all = True
    for cell, count in counts.items():
        text = shown(cell)
        word = " ".join(text.casefold().split())
        if len(word) > LONGEST:
            has_all = False
        elif word:
            known = words.setdefault(word, Word(word, 0, text, is_text=False))
            known.count += count
            known.is_text = known.is_text or isinstance(cell, str)
    used = sorted(words.values(), key=lambda each: -each.count)
    return ColumnGlance(
        [_cut(cell) for cell in cells[:LOOKED_AT]],
        [_cut(cell) for cell in _samples(list(counts))],
        used[:MOST_WORDS],
        has_all and len(used) <= MOST_WORDS,
    )


def _samples(cells: list[Cell]) -> list[Cell]:
    """The first different things the column holds; the odd ones say most, so the longest is among them."""
    rest = [cell for cell in cells[SAMPLES - 1 :] if isinstance(cell, str)]
    longest: list[Cell] = [max(rest[:SAMPLED], key=len)] if rest else cells[SAMPLES - 1 : SAMPLES]
    return [*cells[: SAMPLES - 1], *longest]


def _cut(cell: Cell) -> Cell:
    return cell[:LONGEST] if isinstance(cell, str) else cell
