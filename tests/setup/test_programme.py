"""The agreement itself on screen: changed by who may, begun by an administrator, never half saved or lost."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from tests.cast import log_in
from traedesten.core import meanwhile
from traedesten.core.models import AuditEvent
from traedesten.programme.actions import programme as actions
from traedesten.programme.models import Programme, RoleGrant, Version

HUB = reverse("setup:hub", kwargs={"programme": "groen-vej"})
PAGE = reverse("setup:programme", kwargs={"programme": "groen-vej"})
NEW = reverse("setup:new_programme")
TYPED = {
    "name": "Grøn Vej igen",
    "kind": "project",
    "starts_on": "01.01.2026",
    "ends_on": "31.12.2028",
    "description": "Tre år",
}


def test_a_leader_changes_the_programme_and_can_take_it_back(cast, enter):
    client = enter(cast.leader)
    answer = client.post(PAGE, TYPED)
    cast.here.refresh_from_db()
    assert (cast.here.name, cast.here.description) == ("Grøn Vej igen", "Tre år")
    assert AuditEvent.objects.get().verb == "programme.change"
    assert Version.objects.get(programme=cast.here).number == 1
    page = client.get(answer.url).content.decode()
    assert "»Grøn Vej igen« er gemt." in page
    token = answer.url.rpartition("=")[2]
    client.post(reverse("setup:undo", kwargs={"programme": "groen-vej", "token": token}))
    cast.here.refresh_from_db()
    assert (cast.here.name, cast.here.description) == ("Grøn Vej", "")


def test_a_change_by_somebody_else_is_told_and_what_was_typed_stays(cast, enter):
    client = enter(cast.leader)
    seen = client.get(PAGE).context["form"].initial["seen"]
    actions.change(by=cast.administrator, programme=cast.here, values={"name": "Blåt", "description": "Af en anden"})
    answer = client.post(PAGE, {**TYPED, "description": "", "seen": seen})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "En anden har ændret det her imens" in page
    assert "Navn: Blåt" in page
    form = answer.context["form"]
    assert form["name"].value() == "Grøn Vej igen"
    assert form["description"].value() == "Af en anden", "what I did not touch is theirs"
    cast.here.refresh_from_db()
    assert cast.here.name == "Blåt"
    again = {name: form[name].value() for name in ("name", "description", "seen")}
    assert client.post(PAGE, {**TYPED, **again}).status_code == 302
    cast.here.refresh_from_db()
    assert (cast.here.name, cast.here.description) == ("Grøn Vej igen", "Af en anden")


def test_undo_is_refused_when_somebody_has_changed_it_since(cast, enter):
    client = enter(cast.leader)
    token = client.post(PAGE, TYPED).url.rpartition("=")[2]
    actions.change(by=cast.administrator, programme=cast.here, values={"name": "Blåt"})
    answer = client.post(reverse("setup:undo", kwargs={"programme": "groen-vej", "token": token}), follow=True)
    assert "ændret igen siden" in answer.content.decode()
    cast.here.refresh_from_db()
    assert cast.here.name == "Blåt"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": " "}, "Udfyld »Navn«."),
        ({"ends_on": "31.12.2025"}, "Slutter onsdag 31. december 2025, før det begynder"),
        ({"ends_on": "01.02.2026"}, "ligger efter"),
        ({"starts_on": "1.1.1026"}, "Året ser forkert ud"),
        ({"description": "Ring til 010190-1234"}, "ligner et CPR-nummer"),
        ({"name": "x" * 201}, "Der er plads til 200 tegn, og her er 201."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(cast, enter, typed, said):
    cast.cafe.ends_on = cast.here.ends_on
    cast.cafe.save()
    answer = enter(cast.leader).post(PAGE, {**TYPED, **typed})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Programme.objects.get(pk=cast.here.pk).name == "Grøn Vej"


@pytest.mark.parametrize("name", ["worker", "nurse", "funder", "officer", "partner"])
def test_who_works_in_the_programme_without_leading_it_changes_nothing(cast, enter, name):
    client = enter(cast.everyone[name])
    assert [client.get(HUB).status_code, client.get(PAGE).status_code] == [403, 403]
    assert client.post(PAGE, TYPED).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.change(by=cast.everyone[name], programme=cast.here, values={"name": "Mit"})


@pytest.mark.parametrize("name", ["leader_elsewhere", "administrator_elsewhere", "superuser", "closed"])
def test_leaders_of_other_programmes_change_nothing(cast, name):
    with pytest.raises(PermissionDenied):
        actions.change(by=cast.everyone[name], programme=cast.here, values={"name": "Mit"})
    assert not AuditEvent.objects.exists()


def test_a_leader_of_one_area_does_not_set_up_the_whole_programme(cast, enter):
    RoleGrant.objects.get(staff=cast.leader).areas.set([cast.area_here])
    answer = enter(cast.leader).get(HUB)
    assert answer.status_code == 403
    assert "Opsætningen gælder hele programmet" in answer.content.decode()
    with pytest.raises(PermissionDenied):
        actions.change(by=cast.leader, programme=cast.here, values={"name": "Mit"})


def test_an_administrator_begins_a_programme_and_is_led_on(cast, enter):
    client = enter(cast.administrator)
    assert "Begynd et nyt program" in client.get(HUB).content.decode()
    key = client.get(NEW).context["form"].initial["key"]
    answer = client.post(NEW, {**TYPED, "name": "Søbyens Fællesskab", "key": key})
    made = Programme.objects.get(code="soebyens-faellesskab")
    assert answer.url == reverse("setup:hub", kwargs={"programme": made.code})
    assert RoleGrant.objects.get(programme=made).role == "administrator"
    assert client.post(NEW, {**TYPED, "name": "Søbyens Fællesskab", "key": key}).url == answer.url
    assert Programme.objects.count() == 3, "the same form twice makes one"
    page = client.get(answer.url)
    assert "Næste skridt" in page.content.decode()
    assert "Skriv indsatsområderne ned" in page.content.decode()


@pytest.mark.parametrize("name", ["leader", "worker", "superuser", "stranger"])
def test_only_administrators_begin_programmes(cast, enter, name):
    assert enter(cast.everyone[name]).post(NEW, TYPED).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.create(by=cast.everyone[name], values={"name": "Mit"})
    assert Programme.objects.count() == 2


def test_what_was_typed_before_the_log_in_ran_out_stands_there_again(cast, client):
    from traedesten.core import draft  # why inside: only this test asks

    client.post(PAGE, {**TYPED, "writer": draft.writer_of(cast.leader)})
    log_in(client, cast.leader)
    form = client.get(PAGE).context["form"]
    assert form["name"].value() == "Grøn Vej igen"
    assert meanwhile.read(form["seen"].value()) is None or meanwhile.read(form["seen"].value())["name"] == "Grøn Vej"
