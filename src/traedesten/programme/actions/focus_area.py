"""Focus areas of the agreement."""

from __future__ import annotations

from django.db.models import Max

from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.core.meanwhile import Plain
from traedesten.programme import row
from traedesten.programme.models import FocusArea, Programme
from traedesten.programme.use import demand_unused


@action("focus_area.add", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def add(*, by: Actor, programme: Programme, values: row.Values) -> FocusArea:
    """A new focus area, last in the list."""
    last = programme.focus_areas.aggregate(last=Max("position"))["last"]
    place = 0 if last is None else last + 1
    return row.make(FocusArea, programme, {"position": place, **values})


@action("focus_area.change", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def change(*, by: Actor, focus_area: FocusArea, values: row.Values, seen: Plain | None = None) -> FocusArea:
    return row.change(focus_area, focus_area.programme, values, seen)


@action("focus_area.remove", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def remove(*, by: Actor, focus_area: FocusArea) -> Programme:
    """Raises ValidationError while activities, criteria or money belong to it."""
    demand_unused(focus_area)
    return row.remove(focus_area, focus_area.programme)
