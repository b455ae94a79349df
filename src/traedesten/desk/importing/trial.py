"""Trying a file without saving anything, and bringing it in: the same steps, once undone and once for good."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from traedesten.core.access import Permission, refusal
from traedesten.desk.importing import record
from traedesten.desk.importing.job import Opened
from traedesten.desk.importing.record import Reading, Record
from traedesten.journal.actions import import_file
from traedesten.journal.bulk.draft import Draft, Progress, draft_file
from traedesten.journal.models import ImportBatch
from traedesten.places.models import Area
from traedesten.programme.models import Activity
from traedesten.schedule.actions import session_import
from traedesten.schedule.plan import SessionPlan

TRIED_AT_ONCE = 1_000  # rows tried while the person waits; the rest are tried as they are brought in
NAME = "rows.jsonl"


@dataclass(slots=True)
class Tried:
    """``faults`` by the place of the row, then by field ("" for the row as a whole)."""

    rows: list[Record]
    reading: Reading
    new_count: int = 0
    same_count: int = 0
    session_count: int = 0
    untried_count: int = 0
    faults: dict[int, dict[str, list[str]]] = field(default_factory=dict)

    @property
    def faulty_count(self) -> int:
        return len(self.faults)

    @property
    def row_count(self) -> int:
        return len(self.rows) + self.untried_count


def attempt(found: Opened) -> Tried:
    """What would become of each of the first rows; nothing is saved."""
    gone = len(found.plan.left_out)
    reading = Reading(found.first_rows(TRIED_AT_ONCE + gone), found.plan, found.book, found.today)
    rows = reading.records()[:TRIED_AT_ONCE]
    tried = Tried(rows, reading, untried_count=found.glance.row_count - gone - len(rows))
    with transaction.atomic() if record.plan_keys(tried.rows) else nullcontext():
        draft = _draft(found, tried)
        if tried.session_count:
            transaction.set_rollback(True)
    draft.waiting.close()
    return tried


def bring_in(found: Opened, progress: Progress) -> tuple[Tried, ImportBatch | None]:
    """Save every good row: all of them or, should anything go wrong, none."""
    reading = Reading(found.table, found.plan, found.book, found.today)
    tried = Tried(reading.records(), reading)
    # The sessions and the entries are one thing; without new sessions the rows are checked before anything is held.
    with transaction.atomic() if record.plan_keys(tried.rows) else nullcontext():
        draft = _draft(found, tried, progress)
        try:
            saved = import_file.save(by=found.workplace.staff, draft=draft, good_only=True, progress=progress)
        finally:
            draft.waiting.close()
    return tried, saved.batch


def _draft(found: Opened, tried: Tried, progress: Progress | None = None) -> Draft:
    """Plan the sessions that are missing, check the rows, and note what was found about them."""
    keys = record.plan_keys(tried.rows)
    if keys:
        _add_sessions(found, tried, keys)
    for row in tried.rows:
        if row.faults:
            tried.faults[row.place] = {name: [text] for name, text in row.faults.items()}
    good = [row for row in tried.rows if not row.faults]
    draft = draft_file(
        by=found.workplace.staff,
        programme=found.workplace.programme,
        file=io.BytesIO(record.lines(good)),
        name=NAME,
        title=found.job.file_name or "",
        today=found.today,
        progress=progress,
    )
    _note(tried, draft, good)
    return draft


def _note(tried: Tried, draft: Draft, good: Sequence[Record]) -> None:
    tried.new_count = draft.new_count
    tried.same_count = draft.identical_count + draft.superseded_count
    for faulty in draft.faulty:
        told = tried.faults.setdefault(good[faulty.number - 1].place, {})
        for problem in faulty.problems:
            told.setdefault(problem.column, []).append(problem.message)


def _add_sessions(found: Opened, tried: Tried, keys: list[Any]) -> None:
    programme = found.workplace.programme
    if not found.workplace.standing.may(Permission.PLAN_SESSIONS):
        raise PermissionDenied(refusal((Permission.PLAN_SESSIONS,)))
    activities = {row.code: row for row in Activity.objects.filter(programme=programme)}
    areas: dict[str, Area] = {row.code: row for row in programme.areas.all()}
    plans = [SessionPlan(activity=activities[code], planned_on=on, area=areas.get(area)) for on, code, area in keys]
    added = session_import.add_held(by=found.workplace.staff, programme=programme, plans=plans)
    codes = {key: session.code for key, session in zip(keys, added.sessions, strict=True)}
    tried.session_count = len(plans)
    good = [row for row in tried.rows if not row.faults]
    tried.reading.give_sessions(good, codes)
