"""One person before the plan of one programme: what they see of it, and where they may change it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from traedesten.core.access import Permission, refusal
from traedesten.places.models import Area, Staff, Venue
from traedesten.programme import rules
from traedesten.programme.models import Activity, Programme
from traedesten.programme.queries import visible_to
from traedesten.schedule import queries
from traedesten.schedule.models import Rhythm, Session

P = ParamSpec("P")


@dataclass(frozen=True)
class Planner:
    """The roles are read once; every question of a page is then answered from them."""

    staff: Staff
    programme: Programme
    standing: rules.Standing

    @cached_property
    def may_plan(self) -> bool:
        return self.standing.may(Permission.PLAN_SESSIONS)

    def may_change(self, session: Session) -> bool:
        """Whether the session lies where the person plans."""
        return self.standing.may(Permission.PLAN_SESSIONS, area=session.area_id or rules.NO_AREA)

    def may_change_rhythm(self, rhythm: Rhythm) -> bool:
        areas = {turn.area_id or rules.NO_AREA for turn in rhythm.turns.all()}
        return all(self.standing.may(Permission.PLAN_SESSIONS, area=area) for area in areas)

    def may_register(self, session: Session) -> bool:
        area = session.area_id or rules.NO_AREA
        return self.standing.may(Permission.RECORD_ENTRY, kind="session", area=area)

    @cached_property
    def sees_how_it_went(self) -> bool:
        """Whether held and cancelled are shown, and who is on duty: to those who work with sessions."""
        return self.standing.may(Permission.SEE_ENTRIES, kind="session")

    @cached_property
    def plans_everywhere(self) -> bool:
        return self.standing.area_ids(Permission.PLAN_SESSIONS) is None

    @cached_property
    def areas(self) -> list[Area]:
        """Areas of the programme that the person sees."""
        ids = self.standing.area_ids(Permission.SEE_PROGRAMME)
        return [area for area in self.programme.areas.all() if ids is None or area.pk in ids]

    @cached_property
    def areas_to_plan_in(self) -> list[Area]:
        ids = self.standing.area_ids(Permission.PLAN_SESSIONS)
        return [area for area in self.programme.areas.all() if ids is None or area.pk in ids]

    @cached_property
    def venues(self) -> list[Venue]:
        return list(queries.venues_of(self.programme))

    @cached_property
    def venues_to_plan_at(self) -> list[Venue]:
        here = {area.pk for area in self.areas_to_plan_in}
        return [venue for venue in self.venues if self.plans_everywhere or venue.area_id in here]

    @cached_property
    def activities(self) -> list[Activity]:
        return list(self.programme.activities.select_related("focus_area"))

    @cached_property
    def team(self) -> list[Staff]:
        return list(queries.team_of(self.programme))


View = Callable[Concatenate[HttpRequest, Planner, P], HttpResponse]
Routed = Callable[Concatenate[HttpRequest, str, P], HttpResponse]


def at_plan(permission: Permission = Permission.SEE_PROGRAMME) -> Callable[[View[P]], Routed[P]]:
    """View decorator: the address gives ``programme`` (its code), the view gets the person before its plan."""

    def decorate(view: View[P]) -> Routed[P]:
        @wraps(view)
        def fetched(request: HttpRequest, /, programme: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            return view(request, planner(request.user, programme, permission), *args, **kwargs)

        return fetched

    return decorate


def planner(staff: Any, code: str, permission: Permission) -> Planner:
    """Http404 when the person holds no role in the programme, PermissionDenied when it lacks the permission."""
    programme = get_object_or_404(visible_to(staff), code=code)
    standing = rules.standing(staff, programme)
    if not standing.may(permission):
        raise PermissionDenied(refusal((permission,)))
    return Planner(staff, programme, standing)
