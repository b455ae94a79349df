"""One café over three years, as counting.md's simulation has it: what is true at its end, and what is told of it."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from demo.cafe import guest
from demo.cafe.setting import Cafe
from demo.cafe.tapping import Count, Opening, tap
from measure_engine.estimate import Counters, Evidence, Light, retained, returning, shown, unique, unique_in
from measure_engine.estimate.counter import total
from measure_engine.estimate.light import Colour
from measure_engine.forecast import Drift, forecast

WEEKS = 156
QUARTERS = 12
STARTS_ON = date(2026, 1, 5)
GREEN = Light(Colour.GREEN)


def is_open(week: int) -> bool:
    """Six weeks a year are closed: four in summer, two at the turn of the year."""
    return not (27 <= week % 52 <= 30 or week % 52 >= 50)


OPEN_WEEKS = tuple(week for week in range(WEEKS) if is_open(week))
OPENINGS = tuple(Opening(STARTS_ON + timedelta(weeks=week), week // 13, week // 52) for week in OPEN_WEEKS)


@dataclass(frozen=True, slots=True)
class Truth:
    """What a perfect observer saw; shares are fractions. `retained` is of those first seen before the last quarter."""

    visits: int
    unique: int
    year: int
    returning: float
    retained: float


@dataclass(frozen=True, slots=True)
class Told:
    """An estimate with its spread; `is_share` decides whether errors are points or per cent of the truth."""

    mean: float
    sd: float
    is_share: bool

    def error_of(self, truth: float) -> float:
        return 100 * (self.mean - truth) / (1 if self.is_share else truth)

    @property
    def floor(self) -> float:
        scale = 100 if self.is_share else 1
        return shown(scale * self.mean, scale * self.sd, GREEN, "", per_cent=self.is_share).floor / scale


@dataclass(frozen=True, slots=True)
class Seen:
    """A café's true visits and its sums."""

    truth: Truth
    count: Count

    def foresee_new(self, week: int) -> bool | None:
        return self._foresee("new_guests", week, Drift.NEW_PEOPLE, follows_trend=True)

    def foresee_visits(self, week: int) -> bool | None:
        return self._foresee("visits", week, Drift.VISITS)

    def _foresee(self, name: str, week: int, drift: float, *, follows_trend: bool = False) -> bool | None:
        """Whether the number at the end lies in the band foreseen in a week; None when it is too early to say."""
        weekly = [session.sums[name] for session in self.count.sessions]
        past = sum(open_week < week for open_week in OPEN_WEEKS)
        so_far, final = sum(weekly[:past]), sum(weekly)
        band = forecast(
            weekly[:past], so_far=so_far, weeks_left=len(weekly) - past, target=final, drift=drift,
            follows_trend=follows_trend,
        )  # fmt: skip
        return None if band is None else band.low95 <= final <= band.high95


def see(cafe: Cafe, seed: int) -> Seen:
    """The café with the dice of a seed. Guests do not depend on the habits, so settings are compared on the same."""
    visits = guest.draw(cafe.guests, OPEN_WEEKS, random.Random(f"{seed}/guests"))
    return Seen(truth_of(visits), tap(cafe, OPENINGS, visits, random.Random(f"{seed}/taps")))


def truth_of(visits: guest.Visits) -> Truth:
    quarters: dict[int, list[int]] = {}
    for opening, guests in zip(OPENINGS, visits.guests, strict=True):
        for number in guests:
            quarters.setdefault(number, []).append(opening.quarter)
    last = QUARTERS - 1
    before = [seen for seen in quarters.values() if seen[0] < last]
    several = sum(len(seen) > 1 for seen in quarters.values())
    return Truth(
        visits=sum(map(len, quarters.values())),
        unique=len(quarters),
        year=sum(seen[-1] >= last - 3 for seen in quarters.values()),
        returning=several / max(len(quarters), 1),
        retained=sum(seen[-1] == last for seen in before) / max(len(before), 1),
    )


def believed(seen: Seen) -> dict[str, Told]:
    """Every estimate at the end of the three years."""
    evidence = evidence_of(seen.count)
    quarter, year = _since(seen.count, 13), _since(seen.count, 52)
    everybody, again = unique(evidence), returning(evidence)
    kept, of_year = retained(evidence, quarter), unique_in(evidence, year)
    found = {
        "unique": (everybody, False),
        "year": (of_year, False),
        "returning": (again, True),
        "retained": (kept, True),
    }
    return {name: Told(each.mean, each.sd, is_share) for name, (each, is_share) in found.items() if each is not None}


def evidence_of(count: Count) -> Evidence:
    checked = [count.sessions[number] for number in count.checked]
    return Evidence(
        _sum(count, 0),
        gone=count.gone_by(count.boxes[-1]) if count.boxes else None,
        clicked=sum(each.came for each in checked),
        tapped=sum(each.sums["visits"] for each in checked),
    )


def without_controls(seen: Seen) -> Evidence:
    """The same café had nobody counted its box or its door."""
    return replace(evidence_of(seen.count), gone=None, clicked=0, tapped=0)


def _since(count: Count, weeks: int) -> Counters:
    return _sum(count, sum(week < WEEKS - weeks for week in OPEN_WEEKS))


def _sum(count: Count, first: int) -> Counters:
    return total(Counters(**each.sums) for each in count.sessions[first:])
