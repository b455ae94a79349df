"""Planning one session: adding, changing, calling off, taking away. What has been registered is never taken away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from traedesten.core.access import Permission, Reach
from traedesten.core.action import Actor, action
from traedesten.programme.models import Part, Programme, Version
from traedesten.schedule import code, rules
from traedesten.schedule.models import Session
from traedesten.schedule.plan import PlanOutdated, PlanRefused, Problem, SessionPlan
from traedesten.schedule.use import used


def _reach(arguments: Mapping[str, Any]) -> Reach:
    """The programme, and the areas the session lies in before and after; what lies in none is for who has all."""
    programme, session, plan = (arguments.get(name) for name in ("programme", "session", "plan"))
    programmes = {programme.pk} if programme else {session.programme_id} if session else set()
    rows = [row for row in (session, plan) if row is not None]
    areas = {(row.area_id if isinstance(row, Session) else row.area.pk if row.area else None) or 0 for row in rows}
    return Reach(frozenset(programmes), frozenset(areas))


@action("session.plan", needs=Permission.PLAN_SESSIONS, reach=_reach)
def plan(*, by: Actor, programme: Programme, plan: SessionPlan) -> Session:
    """A new session in the calendar. Raises PlanRefused where the plan breaks a rule."""
    Version.objects.next_for(programme.pk, Part.PLANS)
    _demand(list(rules.session_problems(programme, plan)))
    session = Session.objects.create(
        programme=programme,
        code=code.of_session(programme, plan),
        **{name: getattr(plan, name) for name in plan.COLUMNS},
    )
    session.staff.set(plan.staff)
    return session


@action("session.change", needs=Permission.PLAN_SESSIONS, reach=_reach)
def change(*, by: Actor, session: Session, plan: SessionPlan, seen: int) -> Session:
    """The session as the plan says. ``seen`` is the revision the person read: PlanOutdated when it is not the newest.

    Raises PlanRefused where the plan breaks a rule, or touches what entries hold on to.
    """
    Version.objects.next_for(session.programme_id, Part.PLANS)
    row = _newest(session, seen)
    problems = list(rules.session_problems(row.programme, plan))
    if used([row.pk]):
        problems = list(rules.held_problems(row, plan)) or [each for each in problems if each.field not in rules.LOCKED]
    _demand(problems)
    for name in plan.COLUMNS:
        setattr(row, name, getattr(plan, name))
    row.is_adjusted = row.is_adjusted or row.rhythm_id is not None
    row.staff.set(plan.staff)
    return _saved(row)


@action("session.call_off", needs=Permission.PLAN_SESSIONS, reach=_reach)
def call_off(*, by: Actor, session: Session, seen: int) -> Session:
    """It will not be. The session stays in the calendar, marked, so that nobody waits at a closed door."""
    Version.objects.next_for(session.programme_id, Part.PLANS)
    row = _newest(session, seen)
    if used([row.pk]):
        _demand(
            [Problem("", _("Der er registreret på åbningen, så den kan ikke aflyses. Ret registreringen i journalen."))]
        )
    row.is_called_off = row.is_adjusted = True
    return _saved(row)


@action("session.restore", needs=Permission.PLAN_SESSIONS, reach=_reach)
def restore(*, by: Actor, session: Session, seen: int) -> Session:
    """It will be after all."""
    Version.objects.next_for(session.programme_id, Part.PLANS)
    row = _newest(session, seen)
    row.is_called_off = False
    return _saved(row)


@action("session.remove", needs=Permission.PLAN_SESSIONS, reach=_reach)
def remove(*, by: Actor, session: Session, seen: int) -> Session:
    """Take a session out of the calendar as if it had never been planned. PlanRefused where entries belong to it."""
    Version.objects.next_for(session.programme_id, Part.PLANS)
    row = _newest(session, seen)
    if used([row.pk]):
        _demand([Problem("", _("Der er registreret på åbningen, så den kan ikke slettes."))])
    pk = row.pk
    row.delete()
    row.pk = pk  # for the audit line
    return row


def _newest(session: Session, seen: int) -> Session:
    row = Session.objects.select_for_update(of=("self",)).select_related("programme").filter(pk=session.pk).first()
    if row is None or row.revision != seen:
        raise PlanOutdated
    return row


def _saved(row: Session) -> Session:
    row.revision += 1
    row.save()
    return row


def _demand(problems: list[Problem]) -> None:
    if problems:
        raise PlanRefused(problems)
