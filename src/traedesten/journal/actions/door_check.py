"""Writing down a door check: everybody through the door clicked, beside what the tablet counted."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from measure_engine.estimate import DoorCheck as Checked
from traedesten.core import clock
from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.journal import control as kept
from traedesten.journal.models import DoorCheck
from traedesten.journal.receipt import ControlReceipt
from traedesten.journal.rules import Problem, reach
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
    says, problems = _read(session, today or clock.today(), clicked=clicked, tapped=tapped)
    return kept.keep(DoorCheck, by=by, programme=session.programme, uid=uid, problems=problems, **says)


@action("door_check.correct", needs=(Permission.CORRECT_OWN, Permission.CORRECT_ANY), reach=reach.of_kept_control)
def correct(
    *,
    by: Actor,
    control: DoorCheck,
    reason: str,
    clicked: Any,
    tapped: Any,
    uid: UUID | None = None,
    today: date | None = None,
) -> ControlReceipt:
    """The same session's check with other numbers."""
    session = control.session
    says, problems = _read(session, today or clock.today(), clicked=clicked, tapped=tapped)
    change = kept.Change(control, reason)
    return kept.keep(DoorCheck, by=by, programme=session.programme, uid=uid, problems=problems, change=change, **says)


def _read(session: Session, today: date, **written: Any) -> tuple[dict[str, Any], list[Problem]]:
    numbers, problems = rule.read_numbers(written)
    problems += rule.session_problems(session, today)
    problems += [] if problems else _check_problems(session, numbers)
    return {"session_id": session.pk, **numbers}, problems


def _check_problems(session: Session, numbers: dict[str, int | None]) -> list[Problem]:
    clicked, tapped = numbers["clicked"], numbers["tapped"]
    if clicked is None or tapped is None:
        return rule.missing(numbers, numbers)
    return list(rule.counted(lambda: Checked(session.planned_on, clicked, tapped)))
