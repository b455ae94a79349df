"""Putting right and taking back: with a reason, by those who may, and without losing what somebody wrote."""

import pytest
from django.urls import reverse

from traedesten.core import ids
from traedesten.journal.actions import entry as journal_entry
from traedesten.journal.models import Correction, Entry
from traedesten.journal.store import details

HERE = {"programme": "groen-vej"}


def address(name, entry):
    return reverse(f"desk:{name}", kwargs={**HERE, "uid": entry.uid})


@pytest.fixture
def talk(record):
    return record(
        kind="conversation",
        subject="KM-427",
        step="kram",
        value=45,
        area="havtornen",
        topic="bolig",
        note="Vil gerne gå ture",
        agreed="Ringer på mandag",
    )


@pytest.fixture
def door(record):
    return record(kind="contact", channel="door", first_time="yes", area="havtornen")


def sent(response, **changes):
    """The form of a page as a browser would send it back, with changes."""
    form = response.context["form"]
    shown = {field.html_name: field.value() for field in form}
    shown |= {name: form.initial.get(name) for name in ("subject_sure",) if name in form.initial}
    if hasattr(shown.get("on"), "year"):
        shown["on"] = f"{shown['on']:%d.%m.%Y}"
    return {name: str(value) for name, value in {**shown, **changes}.items() if value is not None}


# --- Putting right --------------------------------------------------------------------------------------------------


def test_an_entry_is_put_right_with_a_reason(office, enter, talk):
    client = enter(office.worker)
    shown = client.get(address("correct", talk))
    response = client.post(address("correct", talk), sent(shown, value="50", reason="Skrev forkert"), follow=True)
    newest = Entry.objects.current().get()
    assert (newest.value, newest.supersedes_id, newest.subject_id) == (50, talk.pk, talk.subject_id)
    assert details(newest) == {"note": "Vil gerne gå ture", "agreed": "Ringer på mandag"}
    assert Correction.objects.get().reason == "Skrev forkert"
    page = response.context["page"]
    assert [(c.what, c.reason, c.changed) for c in page.chapters] == [
        ("Registreret", "", ()),
        ("Rettet", "Skrev forkert", ("Minutter: fra »45 minutter« til »50 minutter«",)),
    ]
    old = client.get(address("entry", talk))
    assert old.context["page"].newest == newest
    assert not old.context["page"].may_correct


