"""From guests to sums: cards handed out, forgotten, lost and refused, taps right and wrong, and the three controls.

What is written is only what a tablet, a box and a door check would hold; what happened is kept apart in `Truth`.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from demo.cafe.guest import Visits
from demo.cafe.setting import Cafe, Habits

COUNTERS = (
    "visits", "card_visits", "new_guests", "new_without_card", "replaced_cards", "forgotten_or_lost",
    "second_by_card", "second_asked", "quarter_first_by_card", "quarter_asked_yes", "quarter_asked",
    "period_first_by_card", "period_asked_yes", "period_asked", "families", "adults", "children",
    "audit_asked", "audit_wrong",
)  # fmt: skip
SECOND_BY_MISTAKE = 0.01


@dataclass(frozen=True, slots=True)
class Opening:
    """A session: its day, and the quarter and target period that the stamp card's rows follow."""

    on: date
    quarter: int
    period: int


@dataclass(frozen=True, slots=True)
class Size:
    """The people of a family: one adult and one child at least."""

    adults: int
    children: int

    @classmethod
    def drawn(cls, dice: random.Random) -> Size:
        """One or two adults, and one to four children: three and a half on average."""
        return cls(1 + (dice.random() < 0.6), dice.choices((1, 2, 3, 4), (40, 36, 17, 7))[0])

    @property
    def people(self) -> int:
        return self.adults + self.children


@dataclass(slots=True)
class Tapped:
    """What one session left behind. `gone` are the cards gone from the box in it, which no tablet knows; `watched` is
    what somebody would have seen who stood beside the tablet (the numbers of a site audit)."""

    sums: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTERS, 0))
    gone: int = 0
    came: int = 0
    watched: Counter[str] = field(default_factory=Counter)

    @property
    def kept(self) -> dict[str, int]:
        """The sums that are not nought."""
        return {name: number for name, number in self.sums.items() if number}


@dataclass(slots=True)
class _Card:
    """What stands on a guest's card: stamps, and the rows that have one."""

    stamps: int = 1
    quarter: int = -1
    period: int = -1


@dataclass(slots=True)
class _Guest:
    refuses: bool
    size: Size | None = None
    before: int = 0
    quarter: int = -1
    period: int = -1
    card: _Card | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A whole café's sums by session, with which sessions had a door check and which ended with the box counted."""

    openings: tuple[Opening, ...]
    sessions: tuple[Tapped, ...]
    checked: frozenset[int]
    boxes: tuple[int, ...]

    def gone_by(self, session: int) -> int:
        return sum(each.gone for each in self.sessions[: session + 1])


@dataclass(frozen=True, slots=True)
class Opened:
    """A café with who came to each of its sessions; its guests carry their card to the others, under one number."""

    cafe: Cafe
    openings: Sequence[Opening]
    guests: Sequence[Sequence[int]]


def tap(
    cafe: Cafe,
    openings: Sequence[Opening],
    visits: Visits,
    dice: random.Random,
    sizes: Mapping[int, Size] | None = None,
) -> Count:
    """Every visit in turn, as the host sees it. With `sizes` the cards are families', each with its people."""
    return tap_together([Opened(cafe, openings, visits.guests)], visits.once, dice, sizes)[0]


def tap_together(
    opened: Sequence[Opened], once: frozenset[int], dice: random.Random, sizes: Mapping[int, Size] | None = None
) -> list[Count]:
    """The same for cafés that share guests, day by day over all of them."""
    tapper = _Tapper(dice, once, sizes or {})
    made: list[list[Tapped]] = [[] for _cafe in opened]
    days = [(opening.on, at, number) for at, each in enumerate(opened) for number, opening in enumerate(each.openings)]
    for _on, at, number in sorted(days):
        each = opened[at]
        made[at].append(tapper.session(each.cafe.habits, each.openings[number], each.guests[number]))
    return [
        Count(
            tuple(each.openings),
            tuple(sessions),
            _checked(each.openings, each.cafe.habits.door_checks_a_year),
            _boxes(each.openings, each.cafe.months_between_boxes),
        )
        for each, sessions in zip(opened, made, strict=True)
    ]


