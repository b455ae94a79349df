"""How a criterion has gone over time: the points of its curve, which are also the rows of the table beside it.

A point holds no more than the table shows of it: shares of few are no per cent, and an estimate is its floor.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from math import ceil, floor

from django.utils.translation import gettext as _

from measure_engine.explain import band
from measure_engine.figure import (
    FEWEST_FOR_PERCENT,
    FEWEST_FOR_WHOLE_PERCENT,
    Figure,
    Shape,
    half_up,
    show,
    show_interval,
)
from measure_engine.forecast import Forecast
from measure_engine.judgement import PeriodResult, Status, Verdict
from measure_engine.language import day, number
from measure_engine.period import Period, PeriodKind, divide
from measure_engine.plain import DefinitionError
from measure_engine.reference import Evaluator
from measure_engine.target import TargetKind
from traedesten.measures import card
from traedesten.measures.area_figure import period_of
from traedesten.measures.board import Reading, translator
from traedesten.programme import promise

MOST_MONTHS = 18
MOST_QUARTERS = 20
DAYS_A_MONTH = 30.4
NEAR = 14  # days; an end of a month as near as this to the day shown is left out


class Kind(StrEnum):
    GROWTH = "growth"  # adds up from the start
    LEVEL = "level"  # stands somewhere
    PERIODS = "periods"  # each period for itself


@dataclass(frozen=True, slots=True)
class Point:
    """A day of the curve, or a period. `shown` is the figure as text, `low` and `high` how unsure it is.

    Ahead of today there is no figure, only what is expected by then, and at the end where it is heading.
    """

    on: date
    label: str
    shown: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    expected: float | None = None
    status: Status | None = None
    status_name: str = ""
    remark: str = ""
    is_judged: bool = True
    # How unsure the figure is, as text, where `shown` does not say.
    spread: str = ""

    @property
    def expected_text(self) -> str:
        return "" if self.expected is None else number(self.expected, 0 if self.expected >= 10 else 1, translator())


@dataclass(frozen=True, slots=True)
class Phase:
    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Trend:
    """One curve. `heading` is where four of five futures end, by the target's last day; `unit` is "%" or nothing."""

    scope: str
    kind: Kind
    starts_on: date
    ends_on: date
    points: tuple[Point, ...]
    target: float | None
    wanted: str
    unit: str
    heading: tuple[int, int] | None
    phases: tuple[Phase, ...]
    words: str

    @property
    def has_expected(self) -> bool:
        return any(each.expected is not None for each in self.points)

    @property
    def has_spread(self) -> bool:
        return any(each.low is not None for each in self.points)

    @property
    def has_picture(self) -> bool:
        return any(each.value is not None for each in self.points)

    @property
    def rows(self) -> tuple[Point, ...]:
        """As the table has them: the days in their order, periods newest first."""
        return self.points[::-1] if self.kind is Kind.PERIODS else self.points

    @property
    def has_status(self) -> bool:
        return self.kind is Kind.PERIODS


def trends(reading: Reading, evaluator: Evaluator, as_of: date) -> tuple[Trend, ...]:
    """One for each target (area) that has something to tell."""
    if reading.definition is None:
        return ()
    found = (_trend(reading, verdict, evaluator, as_of) for verdict in reading.verdicts)
    return tuple(each for each in found if any(point.shown for point in each.points))


def _trend(reading: Reading, verdict: Verdict, evaluator: Evaluator, as_of: date) -> Trend:
    whole = verdict.target.interval(evaluator.whole) if verdict.target else period_of(verdict, evaluator)
    kind = _kind(verdict)
    points = _periods(verdict) if kind is Kind.PERIODS else _course(reading, verdict, evaluator, whole, as_of)
    target, scope = verdict.target, card.scope(verdict.target, reading)
    value = target.value if target and target.kind is not TargetKind.DIRECTION else None
    return Trend(
        scope=scope,
        kind=kind,
        starts_on=min([whole.start, *(each.on for each in points)]),
        ends_on=max([whole.end, *(each.on for each in points)]) if kind is not Kind.PERIODS else whole.end,
        points=points,
        target=100 * value if value is not None and _is_fraction(verdict) else value,
        wanted=card.wanted(target) if target and value is not None else "",
        unit="%" if _is_per_cent(verdict) else "",
        heading=_heading(verdict.forecast),
        phases=tuple(Phase(each.name or each.code, each.starts_on, each.ends_on) for each in evaluator.world.phases),
        words=_words(verdict, scope, whole),
    )


