"""The calendar and the page of one session: who sees what, how it went, and plans that meet."""

from datetime import date, time

import pytest
from django.urls import reverse

from tests.cast import log_in
from traedesten.journal.actions import entry
from traedesten.programme.models import Activity, ClosedWeek
from traedesten.schedule.actions import session as verb
from traedesten.schedule.models import CourseRun, Session
from traedesten.schedule.plan import SessionPlan

HERE = {"programme": "groen-vej"}
CALENDAR = reverse("planning:calendar", kwargs=HERE)
NEW = reverse("planning:session_new", kwargs=HERE)
WEEK = f"{CALENDAR}?vis=uge&dag=2026-11-12"


def of(session, name="session"):
    return reverse(f"planning:{name}", kwargs={**HERE, "session": session.code})


def told(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def filled(cast, **more):
    said = {
        "activity": "cafe",
        "planned_on": "3.12.2026",
        "starts_at": "10.00",
        "ends_at": "12",
        "venue": "havtornen-hus",
    }
    return {**said, **more}


def seen_by(client, address):
    """The stamp the form carried."""
    return client.get(address).context["form"].initial["seen"]


# --- Looking ------------------------------------------------------------------------------------------------------


def test_the_week_shows_sessions_where_one_works(cast, enter):
    assert told(enter(cast.leader), WEEK).count("plan-title") == 2
    assert told(enter(cast.worker), WEEK).count('<span class="plan-where">Beboerhuset') == 1
    assert '<span class="plan-where">Beboerhuset Havtornen</span>' in told(enter(cast.worker), WEEK)


def test_a_meeting_of_a_course_bears_the_name_of_the_course(cast, enter):
    run = CourseRun.objects.create(
        programme=cast.here, code="gang", name="Kaffe og gang", activity=cast.cafe, starts_on=date(2026, 9, 1)
    )
    Session.objects.filter(pk=cast.cafe_session.pk).update(run=run)
    assert f">{cast.cafe.name}: Kaffe og gang</span>" in told(enter(cast.leader), WEEK)
    assert f"<h1>{cast.cafe.name}: Kaffe og gang</h1>" in told(enter(cast.leader), of(cast.cafe_session))


def test_held_cancelled_called_off_and_untold_are_told_apart(cast, enter):
    row = {"kind": "session", "session": "cafe-1", "step": "held"}
    assert entry.record(by=cast.leader, programme=cast.here, row=row).entry
    page = told(enter(cast.leader), WEEK)
    assert page.count("plan-item hue-1 plan-held") == 1
    assert page.count("plan-item hue-1 plan-untold") == 1
    verb.call_off(by=cast.leader, session=cast.cafe_session_next_door, seen=1)
    assert told(enter(cast.leader), WEEK).count("plan-item hue-1 plan-cancelled") == 1


def test_who_does_not_work_with_sessions_sees_the_plan_alone(cast, enter):
    cast.cafe_session.staff.add(cast.nurse)
    for person in (cast.funder, cast.partner):
        page = told(enter(person), WEEK)
        assert "Ikke registreret" not in page
        assert "Nanna" not in page
        assert "Nanna" not in told(enter(person), of(cast.cafe_session))
    assert "Nanna" in told(enter(cast.cafe_host), WEEK)


def test_one_tap_leads_to_the_registration_of_that_session(cast, enter):
    register = reverse("desk:register_kind", kwargs={**HERE, "kind": "session"})
    assert f'href="{register}?session=cafe-1"' in told(enter(cast.cafe_host), WEEK)
    assert register not in told(enter(cast.funder), WEEK)
    assert f'href="{register}?session=cafe-2"' not in told(enter(cast.worker), WEEK)


@pytest.mark.parametrize(
    ("query", "count"),
    [("omraade=lyngtoppen", 1), ("sted=havtornen-hus", 1), ("aktivitet=cafe", 2), ("aktivitet=opsoegende", 0),
     ("hvem=mig", 1),
     ("dag=vrøvl", 0), ("vis=maaned", 2)],
)  # fmt: skip
def test_the_calendar_is_narrowed_by_what_one_chooses(cast, enter, query, count):
    cast.cafe_session.staff.add(cast.leader)
    day = "" if "dag" in query else "&dag=2026-11-12"
    assert told(enter(cast.leader), f"{CALENDAR}?{query}{day}").count("plan-title") == count


def test_a_colleague_is_found_by_who_may_see_who_is_on_duty(cast, enter):
    cast.cafe_session.staff.add(cast.nurse)
    assert told(enter(cast.leader), f"{WEEK}&hvem={cast.nurse.pk}").count("plan-title") == 1
    assert told(enter(cast.funder), f"{WEEK}&hvem={cast.nurse.pk}").count("plan-title") == 2


def test_closed_weeks_and_holidays_stand_in_the_calendar(cast, enter):
    ClosedWeek.objects.create(programme=cast.here, year=2026, week=53)
    page = told(enter(cast.leader), f"{CALENDAR}?vis=maaned&dag=2026-12-01")
    assert "Juledag" in page
    assert page.count("Lukket uge") == 7


def test_the_next_visit_opens_as_the_last_one_did(cast, enter):
    client = enter(cast.leader)
    client.get(f"{CALENDAR}?vis=maaned")
    assert client.get(CALENDAR).context["wanted"].view == "maaned"


@pytest.mark.parametrize("rows", [1, 3])
def test_a_week_asks_as_often_for_one_as_for_three(cast, enter, rows, django_assert_num_queries):
    for hour in range(rows):
        plan = SessionPlan(cast.cafe, date(2026, 12, 3), time(8 + hour), area=cast.area_here, staff=(cast.nurse,))
        verb.plan(by=cast.leader, programme=cast.here, plan=plan)
    client = enter(cast.leader)
    client.get(CALENDAR)
    with django_assert_num_queries(15):
        client.get(f"{CALENDAR}?dag=2026-12-03")


# --- Changing -----------------------------------------------------------------------------------------------------


def test_a_session_is_added(cast, enter):
    answer = enter(cast.worker).post(NEW, filled(cast, staff=[str(cast.worker.pk)], name="Temadag"))
    made = Session.objects.latest("pk")
    assert answer.url == of(made)
    assert (made.planned_on, made.starts_at, made.ends_at) == (date(2026, 12, 3), time(10), time(12))
    assert (made.area, list(made.staff.all()), made.form) == (cast.area_here, [cast.worker], "open")


@pytest.mark.parametrize("person", ["cafe_host", "partner", "funder", "officer", "administrator"])
def test_who_may_not_plan_is_not_let_in(cast, enter, person):
    client = enter(cast.everyone[person])
    assert client.post(NEW, filled(cast)).status_code == 403
    for name in ("session_edit", "session_call_off", "session_remove", "session_restore"):
        assert client.post(of(cast.cafe_session, name), {"revision": 1}).status_code == 403
    assert Session.objects.filter(pk=cast.cafe_session.pk, is_called_off=False, revision=1).exists()
    assert "Ret planen" not in told(client, of(cast.cafe_session))


def test_a_worker_changes_nothing_next_door_nor_what_is_for_everybody(cast, enter):
    Session.objects.filter(pk=cast.cafe_session.pk).update(area=None)
    client = enter(cast.worker)
    assert client.get(of(cast.cafe_session)).status_code == 200
    assert client.post(of(cast.cafe_session, "session_call_off"), {"revision": 1}).status_code == 403
    assert client.post(of(cast.cafe_session_next_door, "session_call_off"), {"revision": 1}).status_code == 404
    answer = client.post(NEW, filled(cast, venue="", area=""))
    assert answer.status_code == 422
    assert "Vælg et af dine områder" in answer.content.decode()


def test_the_later_of_two_is_told_what_changed_and_keeps_what_was_typed(cast, enter):
    client = enter(cast.leader)
    address = of(cast.cafe_session, "session_edit")
    seen = seen_by(client, address)
    other = SessionPlan(cast.cafe, date(2026, 11, 13), time(9), time(13), cast.area_here, cast.area_here.venues.get())
    verb.change(by=cast.nurse, session=cast.cafe_session, plan=other, seen=1)
    answer = client.post(address, filled(cast, planned_on="12.11.2026", name="Min egen tekst", seen=seen))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "En anden har ændret det her imens" in page
    assert dict(answer.context["form"].differences) == {"Dag": "fredag 13. november", "Tid": "09.00–13.00"}
    assert 'value="Min egen tekst"' in page
    assert Session.objects.get(pk=cast.cafe_session.pk).name == ""
    again = filled(cast, planned_on="12.11.2026", name="Min egen tekst", seen=answer.context["form"]["seen"].value())
    assert client.post(address, again).status_code == 302
    assert Session.objects.get(pk=cast.cafe_session.pk).name == "Min egen tekst"


def test_an_error_names_its_field_and_keeps_what_was_typed(cast, enter):
    answer = enter(cast.leader).post(NEW, filled(cast, planned_on="31.2.2026", ends_at="9", name="Bliver her"))
    assert answer.status_code == 422
    assert "kan ikke læses som en dato" in answer.content.decode()
    assert 'value="Bliver her"' in answer.content.decode()


def test_called_off_and_on_again(cast, enter):
    client = enter(cast.leader)
    client.post(of(cast.cafe_session, "session_call_off"), {"revision": 1})
    assert "Den er på alligevel" in told(client, of(cast.cafe_session))
    client.post(of(cast.cafe_session, "session_restore"), {"revision": 1})
    assert Session.objects.get(pk=cast.cafe_session.pk).is_called_off
    client.post(of(cast.cafe_session, "session_restore"), {"revision": 2})
    assert not Session.objects.get(pk=cast.cafe_session.pk).is_called_off


def test_a_removed_session_is_taken_back_with_one_press(cast, enter):
    cast.cafe_session.staff.add(cast.nurse)
    client = enter(cast.leader)
    answer = client.post(of(cast.cafe_session, "session_remove"), {"revision": 1}, follow=True)
    assert "er slettet" in answer.content.decode()
    assert not Session.objects.filter(pk=cast.cafe_session.pk).exists()
    client.post(reverse("planning:undo_removal", kwargs=HERE))
    back = Session.objects.get(programme=cast.here, planned_on=date(2026, 11, 12), area=cast.area_here)
    assert (back.starts_at, back.venue, list(back.staff.all())) == (time(10), cast.area_here.venues.get(), [cast.nurse])
    assert "er slettet" not in told(client, CALENDAR)


def test_what_can_no_longer_be_taken_back_is_said_and_kept(cast, enter):
    client = enter(cast.leader)
    client.post(of(cast.cafe_session, "session_remove"), {"revision": 1})
    Activity.objects.filter(pk=cast.cafe.pk).update(ends_on=date(2026, 11, 1))
    answer = client.post(reverse("planning:undo_removal", kwargs=HERE), follow=True)
    assert "Det kunne ikke fortrydes." in answer.content.decode()
    assert not Session.objects.filter(planned_on=cast.cafe_session.planned_on, area=cast.area_here).exists()


def test_no_cpr_number_comes_into_anybodys_calendar(cast, enter):
    answer = enter(cast.leader).post(NEW, filled(cast, name="Besøg hos 010190-1234"))
    assert answer.status_code == 422
    assert "CPR-nummer" in str(answer.context["form"].errors["name"])
    assert not Session.objects.filter(planned_on=date(2026, 12, 3)).exists()


def test_a_registered_session_is_not_removed_and_it_is_said_why(cast, enter):
    row = {"kind": "session", "session": "cafe-1", "step": "held"}
    assert entry.record(by=cast.leader, programme=cast.here, row=row).entry
    client = enter(cast.leader)
    assert "Slet" not in told(client, of(cast.cafe_session))
    answer = client.post(of(cast.cafe_session, "session_remove"), {"revision": 1}, follow=True)
    assert "så den kan ikke slettes" in answer.content.decode()
    assert Session.objects.filter(pk=cast.cafe_session.pk).exists()
    assert "er slettet" not in told(client, CALENDAR)


def test_a_session_on_a_holiday_is_saved_and_pointed_out(cast, enter):
    answer = enter(cast.leader).post(NEW, filled(cast, planned_on="26.12.2026"), follow=True)
    assert "Anden juledag" in answer.content.decode()


def test_what_was_typed_survives_being_logged_out(cast, enter, client):
    writer = enter(cast.leader).get(NEW).context["writer"]
    client.logout()
    answer = client.post(NEW, filled(cast, name="Husk mig", writer=writer))
    assert answer.status_code == 302
    log_in(client, cast.leader)  # the session that kept it goes on through the log-in
    assert 'value="Husk mig"' in told(client, NEW)
