"""Where a criterion stands, and the reason in words."""

from datetime import date, timedelta

import pytest

from measure_engine import target
from measure_engine.definition import Definition
from measure_engine.judgement import STATUS_NAMES, Status, assess
from measure_engine.preset import definition_of
from measure_engine.reference import Evaluator
from measure_engine.selection import Selection
from measure_engine.target import Baseline
from measure_engine.vocabulary import Unit
from measure_engine.world import PhaseRow

from .world import END, entry, held, world

PEOPLE = Definition((Selection(("conversation",)),), Unit.PERSON)


def talks(n, on="2024-01-05", **columns):
    return [entry("conversation", on, subject=f"p{number}", step="health", **columns) for number in range(n)]


def stands(definition, rows, *targets, as_of=END, baseline=None, **changes):
    evaluator = Evaluator(world(*rows, **changes))
    read = tuple(target.read(each) for each in targets)
    return assess(definition, read, evaluator, as_of=as_of, baseline=baseline)


def weekly(first, weeks, each=1, on=date(2024, 1, 1)):
    """New people in so many weeks, from this number on; everybody on the Mondays."""
    return [
        entry("conversation", on + timedelta(weeks=week), subject=f"w{first + week * each + number}", step="health")
        for week in range(weeks)
        for number in range(each)
    ]


@pytest.mark.parametrize(
    ("people", "target", "as_of", "status"),
    [
        (40, 40, date(2024, 10, 6), Status.REACHED),
        (12, 40, date(2024, 3, 24), Status.TOO_EARLY),
        (13, 40, date(2024, 3, 31), Status.ON_COURSE),
        (52, 85, date(2024, 12, 29), Status.ON_COURSE),
        (52, 105, date(2024, 12, 29), Status.OPEN),
        (52, 130, date(2024, 12, 29), Status.BEHIND),
        (39, 40, END, Status.NOT_REACHED),
        (40, 40, END, Status.REACHED),
    ],
)
def test_a_running_total_is_judged_by_where_it_is_heading(people, target, as_of, status):
    """One new person a week, for two years; after one year 52 more are on their way, give or take 25."""
    found = stands(PEOPLE, weekly(0, people), {"kind": "reach_by", "value": target}, as_of=as_of)
    assert found.status is status


def test_the_opening_rush_does_not_promise_anything():
    rush = weekly(0, 8, each=5)
    found = stands(PEOPLE, rush, {"kind": "reach_by", "value": 80}, as_of=date(2024, 12, 29))
    assert (found.status, found.figure.value) == (Status.BEHIND, 40)


def test_the_reason_is_in_words():
    found = stands(PEOPLE, weekly(0, 52), {"kind": "reach_by", "value": 105}, as_of=date(2024, 12, 29))
    assert found.reason == "52 af 105; 49 forventet nu. Sandsynligvis 81-131 til sidst."
    assert found.verdicts[0].forecast.mean == pytest.approx(52 + 367 / 7)
    assert stands(PEOPLE, talks(3), {"kind": "reach_by", "value": 4}).reason == "3 af 4, da tiden var gået."


def test_weeks_planned_closed_are_not_expected_of_and_the_first_thirteen_count_by_half():
    closed = frozenset((2024, week) for week in range(27, 53))
    found = stands(PEOPLE, talks(16), {"kind": "reach_by", "value": 40}, as_of=date(2024, 12, 31), closed_weeks=closed)
    open_days, slow = 366 - 182, 91
    assert found.verdicts[0].expected == pytest.approx(40 * (open_days - slow / 2) / (731 - 182 - slow / 2))


def test_expected_follows_the_sessions_that_are_planned():
    visits = definition_of({"preset": "visits", "activities": "kursus"})
    found = stands(
        visits, held("k1"), {"kind": "reach_by", "value": 30, "ends_on": "2024-02-25"}, as_of=date(2024, 2, 12)
    )
    days_after_the_plan = 6 * 3 / 50
    assert found.verdicts[0].expected == pytest.approx(30 * 2 / (3 + days_after_the_plan))


def test_what_adds_up_looks_back_over_the_new_year_and_people_do_not():
    yearly = {"kind": "every_period", "period": "year", "value": 35}
    rows, as_of = weekly(0, 60), date(2025, 2, 23)
    assert stands(PEOPLE, rows, yearly, as_of=as_of).status is Status.TOO_EARLY
    talks_held = definition_of({"preset": "conversations"})
    assert stands(talks_held, rows, yearly, as_of=as_of).status is Status.ON_COURSE


