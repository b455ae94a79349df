"""What each week added to a measure, read off the entries or found by asking, and how much of the plan lies behind."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from measure_engine.condition import FirstEver, HasEntries
from measure_engine.definition import Definition, Dimension, Split
from measure_engine.period import Period
from measure_engine.preset import definition_of
from measure_engine.reference import Evaluator
from measure_engine.reference import progress as module
from measure_engine.selection import Selection
from measure_engine.vocabulary import Unit
from measure_engine.world import SessionRow

from .test_property import worlds
from .world import END, START, entry, world

WHOLE = Period(START, END)
TALKS = Definition((Selection(("conversation",)),), Unit.PERSON)
HALF_YEAR = date(2024, 6, 30)
FIRST_MONDAY = date(2024, 1, 1)


def talk(subject, on, **columns):
    return entry("conversation", on, subject=subject, step="health", **columns)


def progress(definition, *rows, on=HALF_YEAR, period=WHOLE, part="", **changes):
    return Evaluator(world(*rows, **changes)).progress(definition, period, as_of=on, part=part)


SIMPLE = st.sampled_from(
    [
        TALKS,
        replace(TALKS, where=(FirstEver(),)),
        definition_of({"preset": "visits"}),
        definition_of({"preset": "conversations"}),
        definition_of({"preset": "people_contacted"}),
        definition_of({"preset": "hours_given"}),
    ]
)


@settings(deadline=None, max_examples=60)
@given(worlds(("conversation", "visit", "contact", "contribution", "session")), SIMPLE, st.dates(START, END))
def test_gains_read_off_the_entries_are_those_found_by_asking(made, definition, on):
    assert_read_off_as_asked(made, definition, on)


def assert_read_off_as_asked(made, definition, on):
    evaluator, read_off = Evaluator(made), module._gains
    fast = evaluator.progress(definition, WHOLE, as_of=on)
    try:
        module._gains = lambda *_asked: None
        asked = evaluator.progress(definition, WHOLE, as_of=on)
    finally:
        module._gains = read_off
    if fast.weeks != pytest.approx(asked.weeks):
        assume(never_falls(evaluator, definition, on))
    assert fast.weeks == pytest.approx(asked.weeks)


def never_falls(evaluator, definition, on):
    """Whoever once counts goes on counting. Else asking sees people leave, and the entries tell of those who stayed.

    Seen by the entries behind, because one who leaves on the day another comes does not change the number.
    """
    days = [START + timedelta(days=n) for n in range((on - START).days + 1)]
    behind = [set(evaluator.evaluate(definition, WHOLE, as_of=day).entries) for day in days]
    return all(earlier <= later for earlier, later in pairwise(behind))


def test_a_person_is_gained_in_the_week_of_the_first_entry_only():
    found = progress(TALKS, talk("p1", "2024-06-05"), talk("p1", "2024-06-12"), talk("p2", "2024-06-12"))
    assert (len(found.weeks), found.weeks[-4:], found.tapped) == (26, (1, 1, 0, 0), 2)


def test_where_conditions_decide_the_measure_is_asked_again():
    twice = replace(TALKS, where=(HasEntries(2, different_dates=True),))
    found = progress(twice, talk("p1", "2024-06-05"), talk("p1", "2024-06-12"), talk("p2", "2024-06-12"))
    assert found.weeks[-4:] == (0, 1, 0, 0)


def test_a_person_on_a_course_is_gained_when_it_came_to_the_stage():
    started = definition_of({"preset": "people_started", "activities": "kursus"})
    rows = (entry("attendance", "2024-06-12", subject="p1", run="foraar"),
            entry("attendance", "2024-06-19", subject="p1", run="foraar"),
            entry("attendance", "2024-06-19", subject="p2", run="foraar"))  # fmt: skip
    assert progress(started, *rows).weeks[-3:] == (1, 1, 0)


STAGES = st.sampled_from(
    [
        definition_of({"preset": "people_started"}),
        definition_of({"preset": "took_part_afterwards", "first_activities": "cafe"}),
    ]
)


@settings(deadline=None, max_examples=60)
@given(worlds(("enrolment", "attendance", "visit", "referral")), STAGES, st.dates(START, END))
def test_days_of_stages_give_the_gains_found_by_asking(made, definition, on):
    """Each thread is one person's, as the journal keeps it."""
    own = tuple(replace(row, thread=row.thread and f"{row.thread} of {row.subject}") for row in made.rows)
    assert_read_off_as_asked(replace(made, rows=own), definition, on)


