"""Where guests are tapped, and the controls made there: door checks, counted boxes, the audit prompt.

A site is an activity in an area. A control belongs to every site it does not speak against: what it leaves blank does
not matter, and an activity brings its sub-activities.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

from ..estimate import BoxCount, Card, Checked, Constants, Counters, DoorCheck
from ..estimate.counter import Running
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


class Ground:
    """All tallied sessions of a question and the controls made where they are held, whatever day is asked.

    Of each control it is known from which day it counts: when it was made, and a session had been held where it
    belongs. Kept by the question, which asks of many days.
    """

    def __init__(self, question: Question) -> None:
        self.question, self.world = question, question.register.world
        self.card = Card.FAMILY if question.definition.unit is Unit.FAMILY else Card.GUEST
        self.sums = self.world.family_tallies if self.card is Card.FAMILY else self.world.tallies
        rows = question.tallied(Period(date.min, question.reader.as_of))
        self.rows = sorted((row for row in rows if row.session in self.sums), key=lambda row: row.on)
        self.days = [row.on for row in self.rows]
        self.taps = Running(self.sums[row.session] for row in self.rows)
        self.first_rows = _first_by_place(self.rows)
        self.sites: dict[date, Sites] = {}

    @classmethod
    def of(cls, question: Question) -> "Ground":
        if "ground" not in question.__dict__:
            question.__dict__["ground"] = cls(question)
        found: Ground = question.__dict__["ground"]
        return found

    @cached_property
    def door_checks(self) -> list[tuple[DoorCheck, Row, date]]:
        return self._here(self.world.door_checks)

    @cached_property
    def box_counts(self) -> list[tuple[BoxCount, Row, date]]:
        return [found for found in self._here(self.world.box_counts) if found[0].card is self.card]

    @cached_property
    def elsewhere(self) -> dict[BoxCount, date]:
        """From which day each box also served sessions that the question does not take."""
        taken, every = {row.session for row in self.rows}, Period(date.min, self.question.reader.as_of)
        others = [row for row in tally_rows(self.question.reader, every)
                  if row.session not in taken and row.session in self.sums]  # fmt: skip
        first = _first_by_place(sorted(others, key=lambda row: row.on))
        return {count: self._since(place, first) for count, place, _on in self.box_counts}

    def _here(self, controls: Iterable[Any]) -> list[tuple[Any, Row, date]]:
        """Controls made where one of the sessions is held, and the day from which each counts."""
        placed = ((each, self._place(each)) for each in controls)
        found = ((each, place, max(each.on, self._since(place, self.first_rows))) for each, place in placed)
        return [each for each in found if each[2] < date.max]

    def _since(self, place: Row, first_rows: Iterable[Row]) -> date:
        """The first day of a session at the place; never, where there is none."""
        return next((row.on for row in first_rows if self.belongs(place, row)), date.max)

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

    def belongs(self, place: Row, row: Row) -> bool:
        for name in PLACE:
            wanted, here = getattr(place, name), getattr(row, name)
            if wanted is None or wanted == here:
                continue
            if name != "activity" or all(each.id != wanted for each in self.question.register.lineage(here)):
                return False
        return True


class Sites:
    """The tallied sessions a question takes, up to a day, and the controls that were made where they were held."""

    def __init__(self, question: Question, until: date) -> None:
        self.question, self.until, self.world = question, until, question.register.world
        self.ground = Ground.of(question)
        self.card, self.sums = self.ground.card, self.ground.sums
        self.counters = self.between(date.min, until)

    @classmethod
    def of(cls, question: Question, until: date) -> "Sites":
        """Kept by the question: a quarter and the year it ends ask of the same day."""
        known = Ground.of(question).sites
        if until not in known:
            known[until] = cls(question, until)
        return known[until]

    @cached_property
    def rows(self) -> list[Row]:
        return self.ground.rows[: bisect_right(self.ground.days, self.until)]

    @property
    def since(self) -> date:
        return self.rows[0].on if self.rows else self.until

    def between(self, start: date, end: date) -> Counters:
        days = self.ground.days
        return self.ground.taps.between(bisect_left(days, start), bisect_right(days, min(end, self.until)))

    def constants(self) -> Constants:
        """The assumed rates, or the programme's own after the latest site audit."""
        audits = [each for each in self.world.site_audits if each.on <= self.until]
        return self.world.constants.replaced_by(max(audits, key=lambda each: each.on, default=None))

    # Door checks

    @cached_property
    def door(self) -> tuple[int, int]:
        """Clicked and tapped, over all door checks so far."""
        checks = [check for check, _place in self._door_checks]
        return sum(each.clicked for each in checks), sum(each.tapped for each in checks)

    @cached_property
    def _door_checks(self) -> list[tuple[DoorCheck, Row]]:
        return [(check, place) for check, place, on in self.ground.door_checks if on <= self.until]

    @cached_property
    def _box_counts(self) -> list[tuple[BoxCount, Row]]:
        """Counts of boxes that serve these sessions and no others: a box of two places cannot be divided."""
        elsewhere = self.ground.elsewhere
        return [
            (count, place) for count, place, on in self.ground.box_counts
            if on <= self.until < elsewhere[count]
        ]  # fmt: skip

    # Boxes

    @cached_property
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
        mine = [key for key, found in counts.items() if self.ground.belongs(found[0][1], row)]
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
            max((control.on for control, place in controls if any(self.ground.belongs(place, row) for row in site)),
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


def _first_by_place(rows: Iterable[Row]) -> list[Row]:
    """The first row at each place, of rows in order of date."""
    found: dict[tuple[Id, ...], Row] = {}
    for row in rows:
        found.setdefault(_place_of(row), row)
    return list(found.values())


def _by_place(rows: Iterable[Row]) -> dict[tuple[Id, ...], Row]:
    """One row for each place, because sessions are many and places few."""
    return {_place_of(row): row for row in rows}


def _place_of(row: Row) -> tuple[Id, ...]:
    return row.activity, row.area, row.venue
