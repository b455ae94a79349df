"""The form of one target: how much, of which kind, by when and for whom."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from measure_engine.aggregate import Share, ShareOfAnswers, ShareOfPopulation, StampCard
from measure_engine.definition import Definition
from measure_engine.period import SPRING_AND_AUTUMN, PeriodKind
from measure_engine.plain import DefinitionError
from measure_engine.target import Direction, Target, TargetKind
from traedesten.core.form import Form
from traedesten.core.form_field import DateField, NumberField
from traedesten.measures.board import translator
from traedesten.places.models import Area
from traedesten.programme import promise
from traedesten.programme.models import Activity, Programme
from traedesten.programme.models import Target as TargetRecord
from traedesten.programme.promised import outside
from traedesten.setup.form import refuse_cpr

KINDS = (
    (TargetKind.REACH_BY.value, gettext_lazy("Nå et antal inden en dato")),
    (TargetKind.EVERY_PERIOD.value, gettext_lazy("Så mange hver uge, måned, år …")),
    (TargetKind.RATE.value, gettext_lazy("En andel eller et gennemsnit")),
    (TargetKind.LEVEL_AT.value, gettext_lazy("Et niveau på en bestemt dato")),
    (TargetKind.DIRECTION.value, gettext_lazy("Op eller ned i forhold til udgangspunktet")),
    ("", gettext_lazy("Intet tal; vi vurderer selv")),
)
PERIODS = (
    (PeriodKind.WEEK.value, gettext_lazy("Hver uge")),
    (PeriodKind.MONTH.value, gettext_lazy("Hver måned")),
    (PeriodKind.QUARTER.value, gettext_lazy("Hvert kvartal")),
    (PeriodKind.HALF_YEAR.value, gettext_lazy("Hvert halvår")),
    (PeriodKind.SEASON.value, gettext_lazy("Hver sæson")),
    (PeriodKind.YEAR.value, gettext_lazy("Hvert år")),
    (PeriodKind.PHASE.value, gettext_lazy("Hver fase")),
)
WAYS = ((Direction.UP.value, gettext_lazy("Op")), (Direction.DOWN.value, gettext_lazy("Ned")))
WRITTEN_PERCENT = re.compile(r"\s*(%|pct\.?|procent)\s*$", re.IGNORECASE)


class ValueField(NumberField):
    """A number, or one in per cent: "75 %". What it was is kept in ``is_percent``."""

    is_percent = False

    def to_python(self, value: Any) -> Decimal | int | None:
        self.is_percent = isinstance(value, str) and bool(WRITTEN_PERCENT.search(value))
        return super().to_python(WRITTEN_PERCENT.sub("", value) if isinstance(value, str) else value)


class TargetForm(Form):
    """``row`` is the target being changed; ``is_fixed`` leaves out what it is for, which a decision cannot change."""

    kind = forms.ChoiceField(label=gettext_lazy("Hvad er målet?"), choices=KINDS, required=False,
                             widget=forms.RadioSelect(attrs={"class": "target-kinds"}))  # fmt: skip
    value = ValueField(
        label=gettext_lazy("Tallet"), required=False, least=0, decimals=3,
        help_text=gettext_lazy("For eksempel 80, 12,5 eller 75 %."),
    )  # fmt: skip
    at_most = forms.BooleanField(label=gettext_lazy("Højst så mange, ikke mindst"), required=False)
    period = forms.ChoiceField(label=gettext_lazy("Hvor tit"), choices=PERIODS, required=False,
                               widget=forms.RadioSelect)  # fmt: skip
    season_starts = forms.MultipleChoiceField(
        label=gettext_lazy("Sæsonerne begynder i"), required=False,
        choices=[(str(month), name) for month, name in MONTHS.items()],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "option-box"}),
    )  # fmt: skip
    direction = forms.ChoiceField(label=gettext_lazy("Hvilken vej"), choices=WAYS, required=False,
                                  widget=forms.RadioSelect)  # fmt: skip
    in_percent = forms.BooleanField(label=gettext_lazy("Tallet er i procent"), required=False)
    starts_on = DateField(label=gettext_lazy("Tælles fra"), required=False,
                          help_text=gettext_lazy("Tomt: fra programmets start."))  # fmt: skip
    ends_on = DateField(label=gettext_lazy("Skal være nået senest"), required=False,
                        help_text=gettext_lazy("Tomt: ved programmets slutning."))  # fmt: skip
    area = forms.ModelChoiceField(Area.objects.none(), label=gettext_lazy("Kun i et område"), required=False,
                                  empty_label=gettext_lazy("Hele programmet"))  # fmt: skip
    activity = forms.ModelChoiceField(Activity.objects.none(), label=gettext_lazy("Kun i en aktivitet"),
                                      required=False, empty_label=gettext_lazy("Alle, kriteriet tæller"))  # fmt: skip
    part = forms.ChoiceField(label=gettext_lazy("Kun for en del af tallet"), required=False)

    def __init__(
        self, data: QueryDict | None, *, programme: Programme, parts: Iterable[tuple[str, Any]] = (),
        prefix: str = "maal", row: TargetRecord | None = None, is_fixed: bool = False, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(data, prefix=prefix, label_suffix="", **kwargs)
        self.programme, self.row = programme, row
        chosen: dict[str, Any] = dict(self.fields)
        chosen["area"].queryset = programme.areas.all()
        chosen["activity"].queryset = programme.activities.all()
        chosen["part"].choices = [("", _("Hele tallet")), *_with(parts, row.part if row else "")]
        if is_fixed:
            for name in ("area", "activity", "part"):
                del self.fields[name]
        self.initial = {**shown_of(row), **self.initial} if row else {"kind": TargetKind.REACH_BY.value, **self.initial}

    @property
    def is_scoped(self) -> bool:
        """Whether the fold about what it is for stands open."""
        names = [name for name in ("area", "activity", "part", "starts_on") if name in self.fields]
        return any(self[name].value() or self[name].errors for name in names)

    # --- checks -----------------------------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("kind")
        if not kind:
            return cleaned
        if cleaned.get("value") is None and "value" not in self.errors and kind != TargetKind.DIRECTION.value:
            self.add_error("value", _("Skriv det tal, der skal nås, for eksempel 80."))
        if kind == TargetKind.EVERY_PERIOD.value and not cleaned.get("period"):
            self.add_error("period", _("Vælg, hvor tit: hver uge, hver måned, hvert år …"))
        if kind == TargetKind.DIRECTION.value and not cleaned.get("direction"):
            self.add_error("direction", _("Vælg, om tallet skal op eller ned."))
        self._demand_days(cleaned)
        if not self.errors:
            self._demand_target()
        return cleaned

    def _demand_days(self, cleaned: dict[str, Any]) -> None:
        first, last, programme = cleaned.get("starts_on"), cleaned.get("ends_on"), self.programme
        for name, day in (("starts_on", first), ("ends_on", last)):
            if day and not programme.starts_on <= day <= programme.ends_on:
                self.add_error(name, outside(programme))
        if first and last and last < first:
            self.add_error("ends_on", _("Målet slutter, før det begynder. Byt om på datoerne."))
        length = ((last or programme.ends_on) - (first or programme.starts_on)).days + 1
        needed = {"year": 365, "half_year": 181, "season": 28, "quarter": 90, "month": 28, "week": 7}
        period = cleaned.get("period") if cleaned.get("kind") == TargetKind.EVERY_PERIOD.value else ""
        if period and 0 < length < needed.get(period, 0) and not self.errors:
            self.add_error(
                "period", _("Der er ikke plads til en hel periode mellem datoerne. Vælg en kortere periode.")
            )
        if period == PeriodKind.PHASE.value and not programme.phases.exists():
            self.add_error(
                "period", _("Programmet har ingen faser endnu. Vælg en anden periode, eller skriv faserne ned.")
            )

    def _demand_target(self) -> None:
        try:
            self.target()
        except DefinitionError as error:
            name = error.field.rsplit(".", 1)[-1]
            text = error.words(translator())
            self.add_error(name if name in self.fields else None, text[:1].upper() + text[1:])

    def demand_fits(self, definition: Definition) -> None:
        """What the criterion counts, and what is promised of it, are the same sort of number and of the same thing."""
        if not self.is_bound or self.errors or (target := self.target()) is None:
            return
        share = is_share(definition)
        if share and not self.is_percent and self.cleaned_data["value"] is not None:
            self.add_error("value", _("Kriteriet er en andel. Skriv målet i procent, for eksempel 75 %."))
        elif self.is_percent and not share and counts(definition):
            self.add_error("value", _("Kriteriet er et antal. Skriv målet uden procent, for eksempel 80."))
        if not self.errors:
            try:
                promise.demand_scope(definition, target)
            except DefinitionError as error:
                name = next((each for each in ("area", "activity", "part") if self.cleaned_data.get(each)), None)
                self.add_error(name, _scope_told(error, name))

    @property
    def is_percent(self) -> bool:
        """As it was written; else as it was, where the value was only written anew. Of a direction, which may have no
        number, it is ticked too."""
        field = self.fields["value"]
        assert isinstance(field, ValueField)
        if self.cleaned_data.get("kind") == TargetKind.DIRECTION.value:
            return field.is_percent or bool(self.cleaned_data.get("in_percent"))
        return field.is_percent or (self.row is not None and self.row.unit == "percent")

    # --- what was chosen --------------------------------------------------------------------------------------------

    def target(self) -> Target | None:
        """The target; None where there is to be none. Raises DefinitionError."""
        cleaned = self.cleaned_data
        if not cleaned.get("kind"):
            return None
        kind = TargetKind(cleaned["kind"])
        value = cleaned.get("value")
        unit = "percent" if self.is_percent else self._own_unit()
        months = tuple(sorted(int(month) for month in cleaned.get("season_starts") or ()))
        is_season = cleaned.get("period") == PeriodKind.SEASON.value
        area, activity = cleaned.get("area"), cleaned.get("activity")
        return Target(
            kind=kind,
            value=None if value is None else float(value),
            unit=unit,
            starts_on=cleaned.get("starts_on"),
            ends_on=cleaned.get("ends_on"),
            period=PeriodKind(cleaned["period"]) if kind is TargetKind.EVERY_PERIOD else None,
            season_starts=(months if is_season and kind is TargetKind.EVERY_PERIOD else ()) or SPRING_AND_AUTUMN,
            area=area.code if area else "",
            activity=activity.code if activity else "",
            part=cleaned.get("part") or "",
            direction=self._direction(kind),
        )

    def _own_unit(self) -> str:
        """What a file calls the thing counted; per cent taken off a direction is gone."""
        return self.row.unit if self.row and self.row.unit != "percent" else ""

    def _direction(self, kind: TargetKind) -> Direction | None:
        if kind is TargetKind.DIRECTION:
            return Direction(self.cleaned_data["direction"])
        if self.cleaned_data.get("at_most"):
            return Direction.DOWN
        # "up" says of these kinds what goes without saying; one that was written so is left so.
        return Direction.UP if self.row and self.row.kind == kind and self.row.direction == Direction.UP else None

    def record(self) -> TargetRecord | None:
        target = self.target()
        if target is None:
            return None
        return promise.record_of(target, area=self.cleaned_data.get("area"), activity=self.cleaned_data.get("activity"))


def is_share(definition: Definition) -> bool:
    """Whether the figure is a fraction, so that its target is in per cent."""
    aggregate = definition.aggregate
    if isinstance(aggregate, StampCard):
        return aggregate.returning or aggregate.retained
    return isinstance(aggregate, Share | ShareOfAnswers | ShareOfPopulation)


def counts(definition: Definition) -> bool:
    return definition.aggregate.word in ("count", "sum", "mean", "mean_people", "stamp_card")


def shown_of(row: TargetRecord) -> dict[str, Any]:
    """What a target says in the form's fields."""
    target = promise.target_of(row)
    value = "" if target.value is None else promise.shown_exactly(target.value) + (" %" if target.is_percent else "")
    return {
        "kind": target.kind.value,
        "value": value,
        "at_most": target.kind is not TargetKind.DIRECTION and target.direction is Direction.DOWN,
        "period": target.period.value if target.period else "",
        "season_starts": [str(month) for month in target.season_starts],
        "direction": target.direction.value if target.direction else "",
        "in_percent": target.is_percent,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "area": row.area,
        "activity": row.activity,
        "part": row.part,
    }