def test_weeks_without_gains_are_not_asked_one_by_one():
    asked = []

    def measure(when):
        asked.append(when)
        return 0.0 if when < date(2024, 3, 1) else 4.0

    weeks = [
        Period(start, start + timedelta(days=6)) for start in (FIRST_MONDAY + timedelta(weeks=n) for n in range(26))
    ]
    gains = module._by_asking(measure, weeks)
    assert (sum(gains), gains[8]) == (4.0, 4.0)
    assert len(asked) <= 2 + 5


def test_running_and_closed_weeks_are_left_out():
    closed = frozenset({(2024, 24)})
    found = progress(
        TALKS, talk("p1", "2024-06-11"), talk("p2", "2024-06-27"), closed_weeks=closed, on=date(2024, 6, 29)
    )
    assert (len(found.weeks), sum(found.weeks), found.tapped) == (24, 0, 2)


def test_what_is_left_is_open_days():
    found = progress(TALKS, on=date(2025, 12, 17), closed_weeks=frozenset({(2025, 52)}))
    assert found.weeks_left == (14 - 7) / 7
    assert progress(TALKS, on=END).weeks_left == 0


def test_a_part_has_gains_of_its_own():
    split = replace(TALKS, split=Split(Dimension.SEX))
    rows = (talk("p1", "2024-06-05", sex="male"), talk("p2", "2024-06-12", sex="female"))
    assert progress(split, *rows, part="male").weeks[-4:] == (1, 0, 0, 0)
    assert sum(progress(split, *rows, part="other").weeks) >= 0


# The plan


def weekly_sessions(first, number, activity="kursus"):
    return tuple(SessionRow(f"u{n}", first + timedelta(weeks=n), activity=activity) for n in range(number))


KORSANG = definition_of({"preset": "visits", "activities": "kursus"})


def test_without_a_plan_open_days_count_and_the_first_thirteen_weeks_by_half():
    behind = progress(TALKS, on=HALF_YEAR).planned
    assert behind == pytest.approx((91 * 0.5 + 182 - 91) / (91 * 0.5 + 731 - 91))
    assert progress(TALKS, on=HALF_YEAR, ramp=1.0).planned == pytest.approx(182 / 731)
    assert progress(TALKS, on=HALF_YEAR, ramp_weeks=0).planned == pytest.approx(182 / 731)
    assert progress(TALKS, on=END).planned == 1


def test_planned_sessions_of_the_place_are_the_weights():
    sessions = (*weekly_sessions(FIRST_MONDAY, 104), *weekly_sessions(date(2024, 1, 2), 9, "cafe"))
    sessions = (*sessions[:104], *(replace(each, id=f"x{each.id}") for each in sessions[104:]))
    found = progress(KORSANG, on=date(2024, 7, 1), sessions=sessions, runs=())
    after_the_plan = (END - (FIRST_MONDAY + timedelta(weeks=103))).days * 104 / (103 * 7 + 1)
    assert found.planned == pytest.approx((13 * 0.5 + 14) / (13 * 0.5 + 91 + after_the_plan), rel=1e-6)


def test_a_plan_for_the_first_months_alone_is_not_taken_for_the_whole():
    short = progress(KORSANG, on=date(2024, 7, 1), sessions=weekly_sessions(FIRST_MONDAY, 26), runs=()).planned
    whole = progress(KORSANG, on=date(2024, 7, 1), sessions=weekly_sessions(FIRST_MONDAY, 104), runs=()).planned
    assert short == pytest.approx(whole, rel=0.06)


def test_a_summer_without_sessions_expects_nothing():
    spring, autumn = weekly_sessions(FIRST_MONDAY, 26), weekly_sessions(date(2024, 9, 2), 68)
    plan = (*spring, *(replace(each, id=f"a{each.id}") for each in autumn))
    june, august = (progress(KORSANG, on=on, sessions=plan, runs=()).planned for on in (HALF_YEAR, date(2024, 8, 31)))
    assert june == august


def test_the_plan_s_course_passes_through_what_is_expected_now_and_ends_with_all():
    """Asked of any days, also ahead; on the day shown it is the very share the verdict is told by."""
    evaluator = Evaluator(world(sessions=weekly_sessions(FIRST_MONDAY, 60), runs=()))
    now = evaluator.progress(KORSANG, WHOLE, as_of=HALF_YEAR).planned
    days = [START + timedelta(days=30 * number) for number in range(12)]
    shares = evaluator.planned(KORSANG, WHOLE, [*days, END], as_of=HALF_YEAR)
    assert evaluator.planned(KORSANG, WHOLE, [HALF_YEAR], as_of=HALF_YEAR) == (now,)
    assert all(one <= next_ for one, next_ in pairwise(shares))
    assert shares[-1] == 1
