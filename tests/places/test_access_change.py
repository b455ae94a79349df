"""Whoever's way in another changed is told at the next log-in what was done and by whom, until they have read it."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import log_in
from traedesten.core import clock
from traedesten.core.action import System
from traedesten.core.models import AuditEvent
from traedesten.places.actions import access_change, invitation, staff
from traedesten.places.models import AccessChange, Staff

HOME, OWN, READ = reverse("home"), reverse("mfa_index"), reverse("account_changes_read")
HEADING = "Din adgang blev lavet om"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-20 13:10 +0000", tick=True):
        yield


def page(client, address="/p/groen-vej/registrer/"):
    return client.get(address, follow=True).content.decode()


def entered(person):
    client = Client()
    log_in(client, person)
    return client


def lock(person):
    """A second step of any sort."""
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})


def test_a_new_link_is_told_with_day_and_name_on_every_page_until_it_is_read(cast):
    invitation.make(by=cast.administrator, staff=cast.worker)
    client = entered(cast.worker)
    for address in ("/p/groen-vej/registrer/", "/p/groen-vej/journal/", OWN):
        html = page(client, address)
        assert HEADING in html
        assert "fredag 20. november kl. 14.10 af Asta Alk: Der blev lavet et nyt link" in html
    assert client.post(READ).url == OWN
    assert HEADING not in page(client)
    assert HEADING not in page(entered(cast.worker)), "nor at the next log-in"
    html = page(client, OWN)
    assert "Læst fredag 20. november kl. 14.10" in html, "it stands under Mit login"


def test_a_forgotten_second_step_is_told_and_a_step_there_was_not_is_not(cast):
    staff.drop_second_factor(by=cast.administrator, staff=cast.worker)
    assert HEADING not in page(entered(cast.worker))
    lock(cast.worker)
    staff.drop_second_factor(by=cast.administrator, staff=cast.worker)
    assert "af Asta Alk: Dit andet trin blev glemt." in page(entered(cast.worker))


def test_a_newcomer_s_first_link_changes_no_access(cast):
    new = staff.create(by=cast.administrator, email="ny@example.org", name="Nete Ny")
    invitation.make(by=cast.administrator, staff=new)
    assert not AccessChange.objects.exists()
    Staff.objects.filter(pk=new.pk).update(last_login=clock.now())
    new.refresh_from_db()
    invitation.make(by=cast.administrator, staff=new)
    assert AccessChange.objects.get().staff == new


def test_only_the_colleague_is_told_and_only_their_own_are_read(cast):
    for person in (cast.worker, cast.nurse):
        invitation.make(by=cast.administrator, staff=person)
    assert HEADING not in page(entered(cast.administrator), OWN)
    assert HEADING not in page(entered(cast.worker_next_door))
    entered(cast.nurse).post(READ)
    assert list(AccessChange.objects.filter(read_at=None).values_list("staff", flat=True)) == [cast.worker.pk]
    assert HEADING in page(entered(cast.worker))


def test_who_enters_as_another_and_reads_it_does_not_keep_it_from_them(cast):
    """The administrator takes the link, enters and presses; the colleague asks for a link, and sees them both."""
    made = invitation.make(by=cast.administrator, staff=cast.worker)
    intruder = Client()
    address = reverse("account_invitation", kwargs={"token": made.token})
    intruder.post(address, {"new_password1": "hest-lampe-sky-43", "new_password2": "hest-lampe-sky-43"})
    assert HEADING in page(intruder)
    intruder.post(READ)
    cast.worker.refresh_from_db()
    with time_machine.travel(clock.now() + timedelta(days=2)):
        invitation.make(by=cast.administrator, staff=cast.worker)
        html = page(entered(cast.worker))
    assert html.count("af Asta Alk: Der blev lavet et nyt link") == 2
    assert "Læst fredag 20. november kl. 14.10" in html


def test_it_is_told_by_the_page_a_second_step_is_demanded_on_too(cast, settings):
    settings.SECOND_FACTOR = True
    invitation.make(by=cast.administrator, staff=cast.worker)
    client = entered(cast.worker)
    assert HEADING in page(client)
    assert client.post(READ).status_code == 302
    assert HEADING not in page(client)


def test_reading_leaves_a_line_and_a_stranger_is_sent_to_log_in(cast, client):
    invitation.make(by=System("test"), staff=cast.worker)
    assert "af systemet: Der blev" in page(entered(cast.worker))
    access_change.read(by=System("test"), staff=cast.worker)
    assert AuditEvent.objects.filter(verb="access_change.read").count() == 1
    assert client.post(READ).status_code == 403


def test_no_page_asks_for_it_where_there_is_nothing_to_tell(cast):
    client = entered(cast.worker)
    page(client)
    with CaptureQueriesContext(connection) as asked:
        page(client)
    assert not [each for each in asked.captured_queries if "accesschange" in each["sql"]]
