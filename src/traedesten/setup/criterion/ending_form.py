"""The small forms: ending a criterion, taking it into use again, copying it somewhere else."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from traedesten.core.form import Form
from traedesten.core.form_field import DateField
from traedesten.places.models import Area
from traedesten.programme.models import Activity, Programme
from traedesten.setup.form import refuse_cpr


class ReasonForm(Form):
    reason = forms.CharField(label=gettext_lazy("Hvorfor?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_reason(self) -> str:
        return refuse_cpr(str(self.cleaned_data["reason"]))


class EndForm(ReasonForm):
    last_day = DateField(label=gettext_lazy("Sidste dag, det tælles"))
    field_order = ("last_day", "reason")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.initial = {"last_day": today, **self.initial}


class CopyForm(Form):
    """Where the copy is to count; nothing chosen is as the original."""

    omraade = forms.ModelChoiceField(Area.objects.none(), label=gettext_lazy("Område"), required=False,
                                     empty_label=gettext_lazy("Som før"), to_field_name="code")  # fmt: skip
    aktivitet = forms.ModelChoiceField(Activity.objects.none(), label=gettext_lazy("Aktivitet"), required=False,
                                       empty_label=gettext_lazy("Som før"), to_field_name="code")  # fmt: skip

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        fields: dict[str, Any] = dict(self.fields)
        fields["omraade"].queryset = programme.areas.all()
        fields["aktivitet"].queryset = programme.activities.all()
