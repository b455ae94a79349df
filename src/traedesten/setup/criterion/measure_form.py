"""The form of one preset: a field for each of its parameters, and from what was chosen the measure as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from measure_engine.definition import Definition
from measure_engine.plain import DefinitionError
from measure_engine.preset import Parameter, Preset, Type, definition_of, guide
from measure_engine.vocabulary import STEPS
from traedesten.core.form import NOT_OFFERED, Form
from traedesten.core.form_field import NumberField, WholeNumberField
from traedesten.journal import vocabulary
from traedesten.journal.rules.cell import holds_cpr
from traedesten.measures.board import translator
from traedesten.setup.criterion import option
from traedesten.setup.criterion.option import Offered

PER_CENT = {"covering": gettext_lazy("Delt ud til mindst så mange procent af boligerne i hvert område")}
"""Parameters that are fractions of one and are asked for in per cent."""
TRAITS = {"sex": "sexes", "age_band": "age_bands"}
LEAST = {"at_least": 1, "within_days": 1, "days": 1, "months": 1, "population": 1}
YES_NO = (("", gettext_lazy("Lige meget")), ("yes", gettext_lazy("Ja")), ("no", gettext_lazy("Nej")))
NO_SPLIT = gettext_lazy("Del det ikke op")


@dataclass(frozen=True, slots=True)
class Fold:
    """Fields under one heading of the screen; the first stands open and has none."""

    aspect: str
    heading: str
    fields: tuple[BoundField, ...]
    is_open: bool
    chosen: int


class MeasureForm(Form):
    """``measure`` is what was kept before: its values are shown, and stay to be chosen also where no list has them."""

    def __init__(
        self, data: QueryDict | None, *, preset: Preset, offered: Offered, measure: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, prefix="tal", label_suffix="")
        self.preset, self.offered = preset, offered
        self.kept = {name: _several(value) for name, value in (measure or {}).items() if name != "preset"}
        self.aspects: dict[str, str] = {}
        for parameter in preset.parameters:
            self._add(parameter, measure or {})

    # --- fields -----------------------------------------------------------------------------------------------------

    def _add(self, parameter: Parameter, measure: Mapping[str, Any]) -> None:
        name, value = parameter.name, measure.get(parameter.name, parameter.default)
        aspect = guide.aspect_of(self.preset, parameter)
        if name == "split_values":
            self._add_for_each(parameter, "split_by", _dimensions(self.preset), measure, aspect)
            return
        if name == "values" and "trait" in {each.name for each in self.preset.parameters}:
            self._add_for_each(parameter, "trait", tuple(TRAITS), measure, aspect)
            return
        field = self._field(parameter)
        field.label = str(PER_CENT.get(name) or translator().gettext(parameter.label))
        field.help_text = guide.help_of(self.preset.name, name, translator())
        field.initial = self._shown(parameter, value)
        field.error_messages["required"] = _missing(field).format(label=field.label)
        self.fields[name], self.aspects[name] = field, aspect

    def _add_for_each(
        self, parameter: Parameter, decider: str, answers: Iterable[str], measure: Mapping[str, Any], aspect: str
    ) -> None:
        """One list for each answer to the field that decides which list it is; the others are not shown."""
        for answer in answers:
            kept = self.kept.get(parameter.name, ()) if measure.get(decider) == answer else ()
            field = self._many(option.with_kept(self._parts(decider, answer), kept), is_needed=False)
            field.label = translator().gettext(parameter.label)
            field.help_text = guide.help_of(self.preset.name, parameter.name, translator())
            field.initial = list(kept)
            name = f"{parameter.name}_{answer}"
            field.widget.attrs["class"] = "option-box"
            self.fields[name], self.aspects[name] = field, aspect

    def _parts(self, decider: str, answer: str) -> option.Options:
        if decider == "trait":
            dimension = "sex" if answer == "sex" else "age_band"
            return self.offered.parts(self.preset, dimension)
        return self.offered.parts(self.preset, answer)

    def _field(self, parameter: Parameter) -> forms.Field:
        if parameter.type is Type.FLAG:
            if parameter.default is None:
                return forms.ChoiceField(choices=YES_NO, required=False, widget=forms.RadioSelect)
            return forms.BooleanField(required=False)
        if parameter.type is Type.WHOLE:
            return WholeNumberField(required=parameter.required, least=LEAST.get(parameter.name, 0), most=10_000_000)
        if parameter.type is Type.NUMBER:
            most = 100 if parameter.name in PER_CENT else 1_000_000
            return NumberField(required=parameter.required, least=0, most=most)
        options = self.offered.of(self.preset, parameter)
        if parameter.type is Type.WORD and parameter.name != "topics":
            return self._one(parameter, option.with_kept(options, self.kept.get(parameter.name, ())))
        told = _("alle, der begynder med »%(code)s«") if parameter.name == "topics" else ""
        known = option.with_kept(options, self.kept.get(parameter.name, ()), told)
        return self._many(known, is_needed=parameter.required or bool(parameter.default))

    def _one(self, parameter: Parameter, options: option.Options) -> forms.Field:
        needed = parameter.required or parameter.default is not None
        choices: Any = options if needed else [("", NO_SPLIT), *options]
        field = forms.ChoiceField(choices=choices, required=needed, widget=forms.RadioSelect)
        field.widget.attrs["class"] = "option-box"
        return field

    @staticmethod
    def _many(options: option.Options, *, is_needed: bool) -> forms.Field:
        field = forms.MultipleChoiceField(choices=options, required=is_needed, widget=forms.CheckboxSelectMultiple)
        field.error_messages["invalid_choice"] = NOT_OFFERED
        field.widget.attrs["class"] = "option-box"
        return field

    def _shown(self, parameter: Parameter, value: Any) -> Any:
        if parameter.type is Type.FLAG and parameter.default is None:
            return {None: "", True: "yes", False: "no"}[value]
        if parameter.type in (Type.CODES, Type.WORDS):
            return list(_several(value))
        if parameter.name in PER_CENT and value is not None:
            return Decimal(str(value)) * 100
        return Decimal(str(value)) if isinstance(value, float) else value

    # --- what the page shows ----------------------------------------------------------------------------------------

    def folds(self) -> list[Fold]:
        found = []
        for aspect, heading in guide.ASPECTS.items():
            fields = tuple(self[name] for name in self.fields if self.aspects[name] == aspect and self._is_worth(name))
            if fields:
                chosen = sum(self._is_chosen(field) for field in fields)
                is_open = aspect == "main" or chosen > 0 or any(field.errors for field in fields)
                found.append(Fold(aspect, translator().gettext(heading) if heading else "", fields, is_open, chosen))
        return found

    def _is_worth(self, name: str) -> bool:
        """A list with nothing in it is not shown, unless it must be answered."""
        field = self.fields[name]
        return field.required or not isinstance(field, forms.ChoiceField) or bool(_answers(field))

    def _is_chosen(self, field: BoundField) -> bool:
        return field.value() not in (None, "", [], False)

    # --- what was chosen --------------------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and holds_cpr(value):
                self.add_error(name, _("Her står noget, der ligner et CPR-nummer. Slet det."))
        self._demand_fitting_steps(cleaned)
        if "values_sex" in self.fields and cleaned.get("trait") and not cleaned.get(f"values_{cleaned['trait']}"):
            self.add_error(f"values_{cleaned['trait']}", _("Vælg mindst ét svar under »{label}«.").format(
                label=self.fields[f"values_{cleaned['trait']}"].label))  # fmt: skip
        by_card = cleaned.get("counted_by") == "card" and cleaned.get("split_by") not in (None, "", "area", "activity")
        if by_card and "split_by" in self.fields:
            self.add_error("split_by", _("Gæster med stempelkort kan kun deles op på område eller aktivitet."))
        if cleaned.get("families") and cleaned.get("with_families"):
            self.add_error("with_families", _("Familier tælles enten for sig eller regnes med. Fjern det ene kryds."))
        if not self.errors:
            self._demand_definition()
        return cleaned

    def _demand_fitting_steps(self, cleaned: Mapping[str, Any]) -> None:
        """Steps belong to kinds; one whose kind is not chosen could never be met."""
        kinds, steps = cleaned.get("kinds"), cleaned.get("steps")
        if not kinds or not steps:
            return
        for step in steps:
            owners = [kind for kind in STEPS if step in STEPS[kind]]
            if not set(owners) & set(kinds):
                said = {"step": vocabulary.STEPS.name(step), "kind": vocabulary.KINDS.name(owners[0])}
                text = _("»%(step)s« hører til »%(kind)s«. Vælg også den slags registrering, eller fjern krydset.")
                self.add_error("steps", text % said)
                return

    def _demand_definition(self) -> None:
        try:
            self.definition()
        except DefinitionError as error:
            name = error.field.rsplit(".", 1)[-1]
            self.add_error(name if name in self.fields else None, self.told(error))

    def told(self, error: DefinitionError) -> str:
        """What is wrong, with labels for codes and without the name a file gives the field."""
        labels: dict[str, str] = {}
        for field in self.fields.values():
            labels.update(_answers(field) if isinstance(field, forms.ChoiceField) else {})
        said = {
            name: ", ".join(str(labels.get(word, word)) for word in str(value).split(", "))
            for name, value in error.values.items()
        }
        text = translator().gettext(error.message) % said
        return text[:1].upper() + text[1:]

    def measure(self) -> dict[str, Any]:
        """The measure as a programme file would have it: what differs from the preset's own choice."""
        made: dict[str, Any] = {"preset": self.preset.name}
        for parameter in self.preset.parameters:
            value = self._value(parameter)
            default = parameter.default
            if value not in (None, "", ()) and value != (_several(default) if isinstance(value, tuple) else default):
                made[parameter.name] = list(value) if isinstance(value, tuple) else value
        return made

    def definition(self) -> Definition:
        """Raises DefinitionError where the choices contradict one another."""
        return definition_of(self.measure())

    def _value(self, parameter: Parameter) -> Any:
        name, cleaned = parameter.name, self.cleaned_data
        if name == "split_values":
            return self._in_order(
                name, cleaned.get(f"split_values_{cleaned['split_by']}") if cleaned["split_by"] else ()
            )
        if name == "values" and "trait" in cleaned:
            return self._in_order(name, cleaned.get(f"values_{cleaned['trait']}"))
        value = cleaned.get(name)
        if parameter.type in (Type.CODES, Type.WORDS):
            return self._in_order(name, value)
        if parameter.type is Type.FLAG and parameter.default is None:
            return {"yes": True, "no": False}.get(str(value))
        if parameter.type is Type.NUMBER and value is not None:
            return float(value) / 100 if name in PER_CENT else float(value)
        return value

    def _in_order(self, name: str, chosen: Iterable[str] | None) -> tuple[str, ...]:
        """Each once; what was kept before in the order it was kept in, because the first of some lists decides."""
        found = tuple(dict.fromkeys(chosen or ()))
        before = [code for code in self.kept.get(name, ()) if code in found]
        return (*before, *(code for code in found if code not in before))


def _missing(field: forms.Field) -> str:
    """What to do about a field left empty."""
    if isinstance(field, forms.MultipleChoiceField):
        return _("Vælg mindst ét svar under »{label}«.")
    return _("Vælg et svar under »{label}«.") if isinstance(field, forms.ChoiceField) else _("Udfyld »{label}«.")


def _answers(field: forms.ChoiceField) -> dict[str, str]:
    """Code -> label of what can be chosen, the empty answer left out."""
    choices: Any = field.choices
    return {code: label for code, label in option.flat(list(choices)).items() if code != ""}


def _several(value: Any) -> tuple[Any, ...]:
    """A list, or the single value that may stand for one."""
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def _dimensions(preset: Preset) -> tuple[str, ...]:
    return next(each.choices for each in preset.parameters if each.name == "split_by")
