"""That a colleague has read what was done to their access."""

from __future__ import annotations

from traedesten.core import clock
from traedesten.core.action import Actor, action
from traedesten.places.models import Staff


@action("access_change.read", needs=())
def read(*, by: Actor, staff: Staff) -> Staff:
    """Whoever is logged in as the colleague has read them. A job's action: a colleague without a role is told too."""
    staff.access_changes.filter(read_at=None).update(read_at=clock.now())
    return staff
