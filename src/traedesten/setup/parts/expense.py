"""What has been spent: written down, put right by a new one, or taken back; never edited."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traedesten.core import clock
from traedesten.core.action import Actor
from traedesten.core.form_field import PastDateField
from traedesten.core.meanwhile import ChangedMeanwhile
from traedesten.core.writing import written_day, written_number
from traedesten.programme.actions import expense as actions
from traedesten.programme.models import Expense, Programme
from traedesten.setup.choice import years
from traedesten.setup.form import TOO_LONG, SetupForm
from traedesten.setup.part import Groups, Line, Part, register
from traedesten.setup.parts.budget import MoneyForm, whole_year
from traedesten.setup.site import Site

AT_ONCE = gettext_lazy("Fortrudt med det samme")


class ExpenseForm(MoneyForm):
    year = forms.TypedChoiceField(label=gettext_lazy("År"), coerce=whole_year)
    spent_on = PastDateField(
        label=gettext_lazy("Dato"), required=False, help_text=gettext_lazy("Tom, hvis beløbet er for hele året.")
    )
    note = forms.CharField(
        label=gettext_lazy("Til hvad"), required=False, max_length=300, error_messages={"max_length": TOO_LONG}
    )
    document_number = forms.CharField(
        label=gettext_lazy("Bilagsnummer"), required=False, max_length=80, error_messages={"max_length": TOO_LONG}
    )
    field_order = ("funder", "kind", "amount", "year", "spent_on", "focus_area", "note", "document_number")

    def scope(self) -> None:
        super().scope()
        assert self.programme is not None
        self.fields["year"].choices = years(self.programme)  # type: ignore[attr-defined]
        self.initial.setdefault("year", clock.today().year)


class WithdrawForm(SetupForm):
    reason = forms.CharField(
        label=gettext_lazy("Hvorfor"),
        max_length=300,
        help_text=gettext_lazy("Kort, for eksempel »bogført to gange«."),
        error_messages={"max_length": TOO_LONG},
    )


def groups(site: Site) -> Groups:
    found: dict[str, list[Line]] = {}
    for expense in rows(site.programme).select_related("focus_area"):
        found.setdefault(str(expense.year), []).append(_line(expense))
    return list(found.items())


def rows(programme: Programme) -> Any:
    return programme.expenses.select_related("funder", "successor", "supersedes", "recorded_by")


def state(expense: Expense) -> str:
    """ "withdrawn", "corrected" or nothing for one that counts."""
    if expense.withdrawn_on:
        return "withdrawn"
    return "corrected" if getattr(expense, "successor", None) else ""


MARKS = {"withdrawn": gettext_lazy("taget tilbage"), "corrected": gettext_lazy("rettet"), "": ""}


def _line(expense: Expense) -> Line:
    details = [
        expense.funder.name,
        written_day(expense.spent_on) if expense.spent_on else "",
        expense.focus_area.name if expense.focus_area else "",
        expense.note,
        _("bilag %(number)s") % {"number": expense.document_number} if expense.document_number else "",
    ]
    now = state(expense)
    return Line(expense, kroner(expense.amount), tuple(filter(None, details)), mark=str(MARKS[now]), is_quiet=bool(now))


def kroner(amount: int) -> str:
    return _("%(kroner)s kr.") % {"kroner": written_number(amount)}


def _undone(act: Any, **more: Any) -> Any:
    """A way back that finds the row; one that has gone since was changed by somebody else."""

    def way_back(site: Site, kept: dict[str, Any]) -> Expense:
        expense = PART.find(site, kept["row"])
        if expense is None:
            raise ChangedMeanwhile([])
        return act(by=site.staff, expense=expense, **{name: str(value) for name, value in more.items()})

    return way_back


def take_back(*, by: Actor, expense: Expense) -> Expense:
    """Undo of a press a moment ago."""
    return actions.withdraw(by=by, expense=expense, reason=str(AT_ONCE))


PART = register(
    Part(
        key="forbrug",
        title=gettext_lazy("Forbrug"),
        lead=gettext_lazy("Det, der er brugt. Et forkert beløb rettes med et nyt, så man kan se begge dele."),
        new=gettext_lazy("Registrér forbrug"),
        empty=gettext_lazy("Skriv det første beløb ned, når der er brugt noget."),
        argument="expense",
        model=Expense,
        form=ExpenseForm,
        rows=rows,
        groups=groups,
        add=actions.record,
        remove=take_back,
        kept=(),
        asks=("funder",),
        row_view="setup:expense",
        ways_back={"correct": _undone(actions.uncorrect, reason=AT_ONCE), "withdraw": _undone(actions.restore)},
    )
)
