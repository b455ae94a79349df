"""What an invented neighbourhood tells beside its file of entries: what was put right, and what was counted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from demo.generate import Neighbourhood
from demo.page import Correction
from traedesten.core.action import Actor
from traedesten.journal.actions import import_correction, import_counting
from traedesten.programme.models import Programme


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
