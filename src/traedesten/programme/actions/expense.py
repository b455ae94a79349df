"""What has been spent. An expense is never edited: a new one puts it right, or it is taken back with a reason."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from traedesten.core import clock
from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.places.models import Staff
from traedesten.programme import period, row
from traedesten.programme.models import Expense, Programme, Version


@action("expense.record", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def record(*, by: Actor, programme: Programme, values: row.Values) -> Expense:
    """Raises ValidationError by field."""
    return _made(by, programme, values, None)


@action("expense.correct", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def correct(*, by: Actor, expense: Expense, values: row.Values) -> Expense:
    """A new expense that counts instead. Raises ValidationError where somebody has been here before."""
    _demand_current(expense)
    return _made(by, expense.programme, values, expense)


@action("expense.withdraw", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def withdraw(*, by: Actor, expense: Expense, reason: str) -> Expense:
    """It no longer counts; it can still be read, with the reason."""
    _demand_current(expense)
    reason = row.tidied(Expense, {"withdrawn_because": reason})["withdrawn_because"]
    if not reason:
        raise ValidationError({"reason": _("Skriv kort hvorfor, for eksempel »bogført to gange«.")})
    return row.change(expense, expense.programme, {"withdrawn_on": clock.today(), "withdrawn_because": reason}, None)


@action("expense.restore", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def restore(*, by: Actor, expense: Expense) -> Expense:
    """One that was taken back counts again. Raises ValidationError where it does so already."""
    Version.objects.next_for(expense.programme_id)
    if not Expense.objects.filter(pk=expense.pk, withdrawn_on__isnull=False).exists():
        raise ValidationError(_("Beløbet tæller med igen allerede. Intet er ændret."))
    period.demand_year(expense.programme, expense.year)
    return row.change(expense, expense.programme, {"withdrawn_on": None, "withdrawn_because": ""}, None)


@action("expense.uncorrect", needs=Permission.EDIT_PROGRAMME, reach=row.whole_programme)
def uncorrect(*, by: Actor, expense: Expense, reason: str) -> Expense:
    """The correction is taken back, and what it put right counts as before. Both can still be read.

    Raises ValidationError where it is no correction, or has been put right or taken back itself.
    """
    _demand_current(expense)
    if expense.supersedes_id is None:
        raise ValidationError(_("Beløbet retter ikke et andet. Tag det tilbage i stedet."))
    told = {"supersedes": None, "withdrawn_on": clock.today(), "withdrawn_because": reason}
    return row.change(expense, expense.programme, told, None)


def _made(by: Actor, programme: Programme, values: row.Values, earlier: Expense | None) -> Expense:
    period.demand_year(programme, values.get("year"))
    period.demand_amount(values.get("amount"))
    spent_on = values.get("spent_on")
    if spent_on and spent_on.year != values["year"]:
        text = _("Datoen ligger i %(other)d, men året er %(year)d. Ret det ene.")
        raise ValidationError({"spent_on": text % {"other": spent_on.year, "year": values["year"]}})
    if spent_on and spent_on > clock.today():
        raise ValidationError({"spent_on": _("Datoen ligger i fremtiden. Skriv den dag, pengene blev brugt.")})
    Version.objects.next_for(programme.pk)
    code = f"udgift-{programme.expenses.count() + 1}"
    if programme.expenses.filter(code=code).exists():
        code = row.new_code(code, programme.expenses.all())
    own = {"code": code, "supersedes": earlier, "recorded_by": by if isinstance(by, Staff) else None}
    return row.make(Expense, programme, {**values, **own})


def _demand_current(expense: Expense) -> None:
    """Asked under the programme's lock, or two who come at once would both be right, and both sums counted."""
    Version.objects.next_for(expense.programme_id)
    if not Expense.objects.current().filter(pk=expense.pk).exists():
        raise ValidationError(_("Den er allerede rettet eller taget tilbage. Intet er ændret."))
