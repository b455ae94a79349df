"""Where a criterion stands: the figure of each target set against it, a status and the reason in words.

**Provisional rule for running cumulative targets** (a forecast replaces it): expected by now is the target times the
share of open days gone (days of weeks planned closed count for nothing). *Too early* before 91 open days (or, in
shorter periods, before a quarter of the period) have gone, unless already reached. Then *on course* at or above what
was expected, *behind* below 80 % of it, *open* between. Rates and levels have no pro-rata.

Rates: at or above the target is *on course* while it runs and *reached* at its end; below it is *open* while the 95 %
interval still holds the target, else *behind*, and *not reached* at the end. Shares of people or answers are judged
only from 20 of them: *too early* while it runs, *judged by hand* after. Shares of periods, runs and sessions always.

Levels are due at their end date: before, *on course* when there already, else *open*. Directions compare with the
baseline (or the measure's own first wave): before the end date *on course* or *behind*, after *reached* or *not*.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .definition import Definition
from .figure import Figure, Shape, show
from .language import DANISH, Translator, apart, day, gettext_noop, number
from .period import Period, PeriodKind, Slice, divide, open_days
from .reference import Evaluator
from .target import Baseline, Direction, Target, TargetKind, valid_on
from .vocabulary import PEOPLE_UNITS

FEWEST_TO_JUDGE = 20
FIRST_OPEN_DAYS = 91
FIRST_SHARE = 0.25
BEHIND_BELOW = 0.8
ROUNDING = 1e-9


class Status(StrEnum):
    REACHED = "reached"
    ON_COURSE = "on_course"
    OPEN = "open"
    BEHIND = "behind"
    NOT_REACHED = "not_reached"
    TOO_EARLY = "too_early"
    NO_DATA = "no_data"
    JUDGED_BY_HAND = "judged_by_hand"


STATUS_NAMES = {
    Status.REACHED: gettext_noop("nået"),
    Status.ON_COURSE: gettext_noop("på vej"),
    Status.OPEN: gettext_noop("uvist"),
    Status.BEHIND: gettext_noop("bagud"),
    Status.NOT_REACHED: gettext_noop("ikke nået"),
    Status.TOO_EARLY: gettext_noop("for tidligt"),
    Status.NO_DATA: gettext_noop("ingen tal"),
    Status.JUDGED_BY_HAND: gettext_noop("vurderes af jer"),
}

WEAKEST_FIRST = (
    Status.NOT_REACHED,
    Status.BEHIND,
    Status.NO_DATA,
    Status.OPEN,
    Status.TOO_EARLY,
    Status.JUDGED_BY_HAND,
    Status.ON_COURSE,
    Status.REACHED,
)


@dataclass(frozen=True, slots=True)
class PeriodResult:
    """One period of an every-period target; a cut one is shown, not judged."""

    period: Period
    figure: Figure
    cut: bool
    running: bool
    status: Status | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one target stands. `replaced` are the earlier targets of the same scope, with their decisions."""

    target: Target | None
    figure: Figure
    status: Status
    reason: str
    expected: float | None = None
    periods: tuple[PeriodResult, ...] = ()
    replaced: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """A criterion on a day: the figure of the whole programme, and a verdict per target; the weakest decides."""

    figure: Figure
    verdicts: tuple[Verdict, ...]
    status: Status
    reason: str


def assess(
    definition: Definition,
    targets: tuple[Target, ...],
    evaluator: Evaluator,
    *,
    as_of: date,
    baseline: Baseline | None = None,
    translator: Translator = DANISH,
) -> Assessment:
    """The figure and where it stands, with the targets valid on the day."""
    judge = _Judge(definition, evaluator, as_of, baseline, translator)
    valid, replaced = valid_on(targets, as_of)
    verdicts = tuple(judge.verdict(each, tuple(old for old in replaced if old.scope == each.scope)) for each in valid)
    if not verdicts:
        verdicts = (judge.without_target(),)
    worst = weakest(verdicts)
    whole = verdicts[0].figure if len(verdicts) == 1 else evaluator.evaluate(definition, as_of=as_of)
    return Assessment(whole, verdicts, worst.status, worst.reason)


def weakest(verdicts: Iterable[Verdict]) -> Verdict:
    return min(verdicts, key=lambda verdict: WEAKEST_FIRST.index(verdict.status))


