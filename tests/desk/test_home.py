"""The first page after log-in: one's own programmes, or straight to the work when there is only one."""

import pytest
from django.urls import reverse

from tests.cast import log_in
from traedesten.core import navigation
from traedesten.core.navigation import Item
from traedesten.programme.models import RoleGrant


@pytest.fixture
def places(monkeypatch):
    """What stands in the menu, by hand: nothing until a test says so."""
    items = {}
    monkeypatch.setattr(navigation, "_items", items)
    return items


def names(response) -> list[str]:
    return [programme.name for programme, _href in response.context["places"]]


def test_only_ones_own_programmes_are_listed(client, cast, places):
    log_in(client, cast.worker)
    response = client.get(reverse("home"))
    assert names(response) == [cast.here.name]
    assert cast.elsewhere.name not in response.content.decode()


@pytest.mark.parametrize("person", ["superuser", "stranger"])
def test_who_holds_no_role_sees_none_and_is_told_whom_to_ask(client, cast, places, person):
    log_in(client, cast.everyone[person])
    response = client.get(reverse("home"))
    assert names(response) == []
    assert "Når jeres administrator har givet dig en rolle" in response.content.decode()


def test_a_closed_account_is_shown_the_log_in_page(client, cast, places):
    log_in(client, cast.closed)
    assert client.get(reverse("home"))["Location"].startswith(reverse("account_login"))


def test_with_one_programme_one_is_at_work_at_once(client, cast, places, settings):
    settings.ROOT_URLCONF = "tests.desk.places"
    navigation.register(Item(label="Kompas", view="compass", order=1))
    log_in(client, cast.worker)
    assert client.get(reverse("home"))["Location"] == f"/p/{cast.here.code}/kompas/"


def test_with_two_programmes_one_chooses_and_the_choice_is_remembered(client, cast, places, settings):
    settings.ROOT_URLCONF = "tests.desk.places"
    navigation.register(Item(label="Kompas", view="compass", order=1))
    RoleGrant.objects.create(staff=cast.leader, programme=cast.elsewhere, role="project_leader")
    log_in(client, cast.leader)
    first = client.get(reverse("home"))
    assert sorted(names(first)) == sorted([cast.here.name, cast.elsewhere.name])
    assert first.context["menu"] == []
    client.get(f"/p/{cast.elsewhere.code}/kompas/")
    after = client.get(reverse("home"))
    assert [link.href for link in after.context["menu"]] == [f"/p/{cast.elsewhere.code}/kompas/"]


def test_a_page_that_was_refused_is_not_remembered(client, cast, places, settings):
    settings.ROOT_URLCONF = "tests.desk.places"
    log_in(client, cast.worker)
    assert client.get(f"/p/{cast.elsewhere.code}/kompas/").status_code == 404
    assert navigation.SESSION_KEY not in client.session
    client.get(f"/p/{cast.here.code}/kompas/")
    assert client.session[navigation.SESSION_KEY] == cast.here.code


def test_the_choice_of_one_does_not_outlive_the_role(client, cast, places, settings):
    settings.ROOT_URLCONF = "tests.desk.places"
    navigation.register(Item(label="Kompas", view="compass", order=1))
    log_in(client, cast.leader)
    client.get(f"/p/{cast.here.code}/kompas/")
    cast.leader.grants.all().delete()
    assert client.get(reverse("home")).context["menu"] == []
