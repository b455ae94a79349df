"""A session nobody had planned: told of by who was there, counted once, taken back whole; and all who may not."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from tests.cast import TODAY
from traedesten.core.models import AuditEvent
from traedesten.desk.sheet.unplanned import IN_AREA
from traedesten.journal.actions import tally
from traedesten.journal.models import Entry
from traedesten.measures import board
from traedesten.programme.models import Activity, Programme
from traedesten.schedule.actions import session_unplanned
from traedesten.schedule.models import Session
from traedesten.schedule.plan import PlanRefused, SentBefore, SessionPlan, ToldAlready
from traedesten.schedule.queries import sessions_visible_to

HERE = {"programme": "groen-vej"}
FORM = reverse("desk:unplanned", kwargs=HERE)
TODAYS = reverse("desk:today", kwargs=HERE)


def told(**changes):
    row = {"id": str(uuid4()), "activity": "cafe", "where": "havtornen-hus", "on": "20.11.2026", "people": "12"}
    return {**row, **changes}


def errors(answer):
    return {name: list(messages) for name, messages in answer.context["form"].errors.items()}


def unplanned():
    return Session.objects.filter(is_unplanned=True)


def nothing_saved():
    return not Entry.objects.exists() and not unplanned().exists()


# --- Told of ----------------------------------------------------------------------------------------------------------


def test_a_host_who_may_not_plan_tells_of_an_opening_in_one_deed(office, enter):
    client = enter(office.cafe_host)
    assert "uden-for-kalenderen" in client.get(TODAYS).content.decode()
    answer = client.post(FORM, told(name="Sommerfest"), follow=True)
    session, entry = unplanned().get(), Entry.objects.get()
    assert (entry.kind, entry.step, entry.people, entry.session) == ("session", "held", 12, session)
    assert (entry.activity, entry.area, entry.happened_on) == (office.cafe, office.area_here, TODAY)
    assert (session.venue.code, session.area, session.form, session.name) == (
        "havtornen-hus", office.area_here, "open", "Sommerfest",
    )  # fmt: skip
    assert answer.context["saved"].can_undo
    lines = AuditEvent.objects.filter(actor_id=office.cafe_host.pk).values_list("verb", flat=True)
    assert sorted(lines) == ["entry.record", "session.tell_of"]
    assert [each.state for each in client.get(TODAYS).context["page"].others] == ["held"]


def test_it_counts_like_any_session_held(office, enter):
    def held():
        board.forget()
        world = board.evaluator_of(Programme.objects.get(pk=office.here.pk)).world
        return [row.id for row in world.sessions if row.on == TODAY]

    assert held() == []
    enter(office.cafe_host).post(FORM, told())
    assert held() == [unplanned().get().pk]
    entry = Entry.objects.get()
    enter(office.cafe_host).post(reverse("desk:undo", kwargs={**HERE, "uid": entry.uid}))
    assert held() == []


def test_it_begins_with_what_the_person_held_last(office, enter, record):
    record(kind="session", session="cafe-1", step="held", people=5, on=None, by=office.cafe_host)
    form = enter(office.cafe_host).get(FORM).context["form"]
    assert (form["activity"].value(), form["where"].value(), form["on"].value()) == ("cafe", "havtornen-hus", TODAY)
    assert [field.name for field in form.settled_fields] == ["activity", "where", "on"]
    assert [field.name for field in form.first_fields] == ["people", "families"]


def test_without_a_habit_what_others_hold_most_is_there_to_be_looked_at(office, enter, record):
    record(kind="session", session="cafe-1", step="held", people=5, on=None)
    form = enter(office.cafe_host).get(FORM).context["form"]
    assert (form["activity"].value(), form["where"].value()) == ("cafe", "havtornen-hus")
    assert [field.name for field in form.first_fields][:3] == ["activity", "where", "on"]
    blank = enter(office.worker_next_door).get(FORM).context["form"]
    assert (blank["activity"].value(), blank["where"].value()) == (None, None)  # nothing was told of there


def test_a_day_before_and_a_place_without_a_house_are_told_too(office, enter):
    enter(office.cafe_host).post(FORM, told(where=f"{IN_AREA}havtornen", on="i går", people="0"))
    session = unplanned().get()
    assert (session.planned_on, session.venue, session.area) == (TODAY - timedelta(days=1), None, office.area_here)


# --- Taken back -------------------------------------------------------------------------------------------------------


def test_undo_takes_both_back_and_all_of_it_stands_in_the_form(office, enter):
    client = enter(office.cafe_host)
    client.post(FORM, told(name="Sommerfest", families="3"))
    answer = client.post(reverse("desk:undo", kwargs={**HERE, "uid": Entry.objects.get().uid}), follow=True)
    assert not Entry.objects.current().exists()
    assert not sessions_visible_to(office.leader, office.here).filter(planned_on=TODAY).exists()
    assert [each.day for each in client.get(TODAYS).context["page"].untold] == [
        "Torsdag 12. november"
    ]  # the planned one
    form = answer.context["form"]
    shown = {name: form[name].value() for name in ("activity", "where", "on", "people", "families", "name")}
    assert shown == {"activity": "cafe", "where": "havtornen-hus", "on": TODAY, "people": 12, "families": 3,
                     "name": "Sommerfest"}  # fmt: skip
    client.post(FORM, told(people="13"))  # and it can be told of anew
    assert Entry.objects.current().get().people == 13


def test_what_somebody_else_has_counted_there_keeps_the_session(office, enter):
    client = enter(office.cafe_host)
    client.post(FORM, told())
    tally.record(by=office.worker, session=unplanned().get(), device=uuid4(), revision=1, counters={"visits": 9})
    client.post(reverse("desk:undo", kwargs={**HERE, "uid": Entry.objects.get().uid}))
    assert not Entry.objects.current().exists()
    assert sessions_visible_to(office.leader, office.here).filter(planned_on=TODAY).exists()


def test_withdrawn_later_with_a_reason_it_goes_too(office, enter):
    enter(office.cafe_host).post(FORM, told())
    address = reverse("desk:withdraw", kwargs={**HERE, "uid": Entry.objects.get().uid})
    enter(office.leader).post(address, {"id": str(uuid4()), "reason": "var ugen før"})
    assert not Session.objects.standing().filter(is_unplanned=True).exists()


def test_a_planned_session_is_never_taken_back_like_that(office, enter, record):
    entry = record(kind="session", session="cafe-1", step="held", on=None, by=office.cafe_host)
    enter(office.cafe_host).post(reverse("desk:undo", kwargs={**HERE, "uid": entry.uid}))
    assert Session.objects.standing().filter(code="cafe-1", is_called_off=False).exists()
    with pytest.raises(ValueError, match="was planned"):
        session_unplanned.untell(by=office.worker, session=office.cafe_session)


# --- Once only --------------------------------------------------------------------------------------------------------


def test_sent_twice_it_is_there_once(office, enter):
    client, row = enter(office.cafe_host), told()
    client.post(FORM, row)
    answer = client.post(FORM, row, follow=True)
    assert (answer.context["saved"].again, Entry.objects.count(), unplanned().count()) == ("identical", 1, 1)


@pytest.mark.parametrize("changes", [{"people": "40"}, {"where": f"{IN_AREA}havtornen"}, {"on": "19.11.2026"}])
def test_the_same_form_with_something_else_in_it_is_asked_about(changes, office, enter):
    client, row = enter(office.cafe_host), told()
    client.post(FORM, row)
    answer = client.post(FORM, {**row, **changes})
    assert answer.status_code == 422
    assert "Du har allerede gemt én" in answer.content.decode()
    assert answer.context["form"]["id"].value() != row["id"]
    assert (Entry.objects.count(), unplanned().count()) == (1, 1)


def test_what_is_planned_there_that_day_is_offered_instead(office, enter):
    Session.objects.create(
        programme=office.here, code="nu", activity=office.cafe, area=office.area_here, planned_on=TODAY
    )
    client = enter(office.cafe_host)
    answer = client.post(FORM, told())
    assert (answer.status_code, nothing_saved()) == (422, True)
    ((_name, href, is_told),) = answer.context["alike"]
    assert (is_told, client.get(href).context["form"]["session"].value()) == (False, "nu")
    assert client.post(FORM, told(another="on")).status_code == 302  # somebody has looked, and it was another
    assert Entry.objects.get().session == unplanned().get()


def test_the_second_of_two_tablets_is_shown_what_the_first_told(office, enter):
    enter(office.cafe_host).post(FORM, told())
    answer = enter(office.worker).post(FORM, told(people="13", where=f"{IN_AREA}havtornen"))
    ((_name, href, is_told),) = answer.context["alike"]
    assert (answer.status_code, is_told, Entry.objects.count()) == (422, True, 1)
    assert str(Entry.objects.get().uid) in href


def test_another_house_or_another_activity_that_day_is_no_doubt(office, enter):
    Session.objects.create(
        programme=office.here, code="b", activity=office.cafe, area=office.area_next_door, planned_on=TODAY
    )
    Session.objects.create(
        programme=office.here, code="c", activity=office.course, area=office.area_here, planned_on=TODAY
    )
    assert enter(office.cafe_host).post(FORM, told()).status_code == 302


# --- May not ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"on": "21.11.2026"}, "on", "21"),
        ({"on": "31.12.2025"}, "on", "Vælg en dag i den tid"),
        ({"on": ""}, "on", "Skriv en dato"),
        ({"activity": ""}, "activity", "Vælg et svar under »Hvad blev holdt«"),
        ({"where": "lyngtoppen-hus"}, "where", "kan ikke vælges her"),
        ({"where": f"{IN_AREA}lyngtoppen"}, "where", "kan ikke vælges her"),
        ({"where": "."}, "where", "kan ikke vælges her"),
        ({"people": "-1"}, "people", "0"),
        ({"name": "Fest for 010170-1234"}, "name", "CPR-nummer"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_nothing_is_saved(changes, field, said, office, enter):
    answer = enter(office.cafe_host).post(FORM, told(**changes))
    assert (answer.status_code, nothing_saved()) == (422, True)
    assert list(errors(answer)) == [field]
    assert said in errors(answer)[field][0]


def test_an_activity_that_has_closed_is_not_offered_and_not_taken(office, enter):
    Activity.objects.filter(pk=office.cafe.pk).update(ends_on=TODAY - timedelta(days=1))
    answer = enter(office.cafe_host).post(FORM, told())
    assert (list(errors(answer)), nothing_saved()) == (["activity"], True)
    office.cafe.refresh_from_db()
    with pytest.raises(PlanRefused):
        tell(office, office.cafe_host, TODAY)


@pytest.mark.parametrize("person", ["partner", "funder", "officer", "administrator", "leader_elsewhere"])
def test_who_registers_no_sessions_here_has_no_such_form(person, office, enter):
    client = enter(office.everyone[person])
    assert (
        client.get(FORM).status_code
        == client.post(FORM, told()).status_code
        == (404 if person == "leader_elsewhere" else 403)
    )
    assert nothing_saved()


def tell(office, person, on, area="area_here", **more):
    plan = SessionPlan(office.cafe, on, area=getattr(office, area) if area else None)
    return session_unplanned.tell_of(by=person, programme=office.here, plan=plan, uid=more.pop("uid", uuid4()), **more)


@pytest.mark.parametrize("area", ["area_next_door", None])
def test_the_action_itself_holds_to_ones_own_areas(area, office):
    with pytest.raises(PermissionDenied):
        tell(office, office.worker, TODAY, area)
    assert tell(office, office.leader, TODAY, area).is_unplanned
    with pytest.raises(PermissionDenied):
        session_unplanned.untell(by=office.worker, session=unplanned().get())


def test_the_action_itself_refuses_tomorrow_and_the_same_again(office):
    with pytest.raises(PlanRefused):
        tell(office, office.leader, TODAY + timedelta(days=1))
    uid = uuid4()
    assert tell(office, office.leader, TODAY, uid=uid) == tell(office, office.leader, TODAY, uid=uid)
    with pytest.raises(SentBefore):
        tell(office, office.leader, TODAY, None, uid=uid)
    with pytest.raises(ToldAlready):
        tell(office, office.leader, TODAY)
    assert tell(office, office.leader, TODAY, is_another=True).code != unplanned().earliest("pk").code
