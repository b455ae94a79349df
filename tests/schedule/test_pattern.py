"""Where a rhythm falls: by hand for the real ones, and by rule for any."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traedesten.schedule import holiday
from traedesten.schedule.pattern import WEEKDAYS, Closing, Pattern, Turn, lay

FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)

mondays = tuple(Turn(f"FREQ=MONTHLY;BYDAY={number}MO") for number in (1, 2, 3, 4))
weekday_lists = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=3, unique=True).map(",".join)
weekly = st.tuples(st.integers(1, 6), weekday_lists).map(lambda told: f"FREQ=WEEKLY;INTERVAL={told[0]};BYDAY={told[1]}")
monthly = st.tuples(st.sampled_from([-1, 1, 2, 3, 4, 5]), st.sampled_from(WEEKDAYS)).map(
    lambda told: f"FREQ=MONTHLY;BYDAY={told[0]}{told[1]}"
)
turns = st.lists(st.builds(Turn, st.one_of(weekly, monthly), st.integers(0, 4)), min_size=1, max_size=5).map(tuple)
days = st.integers(0, (LAST - FIRST).days).map(lambda number: FIRST + timedelta(number))
weeks = st.sets(st.tuples(st.integers(2026, 2028), st.integers(1, 52)), max_size=12)


@st.composite
def patterns(draw):
    first, last = sorted((draw(days), draw(days)))
    return Pattern(draw(turns), first, last, draw(days), draw(st.booleans()))


@st.composite
def closings(draw):
    return Closing(holiday.between(FIRST, LAST, with_customary=draw(st.booleans())), frozenset(draw(weeks)))


OPEN = Closing()


def held(pattern, closing=OPEN):
    return [each.on for each in lay(pattern, closing) if each.on]


@given(patterns(), closings())
def test_nothing_is_held_on_a_closed_day_or_outside_the_period(pattern, closing):
    found = held(pattern, closing)
    assert len(found) == len(set(found))
    for on in found:
        assert pattern.starts_on <= on <= pattern.ends_on
        assert on not in closing.days
        assert on.isocalendar()[:2] not in closing.weeks


@given(patterns(), closings(), days)
def test_a_later_start_gives_the_same_days_from_there_on(pattern, closing, day):
    later = Pattern(pattern.turns, max(pattern.starts_on, day), pattern.ends_on, pattern.anchor_on)
    whole = Pattern(pattern.turns, pattern.starts_on, pattern.ends_on, pattern.anchor_on)
    assert held(later, closing) == [on for on in held(whole, closing) if on >= later.starts_on]


@given(patterns(), closings())
def test_moving_loses_fewer_and_moves_at_most_a_week(pattern, closing):
    stays = Pattern(pattern.turns, pattern.starts_on, pattern.ends_on, pattern.anchor_on)
    moves = Pattern(pattern.turns, pattern.starts_on, pattern.ends_on, pattern.anchor_on, moves=True)
    assert set(held(stays, closing)) <= set(held(moves, closing))
    for each in lay(moves, closing):
        if each.is_moved:
            assert timedelta(0) < each.on - each.due_on <= timedelta(7)
            assert each.on.weekday() < 5


def test_the_monday_café_goes_round_four_places_and_leaves_the_fifth_monday_out():
    found = lay(Pattern(mondays, date(2026, 6, 1), date(2026, 6, 30), FIRST), Closing())
    assert [(each.on.day, each.turn) for each in found] == [(1, 0), (8, 1), (15, 2), (22, 3)]


def test_every_third_week_in_turn_is_every_week():
    rota = tuple(Turn("FREQ=WEEKLY;INTERVAL=3;BYDAY=TU", week) for week in range(3))
    found = lay(Pattern(rota, date(2026, 9, 1), date(2026, 9, 30), date(2026, 9, 3)), Closing())
    assert [(each.on.day, each.turn) for each in found] == [(1, 0), (8, 1), (15, 2), (22, 0), (29, 1)]


def test_over_a_new_year_with_53_weeks_every_other_week_stays_every_other():
    other = (Turn("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),)
    found = held(Pattern(other, date(2026, 12, 14), date(2027, 1, 31), date(2026, 12, 14)))
    assert found == [date(2026, 12, 14), date(2026, 12, 28), date(2027, 1, 11), date(2027, 1, 25)]


def test_easter_monday_is_moved_to_tuesday_or_left_out():
    closing = Closing(holiday.between(FIRST, LAST))
    plan = {"turns": (Turn("FREQ=WEEKLY;BYDAY=MO"),), "starts_on": date(2026, 4, 6), "ends_on": date(2026, 4, 13)}
    assert held(Pattern(**plan, anchor_on=FIRST), closing) == [date(2026, 4, 13)]
    assert held(Pattern(**plan, anchor_on=FIRST, moves=True), closing) == [date(2026, 4, 7), date(2026, 4, 13)]


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=DAILY",
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=MO;COUNT=3",
        "FREQ=MONTHLY;BYDAY=MO",
        "FREQ=WEEKLY;INTERVAL=0;BYDAY=MO",
    ],
)
def test_other_rules_are_refused(rule):
    with pytest.raises(ValueError, match="not a rule"):
        Turn(rule)


def test_store_bededag_is_gone_from_2024():
    assert holiday.public([2023])[date(2023, 5, 5)] == "Store bededag"
    assert date(2024, 4, 26) not in holiday.public([2024])
    assert len(holiday.public([2026])) == 10


def test_the_eves_and_constitution_day_are_a_choice():
    eve = date(2026, 12, 24)
    assert eve not in holiday.between(FIRST, LAST)
    assert set(holiday.between(FIRST, date(2026, 12, 31), with_customary=True)) >= {
        eve, date(2026, 6, 5), date(2026, 12, 31)
    }  # fmt: skip
    assert date(2026, 5, 1) not in holiday.between(FIRST, LAST, with_customary=True)
