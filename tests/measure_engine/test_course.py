"""Paths through courses and offers: joined, started, completed, retained, bridged."""

from datetime import date

import pytest

from measure_engine.aggregate import Column, Sum
from measure_engine.condition import JoinedBefore, Reached, Retained, Stage
from measure_engine.definition import Definition, DefinitionError, Dimension, Split
from measure_engine.period import Period, months_after
from measure_engine.preset import definition_of
from measure_engine.reference import evaluate
from measure_engine.selection import Selection
from measure_engine.vocabulary import Unit

from .world import END, entry, held, world

PATH = (Selection(("enrolment", "attendance", "conversation")),)
ALL_HELD = held("k1", "k2", "k3")


def joined(subject, on="2024-02-01", **columns):
    return entry("enrolment", on, subject=subject, step="joined", **({"run": "foraar"} | columns))


def ended(subject, on, reason="", **columns):
    return entry("enrolment", on, subject=subject, step="ended", topic=reason, **({"run": "foraar"} | columns))


def attended(subject, *sessions):
    days = {"k1": "2024-02-05", "k2": "2024-02-12", "k3": "2024-02-19"}
    return tuple(entry("attendance", days[each], subject=subject, session=each) for each in sessions)


def share(*rows, as_of=END, of="started"):
    figure = evaluate(world(*rows), definition_of({"preset": "completion_rate", "of": of}), as_of=as_of)
    return figure.numerator, figure.denominator


@pytest.mark.parametrize(
    ("rows", "completed"),
    [
        ((joined("p"), *attended("p", "k1", "k2")), (1, 1)),
        ((joined("p"), *attended("p", "k1")), (0, 1)),
        ((joined("p", "2024-02-10"), *attended("p", "k2", "k3")), (1, 1)),
        ((joined("p", "2024-02-10"), *attended("p", "k3")), (0, 1)),
        ((*attended("p", "k2", "k3"),), (1, 1)),
        ((*attended("p", "k3"),), (0, 1)),
        ((joined("p"), *attended("p", "k1"), ended("p", "2024-02-06", "own_choice")), (0, 1)),
        ((joined("p"), *attended("p", "k1"), ended("p", "2024-02-06", "as_planned")), (1, 1)),
        ((joined("p"), *attended("p", "k1"), ended("p", "2024-02-06")), (0, 1)),
        ((joined("p"),), (0, 0)),
    ],
)
def test_completed_is_two_thirds_of_the_held_sessions_that_were_theirs(rows, completed):
    assert share(*ALL_HELD, *rows) == completed


def test_a_cancelled_session_is_nobodys_and_one_with_people_in_it_was_held():
    cancelled = entry("session", "2024-02-19", session="k3", step="cancelled")
    assert share(*held("k1", "k2"), cancelled, joined("p"), *attended("p", "k1")) == (0, 1)
    assert share(*held("k1", "k2"), cancelled, joined("p"), *attended("p", "k1", "k2")) == (1, 1)
    assert share(*held("k1"), joined("p"), *attended("p", "k1"), joined("q"), *attended("q", "k2", "k3")) == (1, 2)


def test_running_runs_are_left_out_and_shown_apart():
    rows = (*ALL_HELD, joined("p"), *attended("p", "k1", "k2"))
    assert share(*rows, as_of=date(2024, 3, 30)) == (0, 0)
    definition = definition_of({"preset": "completion_rate"})
    figure = evaluate(world(*rows, joined("q")), definition, as_of=date(2024, 3, 30))
    assert (figure.value, figure.fact("running")) == (None, 1)
    figure = evaluate(world(*rows, joined("q")), definition, as_of=date(2024, 3, 31))
    assert (figure.value, figure.fact("running"), figure.fact("never_started")) == (1, 0, 1)


def test_of_those_enrolled_the_ones_who_never_came_stay_in():
    assert share(*ALL_HELD, joined("p"), joined("q"), *attended("q", "k1", "k2"), of="joined") == (1, 2)


def test_completion_belongs_to_the_period_in_which_the_run_ended():
    rows = (*ALL_HELD, joined("p"), *attended("p", "k1", "k2"))
    definition = definition_of({"preset": "completion_rate"})
    first, second = Period(date(2024, 1, 1), date(2024, 3, 30)), Period(date(2024, 3, 31), date(2024, 12, 31))
    assert evaluate(world(*rows), definition, first, as_of=END).denominator == 0
    assert evaluate(world(*rows), definition, second, as_of=END).denominator == 1


