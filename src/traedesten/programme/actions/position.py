"""Positions the agreement pays for, and who fills them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.core.meanwhile import Plain
from traedesten.programme import row
from traedesten.programme.models import Position, Programme
from traedesten.programme.use import demand_unused

MOST_HOURS = 9999


@action("position.add", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def add(*, by: Actor, programme: Programme, values: row.Values) -> Position:
    _demand_hours(values)
    return row.make(Position, programme, values)


@action("position.change", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def change(*, by: Actor, position: Position, values: row.Values, seen: Plain | None = None) -> Position:
    _demand_hours(values)
    return row.change(position, position.programme, values, seen)


@action("position.remove", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def remove(*, by: Actor, position: Position) -> Programme:
    """Raises ValidationError while somebody has filled it, or a criterion or milestone is its work."""
    demand_unused(position)
    return row.remove(position, position.programme)


def _demand_hours(values: row.Values) -> None:
    hours = values.get("weekly_hours")
    if hours is not None and not 0 <= hours <= MOST_HOURS:
        raise ValidationError({"weekly_hours": _("Skriv et antal timer om ugen mellem 0 og 9.999.")})
