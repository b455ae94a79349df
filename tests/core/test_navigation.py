"""The main menu shows what is at hand, and nothing to strangers."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import ResolverMatch, path

from traedesten.core import navigation
from traedesten.core.navigation import Item, Link

urlpatterns = [
    path("om/", lambda request: None, name="om"),
    path("hjaelp/", lambda request: None, name="help"),
    path("p/<slug:programme>/kompas/", lambda request, programme: None, name="compass"),
    path("p/<slug:programme>/kompas/<slug:criterion>/", lambda request, programme, criterion: None, name="compass_one"),
]
pytestmark = pytest.mark.urls(__name__)


class Person:
    is_authenticated = True

    def __init__(self, *codes: str) -> None:
        self.codes = codes


@pytest.fixture(autouse=True)
def items(monkeypatch):
    monkeypatch.setattr(navigation, "_items", {})
    monkeypatch.setattr(navigation, "_programmes_of", [lambda person: [(c, c.title(), ["see"]) for c in person.codes]])
    navigation.register(Item(label="Om", view="om", order=90, per_programme=False))
    navigation.register(Item(label="Kompas", view="compass", order=10))
    navigation.register(Item(label="Findes ikke", view="nowhere:at_all", order=5, per_programme=False))


def ask(user, view="om", session=None, **kwargs):
    request = RequestFactory().get("/")
    request.user, request.session = user, session or {}
    request.resolver_match = ResolverMatch(lambda request: None, (), kwargs, url_name=view)
    return request


OM = Link(label="Om", href="/om/", current=True)


def test_a_stranger_sees_no_menu_and_no_programmes():
    request = ask(AnonymousUser(), programme="vang")
    assert (navigation.menu(request), navigation.switch(request)) == ([], [])


def test_items_stand_in_order_and_where_one_is_is_marked():
    assert navigation.menu(ask(Person("vang"))) == [Link(label="Kompas", href="/p/vang/kompas/", current=False), OM]


def test_a_page_below_an_item_counts_as_being_there():
    links = navigation.menu(ask(Person("vang"), "compass_one", programme="vang", criterion="t1"))
    assert [link.label for link in links if link.current] == ["Kompas"]


def test_an_item_of_a_programme_waits_until_there_is_one():
    assert navigation.menu(ask(Person("vang", "skov"))) == [OM]


@pytest.mark.parametrize(("codes", "needs", "shown"), [
    (("vang", "skov"), "see", True), (("vang",), "see", False), (("vang", "skov"), "do", False),
])  # fmt: skip
def test_an_item_of_them_all_waits_until_the_permission_is_held_in_so_many(codes, needs, shown):
    navigation.register(Item(label="Hjælp", view="help", order=1, per_programme=False, needs=needs, at_least=2))
    assert ("Hjælp" in [link.label for link in navigation.menu(ask(Person(*codes)))]) == shown


@pytest.mark.parametrize(
    ("person", "address", "last", "current"),
    [
        (Person("vang", "skov"), "vang", "skov", "vang"),
        (Person("vang", "skov"), None, "skov", "skov"),
        (Person("vang", "skov"), None, None, ""),
        (Person("vang"), None, None, "vang"),
        (Person("vang"), "skov", "skov", "vang"),
        (Person(), "skov", "skov", ""),
    ],
)
def test_which_programme_a_page_is_about(person, address, last, current):
    given = {"programme": address} if address else {}
    assert navigation.current_programme(ask(person, session={"programme": last}, **given)) == current


def test_the_switch_lists_the_persons_own_and_marks_the_current():
    assert navigation.switch(ask(Person("vang", "skov"), "compass", programme="skov")) == [
        Link(label="Vang", href="/p/vang/kompas/", current=False),
        Link(label="Skov", href="/p/skov/kompas/", current=True),
    ]


def test_programmes_are_asked_for_once_per_request(monkeypatch):
    asked = []
    monkeypatch.setattr(navigation, "_programmes_of", [lambda person: asked.append(person) or [("vang", "Vang", ())]])
    request = ask(Person())
    navigation.menu(request), navigation.switch(request), navigation.current_programme(request)
    assert len(asked) == 1


def test_who_lacks_the_permission_is_not_shown_the_way():
    navigation.register(Item(label="Journal", view="compass", order=10, needs="see"))
    navigation.register(Item(label="Hjælp", view="help", order=20, needs="record", per_programme=False))
    request = ask(Person("vang"))
    assert [link.label for link in navigation.menu(request)] == ["Journal", "Om"]
    navigation.register(Item(label="Journal", view="compass", order=10, needs="record"))
    assert [link.label for link in navigation.menu(request)] == ["Om"]
    assert navigation.start_of(request, "vang") == ""
