"""One café over three years, as counting.md's simulation has it: what is true at its end, and what is told of it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from demo.cafe import guest
from demo.cafe.setting import FAMILIES, Cafe, Joining
from demo.cafe.tapping import Count, Opening, Size, Tapped, tap
from measure_engine.estimate import (
    Counters,
    Estimate,
    Estimated,
    Evidence,
    Light,
    Unique,
    at_least,
    new_in,
    retained,
    returning,
    returning_of_new,
    shown,
    size_of,
    unique,
    unique_in,
    with_families,
)
from measure_engine.estimate.counter import total
from measure_engine.estimate.family import Size as FamilySize
from measure_engine.estimate.light import Colour
from measure_engine.estimate.shown import FEWEST_VISITS

WEEKS = 156
QUARTERS = 12
STARTS_ON = date(2026, 1, 5)
GREEN = Light(Colour.GREEN)
REGULAR = 3
"""Visits in the year before the last quarter that make a guest a regular."""


def is_open(week: int) -> bool:
    """Six weeks a year are closed: four in summer, two at the turn of the year."""
    return not (27 <= week % 52 <= 30 or week % 52 >= 50)


OPEN_WEEKS = tuple(week for week in range(WEEKS) if is_open(week))
OPENINGS = tuple(Opening(STARTS_ON + timedelta(weeks=week), week // 13, week // 52) for week in OPEN_WEEKS)


@dataclass(frozen=True, slots=True)
class Truth:
    """What a perfect observer saw; shares are fractions.

    `year` and `new` are the third year's guests and its new ones, `quarter` the guests of the last quarter; `retained`
    is of those first seen before it, `regulars` of those with at least three visits in the year before it.
    """

    visits: int
    unique: int
    new: int
    year: int
    quarter: int
    returning: float
    retained: float
    regulars: float
    joined: int


@dataclass(frozen=True, slots=True)
class Told:
    """An estimate with its spread; `is_share` decides whether errors are points or per cent of the truth.

    `parts` are the estimates of what it holds, by themselves: its floor and its low end are no lower than theirs.
    """

    mean: float
    sd: float
    is_share: bool
    parts: tuple[Told, ...] = ()

    def error_of(self, truth: float) -> float:
        return 100 * (self.mean - truth) / (1 if self.is_share else truth)

    @property
    def floor(self) -> float:
        return self._shown().floor / (100 if self.is_share else 1)

    def _shown(self) -> Estimate:
        scale = 100 if self.is_share else 1
        found = shown(scale * self.mean, scale * self.sd, GREEN, "", per_cent=self.is_share)
        return at_least(found, [part._shown() for part in self.parts])

    def holds(self, truth: float, width: float) -> bool:
        """Whether the truth lies so many spreads from the mean at most, and not below what is known of a part."""
        low, high = self.mean - width * self.sd, self.mean + width * self.sd
        of_part, above = max(((each.mean - width * each.sd, each.mean + width * each.sd) for each in self.parts),
                             default=(low, high))  # fmt: skip
        return max(low, of_part) <= truth <= (max(high, above) if of_part > low else high)


@dataclass(frozen=True, slots=True)
class Seen:
    """A café's true visits and its sums."""

    truth: Truth
    count: Count


@dataclass(frozen=True, slots=True)
class Families:
    """The family cards of a café: true families and their people, and the sums of the cards."""

    unique: int
    people: int
    count: Count


def see(cafe: Cafe, seed: int) -> Seen:
    """The café with the dice of a seed. Guests do not depend on the habits, so settings are compared on the same."""
    visits = guest.draw(cafe.guests, OPEN_WEEKS, random.Random(f"{seed}/guests"))
    truth = truth_of(visits, random.Random(f"{seed}/joining"))
    return Seen(truth, tap(cafe, OPENINGS, visits, random.Random(f"{seed}/taps")))


def see_families(cafe: Cafe, seed: int) -> Families:
    """The families that use the same café, whose cards and habits are as the guests'."""
    dice = random.Random(f"{seed}/families of {cafe.guests}")
    visits = guest.draw(FAMILIES, OPEN_WEEKS, dice)
    came = sorted({number for guests in visits.guests for number in guests})
    sizes = {number: Size.drawn(dice) for number in came}
    count = tap(replace(cafe, guests=FAMILIES), OPENINGS, visits, random.Random(f"{seed}/family taps"), sizes)
    return Families(len(came), sum(size.people for size in sizes.values()), count)


def truth_of(visits: guest.Visits, dice: random.Random) -> Truth:
    when: dict[int, list[int]] = {}
    for number, guests in enumerate(visits.guests):
        for each in guests:
            when.setdefault(each, []).append(number)
    quarters = [[OPENINGS[number].quarter for number in numbers] for numbers in when.values()]
    last = QUARTERS - 1
    here = [seen[-1] == last for seen in quarters]
    before = [seen for seen in quarters if seen[0] < last]
    regulars = [seen for seen in quarters if sum(last - 4 <= quarter < last for quarter in seen) >= REGULAR]
    return Truth(
        visits=sum(map(len, quarters)),
        unique=len(quarters),
        new=sum(seen[0] >= last - 3 for seen in quarters),
        year=sum(seen[-1] >= last - 3 for seen in quarters),
        quarter=sum(here),
        returning=_share(len(seen) > 1 for seen in quarters),
        retained=_share(seen[-1] == last for seen in before),
        regulars=_share(seen[-1] == last for seen in regulars),
        joined=sum(_joins(len(seen), dice) for seen in quarters),
    )


