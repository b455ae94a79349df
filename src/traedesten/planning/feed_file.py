"""A subscribed calendar as a file (RFC 5545): what the owner may see now, with nothing about any person in it."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vText

from traedesten.core import clock, ids
from traedesten.journal.queries import steps_of_sessions
from traedesten.planning import words
from traedesten.programme import rules
from traedesten.schedule import queries
from traedesten.schedule.models import Feed, Session

BACK, AHEAD = timedelta(days=60), timedelta(days=400)
ZONE = ZoneInfo(settings.TIME_ZONE)


def name_of(feed: Feed) -> str:
    """What the calendar is called in somebody's telephone; never a person."""
    about = {"venue": feed.venue and feed.venue.name, "activity": feed.activity and feed.activity.name}
    return f"{feed.programme.name}: {about.get(feed.about) or feed.get_about_display()}"


def is_open(feed: Feed) -> bool:
    """Whether the owner still works in the programme; a closed account and a role taken back close it."""
    return feed.owner.is_active and bool(rules.standing(feed.owner, feed.programme).holdings)


def text(feed: Feed) -> bytes:
    """The file. The same plan gives the same bytes, so that it can be asked for by its mark."""
    with translation.override("da"):
        found = Calendar()
        found.add("prodid", "-//Trædesten//Kalender//DA")
        found.add("version", "2.0")
        found.add("method", "PUBLISH")
        found.add("x-wr-calname", name_of(feed))
        found.add("x-wr-timezone", settings.TIME_ZONE)
        found.add("refresh-interval", timedelta(hours=4), parameters={"VALUE": "DURATION"})
        sessions = _sessions(feed)
        steps = steps_of_sessions([row.pk for row in sessions])
        for row in sessions:
            found.add_component(_event(feed, row, steps.get(row.pk, "")))
        if any(row.starts_at for row in sessions):
            found.add_missing_timezones(first_date=clock.today() - BACK * 3, last_date=clock.today() + AHEAD * 2)
        made: bytes = found.to_ical()
        return made


def mark(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def _sessions(feed: Feed) -> list[Session]:
    today = clock.today()
    rows = queries.sessions_visible_to(feed.owner, feed.programme)
    rows = rows.filter(planned_on__range=(today - BACK, today + AHEAD))
    if feed.about == Feed.About.OWN:
        rows = queries.on_duty(rows, feed.owner)
    elif feed.about == Feed.About.VENUE:
        rows = rows.filter(venue=feed.venue)
    elif feed.about == Feed.About.ACTIVITY:
        rows = rows.filter(activity=feed.activity)
    return list(rows.select_related(*queries.SHOWN).order_by("planned_on", "starts_at", "code"))


def _event(feed: Feed, row: Session, step: str) -> Event:
    event = Event()
    event.add("uid", f"{ids.content_id('session', feed.programme.code, row.code)}@traedesten")
    event.add("dtstamp", row.changed_at)
    event.add("sequence", row.revision - 1)
    title = words.title(row)
    is_off = step == "cancelled" or (row.is_called_off and step != "held")
    event.add("summary", _("Aflyst: %(title)s") % {"title": title} if is_off else title)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if is_off else "OPAQUE")
    if row.starts_at is None:
        event.add("dtstart", row.planned_on)
    else:
        event.add("dtstart", datetime.combine(row.planned_on, row.starts_at, ZONE))
        if row.ends_at:
            event.add("dtend", datetime.combine(row.planned_on, row.ends_at, ZONE))
    places = [place.name for place in (row.venue, row.area) if place]
    if places:
        event["location"] = vText(", ".join(dict.fromkeys(places)))
    return event
