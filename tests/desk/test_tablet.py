"""The screen that tells a host what two tablets say of one opening: what stands, three answers, and the way back."""

from uuid import uuid4

import pytest
from django.urls import reverse

from traedesten.journal.actions import tally
from traedesten.journal.models import Tally, TallyClash

HERE = {"programme": "groen-vej", "activity": "cafe", "area": "havtornen"}
CAFE = reverse("desk:cafe", kwargs=HERE)
TODAYS = reverse("desk:today", kwargs={"programme": "groen-vej"})


@pytest.fixture
def clash(office):
    device = uuid4()
    for visits in (40, 11):
        counters = {"visits": visits, "card_visits": 5}
        tally.record(by=office.cafe_host, session=office.cafe_session, device=device, revision=4, counters=counters)
    return TallyClash.objects.get()


def way(clash, name="tablet"):
    return reverse(f"desk:{name}", kwargs={**HERE, "clash": clash.pk})


def test_the_host_is_told_on_the_first_page_and_on_the_cafes(office, enter, clash):
    client = enter(office.cafe_host)
    assert [each.clashes for each in client.get(TODAYS).context["page"].counted] == [1]
    (shown,) = client.get(CAFE).context["clashes"]
    assert shown.lines == (("Besøg i alt", 40, 11),)
    assert [answer.told for answer in shown.answers] == [
        "Begge tæller: 51 besøg i alt.",
        "40 besøg. De nye tal bliver lagt væk.",
        "11 besøg. De første tal bliver skiftet ud.",
    ]


@pytest.mark.parametrize(("choice", "visits"), [("another", [11, 40]), ("keep", [40]), ("replace", [11])])
def test_an_answer_is_saved_told_and_undone(choice, visits, office, enter, clash):
    client = enter(office.cafe_host)
    page = client.post(way(clash), {"choice": choice, "seen": "40.11"}, follow=True)
    assert sorted(Tally.objects.values_list("visits", flat=True)) == visits
    assert (page.context["clashes"], len(page.context["settled"])) == ([], 1)
    page = client.post(page.context["settled"][0].href, follow=True)
    assert list(Tally.objects.values_list("visits", flat=True)) == [40]
    assert (len(page.context["clashes"]), page.context["settled"]) == (1, [])


@pytest.mark.parametrize("seen", ["40.12", "", "x.y", "-1.11"])
def test_an_answer_to_other_figures_is_asked_for_again(seen, office, enter, clash):
    page = enter(office.cafe_host).post(way(clash), {"choice": "replace", "seen": seen}, follow=True)
    assert "Tallene er ændret imens" in page.content.decode()
    assert (Tally.objects.get().visits, len(page.context["clashes"])) == (40, 1)


@pytest.mark.parametrize("choice", ["", "maybe"])
def test_who_chose_nothing_is_asked_to(choice, office, enter, clash):
    page = enter(office.cafe_host).post(way(clash), {"choice": choice, "seen": "40.11"}, follow=True)
    assert "Vælg, hvilke tal der er rigtige." in page.content.decode()
    assert (Tally.objects.get().visits, TallyClash.objects.get().settled_as) == (40, "")
    assert enter(office.cafe_host).get(way(clash)).status_code == 405


@pytest.mark.parametrize(
    ("person", "status"), [("worker_next_door", 404), ("communicator", 403), ("funder", 403), ("leader_elsewhere", 404)]
)
def test_who_does_not_count_here_neither_sees_nor_settles(person, status, office, enter, clash):
    client = enter(office.everyone[person])
    for name in ("tablet", "tablet_undo"):
        assert client.post(way(clash, name), {"choice": "keep", "seen": "40.11"}).status_code == status
    assert "tabletten har sendt" not in client.get(CAFE).content.decode().lower()
    assert TallyClash.objects.get().settled_as == ""


def test_a_clash_of_another_cafe_is_not_settled_from_here(office, enter, clash):
    clash.session = office.cafe_session_next_door
    clash.save()
    assert enter(office.leader).post(way(clash), {"choice": "keep", "seen": "40.11"}).status_code == 404
