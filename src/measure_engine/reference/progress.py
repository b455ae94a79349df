"""How a cumulative measure has grown week by week, and how much of what was planned lies behind.

Gains are what each open week added to the measure. Where each unit is there from its first entry, or from the day its
path came to a stage, that date tells; where more decides, the measure is simply asked again as of each week's end.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ..aggregate import Count, StampCard, Sum
from ..condition import FirstEver, HasTrait
from ..forecast import LOOK_BACK, WEEKS
from ..period import ONE_DAY, Period, PeriodKind, divide, open_days
from ..selection import Selection
from ..vocabulary import PEOPLE_UNITS, REGISTER_UNITS
from . import course, stamp_card
from .occurrence import units_of
from .question import Question

WITH_SESSIONS = frozenset({"visit", "session", "attendance", "rating"})
Asked = Callable[[date], float]
Gains = list[tuple[date, float]]
OfUnits = Callable[[Question], Gains]
OfPaths = Callable[[Question], list[date] | None]


@dataclass(frozen=True, slots=True)
class Progress:
    """`weeks` are the gains of the last open weeks, oldest first; `tapped` all gains so far.

    `planned` is the share of the planned weight that lies behind, `weeks_left` the open weeks ahead.
    """

    weeks: tuple[float, ...]
    tapped: float
    planned: float
    weeks_left: float


def progress(
    question: Question, asked: Asked, of_units: OfUnits | None = None, of_paths: OfPaths = course.came_on
) -> Progress:
    """`asked` gives the measure as of a day. A measure that adds up over periods looks back before this one.

    `of_units` reads the gains off units that are there from their first entry, in another way than row by row;
    `of_paths` those of units reached through paths.
    """
    world, until = question.register.world, question.cut_off
    ahead = Period(until + ONE_DAY, question.period.end) if until < question.period.end else None
    looked_back = _looking_back(question)
    weeks, gains = _open_weeks(looked_back), _gains(looked_back, of_units, of_paths)
    return Progress(
        weeks=tuple(_by_week(gains, weeks) if gains is not None else _by_asking(asked, weeks)),
        tapped=sum(gain for on, gain in gains or () if on in question.period),
        planned=planned_share(question),
        weeks_left=open_days(ahead.start, ahead.end, world.closed_weeks) / 7 if ahead else 0.0,
    )


def _looking_back(question: Question) -> Question:
    """The question from the programme's start, where what a week adds does not depend on where the period begins."""
    definition = question.definition
    counted = isinstance(definition.aggregate, (Count, Sum)) and definition.unit not in PEOPLE_UNITS
    start = min(question.register.world.starts_on, question.period.start)
    if not counted or definition.where or definition.is_course or definition.split:
        return question
    return replace(question, period=replace(question.period, start=start))


def _open_weeks(question: Question) -> list[Period]:
    """The last whole weeks that were not planned closed: of people twice as many, which show the trend."""
    many = LOOK_BACK if question.definition.unit in PEOPLE_UNITS else WEEKS
    closed = question.register.world.closed_weeks
    slices = divide(Period(question.period.start, question.cut_off), PeriodKind.WEEK, closed_weeks=closed)
    return [each.period for each in slices if not each.cut][-many:]


def _gains(question: Question, of_units: OfUnits | None, of_paths: OfPaths) -> Gains | None:
    """Dates and amounts, when they can be read off the entries."""
    definition = question.definition
    if isinstance(definition.aggregate, StampCard):
        return stamp_card.taps_on_new(question)
    if definition.is_course:
        days = of_paths(question) if isinstance(definition.aggregate, Count) else None
        return None if days is None else [(day, 1.0) for day in days]
    simple = all(isinstance(each, (FirstEver, HasTrait)) for each in definition.where)
    if definition.unit in REGISTER_UNITS or not simple or not isinstance(definition.aggregate, (Count, Sum)):
        return None
    return (of_units or of_units_by_row)(question)


