"""The rates an estimate assumes, under a version that is kept with every published figure, and a site's own instead.

The assumed values are those of counting.md 3.3. A site that has watched at least a hundred visits itself (counting.md
3.3, last line) replaces them: each rate becomes the mean of a Beta distribution that starts at the assumption, worth
as many observations as its spread says, and adds what the site saw. A rate nobody could observe thus stays as it was,
one seen ten times moves a little, and one seen hundreds of times is the site's own.
"""

from dataclasses import dataclass, replace
from datetime import date

from ..language import gettext_noop
from .fault import MoreWrongThanAsked, NegativeCount

FEWEST_AUDITED = 100


@dataclass(frozen=True, slots=True)
class Rate:
    """A share, and how many observations the knowledge of it is worth."""

    mean: float
    weight: float

    @property
    def variance(self) -> float:
        return self.mean * (1 - self.mean) / (self.weight + 1)

    def with_observed(self, yes: int, seen: int) -> "Rate":
        weight = self.weight + seen
        return Rate((self.mean * self.weight + yes) / weight, weight) if seen else self


def rate(mean: float, deviation: float) -> Rate:
    """The rate with this standard deviation."""
    return Rate(mean, mean * (1 - mean) / deviation**2 - 1)


@dataclass(frozen=True, slots=True)
class Constants:
    """The assumed rates, under a version.

    `tapped_new`: a tapped first visit is tapped as new. `untold_loss`: a lost card is not tapped as lost.
    `first_told` and `quarter_false`, `period_false`: guests without a card say rightly or wrongly that this is the
    first time. `second_false`: they say wrongly that it is the second. `tap_share` and `false_new` stand in only
    while no door check and no audit has been made at all.
    """

    version: str = "2026-2"
    tapped_new: Rate = Rate(0.95, 40)
    untold_loss: Rate = Rate(0.10, 20)
    first_told: Rate = rate(0.867, 0.061)
    quarter_false: Rate = rate(0.025, 0.0141)
    period_false: Rate = rate(0.010, 0.005)
    second_false: Rate = rate(0.010, 0.005)
    tap_share: Rate = Rate(0.97, 20)
    false_new: Rate = Rate(0.015, 20)

    def replaced_by(self, audit: "SiteAudit | None") -> "Constants":
        """The site's own, once it has watched enough visits; else these."""
        if audit is None or audit.visits < FEWEST_AUDITED:
            return self
        own = {name: getattr(self, name).with_observed(*audit.seen(name)) for name in AUDITED}
        return replace(self, version=f"{self.version}+{audit.version}", **own)


@dataclass(frozen=True, slots=True)
class SiteAudit:
    """What somebody saw who stood beside the tablet: of so many visits of a sort, so many were tapped so.

    `first_visits` were really first ones, `losses` really lost cards, `firsts` really first times in the quarter or
    period told by guests without a card, `repeats_*` really not. `visits` is how many were watched in all.
    """

    on: date
    visits: int
    first_visits: int = 0
    first_visits_tapped_new: int = 0
    losses: int = 0
    losses_untold: int = 0
    firsts: int = 0
    firsts_told: int = 0
    repeats_in_quarter: int = 0
    repeats_in_quarter_told_first: int = 0
    repeats_in_period: int = 0
    repeats_in_period_told_first: int = 0

    def __post_init__(self) -> None:
        for yes, seen in AUDITED.values():
            few, many = getattr(self, yes), getattr(self, seen)
            if min(few, many) < 0:
                raise NegativeCount(
                    gettext_noop("Kontrollen har et antal under 0 (»%(name)s«); skriv 0 eller mere."),
                    field=yes, name=yes,
                )  # fmt: skip
            if not few <= many <= self.visits:
                raise MoreWrongThanAsked(
                    gettext_noop("Kontrollen har %(few)d i »%(yes)s« af %(many)d i »%(seen)s« og %(visits)d besøg i "
                                 "alt; det første kan højst være det næste."),
                    field=yes, yes=yes, seen=seen, few=few, many=many, visits=self.visits,
                )  # fmt: skip

    @property
    def version(self) -> str:
        return f"audit-{self.on.isoformat()}"

    def seen(self, name: str) -> tuple[int, int]:
        yes, seen = AUDITED[name]
        return getattr(self, yes), getattr(self, seen)


AUDITED = {
    "tapped_new": ("first_visits_tapped_new", "first_visits"),
    "untold_loss": ("losses_untold", "losses"),
    "first_told": ("firsts_told", "firsts"),
    "quarter_false": ("repeats_in_quarter_told_first", "repeats_in_quarter"),
    "period_false": ("repeats_in_period_told_first", "repeats_in_period"),
}

ASSUMED = Constants()
