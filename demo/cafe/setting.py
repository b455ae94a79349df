"""How a café's guests behave and how well they are tapped: counting.md section 2 as values, each stress by name.

Guests are a model of our own with the same words (discovery, gamma-Poisson, open population, turnover); its numbers
were chosen so that the three cafés come out about as large, as faithful and as fleeting as those of counting.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Guests:
    """Residents and how they use the café; times in weeks.

    Of the residents `reach` may ever come. They hear of it after `discovery` weeks on average and come then for the
    first time; with `discovery` 0 nobody hears of it on a day, they come by their rate from the start. `once` never
    come again. The others come at a weekly rate drawn from a gamma distribution (`rate` on average, `shape`), for
    `tie` weeks on average, and as long as they live there; `moving` is the share that moves in a week.
    """

    residents: int = 1000
    reach: float = 1.0
    discovery: float = 0.0
    once: float = 0.0
    rate: float = 0.2
    shape: float = 0.5
    tie: float = 60.0
    moving: float = 0.002


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
    """One café: `months_between_boxes` 0 means that the cards are never counted."""

    guests: Guests
    habits: Habits = Habits()
    months_between_boxes: int = 1

    def named(self, name: str) -> Cafe:
        """The same café under a named setting."""
        return replace(self, habits=HABITS[name])


CAFES = {
    "S1": Cafe(Guests(reach=0.272, discovery=53, once=0.10, rate=0.332, shape=0.65, tie=401, moving=0.0036)),
    "S2": Cafe(Guests(reach=0.81, rate=0.0351, shape=0.115, tie=1390, moving=0.0021)),
    "S3": Cafe(Guests(reach=0.36, discovery=97, once=0.32, rate=0.245, shape=0.70, tie=99, moving=0.0053)),
}

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
