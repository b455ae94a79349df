"""Where a total is heading: the golden vector, the distribution against its definition, and what must always hold."""

from itertools import accumulate, pairwise
from math import comb, exp, lgamma, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure_engine import forecast as module
from measure_engine.forecast import (
    Drift,
    Outlook,
    at_most,
    cumulated,
    expected,
    forecast,
    forecast_of_estimate,
    to_come,
    trend_of,
    weights,
)

GOLDEN = [4, 2, 3, 0, 5, 1, 2, 2, 6, 1, 0, 3, 2, 4, 1, 1, 2, 0, 3, 2, 5, 1, 2, 1, 0, 3]


def test_golden_vector_4():
    found = forecast(GOLDEN, so_far=170, weeks_left=60, target=300)
    assert (found.low95, found.low80, found.high80, found.high95) == (251, 265, 335, 358)
    assert round(found.reach, 2) == 0.47
    assert found.outlook is Outlook.OPEN


def test_golden_vector_of_the_expected_path():
    open_weeks = [0 if 27 <= week % 52 <= 30 or week % 52 >= 50 else 1 for week in range(156)]
    planned = weights(open_weeks)
    assert [round(expected(300, planned, upto), 1) for upto in (26, 52, 104, 156)] == [44.5, 90.1, 195.1, 300.0]


def test_a_plan_may_begin_at_full_speed_and_a_plan_without_sessions_expects_everything():
    assert expected(100, weights([1] * 20, ramp=1), 10) == 50
    assert expected(100, weights([2] * 20, ramp_weeks=10), 10) == pytest.approx(100 / 3)
    assert expected(100, [0, 0], 1) == 100


def by_definition(k, size, mean):
    """P(X <= k) term by term with logarithms of the gamma function, which the product never uses."""
    p = size / (size + mean)
    return sum(
        exp(lgamma(i + size) - lgamma(size) - lgamma(i + 1) + size * log(p) + i * log(1 - p)) for i in range(k + 1)
    )


@pytest.mark.parametrize("mean", [0.05, 1.0, 17.5, 240.0, 900.0])
@pytest.mark.parametrize("spread", [1.01, 1.8, 12.0])
@pytest.mark.parametrize("share", [0.0, 0.4, 0.9, 1.0, 1.3])
def test_the_recurrence_equals_the_definition(mean, spread, share):
    size, k = mean / (spread - 1), int(share * mean)
    assert at_most(k, size=size, mean=mean) == pytest.approx(by_definition(k, size, mean), abs=1e-9)


def test_whole_sizes_equal_the_binomial_coefficients():
    size, mean = 3, 4.5
    p = size / (size + mean)
    exact = [comb(i + size - 1, i) * p**size * (1 - p) ** i for i in range(30)]
    assert cumulated(size, mean, 30).tolist() == pytest.approx(list(accumulate(exact)), rel=1e-12)


@pytest.mark.parametrize("mean", [800.0, 2_000.0, 20_000.0])
def test_a_first_term_too_small_for_a_float_does_no_harm(mean):
    """e to the minus 800 is no float's business; the middle of the distribution still is in the middle."""
    size = mean / 0.001
    assert at_most(int(mean), size=size, mean=mean) == pytest.approx(0.5, abs=0.02)
    assert at_most(int(mean * 0.5), size=size, mean=mean) < 1e-9
    assert at_most(int(mean * 1.5), size=size, mean=mean) == pytest.approx(1, abs=1e-9)


@given(st.floats(0.1, 500), st.floats(1.001, 30))
def test_probabilities_grow_to_one(mean, spread):
    size = mean / (spread - 1)
    first = cumulated(size, mean, 300).tolist()
    assert all(0 <= one <= two <= 1 for one, two in pairwise(first))
    assert at_most(-1, size=size, mean=mean) == 0
    assert at_most(10**9, size=size, mean=mean) == pytest.approx(1, abs=1e-9)


weekly = st.lists(st.integers(0, 40), min_size=13, max_size=40)


