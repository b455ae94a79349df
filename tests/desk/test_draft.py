"""Logged out while writing: what was typed stands in the form again after the log-in, for the same person only."""

from datetime import timedelta

import pytest
import time_machine
from cryptography.fernet import Fernet
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD, log_in
from tests.desk.example import typed
from traedesten.core import clock, draft
from traedesten.journal.models import Entry

CONTACT = reverse("desk:register_kind", kwargs={"programme": "groen-vej", "kind": "contact"})
ENQUIRY = reverse("desk:register_kind", kwargs={"programme": "groen-vej", "kind": "enquiry"})


@pytest.fixture
def sent(office):
    return {**typed("contact", note="Vil gerne gå ture"), "writer": draft.writer_of(office.worker)}


def log_in_again(client, person):
    return client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD, "next": CONTACT})


def test_what_was_typed_stands_there_after_the_log_in(office, client, sent):
    answer = client.post(CONTACT, sent)
    assert answer.url == f"{reverse('account_login')}?next={CONTACT}"
    assert log_in_again(client, office.worker).url == CONTACT
    response = client.get(CONTACT)
    form = response.context["form"]
    assert (form["note"].value(), form["id"].value()) == ("Vil gerne gå ture", sent["id"])
    assert "står her endnu" in response.content.decode()
    assert not Entry.objects.exists()
    assert client.post(CONTACT, sent).status_code == 302
    assert client.get(CONTACT).context["form"]["note"].value() is None


def test_it_lies_encrypted_meanwhile(client, sent):
    client.post(CONTACT, sent)
    assert "ture" not in str(dict(client.session))
    assert draft.KEY in client.session


def test_a_colleague_who_logs_in_there_gets_nothing(office, client, sent):
    client.post(CONTACT, sent)
    log_in_again(client, office.caretaker)
    assert client.get(CONTACT).context["form"]["note"].value() is None
    assert draft.KEY not in client.session


def test_a_draft_of_a_lost_key_is_passed_over(office, client, sent, settings):
    client.post(CONTACT, sent)
    log_in_again(client, office.worker)
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    assert client.get(CONTACT).context["form"]["note"].value() is None
    assert draft.KEY not in client.session


def test_it_waits_for_its_own_page(office, client, sent):
    client.post(CONTACT, sent)
    log_in_again(client, office.worker)
    assert client.get(ENQUIRY).context["form"]["note"].value() is None
    assert client.get(CONTACT).context["form"]["note"].value() == "Vil gerne gå ture"


@pytest.mark.parametrize(("minutes", "is_kept"), [(29, True), (31, False)])
def test_it_is_kept_for_half_an_hour(minutes, is_kept, office, client, sent):
    client.post(CONTACT, sent)
    with time_machine.travel(clock.now() + timedelta(minutes=minutes)):
        log_in_again(client, office.worker)
        kept = client.get(CONTACT).context["form"]["note"].value()
    assert (kept == "Vil gerne gå ture") is is_kept


@pytest.mark.parametrize("changes", [{"writer": "7"}, {"writer": ""}, {"note": "x" * draft.LARGEST}])
def test_strangers_cannot_fill_the_store(changes, client, sent):
    client.post(CONTACT, {**sent, **changes})
    assert draft.KEY not in client.session


def test_every_form_of_the_desk_says_whose_it_is(office, enter, record):
    entry = record(kind="contact", channel="door", first_time="yes", area="havtornen")
    own = {"programme": "groen-vej", "uid": entry.uid}
    for address in (CONTACT, reverse("desk:correct", kwargs=own), reverse("desk:withdraw", kwargs=own)):
        assert draft.writer_of(office.worker) in enter(office.worker).get(address).content.decode()


def test_a_correction_and_its_reason_survive_too(office, client, record):
    entry = record(kind="contact", channel="door", first_time="yes", area="havtornen")
    own = {"programme": "groen-vej", "uid": entry.uid}
    written = {"reason": "Forkert sted", "writer": draft.writer_of(office.worker)}
    for name, typed_there in (("correct", {"channel": "yard", "area": "havtornen"}), ("withdraw", {})):
        address = reverse(f"desk:{name}", kwargs=own)
        client.logout()
        client.post(address, {**written, **typed_there})
        log_in_again(client, office.worker)
        form = client.get(address).context["form"]
        assert form["reason"].value() == "Forkert sted"
        assert not typed_there or form["channel"].value() == "yard"


def test_a_form_whose_mark_did_not_fit_is_kept_and_the_page_leads_back(office, sent):
    client = Client(enforce_csrf_checks=True)
    log_in(client, office.worker)
    refused = client.post(CONTACT, sent)
    assert refused.status_code == 403
    assert f'href="{CONTACT}"' in refused.content.decode()
    shown = client.get(CONTACT)
    assert shown.context["form"]["note"].value() == "Vil gerne gå ture"
    assert "logget ud" not in shown.content.decode()
    assert not Entry.objects.exists()


def test_a_form_nobody_was_given_is_not_kept_and_the_page_says_so(office, sent):
    client = Client(enforce_csrf_checks=True)
    log_in(client, office.worker)
    page = client.post(CONTACT, {**sent, "writer": "gættet"}).content.decode()
    assert "må det skrives forfra" in page
    assert client.get(CONTACT).context["form"]["note"].value() is None
