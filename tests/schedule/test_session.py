"""Planning one session: who may, what a plan must keep, and that nothing registered goes."""

from dataclasses import replace
from datetime import date, time

import pytest
from django.core.exceptions import PermissionDenied

from traedesten.core.models import AuditEvent
from traedesten.journal import queries as journal_queries
from traedesten.journal.actions import entry
from traedesten.schedule import queries
from traedesten.schedule.actions import session as verb
from traedesten.schedule.models import Session
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