@pytest.mark.parametrize(
    ("people", "as_of", "status"),
    [
        (11, date(2024, 6, 30), Status.NOT_REACHED),
        (10, END, Status.REACHED),
        (10, date(2025, 12, 28), Status.ON_COURSE),
        (10, date(2024, 12, 29), Status.OPEN),
    ],
)
def test_a_ceiling_is_reached_only_at_the_end_and_broken_at_once(people, as_of, status):
    found = stands(PEOPLE, talks(people), {"kind": "reach_by", "value": 10, "direction": "down"}, as_of=as_of)
    assert found.status is status


def test_a_target_that_begins_later_is_too_early_before():
    found = stands(PEOPLE, [], {"kind": "reach_by", "value": 4, "starts_on": "2025-01-01"}, as_of=date(2024, 6, 1))
    assert (found.status, found.reason) == (Status.TOO_EARLY, "Målet gælder fra 1. januar 2025.")


def ratings(good, bad, on="2024-02-06"):
    return [
        entry("rating", on, activity="cafe", value=5.0, people=good),
        entry("rating", on, activity="cafe", value=1.0, people=bad),
    ]


@pytest.mark.parametrize(
    ("good", "bad", "as_of", "status"),
    [
        (17, 2, date(2024, 6, 1), Status.TOO_EARLY),
        (17, 3, date(2024, 6, 1), Status.ON_COURSE),
        (16, 4, date(2024, 6, 1), Status.OPEN),
        (10, 10, date(2024, 6, 1), Status.BEHIND),
        (17, 3, END, Status.REACHED),
        (16, 4, END, Status.NOT_REACHED),
        (17, 2, END, Status.JUDGED_BY_HAND),
    ],
)
def test_a_share_of_answers_is_judged_from_twenty(good, bad, as_of, status):
    found = stands(
        definition_of({"preset": "rating_share"}), ratings(good, bad), {"kind": "rate", "value": "85 %"}, as_of=as_of
    )
    assert found.status is status


def test_a_share_of_weeks_is_judged_however_few():
    definition = definition_of({"preset": "regular_sessions"})
    found = stands(definition, held("c1"), {"kind": "rate", "value": "100 %"}, as_of=date(2024, 2, 11))
    assert (found.status, found.figure.denominator) == (Status.BEHIND, 6)


def test_a_rate_may_be_at_most():
    found = stands(
        definition_of({"preset": "rating_share"}),
        ratings(4, 36),
        {"kind": "rate", "value": 10, "unit": "percent", "direction": "down"},
    )
    assert (found.status, found.reason) == (Status.REACHED, "10 % (4 af 40); målet er højst 10 %.")


def test_a_share_may_be_promised_as_a_fraction():
    found = stands(definition_of({"preset": "rating_share"}), ratings(36, 4), {"kind": "rate", "value": 0.9})
    assert found.status is Status.REACHED


def test_a_mean_is_a_rate_without_a_least_number():
    rows = [entry("session", "2024-02-06", session="c1", step="held", families=24)]
    definition = definition_of({"preset": "mean_per_session", "of": "families"})
    assert stands(definition, rows, {"kind": "rate", "value": 25}, as_of=date(2024, 6, 1)).status is Status.BEHIND
    assert stands(definition, rows, {"kind": "rate", "value": 24}, as_of=date(2024, 6, 1)).status is Status.ON_COURSE


@pytest.mark.parametrize(
    ("n", "as_of", "status"),
    [
        (4, date(2024, 6, 1), Status.ON_COURSE),
        (3, date(2024, 6, 1), Status.OPEN),
        (3, date(2024, 12, 31), Status.NOT_REACHED),
        (4, date(2024, 12, 31), Status.REACHED),
    ],
)
def test_a_level_is_due_on_its_day(n, as_of, status):
    found = stands(PEOPLE, talks(n), {"kind": "level_at", "value": 4, "ends_on": "2024-12-31"}, as_of=as_of)
    assert found.status is status


OUTSIDE = definition_of({"preset": "outside_figure", "indicator": "x"})
DOWN = {"kind": "direction", "direction": "down", "ends_on": "2024-12-31"}


def outside(value, on):
    return [entry("outside_figure", on, topic="x", value=value)]


