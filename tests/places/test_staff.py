"""Accounts are opened and closed by administrators; a closed one lets nobody in."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from tests.cast import log_in
from traedesten.core.access import Permission as P
from traedesten.core.models import AuditEvent
from traedesten.places.actions import staff
from traedesten.places.models import Staff
from traedesten.programme.models import RoleGrant
from traedesten.programme.rules import may


def test_a_new_colleague_has_an_account_no_password_and_no_rights(cast):
    new = staff.create(by=cast.administrator, email="Ny.Kollega@Example.ORG", name=" Ny Kollega ")
    new.refresh_from_db()
    assert (new.email, new.name, new.is_active) == ("ny.kollega@example.org", "Ny Kollega", True)
    assert not new.has_usable_password()
    assert not any(may(new, permission, cast.here) for permission in P)
    line = AuditEvent.objects.get()
    assert (line.verb, line.object_type, line.object_key) == ("staff.create", "places.Staff", str(new.pk))


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ("email", {"email": "worker@example.org", "name": "To Med Samme"}),
        ("email", {"email": "WORKER@example.org", "name": "To Med Samme"}),
        ("email", {"email": "ikke en adresse", "name": "Uden Adresse"}),
        ("name", {"email": "uden.navn@example.org", "name": "  "}),
    ],
)
def test_an_unsound_account_is_refused_by_field(cast, field, wanted):
    with pytest.raises(ValidationError) as refused:
        staff.create(by=cast.administrator, **wanted)
    assert list(refused.value.message_dict) == [field]
    assert Staff.objects.count() == len(cast.everyone)


@pytest.mark.parametrize("name", ["leader", "officer", "superuser", "stranger"])
def test_only_administrators_open_and_close_accounts(cast, name):
    with pytest.raises(PermissionDenied, match="oprette og lukke"):
        staff.create(by=cast.everyone[name], email="ny@example.org", name="Ny")
    with pytest.raises(PermissionDenied):
        staff.deactivate(by=cast.everyone[name], staff=cast.worker)


def test_a_closed_account_is_out_at_once(cast, client):
    log_in(client, cast.worker)
    assert client.get(reverse("home"), follow=True).status_code == 200
    closed = staff.deactivate(by=cast.administrator, staff=cast.worker)
    assert not closed.is_active
    assert client.get(reverse("home")).url.startswith(reverse("account_login"))
    assert not any(may(closed, permission, cast.here) for permission in P)


def test_nobody_closes_their_own_account(cast):
    with pytest.raises(PermissionDenied, match="Ingen kan lukke sin egen adgang"):
        staff.deactivate(by=cast.administrator, staff=cast.administrator)


def test_an_account_is_closed_by_who_administers_every_programme_of_it(cast):
    with pytest.raises(PermissionDenied):
        staff.deactivate(by=cast.administrator_elsewhere, staff=cast.worker)
    RoleGrant.objects.create(staff=cast.worker, programme=cast.elsewhere, role="cafe_host")
    with pytest.raises(PermissionDenied):
        staff.deactivate(by=cast.administrator, staff=cast.worker)
    RoleGrant.objects.create(staff=cast.administrator, programme=cast.elsewhere, role="administrator")
    assert not staff.deactivate(by=cast.administrator, staff=cast.worker).is_active


def test_an_account_without_any_role_is_closed_by_any_administrator(cast):
    assert not staff.deactivate(by=cast.administrator_elsewhere, staff=cast.stranger).is_active
