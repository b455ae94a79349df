"""One criterion being written: what it counts, what it promises and what the agreement says, as one page."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from measure_engine.definition import Dimension
from measure_engine.plain import DefinitionError
from measure_engine.preset import PRESETS, Preset, definition_of
from measure_engine.sentence import DIMENSIONS
from traedesten.core import meanwhile
from traedesten.core.form import by_field
from traedesten.measures import board
from traedesten.measures.words import sentence_of
from traedesten.places.models import Staff
from traedesten.programme.actions import criterion as criteria
from traedesten.programme.models import Criterion, Programme
from traedesten.programme.models import Target as TargetRecord
from traedesten.programme.promise import Wording
from traedesten.setup.criterion import option
from traedesten.setup.criterion.measure_form import MeasureForm
from traedesten.setup.criterion.option import Offered
from traedesten.setup.criterion.target_form import TargetForm
from traedesten.setup.criterion.wording_form import WordingForm

COUNT = "maal-antal"
MORE = "flere"
MOST_TARGETS = 20


class Composition:
    """``criterion`` is being changed; ``like`` is copied, with ``measure`` where something in it is to be another."""

    def __init__(
        self, data: QueryDict | None, *, programme: Programme, preset: Preset, criterion: Criterion | None = None,
        like: Criterion | None = None, measure: dict[str, Any] | None = None, offered: Offered | None = None,
    ) -> None:  # fmt: skip
        self.programme, self.preset, self.criterion, self.data = programme, preset, criterion, data
        self.offered = offered or Offered(programme)
        shown = measure or _measure_of(criterion or like, preset)
        self.measure = MeasureForm(data, preset=preset, offered=self.offered, measure=shown)
        self.wording = WordingForm(data, programme=programme, criterion=criterion, like=like)
        rows = list(like.targets.filter(valid_from=None)) if like and not criterion else []
        self.targets = [] if criterion else [self._target(number, rows) for number in range(self._number(rows))]

    def _number(self, rows: list[TargetRecord]) -> int:
        if self.data is None:
            return max(1, len(rows))
        asked = self.data.get(COUNT, "1")
        number = int(asked) if asked.isdecimal() else 1
        return max(1, min(MOST_TARGETS, number + (MORE in self.data)))

    def _target(self, number: int, rows: list[TargetRecord]) -> TargetForm:
        is_new = self.data is not None and f"maal-{number}-kind" not in self.data and number > 0
        row = rows[number] if number < len(rows) else None
        return TargetForm(
            None if is_new else self.data,
            programme=self.programme,
            parts=self.parts(),
            prefix=f"maal-{number}",
            row=row,
        )

    def parts(self) -> list[tuple[str, option.Pairs]]:
        """What the figure can be divided into, each answer once, under the name of what it is divided by."""
        if not any(each.name.startswith(("split_by", "by_")) for each in self.preset.parameters):
            return []
        found, seen = [], set[str]()
        for each in Dimension:
            pairs = [pair for pair in option.flat(self.offered.parts(self.preset, each)).items() if pair[0] not in seen]
            seen.update(code for code, _label in pairs)
            if pairs:
                found.append((_(DIMENSIONS[each]).capitalize(), pairs))
        return found

    def bound_to(self, data: QueryDict) -> Composition:
        """The same forms with ``data`` in them: the lists to choose from are not put together once more."""
        made = copy.copy(self)
        made.data = data
        made.measure, made.wording = self.measure.bound_to(data), self.wording.bound_to(data)
        made.targets = [form.bound_to(data) for form in self.targets]
        return made

    @property
    def wants_more(self) -> bool:
        """Whether the button for one target more was pressed: nothing is saved then."""
        return self.data is not None and MORE in self.data

    @property
    def forms(self) -> list[Any]:
        return [self.measure, *self.targets, self.wording]

    @property
    def is_faulty(self) -> bool:
        return any(form.is_bound and form.errors for form in self.forms) or bool(self.wording.differences)

    def is_valid(self) -> bool:
        valid = [form.is_valid() for form in self.forms]
        if self.measure.is_valid():
            for form in self.targets:
                form.demand_fits(self.measure.definition())
            self._demand_one_each()
        return all(valid) and not self.is_faulty

    def _demand_one_each(self) -> None:
        """Two targets for the same would contradict each other."""
        seen: set[Any] = set()
        for form in self.targets:
            if not form.is_bound or form.errors or not form.cleaned_data.get("kind"):
                continue
            scope = tuple(form.cleaned_data.get(name) for name in ("area", "activity", "part"))
            if scope in seen:
                form.add_error(
                    "area", _("Der er allerede et mål for det samme. Vælg et andet område, eller fjern målet.")
                )
            seen.add(scope)

    # --- saving -----------------------------------------------------------------------------------------------------

    def save(self, staff: Staff) -> Criterion | None:
        """The criterion; None where it could not be saved, and then the forms say why."""
        wording = self.wording.wording(self.measure.measure())
        try:
            if self.criterion is None:
                records = tuple(record for form in self.targets if (record := form.record()))
                return criteria.make(by=staff, programme=self.programme, wording=wording, targets=records)
            return self._changed(staff, self.criterion, wording)
        except ValidationError as error:
            self._refuse(error)
        except meanwhile.ChangedMeanwhile as changed:
            self._tell(changed)
        return None

    def _changed(self, staff: Staff, criterion: Criterion, wording: Wording) -> Criterion:
        if _same(criterion.measure, wording.measure):
            wording = replace(wording, measure=criterion.measure)
        return criteria.change(
            by=staff, criterion=criterion, wording=wording, valid_from=self.wording.cleaned_data["valid_from"],
            reason=self.wording.cleaned_data["reason"], told=self.said(criterion.measure),
            seen=meanwhile.read(self.wording.cleaned_data["seen"]),
        )  # fmt: skip

    def said(self, measure: Any) -> str:
        """A measure in one sentence; empty where it can no longer be read."""
        try:
            return sentence_of(definition_of(measure), board.evaluator_of(self.programme).names)
        except DefinitionError:
            return ""

    def _refuse(self, error: ValidationError) -> None:
        for name, sentence in by_field(error):
            form: Any = self.targets[0] if name == "targets" and self.targets else self.wording
            form.add_error(name if name in form.fields else None, sentence)

    def _tell(self, changed: meanwhile.ChangedMeanwhile) -> None:
        assert self.criterion is not None
        self.criterion.refresh_from_db()
        told = []
        for difference in changed.differences:
            if difference.name == "measure":
                told.append((_("Det, der tælles"), self.said(self.criterion.measure)))
            else:
                field = self.wording.fields.get(difference.name)
                value = getattr(self.criterion, difference.name)
                told.append((str(field.label) if field else "", str(value) if value not in (None, "") else _("intet")))
        self.wording.tell(told, self.criterion)


def preset_of(measure: Any) -> Preset | None:
    """The preset a measure names; None for an explicit definition, which has no form."""
    name = measure.get("preset") if isinstance(measure, dict) else None
    return PRESETS.get(name) if isinstance(name, str) else None


def _measure_of(criterion: Criterion | None, preset: Preset) -> dict[str, Any] | None:
    """What the criterion was told, as far as the preset asks the same."""
    if criterion is None or not isinstance(criterion.measure, dict):
        return None
    if criterion.measure.get("preset") == preset.name:
        return criterion.measure
    known = {each.name: each for each in preset.parameters}
    kept = {name: value for name, value in criterion.measure.items() if name in known and known[name].codes_of}
    return {"preset": preset.name, **kept}


def _same(one: Any, other: Any) -> bool:
    try:
        return bool(definition_of(one) == definition_of(other))
    except DefinitionError:
        return bool(one == other)
