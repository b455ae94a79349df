"""Writing down how many stamp cards are left in a box, or handed out from it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from measure_engine.estimate import BoxCount as Counted
from measure_engine.estimate import Card as EngineCard
from traedesten.core import clock
from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.journal import control as kept
from traedesten.journal.models import BoxCount, Card
from traedesten.journal.receipt import ControlReceipt
from traedesten.journal.rules import Problem, reach
from traedesten.journal.rules import control as rule
from traedesten.places.models import Area, Venue
from traedesten.programme.models import Activity, Programme


@action("box_count.record", needs=Permission.RECORD_ENTRY, reach=reach.of_control)
def record(
    *,
    by: Actor,
    programme: Programme,
    activity: Activity,
    on: date,
    printed: Any,
    left: Any = None,
    handed_out: Any = None,
    area: Area | None = None,
    venue: Venue | None = None,
    card: Card = Card.GUEST,
    uid: UUID | None = None,
    today: date | None = None,
) -> ControlReceipt:
    """One of `left` and `handed_out` is enough. A second count of the box on the day takes the place of the first."""
    says, problems = _read(programme, on, today, printed=printed, left=left, handed_out=handed_out)
    where: dict[str, Any] = {
        "activity_id": activity.pk,
        "area_id": area and area.pk,
        "venue_id": venue and venue.pk,
        "card": card,
    }
    return kept.keep(BoxCount, by=by, programme=programme, uid=uid, problems=problems, **where, **says)


@action("box_count.correct", needs=(Permission.CORRECT_OWN, Permission.CORRECT_ANY), reach=reach.of_kept_control)
def correct(
    *,
    by: Actor,
    control: BoxCount,
    reason: str,
    on: date,
    printed: Any,
    left: Any = None,
    handed_out: Any = None,
    uid: UUID | None = None,
    today: date | None = None,
) -> ControlReceipt:
    """The same box counted right; of which box and card it was stays."""
    programme = control.programme
    says, problems = _read(programme, on, today, printed=printed, left=left, handed_out=handed_out)
    change = kept.Change(control, reason)
    says = {**kept.said_by(control), **says}
    return kept.keep(BoxCount, by=by, programme=programme, uid=uid, problems=problems, change=change, **says)


def _read(programme: Programme, on: date, today: date | None, **written: Any) -> tuple[dict[str, Any], list[Problem]]:
    numbers, problems = rule.read_numbers(written)
    problems += rule.on_problems("counted_on", on, programme, today or clock.today())
    problems += [] if problems else _count_problems(on, numbers)
    return {"counted_on": on, **numbers}, problems


def _count_problems(on: date, numbers: dict[str, int | None]) -> list[Problem]:
    printed = numbers["printed"]
    if printed is None:
        return rule.missing(numbers, ["printed"])
    left, handed_out = numbers["left"], numbers["handed_out"]
    return list(rule.counted(lambda: Counted(on, printed, left, handed_out, card=EngineCard.GUEST)))
