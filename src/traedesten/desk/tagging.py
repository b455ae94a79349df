"""Tags that were put on a session together with its head count: remembered for as long as the press can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest

from traedesten.desk.workplace import Workplace
from traedesten.schedule.actions import session_tag
from traedesten.schedule.models import Session

KEY = "desk_tagged"
KEPT = 20  # presses


def put_on(workplace: Workplace, session: str, codes: Sequence[str]) -> tuple[str, ...]:
    """The tags that were not on the session before."""
    found = _session(workplace, session)
    if not codes or found is None:
        return ()
    return session_tag.add(by=workplace.staff, session=found, codes=codes).codes


def remember(request: HttpRequest, uid: UUID, session: str, codes: Sequence[str]) -> None:
    if codes:
        latest = dict(list(request.session.get(KEY, {}).items())[-(KEPT - 1) :])
        request.session[KEY] = {**latest, str(uid): [session, list(codes)]}


def take_off(request: HttpRequest, workplace: Workplace, uid: UUID) -> None:
    """Take off what the press with this id put on."""
    kept = dict(request.session.get(KEY, {}))
    session, codes = kept.pop(str(uid), ("", ()))
    found = _session(workplace, session) if session else None
    if found is not None:
        session_tag.remove(by=workplace.staff, session=found, codes=codes)
        request.session[KEY] = kept


def _session(workplace: Workplace, code: str) -> Session | None:
    return workplace.programme.sessions.filter(code=code).first()
