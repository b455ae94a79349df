"""What each funder gives, a year or for the whole period."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.core.meanwhile import Plain
from traedesten.programme import period, row
from traedesten.programme.models import BudgetLine, Programme

SAME = ("funder", "focus_area", "kind", "year")


@action("budget_line.add", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def add(*, by: Actor, programme: Programme, values: row.Values) -> BudgetLine:
    _demand_sound(programme, values, None)
    return row.make(BudgetLine, programme, values)


@action("budget_line.change", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def change(*, by: Actor, line: BudgetLine, values: row.Values, seen: Plain | None = None) -> BudgetLine:
    _demand_sound(line.programme, values, line)
    return row.change(line, line.programme, values, seen)


@action("budget_line.remove", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def remove(*, by: Actor, line: BudgetLine) -> Programme:
    return row.remove(line, line.programme)


def _demand_sound(programme: Programme, values: row.Values, besides: BudgetLine | None) -> None:
    period.demand_year(programme, values.get("year"))
    period.demand_amount(values.get("amount"))
    about = {name: values.get(name, getattr(besides, name, None)) for name in SAME}
    asked = {
        f"{name}__isnull" if value is None else name: True if value is None else value for name, value in about.items()
    }
    others = programme.budget_lines.filter(**asked)
    if (others.exclude(pk=besides.pk) if besides else others).exists():
        text = _("Der står allerede et beløb fra %(funder)s for det samme. Ret det i stedet.")
        raise ValidationError({"funder": text % {"funder": about["funder"]}})
