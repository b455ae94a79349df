"""The programme's areas. An area may belong to several programmes; it leaves one without being lost to the others."""

from __future__ import annotations

from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.core.meanwhile import Plain
from traedesten.places.models import Area
from traedesten.programme import row
from traedesten.programme.models import Programme, Version
from traedesten.programme.sharing import everywhere, programmes_using
from traedesten.programme.use import demand_unused


@action("area.add", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def add(*, by: Actor, programme: Programme, values: row.Values) -> Area:
    """A new area of the programme."""
    area = row.make(Area, programme, values, is_shared=True)
    programme.areas.add(area)
    return area


@action("area.join", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def join(*, by: Actor, programme: Programme, joining: Area) -> Area:
    """An area that is known already becomes one of the programme's too."""
    Version.objects.next_for(programme.pk)
    programme.areas.add(joining)
    return joining


@action("area.change", needs=Permission.EDIT_PROGRAMME, reach=everywhere)
def change(*, by: Actor, programme: Programme, area: Area, values: row.Values, seen: Plain | None = None) -> Area:
    """Its name and kind, for every programme that uses it."""
    for key in sorted(programmes_using(area) - {programme.pk}):
        Version.objects.next_for(key)
    return row.change(area, programme, values, seen)


@action("area.leave", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def leave(*, by: Actor, programme: Programme, area: Area) -> Programme:
    """The area is no longer the programme's; its people and dwellings stay known.

    Raises ValidationError while anything of the programme lies in it.
    """
    demand_unused(area, within=programme)
    Version.objects.next_for(programme.pk)
    programme.areas.remove(area)
    return programme
