"""The form of the agreement itself, new or changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from traedesten.core.form_field import DateField
from traedesten.programme.models import Programme
from traedesten.setup.form import SetupForm, name_field, text_field


class ProgrammeForm(SetupForm):
    name = name_field(_("Navn"), help_text=_("Som I selv siger det, for eksempel »Sammen i Nordby«."))
    kind = forms.ChoiceField(
        label=_("Hvad er det"), choices=Programme.Kind.choices, widget=forms.RadioSelect(attrs={"class": "tiles"})
    )
    starts_on = DateField(label=_("Første dag"), help_text=_("For eksempel 1.3.2026."))
    ends_on = DateField(label=_("Sidste dag"))
    description = text_field(
        _("Hvad det går ud på"), rows=5, help_text=_("Et par sætninger, som en ny kollega kan forstå.")
    )
    is_demo = forms.BooleanField(label=_("Det er en øvelse med opdigtede steder og tal"), required=False)

    def __init__(self, *args: Any, programme: Programme | None = None, **kwargs: Any) -> None:
        super().__init__(*args, programme=programme, row=programme, **kwargs)
