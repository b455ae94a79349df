"""A month that leaps or falls is found, and the nearest that only goes up and down is not; a share that turns round."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure_engine.jump import jumps, turns

STEADY = [20, 23, 18, 21, 25, 19, 22, 20, 24, 21, 18, 22]
EVEN = [20.0] * len(STEADY)


def at(counts, could_be=None):
    return [(each.at, each.is_leap) for each in jumps(counts, could_be or [20.0] * len(counts))]


def with_(place, count):
    return [*STEADY[:place], count, *STEADY[place + 1 :]]


@pytest.mark.parametrize("place", [0, 5, 11])
def test_a_doubled_and_a_missing_month_are_found_wherever_they_lie(place):
    assert at(with_(place, 50)) == [(place, True)]
    assert at(with_(place, 0)) == [(place, False)]


def test_ups_and_downs_are_not_found():
    assert at(STEADY) == []
    assert at(with_(5, 30)) == []
    assert at(with_(5, 12)) == []


def test_a_month_with_half_the_sessions_may_have_half_the_entries():
    halved = [*EVEN[:5], 10.0, *EVEN[6:]]
    assert at(with_(5, 10), halved) == []
    assert at(with_(5, 40), halved) == [(5, True)]
    assert at(with_(5, 0), [*EVEN[:5], 0.0, *EVEN[6:]]) == []


def test_small_numbers_bursts_and_short_stories_are_left_alone():
    assert at([2, 1, 3, 2, 0, 2, 1, 9, 2]) == []
    assert at([0, 30, 0, 0, 28, 0, 0, 31, 0, 0, 29]) == []
    assert at([20, 21, 60, 19, 22]) == []


def test_growth_and_a_new_level_are_no_jump():
    assert at([10 + 2 * number for number in range(14)]) == []
    assert at([20] * 7 + [34] * 7) == []


@given(st.lists(st.integers(0, 200), max_size=30), st.integers(0, 200))
def test_whatever_is_counted_the_answer_says_what_was_counted(counts, more):
    for each in jumps(counts, [1.0 + more] * len(counts)):
        assert each.counted == counts[each.at]
        assert abs(each.counted - each.expected) >= 8


def test_a_share_that_turns_round():
    (turn,) = turns([(40, 50), (38, 50), (41, 50), (8, 50)])
    assert (turn.at, turn.share, round(turn.before, 2)) == (3, 0.16, 0.79)


@pytest.mark.parametrize(
    "parts",
    [
        [(40, 50), (38, 50), (27, 50)],  # fell, on the same side
        [(28, 50), (27, 50), (22, 50)],  # across the half, and not far
        [(16, 19), (17, 19), (2, 19)],  # too few asked
        [(40, 50)],
        [],
    ],
)
def test_the_nearest_share_that_did_not_turn(parts):
    assert turns(parts) == []
