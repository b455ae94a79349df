"""Answers, ratings, paired change, survey waves and figures from outside."""

from datetime import date, timedelta

import pytest

from measure_engine.aggregate import PairedChange
from measure_engine.definition import Definition, DefinitionError
from measure_engine.preset import definition_of
from measure_engine.reference import evaluate
from measure_engine.selection import Selection
from measure_engine.statistic import mean_interval, t_975
from measure_engine.vocabulary import Unit

from .world import END, entry, world

ITEM = "who5.score"
START_ON, END_ON = date(2024, 2, 1), date(2024, 3, 31)


def answer(person, on, value, **columns):
    return entry("answer", on, subject=person, topic=ITEM, value=None if value is None else float(value), **columns)


def course(number, before, after, before_on=START_ON, after_on=END_ON):
    """One person who started the spring run and answered twice."""
    person = f"p{number:02d}"
    rows = [entry("attendance", START_ON, subject=person, run="foraar")]
    rows += [answer(person, before_on, before)] if before is not None else []
    rows += [answer(person, after_on, after)] if after is not None else []
    return rows


def paired(rows, **more):
    return evaluate(world(*rows), definition_of({"preset": "paired_change", "item": ITEM, **more}), as_of=END)


def many(n, before=40, after=52, **days):
    return [row for number in range(n) for row in course(number, before, after, **days)]


def test_the_mean_change_is_shown_from_ten_pairs_and_shares_from_twenty():
    few, enough, plenty = paired(many(9)), paired(many(10)), paired(many(20))
    assert (few.value, few.denominator) == (None, 9)
    assert "vises fra 10 par; der er 9" in few.note
    assert (enough.value, enough.fact("better")) == (12, None)
    assert (plenty.fact("better"), plenty.fact("between"), plenty.fact("worse")) == (1, 0, 0)


@pytest.mark.parametrize(("change", "fact"), [(10, "better"), (9, "between"), (-9, "between"), (-10, "worse")])
def test_ten_points_either_way_is_better_or_worse(change, fact):
    assert paired(many(20, 50, 50 + change)).fact(fact) == 1


@pytest.mark.parametrize(
    ("days", "pairs"),
    [
        ({}, 10),
        ({"before_on": START_ON - timedelta(days=14)}, 10),
        ({"before_on": START_ON - timedelta(days=15)}, 0),
        ({"before_on": START_ON + timedelta(days=14)}, 10),
        ({"before_on": START_ON + timedelta(days=15)}, 0),
        ({"after_on": END_ON - timedelta(days=14)}, 10),
        ({"after_on": END_ON - timedelta(days=15)}, 0),
        ({"after_on": END_ON + timedelta(days=60)}, 10),
        ({"after_on": END_ON + timedelta(days=61)}, 0),
        ({"before_on": START_ON + timedelta(days=4), "after_on": START_ON + timedelta(days=45)}, 0),
        ({"before_on": START_ON + timedelta(days=3), "after_on": START_ON + timedelta(days=45)}, 10),
    ],
)
def test_before_and_after_lie_in_their_windows_and_42_days_apart(days, pairs):
    assert paired(many(10, **days)).denominator == pairs


def test_drop_outs_are_compared_at_the_start_and_flagged():
    lost = [row for number in range(20, 25) for row in course(number, 30, None)]
    figure = paired([*many(10), *lost])
    assert (figure.fact("baseline_paired"), figure.fact("baseline_dropped")) == (40, 30)
    assert "havde et andet udgangspunkt" in figure.note
    assert "Mere end 30 %" in figure.note
    assert {missing.count for missing in figure.missing} == {5}
    assert "andet udgangspunkt" not in paired([*many(10), *course(30, 36, None)]).note


def test_whoever_may_still_answer_is_not_a_drop_out():
    rows = [*many(10), *course(30, 20, None)]
    measure = definition_of({"preset": "paired_change", "item": ITEM})
    last_day = END_ON + timedelta(days=60)
    waiting = evaluate(world(*rows), measure, as_of=last_day)
    assert (waiting.fact("under_way"), waiting.fact("dropped_share")) == (1, 0)
    late = evaluate(world(*rows), measure, as_of=last_day + timedelta(days=1))
    assert (late.fact("under_way"), late.fact("dropped_share")) == (0, 1 / 11)


def test_there_is_never_a_control_group():
    assert paired(many(10)).note == "Uden kontrolgruppe."


def test_an_answer_belonging_to_another_run_is_not_of_this_course():
    rows = [entry("attendance", START_ON, subject="p", run="foraar"), answer("p", START_ON, 40, run="loebende")]
    assert paired(rows).fact("before") == 0


def test_by_wave_a_change_is_from_the_first_before_to_the_last_after():
    rows = [answer("p", "2024-02-01", 40, step="before"), answer("p", "2024-02-20", 90, step="before"),
            answer("p", "2024-05-01", 50, step="after"), answer("p", "2024-06-01", 60, step="after")]  # fmt: skip
    figure = paired(rows, pairing="wave")
    assert (figure.numerator, figure.denominator) == (20, 1)


