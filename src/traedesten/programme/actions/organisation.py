"""Bodies that take part, known by every programme they work with."""

from __future__ import annotations

from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.core.meanwhile import Plain
from traedesten.places.models import Organisation
from traedesten.programme import row
from traedesten.programme.models import Programme, Version
from traedesten.programme.sharing import everywhere, programmes_using


@action("organisation.change", needs=Permission.EDIT_PROGRAMME, reach=everywhere)
def change(
    *, by: Actor, programme: Programme, organisation: Organisation, values: row.Values, seen: Plain | None = None
) -> Organisation:
    """Its name and kind, for every programme that knows it."""
    for key in sorted(programmes_using(organisation) - {programme.pk}):
        Version.objects.next_for(key)
    return row.change(organisation, programme, values, seen)
