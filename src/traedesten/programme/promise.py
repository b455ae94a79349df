"""A criterion's rows as the values the measure engine reads, so that nobody else translates between the two."""

from __future__ import annotations

from measure_engine.definition import Definition
from measure_engine.period import SPRING_AND_AUTUMN, PeriodKind
from measure_engine.preset import definition_of as read_measure
from measure_engine.target import Baseline, Comparison, Direction, Target, TargetKind
from traedesten.programme.models import Criterion
from traedesten.programme.models import Target as TargetRecord


def definition_of(criterion: Criterion) -> Definition:
    """The criterion's definition. Raises `measure_engine.plain.DefinitionError` when the kept data no longer reads."""
    return read_measure(criterion.measure)


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
