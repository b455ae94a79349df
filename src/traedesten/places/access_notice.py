"""The notice on every page that somebody's access was changed, from their next log-in until they have read it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from traedesten.core.writing import written_moment
from traedesten.places.models import AccessChange, Staff
from traedesten.places.queries import access_changes_of, has_unread_changes

KEY = "access_changed"


def remember(sender: Any, request: HttpRequest | None, user: Any, **_more: Any) -> None:
    """At the log-in: asked once, so that no page has to."""
    if request is not None and isinstance(user, Staff) and has_unread_changes(user):
        request.session[KEY] = True


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def context(request: HttpRequest) -> dict[str, Any]:
    """Context processor. One who reads a new change is shown the earlier ones too: another may have read those."""
    session = getattr(request, "session", None)
    return {
        "access_changes": _told(request) if session is not None and session.get(KEY) else [],
        "access_history": SimpleLazyObject(lambda: _told(request)),
    }


def _told(request: HttpRequest) -> list[str]:
    return [told(change) for change in access_changes_of(request.user)] if isinstance(request.user, Staff) else []


def told(change: AccessChange) -> str:
    """Day and time, by whom, what; and when it was read."""
    values = {
        "moment": written_moment(change.made_at),
        "who": change.made_by.name if change.made_by else _("systemet"),
        "what": change.get_what_display(),
    }
    text = _("%(moment)s af %(who)s: %(what)s.") % values
    if change.read_at:
        text = f"{text} {_('Læst %(moment)s.') % {'moment': written_moment(change.read_at)}}"
    return text
