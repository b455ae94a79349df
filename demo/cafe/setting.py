"""How a café's guests behave and how well they are tapped: counting.md section 2 as values, each stress by name.

Guests are a model of our own with the same words (discovery, gamma-Poisson, open population, turnover); its numbers
were found by search so that the three cafés come out with the figures of counting.md's table of section 2.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Guests:
    """Residents and how they use the café; times in weeks.

    Of the residents `reach` may ever come. They hear of it after `discovery` weeks on average and come then for the
    first time (`comes_at_once`), or by their rate from then on. With `discovery` 0 all know of it from the start, and
    come by their rate. `once` never come again. The others come at a weekly rate drawn from a gamma distribution
    (`rate` on average, `shape`), for `tie` weeks on average, and as long as they live there; `moving` is the share
    that moves in a week.
    """

    residents: int = 1000
    reach: float = 1.0
    discovery: float = 0.0
    once: float = 0.0
    rate: float = 0.2
    shape: float = 0.5
    tie: float = 60.0
    moving: float = 0.002
    comes_at_once: bool = True


@dataclass(frozen=True, slots=True)
class Habits:
    """What goes wrong between a guest and the sums, as shares."""

    forgotten: float = 0.20
    lost_of_missing: float = 0.25
    loss_untold: float = 0.10
    refusing: float = 0.10
    refusing_once: float = 0.20
    offered: float = 0.95
    untapped: float = 0.03
    first_missed: float = 0.05
    false_new: tuple[float, float, float, float] = (0.05, 0.02, 0.008, 0.002)
    wrong_missing: float = 0.10
    told_first: float = 0.88
    quarter_false: float = 0.025
    period_false: float = 0.010
    misread: float = 0.01
    audited: float = 0.04
    door_checks_a_year: int = 4

    def false_new_at(self, before: int) -> float:
        """How often a guest who was here so many times before is tapped as new without a card."""
        return self.false_new[0 if before < 2 else 1 if before < 5 else 2 if before < 10 else 3]

    def worse_memory(self, times: float) -> Habits:
        second, few, some, many = (min(share * times, 1.0) for share in self.false_new)
        return replace(
            self,
            false_new=(second, few, some, many),
            told_first=1 - (1 - self.told_first) * times,
            quarter_false=self.quarter_false * times,
            period_false=self.period_false * times,
        )


@dataclass(frozen=True, slots=True)
class Cafe:
    """One café: `months_between_boxes` 0 means that the cards are never counted. `families` come with a family card
    of their own, where the café has such cards."""

    guests: Guests
    habits: Habits = Habits()
    months_between_boxes: int = 1
    families: Guests | None = None

    def named(self, name: str) -> Cafe:
        """The same café under a named setting."""
        return replace(self, habits=HABITS[name])


CAFES = {
    "S1": Cafe(Guests(reach=0.2615, discovery=49, once=0.127, rate=0.307, shape=0.714, tie=1110, moving=0.0038)),
    "S2": Cafe(Guests(discovery=27.7, rate=0.041, shape=0.0843, tie=1485, moving=0.0035, comes_at_once=False)),
    "S3": Cafe(Guests(reach=0.356, discovery=80, once=0.23, rate=0.171, shape=0.48, tie=101, moving=0.0027)),
}

# The families that use one café beside its guests: about 120 of them in three years, four in five more than once.
FAMILIES = Guests(residents=320, reach=0.42, discovery=50, once=0.15, rate=0.25, shape=0.8, tie=100, moving=0.003)


class Joining:
    """Guests who later join an offer: the share that would, and how likely it is to happen at a visit."""

    WILLING = 0.23
    AT_A_VISIT = 0.25


_USUAL = Habits()
_TWICE_REFUSING = replace(_USUAL, refusing=0.20, refusing_once=0.40)

HABITS: dict[str, Habits] = {
    "usual": _USUAL,
    "forgotten-10": replace(_USUAL, forgotten=0.10),
    "forgotten-20": _USUAL,
    "forgotten-40": replace(_USUAL, forgotten=0.40),
    "first-missed-15": replace(_USUAL, first_missed=0.15),
    "recall-x3": _USUAL.worse_memory(3),
    "refusal-x2": _TWICE_REFUSING,
    "untapped-10": replace(_USUAL, untapped=0.10),
    "all-four": replace(_TWICE_REFUSING.worse_memory(3), untapped=0.10, first_missed=0.15),
}
