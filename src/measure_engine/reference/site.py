"""Where guests are tapped, and the controls made there: door checks, counted boxes, the audit prompt.

A site is an activity in an area. A control belongs to every site it does not speak against: what it leaves blank does
not matter, and an activity brings its sub-activities.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

from ..estimate import BoxCount, Card, Checked, Constants, Counters, DoorCheck
from ..estimate.counter import total
from ..estimate.light import STALE_MONTHS, months_before
from ..language import day
from ..period import Period
from ..vocabulary import Unit
from ..world import Id, Row
from .question import Question
from .unit import tally_rows

PLACE = ("activity", "area", "venue")


@dataclass(frozen=True, slots=True)
class Box:
    """Cards gone from one site's box: those at the last count, and those handed out since, by the taps."""

    gone: int
    counted_on: date | None
    impossible: tuple[str, ...] = ()


class Sites:
    """The tallied sessions a question takes, up to a day, and the controls that were made where they were held."""

    def __init__(self, question: Question, until: date) -> None:
        self.question, self.until, self.world = question, until, question.register.world
        self.card = Card.FAMILY if question.definition.unit is Unit.FAMILY else Card.GUEST
        self.sums = self.world.family_tallies if self.card is Card.FAMILY else self.world.tallies
        rows = question.tallied(Period(date.min, until))
        self.rows = sorted((row for row in rows if row.session in self.sums), key=lambda row: row.on)
        self.counters = self.between(date.min, until)
        self._places = list(_by_place(self.rows).values())

    @property
    def since(self) -> date:
        return self.rows[0].on if self.rows else self.until

    def between(self, start: date, end: date) -> Counters:
        return total(self.sums[row.session] for row in self.rows if start <= row.on <= end)

    def constants(self) -> Constants:
        """The assumed rates, or the programme's own after the latest site audit."""
        audits = [each for each in self.world.site_audits if each.on <= self.until]
        return self.world.constants.replaced_by(max(audits, key=lambda each: each.on, default=None))

    # Door checks

    def door(self) -> tuple[int, int]:
        """Clicked and tapped, over all door checks so far."""
        checks = [check for check, _place in self._door_checks]
        return sum(each.clicked for each in checks), sum(each.tapped for each in checks)

    @cached_property
    def _door_checks(self) -> list[tuple[DoorCheck, Row]]:
        return self._here(self.world.door_checks)

    # Boxes

    def gone(self) -> int | None:
        """Cards gone from all boxes; None where no box was ever counted."""
        boxes = self._boxes
        counted = [each for each in boxes if each.counted_on is not None]
        return sum(each.gone for each in boxes) if counted else None

    @cached_property
    def _boxes(self) -> list[Box]:
        """Every counted box, and the cards handed out where no box was counted."""
        counts: dict[tuple[Id, ...], list[tuple[BoxCount, Row]]] = {}
        for count, place in self._box_counts:
            counts.setdefault(count.box, []).append((count, place))
        box_at = {key: self._box_of(row, counts) for key, row in _by_place(self.rows).items()}
        sessions: dict[tuple[Id, ...] | None, list[Row]] = {}
        for row in self.rows:
            sessions.setdefault(box_at[_place_of(row)], []).append(row)
        found = [self._box([count for count, _place in counts[key]], sessions.get(key, [])) for key in counts]
        uncounted = sum(self.sums[row.session].handed_out for row in sessions.get(None, []))
        return [*found, Box(uncounted, None)]

    def _box_of(self, row: Row, counts: dict[tuple[Id, ...], Any]) -> tuple[Id, ...] | None:
        """The box that speaks most exactly of a session's place."""
        mine = [key for key, found in counts.items() if self._belongs(found[0][1], row)]
        return max(mine, key=lambda key: sum(each is not None for each in key), default=None)

    def _box(self, counts: list[BoxCount], sessions: list[Row]) -> Box:
        _, counts = self.question.translator.gettext, sorted(counts, key=lambda each: each.on)
        last, wrong = counts[-1], list[str]()
        gone = last.gone + sum(self.sums[row.session].handed_out for row in sessions if row.on > last.on)
        if gone > last.printed:
            text = _("Der er delt %(gone)d kort ud, men kun trykt %(printed)d; tæl kassen, og ret antallet af trykte.")
            wrong.append(text % {"gone": gone, "printed": last.printed})
        if any(later.gone < earlier.gone for earlier, later in pairwise(counts)):
            text = _("Ved optællingen %(date)s eller før manglede der færre kort end gangen før; tæl kassen igen.")
            wrong.append(text % {"date": day(last.on, self.question.translator)})
        return Box(min(gone, last.printed), last.on, tuple(wrong))

    # How old the controls are

    def checked(self) -> Checked:
        """Each control's date at the site where it is longest ago."""
        return Checked(
            since=self.since,
            door_on=self._longest_ago(self._door_checks),
            box_on=self._longest_ago(self._box_counts),
            audit_on=self._longest_ago(
                [(row, row) for row in self.rows if self.sums[row.session].audit_asked], by_site=False
            ),
            impossible=tuple(sentence for box in self._boxes for sentence in box.impossible),
        )

    def _longest_ago(self, controls: list[tuple[Any, Row]], *, by_site: bool = True) -> date | None:
        """The newest control of each site; of these the oldest, or None where a site has none."""
        if not by_site:
            return max((control.on for control, _place in controls), default=None)
        newest = [
            max((control.on for control, place in controls if any(self._belongs(place, row) for row in site)),
                default=None)
            for site in self._sites()
        ]  # fmt: skip
        known = [each for each in newest if each is not None]
        return min(known) if known and len(known) == len(newest) else None

    def _sites(self) -> Iterable[list[Row]]:
        """One row for each place of each site in use the last months (of all, when none was)."""
        since = months_before(self.until, STALE_MONTHS)
        rows = [row for row in self.rows if row.on > since] or self.rows
        sites: dict[tuple[Id, ...], dict[Id, Row]] = {}
        for row in rows:
            sites.setdefault((row.activity, row.area), {})[row.venue] = row
        return [list(each.values()) for each in sites.values()]

    # Which controls are made here

    def _here(self, controls: Iterable[Any]) -> list[tuple[Any, Row]]:
        """Controls by the day asked that were made where one of the sessions was held."""
        placed = [(each, self._place(each)) for each in controls if each.on <= self.until]
        return [found for found in placed if any(self._belongs(found[1], row) for row in self._places)]

    @cached_property
    def _box_counts(self) -> list[tuple[BoxCount, Row]]:
        """Counts of boxes that serve these sessions and no others: a box of two places cannot be divided."""
        taken = {row.session for row in self.rows}
        others = [row for row in tally_rows(self.question.reader, Period(date.min, self.until))
                  if row.session not in taken and row.session in self.sums]  # fmt: skip
        counts = [found for found in self._here(self.world.box_counts) if found[0].card is self.card]
        elsewhere = list(_by_place(others).values())
        return [found for found in counts if not any(self._belongs(found[1], row) for row in elsewhere)]

    def _place(self, control: Any) -> Row:
        """Found once for every part that asks of the same control."""
        kept = self.question.reader.kept
        if control not in kept:
            kept[control] = self._placed(control)
        found: Row = kept[control]
        return found

    def _placed(self, control: Any) -> Row:
        session = getattr(control, "session", None)
        bare = Row(("control", control), "session", control.on, session=session, step="held",
                   activity=control.activity, area=control.area, venue=control.venue)  # fmt: skip
        return self.question.register.complete(bare)

    def _belongs(self, place: Row, row: Row) -> bool:
        for name in PLACE:
            wanted, here = getattr(place, name), getattr(row, name)
            if wanted is None or wanted == here:
                continue
            if name != "activity" or all(each.id != wanted for each in self.question.register.lineage(here)):
                return False
        return True


def _by_place(rows: Iterable[Row]) -> dict[tuple[Id, ...], Row]:
    """One row for each place, because sessions are many and places few."""
    return {_place_of(row): row for row in rows}


def _place_of(row: Row) -> tuple[Id, ...]:
    return row.activity, row.area, row.venue
