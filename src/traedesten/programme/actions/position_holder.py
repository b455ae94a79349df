"""Who fills a position, from a day and perhaps to one. Rights are given apart from this, by `grant.give`."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.core.meanwhile import Plain
from traedesten.core.writing import written_day
from traedesten.programme import period, row
from traedesten.programme.models import Position, PositionHolder, Programme


@action("position_holder.add", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def add(*, by: Actor, position: Position, values: row.Values) -> PositionHolder:
    """``values`` are staff (with a role in the programme), starts_on and ends_on."""
    _demand_sound(position, values, None)
    return row.make(PositionHolder, position.programme, {**values, "position": position}, is_shared=True)


@action("position_holder.change", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def change(*, by: Actor, holder: PositionHolder, values: row.Values, seen: Plain | None = None) -> PositionHolder:
    position = values.get("position", holder.position)
    _demand_sound(position, values, holder)
    return row.change(holder, holder.programme, values, seen)


@action("position_holder.remove", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def remove(*, by: Actor, holder: PositionHolder) -> Programme:
    return row.remove(holder, holder.programme)


def _demand_sound(position: Position, values: row.Values, besides: PositionHolder | None) -> None:
    period.demand_order(values)
    staff = values.get("staff") or (besides.staff if besides else None)
    if staff and not staff.grants.filter(programme=position.programme_id).exists():
        text = _("%(name)s har ingen rolle i programmet. Giv en rolle først.")
        raise ValidationError({"staff": text % {"name": staff}})
    others = position.holders.filter(staff=staff)
    for other in others.exclude(pk=besides.pk) if besides else others:
        if _overlap(other, values):
            text = _("%(name)s har allerede stillingen fra %(day)s. Ret det i stedet.")
            raise ValidationError({"staff": text % {"name": staff, "day": written_day(other.starts_on)}})


def _overlap(other: PositionHolder, values: row.Values) -> bool:
    first, last = values["starts_on"], values.get("ends_on")
    return (last is None or other.starts_on <= last) and (other.ends_on is None or other.ends_on >= first)