def test_a_group_with_rolling_intake_is_over_for_a_person_when_that_person_has_ended():
    meetings = [entry("attendance", f"2024-0{month}-01", subject="other", activity="kursus") for month in (3, 4, 5)]
    rows = [
        *meetings,
        joined("p", "2024-03-01", run=None, activity="kursus"),
        entry("attendance", "2024-03-01", subject="p", activity="kursus"),
        entry("attendance", "2024-04-01", subject="p", activity="kursus"),
    ]
    assert share(*rows) == (0, 0)
    assert share(*rows, ended("p", "2024-05-02", run=None, activity="kursus")) == (1, 1)
    assert share(*rows, ended("p", "2024-05-02", "stayed_away", run=None, activity="kursus")) == (0, 1)


def test_one_who_leaves_a_run_without_an_end_early_has_not_completed():
    """Neither the run nor the person's planned part has ended, however many times they came until they left."""
    rows = [joined("p", run="loebende"), entry("attendance", "2024-03-01", subject="p", run="loebende")]
    assert share(*rows, ended("p", "2024-03-02", "moved", run="loebende")) == (0, 1)
    assert share(*rows, ended("p", "2024-03-02", "as_planned", run="loebende")) == (1, 1)


def test_joining_again_after_an_end_is_another_path():
    rows = [
        joined("p", "2024-03-01", run=None, activity="kursus"),
        entry("attendance", "2024-03-01", subject="p", activity="kursus"),
        ended("p", "2024-03-02", run=None, activity="kursus"),
        joined("p", "2024-05-01", run=None, activity="kursus"),
        entry("attendance", "2024-05-01", subject="p", activity="kursus"),
        ended("p", "2024-05-02", run=None, activity="kursus"),
    ]
    assert share(*rows) == (2, 2)


def test_started_is_the_first_attended_session_and_enrolment_alone_is_not_enough():
    definition = Definition(PATH, Unit.PERSON, (Reached(Stage.STARTED),))
    rows = (*ALL_HELD, joined("p"), *attended("p", "k2", "k3"), joined("q"))
    figure = evaluate(world(*rows), definition, Period(date(2024, 2, 12), END), as_of=END)
    assert figure.value == 1
    assert evaluate(world(*rows), definition, Period(date(2024, 2, 13), END), as_of=END).value == 0


def test_an_individual_course_may_be_held_as_conversations():
    rows = [joined("p", thread="t"), entry("conversation", "2024-02-08", subject="p", step="guidance", thread="t"),
            joined("q", thread="u"), entry("conversation", "2024-02-08", subject="q", step="guidance")]  # fmt: skip
    assert evaluate(world(*rows), Definition(PATH, Unit.PERSON, (Reached(Stage.STARTED),)), as_of=END).value == 1


AS_OF = date(2024, 6, 30)
SINCE = "2024-03-31"  # 91 days before


@pytest.mark.parametrize(
    ("rows", "retained"),
    [
        ((joined("p", run="loebende"), entry("attendance", "2024-04-01", subject="p", run="loebende")), (1, 1)),
        ((joined("p", run="loebende"), entry("attendance", SINCE, subject="p", run="loebende")), (0, 1)),
        ((joined("p", SINCE, run="loebende"), entry("attendance", "2024-06-30", subject="p", run="loebende")), (1, 1)),
        ((joined("p", "2024-04-01", run="loebende"), entry("attendance", "2024-06-30", subject="p", run="loebende")),
         (0, 0)),
        ((joined("p", run="loebende"), entry("attendance", "2024-06-01", subject="p", run="loebende"),
          ended("p", "2024-06-02", "died", run="loebende")), (0, 1)),
        ((joined("p"), entry("attendance", "2024-03-31", subject="p", run="foraar")), (0, 1)),
    ],
)  # fmt: skip
def test_retained_was_there_in_the_last_91_days_and_has_not_ended(rows, retained):
    definition = definition_of({"preset": "retained"})
    figure = evaluate(world(*rows), definition, as_of=AS_OF)
    assert (figure.numerator, figure.denominator) == retained