def _kind(verdict: Verdict) -> Kind:
    if verdict.periods:
        return Kind.PERIODS
    return Kind.GROWTH if verdict.figure.shape in (Shape.COUNT, Shape.SUM) else Kind.LEVEL


def _words(verdict: Verdict, scope: str, whole: Period) -> str:
    """The curve in one sentence, for those who do not see it."""
    dates = {"start": day(whole.start, translator()), "end": day(whole.end, translator())}
    where = f"{scope}: " if scope else ""
    text, more = _("Kurve fra %(start)s til %(end)s.") % dates, _("Tallene står i tabellen under kurven.")
    return f"{where}{text} {verdict.reason} {more}"


def _is_per_cent(verdict: Verdict) -> bool:
    target = verdict.target
    is_level = verdict.figure.shape is Shape.LEVEL and target is not None and target.is_percent
    estimate = verdict.figure.estimate
    return verdict.figure.shape is Shape.SHARE or is_level or bool(estimate and estimate.per_cent)


def _is_fraction(verdict: Verdict) -> bool:
    """A share's target written as a fraction of one."""
    target = verdict.target
    return bool(target and verdict.figure.shape is Shape.SHARE and not target.is_percent and (target.value or 0) <= 1)


def _heading(found: Forecast | None) -> tuple[int, int] | None:
    return (half_up(found.low80), half_up(found.high80)) if found else None


# Each period for itself


def _periods(verdict: Verdict) -> tuple[Point, ...]:
    return tuple(_period(each) for each in verdict.periods)


def _period(result: PeriodResult) -> Point:
    value, low, high = plotted(result.figure)
    remark = _("kun en del af perioden; vurderes ikke") if result.cut else _("i gang") if result.running else ""
    name = card.status_name(result.status, result.label) if result.status else ""
    shown = show(result.figure, translator())
    return Point(
        result.period.start, result.period.label, shown, value, low, high,
        status=result.status, status_name=name, remark=remark, is_judged=not result.cut,
        spread=_spread(result.figure, low),
    )  # fmt: skip


# From day to day


def _course(reading: Reading, verdict: Verdict, evaluator: Evaluator, whole: Period, as_of: date) -> tuple[Point, ...]:
    days = _days(whole, as_of)
    known = [each for each in days if each <= min(as_of, whole.end)]
    figures = {each: _figure(reading, verdict, evaluator, whole, each, as_of) for each in known[:-1]}
    if known:
        figures[known[-1]] = verdict.figure
    expected = _expected(reading, verdict, evaluator, whole, days, as_of)
    points = [_point(each, figures.get(each), expected.get(each)) for each in days]
    if verdict.figure.shape is Shape.LEVEL:
        points = _measured(reading, figures)
    if verdict.forecast and points:
        points[-1] = replace(
            points[-1], remark=_("på vej mod %(band)s") % {"band": band(verdict.forecast, translator())}
        )
    return tuple(each for each in points if each.shown or each.expected is not None or each.remark)


