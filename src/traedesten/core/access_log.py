"""Writing the access log: who looked at, searched in or took out what concerns people."""

from __future__ import annotations

from traedesten.core.action import Actor
from traedesten.core.models import Look


def write(
    *,
    by: Actor,
    way: Look.Way,
    what: str,
    programme_id: int | None = None,
    object_key: str = "",
    subject_id: int | None = None,
    count: int = 1,
    words: str | None = None,
) -> Look:
    """One line of the log. ``words`` are what was searched for; they are kept encrypted."""
    return Look.objects.create(
        actor_id=by.actor_id,
        actor_label=by.actor_label,
        way=way,
        what=what,
        programme_id=programme_id,
        object_key=object_key,
        subject_id=subject_id,
        count=count,
        words=words,
    )
