"""A criterion's figure in each area: for the targets areas have, and where everything counted lies in some area.

A figure per area is told only when the areas together hold all that the figure counts; else an area would look poorer
than it is. People may be in several areas, so parts are never added up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from measure_engine.aggregate import PairedChange, ShareOfPopulation
from measure_engine.figure import Figure, Shape
from measure_engine.judgement import Verdict
from measure_engine.period import Period
from measure_engine.plain import DefinitionError
from measure_engine.reference import Evaluator
from measure_engine.vocabulary import REGISTER_UNITS
from traedesten.measures.board import Reading
from traedesten.places.models import Area

FEWEST_AREAS = 2
SHAPES = frozenset({Shape.COUNT, Shape.SUM, Shape.MEAN, Shape.SHARE})


@dataclass(frozen=True, slots=True)
class AreaFigure:
    """The figure in one area; with the verdict where the area has a target of its own."""

    area: Area
    figure: Figure
    verdict: Verdict | None = None


def per_area(reading: Reading, areas: Iterable[Area], evaluator: Evaluator, as_of: date) -> tuple[AreaFigure, ...]:
    """In the order of the areas; empty where the criterion has no figure per area."""
    known = {area.code: area for area in areas}
    with_target = [each for each in reading.verdicts if each.target and each.target.area in known]
    if with_target:
        by_code = {each.target.area: each for each in with_target if each.target}
        return tuple(AreaFigure(known[code], by_code[code].figure, by_code[code]) for code in known if code in by_code)
    if len(known) < FEWEST_AREAS or not _divides(reading):
        return ()
    try:
        return _counted(reading, list(known.values()), evaluator, as_of)
    except DefinitionError:  # what cannot be asked of one area alone is told for the whole programme
        return ()


def _divides(reading: Reading) -> bool:
    definition = reading.definition
    if definition is None or len(reading.verdicts) != 1 or not reading.verdicts[0].figure.value:
        return False
    aggregate, figure = definition.aggregate, reading.verdicts[0].figure
    if isinstance(aggregate, PairedChange) or (isinstance(aggregate, ShareOfPopulation) and aggregate.number):
        return False
    return figure.shape in SHAPES and definition.unit not in REGISTER_UNITS


def _counted(reading: Reading, areas: list[Area], evaluator: Evaluator, as_of: date) -> tuple[AreaFigure, ...]:
    definition, period = reading.definition, period_of(reading.verdicts[0], evaluator)
    assert definition is not None
    plain = definition.within(areas=tuple(area.code for area in areas))
    everywhere, told = evaluator.evaluate(plain, period, as_of=as_of), reading.verdicts[0].figure
    if (everywhere.value, everywhere.denominator) != (told.value, told.denominator):
        return ()
    each = [(area, evaluator.evaluate(definition.within(areas=(area.code,)), period, as_of=as_of)) for area in areas]
    return tuple(AreaFigure(area, figure) for area, figure in each)


def period_of(verdict: Verdict, evaluator: Evaluator) -> Period:
    """The period a verdict's figure is of: the last judged one, the target's, or the whole programme."""
    judged = [each.period for each in verdict.periods if each.status is not None]
    if judged:
        return judged[-1]
    return verdict.target.interval(evaluator.whole) if verdict.target else evaluator.whole
