"""The guest model: a café's shape, what is tapped of it, and that it is the same for the same dice."""

import random
from dataclasses import replace

import pytest

from demo.cafe import guest
from demo.cafe.judged import OPEN_WEEKS, OPENINGS, see
from demo.cafe.setting import CAFES, HABITS, Cafe, Guests, Habits
from demo.cafe.tapping import tap
from demo.truth.table import Span
from measure_engine.estimate import Counters
from traedesten.journal.rules.counter import inconsistent

# Visits, unique, returning, in the last quarter, in the third year: counting.md section 2, and how near we are.
THEIRS = {"S1": (4379, 307, 0.76, 0.41, 197), "S2": (3220, 329, 0.76, 0.35, 217), "S3": (1935, 336, 0.51, 0.15, 139)}
SEEDS = range(8)


@pytest.fixture(scope="module")
def seen():
    return {name: [see(cafe, seed) for seed in SEEDS] for name, cafe in CAFES.items()}


@pytest.mark.parametrize("cafe", sorted(CAFES))
def test_cafes_are_about_those_of_the_report(cafe, seen):
    means = [
        sum(getattr(one.truth, name) for one in seen[cafe]) / len(SEEDS)
        for name in ("visits", "unique", "returning", "retained", "year")
    ]
    visits, unique, returning, retained, year = THEIRS[cafe]
    assert means[0] == pytest.approx(visits, rel=0.10)
    assert means[1] == pytest.approx(unique, rel=0.05)
    assert means[2] == pytest.approx(returning, abs=0.03)
    assert means[3] == pytest.approx(retained, abs=0.03)
    assert means[4] == pytest.approx(year, rel=0.06)


def test_most_visits_are_those_of_few_and_many_come_once(seen):
    """One in four comes once only, and the busiest tenth makes a third of the visits or more."""
    visits = [number for session in guest.draw(CAFES["S1"].guests, OPEN_WEEKS, random.Random(1)).guests
              for number in session]  # fmt: skip
    times = sorted((visits.count(number) for number in set(visits)), reverse=True)
    assert 0.15 < times.count(1) / len(times) < 0.35
    assert sum(times[: len(times) // 10]) > len(visits) / 3


def test_the_same_dice_give_the_same_café_and_others_another():
    assert see(CAFES["S3"], 4) == see(CAFES["S3"], 4)
    assert see(CAFES["S3"], 4) != see(CAFES["S3"], 5)


def test_habits_change_the_taps_and_not_the_guests():
    forgetful, usual = see(CAFES["S3"].named("forgotten-40"), 4), see(CAFES["S3"], 4)
    assert forgetful.truth == usual.truth
    assert sum(one.sums["card_visits"] for one in forgetful.count.sessions) < sum(
        one.sums["card_visits"] for one in usual.count.sessions
    )


@pytest.mark.parametrize("habits", HABITS.values(), ids=HABITS)
def test_sums_can_be_true_under_every_setting(habits):
    cafe = Cafe(replace(CAFES["S1"].guests, residents=200), habits)
    for session in see(cafe, 2).count.sessions:
        Counters(**session.sums)
        assert list(inconsistent(session.sums)) == []
        assert session.sums["visits"] <= session.came


def test_without_faults_the_sums_are_the_truth():
    """Nothing forgotten, refused or untapped: every first visit is tapped new, every second as the second."""
    perfect = Habits(
        forgotten=0, refusing=0, refusing_once=0, offered=1, untapped=0, first_missed=0, false_new=(0, 0, 0, 0),
        misread=0,
    )  # fmt: skip
    seen = see(Cafe(CAFES["S1"].guests, perfect), 3)
    sums = {name: sum(one.sums[name] for one in seen.count.sessions) for name in seen.count.sessions[0].sums}
    assert sums["visits"] == seen.truth.visits
    assert sums["new_guests"] == seen.truth.unique == seen.count.gone_by(len(OPENINGS) - 1)
    assert sums["second_by_card"] == round(seen.truth.returning * seen.truth.unique)
    assert sums["card_visits"] == seen.truth.visits - seen.truth.unique
    assert sums["forgotten_or_lost"] == sums["quarter_asked"] == sums["new_without_card"] == 0


def test_nobody_comes_to_an_empty_place():
    nobody = guest.draw(Guests(residents=0), OPEN_WEEKS, random.Random(1))
    assert set(nobody.guests) == {()}
    count = tap(Cafe(Guests(residents=0)), OPENINGS, nobody, random.Random(1))
    assert all(session.kept == {} for session in count.sessions)
    assert guest.draw(Guests(), [], random.Random(1)).guests == ()


def test_a_season_is_felt():
    weeks = [float(week) for week in range(100)]
    busy = [1.0 if week < 50 else 0.2 for week in range(100)]
    come = [len(session) for session in guest.draw(Guests(rate=1.0), weeks, random.Random(2), busy).guests]
    assert sum(come[50:]) < 0.5 * sum(come[:50])


def test_a_span_holds_both_its_ends():
    assert all(day in Span(OPENINGS[0].on, OPENINGS[1].on) for day in (OPENINGS[0].on, OPENINGS[1].on))
