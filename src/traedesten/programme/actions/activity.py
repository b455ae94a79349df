"""Activities: written down, changed, closed from a day on with a reason, and others started in their place."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.core.meanwhile import Plain
from traedesten.programme import period, row
from traedesten.programme.models import Activity, Programme
from traedesten.programme.use import demand_unused


@action("activity.add", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def add(*, by: Actor, programme: Programme, values: row.Values) -> Activity:
    """A new activity, last in the list; ``replaces`` names the closed one it is started in place of."""
    _demand_sound(programme, values, None)
    last = programme.activities.aggregate(last=Max("position"))["last"]
    place = 0 if last is None else last + 1
    return row.make(Activity, programme, {"position": place, **values})


@action("activity.change", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def change(*, by: Actor, activity: Activity, values: row.Values, seen: Plain | None = None) -> Activity:
    _demand_sound(activity.programme, values, activity)
    return row.change(activity, activity.programme, values, seen)


@action("activity.close", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def close(*, by: Actor, activity: Activity, last_day: date, reason: str) -> Activity:
    """Its last day is ``last_day``; entries and history stay, and nothing later can be registered on it.

    Raises ValidationError by field (ends_on, close_reason).
    """
    text = row.tidied(Activity, {"close_reason": reason})["close_reason"]
    if not text:
        raise ValidationError({"close_reason": _("Skriv kort hvorfor, for eksempel »for få deltagere«.")})
    values = {"ends_on": last_day, "close_reason": text}
    _demand_sound(activity.programme, {"starts_on": activity.starts_on, **values}, activity)
    return row.change(activity, activity.programme, values, None)


@action("activity.remove", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def remove(*, by: Actor, activity: Activity) -> Programme:
    """Only one that nothing belongs to; any other is closed. Raises ValidationError with what belongs to it."""
    demand_unused(activity)
    return row.remove(activity, activity.programme)


def _demand_sound(programme: Programme, values: row.Values, activity: Activity | None) -> None:
    period.demand_order(values)
    period.demand_inside(programme, values, "starts_on", "ends_on")
    for name in ("parent", "replaces"):
        _demand_no_circle(values.get(name), activity, name)


def _demand_no_circle(above: Activity | None, activity: Activity | None, name: str) -> None:
    seen: set[int] = set()
    while above is not None and activity is not None and above.pk not in seen:
        if above.pk == activity.pk:
            raise ValidationError({name: _("Aktiviteten kan ikke høre under sig selv. Vælg en anden.")})
        seen.add(above.pk)
        above = getattr(above, name)
