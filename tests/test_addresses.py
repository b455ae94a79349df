"""Every address that names a programme: another programme's people get 404, whatever the view forgot.

New addresses are found by themselves. A part of an address that is not known here is filled with something that does
not exist, which is 404 for everybody; `PARTS` makes the test sharper for it, and `NEXT_DOOR` for another area's rows.
"""

from datetime import date
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import log_in
from traedesten.core import clock, ids
from traedesten.journal.models import BoxCount, Entry, Tally, TallyClash

OUTSIDERS = ("worker_elsewhere", "leader_elsewhere", "administrator_elsewhere", "superuser", "stranger")

CONTROLS = tuple(f"desk:control_{verb}/uid" for verb in ("correct", "withdraw", "undo"))

CLASHES = ("desk:tablet/clash", "desk:tablet_undo/clash")

PARTS = {
    "programme": lambda cast: cast.here.code,
    "criterion": lambda cast: cast.criterion.code,
    "area": lambda cast: cast.area_here.code,
    "activity": lambda cast: cast.cafe.code,
    "session": lambda cast: cast.cafe_session.code,
    "run": lambda cast: cast.run.code,
    "kind": lambda cast: "contact",
    "uid": lambda cast: entry_in(cast.area_here, cast.worker),
    "measures:code": lambda cast: cast.criterion.code,
    **dict.fromkeys(CLASHES, lambda cast: clash_at(cast.cafe_session)),
    "desk:what": lambda cast: "kasse",
    **dict.fromkeys(CONTROLS, lambda cast: box_in(cast, cast.area_here, cast.worker)),
    "setup:part": lambda cast: "indsatsomraader",
    "setup:row": lambda cast: cast.cafe.focus_area_id,
}
# Rows of the area next door: not for the worker here, but for the one there.
NEXT_DOOR = {
    "area": lambda cast: cast.area_next_door.code,
    "criterion": lambda cast: cast.criterion_next_door.code,
    "measures:code": lambda cast: cast.criterion_next_door.code,
    "session": lambda cast: cast.cafe_session_next_door.code,
    "uid": lambda cast: entry_in(cast.area_next_door, cast.worker_next_door),
    **dict.fromkeys(CLASHES, lambda cast: clash_at(cast.cafe_session_next_door)),
    **dict.fromkeys(CONTROLS, lambda cast: box_in(cast, cast.area_next_door, cast.worker_next_door)),
}
BY_CONVERTER = {"IntConverter": 1, "UUIDConverter": ids.new_id(), "PathConverter": "ingen", "SlugConverter": "ingen"}


def addresses(patterns=None, namespace=""):
    """Name and converters of every named address."""
    for found in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(found, URLResolver):
            inner = f"{namespace}{found.namespace}:" if found.namespace else namespace
            yield from addresses(found.url_patterns, inner)
        elif isinstance(found, URLPattern) and found.name:
            yield f"{namespace}{found.name}", found.pattern.converters


def key_in(known, name, part):
    """A part of an address in one of the tables above: "desk:control_undo/uid" before "measures:code" before "code"."""
    narrower = (f"{name}/{part}", f"{name.rpartition(':')[0]}:{part}")
    return next((key for key in narrower if key in known), part)


WITH_PROGRAMME = {name: converters for name, converters in addresses() if "programme" in converters}
ALONE = [name for name, converters in WITH_PROGRAMME.items() if set(converters) == {"programme"}]
OF_AN_AREA = [
    name
    for name, converters in WITH_PROGRAMME.items()
    if any(key_in(NEXT_DOOR, name, p) in NEXT_DOOR for p in converters)
]


def entry_in(area, worker):
    """The id of a contact that a worker recorded in an area, just now."""
    return Entry.objects.create(
        uid=ids.new_id(),
        programme=area.programmes.get(),
        kind="contact",
        channel="door",
        first_time="yes",
        area=area,
        happened_on=date(2026, 11, 12),
        happened_month=202611,
        recorded_at=clock.now(),
        recorded_by=worker,
        version=1,
    ).uid


def box_in(cast, area, worker):
    """The id of a count of a café's cards that a worker wrote down in an area, just now."""
    return BoxCount.objects.create(
        uid=ids.new_id(),
        programme=cast.here,
        counted_on=date(2026, 11, 12),
        activity=cast.cafe,
        area=area,
        printed=100,
        left=80,
        recorded_at=clock.now(),
        recorded_by=worker,
        version=1,
    ).uid


def clash_at(session):
    """The number of sums that a tablet sent of a session and that speak against what stands."""
    sent = {"programme": session.programme, "session": session, "device": ids.new_id(), "revision": 1}
    Tally.objects.create(**sent, visits=40, version=1)
    return TallyClash.objects.create(**sent, visits=11).pk


def address(cast, name, known=PARTS):
    """The address with its parts filled in, first from ``known``."""
    parts = {}
    for part, converter in WITH_PROGRAMME[name].items():
        made = known.get(key_in(known, name, part)) or PARTS.get(key_in(PARTS, name, part))
        parts[part] = made(cast) if made else BY_CONVERTER.get(type(converter).__name__, "x")
    return reverse(name, kwargs=parts)


def status(client, url):
    """What a page answers; a page that only takes what is sent to it is sent nothing."""
    got = client.get(url).status_code
    return client.post(url).status_code if got == 405 else got


def test_addresses_are_found():
    names = dict(addresses())
    assert "home" in names
    assert "core:gallery" in names


@pytest.mark.parametrize("name", sorted(WITH_PROGRAMME))
def test_a_programme_s_pages_do_not_exist_for_people_outside_it(cast, client, name):
    url = address(cast, name)
    for outsider in OUTSIDERS:
        log_in(client, cast.everyone[outsider])
        assert (outsider, status(client, url)) == (outsider, 404)
        assert client.post(url).status_code in (404, 405)


@pytest.mark.parametrize("name", sorted(WITH_PROGRAMME))
def test_who_is_not_logged_in_is_asked_to(cast, client, name):
    answer = client.get(address(cast, name))
    if answer.status_code == 405:
        answer = client.post(address(cast, name))
    assert answer.status_code == 302
    assert urlsplit(answer.url).path == reverse(settings.LOGIN_URL)


@pytest.mark.parametrize("name", sorted(ALONE))
def test_a_programme_s_pages_exist_for_somebody_in_it(cast, client, name):
    url = address(cast, name)
    found = set()
    for insider in ("leader", "worker", "administrator", "officer"):
        log_in(client, cast.everyone[insider])
        found.add(status(client, url))
    assert found - {403, 404}


@pytest.mark.parametrize("name", sorted(WITH_PROGRAMME))
def test_no_copy_is_kept_of_a_page_that_asks_for_a_log_in(cast, client, name):
    log_in(client, cast.worker)
    answer = client.get(address(cast, name))
    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))


@pytest.mark.parametrize("name", sorted(OF_AN_AREA))
def test_rows_of_next_door_do_not_exist_for_the_area_s_worker(cast, client, name):
    url = address(cast, name, NEXT_DOOR)
    log_in(client, cast.worker)
    assert status(client, url) == 404
    assert client.post(url).status_code in (404, 405)
    log_in(client, cast.worker_next_door)
    assert status(client, url) != 404
