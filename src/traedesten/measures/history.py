"""What became of a criterion: every change with its day, its reason and who wrote it, and targets given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from measure_engine.language import day
from traedesten.core.access import Permission
from traedesten.measures import card
from traedesten.measures.board import Reading, translator
from traedesten.programme import promise
from traedesten.programme.models import CriterionChange
from traedesten.programme.rules import Standing


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change: what happened, from which day, what it said before, why, and who wrote it down on which day."""

    what: str
    valid_from: date
    told: str
    reason: str
    who: str
    written_on: date
    is_to_come: bool


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A target that holds no longer and that no other has replaced."""

    scope: str
    wanted: str
    last_day: str
    decision: str


def page(here: Standing, reading: Reading, as_of: date) -> dict[str, Any]:
    """What the criterion page shows of its past, and whether the person may change what is to come."""
    return {
        "changes": changes(reading, as_of),
        "given_up": given_up(reading, as_of),
        "may_edit": here.may(Permission.EDIT_CRITERIA),
        "may_decide": here.may(Permission.CHANGE_TARGET),
    }


def changes(reading: Reading, as_of: date) -> list[ChangeLine]:
    """Newest first. What is to come after the day shown is marked so."""
    rows = CriterionChange.objects.filter(criterion=reading.criterion).select_related("changed_by")
    return [
        ChangeLine(
            what=str(CriterionChange.Kind(row.kind).label),
            valid_from=row.valid_from,
            told=row.told,
            reason=row.reason,
            who=row.changed_by.name if row.changed_by else "",
            written_on=timezone.localdate(row.changed_at),
            is_to_come=row.valid_from > as_of,
        )
        for row in sorted(rows, key=lambda row: (row.valid_from, row.pk), reverse=True)
    ]


def given_up(reading: Reading, as_of: date) -> list[GivenUp]:
    """Targets whose last day lies before the day shown; those a newer one replaced are told beside that one."""
    holding = {verdict.target.scope for verdict in reading.verdicts if verdict.target}
    found = [
        target
        for target in promise.targets_of(reading.criterion)
        if target.scope not in holding and (target.valid_from or as_of) <= as_of
    ]
    return [
        GivenUp(
            card.scope(target, reading),
            card.wanted(target),
            day(target.valid_until, translator()) if target.valid_until else "",
            target.decision,
        )
        for target in reversed(found)
    ]
