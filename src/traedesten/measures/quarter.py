"""Quarters that are over and not yet frozen, and freezing them: what a timetable does, as often as it likes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError

from measure_engine.period import PeriodKind, containing
from traedesten.core import clock
from traedesten.core.action import Actor
from traedesten.measures import freezing
from traedesten.measures.actions import snapshot as snapshots
from traedesten.measures.models import Snapshot
from traedesten.programme.models import Programme


@dataclass(frozen=True, slots=True)
class Done:
    """One quarter of one programme: its snapshot, or in words why there is none."""

    programme: Programme
    last_day: date
    snapshot: Snapshot | None
    refusal: str = ""


def due(programme: Programme, today: date) -> list[date]:
    """Last days of the programme's finished quarters that have no snapshot, oldest first. The last may be cut short."""
    frozen = set(Snapshot.objects.filter(programme=programme).values_list("last_day", flat=True))
    return [day for day in _ends(programme, today) if day not in frozen]


def _ends(programme: Programme, today: date) -> Iterator[date]:
    start = programme.starts_on
    while start <= programme.ends_on:
        quarter = containing(start, PeriodKind.QUARTER)
        end = min(quarter.end, programme.ends_on)
        if end >= today:
            return
        yield end
        start = quarter.end + timedelta(days=1)


def freeze_due(*, by: Actor, programmes: Iterable[Programme] | None = None, today: date | None = None) -> list[Done]:
    """Freeze what is due, programme by programme. One that cannot be frozen stops no other; nothing is frozen twice."""
    day, found = today or clock.today(), Programme.objects.all() if programmes is None else programmes
    with_criteria = [each for each in found if each.criteria.exists()]
    return [_frozen(by, programme, end) for programme in with_criteria for end in due(programme, day)]


def _frozen(by: Actor, programme: Programme, last_day: date) -> Done:
    try:
        made = snapshots.freeze(by=by, draft=freezing.draft(programme, last_day), is_quarterly=True)
    except ValidationError as error:
        return Done(programme, last_day, None, " ".join(error.messages))
    return Done(programme, last_day, made.snapshot)
