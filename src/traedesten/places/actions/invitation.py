"""The link a new colleague gets in with, and the way back for one who has lost password or phone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from traedesten.core.access import Permission, Reach
from traedesten.core.action import Actor, AuditSubject, action
from traedesten.places import access_note
from traedesten.places.models import AccessChange, Invitation, Staff
from traedesten.places.models.invitation import LASTS, hash_of, new_token


@dataclass(frozen=True, slots=True)
class Made:
    """An invitation and the one sight of its token: it cannot be shown again, only made anew."""

    invitation: Invitation
    token: str

    def audit_subject(self) -> AuditSubject:
        return AuditSubject("places.Invitation", str(self.invitation.pk))


def _account(arguments: Mapping[str, Any]) -> Reach:
    return Reach(account_id=arguments["staff"].pk)


@action("invitation.make", needs=Permission.MANAGE_STAFF, reach=_account)
def make(*, by: Actor, staff: Staff) -> Made:
    """A new link for a colleague, good for a week and once; an earlier one stops working.

    The old password works until the link is used, so that nobody is locked out by a mistake. Raises ValidationError
    for a closed account and PermissionDenied for a link to oneself.
    """
    if by.actor_id == staff.pk:
        raise PermissionDenied(_("Skift din egen adgangskode under »Mit login«."))
    if not staff.is_active:
        raise ValidationError({"staff": _("Adgangen er lukket. Åbn den, før du laver et link.")})
    token = new_token()
    fresh = {"token_hash": hash_of(token), "expires_at": timezone.now() + LASTS, "used_at": None}
    invitation, _is_new = Invitation.objects.update_or_create(staff=staff, defaults=fresh)
    if staff.last_login or staff.has_usable_password():  # else there is no access yet that could be taken over
        access_note.note(by, staff, AccessChange.What.LINK)
    return Made(invitation, token)


@action("invitation.accept", needs=())
def accept(*, by: Actor, token: str, password: str) -> Staff:
    """Set the password the colleague chose; the link is used up. A job's action: nobody is logged in yet.

    Raises Invitation.DoesNotExist for a link that is unknown, old or used, and ValidationError for a weak password.
    """
    invitation = Invitation.objects.open().with_token(token).select_for_update().select_related("staff").get()
    validate_password(password, invitation.staff)
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
    invitation.staff.set_password(password)
    invitation.staff.save(update_fields=["password"])
    return invitation.staff
