"""Cafés counted by stamp card: their guests in full, and the sums, boxes and door checks that were written down."""

from __future__ import annotations

import random
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from demo.cafe import guest
from demo.cafe.setting import Cafe, Guests
from demo.cafe.tapping import Count, Opened, Opening, Tapped, tap_together

Item = dict[str, Any]

NAMESPACE = uuid.UUID("0d9a6a5e-6c2b-4f0b-8a53-1d0f6f3b6f10")
PRINTED = 300
TWO_TABLETS_FROM = 25
GUEST, FAMILY = "guest", "family"
# Of somebody who uses two cafés, how often a session of the other.
LOOKS_IN = 0.12
# Site audits are in the first three weeks of these months.
AUDIT_MONTHS, AUDIT_DAYS = (5, 10), 21


@dataclass(frozen=True, slots=True)
class Place:
    """Whose café it is."""

    activity: str
    area: str
    venue: str


@dataclass(frozen=True, slots=True)
class Counted:
    """One set of cards of a café: who came to each session (by a number all cafés share), and what was counted."""

    guests: tuple[tuple[int, ...], ...]
    count: Count

    def came(self, number: int) -> int:
        return len(self.guests[number])


@dataclass(frozen=True, slots=True)
class Site:
    """One café over its life: the codes of the sessions held, its guests, and its families where they have cards."""

    place: Place
    sessions: tuple[str, ...]
    single: Counted
    families: Counted | None = None
    sizes: Mapping[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def guests(self) -> tuple[tuple[int, ...], ...]:
        return self.single.guests

    @property
    def count(self) -> Count:
        return self.single.count

    def people(self, number: int) -> int:
        """Everybody who was there: guests, and the adults and children of families."""
        return self.single.came(number) + sum(sum(self.sizes[each]) for each in self.families_at(number))

    def families_at(self, number: int) -> tuple[int, ...]:
        return self.families.guests[number] if self.families else ()

    def upto(self, day: date) -> Iterator[int]:
        """The numbers of the sessions held by then."""
        return (number for number, opening in enumerate(self.count.openings) if opening.on <= day)

    def sets(self) -> Iterator[tuple[str, Counted]]:
        yield GUEST, self.single
        if self.families:
            yield FAMILY, self.families


@dataclass(slots=True)
class Counting:
    """All stamp-card cafés of a programme, and their rows as a tablet and the team would send them."""

    sites: list[Site] = field(default_factory=list)

    def tallies(self, until: date) -> Iterator[Item]:
        for site in self.sites:
            for number in site.upto(until):
                yield from _tallies(site, number)

    def box_counts(self, until: date) -> Iterator[Item]:
        for site in self.sites:
            held = set(site.upto(until))
            for card, counted in site.sets():
                for number in counted.count.boxes:
                    if number in held:
                        yield _box(site, card, counted.count, number)

    def door_checks(self, until: date) -> Iterator[Item]:
        for site in self.sites:
            for number in site.upto(until):
                if number in site.count.checked:
                    yield _door(site, number)

    def site_audits(self, until: date) -> Iterator[Item]:
        """Every half-year somebody stands beside the tablets for three weeks: a row for all the cafés together."""
        watched: dict[tuple[int, int], list[tuple[date, Tapped]]] = {}
        for site in self.sites:
            for opening, tapped in zip(site.count.openings, site.count.sessions, strict=True):
                if opening.on.month in AUDIT_MONTHS and opening.on.day <= AUDIT_DAYS:
                    watched.setdefault((opening.on.year, opening.on.month), []).append((opening.on, tapped))
        for (year, month), seen in sorted(watched.items()):
            last = max(on for on, _tapped in seen)
            numbers = sum((tapped.watched for _on, tapped in seen), Counter[str]())
            if last <= until and numbers["visits"]:
                own = f"{self.sites[0].sessions[0]}/{year}-{month}/audit"
                yield {"id": str(uuid.uuid5(NAMESPACE, own)), "on": last.isoformat(), **numbers}


@dataclass(frozen=True, slots=True)
class Held:
    """A café and the days it was open, before anybody has come; `busy` is each day's season (1 is usual)."""

    cafe: Cafe
    place: Place
    sessions: Mapping[str, date]
    busy: Sequence[float]
    dice: random.Random

    @property
    def openings(self) -> list[Opening]:
        """Quarters and years are those of the calendar."""
        return [Opening(day, day.year * 4 + (day.month - 1) // 3, day.year) for day in self.sessions.values()]

    def draw(self, guests: Guests) -> guest.Visits:
        days = list(self.sessions.values())
        return guest.draw(guests, [(day - days[0]).days / 7 for day in days], self.dice, self.busy)


def hold(cafes: Sequence[Held], dice: random.Random, two_cafes: float) -> list[Site]:
    """Open the cafés and count whoever comes. `two_cafes` is the share of a café's guests who also use another."""
    singles = _counted(cafes, [each.cafe.guests for each in cafes], dice, two_cafes)
    with_families = [each for each in cafes if each.cafe.families]
    families = _counted(with_families, [each.cafe.families or Guests() for each in with_families], dice, 0.0)
    by_place = {each.place: counted for each, counted in zip(with_families, families, strict=True)}
    return [_site(each, single, by_place.get(each.place), dice) for each, single in zip(cafes, singles, strict=True)]


def _counted(cafes: Sequence[Held], guests: Sequence[Guests], dice: random.Random, two_cafes: float) -> list[Counted]:
    """Guests get numbers of their own over all the cafés, and are tapped day by day as they go from one to another."""
    here, once, first = list[list[list[int]]](), set[int](), 0
    for held, each in zip(cafes, guests, strict=True):
        visits = held.draw(each)
        here.append([[first + number for number in session] for session in visits.guests])
        once |= {first + number for number in visits.once}
        first += 1 + max((number for session in visits.guests for number in session), default=0)
    _go_round(cafes, here, once, dice, two_cafes)
    opened = [Opened(held.cafe, held.openings, each) for held, each in zip(cafes, here, strict=True)]
    counts = tap_together(opened, frozenset(once), dice)
    return [Counted(tuple(map(tuple, each)), count) for each, count in zip(here, counts, strict=True)]


def _go_round(
    cafes: Sequence[Held], here: list[list[list[int]]], once: set[int], dice: random.Random, share: float
) -> None:
    """Some who have come to one café look in at another now and then."""
    days = [list(held.sessions.values()) for held in cafes]
    wanderers: list[tuple[int, int, date]] = []
    for at, sessions in enumerate(here):
        first: dict[int, date] = {}
        for day, session in zip(days[at], sessions, strict=True):
            for number in session:
                first.setdefault(number, day)
        wanderers += [
            (at, number, day) for number, day in first.items() if number not in once and dice.random() < share
        ]
    for at, number, since in wanderers:
        others = [each for each in range(len(cafes)) if each != at]
        if others:
            other = dice.choice(others)
            for day, session in zip(days[other], here[other], strict=True):
                if day > since and dice.random() < LOOKS_IN:
                    session.append(number)


def _site(held: Held, single: Counted, families: Counted | None, dice: random.Random) -> Site:
    sizes: dict[int, tuple[int, int]] = {}
    if families:
        for number in sorted({number for session in families.guests for number in session}):
            sizes[number] = (dice.choice((1, 1, 2)), dice.choice((1, 1, 2, 2, 3)))
        _add_sizes(families, sizes, dice)
    return Site(held.place, tuple(held.sessions), single, families, sizes)


def _add_sizes(families: Counted, sizes: Mapping[int, tuple[int, int]], dice: random.Random) -> None:
    """A family tapped as new is asked how many they are; a host who takes a known one for new writes that down too."""
    known = set[int]()
    for session, tapped in zip(families.guests, families.count.sessions, strict=True):
        new = [number for number in session if number not in known]
        asked = (new + dice.sample(session, len(session)))[: tapped.sums["new_guests"]]
        tapped.sums["families"] = len(asked)
        tapped.sums["adults"] = sum(sizes[number][0] for number in asked)
        tapped.sums["children"] = sum(sizes[number][1] for number in asked)
        known.update(session)


def _tallies(site: Site, number: int) -> Iterator[Item]:
    """One tablet, or two where there is a queue, each with about half; families are a set of their own on the first."""
    sums = site.count.sessions[number].sums
    second = {name: value // 2 for name, value in sums.items()} if sums["visits"] >= TWO_TABLETS_FROM else None
    first = {name: value - second[name] for name, value in sums.items()} if second else sums
    for tablet, counters in enumerate(filter(None, (first, second))):
        yield _tally(site, number, tablet, counters)
    if site.families and site.families.guests[number]:
        yield {**_tally(site, number, 0, site.families.count.sessions[number].sums), "card": FAMILY}


def _tally(site: Site, number: int, tablet: int, counters: Mapping[str, int]) -> Item:
    return {
        "session": site.sessions[number],
        "device": str(uuid.uuid5(NAMESPACE, f"{site.place.venue}/{tablet}")),
        "revision": max(1, counters["visits"]),
        "counters": {name: value for name, value in counters.items() if value},
    }


def _box(site: Site, card: str, count: Count, number: int) -> Item:
    gone = count.gone_by(number)
    printed = PRINTED * (gone // PRINTED + 1)
    end = "" if card == GUEST else f"/{card}"
    row = {
        "id": str(uuid.uuid5(NAMESPACE, f"{site.sessions[number]}/box{end}")),
        "on": count.openings[number].on.isoformat(),
        "activity": site.place.activity,
        "area": site.place.area,
        "venue": site.place.venue,
        "printed": printed,
        "left": printed - gone,
    }
    return row if card == GUEST else {**row, "card": card}


def _door(site: Site, number: int) -> Item:
    """Guests with a card of their own, counted at the door as they came; families are counted apart."""
    seen = site.count.sessions[number]
    return {
        "id": str(uuid.uuid5(NAMESPACE, f"{site.sessions[number]}/door")),
        "session": site.sessions[number],
        "clicked": seen.came,
        "tapped": seen.sums["visits"],
    }
