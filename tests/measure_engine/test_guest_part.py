"""What is shown of guests in all is never below what is shown of a quarter, a year, an earlier day or one café."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from measure_engine.condition import FirstEver
from measure_engine.estimate import BoxCount, Colour, Counters, DoorCheck, Light, at_least, shown, shown_too_early
from measure_engine.period import Period
from measure_engine.preset import definition_of
from measure_engine.reference import Evaluator
from measure_engine.world import ActivityRow, AreaRow, PhaseRow, SessionRow, World

START, END = date(2025, 2, 1), date(2026, 12, 31)
ANY = {"preset": "unique_guests", "activities": ["cafe"]}
GUESTS = definition_of(ANY)
FAMILIES = definition_of({**ANY, "families": True})
PEOPLE = definition_of({**ANY, "with_families": True})
NEW = replace(GUESTS, where=(FirstEver(),))
QUARTERS = [
    Period(date(year, month, 1), date(year + month // 10, (month + 3 - 1) % 12 + 1, 1) - timedelta(days=1))
    for year in (2025, 2026) for month in (1, 4, 7, 10)
]  # fmt: skip
YEARS = [Period(date(2025, 1, 1), date(2025, 12, 31)), Period(date(2026, 1, 1), END)]
PHASES = (PhaseRow("a", date(2025, 4, 1), date(2025, 9, 30)), PhaseRow("b", date(2025, 10, 1), END))
EVER = Period(START, END)
GREEN = Light(Colour.GREEN)


def session(number, on, area="nord", activity="cafe"):
    return SessionRow(f"s{number}", on, activity=activity, area=area)


def world(tallies, **other):
    """`tallies` are days, places and sums of guests and of families."""
    places = [session(number, on, *place) for number, (on, place, *_sums) in enumerate(tallies)]
    return World(
        START, END, areas=(AreaRow("nord"), AreaRow("syd")),
        activities=(ActivityRow("cafe"), ActivityRow("aften", parent="cafe")), sessions=tuple(places),
        tallies={f"s{number}": sums[0] for number, (_on, _place, *sums) in enumerate(tallies)},
        family_tallies={f"s{number}": sums[1] for number, (_on, _place, *sums) in enumerate(tallies) if sums[1:]},
        **other,
    )  # fmt: skip


FIRST = Counters(visits=60, card_visits=50, new_guests=40, audit_asked=3)
MANY_SEEN = Counters(
    visits=90, card_visits=80, new_guests=8, quarter_first_by_card=36, period_first_by_card=38, audit_asked=2
)
DOUBTFUL = Counters(visits=60, card_visits=10, new_guests=6, audit_asked=4, audit_wrong=2)
SMALL = world([
    (date(2025, 5, 1), ("nord",), FIRST), (date(2025, 8, 1), ("nord",), MANY_SEEN),
    (date(2026, 2, 1), ("nord",), DOUBTFUL),
])  # fmt: skip


def told(world, definition, period=None, on=END):
    return Evaluator(world).evaluate(definition, period, as_of=on).estimate


def test_a_small_cafes_total_knows_of_its_best_quarter():
    """Its last quarter makes the total unsure; the guests of the third quarter have been there all the same."""
    quarter, everybody = told(SMALL, GUESTS, QUARTERS[2]), told(SMALL, GUESTS)
    assert quarter.floor == everybody.floor > 0
    assert (everybody.low, everybody.high >= quarter.high) == (quarter.low, True)


def test_without_a_better_part_nothing_changes():
    whole = shown(100, 10, GREEN, "")
    assert at_least(whole, []) == whole
    assert at_least(whole, [shown(80, 10, GREEN, ""), shown_too_early(50, GREEN, "")]) == whole


def test_floor_and_range_follow_the_part_that_is_surer_and_the_mean_is_no_lower_than_the_floor():
    whole, part = shown(60, 20, GREEN, ""), shown(70, 3, GREEN, "")
    found = at_least(whole, [part, shown_too_early(20, GREEN, "")])
    assert (whole.floor, whole.low, whole.high) == (20, 30, 90)
    assert (found.floor, found.low, found.high, found.mean) == (60, 65, 90, 60)
    above = at_least(whole, [shown(120, 5, GREEN, "")])
    assert (above.floor, above.low, above.high, above.mean) == (110, 110, 130, 110)


def test_before_a_hundred_visits_only_the_floor_knows_of_parts():
    found = at_least(shown_too_early(20, GREEN, ""), [shown_too_early(50, GREEN, "")])
    assert (found.floor, found.low, found.high) == (40, None, None)


@st.composite
def sums(draw, most=120):
    visits = draw(st.integers(0, most))
    cards = draw(st.integers(0, visits))
    asked, audited = visits - cards, draw(st.integers(0, 6))
    of_cards, of_asked = st.integers(0, cards), st.integers(0, asked)
    new = draw(st.integers(0, visits))
    return Counters(
        visits=visits, card_visits=cards, new_guests=new, new_without_card=draw(st.integers(0, new)),
        replaced_cards=draw(st.integers(0, 3)), forgotten_or_lost=draw(of_asked),
        quarter_first_by_card=draw(of_cards), quarter_asked=asked, quarter_asked_yes=draw(of_asked),
        period_first_by_card=draw(of_cards), period_asked=asked, period_asked_yes=draw(of_asked),
        audit_asked=audited, audit_wrong=draw(st.integers(0, audited)),
    )  # fmt: skip


@st.composite
def family_sums(draw):
    found = draw(sums(most=40))
    return replace(found, families=found.new_guests, adults=2 * found.new_guests, children=3 * found.new_guests)


DAYS = st.dates(START, END)
PLACES = [("nord", "cafe"), ("syd", "cafe"), ("syd", "aften")]


@st.composite
def worlds(draw):
    openings = st.tuples(DAYS, st.sampled_from(PLACES), sums(), family_sums())
    area = st.sampled_from(["nord", "syd", None])
    doors = st.builds(
        lambda on, tapped, more, where: DoorCheck(on, tapped + more, tapped, activity="cafe", area=where),
        DAYS, st.integers(20, 60), st.integers(0, 20), area,
    )  # fmt: skip
    boxes = st.builds(
        lambda on, left, where: BoxCount(on, 400, left=left, activity="cafe", area=where), DAYS, st.integers(0, 400),
        area,
    )  # fmt: skip
    return world(
        draw(st.lists(openings, min_size=3, max_size=9)), door_checks=tuple(draw(st.lists(doors, max_size=3))),
        box_counts=tuple(draw(st.lists(boxes, max_size=4))), card_periods=draw(st.sampled_from([(), PHASES])),
    )  # fmt: skip


def shorter_in(longer):
    periods = [*QUARTERS, *YEARS, *(Period(each.starts_on, each.ends_on) for each in PHASES), EVER]
    periods += [Period(START, each.end) for each in QUARTERS]
    return [each for each in periods if each != longer and longer.start <= each.start and each.end <= longer.end]


def assert_no_part_is_above(whole, part, about):
    if whole is None or part is None:
        return
    assert whole.floor >= part.floor, about
    if whole.low is not None and part.low is not None:
        assert whole.low >= part.low, about
        assert whole.low <= whole.high, about


@pytest.mark.parametrize("definition", [GUESTS, FAMILIES, PEOPLE, NEW], ids=["guests", "families", "people", "new"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_part_of_time_or_place_is_shown_above_the_whole(definition, data):
    evaluator = Evaluator(data.draw(worlds()))
    on = data.draw(st.sampled_from([END, date(2026, 8, 15)]))

    def found(definition, period):
        return evaluator.evaluate(definition, period, as_of=on).estimate

    for longer in (EVER, *YEARS, Period(START, date(2026, 6, 30))):
        whole = found(definition, longer)
        for each in shorter_in(longer):
            assert_no_part_is_above(whole, found(definition, each), (longer, each))
    for period in (EVER, QUARTERS[5]):
        whole = found(definition, period)
        for area, activity in product(((), ("nord",), ("syd",)), ((), ("aften",))):
            part = found(definition.within(areas=area, activities=activity), period)
            assert_no_part_is_above(whole, part, (period, area, activity))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds())
def test_guests_alone_are_never_shown_above_guests_with_families(found):
    for period in (EVER, QUARTERS[3]):
        assert_no_part_is_above(told(found, PEOPLE, period), told(found, GUESTS, period), period)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds())
def test_everybody_was_new_once(found):
    """New guests since the beginning are the guests since the beginning."""
    everybody, new = told(found, GUESTS, EVER), told(found, NEW, EVER)
    assert (everybody is None) == (new is None)
    assert_no_part_is_above(new, everybody, "")
