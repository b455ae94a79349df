"""Tags: the programme's own words on activities, sessions and runs."""

from __future__ import annotations

from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.core.meanwhile import Plain
from traedesten.programme import row
from traedesten.programme.models import Programme, Tag
from traedesten.programme.use import demand_unused


@action("tag.add", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def add(*, by: Actor, programme: Programme, values: row.Values) -> Tag:
    return row.make(Tag, programme, values)


@action("tag.change", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def change(*, by: Actor, tag: Tag, values: row.Values, seen: Plain | None = None) -> Tag:
    return row.change(tag, tag.programme, values, seen)


@action("tag.remove", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def remove(*, by: Actor, tag: Tag) -> Programme:
    """Raises ValidationError while anything carries it, or a criterion counts by it."""
    demand_unused(tag)
    return row.remove(tag, tag.programme)
