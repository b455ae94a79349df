"""The forms that freeze a programme's figures and correct what was published."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traedesten.core import clock
from traedesten.core.form import Form
from traedesten.core.form_field import DateField
from traedesten.journal.rules.cell import holds_cpr
from traedesten.measures import freezing, quarter
from traedesten.programme.models import Programme

LONGEST = 300
TOO_LONG = gettext_lazy("Der er plads til %(limit_value)d tegn, og her er %(show_value)d. Skriv det kortere.")


def _said(label: Any, help_text: Any, *, required: bool) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}), error_messages={"max_length": TOO_LONG},
    )  # fmt: skip


class _Noted(Form):
    def clean_note(self) -> str:
        text: str = self.cleaned_data["note"]
        if holds_cpr(text):
            raise ValidationError(_("Her står noget, der ligner et CPR-nummer. Slet det."))
        return text


class FreezeForm(_Noted):
    """Which day, and what to say of it."""

    last_day = DateField(label=gettext_lazy("Tal til og med"))
    note = _said(
        gettext_lazy("Bemærkning"),
        gettext_lazy("Kan læses af alle, der ser de offentliggjorte tal. Skriv intet om personer."),
        required=False,
    )

    def __init__(self, programme: Programme, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"last_day": usual_day(programme)}, **kwargs)
        self.programme = programme

    def clean_last_day(self) -> date:
        asked: date = self.cleaned_data["last_day"]
        try:
            freezing.demand_over(self.programme, asked)
        except ValidationError as error:
            raise ValidationError(error.message_dict["last_day"]) from None
        return asked


def usual_day(programme: Programme) -> date:
    """The last quarter that waits to be frozen, else yesterday."""
    waiting = quarter.due(programme, clock.today())
    return waiting[-1] if waiting else min(clock.today() - timedelta(days=1), programme.ends_on)


class CorrectForm(_Noted):
    """Why what was published was wrong."""

    note = _said(
        gettext_lazy("Hvad var forkert?"),
        gettext_lazy("Står ved de rettede tal og kan læses af alle, der ser dem. Skriv intet om personer."),
        required=True,
    )
