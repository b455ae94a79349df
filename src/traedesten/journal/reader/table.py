"""What every reader gives: rows with their number in the file, and how far it has come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from traedesten.journal.rules import Problem

MEGABYTE = 1_000_000
# Larger files are split by whoever exports them: a year at a time, say. A million rows take about 100 MB.
LARGEST_FILE = 150 * MEGABYTE
# An Excel file is a zip archive: what it holds when unpacked, and how many times larger than packed.
LARGEST_UNPACKED = 600 * MEGABYTE
LARGEST_SHARED_TEXTS = 100 * MEGABYTE
HIGHEST_RATIO = 200
MOST_PARTS = 1000
MOST_ROWS = 2_000_000
MOST_COLUMNS = 100
LONGEST_CELL = 100_000


class FileRefused(ValueError):
    """The file as a whole cannot be read; the message says why and what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class RawRow(NamedTuple):
    """``number`` is the row's number as a spreadsheet shows it; ``problem`` says that the row itself is unreadable."""

    number: int
    cells: dict[str, Any]
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """``names`` are the columns of the header (empty where each row names its own); ``share`` is how much is read."""

    names: tuple[str, ...]
    rows: Iterator[RawRow]
    share: Callable[[], float | None]
