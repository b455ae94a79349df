"""Who gets in and what they may do: inviting, roles, closing; who may see it and who may change it."""

import pytest
from django.urls import reverse

from tests.cast import log_in
from traedesten.core.models import AuditEvent
from traedesten.places.models import Invitation, Organisation, Staff
from traedesten.programme.models import RoleGrant
from traedesten.programme.roles import ROLES

HERE = {"programme": "groen-vej"}
TEAM = reverse("setup:team", kwargs=HERE)
INVITE = reverse("setup:invite", kwargs=HERE)
ROLES_PAGE = reverse("setup:roles", kwargs=HERE)
NEW = {"name": "Nanna Nord", "email": "nanna@example.org", "role": "resident_nurse"}


def page_of(person):
    return reverse("setup:colleague", kwargs={**HERE, "staff": person.pk})


def act(client, person, deed):
    return client.post(reverse("setup:act", kwargs={**HERE, "staff": person.pk, "deed": deed}), follow=True)


@pytest.fixture
def administrator(cast, client):
    log_in(client, cast.administrator)
    return client


def test_a_colleague_is_invited_with_a_role_and_a_link_shown_once(cast, administrator):
    answer = administrator.post(INVITE, {**NEW, "areas": [cast.area_here.pk]}, follow=True)
    nanna = Staff.objects.get(email="nanna@example.org")
    assert answer.request["PATH_INFO"] == page_of(nanna)
    address = answer.context["address"]
    assert address.startswith("http://testserver/log/invitation/")
    assert administrator.get(page_of(nanna)).context["address"] == ""
    grant = RoleGrant.objects.get(staff=nanna)
    assert (grant.role, list(grant.areas.all())) == ("resident_nurse", [cast.area_here])
    administrator.logout()
    assert "Velkommen, Nanna" in administrator.get(address).content.decode()


