"""Writing down the ages and sexes of a week's new guests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from traedesten.core import clock
from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.journal import control as kept
from traedesten.journal.models import NewGuestWeek
from traedesten.journal.models.control import current
from traedesten.journal.models.new_guest_week import CELLS
from traedesten.journal.receipt import ControlReceipt
from traedesten.journal.rules import Problem, reach
from traedesten.journal.rules import control as rule
from traedesten.places.models import Area
from traedesten.programme.models import Activity, Programme


@action("new_guest_week.record", needs=Permission.RECORD_ENTRY, reach=reach.of_control)
def record(
    *,
    by: Actor,
    programme: Programme,
    activity: Activity,
    on: date,
    cells: Mapping[str, Any],
    area: Area | None = None,
    uid: UUID | None = None,
    today: date | None = None,
) -> ControlReceipt:
    """``on`` is any day of the week; a week is written once for each activity and area."""
    says, problems = _read(programme, on, today, cells)
    where: dict[str, Any] = {"activity_id": activity.pk, "area_id": area and area.pk}
    there = current(NewGuestWeek).filter(programme=programme, monday=says["monday"], **where).exclude(uid=uid)
    if not problems and there.exists():
        problems.append(Problem("monday", "told_already", _("Ugen er allerede skrevet ind. Ret den i stedet.")))
    return kept.keep(NewGuestWeek, by=by, programme=programme, uid=uid, problems=problems, **where, **says)


@action("new_guest_week.correct", needs=(Permission.CORRECT_OWN, Permission.CORRECT_ANY), reach=reach.of_kept_control)
def correct(
    *,
    by: Actor,
    control: NewGuestWeek,
    reason: str,
    cells: Mapping[str, Any],
    uid: UUID | None = None,
    today: date | None = None,
) -> ControlReceipt:
    """The whole week as it should have been."""
    programme = control.programme
    says, problems = _read(programme, control.monday, today, cells)
    says = {**kept.said_by(control), **says}
    change = kept.Change(control, reason)
    return kept.keep(NewGuestWeek, by=by, programme=programme, uid=uid, problems=problems, change=change, **says)


def _read(
    programme: Programme, on: date, today: date | None, cells: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Problem]]:
    sums, problems = rule.sums_of({name: cells.get(name) for name in CELLS})
    problems += rule.on_problems("monday", on, programme, today or clock.today())
    if not problems and not any(sums.values()):
        problems.append(Problem(CELLS[0], "missing", _("Skriv mindst ét tal, eller lad ugen være.")))
    return {"monday": on - timedelta(days=on.weekday()), **sums}, problems