@dataclass(frozen=True, slots=True)
class _Judge:
    definition: Definition
    evaluator: Evaluator
    as_of: date
    baseline: Baseline | None
    translator: Translator

    def without_target(self) -> Verdict:
        _ = self.translator.gettext
        figure = self.evaluator.evaluate(self.definition, as_of=self.as_of)
        if figure.not_measurable:
            return Verdict(None, figure, Status.NO_DATA, self._not_measurable(figure))
        shown = show(figure, self.translator)
        reason = _("%(shown)s. Der er ikke sat et mål som tal; vurdér selv.") % {"shown": shown}
        return Verdict(None, figure, Status.JUDGED_BY_HAND, reason)

    def verdict(self, target: Target, replaced: tuple[Target, ...]) -> Verdict:
        definition = self._scoped(target)
        if target.kind is TargetKind.EVERY_PERIOD:
            found = self._every_period(definition, target)
        else:
            interval = target.interval(self.evaluator.whole)
            whole = self.evaluator.evaluate(definition, interval, as_of=self.as_of)
            figure = self._part(whole, target)
            status, reason, expected = self._judge_parts(figure, target, interval)
            found = Verdict(target, figure, status, reason, expected)
        return Verdict(
            target, found.figure, found.status, self._with_scope(found.reason, target, replaced), found.expected,
            found.periods, replaced,
        )  # fmt: skip

    def _scoped(self, target: Target) -> Definition:
        areas = (target.area,) if target.area else ()
        activities = (target.activity,) if target.activity else ()
        return self.definition.within(areas=areas, activities=activities) if areas or activities else self.definition

    def _part(self, figure: Figure, target: Target) -> Figure:
        return (figure.part(target.part) or figure) if target.part else figure

    def _with_scope(self, reason: str, target: Target, replaced: tuple[Target, ...]) -> str:
        """Which area it is about, and that the target was changed, when and by what decision."""
        _, names = self.translator.gettext, self.evaluator.names
        if target.area:
            reason = f"{names('area', target.area)}: {reason}"
        for old in replaced[-1:]:
            changed = _("Målet var %(old)s indtil %(date)s (%(decision)s).")
            values = {
                "old": self._wanted(old), "date": day(target.valid_from or self.as_of, self.translator),
                "decision": target.decision or _("uden beslutning"),
            }  # fmt: skip
            reason = f"{reason} {changed % values}"
        return reason

    def _judge_parts(self, figure: Figure, target: Target, interval: Period) -> tuple[Status, str, float | None]:
        """Parts that are each judged: the weakest decides, and the reason names it."""
        split = self.definition.split
        if not (split and split.judged and figure.parts):
            return self._judge(figure, target, interval)
        judged = [(part, self._judge(part.figure, target, interval)) for part in figure.parts]
        part, (status, reason, expected) = min(judged, key=lambda each: WEAKEST_FIRST.index(each[1][0]))
        return status, f"{part.label}: {reason}", expected

    def _judge(self, figure: Figure, target: Target, interval: Period) -> tuple[Status, str, float | None]:
        _ = self.translator.gettext
        if figure.not_measurable:
            return Status.NO_DATA, self._not_measurable(figure), None
        if self.as_of < interval.start:
            begins = _("Målet gælder fra %(date)s.") % {"date": day(interval.start, self.translator)}
            return Status.TOO_EARLY, begins, None
        if target.kind is TargetKind.DIRECTION:
            return *self._direction(figure, target, interval), None
        if figure.value is None:
            none_yet = _("Der er ingen tal endnu.")  # not inside the f-string, where no text is found for translation
            return Status.NO_DATA, f"{none_yet} {figure.note}".strip(), None
        if target.kind is TargetKind.REACH_BY and figure.shape in (Shape.COUNT, Shape.SUM):
            return self._cumulative(figure, target, interval)
        if target.kind is TargetKind.RATE or figure.shape is Shape.SHARE:
            return *self._rate(figure, target, interval), None
        return *self._level(figure, target, interval), None

    def _not_measurable(self, figure: Figure) -> str:
        return self.translator.gettext("Kan ikke måles endnu: %(why)s") % {"why": figure.not_measurable}

    # Cumulative targets

    def _cumulative(self, figure: Figure, target: Target, interval: Period) -> tuple[Status, str, float | None]:
        _, value, wanted = self.translator.gettext, figure.value or 0.0, target.value or 0.0
        said = self._of(figure, target)
        if self._meets(value, target):
            return Status.REACHED, _("%(said)s.") % {"said": said}, None
        if self.as_of >= interval.end:
            return Status.NOT_REACHED, _("%(said)s, da tiden var gået.") % {"said": said}, None
        share, early = self._gone(interval)
        expected = wanted * share
        if early:
            return Status.TOO_EARLY, _("%(said)s; for tidligt at vurdere.") % {"said": said}, expected
        status = Status.ON_COURSE if value >= expected - ROUNDING else Status.OPEN
        if value < BEHIND_BELOW * expected - ROUNDING:
            status = Status.BEHIND
        reason = _("%(said)s; %(expected)s forventet nu.") % {
            "said": said,
            "expected": number(expected, 0 if expected >= 10 else 1),
        }
        return status, reason, expected

    def _gone(self, interval: Period) -> tuple[float, bool]:
        """The share of open days gone, and whether that is too little to judge by."""
        closed = self.evaluator.world.closed_weeks
        gone = open_days(interval.start, self.as_of, closed)
        everything = open_days(interval.start, interval.end, closed)
        if everything == 0:
            return 1.0, False
        return gone / everything, gone < min(FIRST_OPEN_DAYS, FIRST_SHARE * everything)

    # Rates, levels, directions

    def _rate(self, figure: Figure, target: Target, interval: Period) -> tuple[Status, str]:
        _, over = self.translator.gettext, self.as_of >= interval.end
        said = self._against(figure, target)
        if figure.shape is Shape.SHARE and figure.unit in PEOPLE_UNITS and (figure.denominator or 0) < FEWEST_TO_JUDGE:
            few = _("%(said)s; en andel vurderes først fra %(fewest)d.") % {"said": said, "fewest": FEWEST_TO_JUDGE}
            return (Status.JUDGED_BY_HAND if over else Status.TOO_EARLY), few
        if self._meets(self._in_unit(figure, target), target):
            return (Status.REACHED if over else Status.ON_COURSE), said + "."
        if over:
            return Status.NOT_REACHED, said + "."
        if self._interval_holds(figure, target):
            return Status.OPEN, _("%(said)s; inden for usikkerheden.") % {"said": said}
        return Status.BEHIND, said + "."

    def _interval_holds(self, figure: Figure, target: Target) -> bool:
        if figure.interval is None or target.value is None:
            return False
        wanted = target.value / 100 if self._per_cent(figure, target) else target.value
        return figure.interval.low <= wanted <= figure.interval.high

    def _level(self, figure: Figure, target: Target, interval: Period) -> tuple[Status, str]:
        _, said = self.translator.gettext, self._against(figure, target)
        there = self._meets(self._in_unit(figure, target), target)
        if self.as_of >= interval.end:
            return (Status.REACHED if there else Status.NOT_REACHED), said + "."
        due = _("%(said)s; skal være der %(date)s.") % {"said": said, "date": day(interval.end, self.translator)}
        return (Status.ON_COURSE if there else Status.OPEN), due

    def _direction(self, figure: Figure, target: Target, interval: Period) -> tuple[Status, str]:
        _, over = self.translator.gettext, self.as_of >= interval.end
        start = self._start(figure, target)
        if start is None:
            return Status.NO_DATA, _("Der mangler et udgangspunkt at sammenligne med.")
        if figure.value is None or self._not_measured_since(figure):
            text = _("Udgangspunktet er %(start)s; der er ikke målt siden.") % {"start": number(start)}
            if figure.shape is Shape.CHANGE:
                text = _("Der er ikke svar nok endnu.")
            return (Status.NO_DATA if over else Status.TOO_EARLY), f"{text} {figure.note}".strip()
        value = 100 * figure.value if figure.shape is Shape.SHARE else figure.value
        moved = value > start if target.direction is Direction.UP else value < start
        there = moved and (target.value is None or self._is_there(value, target))
        reason = self._moved(figure, value, start, target)
        if over:
            return (Status.REACHED if there else Status.NOT_REACHED), reason
        return (Status.ON_COURSE if moved else Status.BEHIND), reason

    def _start(self, figure: Figure, target: Target) -> float | None:
        """What to compare with: nothing of a change, else the baseline, else the measure's own first wave."""
        if figure.shape is Shape.CHANGE:
            return 0.0
        start = self.baseline.value if self.baseline else figure.earlier
        as_fraction = figure.shape is Shape.SHARE and not target.is_percent and start is not None and start <= 1
        return 100 * start if as_fraction and start is not None else start

    def _is_there(self, value: float, target: Target) -> bool:
        wanted = target.value or 0.0
        return value <= wanted if target.direction is Direction.DOWN else value >= wanted

    def _moved(self, figure: Figure, value: float, start: float, target: Target) -> str:
        _ = self.translator.gettext
        shown, begun = apart(value, start)
        values = {"value": shown, "start": begun, "direction": self._way(target)}
        if figure.shape is Shape.CHANGE:
            return _("Ændringen er %(value)s; skal %(direction)s.") % values
        if figure.shape is Shape.SHARE or (figure.shape is Shape.LEVEL and target.is_percent):
            return _("%(value)s %% mod %(start)s %% ved udgangspunktet; skal %(direction)s.") % values
        return _("%(value)s mod %(start)s ved udgangspunktet; skal %(direction)s.") % values

    def _way(self, target: Target) -> str:
        return self.translator.gettext("op") if target.direction is Direction.UP else self.translator.gettext("ned")

    def _not_measured_since(self, figure: Figure) -> bool:
        """An outside figure no newer than the baseline is the baseline."""
        baseline_on = self.baseline.on if self.baseline else None
        return figure.measured_on is not None and baseline_on is not None and figure.measured_on <= baseline_on

    # Every period

    def _every_period(self, definition: Definition, target: Target) -> Verdict:
        assert target.period is not None
        if target.period is PeriodKind.PHASE and not self.evaluator.world.phases:
            figure = self.evaluator.evaluate(definition, as_of=self.as_of)
            reason = self.translator.gettext("Målet gælder hver fase, men programmet har ingen faser.")
            return Verdict(target, figure, Status.NO_DATA, reason)
        results = [self._result(definition, target, each) for each in self._slices(target)]
        judged = [each for each in results if each.status is not None]
        _ = self.translator.gettext
        if not judged:
            figure = results[-1].figure if results else self.evaluator.evaluate(definition, as_of=self.as_of)
            if figure.not_measurable:
                return Verdict(target, figure, Status.NO_DATA, self._not_measurable(figure), None, tuple(results))
            return Verdict(
                target, figure, Status.TOO_EARLY, _("Ingen hel periode er begyndt endnu."), None, tuple(results)
            )
        last = judged[-1]
        if last.figure.not_measurable:
            return Verdict(target, last.figure, Status.NO_DATA, self._not_measurable(last.figure), None, tuple(results))
        reached = sum(each.status is Status.REACHED for each in judged)
        done = [each for each in judged if not each.running or each.status is Status.REACHED]
        status, reason, expected = self._judge_parts(last.figure, self._within(target, last.period), last.period)
        text = _("%(label)s: %(reason)s") % {"label": last.period.label, "reason": reason}
        if done:
            counted = _("%(reached)d af %(all)d perioder nået.")
            text = f"{text} {counted % {'reached': reached, 'all': len(done)}}"
        return Verdict(target, last.figure, status, text, expected, tuple(results))

    def _slices(self, target: Target) -> list[Slice]:
        """Periods begun by the day asked. Periods cut by the target's own dates are cut like the programme's."""
        world = self.evaluator.world
        assert target.period is not None
        slices = divide(
            target.interval(self.evaluator.whole), target.period, closed_weeks=world.closed_weeks, phases=world.phases,
            season_starts=target.season_starts, translator=self.translator,
        )  # fmt: skip
        return [each for each in slices if each.period.start <= self.as_of]

    def _result(self, definition: Definition, target: Target, slice_: Slice) -> PeriodResult:
        period = slice_.period
        figure = self._part(self.evaluator.evaluate(definition, period, as_of=self.as_of), target)
        status = None if slice_.cut else self._judge_parts(figure, self._within(target, period), period)[0]
        return PeriodResult(period, figure, slice_.cut, self.as_of < period.end, status)

    def _within(self, target: Target, period: Period) -> Target:
        """The same promise for one period alone."""
        return Target(
            TargetKind.REACH_BY, target.value, target.unit, period.start, period.end, direction=target.direction
        )

    # Numbers

    def _per_cent(self, figure: Figure, target: Target) -> bool:
        return figure.shape is Shape.SHARE and (target.is_percent or (target.value or 0) > 1)

    def _in_unit(self, figure: Figure, target: Target) -> float:
        """The value in the target's unit: shares in per cent."""
        value = figure.value or 0.0
        return 100 * value if self._per_cent(figure, target) else value

    def _meets(self, value: float, target: Target) -> bool:
        wanted = target.value or 0.0
        return value <= wanted + ROUNDING if target.direction is Direction.DOWN else value >= wanted - ROUNDING

    def _of(self, figure: Figure, target: Target) -> str:
        values = {"value": number(figure.value or 0), "target": number(target.value or 0)}
        return self.translator.gettext("%(value)s af %(target)s") % values

    def _against(self, figure: Figure, target: Target) -> str:
        values = {"shown": show(figure, self.translator), "target": self._wanted(target)}
        if target.direction is Direction.DOWN:
            return self.translator.gettext("%(shown)s; målet er højst %(target)s") % values
        return self.translator.gettext("%(shown)s; målet er mindst %(target)s") % values

    def _wanted(self, target: Target) -> str:
        if target.value is None:
            return self._way(target)
        text = number(target.value)
        return f"{text} %" if target.is_percent else text
