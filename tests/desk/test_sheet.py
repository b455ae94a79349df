"""Forms that write several entries with one press: all or nothing, one undo takes all back, twice is once."""

from datetime import time

import pytest
from django.urls import reverse

from tests.desk.example import typed
from traedesten.core import ids
from traedesten.desk import deed
from traedesten.journal.models import Entry
from traedesten.journal.store import details
from traedesten.programme.models import Tag
from traedesten.schedule.models import Session

HERE = {"programme": "groen-vej"}


def form_of(kind):
    return reverse("desk:register_kind", kwargs={**HERE, "kind": kind})


def undo(client, entry):
    return client.post(reverse("desk:undo", kwargs={**HERE, "uid": entry.uid}), follow=True)


def errors(response):
    return {name: list(messages) for name, messages in response.context["form"].errors.items()}


@pytest.fixture
def volunteers(record):
    for code in ("FR-101", "FR-102"):
        record(kind="volunteer_status", step="active", subject=code, area="havtornen")


@pytest.fixture
def held(volunteers):
    helped = {"helpers": ["FR-101", "FR-102"], "more_helpers": "2", "partners": ["strandskolen"], "hours": "1,5"}
    return typed("session", people="14", families="5", **helped)


# --- A session and who helped ----------------------------------------------------------------------------------------


def test_a_session_is_written_with_everybody_who_helped(office, enter, held):
    response = enter(office.worker).post(form_of("session"), held, follow=True)
    session = Entry.objects.get(kind="session")
    hands = Entry.objects.filter(kind="contribution").order_by("seq")
    assert (session.people, session.families, session.step) == (14, 5, "held")
    assert [(hand.subject and hand.subject.code, hand.people, hand.value) for hand in hands] == [
        ("FR-101", None, 1.5),
        ("FR-102", None, 1.5),
        (None, None, 1.5),
        (None, 2, 3.0),
    ]
    assert {hand.session for hand in hands} == {session.session}
    assert hands[2].partner == office.school
    assert len(response.context["saved"].others) == 4
    assert "Fortryd det hele" in response.content.decode()


def test_one_undo_takes_all_of_it_back_and_all_of_it_stands_in_the_form(office, enter, held):
    client = enter(office.worker)
    client.post(form_of("session"), held)
    response = undo(client, Entry.objects.get(kind="session"))
    assert {entry.kind for entry in Entry.objects.current()} == {"volunteer_status"}
    form = response.context["form"]
    assert form["helpers"].value() == ["FR-101", "FR-102"]
    assert (form["more_helpers"].value(), form["partners"].value(), form["hours"].value()) == (2, ["strandskolen"], 1.5)
    assert "Alle 5 registreringer" in response.content.decode()
    again = {**held, "id": form["id"].value()}
    assert client.post(form_of("session"), again).status_code == 302
    assert Entry.objects.current().count() == 2 + 5


def test_sent_twice_it_is_there_once(office, enter, held):
    client = enter(office.worker)
    client.post(form_of("session"), held)
    again = client.post(form_of("session"), held, follow=True)
    assert again.context["saved"].again == "identical"
    assert Entry.objects.filter(kind="contribution").count() == 4


@pytest.mark.parametrize("changes", [{"helpers": ["FR-101"]}, {"more_helpers": "3"}, {"people": "15"}])
def test_the_same_form_with_other_helpers_is_no_silent_half(changes, office, enter, held):
    client = enter(office.worker)
    client.post(form_of("session"), held)
    response = client.post(form_of("session"), {**held, **changes})
    assert response.status_code == 422
    assert Entry.objects.filter(kind="contribution").count() == 4


def test_a_part_that_is_refused_takes_the_whole_with_it(office, enter, held, record):
    response = enter(office.worker).post(
        form_of("session"), {**held, "step": "cancelled", "people": "", "families": ""}
    )
    assert errors(response).keys() == {"helpers"}
    assert not Entry.objects.exclude(kind="volunteer_status").exists()


def test_a_part_the_journal_refuses_stands_beside_its_field(office, enter):
    reach_of_school_only = typed("publication", channel="newsletter", homes_havtornen="540")
    response = enter(office.leader).post(form_of("publication"), reach_of_school_only)
    assert errors(response).keys() == {"homes_havtornen"}
    assert not Entry.objects.exists()


