from datetime import date

import pytest

from measure_engine.period import Period, PeriodKind, check_season_starts, containing, divide, open_days
from measure_engine.plain import DefinitionError
from measure_engine.world import PhaseRow


def codes(start, end, kind, **more):
    return [(each.period.code, each.cut) for each in divide(Period(start, end), kind, **more)]


def test_weeks_are_iso_weeks_and_belong_whole_to_the_year_iso_gives_them():
    assert containing(date(2024, 12, 30), PeriodKind.WEEK) == Period(
        date(2024, 12, 30), date(2025, 1, 5), "2025-W01", "uge 1, 2025"
    )


def test_periods_cut_by_start_or_end_are_flagged():
    assert codes(date(2024, 2, 10), date(2024, 4, 30), PeriodKind.MONTH) == [
        ("2024-02", True), ("2024-03", False), ("2024-04", False),
    ]  # fmt: skip


def test_weeks_planned_closed_are_left_out_of_weeks_only():
    closed = frozenset({(2024, 2)})
    assert codes(date(2024, 1, 1), date(2024, 1, 21), PeriodKind.WEEK, closed_weeks=closed) == [
        ("2024-W01", False), ("2024-W03", False),
    ]  # fmt: skip
    assert codes(date(2024, 1, 1), date(2024, 1, 31), PeriodKind.MONTH, closed_weeks=closed) == [("2024-01", False)]


def test_spring_is_january_to_june_and_autumn_the_rest():
    assert containing(date(2024, 6, 30), PeriodKind.SEASON).label == "forår 2024"
    assert containing(date(2024, 7, 1), PeriodKind.SEASON).label == "efterår 2024"


def test_seasons_may_begin_in_other_quarters_and_cross_the_new_year():
    winter = containing(date(2025, 2, 1), PeriodKind.SEASON, season_starts=(4, 10))
    assert (winter.start, winter.end) == (date(2024, 10, 1), date(2025, 3, 31))
    assert winter.label == "oktober-marts 2024"


@pytest.mark.parametrize("months", [(), (2,), (7, 1), (1, 1)])
def test_seasons_that_are_not_contiguous_quarters_are_refused(months):
    with pytest.raises(DefinitionError, match="sæsoner begynder i januar, april, juli eller oktober"):
        check_season_starts(months)


@pytest.mark.parametrize(
    ("kind", "code", "label"),
    [
        (PeriodKind.QUARTER, "2024-Q2", "2. kvartal 2024"),
        (PeriodKind.HALF_YEAR, "2024-H1", "1. halvår 2024"),
        (PeriodKind.YEAR, "2024", "2024"),
        (PeriodKind.MONTH, "2024-05", "maj 2024"),
    ],
)
def test_calendar_periods_have_codes_and_danish_labels(kind, code, label):
    found = containing(date(2024, 5, 17), kind)
    assert (found.code, found.label) == (code, label)


def test_phases_are_given_and_cut_like_other_periods():
    phases = (
        PhaseRow("f1", date(2024, 1, 1), date(2024, 6, 30), "Opstart"),
        PhaseRow("f2", date(2024, 7, 1), date(2024, 12, 31)),
    )
    assert codes(date(2024, 1, 1), date(2024, 8, 1), PeriodKind.PHASE, phases=phases) == [("f1", False), ("f2", True)]


def test_a_period_that_ends_before_it_begins_is_refused_in_danish():
    with pytest.raises(DefinitionError, match=r"slutter 1\. januar 2024, før den begynder 2\. januar 2024"):
        Period(date(2024, 1, 2), date(2024, 1, 1))


def test_days_of_closed_weeks_count_for_nothing_also_when_the_week_is_cut():
    closed = frozenset({(2024, 2), (2024, 30)})
    assert open_days(date(2024, 1, 1), date(2024, 1, 14), closed) == 7
    assert open_days(date(2024, 1, 10), date(2024, 1, 16), closed) == 2
    assert open_days(date(2024, 1, 16), date(2024, 1, 10), closed) == 0