def test_a_paired_change_is_of_persons():
    with pytest.raises(DefinitionError, match="kan ikke beregnes for »response«"):
        Definition((Selection(("answer",)),), Unit.RESPONSE, aggregate=PairedChange(ITEM))


def test_the_latest_answer_of_a_respondent_counts_and_blanks_are_missing():
    plain = {"preset": "answer_share", "items": ITEM, "at_least": 4}
    rows = [answer("p", "2024-02-01", 5), answer("p", "2024-02-02", 3), answer("q", "2024-02-01", 4),
            answer("r", "2024-02-01", None)]  # fmt: skip
    figure = evaluate(world(*rows), definition_of(plain), as_of=END)
    assert (figure.numerator, figure.denominator, figure.missing_count) == (1, 2, 1)


def test_those_asked_who_did_not_answer_are_missing():
    plain = {"preset": "answer_share", "items": ITEM, "at_least": 4, "asked_kinds": "visit"}
    rows = [answer("p", "2024-02-06", 5), *(entry("visit", "2024-02-06", subject=each, session="c1") for each in "pqr")]
    assert evaluate(world(*rows), definition_of(plain), as_of=END).missing_count == 2


def test_an_answer_of_somebody_who_was_not_asked_hides_nobody_who_was():
    plain = {"preset": "answer_share", "items": ITEM, "at_least": 4, "asked_kinds": "visit"}
    visits = [entry("visit", "2024-02-06", subject=each, session="c1") for each in "pq"]
    missing = [
        evaluate(world(*visits, each), definition_of(plain), as_of=END).missing_count
        for each in (answer("other", "2024-02-06", 5), answer(None, "2024-02-06", 5, thread="nameless"))
    ]
    assert missing == [2, 1]


def test_a_rating_stands_for_as_many_as_it_says():
    rows = [entry("rating", "2024-02-06", activity="cafe", value=5.0, people=7, id=1),
            entry("rating", "2024-02-06", activity="cafe", value=2.0, id=2)]  # fmt: skip
    figure = evaluate(world(*rows), definition_of({"preset": "rating_share"}), as_of=END)
    assert (figure.numerator, figure.denominator) == (7, 8)


def test_survey_waves_are_in_order_of_date_and_the_last_is_the_value():
    rows = [answer(f"a{n}", "2024-02-01", 2, step="before") for n in range(10)]
    rows += [answer(f"b{n}", "2025-02-01", 4, step="after") for n in range(10)]
    definition = definition_of({"preset": "survey_mean", "item": ITEM})
    figure = evaluate(world(*rows), definition, as_of=END)
    assert (figure.value, figure.earlier, [part.key for part in figure.parts]) == (4, 2, ["before", "after"])
    early = evaluate(world(*rows), definition, as_of=date(2024, 12, 31))
    assert (early.value, early.earlier) == (2, None)
    few = evaluate(world(*rows[:9]), definition, as_of=END)
    assert (few.value, few.denominator) == (None, 9)


def figure_from_outside(*rows, as_of=END, **more):
    return evaluate(world(*rows), definition_of({"preset": "outside_figure", "indicator": "x", **more}), as_of=as_of)


def test_the_latest_outside_figure_counts_however_old():
    rows = [entry("outside_figure", "2019-01-01", topic="x", step="own", value=19.0, people=400),
            entry("outside_figure", "2024-06-01", topic="x", step="own", value=17.0),
            entry("outside_figure", "2024-07-01", topic="x", step="comparison", value=11.0)]  # fmt: skip
    old = figure_from_outside(*rows, as_of=date(2024, 5, 31))
    assert (old.value, old.denominator, old.measured_on, old.comparison) == (19, 400, date(2019, 1, 1), None)
    assert (figure_from_outside(*rows).value, figure_from_outside(*rows).comparison) == (17, 11)
    assert figure_from_outside().value is None


def test_a_figure_of_the_whole_goes_before_a_newer_one_of_an_area():
    rows = [entry("outside_figure", "2024-01-01", topic="x", value=19.0),
            entry("outside_figure", "2024-06-01", topic="x", value=30.0, area="nord")]  # fmt: skip
    assert figure_from_outside(*rows).value == 19
    assert figure_from_outside(*rows, areas="nord").value == 30
    assert figure_from_outside(rows[1]).value == 30


@pytest.mark.parametrize(("freedom", "t"), [(5, 2.5706), (9, 2.2622), (19, 2.0930), (29, 2.0452), (100, 1.9840)])
def test_the_t_quantile_is_that_of_the_tables(freedom, t):
    assert t_975(freedom) == pytest.approx(t, abs=0.0005)


def test_an_interval_needs_two_values():
    assert mean_interval([1.0]) is None
    interval = mean_interval([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    assert (interval.low, interval.high) == (pytest.approx(1.537, abs=0.002), pytest.approx(5.463, abs=0.002))
