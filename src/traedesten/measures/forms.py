from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traedesten.core import clock
from traedesten.core.form import Form
from traedesten.core.form_field import DateField
from traedesten.programme.models import Programme


class DayForm(Form):
    """Which day the figures are shown for; empty is today."""

    dato = DateField(label=gettext_lazy("Tal til og med"), required=False)

    def __init__(self, programme: Programme, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme

    def clean_dato(self) -> date | None:
        asked: date | None = self.cleaned_data["dato"]
        if asked and asked > clock.today():
            raise forms.ValidationError(_("Datoen ligger i fremtiden. Vælg i dag eller en dag før."))
        if asked and asked < self.programme.starts_on:
            raise forms.ValidationError(
                _("Datoen ligger før programmets start %(start)s. Vælg den dag eller en senere.")
                % {"start": self.programme.starts_on.strftime("%d.%m.%Y")}
            )
        return asked
