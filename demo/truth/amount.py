"""A number that can be added over parts of a neighbourhood: people of different parts are different people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Amount:
    """`top`, or `top` of `bottom` where it is a share or a mean; `keys` are things that parts may have in common
    (weeks, areas, partners), of which each counts once. Below `least` in the bottom there is no value."""

    top: float = 0
    bottom: float | None = None
    keys: frozenset[str] = frozenset()
    least: int = 1
    is_sum_of_bottoms: bool = True

    @property
    def numerator(self) -> float:
        return len(self.keys) if self.keys else self.top

    @property
    def value(self) -> float | None:
        if self.bottom is None:
            return self.numerator
        return self.numerator / self.bottom if self.bottom >= max(self.least, 1) else None

    def __add__(self, other: Amount) -> Amount:
        bottom = self.bottom if self.bottom is not None else other.bottom
        if self.bottom is not None and other.bottom is not None and self.is_sum_of_bottoms:
            bottom = self.bottom + other.bottom
        least, adds = max(self.least, other.least), self.is_sum_of_bottoms and other.is_sum_of_bottoms
        return Amount(self.top + other.top, bottom, self.keys | other.keys, least, adds)


def count(things: Iterable[object]) -> Amount:
    return Amount(len(set(things)))


def share(some: Iterable[object], of: Iterable[object]) -> Amount:
    everything = set(of)
    return Amount(len(set(some) & everything), len(everything))


def mean(values: Iterable[float], least: int = 1) -> Amount:
    found = list(values)
    return Amount(sum(found), len(found), least=least)
