"""Saving a drafted file: all of it or nothing, under one version of the programme."""

from __future__ import annotations

from dataclasses import dataclass

from traedesten.core.access import Permission, Reach
from traedesten.core.action import Actor, AuditSubject, action
from traedesten.core.portion import portions
from traedesten.journal.book import MADE_BY_USE, Book
from traedesten.journal.bulk.draft import Draft, Progress, draft_file
from traedesten.journal.bulk.pause import without_cycle_search
from traedesten.journal.bulk.writer import Writer, room_to_write
from traedesten.journal.models import Entry, ImportBatch
from traedesten.people.models import Household, Subject
from traedesten.places.models import Staff
from traedesten.programme.models import Version
from traedesten.schedule.models import Thread

ROWS_A_TIME = 5_000


@dataclass(frozen=True, slots=True)
class Saved:
    """``draft`` is the one that was saved from; ``batch`` is None when nothing was saved."""

    draft: Draft
    batch: ImportBatch | None

    def audit_subject(self) -> AuditSubject:
        key = self.batch.sha256 if self.batch else ""
        count = self.batch.new_count if self.batch else 0
        return AuditSubject("journal.ImportBatch", key, self.draft.book.programme_id, count=count)


@action(
    "import_file.save",
    needs=Permission.IMPORT_ENTRIES,
    reach=lambda given: Reach(frozenset({given["draft"].programme.pk})),
)
def save(*, by: Actor, draft: Draft, good_only: bool = False, progress: Progress | None = None) -> Saved:
    """Save what the draft holds. With faulty rows nothing is saved, unless ``good_only``.

    Had somebody written in the programme since the file was checked, it is checked again first, with the programme
    held; the receipt's draft is then the new one.
    """
    if not _is_savable(draft, good_only):
        return Saved(draft, None)
    version = Version.objects.next_for(draft.book.programme_id)
    if version != draft.version + 1:
        draft = _again(draft, by)
        if not _is_savable(draft, good_only):
            return Saved(draft, None)
    batch = _batch(draft, by)
    writer = Writer(draft.book, batch, version, _ids(draft))
    written = 0
    with room_to_write(), without_cycle_search():
        for chunk in draft.waiting.chunks():
            writer.write(chunk)
            written += len(chunk)
            if progress:
                progress(written, written / draft.new_count)
    _demand_all_written(batch)
    return Saved(draft, batch)


def _is_savable(draft: Draft, good_only: bool) -> bool:
    return draft.new_count > 0 and (good_only or draft.is_faultless)


def _again(draft: Draft, by: Actor) -> Draft:
    again = draft_file(
        by=by,
        programme=draft.programme,
        file=draft.file,
        name=draft.name,
        sheet=draft.sheet,
        today=draft.today,
        title=draft.title,
    )
    draft.waiting.close()
    return again


def _batch(draft: Draft, by: Actor) -> ImportBatch:
    return ImportBatch.objects.create(
        programme=draft.programme,
        file_name=draft.title[-200:],
        sha256=draft.sha256(),
        imported_by=by if isinstance(by, Staff) else None,
        new_count=draft.new_count,
        identical_count=draft.identical_count + draft.superseded_count,
    )


def _ids(draft: Draft) -> dict[str, dict[str, int]]:
    """Code -> id for all the file's pseudonyms, households and threads; the new ones are made."""
    book, codes = draft.book, draft.new_codes
    households = _made(book, "household", codes["household"], lambda code: Household(code=code))
    subjects = _made(
        book,
        "subject",
        codes["subject"],
        lambda code: Subject(code=code, household_id=households.get(codes["subject"][code] or "")),
    )
    _move_in(book, codes["subject"], households)
    threads = _made(book, "thread", codes["thread"], lambda code: Thread(code=code))
    return {"household": households, "subject": subjects, "thread": threads}


def _move_in(book: Book, told: dict[str, str | None], households: dict[str, int]) -> None:
    """People known from before without a household get the first one the file tells."""
    homeless = Subject.objects.filter(programme=book.programme_id, household=None)
    for some in portions((code for code, household in told.items() if household), ROWS_A_TIME):
        moved = list(homeless.filter(code__in=some))
        for subject in moved:
            subject.household_id = households[str(told[subject.code])]
        Subject.objects.bulk_update(moved, ["household"], batch_size=ROWS_A_TIME)


def _made(book: Book, column: str, codes, make) -> dict[str, int]:  # type: ignore[no-untyped-def]
    known = book.ids_of(column, codes)
    new = [make(code) for code in codes if code not in known]
    for row in new:
        row.programme_id = book.programme_id
    if not new:
        return known
    MADE_BY_USE[column]._default_manager.bulk_create(new, batch_size=ROWS_A_TIME, ignore_conflicts=True)
    return book.ids_of(column, codes)


def _demand_all_written(batch: ImportBatch) -> None:
    """The insert passes over an id that is there already; here that would be a row lost, so all is undone."""
    written = Entry.objects.filter(batch=batch).count()
    if written != batch.new_count:
        raise RuntimeError(f"{batch.new_count - written} rows were taken by another programme while the file was read")