@given(weekly, st.integers(0, 500), st.floats(0.1, 150), st.integers(1, 3000))
def test_the_band_holds_the_middle_and_a_higher_target_is_never_likelier(weeks, so_far, left, target):
    found = forecast(weeks, so_far=so_far, weeks_left=left, target=target)
    higher = forecast(weeks, so_far=so_far, weeks_left=left, target=target + 10)
    assert so_far <= found.low95 <= found.low80 <= found.high80 <= found.high95
    assert 0 <= higher.reach <= found.reach + 1e-9 <= 1 + 1e-9


@given(weekly, st.integers(0, 100), st.floats(0.1, 100), st.integers(0, 2000))
def test_a_ceiling_one_below_is_kept_exactly_when_the_target_is_not_reached(weeks, so_far, left, target):
    reached = forecast(weeks, so_far=so_far, weeks_left=left, target=target).reach
    kept = forecast(weeks, so_far=so_far, weeks_left=left, target=target - 1, at_most=True).reach
    assert reached + kept == pytest.approx(1, abs=1e-9)


@given(weekly, st.floats(1, 100))
def test_visits_drift_more_than_new_people_so_their_band_is_wider(weeks, left):
    of_people, of_visits = to_come(weeks[-26:], left, Drift.NEW_PEOPLE), to_come(weeks[-26:], left, Drift.VISITS)
    assert of_people[0] == of_visits[0]
    assert of_people[1] <= of_visits[1]


def test_only_the_newest_26_weeks_count():
    rush = [30] * 10 + GOLDEN
    assert forecast(rush, so_far=170, weeks_left=60, target=300) == forecast(
        GOLDEN, so_far=170, weeks_left=60, target=300
    )


def test_before_thirteen_weeks_it_is_too_early():
    assert forecast(GOLDEN[:12], so_far=1, weeks_left=60, target=300) is None
    assert forecast(GOLDEN[:13], so_far=1, weeks_left=60, target=300) is not None


def test_half_a_year_without_a_single_one_is_read_as_half_a_one():
    mean, variance = to_come([0] * 26, 104, Drift.NEW_PEOPLE)
    assert mean == pytest.approx(2)
    assert variance == pytest.approx(2 + 104**2 * (0.5 / 26) / 26 + (0.1 * (104 / 46) ** 0.5 * 2) ** 2)


@pytest.mark.parametrize(("so_far", "reach"), [(10, 1.0), (9, 0.0)])
def test_with_no_time_left_what_is_there_decides(so_far, reach):
    found = forecast(GOLDEN, so_far=so_far, weeks_left=0, target=10)
    assert (found.reach, found.low95, found.high95) == (reach, so_far, so_far)


@pytest.mark.parametrize(("target", "outlook"), [(255, Outlook.ON_COURSE), (300, Outlook.OPEN), (340, Outlook.BEHIND)])
def test_the_outlook_is_read_from_the_probability(target, outlook):
    assert forecast(GOLDEN, so_far=170, weeks_left=60, target=target).outlook is outlook


def steps_of(monkeypatch, weeks, **asked):
    taken = 0
    original = cumulated

    def counted(size, mean, terms):
        nonlocal taken
        taken += terms
        return original(size, mean, terms)

    monkeypatch.setattr(module, "cumulated", counted)
    forecast(weeks, **asked)
    return taken


def test_a_typical_forecast_takes_hundreds_of_steps_and_a_huge_sum_not_millions(monkeypatch):
    assert steps_of(monkeypatch, GOLDEN, so_far=170, weeks_left=60, target=300) < 300
    kroner = [each * 50_000 for each in GOLDEN]
    assert steps_of(monkeypatch, kroner, so_far=0, weeks_left=60, target=6_000_000) < 20_000
    assert steps_of(monkeypatch, GOLDEN, so_far=0, weeks_left=60, target=10**9) < 3_000