def test_who_sees_no_persons_is_offered_none_and_cannot_name_them(office, enter, held):
    client = enter(office.cafe_host)
    form = client.get(form_of("session")).context["form"]
    assert not {"helpers", "partners", "more_helpers"} & set(form.fields)
    assert client.post(form_of("session"), held).status_code == 302
    assert not Entry.objects.filter(kind="contribution").exists()


def test_a_volunteer_of_the_next_area_or_who_has_stopped_is_not_offered(office, enter, record, volunteers):
    record(by=office.worker_next_door, kind="volunteer_status", step="active", subject="FR-900", area="lyngtoppen")
    record(kind="volunteer_status", step="ended", subject="FR-102", area="havtornen")
    form = enter(office.worker).get(form_of("session")).context["form"]
    assert [code for code, _name in form.fields["helpers"].choices] == ["FR-101"]


def test_hours_are_the_planned_length_until_somebody_says_otherwise(office, enter, volunteers):
    Session.objects.create(
        programme=office.here,
        code="nu",
        activity=office.cafe,
        planned_on="2026-11-20",
        starts_at=time(9),
        ends_at=time(11, 30),
    )
    form = enter(office.worker).get(form_of("session")).context["form"]
    assert str(form["hours"].value()) == "2.50"
    assert not form.sections[-1].is_open


def test_tags_are_put_on_the_session_and_taken_off_with_the_undo(office, enter):
    for code in ("tema", "ude"):
        Tag.objects.create(programme=office.here, code=code, name=code.title())
    office.cafe_session.tags.add(Tag.objects.get(code="ude"))
    client = enter(office.worker)
    client.post(form_of("session"), typed("session", tags=["tema", "ude"]))
    assert set(office.cafe_session.tags.values_list("code", flat=True)) == {"tema", "ude"}
    undo(client, Entry.objects.get(kind="session"))
    assert set(office.cafe_session.tags.values_list("code", flat=True)) == {"ude"}


def test_a_session_that_is_refused_gets_no_tags(office, enter, record):
    Tag.objects.create(programme=office.here, code="tema", name="Tema")
    record(kind="session", session="cafe-1", step="held", on=None)
    assert enter(office.worker).post(form_of("session"), typed("session", tags=["tema"])).status_code == 422
    assert not office.cafe_session.tags.exists()


# --- Measurements ----------------------------------------------------------------------------------------------------


def measured(**numbers):
    return typed(
        "measurement", **{"measured_weight": None, **{f"measured_{code}": said for code, said in numbers.items()}}
    )


def test_several_measurements_of_one_person_are_one_press(office, enter):
    sent = measured(weight="81,5", bp_systolic="142", bp_diastolic="88", blood_sugar="6,1")
    client = enter(office.nurse)
    assert client.post(form_of("measurement"), sent).status_code == 302
    rows = Entry.objects.order_by("seq").values_list("topic__code", "value", "subject__code")
    assert list(rows) == [
        ("weight", 81.5, "KM-427"),
        ("bp_systolic", 142.0, "KM-427"),
        ("bp_diastolic", 88.0, "KM-427"),
        ("blood_sugar", 6.1, "KM-427"),
    ]
    form = undo(client, Entry.objects.earliest("seq")).context["form"]
    assert not Entry.objects.current().exists()
    assert (form["measured_weight"].value(), form["measured_bp_diastolic"].value()) == (81.5, 88.0)


