"""The three cheap controls an estimate rests on, as people enter them (counting.md 0.8 and 3.2)."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ..language import gettext_noop
from .fault import (
    CardsDoNotAddUp,
    CountingError,
    FewerClickedThanTapped,
    MoreGoneThanPrinted,
    MoreWrongThanAsked,
    NegativeCount,
)

__all__ = [
    "BoxCount",
    "Card",
    "CardsDoNotAddUp",
    "CountingError",
    "DoorCheck",
    "FewerClickedThanTapped",
    "MoreGoneThanPrinted",
    "MoreWrongThanAsked",
    "NegativeCount",
]


class Card(StrEnum):
    """Which box: the guests' cards or the families' (another colour)."""

    GUEST = "guest"
    FAMILY = "family"


@dataclass(frozen=True, slots=True)
class BoxCount:
    """The cards of one site's box on a day: all ever printed for it, and those left or those handed out.

    One of the two is enough; where both are written they must add up. `activity`, `area` and `venue` say whose box
    it is; what is left blank does not matter.
    """

    on: date
    printed: int
    left: int | None = None
    handed_out: int | None = None
    activity: Hashable | None = None
    area: Hashable | None = None
    venue: Hashable | None = None
    card: Card = Card.GUEST

    def __post_init__(self) -> None:
        for name in ("printed", "left", "handed_out"):
            _refuse_negative(name, getattr(self, name) or 0)
        if self.left is None and self.handed_out is None:
            raise CountingError(
                gettext_noop("Skriv, hvor mange kort der er tilbage i kassen, eller hvor mange der er delt ud."),
                field="left",
            )
        if self.gone > self.printed:
            raise MoreGoneThanPrinted(
                gettext_noop("Der er væk %(gone)d kort, men kun trykt %(printed)d. Tæl kassen igen, eller ret, hvor "
                             "mange kort der er trykt i alt."),
                field="handed_out", gone=self.gone, printed=self.printed,
            )  # fmt: skip
        self._check_sum()

    @property
    def gone(self) -> int:
        """Cards gone from the box since the beginning."""
        return self.printed - self.left if self.left is not None else self.handed_out or 0

    @property
    def box(self) -> tuple[Hashable, ...]:
        return self.activity, self.area, self.venue, self.card

    def _check_sum(self) -> None:
        left, handed_out = self.left, self.handed_out
        if left is not None and left > self.printed:
            raise CardsDoNotAddUp(
                gettext_noop("Der ligger %(left)d kort i kassen, men der er kun trykt %(printed)d i alt. Ret det ene."),
                field="left", left=left, printed=self.printed,
            )  # fmt: skip
        if left is not None and handed_out is not None and left + handed_out != self.printed:
            raise CardsDoNotAddUp(
                gettext_noop("%(left)d tilbage og %(handed_out)d delt ud er ikke tilsammen de %(printed)d, der er "
                             "trykt. Tæl igen, eller lad det ene felt stå tomt."),
                field="left", left=left, handed_out=handed_out, printed=self.printed,
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DoorCheck:
    """A session where everybody through the door was clicked, so that it shows how many of them were tapped."""

    on: date
    clicked: int
    tapped: int
    session: Hashable | None = None
    activity: Hashable | None = None
    area: Hashable | None = None
    venue: Hashable | None = None

    def __post_init__(self) -> None:
        _refuse_negative("clicked", self.clicked)
        _refuse_negative("tapped", self.tapped)
        if self.clicked < self.tapped:
            raise FewerClickedThanTapped(
                gettext_noop("Ved døren er der talt %(clicked)d, men trykt %(tapped)d på tabletten. Dørtallet skal "
                             "mindst være lige så stort; var nogen talt to gange på tabletten?"),
                field="clicked", clicked=self.clicked, tapped=self.tapped,
            )  # fmt: skip


def _refuse_negative(name: str, value: int) -> None:
    if value < 0:
        words = {
            "printed": gettext_noop("Trykte kort er sat til %(value)d; skriv 0 eller mere."),
            "left": gettext_noop("Kort tilbage i kassen er sat til %(value)d; skriv 0 eller mere."),
            "handed_out": gettext_noop("Kort delt ud er sat til %(value)d; skriv 0 eller mere."),
            "clicked": gettext_noop("Talt ved døren er sat til %(value)d; skriv 0 eller mere."),
            "tapped": gettext_noop("Trykt på tabletten er sat til %(value)d; skriv 0 eller mere."),
        }
        raise NegativeCount(words[name], field=name, value=value)
