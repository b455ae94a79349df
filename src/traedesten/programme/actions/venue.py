"""Rooms and places of the programme's areas; several programmes may use one."""

from __future__ import annotations

from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.core.meanwhile import Plain
from traedesten.places.models import Venue
from traedesten.programme import row
from traedesten.programme.models import Programme, Version
from traedesten.programme.sharing import everywhere, programmes_using
from traedesten.programme.use import demand_unused


@action("venue.add", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def add(*, by: Actor, programme: Programme, values: row.Values) -> Venue:
    """A new venue in an area of the programme."""
    return row.make(Venue, programme, values, is_shared=True)


@action("venue.change", needs=Permission.EDIT_PROGRAMME, reach=everywhere)
def change(*, by: Actor, programme: Programme, venue: Venue, values: row.Values, seen: Plain | None = None) -> Venue:
    for key in sorted(programmes_using(venue) - {programme.pk}):
        Version.objects.next_for(key)
    return row.change(venue, programme, values, seen)


@action("venue.remove", needs=Permission.EDIT_PROGRAMME, reach=everywhere)
def remove(*, by: Actor, programme: Programme, venue: Venue) -> Programme:
    """Raises ValidationError while anything is held there, or a criterion counts by it."""
    demand_unused(venue)
    return row.remove(venue, programme)
