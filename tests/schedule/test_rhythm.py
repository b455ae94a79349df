"""A rhythm and its sessions: what is laid out, and what no change may touch."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.cast import TODAY, Cast
from traedesten.core.action import System
from traedesten.journal.actions import entry
from traedesten.programme.models import ClosedWeek, Version
from traedesten.schedule import holiday, laying, rules
from traedesten.schedule.actions import rhythm as verb
from traedesten.schedule.models import Rhythm, Session
from traedesten.schedule.plan import PlanOutdated, PlanRefused, RhythmPlan, TurnPlan

DAY = timedelta(days=1)
START, END = date(2026, 11, 23), date(2027, 2, 28)


def weekly(cast, days="TU", **more):
    venue = cast.area_here.venues.get()
    turn = TurnPlan(f"FREQ=WEEKLY;BYDAY={days}", area=cast.area_here, venue=venue)
    told = {"starts_on": START, "ends_on": END, "starts_at": time(10), "ends_at": time(12)}
    return RhythmPlan(cast.cafe, (turn,), **{**told, **more})


def laid(rhythm):
    return list(rhythm.sessions.order_by("planned_on").values_list("planned_on", flat=True))


def register(cast, session, today):
    row = {"kind": "session", "session": session.code, "step": "held", "people": 9}
    receipt = entry.record(by=cast.leader, programme=cast.here, row=row, today=today)
    assert receipt.entry, receipt.problems


def begin(cast, plan, by=None):
    return verb.begin(by=by or cast.leader, programme=cast.here, plan=plan)


def test_a_rhythm_lays_out_its_sessions_where_and_when_it_says(cast):
    rhythm = begin(cast, weekly(cast, staff=(cast.nurse,)))
    assert laid(rhythm)[:3] == [date(2026, 11, 24), date(2026, 12, 1), date(2026, 12, 8)]
    first = rhythm.sessions.earliest("planned_on")
    assert (first.area, first.venue, first.starts_at) == (cast.area_here, cast.area_here.venues.get(), time(10))
    assert list(first.staff.all()) == [cast.nurse]
    assert Version.objects.get(programme=cast.here).number == 1


def test_the_preview_is_what_is_made(cast):
    ClosedWeek.objects.create(programme=cast.here, year=2026, week=50)
    plan = weekly(cast, "TH", starts_on=date(2026, 12, 3), ends_on=date(2027, 1, 14))
    draft = laying.draft(cast.here, plan)
    assert (len(draft.made), draft.on_holidays, draft.in_closed_weeks) == (4, 2, 1)
    assert [each.holiday for each in draft.skipped] == ["", "Juleaftensdag", "Nytårsaften"]
    assert laid(begin(cast, plan)) == [each.occurrence.on for each in draft.made]


def test_the_same_rhythm_again_makes_nothing_new(cast):
    first = begin(cast, weekly(cast))
    count = Session.objects.count()
    assert begin(cast, weekly(cast)) == first
    verb.lay(by=System("test"), rhythm=first)
    other = begin(cast, weekly(cast, form="event"))
    assert other != first
    assert laid(other) == []
    assert Session.objects.count() == count


def test_a_session_that_somebody_took_away_does_not_come_back(cast):
    rhythm = begin(cast, weekly(cast))
    rhythm.sessions.earliest("planned_on").delete()
    count = rhythm.sessions.count()
    verb.lay(by=System("test"), rhythm=rhythm)
    longer = verb.extend(by=cast.leader, rhythm=rhythm, on=END + 7 * DAY, seen=1)
    assert longer.sessions.count() == count + 1


def test_ended_rhythms_keep_what_somebody_did(cast):
    rhythm = begin(cast, weekly(cast))
    kept = rhythm.sessions.get(planned_on=date(2027, 1, 5))
    Session.objects.filter(pk=kept.pk).update(is_adjusted=True)
    ended = verb.end(by=cast.leader, rhythm=rhythm, on=date(2026, 12, 6), seen=1)
    assert laid(ended) == [date(2026, 11, 24), date(2026, 12, 1), date(2027, 1, 5)]


def test_changed_from_a_day_on_the_old_stays_before_it(cast):
    rhythm = begin(cast, weekly(cast))
    before = set(rhythm.sessions.filter(planned_on__lt=date(2027, 1, 4)).values_list("pk", "planned_on", "starts_at"))
    newer = verb.change(by=cast.leader, rhythm=rhythm, plan=weekly(cast, "WE", starts_on=date(2027, 1, 4)), seen=1)
    rhythm.refresh_from_db()
    assert (newer.replaces, rhythm.ends_on) == (rhythm, date(2027, 1, 3))
    assert set(rhythm.sessions.values_list("pk", "planned_on", "starts_at")) == before
    assert laid(newer)[:2] == [date(2027, 1, 6), date(2027, 1, 13)]


def test_every_other_week_stays_in_step_when_it_is_changed(cast):
    turn = TurnPlan("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", area=cast.area_here)
    rhythm = begin(cast, replace(weekly(cast), turns=(turn,)))
    plan = replace(weekly(cast, starts_on=date(2026, 11, 30), starts_at=time(14), ends_at=time(16)), turns=(turn,))
    assert laid(verb.change(by=cast.leader, rhythm=rhythm, plan=plan, seen=1))[0] == date(2026, 12, 8)


def test_what_was_registered_is_never_touched(cast, time_machine_to):
    rhythm = begin(cast, weekly(cast))
    first = rhythm.sessions.earliest("planned_on")
    time_machine_to(first.planned_on)
    register(cast, first, first.planned_on)
    newer = verb.change(by=cast.leader, rhythm=rhythm, plan=weekly(cast, "TU,WE", starts_on=first.planned_on), seen=1)
    first.refresh_from_db()
    assert (first.rhythm, first.planned_on) == (rhythm, date(2026, 11, 24))
    assert laid(newer)[:2] == [date(2026, 11, 25), date(2026, 12, 1)]


def test_the_past_is_not_changed(cast):
    rhythm = begin(cast, weekly(cast))
    for act in (
        lambda: verb.change(by=cast.leader, rhythm=rhythm, plan=weekly(cast, starts_on=TODAY - DAY), seen=1),
        lambda: verb.end(by=cast.leader, rhythm=rhythm, on=TODAY - 2 * DAY, seen=1),
    ):
        with pytest.raises(PlanRefused):
            act()
    assert Rhythm.objects.get().revision == 1


def test_who_read_an_older_rhythm_is_stopped(cast):
    rhythm = begin(cast, weekly(cast))
    verb.end(by=cast.leader, rhythm=rhythm, on=date(2027, 1, 31), seen=1)
    with pytest.raises(PlanOutdated):
        verb.end(by=cast.nurse, rhythm=rhythm, on=date(2026, 12, 31), seen=1)
    assert Rhythm.objects.get().ends_on == date(2027, 1, 31)


@pytest.mark.parametrize("person", ["cafe_host", "partner", "funder", "officer", "administrator", "worker_next_door"])
def test_who_may_not_plan_there_is_refused(cast, person):
    with pytest.raises(PermissionDenied):
        begin(cast, weekly(cast), by=cast.everyone[person])
    assert not Rhythm.objects.exists()


@pytest.mark.parametrize("person", ["leader", "worker", "caretaker", "nurse", "family_worker", "course_leader"])
def test_the_team_plans_where_it_works(cast, person):
    assert begin(cast, weekly(cast), by=cast.everyone[person]).sessions.exists()


def test_a_worker_of_one_area_plans_nothing_for_the_whole_programme(cast):
    nowhere = replace(weekly(cast), turns=(TurnPlan("FREQ=WEEKLY;BYDAY=TU"),))
    with pytest.raises(PermissionDenied):
        begin(cast, nowhere, by=cast.worker)
    assert begin(cast, nowhere, by=cast.nurse)


def test_a_plan_outside_the_programme_is_refused_by_field(cast):
    plan = weekly(cast, starts_on=date(2025, 12, 1), ends_on=date(2029, 1, 1), ends_at=time(9))
    with pytest.raises(PlanRefused) as refused:
        begin(cast, plan)
    assert [each.field for each in refused.value.problems] == ["starts_on", "ends_on", "ends_at"]


@pytest.mark.parametrize(
    ("days", "fields"),
    [
        ((date(2026, 1, 1), date(2028, 12, 31)), []),
        ((date(2025, 12, 31), date(2028, 12, 31)), ["starts_on"]),
        ((date(2026, 1, 1), date(2029, 1, 1)), ["ends_on"]),
    ],
)
def test_a_rhythm_may_fill_the_programme_and_not_a_day_more(cast, days, fields):
    plan = weekly(cast, starts_on=days[0], ends_on=days[1])
    if not fields:
        rhythm = begin(cast, plan)
        assert all(days[0] <= on <= days[1] for on in laid(rhythm))
        return
    with pytest.raises(PlanRefused) as refused:
        begin(cast, plan)
    assert [each.field for each in refused.value.problems] == fields
    assert "Vælg en dag i den tid" in refused.value.problems[0].text


@pytest.fixture
def time_machine_to():
    travels = []

    def to(day):
        travel = time_machine.travel(f"{day.isoformat()} 15:00 +0000", tick=False)
        travel.start()
        travels.append(travel)

    yield to
    for travel in reversed(travels):
        travel.stop()


class AnyRhythm(TestCase):
    """Whatever somebody composes, in the database."""

    @settings(max_examples=25)
    @given(
        days=st.lists(st.sampled_from(["MO", "TU", "TH", "FR", "SA"]), min_size=1, max_size=3, unique=True),
        moves=st.booleans(),
        weeks=st.sets(st.integers(1, 52), max_size=8),
        ahead=st.integers(0, 200),
        own=st.tuples(st.integers(0, 60), st.integers(200, 420)),
    )
    def test_sessions_keep_to_open_days_and_a_change_leaves_the_earlier_alone(self, days, moves, weeks, ahead, own):
        cast = Cast.make()
        cast.cafe.starts_on, cast.cafe.ends_on = START + own[0] * DAY, START + own[1] * DAY
        cast.cafe.save()
        for week in weeks:
            ClosedWeek.objects.create(programme=cast.here, year=2027, week=week)
        how = "move" if moves else "skip"
        plan = weekly(cast, ",".join(days), starts_on=cast.cafe.starts_on, ends_on=None, when_closed=how)
        rhythm = begin(cast, plan)
        self.all_open(cast, rhythm, weeks)
        first = max(START + ahead * DAY, cast.cafe.starts_on + DAY)
        before = set(rhythm.sessions.filter(rhythm_on__lt=first).values_list("pk", "planned_on", "revision"))
        newer = verb.change(
            by=cast.leader, rhythm=rhythm, plan=replace(weekly(cast, "WE"), starts_on=first, ends_on=None), seen=1
        )
        assert set(Session.objects.filter(rhythm=rhythm).values_list("pk", "planned_on", "revision")) == before
        assert all(on >= first for on in laid(newer))
        self.all_open(cast, newer, weeks)
        count = Session.objects.count()
        verb.lay(by=System("test"), rhythm=newer)
        assert Session.objects.count() == count

    def all_open(self, cast, rhythm, weeks):
        first, last = rules.period_of(cast.here, cast.cafe)
        closed = holiday.between(first, last, with_customary=True)
        for on in laid(rhythm):
            assert first <= on <= last
            assert on not in closed
            assert not (on.isocalendar()[0] == 2027 and on.isocalendar()[1] in weeks)
