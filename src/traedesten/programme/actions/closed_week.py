"""Weeks planned closed; they are left out where every week is judged."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.programme import row
from traedesten.programme.models import ClosedWeek, Programme


@action("closed_week.add", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def add(*, by: Actor, programme: Programme, values: row.Values) -> ClosedWeek:
    year, week = values["year"], values["week"]
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        text = _("Året %(year)d har ingen uge %(week)d. Skriv en uge fra 1 til 52.")
        raise ValidationError({"week": text % {"year": year, "week": week}}) from None
    if monday + timedelta(days=6) < programme.starts_on or monday > programme.ends_on:
        raise ValidationError({"week": _("Ugen ligger uden for programmet. Vælg en uge inden for perioden.")})
    if programme.closed_weeks.filter(year=year, week=week).exists():
        raise ValidationError({"week": _("Ugen er allerede lukket.")})
    return row.make(ClosedWeek, programme, values)


@action("closed_week.remove", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def remove(*, by: Actor, closed_week: ClosedWeek) -> Programme:
    """The week is open after all."""
    return row.remove(closed_week, closed_week.programme)
