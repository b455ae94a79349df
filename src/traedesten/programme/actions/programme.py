"""The agreement itself: beginning a new one, and changing what it is called and how long it runs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.core.meanwhile import Plain
from traedesten.places.models import Staff
from traedesten.programme import period, row
from traedesten.programme.models import Programme, RoleGrant, Topic, Version
from traedesten.programme.roles import Administrator

FIELDS = ("name", "kind", "starts_on", "ends_on", "description", "is_demo")


@action("programme.create", needs=Permission.CREATE_PROGRAMME)
def create(*, by: Actor, values: row.Values, topics: Iterable[tuple[str, str, str]] = ()) -> Programme:
    """A new, empty programme; who made it is its first administrator, since nobody else could let anyone in.

    ``topics`` are list, code and name of what every programme can be about. Raises ValidationError by field.
    """
    values = row.tidied(Programme, values)
    period.demand_order(values)
    _demand_years(values)
    programme = Programme(**values)
    programme.code = values.get("code") or row.new_code(programme.name, Programme.objects.all())
    programme.full_clean()
    programme.save()
    Version.objects.next_for(programme.pk)
    Topic.objects.bulk_create(
        Topic(programme=programme, list=name, code=code, name=said) for name, code, said in topics
    )
    if isinstance(by, Staff):
        RoleGrant.objects.create(staff=by, programme=programme, role=Administrator.code)
    return programme


@action("programme.change", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def change(*, by: Actor, programme: Programme, values: row.Values, seen: Plain | None = None) -> Programme:
    """Name, kind, period and description. The code stays: files and addresses are made with it.

    Raises ValidationError by field, also where a shorter period would leave something outside, and ChangedMeanwhile.
    """
    period.demand_order(values)
    _demand_years(values)
    if "starts_on" in values and "ends_on" in values:
        asked = Programme(pk=programme.pk, starts_on=values["starts_on"], ends_on=values["ends_on"])
        period.demand_all_inside(asked)
    return row.change(programme, programme, values, seen)


def _demand_years(values: Any) -> None:
    """A year mistyped by a digit would make a programme of centuries."""
    wrong = {
        name: _("Året ser forkert ud. Skriv en dato mellem 1950 og 2200.")
        for name in ("starts_on", "ends_on")
        if values.get(name) and not 1950 <= values[name].year <= 2200
    }
    if wrong:
        raise ValidationError(wrong)
