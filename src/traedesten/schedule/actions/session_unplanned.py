"""Sessions that nobody had planned: told of by who registers them, once they have been held, and taken back again.

Planning is for those who plan; that something was held is told by anybody who registers sessions there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from traedesten.core import clock
from traedesten.core.access import Permission, Reach
from traedesten.core.action import Actor, action
from traedesten.programme.models import Part, Programme, Version
from traedesten.schedule import code, queries, rules
from traedesten.schedule.models import Session
from traedesten.schedule.plan import PlanRefused, Problem, SentBefore, SessionPlan, ToldAlready

UNTELLING = (Permission.RECORD_ENTRY, Permission.WITHDRAW_ANY)


def _reach(arguments: Mapping[str, Any]) -> Reach:
    """What lies in no area is for who registers sessions in all of them."""
    area = arguments["plan"].area
    return Reach(frozenset({arguments["programme"].pk}), frozenset({area.pk if area else 0}), kind="session")


def _reach_of_session(arguments: Mapping[str, Any]) -> Reach:
    session = arguments["session"]
    return Reach(frozenset({session.programme_id}), frozenset({session.area_id or 0}), kind="session")


@action("session.tell_of", needs=Permission.RECORD_ENTRY, reach=_reach)
def tell_of(*, by: Actor, programme: Programme, plan: SessionPlan, uid: UUID, is_another: bool = False) -> Session:
    """A row for a session of today or before, for an entry to say how it went. The same ``uid`` gives the same row.

    Raises PlanRefused where the day or the place cannot be, ToldAlready where one stands that may be the same
    (``is_another``: somebody has looked and says it is not), SentBefore where the uid stood for another plan.
    """
    Version.objects.next_for(programme.pk, Part.PLANS)
    stem = code.of_told(plan, uid)
    earlier = Session.objects.filter(programme=programme, code=stem).first()
    if earlier is not None:
        if any(getattr(earlier, name) != getattr(plan, name) for name in plan.COLUMNS):
            raise SentBefore
        return earlier
    problems = list(_problems(programme, plan))
    if problems:
        raise PlanRefused(problems)
    alike = [] if is_another else list(queries.sessions_like(programme, plan))
    if alike:
        raise ToldAlready(alike)
    columns = {name: getattr(plan, name) for name in plan.COLUMNS}
    return Session.objects.create(programme=programme, code=stem, is_unplanned=True, **columns)


@action("session.untell", needs=UNTELLING, reach=_reach_of_session)
def untell(*, by: Actor, session: Session) -> Session:
    """It was not so: shown and counted nowhere from now on. The row stays, for what was written about it stays.

    For who has withdrawn the entry that said it was held; the caller has seen that nothing else stands about it.
    Raises ValueError for a session that somebody planned: that is called off, not taken back.
    """
    Version.objects.next_for(session.programme_id, Part.PLANS)
    row = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if not row.is_unplanned:
        raise ValueError(f"session {row.pk} was planned")
    row.is_called_off = True
    row.revision += 1
    row.save()
    return row


def _problems(programme: Programme, plan: SessionPlan) -> list[Problem]:
    if plan.planned_on > clock.today():
        text = _("Dagen er ikke kommet endnu. Det, der skal holdes, står i kalenderen; vælg i dag eller en dag før.")
        return [Problem("planned_on", text)]
    return list(rules.session_problems(programme, plan))