def test_other_days_may_be_asked_for():
    rows = (joined("p", run="loebende"), entry("attendance", "2024-04-01", subject="p", run="loebende"))
    definition = definition_of({"preset": "retained", "days": 30})
    assert definition.where == (JoinedBefore(30),)
    assert definition.aggregate.having == (Retained(30),)
    assert evaluate(world(*rows), definition, as_of=AS_OF).numerator == 0


def referral(subject, step, on, thread="t"):
    return entry("referral", on, subject=subject, offer="rygestop", step=step, thread=thread)


def afterwards(*rows, **more):
    definition = definition_of({"preset": "took_part_afterwards", "first_activities": "cafe", **more})
    return evaluate(world(*rows), definition, as_of=END)


VISIT = entry("visit", "2024-02-06", subject="p", session="c1")


@pytest.mark.parametrize(
    ("rows", "bridged"),
    [
        ((VISIT, referral("p", "started", "2024-02-06")), 1),
        ((VISIT, referral("p", "started", "2024-02-05")), 0),
        ((VISIT, referral("p", "started", "2024-02-05"), referral("p", "started", "2024-03-05")), 0),
        ((VISIT, referral("p", "started", "2024-02-05"), referral("p", "started", "2024-03-05", "u")), 0),
        ((VISIT, referral("p", "accompanied", "2024-03-05")), 0),
        ((referral("p", "started", "2024-03-05"),), 0),
        ((entry("told_visit", "2024-03-05", subject="p", activity="cafe", step="yes"),
          referral("p", "started", "2024-03-05")), 1),
        ((entry("told_visit", "2024-03-05", subject="p", activity="kursus", step="yes"),
          referral("p", "started", "2024-03-05")), 0),
    ],
)  # fmt: skip
def test_bridged_is_a_visit_on_or_before_the_first_start_of_the_offer(rows, bridged):
    assert afterwards(*rows).value == bridged


def test_a_known_persons_visit_to_a_tallied_session_still_counts_for_their_own_path():
    definition = definition_of({"preset": "took_part_afterwards", "first_activities": "cafe"})
    rows = (VISIT, referral("p", "started", "2024-02-06"))
    assert evaluate(world(*rows, tallies={"c1": 20}), definition, as_of=END).value == 1


def test_a_merged_person_is_bridged_by_the_visit_of_the_other_subject():
    definition = definition_of({"preset": "took_part_afterwards", "first_activities": "cafe"})
    rows = (VISIT, referral("q", "started", "2024-03-06"))
    assert evaluate(world(*rows), definition, as_of=END).value == 0
    assert evaluate(world(*rows, aliases={"q": "p"}), definition, as_of=END).value == 1


def test_within_days_is_counted_from_a_visit():
    rows = (VISIT, referral("p", "started", "2024-03-06"))
    assert afterwards(*rows, within_days=29).value == 1
    assert afterwards(*rows, within_days=28).value == 0


def outcome(subject, on, value=1.0, **columns):
    return entry("outcome", on, subject=subject, step="smoke_free", value=value, **columns)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ((outcome("p", "2024-04-01", run="foraar"),), (1, 1, 0)),
        ((outcome("p", "2024-04-01"),), (1, 1, 0)),
        ((outcome("p", "2024-04-01", run="loebende"),), (0, 1, 1)),
        ((outcome("p", "2024-04-01", value=0.0),), (0, 1, 0)),
        ((outcome("q", "2024-04-01"),), (0, 1, 1)),
        ((outcome("p", "2024-01-31"),), (0, 1, 1)),
        ((outcome("p", "2024-04-01", thread="other"),), (1, 1, 0)),
    ],
)
def test_an_outcome_belongs_to_the_path_and_the_unknown_stay_in_the_denominator(rows, found):
    definition = definition_of({"preset": "outcome_share", "outcomes": "smoke_free", "of": "joined"})
    figure = evaluate(world(joined("p"), *rows), definition, as_of=END)
    assert (figure.numerator, figure.denominator, figure.missing_count) == found


