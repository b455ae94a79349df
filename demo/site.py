"""Cafés counted by stamp card: their guests in full, and the sums, boxes and door checks that were written down."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from demo.cafe import guest
from demo.cafe.setting import Cafe
from demo.cafe.tapping import Count, Opening, tap

NAMESPACE = uuid.UUID("0d9a6a5e-6c2b-4f0b-8a53-1d0f6f3b6f10")
PRINTED = 300
TWO_TABLETS_FROM = 25


@dataclass(frozen=True, slots=True)
class Place:
    """Whose café it is."""

    activity: str
    area: str
    venue: str


@dataclass(frozen=True, slots=True)
class Site:
    """One café over its life: the codes of the sessions held, who came to each, and what was counted."""

    place: Place
    sessions: tuple[str, ...]
    guests: tuple[tuple[int, ...], ...]
    count: Count

    def came(self, number: int) -> int:
        return len(self.guests[number])

    def upto(self, day: date) -> Iterator[int]:
        """The numbers of the sessions held by then."""
        return (number for number, opening in enumerate(self.count.openings) if opening.on <= day)


@dataclass(slots=True)
class Counting:
    """All stamp-card cafés of a programme, and their rows as a tablet and the team would send them."""

    sites: list[Site] = field(default_factory=list)

    def tallies(self, until: date) -> Iterator[dict[str, Any]]:
        for site in self.sites:
            for number in site.upto(until):
                yield from _tallies(site, number)

    def box_counts(self, until: date) -> Iterator[dict[str, Any]]:
        for site in self.sites:
            held = set(site.upto(until))
            for number in site.count.boxes:
                if number in held:
                    yield _box(site, number)

    def door_checks(self, until: date) -> Iterator[dict[str, Any]]:
        for site in self.sites:
            for number in site.upto(until):
                if number in site.count.checked:
                    yield _door(site, number)


def hold(cafe: Cafe, place: Place, sessions: Mapping[str, date], dice: random.Random, busy: Sequence[float]) -> Site:
    """Open the café on these days and count whoever comes; quarters and years are those of the calendar."""
    days = list(sessions.values())
    start = days[0]
    visits = guest.draw(cafe.guests, [(day - start).days / 7 for day in days], dice, busy)
    openings = [Opening(day, day.year * 4 + (day.month - 1) // 3, day.year) for day in days]
    return Site(place, tuple(sessions), visits.guests, tap(cafe, openings, visits, dice))


def _tallies(site: Site, number: int) -> Iterator[dict[str, Any]]:
    """One tablet, or two where there is a queue, each with about half."""
    sums = site.count.sessions[number].sums
    second = {name: value // 2 for name, value in sums.items()} if sums["visits"] >= TWO_TABLETS_FROM else None
    first = {name: value - second[name] for name, value in sums.items()} if second else sums
    for tablet, counters in enumerate(filter(None, (first, second))):
        yield {
            "session": site.sessions[number],
            "device": str(uuid.uuid5(NAMESPACE, f"{site.place.venue}/{tablet}")),
            "revision": max(1, counters["visits"]),
            "counters": {name: value for name, value in counters.items() if value},
        }


def _box(site: Site, number: int) -> dict[str, Any]:
    gone = site.count.gone_by(number)
    printed = PRINTED * (gone // PRINTED + 1)
    on = site.count.openings[number].on.isoformat()
    return {
        "id": str(uuid.uuid5(NAMESPACE, f"{site.sessions[number]}/box")),
        "on": on,
        "activity": site.place.activity,
        "area": site.place.area,
        "venue": site.place.venue,
        "printed": printed,
        "left": printed - gone,
    }


def _door(site: Site, number: int) -> dict[str, Any]:
    seen = site.count.sessions[number]
    return {
        "id": str(uuid.uuid5(NAMESPACE, f"{site.sessions[number]}/door")),
        "session": site.sessions[number],
        "clicked": seen.came,
        "tapped": seen.sums["visits"],
    }
