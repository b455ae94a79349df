"""Phases of the programme, each with its own focus; they do not overlap."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.core.meanwhile import Plain
from traedesten.core.writing import written_day
from traedesten.programme import period, row
from traedesten.programme.models import Phase, Programme
from traedesten.programme.use import demand_unused


@action("phase.add", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def add(*, by: Actor, programme: Programme, values: row.Values) -> Phase:
    _demand_sound(programme, values)
    return row.make(Phase, programme, values)


@action("phase.change", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def change(*, by: Actor, phase: Phase, values: row.Values, seen: Plain | None = None) -> Phase:
    _demand_sound(phase.programme, values, besides=phase)
    return row.change(phase, phase.programme, values, seen)


@action("phase.remove", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def remove(*, by: Actor, phase: Phase) -> Programme:
    demand_unused(phase)
    return row.remove(phase, phase.programme)


def _demand_sound(programme: Programme, values: row.Values, *, besides: Phase | None = None) -> None:
    period.demand_order(values)
    period.demand_inside(programme, values, "starts_on", "ends_on")
    first = values.get("starts_on") or (besides.starts_on if besides else None)
    last = values.get("ends_on") or (besides.ends_on if besides else None)
    if first and last:
        _demand_room(programme, first, last, besides)


def _demand_room(programme: Programme, first: date, last: date, besides: Phase | None) -> None:
    others = programme.phases.filter(starts_on__lte=last, ends_on__gte=first)
    other = (others.exclude(pk=besides.pk) if besides else others).first()
    if other:
        text = _("»%(other)s« løber fra %(first)s til %(last)s. Faser må ikke overlappe.")
        told = {"other": other, "first": written_day(other.starts_on), "last": written_day(other.ends_on)}
        raise ValidationError({"starts_on" if other.starts_on <= first else "ends_on": text % told})