@pytest.mark.parametrize(
    ("rows", "as_of", "status"),
    [
        ([], date(2024, 6, 1), Status.TOO_EARLY),
        ([], date(2024, 12, 31), Status.NO_DATA),
        (outside(19.0, "2018-01-01"), date(2024, 6, 1), Status.TOO_EARLY),
        (outside(18.9, "2024-05-01"), date(2024, 6, 1), Status.ON_COURSE),
        (outside(19.0, "2024-05-01"), date(2024, 6, 1), Status.BEHIND),
        (outside(18.9, "2024-05-01"), date(2024, 12, 31), Status.REACHED),
        (outside(19.1, "2024-05-01"), date(2024, 12, 31), Status.NOT_REACHED),
    ],
)
def test_a_direction_is_from_a_baseline_and_needs_a_newer_figure(rows, as_of, status):
    baseline = Baseline(19, date(2018, 1, 1))
    assert stands(OUTSIDE, rows, DOWN, as_of=as_of, baseline=baseline).status is status


def test_a_direction_without_a_baseline_has_nothing_to_start_from():
    found = stands(OUTSIDE, outside(18.0, "2024-05-01"), DOWN)
    assert (found.status, found.reason) == (Status.NO_DATA, "Der mangler et udgangspunkt at sammenligne med.")


def test_a_direction_with_a_level_must_come_all_the_way():
    baseline, goal = Baseline(19, date(2018, 1, 1)), {**DOWN, "value": 14}
    assert stands(OUTSIDE, outside(15.0, "2024-05-01"), goal, baseline=baseline).status is Status.NOT_REACHED
    assert stands(OUTSIDE, outside(14.0, "2024-05-01"), goal, baseline=baseline).status is Status.REACHED


def test_a_share_is_compared_with_a_baseline_in_per_cent_or_as_a_fraction():
    definition, up = definition_of({"preset": "rating_share"}), {"kind": "direction", "direction": "up"}
    for baseline in (Baseline(85), Baseline(0.85)):
        found = stands(definition, ratings(36, 4), up, baseline=baseline)
        assert (found.status, found.reason) == (Status.REACHED, "90 % mod 85 % ved udgangspunktet; skal op.")
    assert stands(definition, ratings(34, 6), up, baseline=Baseline(85)).status is Status.NOT_REACHED


def test_a_change_is_compared_with_none_whatever_the_baseline_says():
    waves = (("2024-01-05", "before", 40.0), ("2024-06-05", "after", 45.0))
    rows = [
        entry("answer", on, subject=f"p{n}", topic="a.x", step=step, value=value)
        for n in range(10)
        for on, step, value in waves
    ]
    definition = definition_of({"preset": "paired_change", "item": "a.x", "pairing": "wave"})
    found = stands(definition, rows, {"kind": "direction", "direction": "up"}, baseline=Baseline(40))
    assert (found.status, found.reason) == (Status.REACHED, "Ændringen er 5; skal op.")
    few = stands(definition, rows[:18], {"kind": "direction", "direction": "up"}, as_of=date(2025, 1, 1))
    assert few.status is Status.TOO_EARLY
    assert few.reason.startswith("Der er ikke svar nok endnu. Gennemsnittet vises fra 10 par; der er 9.")


YEARLY = {"kind": "every_period", "period": "year", "value": 3}


def test_every_period_is_judged_alone_and_the_running_one_decides():
    rows = [*talks(2), *talks(3, "2025-01-05")]
    found = stands(PEOPLE, rows, YEARLY, as_of=date(2025, 2, 1))
    assert found.status is Status.REACHED
    assert found.reason == "2025: 3 af 3. 1 af 2 perioder nået."
    assert [each.status for each in found.verdicts[0].periods] == [Status.NOT_REACHED, Status.REACHED]
    assert found.figure.value == 3


def test_a_period_cut_by_the_programme_is_shown_and_not_judged():
    found = stands(PEOPLE, talks(9, "2024-08-01"), YEARLY, as_of=date(2025, 1, 15), starts_on=date(2024, 7, 1))
    first, second = found.verdicts[0].periods
    assert (first.cut, first.status, first.figure.value) == (True, None, 9)
    assert second.running
    assert found.reason == "2025: 0 af 3; 0,1 forventet nu. For tidligt at vurdere."


def test_with_only_a_cut_period_it_is_too_early():
    found = stands(PEOPLE, talks(9, "2024-08-01"), YEARLY, as_of=date(2024, 9, 1), starts_on=date(2024, 7, 1))
    assert (found.status, found.reason) == (Status.TOO_EARLY, "Ingen hel periode er begyndt endnu.")


