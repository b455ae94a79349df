"""Organisations that take part in the programme, with the hours a year they have promised."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.core.meanwhile import Plain
from traedesten.places.models import Organisation
from traedesten.programme import row
from traedesten.programme.models import Partner, Programme

MOST_HOURS = 999_999


@action("partner.add", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def add(*, by: Actor, programme: Programme, values: row.Values) -> Partner:
    """``values`` name an ``organisation`` that is known, or the ``name`` and ``kind`` of a new one."""
    _demand_hours(values)
    told: dict[str, Any] = dict(values)
    organisation = told.pop("organisation", None)
    about: dict[str, Any] = {key: told.pop(key) for key in ("name", "kind", "code") if key in told}
    if organisation is None:
        organisation = row.make(Organisation, programme, about, is_shared=True)
    if programme.partners.filter(organisation=organisation).exists():
        raise ValidationError({"organisation": _("%(name)s er allerede med.") % {"name": organisation}})
    return row.make(Partner, programme, {**told, "organisation": organisation})


@action("partner.change", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def change(*, by: Actor, takes_part: Partner, values: row.Values, seen: Plain | None = None) -> Partner:
    """The hours that are agreed."""
    _demand_hours(values)
    return row.change(takes_part, takes_part.programme, values, seen)


@action("partner.remove", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def remove(*, by: Actor, takes_part: Partner) -> Programme:
    """It no longer takes part; the organisation itself and what it has done stay."""
    return row.remove(takes_part, takes_part.programme)


def _demand_hours(values: row.Values) -> None:
    hours = values.get("agreed_hours_a_year")
    if hours is not None and not 0 <= hours <= MOST_HOURS:
        raise ValidationError({"agreed_hours_a_year": _("Skriv et antal timer mellem 0 og 999.999.")})
