"""Opening and closing a member of staff's access. Roles are given per programme, by `grant.give`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from traedesten.core.access import Permission, Reach
from traedesten.core.action import Actor, action
from traedesten.places import access_note
from traedesten.places.models import AccessChange, Organisation, Staff


def _account(arguments: Mapping[str, Any]) -> Reach:
    return Reach(account_id=arguments["staff"].pk)


@action("staff.create", needs=Permission.MANAGE_STAFF)
def create(*, by: Actor, email: str, name: str, organisation: Organisation | None = None) -> Staff:
    """A colleague who can be given roles; nobody can log in as them until a password or single sign-on is set.

    Raises ValidationError where the name is missing, or the e-mail is malformed or taken.
    """
    staff = Staff(email=Staff.objects.normalize_email(email).lower(), name=name.strip(), organisation=organisation)
    staff.set_unusable_password()
    staff.full_clean()
    staff.save()
    return staff


@action("staff.deactivate", needs=Permission.MANAGE_STAFF, reach=_account)
def deactivate(*, by: Actor, staff: Staff) -> Staff:
    """Close a colleague's access at once; roles and what they recorded stay. Done by an administrator of every
    programme they work in, never by themselves."""
    if by.actor_id == staff.pk:
        raise PermissionDenied(_("Ingen kan lukke sin egen adgang. Bed en anden administrator om det."))
    staff.is_active = False
    staff.save(update_fields=["is_active"])
    return staff


@action("staff.reactivate", needs=Permission.MANAGE_STAFF, reach=_account)
def reactivate(*, by: Actor, staff: Staff) -> Staff:
    """Open a closed access again, with the roles it had; the colleague logs in as before."""
    staff.is_active = True
    staff.save(update_fields=["is_active"])
    return staff


@action("staff.drop_second_factor", needs=Permission.MANAGE_STAFF, reach=_account)
def drop_second_factor(*, by: Actor, staff: Staff) -> Staff:
    """For a colleague whose phone is gone: app, passkeys and emergency codes are forgotten.

    They set up a new second step at the next log-in. Raises PermissionDenied for one's own.
    """
    if by.actor_id == staff.pk:
        raise PermissionDenied(_("Ret dit eget andet trin under »Mit login«."))
    forgotten, _rows = Authenticator.objects.filter(user=staff).delete()
    if forgotten:
        access_note.note(by, staff, AccessChange.What.SECOND_STEP)
    return staff
