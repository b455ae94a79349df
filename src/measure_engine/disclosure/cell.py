"""One published number of people: what is shown of it, and which numbers may lie behind what is shown."""

from dataclasses import dataclass

from ..language import DANISH, Translator, number
from .scope import Rule

EXACT_FROM = 20
STEP = 5
FEWEST_CORRECTED = 5
"""A published number is corrected only when that changes it by so many (rule 5)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """`value` is the number as shown, None where only "<5" is; `low` and `high` are what may be behind it."""

    text: str
    value: int | None
    low: int
    high: int
    exact: bool

    @property
    def floor(self) -> int:
        """The number to reckon on when "less than" is all that is known."""
        return self.value or 0


def cell(count: float, rule: Rule, *, exact: bool, translator: Translator = DANISH) -> Cell:
    """What is shown of a count: itself where it may be (`exact`, and from 20), else "<5" or the nearest 5.

    20 itself is shown like 18 and 19, which round to it; otherwise those two would stand alone.
    """
    whole = max(0, int(count))
    if rule is Rule.OPEN or (exact and whole > EXACT_FROM):
        return Cell(number(whole, 0, translator), whole, whole, whole, True)
    if whole < rule.threshold:
        return Cell(f"<{rule.threshold}", None, 0, rule.threshold - 1, False)
    near = STEP * ((whole + STEP // 2) // STEP)
    high = min(near + STEP // 2, EXACT_FROM) if exact else near + STEP // 2
    return Cell(number(near, 0, translator), near, max(rule.threshold, near - STEP // 2), high, False)


def correct(published: Cell, now: Cell) -> Cell:
    """Which of the two stands: what was published, unless the number shown changes by 5 or more."""
    return now if abs(now.floor - published.floor) >= FEWEST_CORRECTED else published