def test_the_same_correction_twice_is_one(office, enter, talk):
    client = enter(office.worker)
    posted = sent(client.get(address("correct", talk)), value="50", reason="Skrev forkert")
    for _time in range(2):
        assert client.post(address("correct", talk), posted).status_code == 302
    assert Entry.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "det var 010170-1234"}, "reason"),
        ({"reason": "x" * 301}, "reason"),
        ({"on": "21.11.2026"}, "on"),
        ({"value": "601"}, "value"),
        ({"area": "lyngtoppen"}, "area"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(changes, column, office, enter, talk):
    client = enter(office.worker)
    posted = sent(client.get(address("correct", talk)), **{"reason": "Skrev forkert", "note": "Nyt notat", **changes})
    response = client.post(address("correct", talk), posted)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [column]
    assert "Nyt notat" in response.content.decode()
    assert Entry.objects.count() == 1


def test_who_may_put_right(office, enter, talk, door, record):
    may = {name: enter(person).get(address("correct", door)).status_code for name, person in office.everyone.items()}
    assert {name for name, status in may.items() if status == 200} == {"worker", "leader"}
    assert {name for name, status in may.items() if status == 403} >= {"caretaker", "nurse", "funder", "officer"}
    assert {name for name, status in may.items() if status == 404} >= {
        "worker_next_door",
        "worker_elsewhere",
        "leader_elsewhere",
        "superuser",
        "stranger",
    }


def test_a_leader_puts_right_without_reading_or_losing_the_note(office, enter, talk):
    client = enter(office.leader)
    shown = client.get(address("correct", talk))
    assert "Vil gerne gå ture" not in shown.content.decode()
    assert "note" not in shown.context["form"].fields
    client.post(address("correct", talk), sent(shown, value="50", reason="Efter aftale med Viggo"))
    newest = Entry.objects.current().get()
    assert newest.recorded_by == office.leader
    assert details(newest) == {"note": "Vil gerne gå ture", "agreed": "Ringer på mandag"}


def test_what_somebody_else_did_meanwhile_is_shown_and_nothing_is_lost(office, enter, talk):
    client = enter(office.worker)
    posted = sent(client.get(address("correct", talk)), value="50", reason="Skrev forkert", note="Nyt notat")
    row = {"on": "2026-11-20", "subject": "KM-427", "step": "health", "area": "havtornen"}
    meanwhile = journal_entry.correct(by=office.worker, entry=talk, row=row, reason="Forkert slags").entry
    response = client.post(address("correct", talk), posted)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Nyt notat" in page
    assert address("entry", meanwhile) in page
    assert response.context["action"] == address("correct", meanwhile)
    assert client.post(response.context["action"], posted).status_code == 302
    assert Entry.objects.current().get().supersedes == meanwhile


def test_a_version_one_may_not_put_right_is_shown_without_a_button(office, enter, talk):
    client = enter(office.worker)
    posted = sent(client.get(address("correct", talk)), value="50", reason="Skrev forkert", note="Nyt notat")
    row = {"on": "2026-11-20", "subject": "KM-427", "step": "health", "area": "havtornen"}
    journal_entry.correct(by=office.leader, entry=talk, row=row, reason="Forkert slags")
    page = client.post(address("correct", talk), posted).content.decode()
    assert "Nyt notat" in page
    assert "En anden har rettet den siden" in page
    assert "Gem rettelsen</button>" not in page


def test_what_was_taken_back_meanwhile_can_be_saved_as_new(office, enter, door):
    client = enter(office.worker)
    posted = sent(client.get(address("correct", door)), channel="yard", reason="Forkert sted")
    journal_entry.withdraw(by=office.leader, entry=door, reason="Dobbelt")
    response = client.post(address("correct", door), posted)
    assert response.status_code == 422
    assert response.context["action"] == reverse("desk:register_kind", kwargs={**HERE, "kind": "contact"})
    assert client.post(response.context["action"], posted).status_code == 302
    assert Entry.objects.current().get().channel == "yard"


def test_an_old_choice_stays_a_choice(office, enter, record):
    told = {"kind": "contact", "channel": "door", "first_time": "yes", "area": "lyngtoppen", "venue": "lyngtoppen-hus"}
    visit = record(by=office.nurse, **told)
    Entry.objects.filter(pk=visit.pk).update(recorded_by=office.worker)
    form = enter(office.worker).get(address("correct", visit)).context["form"]
    assert ("lyngtoppen", "Lyngtoppen") in form.fields["area"].choices
    assert ("lyngtoppen-hus", "Beboerhuset Lyngtoppen") in form.fields["venue"].choices


# --- Taking back ----------------------------------------------------------------------------------------------------


def test_an_entry_is_taken_back_with_a_reason(office, enter, door):
    client = enter(office.worker)
    posted = {"id": str(ids.new_id()), "reason": "Skete ikke"}
    response = client.post(address("withdraw", door), posted, follow=True)
    assert not Entry.objects.current().exists()
    assert "tæller ikke længere med" in response.content.decode()
    assert client.post(address("withdraw", door), posted).status_code == 302
    again = client.post(address("withdraw", door), {**posted, "id": str(ids.new_id())})
    assert again.status_code == 422
    assert "Du har selv trukket den tilbage" in again.content.decode()
    assert Entry.objects.count() == 2


@pytest.mark.parametrize("reason", ["", "  ", "det var 010170-1234"])
def test_it_is_not_taken_back_without_a_reason(reason, office, enter, door):
    response = enter(office.worker).post(address("withdraw", door), {"id": str(ids.new_id()), "reason": reason})
    assert response.status_code == 422
    assert "reason" in response.context["form"].errors
    assert Entry.objects.current().exists()


def test_who_may_take_back(office, enter, door):
    may = {
        name: enter(office.everyone[name]).get(address("withdraw", door)).status_code
        for name in ("worker", "leader", "caretaker", "nurse", "worker_next_door", "leader_elsewhere")
    }
    assert may == {
        "worker": 200,
        "leader": 200,
        "caretaker": 403,
        "nurse": 403,
        "worker_next_door": 404,
        "leader_elsewhere": 404,
    }


# --- Outdated versions ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["correct", "withdraw"])
def test_an_outdated_version_says_so_before_anything_is_typed(name, office, enter, talk):
    row = {"on": "2026-11-20", "subject": "KM-427", "step": "health", "area": "havtornen"}
    newer = journal_entry.correct(by=office.worker, entry=talk, row=row, reason="Forkert slags").entry
    page = enter(office.worker).get(address(name, talk)).content.decode()
    assert "Du har selv rettet den siden" in page
    assert address("entry", newer) in page
    assert 'name="reason"' not in page
    assert "En anden har rettet den siden" in enter(office.leader).get(address(name, talk)).content.decode()


@pytest.mark.parametrize(("name", "button"), [("correct", "Gem rettelsen"), ("withdraw", "Træk tilbage")])
def test_who_comes_late_gets_one_message_that_names_the_button(name, button, office, enter, talk):
    client = enter(office.worker)
    posted = sent(client.get(address(name, talk)), reason="Skrev forkert")
    row = {"on": "2026-11-20", "subject": "KM-427", "step": "health", "area": "havtornen"}
    newer = journal_entry.correct(by=office.worker, entry=talk, row=row, reason="Forkert slags").entry
    response = client.post(address(name, talk), posted)
    page = response.content.decode()
    assert response.status_code == 422
    assert not response.context["form"].errors
    assert f"Trykker du {button} igen" in page
    assert response.context["action"] == address(name, newer)
    assert client.post(response.context["action"], posted).status_code == 302
