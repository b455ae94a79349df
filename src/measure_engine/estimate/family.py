"""Guests with a card of their own and families with one card between them, as one number of people (counting.md 4).

Families and people are never added, but for this: guests, plus unique families times the people of a family when it
was new. It is worked out and not counted, and is always shown with that word.
"""

from dataclasses import dataclass
from math import sqrt

from .counter import Counters
from .formula import Estimated

SMALLEST = 2
"""A family is one adult and one child at least."""
LEAST_VARIANCE = 0.5


@dataclass(frozen=True, slots=True)
class Size:
    """People in a family when it was new: the mean, how well it is known, and of how many families."""

    mean: float
    sd: float
    families: int


def size_of(counters: Counters) -> Size | None:
    """From the sums of the family cards; None while no new family has been written down with its people.

    Sums do not show how sizes vary; what is above the smallest family is taken to vary as chance alone would have it.
    """
    families, people = counters.families, counters.adults + counters.children
    if not families or not people:
        return None
    mean = max(people / families, SMALLEST)
    return Size(mean, sqrt(max(mean - SMALLEST, LEAST_VARIANCE) / families), families)


def with_families(guests: Estimated, families: Estimated, size: Size) -> Estimated:
    """Guests and the people of the families, with the spread of all three numbers."""
    parts = (guests.sd, size.mean * families.sd, families.mean * size.sd)
    return Estimated(guests.mean + families.mean * size.mean, sqrt(sum(part * part for part in parts)))