def _with(parts: Iterable[tuple[str, Any]], kept: str) -> list[tuple[str, Any]]:
    found = list(parts)
    known = {code for _heading, pairs in found for code, _label in pairs}
    return found if not kept or kept in known else [*found, (kept, kept)]


def _scope_told(error: DefinitionError, name: str | None) -> str:
    if name == "area":
        return _("Kriteriet tæller ikke i det område. Vælg et af de områder, det tæller i.")
    text = error.words(translator())
    return text[:1].upper() + text[1:]


class DecisionForm(Form):
    """Who decided it, when and why; asked whenever a target is changed or given up."""

    valid_from = DateField(label=gettext_lazy("Gælder fra"))
    decided_by = forms.CharField(
        label=gettext_lazy("Hvem har besluttet det?"), max_length=100,
        help_text=gettext_lazy("For eksempel styregruppen eller bestyrelsen."),
    )  # fmt: skip
    decided_on = DateField(label=gettext_lazy("Hvornår blev det besluttet?"))
    reason = forms.CharField(label=gettext_lazy("Hvorfor?"), max_length=160, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, first: str = "", today: date, **kwargs: Any) -> None:
        super().__init__(*args, prefix="beslut", label_suffix="", **kwargs)
        self.initial = {"valid_from": today, "decided_on": today, **self.initial}
        if first:
            self.fields["valid_from"].label = first

    def clean_decided_by(self) -> str:
        return refuse_cpr(str(self.cleaned_data["decided_by"]))

    def clean_reason(self) -> str:
        return refuse_cpr(str(self.cleaned_data["reason"]))
