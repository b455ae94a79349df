"""Calendars people subscribe to: opened for oneself, given a new address, closed."""

from __future__ import annotations

from traedesten.core import clock
from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.places.models import Staff, Venue
from traedesten.programme.models import Activity, Programme
from traedesten.schedule import token
from traedesten.schedule.models import Feed


@action("feed.open", needs=Permission.SEE_PROGRAMME)
def open_(
    *, by: Actor, programme: Programme, about: str, venue: Venue | None = None, activity: Activity | None = None
) -> Feed:
    """The person's own calendar of that kind; the one there is when they have it already."""
    secret = token.new()
    told = {"token": secret, "digest": token.digest(secret), "renewed_at": clock.now()}
    owner = Staff.objects.get(pk=by.actor_id or 0)
    return Feed.objects.get_or_create(
        programme=programme, owner=owner, about=about, venue=venue, activity=activity, defaults=told
    )[0]


@action("feed.renew", needs=Permission.SEE_PROGRAMME)
def renew(*, by: Actor, feed: Feed) -> Feed:
    """A new address; the old one answers no more. The caller has found the feed among the person's own."""
    feed.token = token.new()
    feed.digest, feed.renewed_at = token.digest(feed.token), clock.now()
    feed.save()
    return feed


@action("feed.close", needs=Permission.SEE_PROGRAMME)
def close(*, by: Actor, feed: Feed) -> Feed:
    """No address any more."""
    pk = feed.pk
    feed.delete()
    feed.pk = pk  # for the audit line
    return feed