def test_phases_are_periods_too():
    phases = (
        PhaseRow("f1", date(2024, 1, 1), date(2024, 6, 30), "Opstart"),
        PhaseRow("f2", date(2024, 7, 1), date(2024, 12, 31), "Drift"),
    )
    found = stands(PEOPLE, talks(3), {**YEARLY, "period": "phase"}, as_of=date(2024, 12, 31), phases=phases)
    assert found.reason == "Drift: 0 af 3, da tiden var gået. 1 af 2 perioder nået."


def test_every_phase_of_a_programme_without_phases_is_no_data():
    found = stands(PEOPLE, talks(3), {**YEARLY, "period": "phase"})
    assert (found.status, found.reason) == (Status.NO_DATA, "Målet gælder hver fase, men programmet har ingen faser.")


def test_a_target_changed_by_a_decision_shows_both():
    new = {"kind": "reach_by", "value": 2, "valid_from": "2025-01-01", "decision": "Bestyrelsen 12. december"}
    found = stands(PEOPLE, talks(2), {"kind": "reach_by", "value": 40}, new)
    assert found.status is Status.REACHED
    assert found.reason == "2 af 2. Målet var 40 indtil 1. januar 2025 (Bestyrelsen 12. december)."
    before = stands(PEOPLE, talks(2), {"kind": "reach_by", "value": 40}, new, as_of=date(2024, 12, 31))
    assert before.status is Status.BEHIND
    assert before.verdicts[0].replaced == ()


def test_targets_of_areas_are_judged_each_and_the_weakest_decides():
    rows = [*talks(2, area="nord"), *talks(1, area="syd", at=None, id="one")]
    found = stands(
        PEOPLE, rows, {"kind": "reach_by", "value": 2, "area": "nord"}, {"kind": "reach_by", "value": 2, "area": "syd"}
    )
    assert [verdict.status for verdict in found.verdicts] == [Status.REACHED, Status.NOT_REACHED]
    assert (found.status, found.reason) == (Status.NOT_REACHED, "syd: 1 af 2, da tiden var gået.")
    assert found.figure.value == 2


def test_targets_of_activities_are_named_in_the_reason_too():
    rows = [*talks(2, activity="cafe"), *talks(1, activity="kursus", at=None, id="one")]
    targets = [{"kind": "reach_by", "value": 2, "activity": code} for code in ("cafe", "kursus")]
    found = stands(PEOPLE, rows, *targets)
    assert found.reason == "kursus: 1 af 2, da tiden var gået."
    both = stands(PEOPLE, rows, {"kind": "reach_by", "value": 2, "area": "nord", "activity": "kursus"})
    assert both.reason.startswith("nord, kursus: ")


def test_parts_each_judged_take_the_weakest_and_name_it():
    plain = {"preset": "answer_share", "items": ["a.x", "a.y"], "at_least": 4}
    rows = [entry("answer", "2024-02-01", subject=f"p{n}", topic=topic, value=value)
            for n in range(20) for topic, value in (("a.x", 5.0), ("a.y", 5.0 if n < 5 else 1.0))]  # fmt: skip
    found = stands(definition_of(plain), rows, {"kind": "rate", "value": "75 %"})
    assert found.status is Status.NOT_REACHED
    assert found.reason.startswith("a.y: ca. 25 % (5 af 20)")


def test_a_target_for_a_part_reads_that_part():
    definition = definition_of({"preset": "conversations", "by_type": True})
    rows = [*talks(2), entry("conversation", "2024-01-06", subject="p0", step="wellbeing")]
    found = stands(definition, rows, {"kind": "reach_by", "value": 2, "part": "wellbeing"})
    assert (found.status, found.figure.value) == (Status.NOT_REACHED, 1)


def test_without_a_target_people_judge_and_without_a_method_there_is_no_data():
    found = stands(PEOPLE, talks(2))
    assert (found.status, found.reason) == (Status.JUDGED_BY_HAND, "2. Der er ikke sat et mål som tal; vurdér selv.")
    cards = definition_of({"preset": "unique_guests"})
    for targets in ((), ({"kind": "reach_by", "value": 300},), ({**YEARLY, "value": 300},)):
        found = stands(cards, [], *targets)
        assert found.status is Status.NO_DATA
        assert found.reason.startswith("Kan ikke måles endnu: ")


def test_nothing_to_take_a_share_of_is_no_data():
    found = stands(definition_of({"preset": "rating_share"}), [], {"kind": "rate", "value": "85 %"})
    assert (found.status, found.reason) == (Status.NO_DATA, "Der er ingen tal endnu.")


def test_every_status_has_a_danish_name():
    assert set(STATUS_NAMES) == set(Status)
