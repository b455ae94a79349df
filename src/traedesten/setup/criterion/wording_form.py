"""What the agreement says about a criterion, beside what is counted and promised."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from measure_engine.target import Baseline, Comparison
from traedesten.core import clock, meanwhile
from traedesten.core.form import Form
from traedesten.core.form_field import DateField, NumberField
from traedesten.journal.rules.cell import holds_cpr
from traedesten.programme import promise
from traedesten.programme.models import Activity, Criterion, FocusArea, Position, Programme
from traedesten.programme.promise import Wording
from traedesten.programme.promised import outside
from traedesten.setup.form import name_field, text_field

CODE = re.compile(r"[\w][\w.\-]*")
FOLDED = (
    "responsible", "data_source", "baseline_value", "baseline_on", "baseline_source", "comparison_name",
    "comparison_value",
)  # fmt: skip


class WordingForm(Form):
    """``criterion`` is what is being changed; ``like`` one that is copied."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    text = text_field(gettext_lazy("Kriteriet, som det står i aftalen"), rows=2, most=2000)
    code = name_field(gettext_lazy("Nummer i aftalen"), most=40)
    focus_area = forms.ModelChoiceField(FocusArea.objects.none(), label=gettext_lazy("Indsatsområde"), required=False,
                                        empty_label=gettext_lazy("Hele programmet"))  # fmt: skip
    activity = forms.ModelChoiceField(Activity.objects.none(), label=gettext_lazy("Aktivitet"), required=False,
                                      empty_label=gettext_lazy("Hele indsatsområdet"))  # fmt: skip
    responsible = forms.ModelChoiceField(Position.objects.none(), label=gettext_lazy("Ansvarlig"), required=False,
                                         empty_label=gettext_lazy("Ingen valgt"))  # fmt: skip
    data_source = name_field(gettext_lazy("Datakilde i aftalen"), most=300, required=False)
    baseline_value = NumberField(
        label=gettext_lazy("Udgangspunkt"), required=False,
        help_text=gettext_lazy("Tallet, da aftalen begyndte, for eksempel 19."),
    )  # fmt: skip
    baseline_on = DateField(label=gettext_lazy("Målt"), required=False)
    baseline_source = name_field(gettext_lazy("Hvor udgangspunktet er fra"), most=300, required=False)
    comparison_name = name_field(
        gettext_lazy("Sammenlignes med"), required=False, help_text=gettext_lazy("For eksempel hele byen.")
    )
    comparison_value = NumberField(label=gettext_lazy("Deres tal"), required=False)
    valid_from = DateField(
        label=gettext_lazy("Tælles på den nye måde fra"), required=False,
        help_text=gettext_lazy("Tal for en tidligere dag regnes stadig på den gamle måde."),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Hvorfor ændres det?"), max_length=300, required=False,
        help_text=gettext_lazy("Skal skrives, når det ændrer, hvad der tælles, eller udgangspunktet."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(
        self, data: QueryDict | None, *, programme: Programme, criterion: Criterion | None = None,
        like: Criterion | None = None,
    ) -> None:  # fmt: skip
        super().__init__(data, prefix="tekst", label_suffix="")
        self.programme, self.criterion = programme, criterion
        self.differences: list[tuple[str, str]] = []
        self.fields["text"].required = True
        fields: dict[str, Any] = dict(self.fields)
        fields["focus_area"].queryset = programme.focus_areas.all()
        fields["activity"].queryset = programme.activities.all()
        fields["responsible"].queryset = programme.positions.all()
        shown = criterion or like
        if shown is not None:
            self.initial = shown_of(shown)
        if criterion is None:
            self.initial["code"] = next_code(programme)
            del self.fields["valid_from"], self.fields["reason"]
        else:
            self.initial["valid_from"] = min(max(clock.today(), programme.starts_on), programme.ends_on)
            self.initial["seen"] = meanwhile.stamp(seen_of(criterion))

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("text", "code", "focus_area", "activity")]

    @property
    def folded_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in FOLDED]

    @property
    def is_unfolded(self) -> bool:
        return any(field.errors or field.value() not in (None, "") for field in self.folded_fields)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and name != "seen" and holds_cpr(value):
                self.add_error(name, _("Her står noget, der ligner et CPR-nummer. Slet det."))
        code = cleaned.get("code")
        if code and not CODE.fullmatch(code):
            self.add_error("code", _("Brug bogstaver, tal, punktum og bindestreg, for eksempel T2 eller 4.1."))
        known = (cleaned.get("baseline_on"), cleaned.get("baseline_source"))
        if any(known) and cleaned.get("baseline_value") is None and "baseline_value" not in self.errors:
            self.add_error("baseline_value", _("Skriv udgangspunktets tal, eller slet dets dato og kilde."))
        if bool(cleaned.get("comparison_name")) != (cleaned.get("comparison_value") is not None):
            missing = "comparison_value" if cleaned.get("comparison_name") else "comparison_name"
            if not {"comparison_name", "comparison_value"} & set(self.errors):
                self.add_error(
                    missing, _("Skriv både, hvem der sammenlignes med, og deres tal, eller slet begge dele.")
                )
        start = cleaned.get("valid_from")
        if start and not self.programme.starts_on <= start <= self.programme.ends_on:
            self.add_error("valid_from", outside(self.programme))
        return cleaned

    def wording(self, measure: dict[str, Any]) -> Wording:
        cleaned = self.cleaned_data
        value, comparison = cleaned["baseline_value"], cleaned["comparison_value"]
        return Wording(
            code=cleaned["code"].strip(),
            text=" ".join(cleaned["text"].split("\r\n")).strip(),
            measure=measure,
            row=self.criterion.row if self.criterion else "",
            focus_area=cleaned["focus_area"],
            activity=cleaned["activity"],
            data_source=cleaned["data_source"],
            responsible=cleaned["responsible"],
            baseline=None if value is None else Baseline(
                float(value), cleaned["baseline_on"], cleaned["baseline_source"]),
            comparison=None if comparison is None else Comparison(cleaned["comparison_name"], float(comparison)),
        )  # fmt: skip

    def baseline(self) -> Baseline | None:
        """As much of the beginning as can be read while the form is being filled."""
        value = getattr(self, "cleaned_data", {}).get("baseline_value")
        return None if value is None else Baseline(float(value))

    def tell(self, differences: list[tuple[str, str]], criterion: Criterion) -> None:
        """Somebody else was quicker: say what they changed; the next press is a decision."""
        self.differences = differences
        typed = self.data.copy()  # type: ignore[attr-defined]
        typed[self.add_prefix("seen")] = meanwhile.stamp(seen_of(criterion))
        self.data = typed


def shown_of(criterion: Criterion) -> dict[str, Any]:
    """What the criterion says in the form's fields."""
    names = ("text", "code", "focus_area", "activity", "responsible", "data_source", *promise.BEGINNING)
    found = {name: getattr(criterion, name) for name in names}
    return {name: Decimal(str(value)) if isinstance(value, float) else value for name, value in found.items()}


def seen_of(criterion: Criterion) -> meanwhile.Plain:
    return meanwhile.of_row(criterion, promise.WORDED)


def next_code(programme: Programme) -> str:
    """The number after the last one, written as they are: after T9 comes T10."""
    codes = list(programme.criteria.values_list("code", flat=True))
    for code in reversed(codes):
        found = re.fullmatch(r"(.*?)(\d+)", code)
        if found:
            number = int(found[2])
            while f"{found[1]}{number}" in codes:
                number += 1
            return f"{found[1]}{number}"
    return "1" if "1" not in codes else ""
