"""The year as a ring: where each day, stretch and mark is drawn. Numbers in, SVG paths out; a turn begins at the top.

Drawn by the server as one path per activity, so that thousands of sessions are a few lines of text.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

GAP = 10.0  # degrees left open at the top, where the lanes have their numbers
OUTER, INNER = 418.0, 165.0  # the lanes lie between these radii
PHASES = (428.0, 452.0)
MONTHS = (456.0, 492.0)
NEWS = 146.0
LANE_AT_MOST = 64.0
TEXT_AT_MOST = 80.0  # degrees to each side: an arc of more than half a turn needs another flag


@dataclass(frozen=True, slots=True)
class Lane:
    """A ring for one activity, between two radii."""

    inner: float
    outer: float

    @property
    def middle(self) -> float:
        return (self.inner + self.outer) / 2


def lanes(count: int) -> list[Lane]:
    """Rings from the outside in, as wide as there is room for."""
    width = min(LANE_AT_MOST, (OUTER - INNER) / max(count, 1))
    return [Lane(OUTER - width * (number + 1) + width * 0.12, OUTER - width * number) for number in range(count)]


@lru_cache(maxsize=8)
def days_of(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def angle(day: date, part: float = 0.0) -> float:
    """Degrees clockwise from the top of a moment of a day; its first and last day stand beside the gap."""
    return angle_of((day - date(day.year, 1, 1)).days + part, days_of(day.year))


def angle_of(number: float, days: int) -> float:
    return GAP / 2 + number * (360.0 - GAP) / days


def point(radius: float, degrees: float) -> tuple[float, float]:
    turn = math.radians(degrees)
    return radius * math.sin(turn), -radius * math.cos(turn)


def _at(radius: float, degrees: float) -> str:
    x, y = point(radius, degrees)
    return f"{x:.1f} {y:.1f}"


def band(inner: float, outer: float, begin: float, end: float) -> str:
    """A piece of a ring from one angle to another."""
    large = 1 if end - begin > 180 else 0
    return (
        f"M{_at(outer, begin)}A{outer:.1f} {outer:.1f} 0 {large} 1 {_at(outer, end)}"
        f"L{_at(inner, end)}A{inner:.1f} {inner:.1f} 0 {large} 0 {_at(inner, begin)}Z"
    )


def stretch(inner: float, outer: float, first: date, last: date) -> str:
    """A piece of a ring from the morning of one day to the night of another of the same year."""
    return band(inner, outer, angle(first), angle(last, 1.0))


def ticks(lane: Lane, days: Iterable[date]) -> str:
    """One short line across the lane for each day."""
    inner, outer, parts = lane.inner, lane.outer, []
    for day in sorted(set(days)):
        east, north = _noon(day)
        parts.append(f"M{outer * east:.1f} {outer * north:.1f}L{inner * east:.1f} {inner * north:.1f}")
    return "".join(parts)


@lru_cache(maxsize=1500)
def _noon(day: date) -> tuple[float, float]:
    """Where on the ring the middle of a day points: the same for every lane, so it is worked out once."""
    return point(1.0, angle(day, 0.5))


def diamond(radius: float, day: date, size: float = 9.0) -> str:
    x, y = point(radius, angle(day, 0.5))
    return f"M{x:.1f} {y - size:.1f}L{x + size:.1f} {y:.1f}L{x:.1f} {y + size:.1f}L{x - size:.1f} {y:.1f}Z"


def text_arc(radius: float, begin: float, end: float) -> str:
    """The way a text is written along: clockwise in the upper half, the other way in the lower, so that none is upside
    down."""
    middle = (begin + end) / 2
    begin, end = max(begin, middle - TEXT_AT_MOST), min(end, middle + TEXT_AT_MOST)
    if 90 < middle % 360 < 270:
        return f"M{_at(radius, end)}A{radius:.1f} {radius:.1f} 0 0 0 {_at(radius, begin)}"
    return f"M{_at(radius, begin)}A{radius:.1f} {radius:.1f} 0 0 1 {_at(radius, end)}"
