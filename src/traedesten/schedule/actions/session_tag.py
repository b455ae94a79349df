"""Putting tags on a session, and taking off again those that were put on by mistake."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from traedesten.core.access import Permission, Reach
from traedesten.core.action import Actor, AuditSubject, action
from traedesten.programme.models import Part, Tag, Version
from traedesten.schedule.models import Session


@dataclass(frozen=True, slots=True)
class Tagged:
    """``codes`` are the tags that were not there before, or that were taken off."""

    session: Session
    codes: tuple[str, ...]

    def audit_subject(self) -> AuditSubject:
        programme_id = int(self.session.programme_id)
        return AuditSubject("schedule.Session", str(self.session.pk), programme_id, count=len(self.codes))


def _reach(arguments: Mapping[str, Any]) -> Reach:
    """Who records that the session was held may say what it was about."""
    session = arguments["session"]
    areas = frozenset({session.area_id} - {None})
    return Reach(frozenset({session.programme_id}), areas, kind="session")


@action("session.tag", needs=Permission.RECORD_ENTRY, reach=_reach)
def add(*, by: Actor, session: Session, codes: Collection[str]) -> Tagged:
    """Tags of the programme with these codes; unknown codes are left out."""
    Version.objects.next_for(session.programme_id, Part.PLANS)
    there = set(session.tags.values_list("pk", flat=True))
    new = [tag for tag in _tags(session, codes) if tag.pk not in there]
    session.tags.add(*new)
    return Tagged(session, tuple(tag.code for tag in new))


@action("session.untag", needs=Permission.RECORD_ENTRY, reach=_reach)
def remove(*, by: Actor, session: Session, codes: Collection[str]) -> Tagged:
    Version.objects.next_for(session.programme_id, Part.PLANS)
    gone = _tags(session, codes)
    session.tags.remove(*gone)
    return Tagged(session, tuple(tag.code for tag in gone))


def _tags(session: Session, codes: Collection[str]) -> list[Tag]:
    return list(Tag.objects.filter(programme=session.programme_id, code__in=list(codes)).order_by("code"))
