"""The budget: what each funder gives, with the table of budget against spent above."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traedesten.core.form_field import WholeNumberField
from traedesten.core.writing import written_number
from traedesten.places.models import Organisation
from traedesten.programme.actions import budget_line as actions
from traedesten.programme.models import BudgetLine, FocusArea
from traedesten.programme.period import MOST_MONEY
from traedesten.setup import money
from traedesten.setup.choice import organisations, years
from traedesten.setup.form import SetupForm
from traedesten.setup.part import Groups, Line, Part, register
from traedesten.setup.site import Site


class MoneyForm(SetupForm):
    """What budget and spending have in common."""

    funder = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Hvem betaler"),
        empty_label=gettext_lazy("Vælg"),
        help_text=gettext_lazy("Mangler den, så skriv den først ned under Organisationer."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Slags"), choices=BudgetLine.Kind.choices)
    amount = WholeNumberField(
        label=gettext_lazy("Kroner"),
        least=0,
        most=MOST_MONEY,
        help_text=gettext_lazy("Hele kroner, for eksempel 441.000."),
    )
    focus_area = forms.ModelChoiceField(
        FocusArea.objects.none(),
        label=gettext_lazy("Indsatsområde"),
        required=False,
        empty_label=gettext_lazy("Hele programmet"),
    )

    def scope(self) -> None:
        assert self.programme is not None
        self.fields["funder"].queryset = organisations(self.programme)  # type: ignore[attr-defined]
        self.fields["focus_area"].queryset = self.programme.focus_areas.all()  # type: ignore[attr-defined]


def whole_year(value: Any) -> int | None:
    return int(value) if value not in (None, "") else None


class BudgetLineForm(MoneyForm):
    year = forms.TypedChoiceField(label=gettext_lazy("År"), coerce=whole_year, required=False, empty_value=None)
    field_order = ("funder", "kind", "year", "amount", "focus_area")

    def scope(self) -> None:
        super().scope()
        assert self.programme is not None
        self.fields["year"].choices = [("", _("Hele perioden")), *years(self.programme)]  # type: ignore[attr-defined]


def groups(site: Site) -> Groups:
    found: dict[str, list[Line]] = {}
    for line in site.programme.budget_lines.select_related("funder", "focus_area").order_by("year", "funder__name"):
        heading = str(line.year) if line.year else _("Hele perioden")
        focus = (line.focus_area.name,) if line.focus_area else ()
        details = (_("%(kroner)s kr.") % {"kroner": written_number(line.amount)}, str(line.get_kind_display()), *focus)
        found.setdefault(heading, []).append(Line(line, line.funder.name, details))
    return list(found.items())


PART = register(
    Part(
        key="budget",
        title=gettext_lazy("Budget og forbrug"),
        lead=gettext_lazy("Hvad hver finansieringskilde giver, og hvad der er brugt af det."),
        new=gettext_lazy("Nyt beløb i budgettet"),
        empty=gettext_lazy("Skriv det første beløb ned: hvem der betaler, hvor meget og for hvilket år."),
        argument="line",
        model=BudgetLine,
        form=BudgetLineForm,
        rows=lambda programme: programme.budget_lines.select_related("funder"),
        groups=groups,
        add=actions.add,
        change=actions.change,
        remove=actions.remove,
        kept=(),
        list_top="setup/_components/money.html",
        top=lambda site: {"money": money.overview(site)},
    )
)
