"""What a rhythm comes to on the calendar, before and while it is laid out; the preview and the saving ask the same."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from traedesten.programme.models import Programme
from traedesten.schedule import holiday, rules
from traedesten.schedule.models import Rhythm, Session
from traedesten.schedule.pattern import Closing, Occurrence, Pattern, Turn, lay
from traedesten.schedule.plan import RhythmPlan, TurnPlan


@dataclass(frozen=True, slots=True)
class Laid:
    """One occurrence with its turn. ``holiday`` names the one the due day falls on; empty for a closed week."""

    occurrence: Occurrence
    turn: TurnPlan
    holiday: str


@dataclass(frozen=True, slots=True)
class Draft:
    """``made`` are to be laid out (the moved too), ``skipped`` fall on closed days, ``there`` are planned already."""

    made: tuple[Laid, ...]
    skipped: tuple[Laid, ...]
    there: tuple[Laid, ...]

    @property
    def moved(self) -> tuple[Laid, ...]:
        return tuple(each for each in self.made if each.occurrence.is_moved)

    @property
    def on_holidays(self) -> int:
        """How many of those skipped or moved fell on a holiday."""
        return sum(bool(each.holiday) for each in (*self.skipped, *self.moved))

    @property
    def in_closed_weeks(self) -> int:
        return len(self.skipped) + len(self.moved) - self.on_holidays


def period(programme: Programme, plan: RhythmPlan) -> tuple[date, date]:
    """First and last day of the rhythm: its own, within the activity's and the programme's."""
    first, last = rules.period_of(programme, plan.activity)
    return max(first, plan.starts_on), min(last, plan.ends_on or last)


def closing_of(programme: Programme, first: date, last: date, *, with_customary: bool) -> Closing:
    """When the programme holds nothing between two days."""
    weeks = frozenset(programme.closed_weeks.values_list("year", "week"))
    return Closing(holiday.between(first, last, with_customary=with_customary), weeks)


def draft(
    programme: Programme,
    plan: RhythmPlan,
    *,
    after: date | None = None,
    kept: Collection[date] = (),
    instead_of: Rhythm | None = None,
) -> Draft:
    """What the plan comes to: nothing due up to ``after``, nor on the days ``kept`` for what stands from before.

    ``instead_of`` is a rhythm whose sessions of that time will go first.

    An occurrence whose activity is planned at that time and place already is not planned twice.
    """
    first, last = period(programme, plan)
    if last < first:
        return Draft((), (), ())
    closing = closing_of(programme, first, last + timedelta(days=7), with_customary=plan.rests_on_customary)
    turns = tuple(Turn(turn.rule, turn.week) for turn in plan.turns)
    pattern = Pattern(turns, first, last, plan.anchor_on or plan.starts_on, plan.when_closed == "move")
    due = [each for each in lay(pattern, closing) if (after is None or each.due_on > after) and each.due_on not in kept]
    planned = _planned(programme, plan, first, last, instead_of)
    laid = [Laid(each, plan.turns[each.turn], closing.days.get(each.due_on, "")) for each in due]
    there = [each for each in laid if _place(each.occurrence.on, plan, each.turn) in planned]
    skipped = [each for each in laid if each.occurrence.on is None]
    made = [each for each in laid if each not in there and each not in skipped]
    return Draft(tuple(made), tuple(skipped), tuple(there))


def _place(on: date | None, plan: RhythmPlan, turn: TurnPlan) -> tuple[object, ...]:
    return on, plan.starts_at, turn.venue.pk if turn.venue else None


def _planned(
    programme: Programme, plan: RhythmPlan, first: date, last: date, instead_of: Rhythm | None
) -> set[tuple[object, ...]]:
    rows = Session.objects.standing().filter(
        programme=programme, activity=plan.activity, planned_on__range=(first, last)
    )
    if instead_of is not None:
        rows = rows.exclude(rhythm=instead_of, rhythm_on__gte=first)
    return set(rows.order_by().values_list("planned_on", "starts_at", "venue"))
