"""A criterion's rows as the values the measure engine reads, so that nobody else translates between the two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from measure_engine import target_phrase
from measure_engine.definition import Definition
from measure_engine.language import day, gettext_noop, number
from measure_engine.period import SPRING_AND_AUTUMN, PeriodKind
from measure_engine.plain import DefinitionError
from measure_engine.preset import definition_of as read_measure
from measure_engine.target import Baseline, Comparison, Direction, Target, TargetKind
from traedesten.programme.models import Activity, Criterion, FocusArea, Position
from traedesten.programme.models import Target as TargetRecord

BEGINNING = ("baseline_value", "baseline_on", "baseline_source", "comparison_name", "comparison_value")
"""Columns of where things stood and what they are compared with."""

WORDED = ("code", "text", "measure", "row", "focus_area", "activity", "data_source", "responsible", *BEGINNING)
"""Columns that a `Wording` fills."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Everything a criterion says but its targets. ``measure`` is the plain form of a preset or a definition."""

    code: str
    text: str
    measure: Any
    row: str = ""
    focus_area: FocusArea | None = None
    activity: Activity | None = None
    data_source: str = ""
    responsible: Position | None = None
    baseline: Baseline | None = None
    comparison: Comparison | None = None

    def columns(self) -> dict[str, Any]:
        names = ("code", "text", "measure", "row", "focus_area", "activity", "data_source", "responsible")
        return {
            **{name: getattr(self, name) for name in names},
            "baseline_value": self.baseline.value if self.baseline else None,
            "baseline_on": self.baseline.on if self.baseline else None,
            "baseline_source": self.baseline.source if self.baseline else "",
            "comparison_name": self.comparison.name if self.comparison else "",
            "comparison_value": self.comparison.value if self.comparison else None,
        }


def definition_of(criterion: Criterion) -> Definition:
    """The criterion's definition. Raises `measure_engine.plain.DefinitionError` when the kept data no longer reads."""
    return read_measure(criterion.measure)


def definition_on(criterion: Criterion, when: date) -> Definition:
    """The definition that was valid on a day. Raises DefinitionError as `definition_of` does."""
    return read_measure(measure_on(criterion, when))


def measure_on(criterion: Criterion, when: date) -> Any:
    """The plain measure valid on a day: the one the first change after it put an end to, else today's."""
    earlier = (change.measure for change in criterion.changes.all() if change.measure and change.valid_from > when)
    return next(earlier, criterion.measure)


def definitions_of(criterion: Criterion) -> Iterator[Definition]:
    """Every definition the criterion has or had."""
    for measure in (criterion.measure, *(change.measure for change in criterion.changes.all() if change.measure)):
        yield read_measure(measure)


def targets_of(criterion: Criterion) -> tuple[Target, ...]:
    """Every target the criterion has or had, in the order they were written."""
    return tuple(target_of(record) for record in criterion.targets.all())


def target_of(record: TargetRecord) -> Target:
    months = tuple(int(month) for month in record.season_starts.split(",") if month)
    return Target(
        kind=TargetKind(record.kind),
        value=record.value,
        unit=record.unit,
        starts_on=record.starts_on,
        ends_on=record.ends_on,
        period=PeriodKind(record.period) if record.period else None,
        season_starts=months or SPRING_AND_AUTUMN,
        area=record.area.code if record.area else "",
        activity=record.activity.code if record.activity else "",
        part=record.part,
        direction=Direction(record.direction) if record.direction else None,
        valid_from=record.valid_from,
        valid_until=record.valid_until,
        decision=record.decision,
    )


def baseline_of(criterion: Criterion) -> Baseline | None:
    if criterion.baseline_value is None:
        return None
    return Baseline(criterion.baseline_value, criterion.baseline_on, criterion.baseline_source)


def comparison_of(criterion: Criterion) -> Comparison | None:
    if criterion.comparison_value is None:
        return None
    return Comparison(criterion.comparison_name, criterion.comparison_value)


def record_of(target: Target, **links: Any) -> TargetRecord:
    """An unsaved row that says the same; ``links`` are its area and activity, which the engine knows by code only."""
    months = ",".join(str(month) for month in target.season_starts)
    return TargetRecord(
        kind=target.kind.value,
        value=target.value,
        unit=target.unit,
        starts_on=target.starts_on,
        ends_on=target.ends_on,
        period=target.period.value if target.period else "",
        season_starts="" if target.season_starts == SPRING_AND_AUTUMN else months,
        part=target.part,
        direction=target.direction.value if target.direction else "",
        valid_from=target.valid_from,
        valid_until=target.valid_until,
        decision=target.decision,
        **links,
    )


def demand_scope(definition: Definition, target: Target) -> None:
    """The area, activity or part of a target must be something the definition counts. Raises DefinitionError."""
    areas = (target.area,) if target.area else ()
    activities = (target.activity,) if target.activity else ()
    definition.within(areas=areas, activities=activities)
    split = definition.split
    if target.part and (split is None or target.part not in (split.values or (target.part,))):
        raise DefinitionError(
            gettext_noop("tallet er ikke delt sådan op; vælg en anden del eller ingen."), field="part"
        )


def told(target: Target) -> str:
    """A target in words, with its dates: "80, senest 31. december 2028"."""
    parts = [target_phrase.wanted(target, translation)]
    parts += [_("fra %(day)s") % {"day": day(target.starts_on, translation)}] if target.starts_on else []
    parts += [_("senest %(day)s") % {"day": day(target.ends_on, translation)}] if target.ends_on else []
    return ", ".join(parts)


def shown(value: float) -> str:
    return number(value)


def shown_exactly(value: float) -> str:
    """A number with all its decimals, to be written anew: 12,345."""
    return number(value, 6).rstrip("0").rstrip(",") if value != int(value) else number(value)
