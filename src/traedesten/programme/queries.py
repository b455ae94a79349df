"""Questions others may ask about programmes, scope first: what is not the person's does not exist for them (404)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from traedesten.core.access import Permission, refusal
from traedesten.places.models import Area, Staff
from traedesten.programme import rules
from traedesten.programme.models import Criterion, Programme, RoleGrant, Target
from traedesten.programme.roles import ROLES

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Programme, P], HttpResponse]
Routed = Callable[Concatenate[HttpRequest, str, P], HttpResponse]


def visible_to(staff: Any) -> QuerySet[Programme]:
    """Programmes the person holds a role in."""
    if not isinstance(staff, Staff) or not staff.is_active:
        return Programme.objects.none()
    grants = RoleGrant.objects.filter(staff=staff, role__in=ROLES)
    return Programme.objects.filter(pk__in=grants.values("programme"))


def named_for(staff: Any) -> list[tuple[str, str, frozenset[str]]]:
    """Code and name of each of the person's programmes, and every permission their roles give somewhere in it."""
    found: dict[tuple[str, str], set[str]] = {}
    if isinstance(staff, Staff) and staff.is_active:
        rows = staff.grants.filter(role__in=ROLES).order_by("programme__name", "role")
        for code, name, role in rows.values_list("programme__code", "programme__name", "role"):
            found.setdefault((code, name), set()).update(ROLES[role].permissions)
    return [(code, name, frozenset(permissions)) for (code, name), permissions in found.items()]


def may_somewhere(staff: Any, permission: Permission) -> bool:
    """Whether a role of the person's gives the permission in any programme: for what has no programme yet."""
    return any(permission in permissions for _code, _name, permissions in named_for(staff))


def with_areas(keys: Iterable[int]) -> list[Programme]:
    """These programmes with ``number``, the version they are at, and their areas with the municipality of each."""
    areas = Prefetch("areas", Area.objects.select_related("municipality"))
    found = Programme.objects.filter(pk__in=list(keys)).annotate(number=Coalesce("version__number", 0))
    return list(found.prefetch_related(areas))


def members(programme: Programme) -> QuerySet[Staff]:
    """Everybody who holds a role in the programme, closed accounts too, with what a page tells of them."""
    held = RoleGrant.objects.filter(programme=programme, role__in=ROLES)
    found = Staff.objects.filter(pk__in=held.values("staff")).select_related("organisation", "invitation")
    return found.prefetch_related("grants__areas").order_by("name")


def get_programme(staff: Any, code: str, permission: Permission = Permission.SEE_PROGRAMME) -> Programme:
    """The person's programme with this code.

    Raises Http404 when they hold no role in it, and PermissionDenied when they do but it lacks the permission.
    """
    programme = get_object_or_404(visible_to(staff), code=code)
    if not rules.may(staff, permission, programme):
        raise PermissionDenied(refusal((permission,)))
    return programme


def demand(
    staff: Any,
    permission: Permission,
    programme: Programme,
    *,
    area: Area | None = None,
    kind: str | None = None,
) -> None:
    """Let the person pass, or raise.

    Http404 where the programme or the area is not theirs, PermissionDenied where their role lacks the permission.
    """
    here = rules.standing(staff, programme)
    if not here.holdings or (area is not None and not _works_in(here, area)):
        raise Http404
    if not here.may(permission, area=area, kind=kind):
        raise PermissionDenied(refusal((permission,)))


def _works_in(here: rules.Standing, area: Area) -> bool:
    ids = here.area_ids()
    return ids is None or area.pk in ids


def in_programme(permission: Permission) -> Callable[[View[P]], Routed[P]]:
    """View decorator: the address gives ``programme`` (its code), the view gets the programme, if the person may."""

    def decorate(view: View[P]) -> Routed[P]:
        @wraps(view)
        def fetched(request: HttpRequest, /, programme: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            return view(request, get_programme(request.user, programme, permission), *args, **kwargs)

        return fetched

    return decorate


def areas_visible_to(staff: Any, programme: Programme, permission: Permission | None = None) -> QuerySet[Area]:
    """Areas of the programme that the person works in (with a role that gives ``permission``)."""
    ids = rules.areas_of(staff, programme, permission)
    areas = programme.areas.all()
    return areas if ids is None else areas.filter(pk__in=ids)


def criteria_visible_to(staff: Any, programme: Programme) -> QuerySet[Criterion]:
    """Criteria of the programme, without those that only promise something for areas the person does not work in."""
    here = rules.standing(staff, programme)
    if not here.may(Permission.SEE_PROGRAMME):
        return Criterion.objects.none()
    return criteria_in_areas(programme, here.area_ids(Permission.SEE_PROGRAMME))


def criteria_in_areas(programme: Programme, ids: rules.AreaIds) -> QuerySet[Criterion]:
    """Criteria that promise something for the whole programme or for one of the areas; None stands for every area."""
    criteria = programme.criteria.all()
    if ids is None:
        return criteria
    targets = Target.objects.filter(criterion=OuterRef("pk"))
    return criteria.filter(Exists(targets_in_areas(targets, ids)) | ~Exists(targets))


def get_criterion(staff: Any, programme: Programme, code: str) -> Criterion:
    """A criterion by code, if it is visible to the person; Http404 otherwise."""
    return get_object_or_404(criteria_visible_to(staff, programme), code=code)


def targets_visible_to(staff: Any, criterion: Criterion) -> QuerySet[Target]:
    """Targets of a criterion for the whole programme and for the areas the person works in."""
    ids = rules.areas_of(staff, criterion.programme_id, Permission.SEE_PROGRAMME)
    return targets_in_areas(criterion.targets.all(), ids)


def targets_in_areas(targets: QuerySet[Target], ids: rules.AreaIds) -> QuerySet[Target]:
    """Targets for the whole programme or for one of the areas; None stands for every area."""
    return targets if ids is None else targets.filter(Q(area__isnull=True) | Q(area_id__in=ids))
