"""Giving somebody a role in a programme, and taking it back."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.places.models import Area, Staff
from traedesten.programme import rules
from traedesten.programme.models import Programme, RoleGrant
from traedesten.programme.roles import ROLES


@action("grant.give", needs=Permission.GRANT_ROLE)
def give(*, by: Actor, to: Staff, programme: Programme, role: str, areas: Collection[Area] = ()) -> RoleGrant:
    """Let ``to`` hold ``role`` in the programme, in ``areas`` or in all of them when none are named.

    Giving the same role again sets its areas. Raises ValidationError (by argument) for an unknown role, a closed
    account, an area of another programme or a partner without organisation; PermissionDenied for a role to oneself
    or for more areas than the giver has.
    """
    _demand_other(by, to)
    _demand_own_areas(by, programme, areas)
    _demand_sound(to, programme, role, areas)
    grant, _made = RoleGrant.objects.get_or_create(staff=to, programme=programme, role=role)
    grant.areas.set(areas)
    return grant


@action("grant.withdraw", needs=Permission.GRANT_ROLE)
def withdraw(*, by: Actor, grant: RoleGrant) -> Programme:
    """Take a role back; what the person recorded stays. Returns the programme it was held in.

    Raises PermissionDenied for one's own: a programme without its administrator could let nobody in.
    """
    programme = grant.programme
    if by.actor_id == grant.staff_id:
        raise PermissionDenied(_("Ingen kan tage sin egen rolle. Bed en anden administrator om det."))
    _demand_own_areas(by, programme, grant.areas.all())
    grant.delete()
    return programme


def _demand_other(by: Actor, to: Staff) -> None:
    if by.actor_id == to.pk:
        raise PermissionDenied(_("Ingen kan give sig selv en rolle. Bed en anden administrator om det."))


def _demand_own_areas(by: Actor, programme: Programme, areas: Collection[Area]) -> None:
    if by.actor_id is None:
        return
    own = rules.areas_of(by, programme, Permission.GRANT_ROLE)
    if own is not None and (not areas or not {area.pk for area in areas} <= own):
        raise PermissionDenied(_("Du kan kun give og tage roller i de områder, du selv administrerer."))


def _demand_sound(to: Staff, programme: Programme, role: str, areas: Collection[Area]) -> None:
    if role not in ROLES:
        raise ValidationError({"role": _("Rollen »%(role)s« findes ikke. Vælg en fra listen.") % {"role": role}})
    if not to.is_active:
        raise ValidationError({"to": _("Medarbejderens adgang er lukket. Åbn den, før der gives en rolle.")})
    if ROLES[role].own_organisation and to.organisation_id is None:
        raise ValidationError({"to": _("Medarbejderen skal høre til en organisation for at få denne rolle.")})
    theirs = set(programme.areas.values_list("pk", flat=True))
    foreign = [area.name for area in areas if area.pk not in theirs]
    if foreign:
        text = _("%(areas)s hører ikke til programmet. Vælg blandt programmets egne områder.")
        raise ValidationError({"areas": text % {"areas": ", ".join(foreign)}})