def of_units_by_row(question: Question) -> Gains:
    """Each unit on the day of its first entry; of a sum, each entry's amount."""
    aggregate, kept = question.definition.aggregate, units_of(question).kept.values()
    if isinstance(aggregate, Sum):
        column = aggregate.column
        return [(row.on, float(getattr(row, column) or 0)) for rows in kept for row in rows]
    return [(min(row.on for row in rows), 1.0) for rows in kept if rows]


def _by_week(gains: list[tuple[date, float]], weeks: list[Period]) -> list[float]:
    found = {week.start: 0.0 for week in weeks}
    for on, gain in gains:
        monday = on - timedelta(days=on.weekday())
        if monday in found:
            found[monday] += gain
    return list(found.values())


def _by_asking(asked: Asked, weeks: list[Period]) -> list[float]:
    """Asked as of each week's end; where a stretch of weeks added nothing between them, not of the weeks inside it."""
    gains = dict.fromkeys(weeks, 0.0)
    stretches = [(weeks, asked(weeks[0].start - ONE_DAY), asked(weeks[-1].end))] if weeks else []
    while stretches:
        inside, low, high = stretches.pop()
        if high <= low:
            continue
        if len(inside) == 1:
            gains[inside[0]] = high - low
            continue
        half = len(inside) // 2
        middle = asked(inside[half - 1].end)
        stretches += [(inside[:half], low, middle), (inside[half:], middle, high)]
    return list(gains.values())


# What was planned


def planned_share(question: Question) -> float:
    """The planned share that lies behind on the day asked."""
    return planned_shares(question, (question.cut_off,))[0]


def planned_shares(question: Question, days: Sequence[date]) -> tuple[float, ...]:
    """On each of the days the planned sessions so far as a share of all, the programme's first weeks counted at less.

    Past the last planned session, and where nothing of the kind is planned, open days stand in: plans are seldom laid
    three years ahead, and a plan that stops is no plan to stop.
    """
    sessions = _planned_sessions(question)
    period = question.period
    horizon = max(sessions, default=period.start - ONE_DAY)
    world, full_from = question.register.world, _full_from(question)
    slow = bisect_left(sessions, full_from)
    closed = world.closed_weeks
    covered = open_days(period.start, horizon, closed)
    a_day = len(sessions) / covered if covered else 1.0

    def planned(many: int) -> float:
        """So many of the sessions, the first of them at less."""
        return world.ramp * min(many, slow) + max(many - slow, 0)

    everything = planned(len(sessions)) + a_day * _weighted_days(question, horizon + ONE_DAY, period.end)

    def behind(until: date) -> float:
        held = planned(bisect_right(sessions, until))
        return held + a_day * _weighted_days(question, horizon + ONE_DAY, until)

    return tuple(behind(day) / everything if everything else 1.0 for day in days)


def _planned_sessions(question: Question) -> list[date]:
    """Dates in the period of every planned session at a place the selections take."""
    selections = [each for each in question.definition.select if WITH_SESSIONS & set(each.kinds)]
    asked = tuple(_of_sessions(each) for each in selections)
    return question.planned_on(asked, question.period) if asked else []


def _of_sessions(selection: Selection) -> Selection:
    """The same places, without what can only be asked of people and what happened."""
    return replace(
        selection, kinds=("session",), steps=(), topics=(), channels=(), sources=(), sexes=(), age_bands=(),
        first_times=(), value_min=None, value_max=None,
    )  # fmt: skip


def _full_from(question: Question) -> date:
    world = question.register.world
    return world.starts_on + timedelta(weeks=world.ramp_weeks)


def _weighted_days(question: Question, start: date, end: date) -> float:
    """Open days, those of the first weeks at less."""
    closed, full_from = question.register.world.closed_weeks, _full_from(question)
    slow = open_days(start, min(end, full_from - ONE_DAY), closed)
    return question.register.world.ramp * slow + open_days(max(start, full_from), end, closed)
