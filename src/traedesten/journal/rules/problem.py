"""What is wrong with one column of one row, in words that say what would be right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

# Codes of problems that only a person can solve, because two registrations speak against each other.
CONFLICTS = frozenset({"told_already", "twice", "corrected_already", "same_id"})

# How like a word must be to be suggested, and how like when it begins alike, as slips of the finger mostly do:
# "sxe" may be meant for "sex", but "farve" hardly for "area".
NEAR = 0.75
NEAR_WHEN_BEGUN_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Problem:
    """``column`` is a column's code (or empty for the row as a whole), ``message`` a Danish sentence."""

    column: str
    code: str
    message: str

    @property
    def is_conflict(self) -> bool:
        return self.code in CONFLICTS


class CellError(ValueError):
    """A cell cannot be read; carries the code and the message of the problem it becomes."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice most like the word, or None when nothing is like it."""
    by_lower = {choice.lower(): choice for choice in choices}
    found = get_close_matches(word.lower(), by_lower, n=1, cutoff=NEAR)
    found += get_close_matches(
        word.lower(), [each for each in by_lower if each[:1] == word[:1].lower()], n=1, cutoff=NEAR_WHEN_BEGUN_ALIKE
    )
    return by_lower[found[0]] if found else None


def nearest_word(word: str, names: Mapping[str, Any]) -> str | None:
    """The code whose code or Danish name is most like the word."""
    by_text = {str(name): code for code, name in names.items()} | {code: code for code in names}
    found = nearest(word, by_text)
    return by_text[found] if found else None


def did_you_mean(found: str | None) -> str:
    """A sentence to put after a message, with a leading space; empty without a suggestion."""
    return " " + _("Mente du »%(found)s«?") % {"found": found} if found else ""


def listed(words: Iterable[str], limit: int = 12) -> str:
    """Words with commas between; a long list ends in dots."""
    several = list(words)
    return ", ".join(several[:limit]) + (" …" if len(several) > limit else "")
