"""The row by which a colleague is told that an action has changed how they get in."""

from __future__ import annotations

from traedesten.core import clock
from traedesten.core.action import Actor
from traedesten.places.models import AccessChange, Staff


def note(by: Actor, staff: Staff, what: AccessChange.What) -> None:
    """Written by the action that changes the access, in its transaction."""
    AccessChange.objects.create(staff=staff, what=what, made_at=clock.now(), made_by_id=by.actor_id)
