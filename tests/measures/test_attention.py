"""Figures that jump and criteria that cannot be counted, from the database: each reason, and its nearest neighbour."""

from datetime import date, timedelta

import pytest

from measure_engine.estimate import BoxCount, Counters
from tests.cast import TODAY
from traedesten.journal.actions import entry
from traedesten.measures import board
from traedesten.measures.attention import contradiction, leap, uncounted
from traedesten.programme.models import Activity, Criterion, Phase, RoleGrant, Tag, Target, Version
from traedesten.schedule.models import Session

pytestmark = pytest.mark.django_db

CONTACTS = {"definition": {"select": [{"kinds": ["contact"]}], "unit": "entry"}}


@pytest.fixture
def criterion(cast):
    """`criterion(measure)` is the programme's only one."""

    def make(measure, **target):
        Criterion.objects.filter(programme=cast.here).delete()
        made = Criterion.objects.create(programme=cast.here, code="K1", text="Kriteriet", measure=measure)
        if target:
            Target.objects.create(criterion=made, **target)
        board.forget()
        return made

    return make


def reasons(cast):
    board.forget()
    found = uncounted.found(cast.here, board.of_areas(cast.here, TODAY), TODAY)
    return [each.code for each in found]


def told(cast):
    board.forget()
    return leap.found(cast.here, TODAY)


def met(record, month, times, **more):
    return [
        record(kind="contact", channel="door", first_time="yes", activity="opsoegende", area="havtornen",
               on=date(2026, month, 1 + number % 27), **more) for number in range(times)
    ]  # fmt: skip


@pytest.fixture
def activity(cast):
    Activity.objects.filter(pk=cast.outreach.pk).update(code="opsoegende")
    return cast.outreach


# Jumps


def test_a_month_that_leaps_is_told_with_what_was_to_be_expected(cast, criterion, record, activity):
    criterion(CONTACTS)
    for month in range(1, 11):
        met(record, month, 40 if month == 5 else 11)
    (one,) = told(cast)
    assert one.code == "leap"
    assert "40 i maj 2026" in one.said
    assert one.criteria == ("K1",)
    assert (one.kind, one.period.start) == ("contact", date(2026, 5, 1))


def test_the_running_month_and_ups_and_downs_are_not_told(cast, criterion, record, activity):
    criterion(CONTACTS)
    for month, times in zip(range(3, 12), (11, 12, 10, 14, 9, 12, 11, 13, 1), strict=True):
        met(record, month, times)
    assert told(cast) == ()


def test_old_entries_taken_back_lately_lower_a_total(cast, criterion, record, activity):
    criterion(CONTACTS)
    for each in met(record, 6, 8)[:6]:
        entry.withdraw(by=cast.leader, entry=each, reason="Testdata")
    (one,) = told(cast)
    assert one.code == "taken_back"
    assert "6 gamle registreringer er trukket tilbage" in one.said
    assert one.criteria == ("K1",)


def test_a_few_taken_back_or_new_ones_are_not_told(cast, criterion, record, activity):
    criterion(CONTACTS)
    for each in (*met(record, 6, 8)[:4], *met(record, 11, 8)[:6]):
        entry.withdraw(by=cast.leader, entry=each, reason="Testdata")
    assert told(cast) == ()


# What cannot be counted


def test_a_fault_is_told(cast, criterion):
    criterion({"preset": "findes_ikke"})
    assert reasons(cast) == ["fault"]


def test_a_target_for_every_phase_where_there_is_none(cast, criterion, record, activity):
    criterion(CONTACTS, kind="every_period", value=2, period="phase")
    met(record, 6, 1)
    assert reasons(cast) == ["no_phases"]
    Phase.objects.create(
        programme=cast.here, code="start", name="Start", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)
    )
    Version.objects.next_for(cast.here.pk)
    assert reasons(cast) == []


def test_nobody_may_register_what_is_counted(cast, criterion, record):
    criterion({"definition": {"select": [{"kinds": ["measurement"]}], "unit": "entry"}})
    record(by=cast.nurse, kind="measurement", subject="p1", topic="weight", value=80, area="havtornen")
    assert reasons(cast) == []
    RoleGrant.objects.filter(role__in=("resident_nurse", "outreach_health_worker")).delete()
    assert reasons(cast) == ["nobody_may"]


def test_never_written_and_a_tag_on_nothing(cast, criterion, record, activity):
    criterion({"definition": {"select": [{"kinds": ["contact"], "tags": ["ung"]}], "unit": "entry"}})
    tag = Tag.objects.create(programme=cast.here, code="ung", name="Unge")
    met(record, 6, 1)
    board.forget()
    (one,) = uncounted.found(cast.here, board.of_areas(cast.here, TODAY), TODAY)
    assert one.code == "never"
    assert one.said.endswith("Mærket »Unge« sidder ikke på noget.")
    activity.tags.add(tag)
    Version.objects.next_for(cast.here.pk)
    assert reasons(cast) == []


def test_a_young_programme_is_given_time(cast, criterion):
    criterion(CONTACTS)
    assert reasons(cast) == ["never"]
    type(cast.here).objects.filter(pk=cast.here.pk).update(starts_on=TODAY - timedelta(days=30))
    cast.here.refresh_from_db()
    assert reasons(cast) == []


def test_nothing_planned_ahead(cast, criterion, record):
    measure = {"definition": {"select": [{"kinds": ["session"], "activities": ["cafe"]}], "unit": "session"}}
    criterion(measure, kind="reach_by", value=20, ends_on=date(2028, 12, 31))
    record(kind="session", session=cast.cafe_session.code, step="held", on=date(2026, 11, 12))
    assert reasons(cast) == ["nothing_planned"]
    Session.objects.create(
        programme=cast.here, code="ny", activity=cast.cafe, area=cast.area_here, planned_on=TODAY + timedelta(days=5)
    )
    Version.objects.next_for(cast.here.pk)
    assert reasons(cast) == []


@pytest.mark.parametrize("is_counted", [True, False])
def test_cards_that_nobody_counted(cast, criterion, monkeypatch, is_counted):
    criterion({"preset": "unique_guests"})
    world = board.evaluator_of(cast.here).register.world
    object.__setattr__(world, "tallies", {cast.cafe_session.pk: Counters(visits=10, new_guests=4)})
    box = BoxCount(TODAY, 100, 90)
    object.__setattr__(world, "box_counts", (box,) if is_counted else ())
    found = uncounted.found(cast.here, board.of_areas(cast.here, TODAY), TODAY)
    assert ("no_box" in [each.code for each in found]) is not is_counted


def test_findings_are_kept_under_the_version(cast, record, django_assert_num_queries):
    contradiction.found(cast.here, TODAY)
    with django_assert_num_queries(1):  # the version alone
        contradiction.found(cast.here, TODAY)
