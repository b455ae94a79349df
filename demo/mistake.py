"""Registrations that are wrong at first, as busy people make them: a slip of the finger, or the same thing twice."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from demo.setting import Writing

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mistake:
    """What was written instead (or once more), and after how many days somebody saw it."""

    row: Item
    found_after: int
    is_double: bool = False


def _other(*words: str) -> Callable[[Any, random.Random], Any]:
    return lambda value, dice: dice.choice([word for word in words if word != value])


def _typed_twice(value: Any, dice: random.Random) -> int:
    """One digit too many."""
    return min(int(value) * 10 + dice.randint(0, 9), 599)


# Kind -> the column that is mistaken, and what is written there.
SLIPS: dict[str, tuple[str, Callable[[Any, random.Random], Any]]] = {
    "contact": ("channel", _other("door", "yard", "laundry", "phone")),
    "session": ("people", _typed_twice),
    "conversation": ("value", _typed_twice),
    "publication": ("channel", _other("website", "facebook", "screen")),
    "contribution": ("value", lambda value, dice: value * 2),
    "rating": ("value", lambda value, dice: 6 - value if value != 3 else 4),
    "training": ("value", lambda value, dice: value + 1),
}
# What may be told twice without the journal noticing: nobody's name is on it.
DOUBLED = ("contact", "publication", "training")


class Mistakes:
    """Dice for what goes wrong, and when."""

    def __init__(self, writing: Writing, dice: random.Random) -> None:
        self.writing, self.dice = writing, dice
        self._settling: dict[date, bool] = {}

    def is_settling(self, on: date) -> bool:
        """Whether somebody in the team is new on that day."""
        known = self._settling.get(on)
        if known is None:
            days = [(on - change).days for change in self.writing.staff_changes]
            known = self._settling[on] = any(0 <= each < self.writing.settling_days for each in days)
        return known

    def about(self, row: Item, on: date) -> Mistake | None:
        wrong = self.writing.settling_wrong if self.is_settling(on) else self.writing.wrong
        drawn = self.dice.random()
        if drawn < self.writing.doubled:
            return self._double(row)
        return self._slip(row) if drawn < self.writing.doubled + wrong else None

    def _double(self, row: Item) -> Mistake | None:
        if row["kind"] not in DOUBLED or "subject" in row or "thread" in row:
            return None
        return Mistake(dict(row), self._days(), is_double=True)

    def _slip(self, row: Item) -> Mistake | None:
        column, slip = SLIPS.get(row["kind"], ("", None))
        if slip is None or column not in row or row.get("step") == "cancelled":
            return None
        return Mistake({**row, column: slip(row[column], self.dice)}, self._days())

    def _days(self) -> int:
        return self.dice.randint(1, self.writing.found_days)
