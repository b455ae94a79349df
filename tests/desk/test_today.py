"""The first page of the day: for each role what is its own, from the plan and the journal, and nothing of others."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import TODAY
from traedesten.core.access import Permission
from traedesten.core.models import Look
from traedesten.desk import open_thread
from traedesten.desk.today import moment, page
from traedesten.desk.workplace import workplace
from traedesten.journal.actions import tally
from traedesten.programme.models import Criterion, Milestone, Programme
from traedesten.schedule.models import Session

HERE = {"programme": "groen-vej"}
ADDRESS = reverse("desk:today", kwargs=HERE)
FIGURES = reverse("desk:today_figures", kwargs=HERE)


def opening(office, code, on=TODAY, area=None, staff=(), **more):
    made = Session.objects.create(
        programme=office.here, code=code, activity=office.cafe, area=area or office.area_here, planned_on=on, **more
    )
    made.staff.set(staff)
    return made


def day_of(client):
    return client.get(ADDRESS).context["page"]


def names(openings):
    return [(each.name, each.state, bool(each.href)) for each in openings]


@pytest.fixture(autouse=True)
def _no_plans(office):
    """Only what a test plans stands in the day."""
    Session.objects.filter(programme=office.here).delete()


def test_home_leads_to_the_day(office, enter):
    assert enter(office.worker).get(reverse("home")).url == ADDRESS


def test_the_sessions_of_the_day_are_ones_own_first_with_how_they_went(office, enter, record):
    opening(office, "a", name="Morgencafé", starts_at=time(9), ends_at=time(11))
    opening(office, "b", name="Aftencafé", staff=[office.worker])
    opening(office, "c", name="Aflyst café", is_called_off=True)
    opening(office, "d", name="Næste dal", area=office.area_next_door)
    record(kind="session", session="a", step="held", people=12)
    page = day_of(enter(office.worker))
    assert names(page.own) == [("Aftencafé", "", True)]
    assert set(names(page.others)) == {("Morgencafé", "held", True), ("Aflyst café", "cancelled", True)}
    assert next(each.time for each in page.others if each.name == "Morgencafé") == "09.00–11.00"


def test_a_day_without_sessions_tells_the_next(office, enter):
    opening(office, "a", on=TODAY + timedelta(days=3), name="Om lidt")
    opening(office, "b", on=TODAY + timedelta(days=2), name="Aflyst", is_called_off=True)
    page = day_of(enter(office.worker))
    assert not page.has_sessions
    assert [each.name for each in page.coming] == ["Om lidt"]


def test_what_nobody_has_told_stands_there_until_somebody_does(office, enter, record):
    opening(office, "a", on=TODAY - timedelta(days=1), name="I går")
    opening(office, "b", on=TODAY - timedelta(days=30), name="Længe siden")
    opening(office, "c", on=TODAY - timedelta(days=1), name="Aflyst", is_called_off=True)
    client = enter(office.worker)
    assert [each.name for each in day_of(client).untold] == ["I går"]
    record(kind="session", session="a", step="cancelled", on=None)
    assert day_of(client).untold == ()


def test_open_matters_are_followed_up_by_those_who_may_go_on_with_them(office, enter, record):
    worry = record(kind="concern", step="received", area="havtornen", thread="b-1")
    assert [each.entry for each in day_of(enter(office.worker)).open_threads] == [worry]
    assert day_of(enter(office.worker_next_door)).open_threads == ()
    record(kind="concern", step="closed", area="havtornen", thread="b-1")
    assert day_of(enter(office.worker)).open_threads == ()


def test_what_one_wrote_last_can_be_taken_back(office, enter, record):
    record(kind="contact", channel="door", first_time="yes", area="havtornen")
    record(by=office.nurse, kind="contact", channel="yard", first_time="yes", area="havtornen")
    client = enter(office.worker)
    (line,) = day_of(client).recent
    assert (line.entry.recorded_by, line.may_undo) == (office.worker, True)
    client.post(reverse("desk:undo", kwargs={**HERE, "uid": line.entry.uid}))
    assert day_of(client).recent == ()


def test_buttons_are_learned_from_use(office, enter, record):
    for number in range(2):
        record(kind="conversation", subject=f"KM-{number}", step="kram", area="havtornen")
    record(kind="contact", channel="door", first_time="yes", area="havtornen")
    record(kind="goal", subject="KM-0", step="set", topic="sove", area="havtornen")
    page = day_of(enter(office.worker))
    assert page.is_learned
    assert str(page.usual[0].name) == "Samtale"


# --- Follow-ups that the agreement asks for ---------------------------------------------------------------------------


def ask_for(office, *moments):
    measure = {"preset": "outcome_share", "steps": ["smoke_free"], "moments": list(moments)}
    Criterion.objects.create(programme=office.here, code="X1", text="Røgfri", measure=measure)


def ended(record, on, subject="KM-427"):
    record(
        kind="enrolment", step="joined", subject=subject, activity="cafe", on=date(2026, 1, 5), thread=f"t-{subject}"
    )
    return record(kind="enrolment", step="ended", subject=subject, activity="cafe", on=on, thread=f"t-{subject}")


@pytest.mark.parametrize(
    ("on", "is_due"),
    [
        (date(2026, 8, 20), True),  # three months to the day
        (date(2026, 9, 3), True),  # falls in fourteen days, 3 December
        (date(2026, 9, 5), False),  # in sixteen
        (date(2026, 7, 10), True),  # fell 41 days ago
        (date(2026, 7, 1), False),  # fell 50 days ago
    ],
)
def test_somebody_is_to_be_asked_three_months_after_they_ended(on, is_due, office, enter, record):
    ask_for(office, "m3")
    ended(record, on)
    assert bool(day_of(enter(office.worker)).due) is is_due


def test_nobody_is_asked_what_the_agreement_does_not_ask(office, enter, record):
    ask_for(office, "m12")
    ended(record, date(2026, 8, 20))
    assert day_of(enter(office.worker)).due == ()


@pytest.mark.parametrize(("topic", "is_left"), [("m3", False), ("m6", True)])
def test_who_was_asked_is_not_asked_again(topic, is_left, office, enter, record):
    ask_for(office, "m3", "m6")
    ended(record, date(2026, 8, 20))
    record(
        kind="follow_up", subject="KM-427", step="not_reached", topic=topic, thread="t-KM-427", on=date(2026, 11, 19)
    )
    assert bool(day_of(enter(office.worker)).due) is is_left


def test_the_form_of_a_follow_up_knows_whom_and_when(office, enter, record):
    ask_for(office, "m3")
    ended(record, date(2026, 8, 20))
    client = enter(office.worker)
    (person,) = day_of(client).due[0].persons
    assert (person.code, "KM-427" in person.href) == ("KM-427", False)
    form = client.get(person.href).context["form"]
    assert (form.initial["subject"], form.initial["topic"], form.initial["thread"]) == ("KM-427", "m3", "t-KM-427")


def test_those_who_ended_the_same_on_one_day_stand_in_one_line(office, enter, record):
    ask_for(office, "m3")
    for subject in ("KM-427", "KM-428", "KM-429"):
        ended(record, date(2026, 8, 20), subject)
    ended(record, date(2026, 8, 19), "KM-430")
    lines = [(each.said, [person.code for person in each.persons]) for each in day_of(enter(office.worker)).due]
    assert lines == [
        (f"3 måneder efter {office.cafe.name}, der sluttede onsdag 19. august", ["KM-430"]),
        (f"3 måneder efter {office.cafe.name}, der sluttede torsdag 20. august", ["KM-427", "KM-428", "KM-429"]),
    ]
    look = Look.objects.get(what="desk.today")
    assert look.count == 4 + 5  # and the five entries about persons that one wrote last


def test_only_those_who_see_people_are_told_whom_to_ask(office, enter, record):
    ask_for(office, "m3")
    ended(record, date(2026, 8, 20))
    page = enter(office.communicator).get(ADDRESS)
    assert page.context["page"].due == ()
    assert "KM-427" not in page.content.decode()


def test_moments_are_found_however_deep():
    assert moment.moments_asked([{"a": [{"b": "m6"}]}, {"moments": ["at_end", "m12"]}, None]) == ["m6", "m12"]


# --- What sounds the same ---------------------------------------------------------------------------------------------


def concern(record, number, **more):
    return record(kind="concern", step="received", area="havtornen", thread=f"b-{number}", **more)


def lines(client):
    return [each.more for each in day_of(client).open_threads]


def test_two_alike_are_told_apart_by_their_activity(office, enter, record):
    concern(record, 1, activity="cafe", note="Om søvn")
    concern(record, 2, activity="opsoegende", note="Om støj")
    client = enter(office.worker)
    assert lines(client) == [(office.cafe.name,), (office.outreach.name,)]
    assert "Om søvn" not in client.get(ADDRESS).content.decode()


def test_one_alone_tells_nothing_more(office, enter, record):
    concern(record, 1, note="Om søvn")
    concern(record, 2, note="Om støj", on=TODAY - timedelta(days=1))
    assert lines(enter(office.worker)) == [(), ()]


def test_own_words_tell_two_apart_only_for_those_who_may_read_them(office, enter, record):
    early = TODAY - timedelta(days=3)  # written down later: no time of the day is known
    concern(
        record, 1, note="Naboen på fjerde er bange for at gå ud om aftenen og har ikke åbnet døren i en uge", on=early
    )
    concern(record, 2, note="Om støj", on=early)
    mine = lines(enter(office.worker))
    assert mine == [("»Naboen på fjerde er bange for at gå ud om aftenen og har …«",), ("»Om støj«",)]
    assert Look.objects.get(what="desk.today").count == 2
    client = enter(office.caretaker)
    assert lines(client) == [("(1)",), ("(2)",)]
    assert "støj" not in client.get(ADDRESS).content.decode()
    assert not Look.objects.filter(actor_id=office.caretaker.pk).exists()


def test_two_alike_are_told_apart_by_when_and_by_whom(office, enter, record):
    concern(record, 1, at="09:15")
    concern(record, 2, at="11:30")
    concern(record, 3, on=TODAY - timedelta(days=2), by=office.caretaker)
    concern(record, 4, on=TODAY - timedelta(days=2))
    assert sorted(lines(enter(office.worker))) == sorted(
        [("kl. 09.15",), ("kl. 11.30",), (office.caretaker.name,), (office.worker.name,)]
    )


# --- A programme that has ended ---------------------------------------------------------------------------------------


def test_what_has_ended_asks_for_nothing_and_says_so(office, enter, record):
    ask_for(office, "m3")
    ended(record, date(2026, 8, 20))
    concern(record, 1)
    opening(office, "a", on=TODAY - timedelta(days=1))
    Milestone.objects.create(programme=office.here, code="m", name="m", due_on=TODAY - timedelta(days=3))
    page = day_of(enter(office.worker))
    assert page.due
    assert page.open_threads
    assert page.untold
    assert page.milestones
    Programme.objects.filter(pk=office.here.pk).update(ends_on=TODAY - timedelta(days=1))
    answer = enter(office.worker).get(ADDRESS)
    page = answer.context["page"]
    assert (page.due, page.open_threads, page.untold, page.milestones, page.counted) == ((), (), (), (), ())
    assert page.usual  # what happened before the end may still be written down
    assert "sluttede torsdag 19. november" in answer.content.decode()
    assert "Der er ingen åbninger" not in answer.content.decode()
    Criterion.objects.create(programme=office.here, code="X2", text="Kontakter", measure={"preset": "contacts"})
    text = enter(office.worker).get(FIGURES).content.decode()
    assert ("Hvor aftalen endte" in text, "Hvor aftalen står" in text) == (True, False)


# --- Counting guests --------------------------------------------------------------------------------------------------


def tapped(office, session):
    return tally.record(by=office.worker, session=session, device=uuid4(), revision=1, counters={"visits": 9})


def test_counting_stands_one_tap_away_for_those_who_count_there(office, enter):
    here = opening(office, "a", on=TODAY - timedelta(days=1))
    assert day_of(enter(office.cafe_host)).counted == ()  # nobody counts here
    assert tapped(office, here).outcome == "new"
    (cafe,) = day_of(enter(office.cafe_host)).counted
    assert [str(way.title) for way in cafe.ways] == ["Åbning talt på papir", "Kort i kassen", "Dørtælling"]
    assert enter(office.cafe_host).get(cafe.ways[1].href).status_code == 200
    for person in (office.worker_next_door, office.communicator, office.partner, office.funder):
        assert day_of(enter(person)).counted == ()


def test_stamp_cards_are_offered_only_where_they_are_used(office, enter):
    page = reverse("desk:register", kwargs=HERE)
    assert "Stempelkort og kontrol" not in enter(office.cafe_host).get(page).content.decode()
    Criterion.objects.create(
        programme=office.here, code="X1", text="Gæster", measure={"preset": "unique_guests", "activities": ["cafe"]}
    )
    assert "Stempelkort og kontrol" in enter(office.cafe_host).get(page).content.decode()
    assert "Stempelkort og kontrol" not in enter(office.communicator).get(page).content.decode()


# --- Roles ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "person",
    ["leader", "worker", "caretaker", "nurse", "communicator", "funder", "officer", "administrator", "partner"],
)
def test_everybody_has_a_day(person, office, enter, record):
    record(kind="conversation", subject="KM-427", step="kram", area="havtornen", note="Vil gerne gå ture")
    answer = enter(office.everyone[person]).get(ADDRESS)
    assert answer.status_code == 200
    assert "gå ture" not in answer.content.decode()
    assert bool(answer.context["page"].usual) is (person not in ("funder", "officer", "administrator"))
    assert enter(office.everyone[person]).get(FIGURES).status_code == 200


def test_somebody_elsewhere_has_none_here(office, enter):
    for address in (ADDRESS, FIGURES):
        assert enter(office.leader_elsewhere).get(address).status_code == 404


def test_a_reader_from_outside_sees_no_figures_and_no_people(office, enter, record):
    Criterion.objects.create(programme=office.here, code="X1", text="Kontakter", measure={"preset": "contacts"})
    text = enter(office.funder).get(FIGURES).content.decode()
    assert "Hvor aftalen står" not in text
    page = day_of(enter(office.funder))
    assert (page.recent, page.open_threads, page.due, page.untold) == ((), (), (), ())


@pytest.mark.parametrize("person", ["funder", "partner", "officer", "administrator"])
def test_who_is_on_duty_and_how_it_went_is_for_those_who_work_with_sessions(person, office, enter, record):
    opening(office, "a", name="Morgencafé", staff=[office.nurse])
    record(kind="session", session="a", step="held", people=12)
    seen = [(each.staff, each.state) for each in day_of(enter(office.worker)).others]
    assert seen == [(office.nurse.get_short_name(), "held")]
    client = enter(office.everyone[person])
    assert [(each.staff, each.state) for each in day_of(client).others] == [("", "")]
    assert office.nurse.get_short_name() not in client.get(ADDRESS).content.decode()


def test_milestones_are_told_to_those_who_lead(office, enter):
    for code, on, done in (("a", TODAY - timedelta(days=3), None), ("b", TODAY + timedelta(days=10), None),
                           ("c", TODAY + timedelta(days=90), None), ("d", TODAY, TODAY)):  # fmt: skip
        Milestone.objects.create(programme=office.here, code=code, name=code, due_on=on, done_on=done)
    assert [(each.name, each.is_late) for each in day_of(enter(office.leader)).milestones] == [
        ("a", True),
        ("b", False),
    ]


def test_a_look_at_people_is_logged_once(office, enter, record):
    record(kind="contact", channel="door", subject="KM-427", area="havtornen")
    enter(office.worker).get(ADDRESS)
    assert list(Look.objects.values_list("actor_id", "what", "count")) == [(office.worker.pk, "desk.today", 1)]


def test_a_day_asks_the_database_as_often_for_one_as_for_three(office, enter, record, django_assert_num_queries):
    client = enter(office.nurse)
    client.get(ADDRESS)
    for number, questions in ((1, 22), (3, 23), (5, 23)):  # one more for the words of those that sound alike
        for each in range(number):
            opening(office, f"s{number}-{each}", name="Café", staff=[office.nurse])
            record(kind="concern", step="received", area="havtornen", thread=f"b{number}-{each}")
            record(by=office.nurse, kind="contact", channel="door", subject="KM-427", area="havtornen")
        with django_assert_num_queries(questions):
            client.get(ADDRESS)


def test_what_is_under_way_takes_no_place_from_what_waits(office, record, enter):
    """However many referrals have begun, one that nobody has gone on with is told, and no more is read than shown."""
    told = {"kind": "referral", "subject": "KM-427", "offer": "svoemning", "area": "havtornen"}
    for number in range(30):
        record(**told, step="started", thread=f"b-{number}", on="2026-11-01")
    record(**told, step="accepted", thread="b-99", on="2026-11-18")
    here = workplace(office.worker, "groen-vej", Permission.RECORD_ENTRY)
    with CaptureQueriesContext(connection) as asked:
        found = open_thread.of(here, page.FOLLOWED, limit=12, under_way=page.UNDER_WAY)
    assert [each.entry.thread.code for each in found] == ["b-99"]
    whole = [each["sql"] for each in asked if '"journal_entry"."uid"' in each["sql"]]
    assert len(whole) == 1
    assert "," not in whole[0].rpartition('"seq" IN (')[2].partition(")")[0]
