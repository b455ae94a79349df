"""On the demo's own neighbourhoods the columns say what the reference says: every criterion, period and area; and on
all four in one programme, where each row's definition meets the others' entries."""

import pytest

from demo import generate, together
from measure_engine.columns import ColumnEvaluator
from measure_engine.judgement import assess
from measure_engine.period import PeriodKind, divide
from measure_engine.plain import DefinitionError
from measure_engine.reference import Evaluator
from tests.cast import TODAY
from traedesten.core.action import System
from traedesten.documents import simulated
from traedesten.measures import board, world
from traedesten.programme import promise

from .test_truth import fill

PERIODS = (PeriodKind.WHOLE, PeriodKind.YEAR, PeriodKind.QUARTER, PeriodKind.MONTH)


def within(definition, areas):
    """The definition itself, and in each area; what cannot be asked of an area alone is left out."""
    yield definition
    for area in areas:
        try:
            yield definition.within(areas=(area,))
        except DefinitionError:
            continue


def agree(programme, periods):
    """How many figures were asked of both and found equal; the areas are asked with the first of the periods."""
    fast = board.evaluator_of(programme)
    slow = Evaluator(world.build(programme, board.ALWAYS_READ), names=fast.names, translator=fast.translator)
    assert isinstance(fast, ColumnEvaluator)
    areas, asked = list(programme.areas.values_list("code", flat=True)), 0
    for criterion in programme.criteria.all():
        for number, definition in enumerate(within(promise.definition_of(criterion), areas)):
            for kind in periods[min(number, 1)]:
                for each in divide(slow.whole, kind, closed_weeks=slow.world.closed_weeks):
                    figures = [one.evaluate(definition, each.period, as_of=TODAY) for one in (fast, slow)]
                    assert figures[0] == figures[1], (criterion.code, each.period)
                    asked += 1
        targets, baseline = promise.targets_of(criterion), promise.baseline_of(criterion)
        definition = promise.definition_of(criterion)
        verdicts = [assess(definition, targets, one, as_of=TODAY, baseline=baseline) for one in (fast, slow)]
        assert verdicts[0] == verdicts[1], criterion.code
    return asked


@pytest.mark.django_db
@pytest.mark.parametrize("code", sorted(generate.STORIES))
def test_every_criterion_period_and_area_equals_the_reference_s(code, neighbourhoods, tmp_path):
    programme = fill(neighbourhoods[code], TODAY, tmp_path)
    assert agree(programme, (PERIODS, PERIODS)) > 20 * programme.criteria.count()


@pytest.mark.django_db
def test_so_do_all_rows_of_the_field_in_one_programme(settings):
    settings.DEMO = True
    for part in together.told(together.orders(entries=4_000, today=TODAY), workers=0):
        programme = simulated.write(by=System("test"), parts=[part])
    rows = {each.row.rstrip("abcd") for each in programme.criteria.all()}
    assert rows == {str(number) for number in range(1, 63)}
    assert programme.entries.count() >= 4_000
    assert agree(programme, ((PeriodKind.WHOLE, PeriodKind.YEAR, PeriodKind.QUARTER), (PeriodKind.WHOLE,))) > 2_000
