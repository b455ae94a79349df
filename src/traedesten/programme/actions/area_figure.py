"""How many people and dwellings an area has, from a day on; earlier numbers stay."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.core.meanwhile import Plain
from traedesten.core.writing import written_day
from traedesten.places.models import Area, AreaFigure
from traedesten.programme import row
from traedesten.programme.models import Programme, Version
from traedesten.programme.sharing import everywhere, programmes_using

FIELDS = ("area", "valid_from", "people", "dwellings")


@action("area_figure.add", needs=Permission.EDIT_PROGRAMME, reach=everywhere)
def add(*, by: Actor, programme: Programme, area: Area, values: row.Values) -> AreaFigure:
    _demand_sound(area, values, None)
    _tell_others(programme, area)
    return row.make(AreaFigure, programme, {**values, "area": area}, is_shared=True)


@action("area_figure.change", needs=Permission.EDIT_PROGRAMME, reach=everywhere)
def change(
    *, by: Actor, programme: Programme, figure: AreaFigure, values: row.Values, seen: Plain | None = None
) -> AreaFigure:
    _demand_sound(figure.area, values, figure)
    _tell_others(programme, figure.area)
    return row.change(figure, programme, values, seen)


@action("area_figure.remove", needs=Permission.EDIT_PROGRAMME, reach=everywhere)
def remove(*, by: Actor, programme: Programme, figure: AreaFigure) -> Programme:
    _tell_others(programme, figure.area)
    return row.remove(figure, programme)


def _tell_others(programme: Programme, area: Area) -> None:
    for key in sorted(programmes_using(area) - {programme.pk}):
        Version.objects.next_for(key)


def _demand_sound(area: Area, values: row.Values, besides: AreaFigure | None) -> None:
    if values.get("people") is None and values.get("dwellings") is None:
        raise ValidationError({"people": _("Skriv antal beboere, antal boliger eller begge dele.")})
    others = area.figures.exclude(pk=besides.pk) if besides else area.figures.all()
    if others.filter(valid_from=values["valid_from"]).exists():
        text = _("%(area)s har allerede tal fra %(day)s. Ret dem i stedet.")
        raise ValidationError({"valid_from": text % {"area": area, "day": written_day(values["valid_from"])}})
