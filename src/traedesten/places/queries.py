"""Questions about staff that others may ask."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet

from traedesten.core import clock
from traedesten.places.models import AccessChange, Invitation, Staff


def open_invitation(token: str) -> Invitation | None:
    """The invitation whose link has this token, if it can still be used. Whoever has the token may ask."""
    return Invitation.objects.open().with_token(token).select_related("staff").first()


TOLD_FOR = timedelta(days=90)


def access_changes_of(staff: Staff) -> QuerySet[AccessChange]:
    """What others have done to somebody's access of late, read or not, the newest first; for themselves to see."""
    return staff.access_changes.filter(made_at__gte=clock.now() - TOLD_FOR).select_related("made_by")


def has_unread_changes(staff: Staff) -> bool:
    return staff.access_changes.filter(read_at=None).exists()
