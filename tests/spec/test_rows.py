"""Every row of the field's criteria, set up as a person would and worked out by hand, against the engine."""

import pytest

from measure_engine import target
from measure_engine.judgement import Assessment, assess
from measure_engine.plain import from_plain
from measure_engine.preset import definition_of
from measure_engine.reference import Evaluator

from .build import _day, all_paths, build, load, paths

ROWS = {str(number) for number in range(1, 63)}


def assessed(spec, criterion) -> Assessment:
    baseline = criterion.get("baseline")
    return assess(
        definition_of(criterion["measure"]),
        tuple(target.read(each) for each in criterion.get("targets", ())),
        Evaluator(build(spec)),
        as_of=_day(spec["as_of"]),
        baseline=from_plain(target.Baseline, baseline, "baseline") if baseline else None,
    )


def cases():
    for path in all_paths():
        spec = load(path)
        for criterion in spec["programme"]["criteria"]:
            yield pytest.param(spec, criterion, id=f"{path.stem}-{criterion['code']}")


def seen(found: Assessment, wanted: dict) -> dict:
    """What the expectation speaks of, from the assessment."""
    figure, estimate = found.figure, found.figure.estimate
    values = {
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "missing": figure.missing_count,
        "status": found.status.value,
        "not_measurable": bool(figure.not_measurable),
        "parts": {part.key: part.figure.value for part in figure.parts},
        "facts": {fact.name: fact.value for fact in figure.facts if fact.name in wanted.get("facts", {})},
        "comparison": figure.comparison,
        "statuses": {verdict.target.area: verdict.status.value for verdict in found.verdicts if verdict.target},
        "areas": {verdict.target.area: verdict.figure.value for verdict in found.verdicts if verdict.target},
        "likely": [estimate.low, estimate.high] if estimate else None,
        "light": estimate.light.colour.value if estimate else None,
        "interval": [figure.interval.low, figure.interval.high] if figure.interval else None,
    }
    return {key: values[key] for key in wanted}


@pytest.mark.parametrize(("spec", "criterion"), list(cases()))
def test_figure_equals_the_one_worked_out_by_hand(spec, criterion):
    wanted = spec["expect"][criterion["code"]]
    found = seen(assessed(spec, criterion), wanted)
    assert found == {key: pytest.approx(value, abs=0.005) for key, value in wanted.items()}


def test_every_row_of_the_field_has_a_spec():
    assert {load(path)["row"] for path in paths()} == ROWS


@pytest.mark.parametrize("path", all_paths(), ids=lambda path: path.stem)
def test_a_spec_says_how_it_was_worked_out_and_expects_something_of_every_criterion(path):
    spec = load(path)
    assert len(spec["by_hand"]) > 20
    assert set(spec["expect"]) == {each["code"] for each in spec["programme"]["criteria"]}
    for wanted in spec["expect"].values():
        assert wanted["status"]
        assert wanted.get("not_measurable") or {"value", "missing"} <= set(wanted)


@pytest.mark.parametrize("path", all_paths(), ids=lambda path: path.stem)
def test_entries_that_come_in_another_order_change_nothing(path):
    spec = load(path)
    lines = [line for line in spec["entries"].splitlines() if line.strip()]
    turned = {**spec, "entries": "\n".join([lines[0], *reversed(lines[1:])])}
    for criterion in spec["programme"]["criteria"]:
        first, second = assessed(spec, criterion), assessed(turned, criterion)
        assert (first.status, first.figure.value) == (second.status, second.figure.value)