@pytest.mark.parametrize(
    ("numbers", "field"),
    [
        ({"bp_systolic": "142"}, "measured_bp_diastolic"),
        ({"bp_diastolic": "88"}, "measured_bp_systolic"),
        ({"bp_systolic": "88", "bp_diastolic": "142"}, "measured_bp_systolic"),
        ({"weight": "815"}, "measured_weight"),
        ({"height": "1,78"}, "measured_height"),
        ({}, "measured_weight"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(numbers, field, office, enter):
    response = enter(office.nurse).post(form_of("measurement"), measured(**numbers))
    assert field in errors(response)
    assert not Entry.objects.exists()


def test_an_unusual_number_is_asked_about_and_taken_when_confirmed(office, enter):
    client, sent = enter(office.nurse), measured(weight="190")
    response = client.post(form_of("measurement"), sent)
    assert "usædvanligt" in errors(response)["measured_weight"][0]
    assert "190 kg er rigtigt" in response.content.decode()
    assert (
        client.post(
            form_of("measurement"), {**sent, "measured_weight": "195", "measured_weight_sure": "190"}
        ).status_code
        == 422
    )
    assert client.post(form_of("measurement"), {**sent, "measured_weight_sure": "190"}).status_code == 302
    assert Entry.objects.get().value == 190


# --- A conversation --------------------------------------------------------------------------------------------------


def test_a_conversation_takes_topics_a_goal_and_measurements_along(office, enter):
    sent = typed(
        "conversation",
        step="kram",
        also=["Kost", "Søvn"],
        value="45",
        goal_words="Gå en tur efter frokost",
        goal_topic="sove",
        measured_weight="81,5",
    )
    client = enter(office.nurse)
    assert client.post(form_of("conversation"), sent).status_code == 302
    talk, goal, weight = Entry.objects.order_by("seq")
    assert (talk.kind, goal.kind, weight.kind) == ("conversation", "goal", "measurement")
    assert details(talk)["also"] == "Kost; Søvn"
    assert (details(goal)["note"], goal.step, goal.topic.code) == ("Gå en tur efter frokost", "set", "sove")
    assert {talk.subject, goal.subject, weight.subject} == {talk.subject}
    assert {talk.activity, goal.activity, weight.activity} == {talk.activity}
    form = undo(client, talk).context["form"]
    assert form["also"].value() == ["Kost", "Søvn"]
    assert (form["goal_words"].value(), form["measured_weight"].value()) == ("Gå en tur efter frokost", 81.5)


def test_topics_are_kept_in_danish_whoever_chose_them(office, enter):
    client = enter(office.nurse)
    client.cookies["django_language"] = "en"
    client.post(form_of("conversation"), typed("conversation", also=["Kost"]))
    assert details(Entry.objects.get())["also"] == "Kost"


def test_a_role_without_goals_and_measurements_is_not_asked_for_them(office, enter):
    form = enter(office.family_worker).get(form_of("conversation")).context["form"]
    assert "also" in form.fields
    assert not [name for name in form.fields if name.startswith(("goal_", "measured_"))]


# --- A roster --------------------------------------------------------------------------------------------------------


@pytest.fixture
def meeting(office, record):
    """A meeting of the run today, with three on the list."""
    for code in ("KM-1", "KM-2", "KM-3"):
        record(by=office.nurse, kind="enrolment", step="joined", subject=code, run="familie-1")
    record(by=office.nurse, kind="enrolment", step="joined", subject="KM-4", run="familie-1", on="2026-11-18")
    record(by=office.nurse, kind="enrolment", step="ended", subject="KM-4", run="familie-1", on="2026-11-19")
    return Session.objects.create(
        programme=office.here,
        code="familie-1-m1",
        activity=office.course,
        run=office.run,
        area=office.area_here,
        planned_on="2026-11-20",
    )


def came(*codes, **more):
    return typed("attendance", session="familie-1-m1", run=None, present=list(codes), **{"subject": None, **more})


def test_who_was_there_is_one_tap_each(office, enter, meeting):
    client = enter(office.family_worker)
    form = client.get(f"{form_of('attendance')}?session=familie-1-m1").context["form"]
    assert [code for code, _name in form.fields["present"].choices] == ["KM-1", "KM-2", "KM-3"]
    assert client.post(form_of("attendance"), came("KM-1", "KM-3")).status_code == 302
    there = Entry.objects.filter(kind="attendance").order_by("seq")
    assert [(row.subject.code, row.session, row.run) for row in there] == [
        ("KM-1", meeting, office.run),
        ("KM-3", meeting, office.run),
    ]
    form = client.get(f"{form_of('attendance')}?session=familie-1-m1").context["form"]
    assert [code for code, _name in form.fields["present"].choices] == ["KM-2"]
    assert "KM-1, KM-3" in form.fields["present"].help_text
    undo(client, there[0])
    assert not Entry.objects.current().filter(kind="attendance").exists()


def test_somebody_who_is_not_on_the_list_comes_along(office, enter, meeting):
    sent = came("KM-1", subject="KM-9", subject_sure="KM-9")
    assert enter(office.family_worker).post(form_of("attendance"), sent).status_code == 302
    assert set(Entry.objects.filter(kind="attendance").values_list("subject__code", flat=True)) == {"KM-1", "KM-9"}


def test_nobody_ticked_is_told_and_nobody_off_the_list_is_slipped_in(office, enter, meeting):
    client = enter(office.family_worker)
    assert errors(client.post(form_of("attendance"), came())).keys() == {"present"}
    assert errors(client.post(form_of("attendance"), came("KM-4"))).keys() == {"present"}
    assert not Entry.objects.filter(kind="attendance").exists()


# --- Publications and smileys ----------------------------------------------------------------------------------------


def test_a_newsletter_and_its_deliveries_share_a_thread(office, enter):
    sent = typed("publication", channel="newsletter", homes_havtornen="539", homes_lyngtoppen="204")
    client = enter(office.communicator)
    assert client.post(form_of("publication"), sent).status_code == 302
    published, first, second = Entry.objects.order_by("seq")
    assert (first.kind, first.area, first.people) == ("delivery", office.area_here, 539)
    assert {published.thread, first.thread, second.thread} == {published.thread}
    assert published.thread is not None
    form = undo(client, published).context["form"]
    assert (form["homes_havtornen"].value(), form["homes_lyngtoppen"].value()) == (539, 204)
    assert not Entry.objects.current().exists()


def test_smileys_are_one_press_for_all_five(office, enter):
    client = enter(office.cafe_host)
    sent = typed("rating", smiley_4=None, smiley_5="7", smiley_3="2")
    assert client.post(form_of("rating"), sent).status_code == 302
    assert list(Entry.objects.order_by("seq").values_list("value", "people")) == [(5, 7), (3, 2)]
    assert errors(client.post(form_of("rating"), typed("rating", smiley_4=None))).keys() == {"smiley_5"}


# --- Persons one taps ------------------------------------------------------------------------------------------------


def test_those_who_usually_come_are_one_tap(office, enter, record):
    opening = Session.objects.create(
        programme=office.here, code="nu", activity=office.cafe, area=office.area_here, planned_on="2026-11-20"
    )
    for code in ("KM-1", "KM-2"):
        record(kind="visit", session="cafe-1", subject=code, on=None)
    record(by=office.worker_next_door, kind="visit", session="cafe-2", subject="KM-900", on=None)
    client = enter(office.worker)
    page = client.get(form_of("visit"))
    assert page.context["form"].known == ["KM-1", "KM-2"]
    sent = typed("visit", session="nu", subject="", subject_sure=None, pick="KM-2")
    after = client.post(form_of("visit"), sent, follow=True)
    assert Entry.objects.get(session=opening).subject.code == "KM-2"
    assert after.context["form"].known == ["KM-1"]


def test_those_one_last_wrote_about_are_offered_and_nobody_elses(office, enter, record):
    record(kind="conversation", step="kram", subject="KM-1", area="havtornen")
    record(by=office.nurse, kind="conversation", step="kram", subject="KM-2", area="havtornen")
    assert enter(office.worker).get(form_of("conversation")).context["form"].known == ["KM-1"]
    assert enter(office.worker).get(form_of("contact")).context["form"].known == []


# --- The deed itself -------------------------------------------------------------------------------------------------


def test_ids_of_a_deed_are_the_same_every_time_and_all_different():
    first = ids.new_id()
    assert deed.uids(first) == deed.uids(first)
    assert deed.uids(first)[0] == first
    assert len({*deed.uids(first), *deed.uids(ids.new_id())}) == 2 * deed.MOST


def test_more_than_a_press_may_write_is_a_fault_of_ours(office):
    with pytest.raises(deed.TooMany):
        deed.write(None, ids.new_id(), [deed.Part({})] * (deed.MOST + 1))