def _joins(visits: int, dice: random.Random) -> bool:
    """Whether the guest later joins an offer: some would, and at any visit may."""
    return dice.random() < Joining.WILLING and dice.random() > (1 - Joining.AT_A_VISIT) ** visits


def _share(each: Iterable[bool]) -> float:
    several = list(each)
    return sum(several) / max(len(several), 1)


# What is told at the end of the three years


def believed(seen: Seen) -> dict[str, Told]:
    evidence, within = evidence_of(seen.count), _parts(seen.count)
    quarter, year = _since(seen.count, 13), _since(seen.count, 52)
    counts: dict[str, Estimated | Unique | None] = {
        "unique": unique(evidence),
        "new": new_in(evidence, year.new_guests),
        "year": unique_in(evidence, year),
        "quarter": unique_in(evidence, quarter, of_quarter=True),
    }
    shares = {
        "returning": returning(evidence),
        "published": returning_of_new(evidence),
        "retained": retained(evidence, quarter),
    }
    parts = {"unique": within[:], "year": within[LAST_QUARTERS]}
    told = {
        name: Told(each.mean, each.sd, False, tuple(_told(part) for part in parts.get(name, ()) if part))
        for name, each in counts.items() if each is not None
    }  # fmt: skip
    return told | {name: Told(each.mean, each.sd, True) for name, each in shares.items() if each is not None}


def believed_of_families(seen: Seen, families: Families) -> dict[str, Told]:
    """Families by their own cards, and people with the families reckoned in."""
    evidence, guests = evidence_of(families.count), unique(evidence_of(seen.count))
    found, size = unique(evidence), size_of(evidence.counters)
    if guests is None or found is None or size is None:
        return {}
    people = with_families(_plain(guests), _plain(found), size)
    of_guests, of_families = _parts(seen.count), _parts(families.count)
    together = [
        with_families(one, other, size)
        for one, other, size in zip(of_guests, of_families, _sizes(families.count), strict=True)
        if one and other and size
    ]  # fmt: skip
    both = (*together, *(each for each in (*of_guests, _plain(guests)) if each))
    return {
        "families": Told(found.mean, found.sd, False, tuple(_told(each) for each in of_families if each)),
        "people": Told(people.mean, people.sd, False, tuple(_told(each) for each in both)),
    }


def _plain(found: Unique) -> Estimated:
    return Estimated(found.mean, found.sd)


def _told(found: Estimated) -> Told:
    return Told(found.mean, found.sd, False)


# What is told on the way


LAST_QUARTERS = slice(QUARTERS - 4, QUARTERS)
ENDS = tuple(sum(opening.quarter <= quarter for opening in OPENINGS) for quarter in range(QUARTERS))
"""How many openings there had been when each quarter ended."""


def _parts(count: Count) -> list[Estimated | None]:
    """Every quarter's guests as told at its end, then all who had come by then, then those of each year."""
    evidence = [evidence_of(count, end) for end in ENDS]
    quarters = [
        unique_in(each, _sum(count.sessions[start:end]), of_quarter=True) if _is_enough(each) else None
        for each, start, end in zip(evidence, (0, *ENDS), ENDS, strict=False)
    ]
    ever = [unique(each) if _is_enough(each) else None for each in evidence[:-1]]
    years = [unique_in(evidence[last], _sum(count.sessions[ENDS[last - 4] if last > 4 else 0 : ENDS[last]]))
             for last in range(3, QUARTERS, 4)]  # fmt: skip
    return [*quarters, *(_plain(each) if each else None for each in ever), *years]


def _sizes(count: Count) -> list[FamilySize | None]:
    """The families' size as it was known when each of the parts was told."""
    ends = (*ENDS, *ENDS[:-1], *(ENDS[last] for last in range(3, QUARTERS, 4)))
    return [size_of(evidence_of(count, end).counters) for end in ends]


def _is_enough(evidence: Evidence) -> bool:
    return evidence.counters.visits >= FEWEST_VISITS


def evidence_of(count: Count, sessions: int | None = None) -> Evidence:
    """All that is known after so many sessions: the box as it was last counted, and the cards handed out since."""
    until = len(count.sessions) if sessions is None else sessions
    checked = [count.sessions[number] for number in count.checked if number < until]
    boxes = [number for number in count.boxes if number < until]
    return Evidence(
        _sum(count.sessions[:until]),
        gone=count.gone_by(boxes[-1]) + _sum(count.sessions[boxes[-1] + 1 : until]).handed_out if boxes else None,
        clicked=sum(each.came for each in checked),
        tapped=sum(each.sums["visits"] for each in checked),
    )


def without_controls(seen: Seen) -> Evidence:
    """The same café had nobody counted its box or its door."""
    return replace(evidence_of(seen.count), gone=None, clicked=0, tapped=0)


def _since(count: Count, weeks: int) -> Counters:
    return _sum(count.sessions[sum(week < WEEKS - weeks for week in OPEN_WEEKS) :])


def _sum(sessions: Sequence[Tapped]) -> Counters:
    return total(Counters(**each.sums) for each in sessions)
