"""Writing down a door check: everybody through the door clicked, beside what the tablet counted."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from measure_engine.estimate import DoorCheck as Checked
from traedesten.core import clock
from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.journal import control
from traedesten.journal.models import DoorCheck
from traedesten.journal.receipt import ControlReceipt
from traedesten.journal.rules import Problem, past, reach
from traedesten.journal.rules import control as rule
from traedesten.schedule.models import Session


@action("door_check.record", needs=Permission.RECORD_ENTRY, reach=reach.of_session)
def record(
    *,
    by: Actor,
    session: Session,
    clicked: Any,
    tapped: Any,
    uid: UUID | None = None,
    today: date | None = None,
) -> ControlReceipt:
    """A second check of the same session takes the place of the first."""
    numbers, problems = rule.read_numbers({"clicked": clicked, "tapped": tapped})
    problems += rule.on_problems("session", session.planned_on, session.programme, today or clock.today())
    problems += [] if problems else _check_problems(session, numbers)
    return control.keep(
        DoorCheck,
        by=by,
        programme=session.programme,
        uid=uid,
        problems=problems,
        session_id=session.pk,
        **numbers,
    )


def _check_problems(session: Session, numbers: dict[str, int | None]) -> list[Problem]:
    clicked, tapped = numbers["clicked"], numbers["tapped"]
    if clicked is None or tapped is None:
        return rule.missing(numbers, numbers)
    if past.Asked(session.programme_id).session_step(session.pk) == "cancelled":
        message = _("Åbningen er aflyst, så ingen kom ind ad døren. Vælg en åbning, der blev holdt.")
        return [Problem("session", "cancelled_session", message)]
    return list(rule.counted(lambda: Checked(session.planned_on, clicked, tapped)))
