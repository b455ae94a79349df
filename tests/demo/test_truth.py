"""What the observer counts is what the product says, for every criterion that is no estimate."""

import json
from datetime import date

import pytest

from demo import generate
from demo.truth import table
from demo.truth.amount import Amount
from measure_engine.period import Period
from tests.cast import TODAY
from traedesten.core.action import System
from traedesten.documents import document, simulated
from traedesten.documents.actions import programme_file
from traedesten.journal.bulk import file_import
from traedesten.measures import board
from traedesten.programme import promise

JOB = System("demo")


def fill(neighbourhood, today, tmp_path):
    plain = json.loads(json.dumps(neighbourhood.programme, default=str))
    programme = programme_file.load(by=JOB, document=document.of(plain)).programme
    _programme, entries = neighbourhood.write(tmp_path)
    with entries.open("rb") as file:
        report = file_import.run(by=JOB, programme=programme, file=file, name=entries.name, today=today)
    assert report.faulty == []
    simulated.fill(by=JOB, programme=programme, neighbourhood=neighbourhood, today=today)
    return programme


def differences(programme, told, today):
    """Lines where the product says something else."""
    evaluator, found = board.evaluator_of(programme), []
    criteria = {criterion.code: criterion for criterion in programme.criteria.all()}
    assert {line.code for line in told} == set(criteria)
    for line in told:
        definition = promise.definition_of(criteria[line.code])
        definition = definition.within(areas=(line.area,)) if line.area else definition
        period = Period(line.span.start, line.span.end)
        value = evaluator.evaluate(definition, period, as_of=today).value
        if value != pytest.approx(line.amount.value) and not line.is_estimate:
            found.append((line.code, line.area, line.span.start, line.span.end, line.amount.value, value))
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("code", sorted(generate.STORIES))
def test_the_product_says_what_the_observer_saw(code, neighbourhoods, tmp_path):
    found = neighbourhoods[code]
    programme = fill(found, TODAY, tmp_path)
    told = table.lines(found.page, generate.registered(found), TODAY)
    assert differences(programme, told, TODAY) == []


def test_once_all_is_put_right_what_is_registered_is_what_happened(neighbourhoods):
    """The whole plan is over: nothing is late any more, and as it was first written it was wrong."""
    found = neighbourhoods["elmelev-syd"]
    happened = table.lines(found.page, found.page.facts, TODAY)
    assert table.lines(found.page, generate.registered(found), TODAY) == happened
    assert table.lines(found.page, found.entries, TODAY) != happened


def test_in_the_middle_some_is_not_written_or_not_put_right_yet():
    found = generate.neighbourhood("elmelev-syd", today=date(2021, 10, 1))
    happened = {line.code: line.amount for line in table.lines(found.page, found.page.facts, found.today)}
    registered = {line.code: line.amount for line in table.lines(found.page, generate.registered(found), found.today)}
    assert 0 < sum(happened[code] != registered[code] for code in happened) < len(happened) / 2


def test_amounts_of_parts_are_added_and_what_they_share_counts_once():
    assert (Amount(3, 4) + Amount(1, 4)).value == 0.5
    assert (Amount(3) + Amount(4)).value == 7
    weeks = Amount(bottom=4, keys=frozenset("ab"), is_sum_of_bottoms=False)
    assert (weeks + Amount(bottom=4, keys=frozenset("bc"), is_sum_of_bottoms=False)).value == 0.75
    assert Amount(1, 9, least=10).value is None
    assert Amount(0, 0).value is None