def _days(whole: Period, as_of: date) -> list[date]:
    """The ends of months, quarters or half-years behind and ahead, the day shown and the last day."""
    if as_of < whole.start:
        return _ends(whole)
    if as_of >= whole.end:
        return _ends(whole)
    behind, ahead = replace(whole, end=as_of), replace(whole, start=as_of)
    near = timedelta(days=min(whole.days // 60, NEAR))
    ends = {each for each in (*_ends(behind), *_ends(ahead, PeriodKind.QUARTER)) if abs(each - as_of) > near}
    return sorted(ends | {as_of, whole.end})


def _ends(period: Period, finest: PeriodKind = PeriodKind.MONTH) -> list[date]:
    """The last days of its months while they are few, else of longer periods; the period's own last day too."""
    months = period.days / DAYS_A_MONTH
    kind = finest if months <= MOST_MONTHS else PeriodKind.QUARTER
    kind = kind if months <= 3 * MOST_QUARTERS else PeriodKind.HALF_YEAR
    return sorted({each.period.end for each in divide(period, kind)} | {period.end})


def _figure(
    reading: Reading, verdict: Verdict, evaluator: Evaluator, whole: Period, until: date, as_of: date
) -> Figure | None:
    """The figure as it stood on an earlier day, by what is known today."""
    target, definition = verdict.target, reading.definition
    assert definition is not None
    scoped = definition
    if target and (target.area or target.activity):
        scoped = definition.within(
            areas=(target.area,) if target.area else (), activities=(target.activity,) if target.activity else ()
        )
    try:
        figure = evaluator.evaluate(scoped, replace(whole, end=until), as_of=as_of)
    except DefinitionError:
        return None
    return (figure.part(target.part) or figure) if target and target.part else figure


def _expected(
    reading: Reading, verdict: Verdict, evaluator: Evaluator, whole: Period, days: list[date], as_of: date
) -> dict[date, float]:
    """What ought to be reached by each day, where the target runs and grows."""
    target, definition = verdict.target, reading.definition
    if verdict.expected is None or target is None or definition is None or not target.value:
        return {}
    scoped = definition.within(areas=(target.area,)) if target.area else definition
    scoped = scoped.within(activities=(target.activity,)) if target.activity else scoped
    shares = evaluator.planned(scoped, whole, days, as_of=as_of)
    return {each: _as_told(target.value * share) for each, share in zip(days, shares, strict=True)}


def _as_told(expected: float) -> float:
    """Rounded as the table tells it."""
    return float(half_up(expected)) if expected >= 10 else round(expected, 1)


def _point(on: date, figure: Figure | None, expected: float | None) -> Point:
    label = day(on, translator())
    if figure is None or figure.not_measurable or (figure.value is None and figure.estimate is None):
        return Point(on, label, expected=expected)
    value, low, high = plotted(figure)
    return Point(on, label, show(figure, translator()), value, low, high, expected, spread=_spread(figure, low))


def _spread(figure: Figure, low: float | None) -> str:
    return "" if low is None or figure.estimate else show_interval(figure, translator())


def _measured(reading: Reading, figures: dict[date, Figure | None]) -> list[Point]:
    """Figures from outside stand on the day they were measured; where the promise began is the first."""
    found: dict[date, Point] = {}
    baseline = promise.baseline_of(reading.criterion)
    if baseline and baseline.on:
        shown = number(baseline.value, translator=translator())
        found[baseline.on] = Point(
            baseline.on, day(baseline.on, translator()), shown, round(baseline.value, 1), remark=_("udgangspunkt")
        )
    for figure in figures.values():
        if figure and figure.measured_on and figure.measured_on not in found:
            found[figure.measured_on] = _point(figure.measured_on, figure, None)
    return [found[on] for on in sorted(found)]


def plotted(figure: Figure) -> tuple[float | None, float | None, float | None]:
    """A figure and its interval as they are shown: shares in per cent, and none of fewer than ten."""
    estimate = figure.estimate
    if estimate is not None:
        low, high = (estimate.low, estimate.high) if not estimate.is_too_early else (None, None)
        return float(estimate.floor), _as_float(low), _as_float(high)
    if figure.value is None or figure.not_measurable:
        return None, None, None
    if figure.shape is Shape.SHARE:
        return _share(figure)
    interval = figure.interval
    value = round(figure.value, 1)
    return (value, floor(10 * interval.low) / 10, ceil(10 * interval.high) / 10) if interval else (value, None, None)


def _share(figure: Figure) -> tuple[float | None, float | None, float | None]:
    of, exact = figure.denominator or 0, 100 * (figure.value or 0)
    if of < FEWEST_FOR_PERCENT:
        return None, None, None
    if of < FEWEST_FOR_WHOLE_PERCENT:
        return float(5 * half_up(exact / 5)), None, None
    interval = figure.interval
    spread = (float(floor(100 * interval.low)), float(ceil(100 * interval.high))) if interval else (None, None)
    return float(half_up(exact)), *spread


def _as_float(value: float | None) -> float | None:
    return None if value is None else float(value)
