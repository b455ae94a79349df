"""Who comes when: visits of one café's guests, drawn person by person."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, log

from demo.cafe.setting import Guests

FOREVER = 1e9
LEAST_CHANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Visits:
    """The guests of every session by number, in the order of time. `once` were never going to come again."""

    guests: tuple[tuple[int, ...], ...]
    once: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Tie:
    """One guest's time with the café, in weeks, and how many visits a week it holds."""

    begins: float
    ends: float
    rate: float
    is_once: bool
    first_at: float | None


def draw(guests: Guests, at: Sequence[float], dice: random.Random, busy: Sequence[float] | None = None) -> Visits:
    """Visits at the sessions held `at` these weeks since the start; `busy` is each session's season (1 is usual)."""
    if not at:
        return Visits((), frozenset())
    season = busy or [1.0] * len(at)
    here: list[list[int]] = [[] for _session in at]
    once = set()
    for number, tie in enumerate(_ties(guests, at[-1] + 1, dice)):
        if tie.is_once:
            once.add(number)
        for session in _sessions(tie, at, season, dice):
            here[session].append(number)
    return Visits(tuple(tuple(dice.sample(each, len(each))) for each in here), frozenset(once))


def _ties(guests: Guests, until: float, dice: random.Random) -> Iterator[_Tie]:
    """Everybody who may ever come: residents of the start, and those who took the place of movers."""
    movers = round(guests.residents * guests.moving * until)
    for number in range(guests.residents + movers):
        begins = 0.0 if number < guests.residents else dice.uniform(0, until)
        if dice.random() < guests.reach:
            moves = begins + (dice.expovariate(guests.moving) if guests.moving else FOREVER)
            yield _tie(guests, begins, moves, dice)


def _tie(guests: Guests, begins: float, moves: float, dice: random.Random) -> _Tie:
    found = begins + (dice.expovariate(1 / guests.discovery) if guests.discovery else 0.0)
    is_once = dice.random() < guests.once
    rate = dice.gammavariate(guests.shape, guests.rate / guests.shape)
    leaves = min(moves, found + dice.expovariate(1 / guests.tie))
    comes_at_once = guests.discovery and guests.comes_at_once and found <= moves
    return _Tie(found, leaves, rate, is_once, found if comes_at_once else None)


def _sessions(tie: _Tie, at: Sequence[float], season: Sequence[float], dice: random.Random) -> Iterator[int]:
    """The next session after hearing of the café, and then by the guest's own rate."""
    start = bisect_left(at, tie.begins)
    if tie.first_at is not None and start < len(at):
        yield start
        start += 1
    if tie.is_once:
        return
    most = -tie.rate * max(season)
    busiest, end = 1 - exp(most), bisect_left(at, tie.ends)
    if busiest < LEAST_CHANCE:
        return
    while (start := start + _sessions_missed(most, dice)) < end:
        if dice.random() * busiest < 1 - exp(-tie.rate * season[start]):
            yield start
        start += 1


def _sessions_missed(most: float, dice: random.Random) -> int:
    """How many sessions pass until the next one the guest would come to in the busiest season."""
    return int(log(1 - dice.random()) / most)
