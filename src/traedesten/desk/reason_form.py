"""Why an entry is put right or taken back."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traedesten.core.form import Form
from traedesten.core.ids import new_id
from traedesten.desk.entry_field import WrittenField
from traedesten.journal.rules import Problem
from traedesten.journal.rules.cell import holds_cpr


def reason_field() -> forms.CharField:
    return WrittenField(
        300,
        label=gettext_lazy("Hvorfor"),
        help_text=gettext_lazy("Kort, så andre kan forstå det. Skriv ikke navne."),
        error_messages={"required": gettext_lazy("Skriv kort hvorfor, for eksempel »forkert dag«.")},
    )


def refuse_cpr(text: str) -> str:
    if holds_cpr(text):
        raise ValidationError(_("Her står noget, der ligner et CPR-nummer. Slet det."))
    return text


class ReasonForm(Form):
    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    reason = reason_field()

    def clean_reason(self) -> str:
        return refuse_cpr(str(self.cleaned_data["reason"]))

    def show(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.add_error("reason" if problem.column == "reason" else None, problem.message)
