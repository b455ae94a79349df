"""Weeks planned closed."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traedesten.core.form_field import WholeNumberField
from traedesten.core.writing import written_date
from traedesten.programme.actions import closed_week as actions
from traedesten.programme.models import ClosedWeek
from traedesten.setup.choice import years
from traedesten.setup.form import SetupForm
from traedesten.setup.part import Groups, Line, Part, register
from traedesten.setup.site import Site


class ClosedWeekForm(SetupForm):
    week = WholeNumberField(label=gettext_lazy("Uge"), least=1, most=53, help_text=gettext_lazy("For eksempel 29."))
    year = forms.TypedChoiceField(label=gettext_lazy("År"), coerce=int)

    def scope(self) -> None:
        assert self.programme is not None
        self.fields["year"].choices = years(self.programme)  # type: ignore[attr-defined]


def groups(site: Site) -> Groups:
    found: dict[str, list[Line]] = {}
    for week in site.programme.closed_weeks.all():
        monday = date.fromisocalendar(week.year, week.week, 1)
        told = {"first": written_date(monday), "last": written_date(monday + timedelta(days=6))}
        name = _("Uge %(week)d") % {"week": week.week}
        found.setdefault(str(week.year), []).append(Line(week, name, (_("%(first)s til %(last)s") % told,)))
    return sorted(found.items())


PART = register(
    Part(
        key="lukkeuger",
        title=gettext_lazy("Lukkeuger"),
        lead=gettext_lazy("Uger, hvor der er planlagt lukket. De tæller ikke med, når et mål skal nås hver uge."),
        new=gettext_lazy("Ny lukkeuge"),
        empty=gettext_lazy("Skriv de uger ned, hvor alt er lukket, for eksempel midt i sommerferien."),
        argument="closed_week",
        model=ClosedWeek,
        form=ClosedWeekForm,
        rows=lambda programme: programme.closed_weeks.all(),
        groups=groups,
        add=actions.add,
        remove=actions.remove,
        kept=(),
    )
)
