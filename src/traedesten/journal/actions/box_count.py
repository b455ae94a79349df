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
from traedesten.journal import control
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
    numbers, problems = rule.read_numbers({"printed": printed, "left": left, "handed_out": handed_out})
    problems += rule.on_problems("counted_on", on, programme, today or clock.today())
    problems += [] if problems else _count_problems(on, numbers)
    where = {"activity_id": activity.pk, "area_id": area and area.pk, "venue_id": venue and venue.pk}
    return control.keep(
        BoxCount, by=by, programme=programme, uid=uid, problems=problems, counted_on=on, card=card, **where, **numbers
    )


def _count_problems(on: date, numbers: dict[str, int | None]) -> list[Problem]:
    printed = numbers["printed"]
    if printed is None:
        return rule.missing(numbers, ["printed"])
    left, handed_out = numbers["left"], numbers["handed_out"]
    return list(rule.counted(lambda: Counted(on, printed, left, handed_out, card=EngineCard.GUEST)))
