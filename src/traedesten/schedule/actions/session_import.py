"""Sessions that were held before anybody planned them here, as somebody's old spreadsheet tells of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from traedesten.core.access import Permission, Reach
from traedesten.core.action import Actor, AuditSubject, action
from traedesten.programme.models import Part, Programme, Version
from traedesten.schedule import code, rules
from traedesten.schedule.models import Session
from traedesten.schedule.plan import PlanRefused, SessionPlan


@dataclass(frozen=True, slots=True)
class SessionsAdded:
    programme: Programme
    sessions: list[Session]

    def audit_subject(self) -> AuditSubject:
        return AuditSubject("schedule.Session", "", self.programme.pk, count=len(self.sessions))


def _reach(arguments: Mapping[str, Any]) -> Reach:
    areas = frozenset(plan.area.pk if plan.area else 0 for plan in arguments["plans"])
    return Reach(frozenset({arguments["programme"].pk}), areas)


@action("session.add_held", needs=Permission.PLAN_SESSIONS, reach=_reach)
def add_held(*, by: Actor, programme: Programme, plans: Sequence[SessionPlan]) -> SessionsAdded:
    """Add the sessions in the plans' order. Raises PlanRefused, with none added, for a day outside the period.

    Whoever calls has looked first: what is wrong with a day is said by the row that tells of it.
    """
    Version.objects.next_for(programme.pk, Part.PLANS)
    if problems := [problem for plan in plans for problem in rules.day_problems(programme, plan)]:
        raise PlanRefused(problems)
    taken = set(Session.objects.filter(programme=programme).values_list("code", flat=True))
    rows = []
    for plan in plans:
        row = Session(
            programme=programme,
            code=code.free(f"{plan.activity.code[: code.STEM]}-{plan.planned_on.isoformat()}", taken),
            **{name: getattr(plan, name) for name in plan.COLUMNS},
        )
        taken.add(row.code)
        rows.append(row)
    return SessionsAdded(programme, Session.objects.bulk_create(rows))