def test_larger_units_give_the_same_forecast_of_a_large_sum():
    weeks = [each * 100 for each in GOLDEN]
    coarse = forecast(weeks, so_far=0, weeks_left=60, target=13_000, drift=Drift.VISITS)
    mean, variance = to_come(weeks, 60, Drift.VISITS)
    fine, quantiles = module._read(mean, variance, 12_999)
    assert coarse.reach == pytest.approx(1 - fine, abs=0.005)
    assert (coarse.low95, coarse.low80, coarse.high80, coarse.high95) == pytest.approx(quantiles, rel=0.01)


# New people come in a rush and then fewer


def test_golden_vector_4_stands_as_it_is_where_there_is_no_more_than_half_a_year_to_see():
    told = forecast(GOLDEN, so_far=170, weeks_left=60, target=300, follows_trend=True)
    assert (told.low95, told.low80, told.high80, told.high95) == (251, 265, 335, 358)
    assert forecast(GOLDEN[:12] + GOLDEN, so_far=170, weeks_left=60, target=300, follows_trend=True) == told


def test_a_pace_that_halved_in_half_a_year_falls_on_and_ever_more_gently():
    """By hand: 104 and 52 people, 26 weeks apart, none by chance: the logarithm falls by 1.2264 - 0.0084 a year."""
    trend = trend_of([2.0] * 26, [4.0] * 26, 46.0, 0.0)
    slope = log((2 * 26 + 0.5) / (4 * 26 + 0.5)) / (26 / 46)
    ahead = [13 + 46 * (step + 0.5) / 2_000 for step in range(2_000)]
    wanted = sum(exp(slope / 46 * 60 * (1 - exp(-week / 60))) for week in ahead) / 2_000
    assert trend.factor == pytest.approx(wanted, rel=1e-4)
    assert trend.spread == pytest.approx(0, abs=1e-12)
    assert 1 > trend.factor > trend_of([2.0] * 26, [4.0] * 26, 92.0, 0.0).factor > exp(2 * slope)


def test_a_trend_that_chance_may_have_made_is_trusted_the_less_the_fewer_came():
    few, many = (trend_of([1.0 * n] * 26, [2.0 * n] * 26, 46.0, 1.0) for n in (0.1, 10))
    assert few.factor > many.factor + 0.1
    assert few.spread > many.spread


def test_a_level_pace_stays_and_its_band_knows_that_it_may_not():
    level = forecast([2] * 52, so_far=104, weeks_left=50, target=200, follows_trend=True)
    rule = forecast([2] * 52, so_far=104, weeks_left=50, target=200)
    assert level.mean == rule.mean
    assert level.low95 < rule.low95 < rule.high95 < level.high95


@given(weekly, st.floats(1, 120))
def test_a_rise_is_not_carried_on_and_a_fall_never_lifts(weeks, left):
    earlier = [0.0] * 26
    assert to_come(weeks[-26:], left, 0.1, earlier)[0] == pytest.approx(to_come(weeks[-26:], left, 0.1)[0], rel=0.2)
    rise = trend_of([3.0] * 26, [1.0] * 26, left, 1.0)
    assert rise.factor == 1
    assert rise.spread > 0
    assert trend_of(weeks[-26:], [50.0] * 26, left, 1.0).factor <= 1


# Guests who are themselves estimated


def test_new_guests_are_forecast_from_the_taps_and_the_guests_found_are_not_extrapolated():
    found = forecast_of_estimate(GOLDEN, mean=200, sd=10, tapped=170, weeks_left=60, target=350)
    taps = forecast(GOLDEN, so_far=170, weeks_left=60, target=350 * 170 / 200)
    assert found.mean == pytest.approx(taps.mean * 200 / 170)
    assert found.low80 < taps.low80 * 200 / 170
    assert found.high95 > taps.high95 * 200 / 170


def test_not_knowing_what_was_found_draws_the_probability_towards_the_middle():
    sure, unsure = (
        forecast_of_estimate(GOLDEN, mean=200, sd=sd, tapped=200, weeks_left=10, target=240) for sd in (0.1, 30)
    )
    assert sure.reach < unsure.reach < 0.5
    assert forecast_of_estimate(GOLDEN[:5], mean=200, sd=9, tapped=200, weeks_left=10, target=240) is None