class _Tapper:
    """The host, with the guests' cards as the only memory."""

    habits: Habits
    watch: Counter[str]

    def __init__(self, dice: random.Random, once: frozenset[int], sizes: Mapping[int, Size]) -> None:
        self.chance, self.once, self.sizes = dice.random, once, sizes
        self.guests: dict[int, _Guest] = {}

    def session(self, habits: Habits, opening: Opening, guests: Sequence[int]) -> Tapped:
        made = Tapped(came=len(guests))
        self.habits, self.watch = habits, made.watched
        for number in guests:
            guest = self.guests.get(number) or self._meet(number)
            if self.chance() >= self.habits.untapped:
                self._visit(guest, opening, made)
            guest.before += 1
            guest.quarter, guest.period = opening.quarter, opening.period
        return made

    def _meet(self, number: int) -> _Guest:
        share = self.habits.refusing_once if number in self.once else self.habits.refusing
        guest = self.guests[number] = _Guest(self.chance() < share, self.sizes.get(number))
        return guest

    def _visit(self, guest: _Guest, opening: Opening, made: Tapped) -> None:
        made.sums["visits"] += 1
        self.watch["visits"] += 1
        if guest.card is None:
            self._without(guest, opening, made)
        elif self.chance() >= self.habits.forgotten:
            self._shown(guest, guest.card, opening, made.sums)
        else:
            self._missing(guest, guest.card, opening, made)

    def _shown(self, guest: _Guest, card: _Card, opening: Opening, sums: dict[str, int]) -> None:
        sums["card_visits"] += 1
        if self.chance() < self.habits.audited:
            sums["audit_asked"] += 1
            sums["audit_wrong"] += self.chance() < self.habits.false_new_at(guest.before)
        if self.chance() >= self.habits.misread:
            sums["second_by_card"] += card.stamps == 1
            sums["quarter_first_by_card"] += card.quarter != opening.quarter
            sums["period_first_by_card"] += card.period != opening.period
        card.stamps += 1
        card.quarter, card.period = opening.quarter, opening.period

    def _missing(self, guest: _Guest, card: _Card, opening: Opening, made: Tapped) -> None:
        """Forgotten or lost: seen for what it is, taken for a new guest, or asked as somebody without a card."""
        if self.chance() < self.habits.false_new_at(guest.before):
            self._new(guest, opening, made, takes_card=True)
            return
        is_lost = self.chance() < self.habits.lost_of_missing
        is_untold = self.chance() < (self.habits.loss_untold if is_lost else self.habits.wrong_missing)
        self.watch["losses"] += is_lost
        self.watch["losses_untold"] += is_lost and is_untold
        if is_untold:
            self._ask(guest, opening, made.sums)
        else:
            made.sums["forgotten_or_lost"] += 1
            if is_lost:
                made.sums["replaced_cards"] += 1
                self._ask_period(guest, opening, made.sums)
        if is_lost:
            made.gone += 1
            guest.card = _Card(max(2, card.stamps + 1), opening.quarter, opening.period)

    def _without(self, guest: _Guest, opening: Opening, made: Tapped) -> None:
        is_first = guest.before == 0
        taken = 1 - self.habits.first_missed if is_first else self.habits.false_new_at(guest.before)
        takes_card = not guest.refuses and self.chance() < self.habits.offered
        is_new = self.chance() < taken
        self.watch["first_visits"] += is_first
        self.watch["first_visits_tapped_new"] += is_first and is_new
        if is_new:
            self._new(guest, opening, made, takes_card=takes_card)
            return
        self._ask(guest, opening, made.sums)
        if takes_card:
            made.gone += 1
            guest.card = _Card(1 if is_first else 2, opening.quarter, opening.period)

    def _new(self, guest: _Guest, opening: Opening, made: Tapped, *, takes_card: bool) -> None:
        made.sums["new_guests"] += 1
        if guest.size is not None:
            made.sums["families"] += 1
            made.sums["adults"] += guest.size.adults
            made.sums["children"] += guest.size.children
        if takes_card:
            made.gone += 1
            guest.card = _Card(1, opening.quarter, opening.period)
        else:
            made.sums["new_without_card"] += 1

    def _ask(self, guest: _Guest, opening: Opening, sums: dict[str, int]) -> None:
        told = self.habits.told_first if guest.before == 1 else SECOND_BY_MISTAKE
        sums["second_asked"] += self.chance() < told
        self._ask_period(guest, opening, sums)

    def _ask_period(self, guest: _Guest, opening: Opening, sums: dict[str, int]) -> None:
        habits = self.habits
        for name, is_first, false in (
            ("quarter", guest.quarter != opening.quarter, habits.quarter_false),
            ("period", guest.period != opening.period, habits.period_false),
        ):
            says_first = self.chance() < (habits.told_first if is_first else false)
            sums[f"{name}_asked"] += 1
            sums[f"{name}_asked_yes"] += says_first
            self.watch["firsts" if is_first else f"repeats_in_{name}"] += 1
            self.watch["firsts_told" if is_first else f"repeats_in_{name}_told_first"] += says_first


def _checked(openings: Sequence[Opening], a_year: int) -> frozenset[int]:
    """Door checks spread over the year, the first one after a month."""
    if not a_year:
        return frozenset()
    return frozenset(range(4, len(openings), max(1, round(46 / a_year))))


def _boxes(openings: Sequence[Opening], months: int) -> tuple[int, ...]:
    """The last session of every month, or of every so many."""
    if not months:
        return ()
    last = {(each.on.year * 12 + each.on.month) // months: number for number, each in enumerate(openings)}
    return tuple(last.values())