def test_an_outcome_of_another_thread_is_not_this_paths():
    definition = definition_of({"preset": "outcome_share", "outcomes": "smoke_free", "of": "joined"})
    rows = (joined("p", thread="t"), outcome("p", "2024-04-01", thread="u"))
    assert evaluate(world(*rows), definition, as_of=END).numerator == 0


def half_a_year_after(as_of, *rows):
    """Share smoke-free half a year after the spring run, which ends 2024-03-31."""
    plain = {"preset": "outcome_share", "outcomes": "smoke_free", "moments": "m6", "of": "joined"}
    return evaluate(world(*ALL_HELD, joined("p"), joined("q"), *rows), definition_of(plain), as_of=as_of)


def test_before_the_moment_has_come_nobody_counts_as_no():
    figure = half_a_year_after(date(2024, 9, 29))
    assert (figure.value, figure.denominator, figure.missing_count) == (None, 0, 0)
    assert ("waiting", 2) in {(fact.name, fact.value) for fact in figure.facts}


def test_from_the_day_of_the_moment_the_unanswered_count_as_no():
    figure = half_a_year_after(date(2024, 9, 30))
    assert (figure.numerator, figure.denominator, figure.missing_count) == (0, 2, 2)
    assert "waiting" not in {fact.name for fact in figure.facts}


def test_an_answer_before_the_day_counts_and_the_others_wait():
    figure = half_a_year_after(date(2024, 9, 15), outcome("p", "2024-09-10", topic="m6"))
    assert (figure.numerator, figure.denominator) == (1, 1)


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        ("2024-08-31", 6, "2025-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2024-12-31", 12, "2025-12-31"),
        ("2024-11-30", 3, "2025-02-28"),
        ("2024-01-15", 0, "2024-01-15"),
        ("2024-12-31", -12, "2023-12-31"),
        ("2024-03-31", -1, "2024-02-29"),
    ],
)
def test_months_after_a_day(day, months, found):
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(found)


def test_of_those_reached_at_follow_up_only_they_are_the_whole():
    plain = {"preset": "outcome_share", "outcomes": "smoke_free", "moments": "m6", "of": "followed_up"}
    rows = (
        *ALL_HELD, joined("p"), *attended("p", "k1"), outcome("p", "2024-09-01", topic="m6"),
        joined("q"), *attended("q", "k1"), entry("follow_up", "2024-09-01", subject="q", step="reached", topic="m6"),
        joined("r"), *attended("r", "k1"), entry("follow_up", "2024-09-01", subject="r", step="declined", topic="m6"),
    )  # fmt: skip
    figure = evaluate(world(*rows), definition_of(plain), as_of=END)
    assert (figure.numerator, figure.denominator) == (1, 2)


def test_families_are_households_and_those_without_one_are_missing():
    definition = definition_of({"preset": "families_completing"})
    rows = (*ALL_HELD, joined("p"), *attended("p", "k1", "k2"), joined("q"), *attended("q", "k1", "k2"))
    figure = evaluate(world(*rows, households={"p": "h"}), definition, as_of=END)
    assert (figure.value, figure.missing_count) == (1, 1)


def test_parts_of_a_course_figure_are_by_each_paths_latest_value():
    definition = Definition(
        PATH, Unit.PERSON, (Reached(Stage.STARTED),), split=Split(Dimension.SEX, ("female", "male"))
    )
    rows = (joined("p", sex="female"), *attended("p", "k1"), joined("q", sex="unknown"), *attended("q", "k1"))
    figure = evaluate(world(*ALL_HELD, *rows), definition, as_of=END)
    assert (figure.value, figure.part("female").value, figure.part("male").value) == (2, 1, 0)


def test_a_path_without_a_person_is_nobodys():
    assert share(*ALL_HELD, entry("attendance", "2024-02-05", session="k1")) == (0, 0)


def test_a_sum_of_paths_is_refused():
    definition = Definition(PATH, Unit.PERSON, (Reached(Stage.STARTED),), Sum(Column.VALUE))
    with pytest.raises(DefinitionError, match="kan ikke beregnes af forløb; vælg count eller share"):
        evaluate(world(), definition, as_of=END)


def test_a_referral_without_a_thread_is_one_per_person_and_offer():
    rows = (VISIT, referral("p", "offered", "2024-03-01", None), referral("p", "started", "2024-03-05", None))
    assert afterwards(*rows).value == 1
