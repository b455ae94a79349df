"""Planning one session: who may, what a plan must keep, and that nothing registered goes."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from traedesten.core.models import AuditEvent
from traedesten.journal import queries as journal_queries
from traedesten.journal.actions import entry
from traedesten.programme.actions import programme as programmes
from traedesten.programme.models import Criterion, Target
from traedesten.schedule import queries
from traedesten.schedule.actions import session as verb
from traedesten.schedule.actions import session_import
from traedesten.schedule.models import CourseRun, Session
from traedesten.schedule.plan import PlanOutdated, PlanRefused, SessionPlan

ON = date(2026, 12, 3)


def a_plan(cast, **more):
    told = {"planned_on": ON, "starts_at": time(10), "ends_at": time(12), "area": cast.area_here}
    return SessionPlan(cast.cafe, **{**told, **more})


def register(cast, session, step="held"):
    row = {"kind": "session", "session": session.code, "step": step}
    assert entry.record(by=cast.leader, programme=cast.here, row=row).entry


def test_a_planned_session_has_a_readable_code_and_an_audit_line(cast):
    first = verb.plan(by=cast.worker, programme=cast.here, plan=a_plan(cast, staff=(cast.worker,)))
    second = verb.plan(by=cast.worker, programme=cast.here, plan=a_plan(cast))
    assert (first.code, second.code) == ("cafe-2026-12-03", "cafe-2026-12-03-2")
    assert list(AuditEvent.objects.values_list("verb", flat=True)) == ["session.plan", "session.plan"]


@pytest.mark.parametrize("person", ["cafe_host", "partner", "funder", "officer", "administrator", "worker_next_door"])
def test_who_may_not_plan_there_is_refused(cast, person):
    with pytest.raises(PermissionDenied):
        verb.plan(by=cast.everyone[person], programme=cast.here, plan=a_plan(cast))


def test_a_session_is_not_moved_into_or_out_of_an_area_one_does_not_work_in(cast):
    for session, area in ((cast.cafe_session, cast.area_next_door), (cast.cafe_session_next_door, cast.area_here)):
        plan = replace(SessionPlan.of(session), area=area, venue=None)
        with pytest.raises(PermissionDenied):
            verb.change(by=cast.worker, session=session, plan=plan, seen=1)


def test_the_later_of_two_is_told(cast):
    plan = SessionPlan.of(cast.cafe_session)
    verb.change(by=cast.leader, session=cast.cafe_session, plan=replace(plan, starts_at=time(9)), seen=1)
    with pytest.raises(PlanOutdated):
        verb.change(by=cast.nurse, session=cast.cafe_session, plan=replace(plan, name="Temadag"), seen=1)
    assert Session.objects.get(pk=cast.cafe_session.pk).name == ""


def test_a_registered_session_keeps_day_and_place_and_is_not_deleted(cast):
    register(cast, cast.cafe_session)
    plan = SessionPlan.of(cast.cafe_session)
    for act in (
        lambda: verb.change(by=cast.leader, session=cast.cafe_session, plan=replace(plan, planned_on=ON), seen=1),
        lambda: verb.call_off(by=cast.leader, session=cast.cafe_session, seen=1),
        lambda: verb.remove(by=cast.leader, session=cast.cafe_session, seen=1),
    ):
        with pytest.raises(PlanRefused):
            act()
    changed = verb.change(
        by=cast.leader, session=cast.cafe_session, plan=replace(plan, ends_at=time(14), staff=(cast.nurse,)), seen=1
    )
    assert (changed.planned_on, changed.ends_at, changed.revision) == (date(2026, 11, 12), time(14), 2)


def test_called_off_and_on_again(cast):
    off = verb.call_off(by=cast.leader, session=cast.cafe_session, seen=1)
    assert off.is_called_off
    assert not verb.restore(by=cast.leader, session=off, seen=2).is_called_off


def test_a_session_without_entries_goes(cast):
    verb.remove(by=cast.leader, session=cast.cafe_session, seen=1)
    assert not Session.objects.filter(pk=cast.cafe_session.pk).exists()


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("planned_on", lambda cast: {"planned_on": date(2029, 1, 1)}),
        ("ends_at", lambda cast: {"ends_at": time(9)}),
        ("starts_at", lambda cast: {"starts_at": None}),
        ("run", lambda cast: {"run": cast.run}),
        ("area", lambda cast: {"area": cast.area_elsewhere}),
        ("venue", lambda cast: {"venue": cast.area_elsewhere.venues.get()}),
        ("staff", lambda cast: {"staff": (cast.worker_elsewhere,)}),
        ("activity", lambda cast: {"activity": cast.activity_elsewhere}),
    ],
)
def test_a_plan_that_breaks_a_rule_names_the_field(cast, field, change):
    plan = replace(a_plan(cast), **change(cast))
    with pytest.raises(PlanRefused) as refused:
        verb.plan(by=cast.nurse, programme=cast.here, plan=plan)
    assert field in [each.field for each in refused.value.problems]


# --- Questions ----------------------------------------------------------------------------------------------------


def test_a_worker_sees_their_area_and_where_they_are_on_duty(cast):
    seen = queries.sessions_visible_to(cast.worker, cast.here)
    assert list(seen) == [cast.cafe_session]
    cast.cafe_session_next_door.staff.add(cast.worker)
    assert set(queries.sessions_visible_to(cast.worker, cast.here)) == {cast.cafe_session, cast.cafe_session_next_door}
    assert queries.sessions_visible_to(cast.worker_elsewhere, cast.here).count() == 0


def test_todays_sessions_are_parted_into_own_and_others(cast):
    cast.cafe_session.staff.add(cast.nurse)
    own, others = queries.sessions_today(cast.nurse, cast.here, date(2026, 11, 12))
    assert (own, others) == ([cast.cafe_session], [cast.cafe_session_next_door])


def test_next_sessions_are_ones_own_first_and_never_called_off(cast):
    here = verb.plan(by=cast.leader, programme=cast.here, plan=a_plan(cast))
    own = verb.plan(
        by=cast.leader, programme=cast.here, plan=a_plan(cast, planned_on=date(2026, 12, 10), staff=(cast.nurse,))
    )
    assert queries.next_sessions(cast.leader, cast.here, date(2026, 11, 20)) == [here, own]
    assert queries.next_sessions(cast.nurse, cast.here, date(2026, 11, 20)) == [own]
    verb.call_off(by=cast.leader, session=own, seen=1)
    assert queries.next_sessions(cast.nurse, cast.here, date(2026, 11, 20)) == [here]


def test_a_list_asks_as_often_for_one_as_for_three(cast, django_assert_num_queries):
    for count in (1, 3):
        for number in range(count):
            verb.plan(by=cast.leader, programme=cast.here, plan=a_plan(cast, planned_on=date(2027, count, 1 + number)))
        with django_assert_num_queries(4):
            found = queries.sessions_between(cast.leader, cast.here, date(2027, count, 1), date(2027, count, 28))
            assert [row.area.name for row in found for _member in (0, *row.staff.all())] == ["Havtornen"] * count


def test_sessions_nobody_has_told_of_are_those_that_were_to_be(cast):
    def missing(person, today):
        return journal_queries.sessions_not_told(person, cast.here, today)

    today = date(2026, 11, 13)
    assert missing(cast.leader, today) == [cast.cafe_session, cast.cafe_session_next_door]
    assert missing(cast.worker, today) == [cast.cafe_session]
    assert missing(cast.leader, date(2026, 11, 12)) == []
    assert missing(cast.leader, date(2026, 11, 30)) == []
    register(cast, cast.cafe_session, "cancelled")
    verb.call_off(by=cast.leader, session=cast.cafe_session_next_door, seen=1)
    assert missing(cast.leader, today) == []
    assert journal_queries.steps_of_sessions([cast.cafe_session.pk]) == {cast.cafe_session.pk: "cancelled"}


# --- inside the programme's period, and the activity's ----------------------------------------------------------------

FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)
DAY = timedelta(days=1)


@pytest.mark.parametrize(("on", "is_inside"), [(FIRST - DAY, False), (FIRST, True), (LAST, True), (LAST + DAY, False)])
def test_a_session_lies_in_the_programme_its_first_and_last_day_included(cast, on, is_inside):
    plans = {
        "plan": lambda: verb.plan(by=cast.leader, programme=cast.here, plan=a_plan(cast, planned_on=on)),
        "change": lambda: verb.change(
            by=cast.leader, session=cast.cafe_session, plan=a_plan(cast, planned_on=on), seen=1
        ),
        "add": lambda: session_import.add_held(
            by=cast.leader, programme=cast.here, plans=[a_plan(cast, planned_on=on)]
        ),
    }
    before = set(Session.objects.values_list("pk", "planned_on"))
    for name, act in plans.items():
        if is_inside:
            act()
            continue
        with pytest.raises(PlanRefused) as refused:
            act()
        assert [each.field for each in refused.value.problems] == ["planned_on"], name
        assert "går fra torsdag 1. januar til søndag 31. december 2028" in refused.value.problems[0].text
    days = [day for row, day in Session.objects.values_list("pk", "planned_on") if (row, day) not in before]
    assert days == ([on] * 3 if is_inside else [])


@pytest.mark.parametrize(
    ("on", "is_inside"),
    [(date(2026, 12, 2), False), (ON, True), (date(2026, 12, 10), True), (date(2026, 12, 11), False)],
)
def test_an_activity_with_days_of_its_own_is_held_within_them(cast, on, is_inside):
    cast.cafe.starts_on, cast.cafe.ends_on = ON, date(2026, 12, 10)
    cast.cafe.save()
    if is_inside:
        assert verb.plan(by=cast.leader, programme=cast.here, plan=a_plan(cast, planned_on=on))
        return
    with pytest.raises(PlanRefused, match="1 problems"):
        verb.plan(by=cast.leader, programme=cast.here, plan=a_plan(cast, planned_on=on))


def test_one_day_outside_takes_the_whole_list_of_a_spreadsheet_with_it(cast):
    before = Session.objects.count()
    with pytest.raises(PlanRefused):
        session_import.add_held(
            by=cast.leader, programme=cast.here, plans=[a_plan(cast), a_plan(cast, planned_on=LAST + DAY)]
        )
    assert Session.objects.count() == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"starts_on": date(2026, 11, 12)}, None),
        ({"starts_on": date(2026, 11, 13)}, "starts_on"),
        ({"ends_on": date(2026, 11, 12)}, None),
        ({"ends_on": date(2026, 11, 11)}, "ends_on"),
    ],
)
def test_a_programme_shrinks_to_its_first_and_last_session_and_no_further(cast, change, field):
    CourseRun.objects.all().delete()
    Target.objects.all().delete()
    now = {"starts_on": FIRST, "ends_on": LAST, **change}
    if field is None:
        assert programmes.change(by=cast.leader, programme=cast.here, values=now)
        return
    with pytest.raises(ValidationError) as refused:
        programmes.change(by=cast.leader, programme=cast.here, values=now)
    assert list(refused.value.message_dict) == [field]
    assert "En planlagt gang i Sundhedscafé (torsdag 12. november) og 1 mere" in refused.value.messages[0]


@pytest.mark.parametrize("last", [date(2027, 6, 30), date(2027, 6, 29)])
def test_an_ended_criterion_and_a_target_given_up_hold_the_programme_too(cast, last):
    Target.objects.all().update(ends_on=None)
    Criterion.objects.filter(pk=cast.criterion.pk).update(ends_on=date(2027, 6, 30))
    Target.objects.filter(criterion=cast.criterion_next_door).update(valid_until=date(2027, 6, 30))
    now = {"starts_on": FIRST, "ends_on": last}
    if last.day == 30:
        assert programmes.change(by=cast.leader, programme=cast.here, values=now)
        return
    with pytest.raises(ValidationError) as refused:
        programmes.change(by=cast.leader, programme=cast.here, values=now)
    assert "s1, der er afsluttet (onsdag 30. juni 2027) og 1 mere" in refused.value.messages[0]
