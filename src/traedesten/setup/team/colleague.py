"""Colleagues of a programme as the page tells them: their roles, and whether they can get in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from traedesten.core.access import Permission
from traedesten.core.writing import written_day
from traedesten.journal.catalogue import KINDS
from traedesten.places.models import Staff
from traedesten.programme.models import Programme, RoleGrant
from traedesten.programme.queries import members
from traedesten.programme.roles import ROLES, Role
from traedesten.setup.hub import Facts
from traedesten.setup.site import Site

ALL_AREAS = gettext_lazy("hele programmet")


@dataclass(frozen=True, slots=True)
class Held:
    """A role somebody holds here, and where."""

    grant: RoleGrant
    name: str
    areas: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """``state`` is "active", "invited", "waiting", "uninvited" or "closed"; ``told`` the same in words."""

    staff: Staff
    held: tuple[Held, ...]
    state: str
    told: str
    has_second_step: bool

    @property
    def is_open(self) -> bool:
        return self.state != "closed"


def of(programme: Programme) -> list[Colleague]:
    """Everybody who holds a role in the programme, by name; those who cannot get in last."""
    found = list(members(programme))
    safe = frozenset(Authenticator.objects.filter(user__in=found).values_list("user_id", flat=True))
    colleagues = [_colleague(staff, programme, has_second_step=staff.pk in safe) for staff in found]
    return sorted(colleagues, key=lambda each: (not each.is_open, each.staff.name))


def one(programme: Programme, pk: int) -> Colleague:
    """One of them. Http404 for who holds no role in the programme."""
    staff = get_object_or_404(members(programme), pk=pk)
    safe = Authenticator.objects.filter(user=staff).exists()
    return _colleague(staff, programme, has_second_step=safe)


def _colleague(staff: Staff, programme: Programme, *, has_second_step: bool) -> Colleague:
    grants = [grant for grant in staff.grants.all() if grant.programme_id == programme.pk and grant.role in ROLES]
    held = [Held(grant, str(ROLES[grant.role].name), _areas(grant)) for grant in grants]
    state, told = _state(staff)
    return Colleague(staff, tuple(sorted(held, key=lambda each: each.name)), state, told, has_second_step)


def _areas(grant: RoleGrant) -> str:
    return ", ".join(area.name for area in grant.areas.all()) or str(ALL_AREAS)


def _state(staff: Staff) -> tuple[str, str]:
    if not staff.is_active:
        return "closed", _("Adgangen er lukket")
    if staff.last_login:
        on = timezone.localtime(staff.last_login).date()
        return "active", _("Logget ind senest %(day)s") % {"day": written_day(on)}
    invitation = getattr(staff, "invitation", None)
    if invitation is not None and invitation.is_open:
        until = timezone.localtime(invitation.expires_at).date()
        return "invited", _("Inviteret; linket virker til %(day)s") % {"day": written_day(until)}
    if invitation is not None and invitation.used_at is None:
        return "uninvited", _("Linket er blevet for gammelt. Lav et nyt")
    if staff.has_usable_password():
        return "waiting", _("Har ikke været inde endnu")
    return "uninvited", _("Har intet link fået. Lav et")


def facts(site: Site) -> Facts:
    """For the card of the set-up."""
    colleagues = of(site.programme)
    waiting = sum(each.state in ("invited", "waiting", "uninvited") for each in colleagues)
    missing = [_("en administrator")] if not _has_administrator(colleagues) else []
    said = ngettext("%(n)s kollega", "%(n)s kolleger", len(colleagues)) % {"n": len(colleagues)}
    if waiting:
        said = _("%(all)s, heraf %(waiting)s, der ikke har været inde") % {"all": said, "waiting": waiting}
    return Facts(said, tuple(missing), is_done=len(colleagues) > 1)


def _has_administrator(colleagues: list[Colleague]) -> bool:
    return any(
        Permission.GRANT_ROLE in ROLES[held.grant.role].permissions
        for colleague in colleagues
        if colleague.is_open
        for held in colleague.held
    )


@dataclass(frozen=True, slots=True)
class Told:
    """A role as a page tells it to somebody who is not a programmer."""

    role: type[Role]
    may: tuple[Any, ...]
    records: tuple[str, ...]
    sees: tuple[str, ...]


def roles() -> list[Told]:
    """Every role: what it may do, and the kinds of entry it records and sees besides, in the words of the screens."""
    return [_told(role) for role in ROLES.values()]


def _told(role: type[Role]) -> Told:
    besides = [kind for kind in role.sees if kind not in role.records]
    may = tuple(permission.description for permission in role.permissions)
    return Told(role, may, _named(role.records), _named(besides))


def _named(kinds: Any) -> tuple[str, ...]:
    return tuple(str(KINDS[kind].name) for kind in kinds if kind in KINDS)
