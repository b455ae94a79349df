"""Registering in the browser's words: buttons, sending twice, taking back, new persons, and who may not."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from tests.desk.example import typed
from traedesten.core import ids
from traedesten.core.models import AuditEvent
from traedesten.journal.catalogue import KINDS
from traedesten.journal.models import Entry
from traedesten.people.models import Subject
from traedesten.programme.roles import ROLES
from traedesten.schedule.actions import initiative
from traedesten.schedule.models import Initiative

HERE = {"programme": "groen-vej"}
BUTTONS = reverse("desk:register", kwargs=HERE)
CONTACT = reverse("desk:register_kind", kwargs={**HERE, "kind": "contact"})
TALK = reverse("desk:register_kind", kwargs={**HERE, "kind": "conversation"})


def undo_address(uid):
    return reverse("desk:undo", kwargs={**HERE, "uid": uid})


def kinds_on(response):
    """Kinds that the page of buttons leads to, in order."""
    return re.findall(r"/registrer/([a-z_]+)/\"", response.content.decode())


# --- The page of buttons --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [role for role in ROLES.values() if role.records])
def test_there_is_one_button_for_every_kind_of_the_role(role, office, enter):
    found = kinds_on(enter(office.holder_of(role.code)).get(BUTTONS))
    assert sorted(found) == sorted(set(role.records) & set(KINDS))


def test_a_kind_the_programme_is_not_ready_for_is_not_offered(cast, enter):
    assert not {"training", "outside_figure", "answer", "referral"} & set(kinds_on(enter(cast.leader).get(BUTTONS)))
    form = reverse("desk:register_kind", kwargs={**HERE, "kind": "training"})
    assert "Projektlederen" not in enter(cast.leader).get(form).content.decode()


@pytest.mark.parametrize("person", ["funder", "officer", "administrator"])
def test_who_records_nothing_is_told_so(person, cast, enter):
    response = enter(cast.everyone[person]).get(BUTTONS)
    assert response.status_code == 403
    assert "registrere" in response.content.decode()


@pytest.mark.parametrize("person", ["worker_elsewhere", "superuser", "stranger"])
def test_another_programme_does_not_exist(person, cast, enter):
    client = enter(cast.everyone[person])
    assert client.get(BUTTONS).status_code == 404
    assert client.post(CONTACT, typed("contact")).status_code == 404
    assert not Entry.objects.exists()


def test_a_newcomer_is_offered_what_the_role_mostly_does(office, enter):
    page = enter(office.nurse).get(reverse("desk:register", args=[office.here.code]))
    assert [str(button.name) for button in page.context["usual"]][:2] == ["Samtale", "Måling"]


def test_what_one_registers_most_stands_first(office, enter, record):
    for _number in range(3):
        record(kind="concern", step="received", area="havtornen")
    record(kind="enquiry", step="received", area="havtornen")
    record(by=office.caretaker, kind="contact", channel="door", first_time="yes", area="havtornen")
    found = enter(office.worker).get(BUTTONS)
    assert kinds_on(found)[:2] == ["concern", "enquiry"]
    assert kinds_on(enter(office.caretaker).get(BUTTONS))[0] == "contact"


# --- Who may record what --------------------------------------------------------------------------------------------


def test_a_kind_of_other_roles_is_refused_by_name(office, enter):
    client = enter(office.caretaker)
    assert client.get(CONTACT).status_code == 200
    response = client.get(TALK)
    assert response.status_code == 403
    assert "»Samtale«" in response.content.decode()
    assert client.post(TALK, typed("conversation")).status_code == 403
    assert not Entry.objects.exists()


def test_a_kind_that_is_none_does_not_exist(office, enter):
    address = reverse("desk:register_kind", kwargs={**HERE, "kind": "tally"})
    assert enter(office.cafe_host).get(address).status_code == 404


# --- Sending twice --------------------------------------------------------------------------------------------------


def test_a_form_that_comes_twice_is_one_entry(office, enter):
    client, sent = enter(office.worker), typed("contact")
    first = client.post(CONTACT, sent, follow=True)
    second = client.post(CONTACT, sent, follow=True)
    assert Entry.objects.count() == 1
    assert (first.context["saved"].again, second.context["saved"].again) == ("", "identical")
    assert "der er kun én" in second.content.decode()


def test_a_form_that_was_used_and_changed_becomes_a_new_one_when_sent_again(office, enter):
    client, sent = enter(office.worker), typed("contact")
    client.post(CONTACT, sent)
    changed = {**sent, "channel": "yard"}
    response = client.post(CONTACT, changed)
    assert response.status_code == 422
    assert "allerede gemt én" in response.content.decode()
    form = response.context["form"]
    assert form["channel"].value() == "yard"
    assert client.post(CONTACT, {**changed, "id": form["id"].value()}).status_code == 302
    assert Entry.objects.count() == 2


def test_the_id_of_another_programmes_entry_says_nothing_about_it(office, enter):
    client, sent = enter(office.worker_elsewhere), typed("contact", area="marehalmen")
    elsewhere = reverse("desk:register_kind", kwargs={"programme": "blaa-vej", "kind": "contact"})
    assert client.post(elsewhere, sent).status_code == 302
    response = enter(office.worker).post(CONTACT, {**sent, "area": "havtornen"})
    assert response.status_code == 422
    assert "arehalmen" not in response.content.decode()


# --- Taking back ----------------------------------------------------------------------------------------------------


def test_an_entry_is_taken_back_with_one_tap_and_stands_in_the_form_again(office, enter):
    client = enter(office.worker)
    saved = client.post(CONTACT, typed("contact", note="Vil gerne gå ture", channel="yard"), follow=True)
    uid = saved.context["saved"].entry.uid
    response = client.post(undo_address(uid), follow=True)
    assert not Entry.objects.current().exists()
    assert "Fortrudt" in response.content.decode()
    form = response.context["form"]
    assert (form["channel"].value(), form["note"].value()) == ("yard", "Vil gerne gå ture")
    assert form["id"].value() != str(uid)
    assert client.post(undo_address(uid), follow=True).status_code == 200
    assert Entry.objects.count() == 2


def test_after_ten_minutes_one_is_asked_why(office, enter, record):
    entry = record(kind="contact", channel="door", first_time="yes", area="havtornen")
    client = enter(office.worker)
    with time_machine.travel(entry.recorded_at + timedelta(minutes=10, seconds=1)):
        response = client.post(undo_address(entry.uid))
    assert response.url == reverse("desk:withdraw", kwargs={**HERE, "uid": entry.uid})
    with time_machine.travel(entry.recorded_at + timedelta(minutes=9, seconds=59)):
        client.post(undo_address(entry.uid))
    assert not Entry.objects.current().exists()


def test_nobody_takes_back_what_a_colleague_recorded(office, enter, record):
    entry = record(kind="contact", channel="door", first_time="yes", area="havtornen")
    assert enter(office.caretaker).post(undo_address(entry.uid)).status_code == 404
    assert enter(office.leader).post(undo_address(entry.uid)).status_code == 404
    assert Entry.objects.current().exists()


def test_what_a_colleague_saved_is_not_shown_as_ones_own(office, enter, record):
    entry = record(kind="contact", channel="door", first_time="yes", area="havtornen")
    assert enter(office.worker).get(f"{CONTACT}?gemt={entry.uid}").context["saved"]
    assert enter(office.caretaker).get(f"{CONTACT}?gemt={entry.uid}").context["saved"] is None
    assert enter(office.worker).get(f"{CONTACT}?gemt=ingenting").context["saved"] is None
    assert enter(office.worker).get(f"{CONTACT}?gemt={ids.new_id()}").context["saved"] is None


def test_a_fresh_entry_is_regretted_from_its_page_and_the_journal_too(office, enter, record):
    entry = record(kind="contact", channel="door", first_time="yes", area="havtornen")
    pages = [reverse("desk:entry", kwargs={**HERE, "uid": entry.uid}), reverse("desk:journal", kwargs=HERE)]
    for page in pages:
        assert undo_address(entry.uid) in enter(office.worker).get(page).content.decode()
        assert undo_address(entry.uid) not in enter(office.caretaker).get(page).content.decode()
    with time_machine.travel(entry.recorded_at + timedelta(minutes=10, seconds=1)):
        assert not any(undo_address(entry.uid) in enter(office.worker).get(page).content.decode() for page in pages)


def test_a_refusal_leads_to_the_entry_that_is_in_the_way(office, enter, record):
    held = record(kind="session", session="cafe-1", step="held", on=None, people=4)
    talk = record(kind="conversation", subject="KM-427", step="kram", area="havtornen")
    opening = reverse("desk:register_kind", kwargs={**HERE, "kind": "session"})
    for address, sent, there in (
        (opening, typed("session"), held),
        (TALK, typed("conversation", step="kram"), talk),
    ):
        response = enter(office.worker).post(address, sent)
        assert response.status_code == 422
        assert response.context["earlier"] == there
        assert reverse("desk:entry", kwargs={**HERE, "uid": there.uid}) in response.content.decode()


# --- Persons --------------------------------------------------------------------------------------------------------


def suggestions(client, words):
    response = client.post(reverse("desk:subjects", kwargs=HERE), {"subject": words})
    return re.findall(r'data-code="([^"]+)"', response.content.decode())


def test_only_persons_met_where_one_works_are_suggested(office, enter, record):
    record(kind="contact", channel="door", subject="KM-427", area="havtornen")
    record(by=office.worker_next_door, kind="contact", channel="door", subject="KM-999", area="lyngtoppen")
    assert suggestions(enter(office.worker), "km") == ["KM-427"]
    assert suggestions(enter(office.worker_next_door), "km") == ["KM-999"]
    assert suggestions(enter(office.nurse), "km") == ["KM-427", "KM-999"]
    assert suggestions(enter(office.worker), "") == []


def test_characters_no_database_holds_are_passed_over(office, enter):
    client = enter(office.worker)
    assert suggestions(client, "\0") == []
    form = reverse("desk:register_kind", kwargs={**HERE, "kind": "rating"})
    assert client.get(form, {"session": "\0"}).status_code == 200
    assert client.post(CONTACT, typed("contact", session="\0")).status_code in (302, 422)


@pytest.mark.parametrize("day", ["31.12.9999", "01.01.0001"])
def test_a_day_at_the_end_of_the_calendar_is_refused_in_words(day, office, enter):
    client = enter(office.worker)
    assert client.get(CONTACT, {"on": day}).status_code == 200
    assert client.post(CONTACT, typed("contact", on=day)).status_code == 422


@pytest.mark.parametrize("people", ["9999999999", "9" * 5000])
def test_a_number_larger_than_any_is_refused_in_words(people, office, enter):
    response = enter(office.worker).post(CONTACT, typed("contact", people=people))
    assert (response.status_code, "people" in response.context["form"].errors) == (422, True)


def test_roles_that_see_no_persons_get_no_suggestions(office, enter):
    for person in (office.cafe_host, office.communicator, office.partner):
        assert enter(person).post(reverse("desk:subjects", kwargs=HERE), {"subject": "k"}).status_code == 403


def test_an_unknown_code_is_made_only_when_said_to_be_new(office, enter):
    client, sent = enter(office.worker), typed("conversation", subject_sure=None)
    response = client.post(TALK, sent)
    assert response.status_code == 422
    assert "Opret »KM-427« som ny person" in response.content.decode()
    assert not Subject.objects.exists()
    assert client.post(TALK, {**sent, "subject_sure": "KM-427"}).status_code == 302
    assert Subject.objects.get().code == "KM-427"


@pytest.mark.parametrize("name", ["Jens Hansen", "jens", "Ida Marie H. Larsen", "Anne-Mette"])
def test_a_name_is_met_with_the_rule_about_names_at_once(name, office, enter):
    sent = typed("conversation", subject=name, subject_sure=name)
    response = enter(office.worker).post(TALK, sent)
    assert "navne skrives aldrig her" in response.context["form"].errors["subject"][0]
    assert "som ny person" not in response.content.decode()
    assert not Subject.objects.exists()


@pytest.mark.parametrize("code", ["KM-427", "G003", "AB", "frivillig-1"])
def test_a_code_is_no_name(code, office, enter):
    sent = typed("conversation", subject=code, subject_sure=code)
    assert enter(office.worker).post(TALK, sent).status_code == 302


def test_a_code_from_the_next_area_is_used_when_confirmed_and_tells_nothing(office, enter, record):
    record(by=office.worker_next_door, kind="contact", channel="door", subject="KM-999", area="lyngtoppen")
    client, sent = enter(office.worker), typed("conversation", subject="KM-999", subject_sure=None)
    page = client.post(TALK, sent).content.decode()
    assert "er personens egen kode" in page
    assert "yngtoppen" not in page
    assert client.post(TALK, {**sent, "subject_sure": "KM-999"}).status_code == 302
    assert Subject.objects.count() == 1


def test_a_known_code_is_taken_in_any_case(office, enter, record):
    record(kind="contact", channel="door", subject="KM-427", area="havtornen")
    sent = typed("conversation", subject="km-427", subject_sure=None)
    assert enter(office.worker).post(TALK, sent).status_code == 302
    assert Subject.objects.count() == 1


def test_a_new_person_gets_a_code_that_nobody_has(office, enter):
    address = reverse("desk:new_subject", kwargs={**HERE, "kind": "conversation"})
    part = enter(office.worker).get(address).content.decode()
    code = re.search(r'name="subject" value="([A-Z]{2}-\d{3})"', part)[1]
    assert f'name="subject_sure" value="{code}"' in part
    assert "<html" not in part


def test_without_javascript_the_button_gives_a_code_and_keeps_what_was_typed(office, enter):
    sent = typed("conversation", subject="", note="Om søvn", new_subject="subject", value="mange")
    response = enter(office.worker).post(TALK, sent)
    page = response.content.decode()
    assert response.status_code == 200
    assert re.search(r'name="subject" value="[A-Z]{2}-\d{3}"', page)
    assert "Om søvn" in page
    assert 'value="mange"' in page
    assert not Entry.objects.exists()


# --- Speed ----------------------------------------------------------------------------------------------------------


def test_a_registration_asks_the_database_a_known_number_of_times(office, enter, django_assert_num_queries):
    client = enter(office.nurse)
    client.post(CONTACT, typed("contact"))
    for number in (1, 3):
        for _again in range(number):
            with django_assert_num_queries(POST_QUERIES):
                client.post(CONTACT, typed("contact"))


POST_QUERIES = 25


# --- Initiatives ----------------------------------------------------------------------------------------------------


INITIATIVE = reverse("desk:register_kind", kwargs={**HERE, "kind": "initiative"})


def test_a_new_initiative_is_planned_with_its_first_step(office, enter):
    client, sent = enter(office.worker), typed("initiative", area="havtornen", title="Beboerhaven")
    for _time in range(2):
        assert client.post(INITIATIVE, sent).status_code == 302
    made = Initiative.objects.get()
    assert (made.name, made.area, made.thread) == ("Beboerhaven", office.area_here, Entry.objects.get().thread)
    assert AuditEvent.objects.filter(verb="initiative.begin").exists()


@pytest.mark.parametrize("changes", [{"title": ""}, {"on": "1.1.2020"}])
def test_an_initiative_that_is_refused_is_not_planned_either(changes, office, enter):
    response = enter(office.worker).post(INITIATIVE, typed("initiative", area="havtornen", **changes))
    assert response.status_code == 422
    assert not Initiative.objects.exists()


def test_who_records_no_initiatives_begins_none(office):
    with pytest.raises(PermissionDenied):
        initiative.begin(by=office.cafe_host, programme=office.here, code="have", name="Haven")
