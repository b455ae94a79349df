"""The estimators of counting.md 3.3, each with a standard deviation.

Unique guests are the mean of two estimates that fail in opposite directions. One corrects the taps on "new" for those
missed and those tapped by mistake (Rogan and Gladen's correction of an imperfect yes or no); the other is the cards
gone from the box, less the replaced ones, plus the guests who wanted none. Half their disagreement is added to the
spread, so they warn of each other's faults.

Where a control was never made, the formulas of counting.md would divide by almost nothing. Then the rate in question
is the assumed one, with the little weight it has, and the light says that the control is missing.
"""

from dataclasses import dataclass
from math import sqrt

from .constant import ASSUMED, Constants, Rate
from .counter import Counters

MOST_FORGOTTEN = 0.48
LEAST_CONTRAST = 0.2
"""Below this difference between rightly and wrongly tapped as new, the taps tell nothing."""
HIDDEN = 0.25
"""Of second visits without the card, as many as the odds of forgetting it say, so many are never seen on it later."""
SECOND_UNTAPPED = 0.7
"""Guests who came again, as a share of all, are missed in so many of the visits that nobody tapped."""
BASE_SPREAD = 0.04
ONE_SOURCE = 0.10
"""With one of the two estimates only, the spread is as if they disagreed by 20 %, where the light turns red."""


@dataclass(frozen=True, slots=True)
class Estimated:
    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class Unique:
    """Unique guests, with the two estimates behind; one of them may be impossible for want of a control."""

    mean: float
    sd: float
    by_taps: float | None
    by_cards: float | None

    @property
    def disagreement(self) -> float | None:
        """The two estimates' difference as a share of their mean."""
        if self.by_taps is None or self.by_cards is None or not self.mean:
            return None
        return abs(self.by_taps - self.by_cards) / self.mean


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of a set of sites since the beginning; `gone` are the cards gone from the boxes (G)."""

    counters: Counters
    gone: int | None = None
    clicked: int = 0
    tapped: int = 0
    constants: Constants = ASSUMED

    @property
    def tap_share(self) -> float:
        """r: the share of visits that get tapped, by the door check."""
        return (self.tapped + 0.5) / (self.clicked + 1) if self.clicked else self.constants.tap_share.mean

    @property
    def tapped_new(self) -> float:
        """s: the share of first visits that end as a tap on "new"."""
        return self.constants.tapped_new.mean * self.tap_share

    @property
    def false_new(self) -> float:
        """f: the share of later visits without a card that are tapped "new", by the audit prompt."""
        counters = self.counters
        if not counters.audit_asked:
            return self.constants.false_new.mean
        return (counters.audit_wrong + 0.5) / (counters.audit_asked + 1)

    @property
    def forgotten(self) -> float:
        """q: the share of card holders' visits without the card."""
        counters = self.counters
        holders = counters.forgotten_or_lost + counters.card_visits
        return min(counters.forgotten_or_lost / max(holders, 1), MOST_FORGOTTEN)

    @property
    def forgotten_share(self) -> float:
        """The same for the light, uncapped."""
        counters = self.counters
        return counters.forgotten_or_lost / max(counters.forgotten_or_lost + counters.card_visits, 1)


def by_taps(new: float, without_card: float, s: float, f: float) -> float:
    """U1: the taps on "new", less those of people who were not, raised by those missed."""
    return (new - f * without_card) / (s - f)


def by_cards(gone: float, replaced: float, refused: float, s: float, untold_loss: float) -> float:
    """U2: cards gone, less those that replaced a lost one (told or not), plus the guests who wanted none."""
    return gone - replaced / (1 - untold_loss) + refused / s


def unique(evidence: Evidence) -> Unique | None:
    """Unique guests since the beginning; None when neither estimate is possible."""
    taps, variance = _by_taps(evidence)
    cards = _by_cards(evidence)
    found = [each for each in (taps, cards) if each is not None]
    if not found:
        return None
    mean = sum(found) / len(found)
    half = (found[0] - found[1]) / 2 if len(found) == 2 else ONE_SOURCE * mean
    return Unique(max(mean, 0.0), sqrt(variance + half**2), taps, cards)


def _by_taps(evidence: Evidence) -> tuple[float | None, float]:
    counters, s, f = evidence.counters, evidence.tapped_new, evidence.false_new
    if s - f < LEAST_CONTRAST:
        return None, 0.0
    found = by_taps(counters.new_guests, counters.without_card, s, f)
    chance = 0.08 * counters.new_guests + 0.008 * counters.without_card
    of_s = found**2 * _tapped_new_variance(evidence)
    of_f = (counters.without_card - found) ** 2 * _false_new_variance(evidence)
    return found, (chance + of_s + of_f) / (s - f) ** 2


def _by_cards(evidence: Evidence) -> float | None:
    if evidence.gone is None:
        return None
    counters, loss = evidence.counters, evidence.constants.untold_loss.mean
    return by_cards(evidence.gone, counters.replaced_cards, counters.new_without_card, evidence.tapped_new, loss)


def _tapped_new_variance(evidence: Evidence) -> float:
    r, assumed = evidence.tap_share, evidence.constants.tapped_new
    seen = evidence.clicked or evidence.constants.tap_share.weight
    return r * r * assumed.variance + assumed.mean**2 * r * (1 - r) / (seen + 2)


def _false_new_variance(evidence: Evidence) -> float:
    f, seen = evidence.false_new, evidence.counters.audit_asked or evidence.constants.false_new.weight
    return f * (1 - f) / (seen + 2)


