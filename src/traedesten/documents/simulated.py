"""What an invented neighbourhood tells, as a team would write it: plans, entries, what was put right and counted."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from functools import reduce
from typing import IO
from uuid import UUID

from demo import simulation
from demo.generate import Neighbourhood
from demo.page import Correction
from traedesten.core.action import Actor
from traedesten.documents import document
from traedesten.documents.actions import programme_file
from traedesten.journal.actions import import_correction, import_counting
from traedesten.journal.bulk import file_import
from traedesten.programme.models import Programme


class StoryRefused(ValueError):
    """The journal refused what a story told: a fault of the story's own. Says how many rows, and why the first."""


def write(*, by: Actor, parts: Sequence[simulation.Part]) -> Programme:
    """Plans as a programme file, entries as an import, corrections and counting after them. Raises StoryRefused."""
    today = parts[-1].today
    plain = json.loads(json.dumps(reduce(simulation.joined, (part.programme for part in parts)), default=str))
    programme = programme_file.load(by=by, document=document.of(plain), adds=True).programme
    with tempfile.TemporaryFile() as file:
        for part in parts:
            file.writelines(line.encode() for line in part.entries)
        file.seek(0)
        _import(by, programme, file, today)
    corrections = [each for part in parts for each in part.corrections]
    correct(by=by, programme=programme, corrections=corrections, today=today)
    import_counting.save(
        by=by,
        programme=programme,
        tallies=[row for part in parts for row in part.tallies],
        box_counts=[row for part in parts for row in part.box_counts],
        door_checks=[row for part in parts for row in part.door_checks],
        site_audits=[row for part in parts for row in part.site_audits],
        today=today,
    )
    return programme


def _import(by: Actor, programme: Programme, file: IO[bytes], today: date) -> None:
    report = file_import.run(by=by, programme=programme, file=file, name=f"{programme.code}.jsonl", today=today)  # type: ignore[arg-type]
    if report.faulty:
        problem = report.faulty[0].problems[0]
        raise StoryRefused(f"{report.faulty_count}; {problem.column}: {problem.message}")


def fill(*, by: Actor, programme: Programme, neighbourhood: Neighbourhood, today: date) -> int:
    """Corrections as one import, tallies and controls as another. How many were new."""
    corrected = correct(by=by, programme=programme, corrections=neighbourhood.corrections, today=today)
    counted = import_counting.save(
        by=by,
        programme=programme,
        tallies=neighbourhood.tallies(),
        box_counts=neighbourhood.box_counts(),
        door_checks=neighbourhood.door_checks(),
        site_audits=neighbourhood.site_audits(),
        today=today,
    )
    return corrected + counted.new_count


def correct(*, by: Actor, programme: Programme, corrections: Iterable[Correction], today: date) -> int:
    """Those that are here already are passed over."""
    wishes = [import_correction.Wish(UUID(each.id), UUID(each.entry), each.reason, each.row) for each in corrections]
    return import_correction.save(by=by, programme=programme, wishes=wishes, today=today).new_count
