"""A file read and checked against the rules and the journal, before anything is saved."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from traedesten.core import clock
from traedesten.core.access import Permission
from traedesten.core.action import Actor
from traedesten.journal.book import MADE_BY_USE, Book
from traedesten.journal.bulk import content_id, stored
from traedesten.journal.bulk.content_id import ContentIds
from traedesten.journal.bulk.packed import CHUNK, Days, Waiting, pack
from traedesten.journal.bulk.pause import without_cycle_search
from traedesten.journal.models import Entry
from traedesten.journal.reader import FileRefused, RawRow, open_table
from traedesten.journal.reader.table import MOST_ROWS
from traedesten.journal.rules import Checked, Checker, Problem, past, reach
from traedesten.journal.store import is_same
from traedesten.programme.models import Programme, Version

Progress = Callable[[int, float | None], None]
# A file in which everything is wrong is told about up to here; the rest is counted.
MOST_TOLD = 100_000


@dataclass(frozen=True, slots=True)
class FaultyRow:
    number: int
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class Draft:
    """What became of each row, and the good ones waiting to be saved.

    ``version`` is the programme's version that the check saw; should it have moved, the file is checked again.
    ``title`` is what people call the file where its ``name`` is not theirs.
    """

    programme: Programme
    file: BinaryIO
    name: str
    sheet: str | None
    today: date
    version: int
    book: Book
    title: str = ""
    row_count: int = 0
    new_count: int = 0
    identical_count: int = 0
    superseded_count: int = 0
    faulty_count: int = 0
    faulty: list[FaultyRow] = field(default_factory=list)
    waiting: Waiting = field(default_factory=Waiting)
    new_codes: dict[str, dict[str, str | None]] = field(default_factory=lambda: {name: {} for name in MADE_BY_USE})

    @property
    def is_faultless(self) -> bool:
        return self.faulty_count == 0

    def sha256(self) -> str:
        self.file.seek(0)
        return hashlib.file_digest(self.file, "sha256").hexdigest()  # type: ignore[arg-type]

    def tell(self, number: int, problems: tuple[Problem, ...]) -> None:
        self.faulty_count += 1
        if len(self.faulty) < MOST_TOLD:
            self.faulty.append(FaultyRow(number, problems))


def current_version(programme: Programme) -> int:
    found = Version.objects.filter(programme=programme).values_list("number", flat=True).first()
    return found or 0


def draft_file(
    *,
    by: Actor,
    programme: Programme,
    file: BinaryIO,
    name: str,
    sheet: str | None = None,
    today: date | None = None,
    progress: Progress | None = None,
    title: str = "",
) -> Draft:
    """Read and check a whole file. Raises FileRefused when it cannot be read as a file of entries."""
    draft = Draft(
        programme=programme,
        file=file,
        name=name,
        sheet=sheet,
        today=today or clock.today(),
        version=current_version(programme),
        book=Book.whole(programme),
        title=title or name,
    )
    with without_cycle_search():
        _Drafting(draft, by).run(progress)
    return draft


@dataclass(slots=True)
class _Read:
    """One row on its way: ``uid`` is empty until it is known to be right in itself."""

    number: int
    checked: Checked
    raw: dict[str, Any]
    problems: tuple[Problem, ...]
    uid: bytes = b""
    is_told: bool = False  # has an id of its own in the file


class _Drafting:
    """The work of drafting one file, in chunks: check rows by themselves, look their ids up, hold them to the past."""

    def __init__(self, draft: Draft, by: Actor) -> None:
        self.draft = draft
        self.checker = Checker(draft.book, draft.today)
        self.past = past.Loaded(draft.book.programme_id)
        self.writer = reach.Writer(by, draft.programme, (Permission.IMPORT_ENTRIES,))
        self.ids = ContentIds(draft.programme.code)
        self.days = Days()
        self.told: dict[bytes, tuple[int, int]] = {}
        self.is_journal_empty = not Entry.objects.exists()

    def run(self, progress: Progress | None) -> None:
        table = open_table(self.draft.file, self.draft.name, self.draft.sheet)
        rows = iter(table.rows)
        while chunk := list(islice(rows, CHUNK)):
            if chunk[-1].number > MOST_ROWS:
                raise FileRefused("many_rows", _("Filen har for mange rækker. Del den op, for eksempel efter år."))
            self._take(map(self._read, chunk))
            if progress:
                progress(self.draft.row_count, table.share())

    def _take(self, rows: Iterable[_Read]) -> None:
        read = list(rows)
        self.draft.row_count += len(read)
        right = [row.uid for row in read if row.uid]
        known = {} if self.is_journal_empty or not right else stored.find(right)
        self._renew_undone(read, known)
        self.past.meet((row.checked.kind, row.checked.row) for row in read if row.uid and row.uid not in known)
        for row in read:
            if row.problems:
                self.draft.tell(row.number, row.problems)
            elif row.uid in known:
                self._meet(row, known[row.uid])
            else:
                self._wait(row)

    @staticmethod
    def _renew_undone(read: list[_Read], known: dict[bytes, stored.Stored]) -> None:
        """A row of a file that was undone may come again: it gets the next id made of its content."""
        while gone := [row for row in read if row.uid in known and known[row.uid].is_undone and not row.is_told]:
            for row in gone:
                row.uid = content_id.again(row.uid)
            known |= stored.find([row.uid for row in gone])

    def _read(self, raw: RawRow) -> _Read:
        if raw.problem:
            return _Read(raw.number, Checked(""), raw.cells, (raw.problem,))
        checked = self.checker.check(raw.cells)
        problems = checked.problems or self.writer.problems(checked.kind, checked.row)
        row = _Read(raw.number, checked, raw.cells, problems)
        if not problems:
            given_id = checked.given.get("id")
            row.is_told = given_id is not None
            row.uid = given_id.bytes if given_id else self.ids.next(checked.kind, checked.given, raw.cells)
        return row

    def _meet(self, row: _Read, found: stored.Stored) -> None:
        """The id is in the journal: the same again is counted, other content is told."""
        is_here = found.programme_id == self.draft.book.programme_id and found.is_original
        if not (is_here and found.kind == row.checked.kind and is_same(row.checked.given, found.row)):
            message = _(
                "Id'et bruges allerede af en registrering med andet indhold. Ret id'et, eller lad det stå tomt."
            )
            self.draft.tell(row.number, (Problem("id", "same_id", message),))
        elif found.is_superseded:
            self.draft.superseded_count += 1
        else:
            self.draft.identical_count += 1

    def _wait(self, row: _Read) -> None:
        """New to the journal: hold it to what is registered and to the rows above it in the file."""
        if row.is_told and self._met_above(row):
            return
        checked = row.checked
        against = tuple(past.problems(checked.kind, checked.row, self.past))
        if against:
            self.draft.tell(row.number, against)
            return
        self.past.add(checked.kind, checked.row)
        self._note_codes(checked.row)
        self.draft.new_count += 1
        self.draft.waiting.add(pack(row.uid, checked, self.days))

    def _met_above(self, row: _Read) -> bool:
        """Whether the row's own id stands higher up in the file: the same again is counted, other content is told."""
        says = hash((row.checked.kind, frozenset(row.checked.given.items())))
        earlier = self.told.setdefault(row.uid, (row.number, says))
        if earlier[0] == row.number:
            return False
        if earlier[1] == says:
            self.draft.identical_count += 1
            return True
        message = _("Id'et står også i række %(number)s med andet indhold. Ret id'et, eller lad det stå tomt.")
        self.draft.tell(row.number, (Problem("id", "same_id", message % {"number": earlier[0]}),))
        return True

    def _note_codes(self, row: dict[str, Any]) -> None:
        """Pseudonyms, households and threads to be made if they are new; a person's first household goes with them."""
        household = row.get("household")
        codes = self.draft.new_codes
        for name in ("subject", "linked_subject"):
            if name in row:
                codes["subject"][row[name]] = codes["subject"].get(row[name]) or household
        if household is not None:
            codes["household"].setdefault(household, None)
        if "thread" in row:
            codes["thread"].setdefault(row["thread"], None)
