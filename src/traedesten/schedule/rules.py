"""What a plan must keep: its programme, its periods, and what has happened already."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from traedesten.core import clock
from traedesten.core.writing import written_day
from traedesten.places.models import Staff
from traedesten.programme.models import Activity, Programme
from traedesten.programme.roles import ROLES
from traedesten.schedule.models import Rhythm, Session
from traedesten.schedule.pattern import RULE
from traedesten.schedule.plan import Problem, RhythmPlan, SessionPlan

# What entries say of the session they belong to: it stays as it was when they were written.
LOCKED = ("activity", "planned_on", "area", "venue", "run", "form")
MOST_TURNS = 31


def period_of(programme: Programme, activity: Activity) -> tuple[date, date]:
    """The first and the last day an activity can be held: its own within the programme's."""
    first = max(programme.starts_on, activity.starts_on or programme.starts_on)
    last = min(programme.ends_on, activity.ends_on or programme.ends_on)
    return first, last


def session_problems(programme: Programme, plan: SessionPlan) -> Iterator[Problem]:
    yield from day_problems(programme, plan)
    yield from _hours(plan)
    yield from _belongings(programme, plan)


def day_problems(programme: Programme, plan: SessionPlan) -> Iterator[Problem]:
    first, last = period_of(programme, plan.activity)
    if not first <= plan.planned_on <= last:
        yield Problem("planned_on", _outside(plan.activity, first, last))


def held_problems(session: Session, plan: SessionPlan) -> Iterator[Problem]:
    """A session that has been registered keeps its day and place; its time, name and people may be put right."""
    for name in LOCKED:
        if getattr(session, name) != getattr(plan, name):
            text = _("Der er registreret på åbningen, så det kan ikke ændres. Ret registreringen i journalen i stedet.")
            yield Problem(name, text)


def rhythm_problems(programme: Programme, plan: RhythmPlan) -> Iterator[Problem]:
    first, last = period_of(programme, plan.activity)
    if not first <= plan.starts_on <= last:
        yield Problem("starts_on", _outside(plan.activity, first, last))
    if plan.ends_on is not None and plan.ends_on > last:
        yield Problem("ends_on", _outside(plan.activity, first, last))
    if plan.ends_on is not None and plan.ends_on < plan.starts_on:
        yield Problem("ends_on", _("Rytmen slutter, før den begynder. Vælg en senere sidste dag."))
    if not plan.turns:
        yield Problem("", _("Vælg mindst én gang, så rytmen har noget at gentage."))
    if len(plan.turns) > MOST_TURNS or any(not RULE.fullmatch(turn.rule) for turn in plan.turns):
        yield Problem("", _("Rytmen kan ikke læses. Vælg ugedag og hvor tit den kommer igen."))
    yield from _hours(plan)
    yield from _belongings(programme, plan)
    for turn in plan.turns:
        yield from _places(programme, turn)


def change_problems(rhythm: Rhythm, plan: RhythmPlan) -> Iterator[Problem]:
    """What speaks against a rhythm becoming the plan from its first day on."""
    if plan.starts_on < clock.today():
        yield Problem("starts_on", _("Det, der har været, ændres ikke. Vælg i dag eller en senere dag."))
    yield from rhythm_problems(rhythm.programme, plan)


def _outside(activity: Activity, first: date, last: date) -> str:
    told = {"activity": activity.name, "first": written_day(first), "last": written_day(last)}
    return _("»%(activity)s« går fra %(first)s til %(last)s. Vælg en dag i den tid.") % told


def _hours(plan: SessionPlan | RhythmPlan) -> Iterator[Problem]:
    if plan.ends_at and not plan.starts_at:
        yield Problem("starts_at", _("Skriv også, hvornår det begynder."))
    elif plan.starts_at and plan.ends_at and plan.ends_at <= plan.starts_at:
        yield Problem("ends_at", _("Det slutter, før det begynder. Skriv et senere klokkeslæt."))


def _belongings(programme: Programme, plan: SessionPlan | RhythmPlan) -> Iterator[Problem]:
    if plan.activity.programme_id != programme.pk:
        yield Problem("activity", _("Aktiviteten hører til et andet program. Vælg en af programmets egne."))
    if plan.run is not None and plan.run.activity_id != plan.activity.pk:
        yield Problem("run", _("Forløbet hører til en anden aktivitet. Vælg et af aktivitetens forløb."))
    if isinstance(plan, SessionPlan):
        yield from _places(programme, plan)
    working = Staff.objects.filter(grants__programme=programme, grants__role__in=ROLES, is_active=True)
    if plan.staff and working.filter(pk__in=[each.pk for each in plan.staff]).distinct().count() < len(set(plan.staff)):
        yield Problem("staff", _("En af dem, der er på, arbejder ikke længere i programmet. Vælg igen."))


def _places(programme: Programme, plan: object) -> Iterator[Problem]:
    area, venue = getattr(plan, "area", None), getattr(plan, "venue", None)
    if area is not None and not programme.areas.filter(pk=area.pk).exists():
        yield Problem("area", _("Området hører ikke til programmet. Vælg et af programmets områder."))
    if venue is not None and venue.area_id and not programme.areas.filter(pk=venue.area_id).exists():
        yield Problem("venue", _("Stedet ligger ikke i et af programmets områder. Vælg et andet sted."))
