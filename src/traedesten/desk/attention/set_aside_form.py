"""Why something that needs a look is right as it is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from traedesten.core.form import Form
from traedesten.desk.entry_field import WrittenField
from traedesten.desk.reason_form import refuse_cpr


class SetAsideForm(Form):
    reason = WrittenField(
        300,
        label=gettext_lazy("Hvorfor er det rigtigt, som det er?"),
        help_text=gettext_lazy("Kort, så andre kan forstå det. Skriv ikke navne."),
        error_messages={"required": gettext_lazy("Skriv kort hvorfor, for eksempel »vi holdt lukket i to uger«.")},
    )

    def clean_reason(self) -> str:
        return refuse_cpr(str(self.cleaned_data["reason"]))
