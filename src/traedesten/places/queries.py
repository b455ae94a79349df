"""Questions about staff that others may ask."""

from __future__ import annotations

from traedesten.places.models import Invitation


def open_invitation(token: str) -> Invitation | None:
    """The invitation whose link has this token, if it can still be used. Whoever has the token may ask."""
    return Invitation.objects.open().with_token(token).select_related("staff").first()