def test_a_colleague_from_elsewhere_only_gets_the_role(cast, administrator):
    answer = administrator.post(INVITE, {**NEW, "email": cast.worker_elsewhere.email.upper()}, follow=True)
    assert RoleGrant.objects.filter(staff=cast.worker_elsewhere, programme=cast.here).exists()
    assert not Invitation.objects.exists()
    assert "havde allerede en adgang" in answer.content.decode()
    cast.worker_elsewhere.refresh_from_db()
    assert cast.worker_elsewhere.name != "Nanna Nord"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": "nanna"}, "Skriv e-mailen med @"),
        ({"email": ""}, "Udfyld »E-mail«"),
        ({"role": ""}, "Vælg et svar under »Rolle«"),
        ({"role": "king"}, "kan ikke vælges her"),
        ({"name": "010170-1234"}, "ligner et CPR-nummer"),
        ({"role": "partner"}, "organisation"),
        ({"areas": ["99999"]}, "kan ikke vælges her"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_half_done(wrong, said, cast, administrator):
    before = (Staff.objects.count(), RoleGrant.objects.count())
    answer = administrator.post(INVITE, {**NEW, **wrong})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert (Staff.objects.count(), RoleGrant.objects.count(), Invitation.objects.count()) == (*before, 0)


def test_a_closed_colleague_elsewhere_is_not_let_in_by_a_role(cast, administrator):
    answer = administrator.post(INVITE, {**NEW, "email": cast.closed.email})
    assert "adgang er lukket" in answer.content.decode()


def test_roles_are_given_and_taken_and_who_has_none_is_gone(cast, administrator):
    administrator.post(page_of(cast.caretaker), {"role": "cafe_host"})
    held = RoleGrant.objects.filter(staff=cast.caretaker, programme=cast.here)
    assert {grant.role for grant in held} == {"social_caretaker", "cafe_host"}
    for grant in held:
        take = {**HERE, "staff": cast.caretaker.pk, "grant": grant.pk}
        answer = administrator.post(reverse("setup:take_role", kwargs=take), follow=True)
    assert answer.request["PATH_INFO"] == TEAM
    assert administrator.get(page_of(cast.caretaker)).status_code == 404


def test_nobody_takes_their_own_role_and_leaves_the_programme_without_an_administrator(cast, administrator):
    own = RoleGrant.objects.get(staff=cast.administrator)
    take = reverse("setup:take_role", kwargs={**HERE, "staff": cast.administrator.pk, "grant": own.pk})
    assert take not in administrator.get(page_of(cast.administrator)).content.decode()
    assert administrator.post(take).status_code == 403
    assert RoleGrant.objects.filter(pk=own.pk).exists()


def test_an_organisation_that_only_others_know_is_not_named_here(cast, administrator):
    secret = Organisation.objects.create(code="hemmelig", name="Krisecenteret", kind="association")
    assert secret.name not in administrator.get(INVITE).content.decode()
    answer = administrator.post(INVITE, {**NEW, "organisation": secret.pk})
    assert "organisation" in answer.context["form"].errors
    assert not Staff.objects.filter(email=NEW["email"]).exists()
    assert cast.school in answer.context["form"].fields["organisation"].queryset


def test_the_link_does_not_lie_readable_in_the_session(cast, administrator):
    administrator.post(INVITE, NEW)
    kept = str(dict(administrator.session))
    address = administrator.get(page_of(Staff.objects.get(email=NEW["email"]))).context["address"]
    assert address.rsplit("/", 2)[1] not in kept


def test_a_role_of_another_programme_cannot_be_taken_here(cast, administrator):
    foreign = RoleGrant.objects.filter(staff=cast.worker_elsewhere).get()
    RoleGrant.objects.create(staff=cast.worker_elsewhere, programme=cast.here, role="cafe_host")
    take = {**HERE, "staff": cast.worker_elsewhere.pk, "grant": foreign.pk}
    administrator.post(reverse("setup:take_role", kwargs=take))
    assert RoleGrant.objects.filter(pk=foreign.pk).exists()


def test_access_is_closed_opened_and_linked_anew(cast, administrator):
    assert "Adgangen er lukket" in act(administrator, cast.caretaker, "luk").content.decode()
    assert act(administrator, cast.caretaker, "aabn").context["colleague"].is_open
    assert act(administrator, cast.caretaker, "link").context["address"]
    assert act(administrator, cast.caretaker, "andet-trin").status_code == 200
    assert act(administrator, cast.caretaker, "slet").status_code == 404
    verbs = list(AuditEvent.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["staff.deactivate", "staff.reactivate", "invitation.make", "staff.drop_second_factor"]


def test_nobody_acts_on_themselves(cast, administrator):
    for deed in ("luk", "link", "andet-trin"):
        assert act(administrator, cast.administrator, deed).status_code == 403
    assert administrator.post(page_of(cast.administrator), {"role": "resident_nurse"}).status_code == 422
    assert RoleGrant.objects.filter(staff=cast.administrator).count() == 1


@pytest.mark.parametrize(
    ("person", "sees", "changes"),
    [("leader", 200, 403), ("worker", 403, 403), ("officer", 403, 403), ("leader_elsewhere", 404, 404)],
)
def test_leaders_see_and_only_administrators_change(person, sees, changes, cast, client):
    log_in(client, cast.everyone[person])
    assert client.get(TEAM).status_code == sees
    assert client.get(page_of(cast.caretaker)).status_code == sees
    assert client.get(INVITE).status_code == changes
    assert client.post(INVITE, NEW).status_code == changes
    assert client.post(page_of(cast.caretaker), {"role": "resident_nurse"}).status_code == changes
    for deed in ("luk", "link", "andet-trin"):
        assert act(client, cast.caretaker, deed).status_code == changes
    assert not Staff.objects.filter(email=NEW["email"]).exists()
    assert not Invitation.objects.exists()


def test_somebody_of_another_programme_has_no_page_here(cast, administrator):
    assert administrator.get(page_of(cast.worker_elsewhere)).status_code == 404
    assert act(administrator, cast.worker_elsewhere, "luk").status_code == 404


def test_what_every_role_may_do_is_open_to_all_of_the_programme(cast, client):
    log_in(client, cast.caretaker)
    answer = client.get(ROLES_PAGE)
    text = answer.content.decode()
    assert all(str(role.name) in text for role in ROLES.values())
    assert answer.context["roles"][0][1].role.code == "social_caretaker"
    log_in(client, cast.worker_elsewhere)
    assert client.get(ROLES_PAGE).status_code == 404


def test_ones_own_role_stands_first_and_open(cast, client):
    log_in(client, cast.worker)
    html = client.get(ROLES_PAGE).content.decode()
    first, rest = html.split("<details", 2)[1:]
    assert "(din rolle)" in first
    assert " open>" in first
    assert "(din rolle)" not in rest


def test_the_list_asks_the_database_as_often_for_one_as_for_three(cast, administrator, django_assert_num_queries):
    administrator.get(TEAM)
    for number in range(3):
        extra = Staff.objects.create_user(f"n{number}@example.org", name=f"Ny {number}")
        RoleGrant.objects.create(staff=extra, programme=cast.here, role="cafe_host")
        if number != 1:
            with django_assert_num_queries(12):
                administrator.get(TEAM)
