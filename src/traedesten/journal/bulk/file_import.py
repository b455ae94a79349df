"""Importing a file from end to end: check, and save when all is right or the good rows were asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from traedesten.core import access
from traedesten.core.access import Permission, Reach
from traedesten.core.action import Actor, System
from traedesten.journal.actions import import_file
from traedesten.journal.bulk.draft import Draft, FaultyRow, Progress, draft_file
from traedesten.journal.models import ImportBatch
from traedesten.programme.models import Programme


@dataclass(frozen=True, slots=True)
class ImportReport:
    """New, identical, superseded and faulty add up to ``row_count``. ``batch`` is None when nothing was saved."""

    row_count: int
    new_count: int
    identical_count: int
    superseded_count: int
    faulty_count: int
    faulty: list[FaultyRow]
    batch: ImportBatch | None

    @property
    def is_saved(self) -> bool:
        return self.batch is not None


def run(
    *,
    by: Actor,
    programme: Programme,
    file: BinaryIO,
    name: str,
    sheet: str | None = None,
    dry_run: bool = False,
    good_only: bool = False,
    today: date | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Read a file into a programme. Raises FileRefused for a file that cannot be read, PermissionDenied for a person
    who may not import."""
    if not isinstance(by, System):
        access.demand(by, (Permission.IMPORT_ENTRIES,), Reach(frozenset({programme.pk})))
    draft = draft_file(by=by, programme=programme, file=file, name=name, sheet=sheet, today=today, progress=progress)
    try:
        if dry_run:
            return _report(draft, None)
        saved = import_file.save(by=by, draft=draft, good_only=good_only, progress=progress)
        draft = saved.draft
        return _report(draft, saved.batch)
    finally:
        draft.waiting.close()


def _report(draft: Draft, batch: ImportBatch | None) -> ImportReport:
    return ImportReport(
        row_count=draft.row_count,
        new_count=draft.new_count,
        identical_count=draft.identical_count,
        superseded_count=draft.superseded_count,
        faulty_count=draft.faulty_count,
        faulty=draft.faulty,
        batch=batch,
    )