def returning(evidence: Evidence) -> Estimated | None:
    """The share of unique guests with at least two visits, at most one (ADR 0017).

    Second visits are those seen on a card, with those whose card was forgotten then; and those told by guests without
    a card, corrected for the ones not told and the ones told wrongly. They are set against the guests there are, not
    against the taps on "new", which are too few. Where guests cannot be estimated it is the published formula.
    """
    everybody, counters = unique(evidence), evidence.counters
    if everybody is None or not everybody.mean:
        return returning_of_new(evidence)
    asked = max(counters.quarter_asked - counters.replaced_cards, counters.second_asked)
    told = _first_among_asked(
        counters.second_asked, asked, evidence.constants.first_told, evidence.constants.second_false
    )
    hidden = HIDDEN * evidence.forgotten / (1 - evidence.forgotten) * counters.second_by_card
    base = everybody.mean * (1 - SECOND_UNTAPPED * (1 - evidence.tap_share))
    carded = counters.second_by_card + hidden
    share = (carded + told.mean) / base
    apart = everybody.disagreement / 2 if everybody.disagreement is not None else ONE_SOURCE
    of_base = share * base * sqrt(BASE_SPREAD**2 + apart**2)
    spread = sqrt(told.sd**2 + 0.35**2 * carded + (0.5 * hidden) ** 2 + of_base**2) / base
    return Estimated(min(share, 1.0), spread)


def returning_of_new(evidence: Evidence) -> Estimated | None:
    """The same by the published formula: set against the taps on "new"; None while nobody has been tapped new.

    Of two faults that cancel each other, missed taps on "new" and missed second visits, it corrects neither.
    """
    counters, new = evidence.counters, evidence.counters.new_guests
    if not new:
        return None
    odds = evidence.forgotten / (1 - evidence.forgotten)
    hidden = HIDDEN * odds * counters.second_by_card / (1 + 0.7 * odds)
    carded = counters.second_by_card + hidden
    share = (counters.second_asked + carded) / new
    asked, unseen, base = 0.10 * counters.second_asked, 0.5 * hidden, share * (0.04 * new + 1)
    return Estimated(min(share, 1.0), sqrt(asked**2 + 0.35**2 * carded + unseen**2 + base**2) / new)


def new_in(evidence: Evidence, new_in_period: int) -> Estimated | None:
    """New guests of a period: its share of all taps on "new", of the unique guests. Disjoint periods add up."""
    everybody = unique(evidence)
    if everybody is None or not evidence.counters.new_guests:
        return None
    share = new_in_period / evidence.counters.new_guests
    return Estimated(everybody.mean * share, everybody.sd * share)


def retained(evidence: Evidence, quarter: Counters) -> Estimated | None:
    """The share of those whose first visit was before the quarter who came in it; `evidence` ends with the quarter."""
    everybody, new = unique(evidence), evidence.counters.new_guests
    if everybody is None or not new or not everybody.mean or new <= quarter.new_guests:
        return None
    before = everybody.mean * (new - quarter.new_guests) / new
    known = _known_in_quarter(evidence, quarter)
    share = known.mean / before
    spread = share * sqrt((known.sd / max(known.mean, 1)) ** 2 + (everybody.sd / everybody.mean) ** 2)
    return Estimated(min(share, 1.0), spread)


def unique_in(evidence: Evidence, period: Counters, *, of_quarter: bool = False) -> Estimated | None:
    """Unique guests of a period: the new ones, and the known ones who came. `evidence` ends with the period.

    The period is a calendar quarter (`of_quarter`) or a target period, because only their first visits are tapped.
    """
    new = new_in(evidence, period.new_guests)
    if new is None:
        return None
    known = _known_in_quarter(evidence, period) if of_quarter else _known_in_period(evidence, period)
    return Estimated(new.mean + known.mean, sqrt(new.sd**2 + known.sd**2))


def _known_in_quarter(evidence: Evidence, quarter: Counters) -> Estimated:
    constants = evidence.constants
    asked = _first_among_asked(
        quarter.quarter_asked_yes, quarter.quarter_asked, constants.first_told, constants.quarter_false
    )
    return _with_cards(asked, quarter.quarter_first_by_card, quarter.card_visits, evidence.forgotten, 0.05)


def _known_in_period(evidence: Evidence, period: Counters) -> Estimated:
    constants = evidence.constants
    asked = _first_among_asked(
        period.period_asked_yes, period.period_asked, constants.first_told, constants.period_false
    )
    return _with_cards(asked, period.period_first_by_card, period.card_visits, evidence.forgotten, 0.04)


def _first_among_asked(yes: int, asked: int, told: Rate, false: Rate) -> Estimated:
    """How many of the guests asked were really there for the first time in the period."""
    contrast = told.mean - false.mean
    if contrast < LEAST_CONTRAST:
        return Estimated(float(yes), float(asked - yes))
    found = max((yes - false.mean * asked) / contrast, 0.0)
    variance = found**2 * told.variance + (asked - found) ** 2 * false.variance
    return Estimated(found, sqrt(variance) / contrast)


def _with_cards(asked: Estimated, by_card: int, card_visits: int, forgotten: float, spread: float) -> Estimated:
    cards = by_card + missed(by_card, card_visits, forgotten)
    return Estimated(asked.mean + cards, sqrt(asked.sd**2 + (spread * cards) ** 2))


def missed(seen: float, card_visits: float, forgotten: float) -> float:
    """Card holders who came without their card every time (visits per person geometric; Good and Toulmin's question).

    `seen` are those whose card was seen, `card_visits` how often cards were seen in all.
    """
    if not seen:
        return 0.0
    stop = 1 / max(card_visits / seen / (1 - forgotten), 1.0)
    never = forgotten * stop / (1 - forgotten * (1 - stop))
    return seen * never / (1 - never)
