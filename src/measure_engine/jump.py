"""Figures that jump: a count that leaps or falls in a way its own history makes unlikely, and a share that turns round.

A count is held up against the months (or weeks) round about it by a Hampel filter: the median of the others and their
median absolute deviation (Hampel 1974; Davies and Gather, "The identification of multiple outliers", JASA 88, 1993),
on the scale 2 sqrt(n + 3/8), where a count's own chance is about 1 whatever its size (Anscombe, Biometrika 35, 1948).
The limit of 3.5 deviations is that of Iglewicz and Hoaglin ("How to Detect and Handle Outliers", 1993). What is
expected follows what could be: the sessions planned in the month, or its open days. Nothing is assumed of how counts
are spread but that few months round about are strange.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

AROUND = 9  # months, or weeks, on either side
FEWEST_AROUND = 5
MAD_TO_SD = 1.4826
UNLIKELY = 3.5
LEAP, FALL = 1.6, 0.5  # of what was expected
EMPTY_AROUND = 0.2  # with more empty ones, what is counted comes in bursts of its own: courses, rounds of questions
FEWEST_APART = 8  # entries: less is not worth a look
TURNED = 0.30  # of a share, across the half
FEWEST_ASKED = 20
SHARE_UNLIKELY = 4.0


@dataclass(frozen=True, slots=True)
class Jump:
    """The place in the series, what was counted and what the others make likely; how far apart in deviations."""

    at: int
    counted: float
    expected: float
    score: float

    @property
    def is_leap(self) -> bool:
        return self.counted > self.expected


def jumps(counts: Sequence[float], could_be: Sequence[float]) -> list[Jump]:
    """Those of the counts that stand out. ``could_be`` is what each could come of: sessions planned, or open days.

    Where nothing could be, nothing is expected and nothing found.
    """
    found = [_jump(counts, could_be, at) for at in range(len(counts)) if could_be[at] > 0]
    return [each for each in found if each is not None]


def _jump(counts: Sequence[float], could_be: Sequence[float], at: int) -> Jump | None:
    around = [n for n in range(max(0, at - AROUND), min(len(counts), at + AROUND + 1)) if n != at and could_be[n] > 0]
    if len(around) < FEWEST_AROUND:
        return None
    if sum(counts[n] == 0 for n in around) > EMPTY_AROUND * len(around):
        return None
    rate = median(counts[n] / could_be[n] for n in around)
    expected, counted = rate * could_be[at], counts[at]
    if abs(counted - expected) < FEWEST_APART or not _is_far(counted, expected):
        return None
    spread = MAD_TO_SD * median(abs(_apart(counts[n], rate * could_be[n])) for n in around)
    score = _apart(counted, expected) / max(1.0, spread)
    return Jump(at, counted, expected, score) if abs(score) >= UNLIKELY else None


def _is_far(counted: float, expected: float) -> bool:
    return counted >= LEAP * expected or counted <= FALL * expected


def _apart(counted: float, expected: float) -> float:
    return 2 * (sqrt(counted + 3 / 8) - sqrt(expected + 3 / 8))


@dataclass(frozen=True, slots=True)
class Turn:
    """A share that turned round: its place, and the shares of it and of all before it."""

    at: int
    share: float
    before: float


def turns(parts: Sequence[tuple[int, int]]) -> list[Turn]:
    """Of pairs (with, of), those on the other side of a half than all before them together, and far from there.

    Two proportions with a common variance; as when a question's yes and no were mixed up.
    """
    found = []
    for at in range(1, len(parts)):
        some, of = parts[at]
        whole = [sum(each) for each in zip(*parts[:at], strict=True)]
        if of < FEWEST_ASKED or whole[1] < FEWEST_ASKED:
            continue
        share, before = some / of, whole[0] / whole[1]
        if (share - 0.5) * (before - 0.5) < 0 and abs(share - before) >= TURNED and _unlikely(parts[at], whole):
            found.append(Turn(at, share, before))
    return found


def _unlikely(one: Sequence[int], other: Sequence[int]) -> bool:
    pooled = (one[0] + other[0]) / (one[1] + other[1])
    deviation = sqrt(pooled * (1 - pooled) * (1 / one[1] + 1 / other[1]))
    return deviation > 0 and abs(one[0] / one[1] - other[0] / other[1]) >= SHARE_UNLIKELY * deviation
