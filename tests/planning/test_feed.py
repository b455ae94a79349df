"""Calendars people subscribe to: read as a telephone would, known by a secret alone, with nobody's name in them."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from icalendar import Calendar

from tests.cast import PEOPLE
from traedesten.journal.actions import entry
from traedesten.places.models import Staff
from traedesten.planning import limit
from traedesten.programme.models import RoleGrant
from traedesten.schedule.actions import session as verb
from traedesten.schedule.models import Feed
from traedesten.schedule.plan import SessionPlan

PAGE = reverse("planning:feeds", kwargs={"programme": "groen-vej"})
COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def subscribe(client, **told):
    assert client.post(PAGE, {"what": "all", **told}).status_code == 302
    return Feed.objects.latest("pk")


def address(feed):
    return reverse("planning:feed", kwargs={"token": feed.token})


def read(client, feed):
    client.logout()
    answer = client.get(address(feed))
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content)


def plan(cast, on, **more):
    told = SessionPlan(cast.cafe, on, time(10), time(12), area=cast.area_here, venue=cast.area_here.venues.get())
    return verb.plan(by=cast.leader, programme=cast.here, plan=replace(told, **more))


@pytest.fixture
def year(cast):
    """One session in winter and one in summer time, one called off, one registered as cancelled, one all day."""
    found = [
        plan(cast, date(2027, 1, 12), name="Søvn; og, »hvile«", staff=(cast.nurse,)),
        plan(cast, date(2027, 7, 13)),
    ]
    off = plan(cast, date(2027, 2, 9))
    verb.call_off(by=cast.leader, session=off, seen=1)
    row = {"kind": "session", "session": "cafe-1", "step": "cancelled"}
    assert entry.record(by=cast.leader, programme=cast.here, row=row).entry
    return [*found, off, plan(cast, date(2027, 3, 2), starts_at=None, ends_at=None)]


def test_a_telephone_reads_right_times_across_summer_time(cast, enter, year):
    feed = subscribe(enter(cast.leader))
    events = {each.decoded("dtstart"): each for each in read(enter(cast.leader), feed).walk("VEVENT")}
    winter, summer = datetime(2027, 1, 12, 10, tzinfo=COPENHAGEN), datetime(2027, 7, 13, 10, tzinfo=COPENHAGEN)
    assert {winter, summer, date(2027, 3, 2)} < set(events)
    assert events[winter].decoded("dtend") - winter == timedelta(hours=2)
    assert winter.utcoffset() == timedelta(hours=1)
    assert summer.utcoffset() == timedelta(hours=2)
    assert str(events[winter]["summary"]) == "Sundhedscafé: Søvn; og, »hvile«"
    assert str(events[winter]["location"]) == "Beboerhuset Havtornen, Havtornen"


def test_the_zone_is_described_for_who_does_not_know_it(cast, enter, year):
    feed = subscribe(enter(cast.leader))
    zones = read(enter(cast.leader), feed).walk("VTIMEZONE")
    assert [str(zone["tzid"]) for zone in zones] == ["Europe/Copenhagen"]
    assert {sub.name for sub in zones[0].subcomponents} == {"STANDARD", "DAYLIGHT"}


def test_cancelled_is_marked_and_uids_stay(cast, enter, year):
    feed = subscribe(enter(cast.leader))
    before = {str(each["uid"]): each for each in read(enter(cast.leader), feed).walk("VEVENT")}
    assert len(before) == 6
    cancelled = sorted(str(each["summary"]) for each in before.values() if each["status"] == "CANCELLED")
    assert cancelled == ["Aflyst: Sundhedscafé", "Aflyst: Sundhedscafé"]
    verb.change(by=cast.leader, session=year[1], plan=SessionPlan(cast.cafe, date(2027, 7, 14)), seen=1)
    after = {str(each["uid"]): each for each in read(enter(cast.leader), feed).walk("VEVENT")}
    assert after.keys() == before.keys()
    assert sum(each["sequence"] for each in after.values()) == sum(each["sequence"] for each in before.values()) + 1


def test_what_each_calendar_holds(cast, enter, year):
    client = enter(cast.nurse)
    venue = cast.area_next_door.venues.get()
    for told, count in (
        ({"what": "own"}, 1), ({"what": "all"}, 6), ({"what": "venue", "venue": venue.code}, 1),
        ({"what": "activity", "activity": "familieforloeb"}, 0),
    ):  # fmt: skip
        feed = subscribe(enter(cast.nurse), **told)
        assert len(read(client, feed).walk("VEVENT")) == count, told


def test_nobody_s_name_and_no_entry_stands_in_the_file(cast, enter, year):
    feed = subscribe(enter(cast.nurse), what="own")
    body = read(enter(cast.nurse), feed).to_ical().decode()
    assert not [name for name in PEOPLE.values() if name in body or name.split()[0] in body]
    assert "example.org" not in body
    assert cast.nurse.email not in address(feed)


def test_a_worker_s_calendar_has_their_area_alone(cast, enter):
    feed = subscribe(enter(cast.worker))
    assert [str(each["location"]) for each in read(enter(cast.worker), feed).walk("VEVENT")] == [
        "Beboerhuset Havtornen, Havtornen"
    ]


def test_the_same_plan_is_not_sent_twice(cast, enter, year, client):
    feed = subscribe(enter(cast.leader))
    client.logout()
    first = client.get(address(feed))
    assert first["Cache-Control"] == "private, no-store"
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    again = client.get(address(feed), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    verb.call_off(by=cast.leader, session=year[0], seen=1)
    assert client.get(address(feed), headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_renewed_address_and_a_closed_one_answer_no_more(cast, enter):
    client = enter(cast.leader)
    feed = subscribe(client)
    old, there = address(feed), {"programme": "groen-vej", "feed": feed.pk}
    client.post(reverse("planning:feed_renew", kwargs=there))
    new = address(Feed.objects.get())
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)
    client.post(reverse("planning:feed_close", kwargs=there))
    assert client.get(new).status_code == 404


def test_a_role_taken_back_and_a_closed_account_close_the_calendar(cast, enter, client):
    feed = subscribe(enter(cast.nurse))
    Staff.objects.filter(pk=cast.nurse.pk).update(is_active=False)
    assert client.get(address(feed)).status_code == 404
    Staff.objects.filter(pk=cast.nurse.pk).update(is_active=True)
    assert client.get(address(feed)).status_code == 200
    RoleGrant.objects.filter(staff=cast.nurse).delete()
    assert client.get(address(feed)).status_code == 404


@pytest.mark.parametrize("person", ["nurse", "worker_elsewhere"])
def test_nobody_touches_a_colleague_s_calendar(cast, enter, person):
    feed = subscribe(enter(cast.leader))
    there = {"programme": "groen-vej", "feed": feed.pk}
    client = enter(cast.everyone[person])
    for name in ("feed_renew", "feed_close"):
        assert client.post(reverse(f"planning:{name}", kwargs=there)).status_code == 404
    if person == "nurse":
        assert feed.token not in client.get(PAGE).content.decode()
    assert Feed.objects.get().digest == feed.digest


def test_the_address_itself_does_not_lie_in_the_database(cast, enter):
    feed = subscribe(enter(cast.leader))
    with connection.cursor() as cursor:
        cursor.execute("SELECT token, digest FROM schedule_feed")
        kept = bytes(cursor.fetchone()[0])
    assert feed.token.encode() not in kept


def test_the_same_calendar_is_opened_once(cast, enter):
    client = enter(cast.leader)
    subscribe(client)
    subscribe(client)
    assert Feed.objects.count() == 1


@pytest.mark.parametrize("what", ["own", "venue", "activity"])
def test_the_database_keeps_one_of_each(cast, enter, what):
    chosen = {"venue": "havtornen-hus", "activity": "cafe"}
    feed = subscribe(enter(cast.leader), what=what, **{what: chosen.get(what, "")})
    feed.pk, feed.digest = None, "another"
    with pytest.raises(IntegrityError), transaction.atomic():
        feed.save(force_insert=True)


def test_a_calendar_of_a_venue_asks_which(cast, enter):
    answer = enter(cast.leader).post(PAGE, {"what": "venue"})
    assert answer.status_code == 422
    assert "Vælg, hvad kalenderen skal vise." in answer.content.decode()


def test_asking_is_bounded(cast, enter, client):
    feed = subscribe(enter(cast.leader))
    client.logout()
    for _time in range(limit.FEED_AT_MOST):
        assert client.get(address(feed)).status_code == 200
    answer = client.get(address(feed))
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")


def test_trying_addresses_is_bounded(client, db):
    tried = reverse("planning:feed", kwargs={"token": "x" * 43})
    for _time in range(limit.MISSES_AT_MOST):
        assert client.get(tried).status_code == 404
    assert client.get(tried).status_code == 429
