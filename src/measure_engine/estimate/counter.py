"""The sums of one session, one device or many: what is kept of the taps (counting.md 3.2)."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from itertools import accumulate
from operator import add, attrgetter, sub

from ..language import gettext_noop
from .fault import MoreWrongThanAsked, NegativeCount, PartAboveWhole


@dataclass(frozen=True, slots=True)
class Counters:
    """Sums of taps, which may be added over devices, sessions and places; the letters are those of counting.md.

    A set counts guests or, as a set of its own, family cards; then `adults` and `children` are those of the families
    tapped as new. `quarter_*` and `period_*` are first times in the calendar quarter and in the target period (the
    colour of the card's row) that the session lies in.
    """

    visits: int = 0  # V
    card_visits: int = 0  # K
    new_guests: int = 0  # F
    new_without_card: int = 0  # F0
    replaced_cards: int = 0  # R
    forgotten_or_lost: int = 0  # gone
    second_by_card: int = 0  # n2_card
    second_asked: int = 0  # n2_asked
    quarter_first_by_card: int = 0
    quarter_asked_yes: int = 0
    quarter_asked: int = 0
    period_first_by_card: int = 0
    period_asked_yes: int = 0
    period_asked: int = 0
    families: int = 0
    adults: int = 0
    children: int = 0
    audit_asked: int = 0
    audit_wrong: int = 0

    def __post_init__(self) -> None:
        for name in NAMES:
            if getattr(self, name) < 0:
                raise NegativeCount(
                    gettext_noop("Tælleren »%(name)s« er %(value)d; et antal kan ikke være under 0."),
                    field=name, name=name, value=getattr(self, name),
                )  # fmt: skip
        for part, whole in PARTS:
            if getattr(self, part) > getattr(self, whole):
                self._refuse(part, whole)

    def __add__(self, other: "Counters") -> "Counters":
        return total((self, other))

    @property
    def without_card(self) -> int:
        """M: tapped visits where no card was shown."""
        return self.visits - self.card_visits

    @property
    def handed_out(self) -> int:
        """Cards that by the taps left the box: to new guests who wanted one, and for lost ones."""
        return max(self.new_guests - self.new_without_card, 0) + self.replaced_cards

    def _refuse(self, part: str, whole: str) -> None:
        values = {"part": part, "few": getattr(self, whole), "many": getattr(self, part), "whole": whole}
        if part == "audit_wrong":
            raise MoreWrongThanAsked(
                gettext_noop("Kontrolspørgsmålet har %(many)d forkerte svar, men er kun stillet %(few)d gange. "
                             "Antallet af forkerte kan højst være antallet af spørgsmål."),
                field=part, **values,
            )  # fmt: skip
        raise PartAboveWhole(
            gettext_noop(
                "Tælleren »%(part)s« er %(many)d, men er en del af »%(whole)s«, som er %(few)d. Ret den mindste."
            ),
            field=part, **values,
        )  # fmt: skip


NAMES = tuple(each.name for each in fields(Counters))
READ = attrgetter(*NAMES)

PARTS = (
    ("card_visits", "visits"),
    ("new_guests", "visits"),
    ("audit_wrong", "audit_asked"),
)
"""The same rules as the journal's own table has."""


def total(several: Iterable[Counters]) -> Counters:
    rows = [READ(each) for each in several]
    return Counters(*(sum(column) for column in zip(*rows, strict=True))) if rows else Counters()


class Running:
    """Sets of sums one after another, and what any stretch of them adds up to."""

    def __init__(self, several: Iterable[Counters]) -> None:
        nothing = (0,) * len(NAMES)
        self._sums = list(accumulate(map(READ, several), lambda one, two: tuple(map(add, one, two)), initial=nothing))

    def between(self, first: int, after: int) -> Counters:
        """Of the sets from one place up to another, which is left out."""
        if after <= first:
            return Counters()
        return Counters(*map(sub, self._sums[after], self._sums[first]))
