"""A colleague gets in by a link: once, within a week, with a password of their own, and a second step."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import override_settings
from django.urls import reverse

from tests.cast import log_in
from traedesten.core.log import mask
from traedesten.core.models import AuditEvent
from traedesten.places.actions import invitation, staff
from traedesten.places.models import Invitation

PASSWORD = "hest-lampe-sky-43"


def address(made):
    return reverse("account_invitation", kwargs={"token": made.token})


def choose(client, made, password=PASSWORD, again=None):
    return client.post(address(made), {"new_password1": password, "new_password2": again or password})


@pytest.fixture
def made(cast):
    return invitation.make(by=cast.administrator, staff=cast.worker)


def test_the_link_lets_in_once_with_a_password_of_ones_own(cast, client, made):
    page = client.get(address(made))
    assert "Velkommen, Viggo" in page.content.decode()
    assert choose(client, made).status_code == 302
    assert client.session["_auth_user_id"] == str(cast.worker.pk)
    cast.worker.refresh_from_db()
    assert cast.worker.check_password(PASSWORD)
    client.logout()
    for answer in (client.get(address(made)), choose(client, made, "en-helt-anden-91")):
        assert answer.status_code == 410
        assert "Linket virker ikke" in answer.content.decode()
    cast.worker.refresh_from_db()
    assert cast.worker.check_password(PASSWORD)


def test_only_a_fingerprint_of_the_link_is_kept_and_none_in_the_log(made):
    row = Invitation.objects.values().get()
    assert not any(made.token in str(value) for value in row.values())
    assert made.token not in mask(f"GET {address(made)} 200")
    line = AuditEvent.objects.get(verb="invitation.make")
    assert made.token not in f"{line.object_key}{line.object_type}"


def test_a_new_link_replaces_the_old(cast, client, made):
    newer = invitation.make(by=cast.administrator, staff=cast.worker)
    assert client.get(address(made)).status_code == 410
    assert client.get(address(newer)).status_code == 200


def test_a_link_lasts_a_week(client, made):
    with time_machine.travel(made.invitation.expires_at - timedelta(minutes=1)):
        assert client.get(address(made)).status_code == 200
    with time_machine.travel(made.invitation.expires_at + timedelta(minutes=1)):
        assert client.get(address(made)).status_code == 410
        assert choose(client, made).status_code == 410


def test_a_closed_account_gets_and_uses_no_link(cast, client, made):
    staff.deactivate(by=cast.administrator, staff=cast.worker)
    assert client.get(address(made)).status_code == 410
    with pytest.raises(ValidationError, match="Adgangen er lukket"):
        invitation.make(by=cast.administrator, staff=cast.worker)
    staff.reactivate(by=cast.administrator, staff=cast.worker)
    assert client.get(address(made)).status_code == 200


@pytest.mark.parametrize(
    ("password", "again"),
    [("kort", None), ("123456789012", None), ("viggo.vibe.1", None), (PASSWORD, "noget-andet-22")],
)
def test_a_weak_or_mistyped_password_is_refused_and_the_link_kept(password, again, cast, client, made):
    assert choose(client, made, password, again).status_code == 422
    assert choose(client, made).status_code == 302


def test_a_link_that_is_none_says_no_more_than_a_used_one(client, cast):
    answer = client.get(reverse("account_invitation", kwargs={"token": "x" * 32}))
    assert answer.status_code == 410


@pytest.mark.parametrize("name", ["leader", "officer", "superuser", "stranger", "worker"])
def test_only_administrators_make_links(name, cast):
    with pytest.raises(PermissionDenied):
        invitation.make(by=cast.everyone[name], staff=cast.nurse)
    with pytest.raises(PermissionDenied):
        staff.drop_second_factor(by=cast.everyone[name], staff=cast.nurse)


def test_nobody_makes_a_link_for_themselves_or_for_a_colleague_who_also_works_elsewhere(cast):
    with pytest.raises(PermissionDenied, match="Mit login"):
        invitation.make(by=cast.administrator, staff=cast.administrator)
    with pytest.raises(PermissionDenied):
        invitation.make(by=cast.administrator, staff=cast.worker_elsewhere)


# --- The second step ------------------------------------------------------------------------------------------------


@override_settings(SECOND_FACTOR=True)
def test_who_has_no_second_step_is_led_to_it_and_nowhere_else(cast, client, made):
    choose(client, made)
    journal = reverse("desk:journal", kwargs={"programme": cast.here.code})
    answer = client.get(journal)
    assert answer.url == reverse("mfa_index")
    assert "Vælg et andet trin" in client.get(answer.url).content.decode()
    assert client.get(reverse("core:licence")).status_code == 200
    give_second_step(cast.worker)
    assert client.get(journal).status_code == 200


@override_settings(SECOND_FACTOR=True)
def test_who_lost_the_phone_sets_up_a_new_step(cast, client):
    give_second_step(cast.worker)
    log_in(client, cast.worker)
    assert client.get(reverse("home"), follow=True).redirect_chain[-1][0] != reverse("mfa_index")
    staff.drop_second_factor(by=cast.administrator, staff=cast.worker)
    client.logout()
    log_in(client, cast.worker)
    assert client.get(reverse("home")).url == reverse("mfa_index")
    with pytest.raises(PermissionDenied, match="Mit login"):
        staff.drop_second_factor(by=cast.administrator, staff=cast.administrator)


def give_second_step(person):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(person, generate_totp_secret())
