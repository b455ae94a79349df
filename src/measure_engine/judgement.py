"""Where a criterion stands: the figure of each target set against it, a status and the reason in words.

Running cumulative targets are judged by the forecast (forecast.py): *on course* when the target will be reached with
a probability of at least 0.8, *behind* below 0.2, *open* between, *too early* before 13 whole open weeks, unless
already reached. What ought to have been reached by now is said beside; it does not decide. Weekly gains of people are
counted from the period's own start, those of visits, hours and the like from the programme's. Of a ceiling ("at most")
the same probability is that of staying below it; once broken it is *not reached*, and *reached* only at the end.

Guests estimated by stamp card are judged by the interval (counting.md 3.4): *reached* when "mindst" is there, probably
reached when the low end of the likely range is (said in `label`; *on course* while it runs, *open* at the end), *not
reached* when even the high end is not, *open* between; while it runs the forecast decides between the last two.

Rates: at or above the target is *on course* while it runs and *reached* at its end; below it is *open* while the 95 %
interval still holds the target, else *behind*, and *not reached* at the end. Shares of people or answers are judged
only from 20 of them: *too early* while it runs, *judged by hand* after. Shares of periods, runs and sessions always.

Levels are due at their end date: before, *on course* when there already, else *open*. Directions compare with the
baseline (or the measure's own first wave): before the end date *on course* or *behind*, after *reached* or *not*.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from .definition import Definition
from .estimate import Colour, Estimate
from .figure import Figure, Shape, half_up, show
from .forecast import Drift, Forecast, Outlook, forecast, forecast_of_estimate
from .language import DANISH, Translator, apart, day, gettext_noop, number
from .period import Period, PeriodKind, Slice, divide
from .reference import Evaluator, Progress
from .target import Baseline, Direction, Target, TargetKind, valid_on
from .vocabulary import PEOPLE_UNITS

FEWEST_TO_JUDGE = 20
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


OF_OUTLOOK = {
    Outlook.ON_COURSE: Status.ON_COURSE,
    Outlook.OPEN: Status.OPEN,
    Outlook.BEHIND: Status.BEHIND,
}

PROBABLY_REACHED = gettext_noop("sandsynligvis nået")


@dataclass(frozen=True, slots=True)
class Standing:
    """A status with its reason, what was expected by now and where it is heading, where the target is cumulative.

    `label` is said instead of the status's own name, where the interval says more than the status can.
    """

    status: Status
    reason: str
    expected: float | None = None
    forecast: Forecast | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class PeriodResult:
    """One period of an every-period target; a cut one is shown, not judged. `label` is as a verdict's."""

    period: Period
    figure: Figure
    cut: bool
    running: bool
    status: Status | None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one target stands. `replaced` are the earlier targets of the same scope, with their decisions.

    `forecast` is there while a cumulative target runs; `label`, where not blank, is said instead of the status's name.
    """

    target: Target | None
    figure: Figure
    status: Status
    reason: str
    expected: float | None = None
    periods: tuple[PeriodResult, ...] = ()
    replaced: tuple[Target, ...] = ()
    forecast: Forecast | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """A criterion on a day: the figure of the whole programme, and a verdict per target; the weakest decides."""

    figure: Figure
    verdicts: tuple[Verdict, ...]
    status: Status
    reason: str
    label: str = ""


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
    return Assessment(whole, verdicts, worst.status, worst.reason, worst.label)


def weakest(verdicts: Iterable[Verdict]) -> Verdict:
    return min(verdicts, key=lambda verdict: WEAKEST_FIRST.index(verdict.status))


def _verdict(target: Target, figure: Figure, found: Standing, periods: tuple[PeriodResult, ...] = ()) -> Verdict:
    return Verdict(
        target, figure, found.status, found.reason, found.expected, periods, forecast=found.forecast, label=found.label
    )


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

    def verdict(self, target: Target, replaced_ones: tuple[Target, ...]) -> Verdict:
        definition = self._scoped(target)
        if target.kind is TargetKind.EVERY_PERIOD:
            found = self._every_period(definition, target)
        else:
            interval = target.interval(self.evaluator.whole)
            whole = self.evaluator.evaluate(definition, interval, as_of=self.as_of)
            figure = self._part(whole, target)
            found = _verdict(target, figure, self._judge_parts(figure, target, interval))
        return replace(found, reason=self._with_scope(found.reason, target, replaced_ones), replaced=replaced_ones)

    def _scoped(self, target: Target) -> Definition:
        areas = (target.area,) if target.area else ()
        activities = (target.activity,) if target.activity else ()
        return self.definition.within(areas=areas, activities=activities) if areas or activities else self.definition

    def _part(self, figure: Figure, target: Target) -> Figure:
        return (figure.part(target.part) or figure) if target.part else figure

    def _with_scope(self, reason: str, target: Target, replaced: tuple[Target, ...]) -> str:
        """Which area or activity it is about, and that the target was changed, when and by what decision."""
        _, names = self.translator.gettext, self.evaluator.names
        about = [names(kind, code) for kind, code in (("area", target.area), ("activity", target.activity)) if code]
        if about:
            reason = f"{', '.join(about)}: {reason}"
        for old in replaced[-1:]:
            changed = _("Målet var %(old)s indtil %(date)s (%(decision)s).")
            values = {
                "old": self._wanted(old), "date": day(target.valid_from or self.as_of, self.translator),
                "decision": target.decision.removesuffix(".") or _("uden beslutning"),
            }  # fmt: skip
            reason = f"{reason} {changed % values}"
        return reason

    def _judge_parts(self, figure: Figure, target: Target, interval: Period) -> Standing:
        """Parts that are each judged: the weakest decides, and the reason names it."""
        split = self.definition.split
        if not (split and split.judged and figure.parts):
            return self._judge(figure, target, interval)
        judged = [(part, self._judge(part.figure, replace(target, part=part.key), interval)) for part in figure.parts]
        part, found = min(judged, key=lambda each: WEAKEST_FIRST.index(each[1].status))
        return replace(found, reason=f"{part.label}: {found.reason}")

    def _judge(self, figure: Figure, target: Target, interval: Period) -> Standing:
        _ = self.translator.gettext
        if figure.not_measurable:
            return Standing(Status.NO_DATA, self._not_measurable(figure))
        if self.as_of < interval.start:
            begins = _("Målet gælder fra %(date)s.") % {"date": day(interval.start, self.translator)}
            return Standing(Status.TOO_EARLY, begins)
        if target.kind is TargetKind.DIRECTION:
            return Standing(*self._direction(figure, target, interval))
        if figure.value is None:
            none_yet = _("Der er ingen tal endnu.")  # not inside the f-string, where no text is found for translation
            return Standing(Status.NO_DATA, f"{none_yet} {figure.note}".strip())
        if figure.estimate is not None:
            return self._estimated(figure, figure.estimate, target, interval)
        if self._is_cumulative(figure, target):
            return self._cumulative(figure, target, interval)
        if target.kind is TargetKind.RATE or figure.shape is Shape.SHARE:
            return Standing(*self._rate(figure, target, interval))
        return Standing(*self._level(figure, target, interval))

    def _not_measurable(self, figure: Figure) -> str:
        return self.translator.gettext("Kan ikke måles endnu: %(why)s") % {"why": figure.not_measurable}

    # Cumulative targets

    def _is_cumulative(self, figure: Figure, target: Target) -> bool:
        return target.kind is TargetKind.REACH_BY and figure.shape in (Shape.COUNT, Shape.SUM)

    def _cumulative(self, figure: Figure, target: Target, interval: Period) -> Standing:
        _, value, said = self.translator.gettext, figure.value or 0.0, self._of(figure, target)
        ceiling, over = target.direction is Direction.DOWN, self.as_of >= interval.end
        if self._meets(value, target) and (over or not ceiling):
            return Standing(Status.REACHED, _("%(said)s.") % {"said": said})
        if over:
            return Standing(Status.NOT_REACHED, _("%(said)s, da tiden var gået.") % {"said": said})
        if ceiling and not self._meets(value, target):
            return Standing(Status.NOT_REACHED, _("%(said)s; der måtte højst være så mange.") % {"said": said})
        progress, of_people = self._progress(target, interval), figure.unit in PEOPLE_UNITS
        heading = forecast(
            progress.weeks, so_far=value, weeks_left=progress.weeks_left, target=target.value or 0.0,
            drift=Drift.NEW_PEOPLE if of_people else Drift.VISITS, at_most=ceiling, follows_trend=of_people,
        )  # fmt: skip
        return self._heading(said, heading, (target.value or 0.0) * progress.planned)

    def _progress(self, target: Target, interval: Period) -> Progress:
        return self.evaluator.progress(self._scoped(target), interval, as_of=self.as_of, part=target.part)

    def _heading(self, said: str, heading: Forecast | None, expected: float) -> Standing:
        """Where a running target is heading, in words."""
        _ = self.translator.gettext
        values = {"said": said, "expected": number(expected, 0 if expected >= 10 else 1, self.translator)}
        if heading is None:
            early = _("%(said)s; %(expected)s forventet nu. For tidligt at vurdere.") % values
            return Standing(Status.TOO_EARLY, early, expected)
        ends = {"low": heading.low80, "high": heading.high80}
        values |= {name: number(half_up(each), 0, self.translator) for name, each in ends.items()}
        reason = _("%(said)s; %(expected)s forventet nu. Sandsynligvis %(low)s-%(high)s til sidst.") % values
        return Standing(OF_OUTLOOK[heading.outlook], reason, expected, heading)

    # Estimates

    def _estimated(self, figure: Figure, estimate: Estimate, target: Target, interval: Period) -> Standing:
        """By the interval, and with what is wrong with the counting said last."""
        found, light = self._by_interval(figure, estimate, target, interval), estimate.light
        if light.colour is Colour.GREEN:
            return found
        return replace(found, reason=f"{found.reason} {light.sentence(self.translator)}")

    def _by_interval(self, figure: Figure, estimate: Estimate, target: Target, interval: Period) -> Standing:
        """The interval as it is shown, so that screen and status say the same."""
        _, over, wanted = self.translator.gettext, self.as_of >= interval.end, self._wanted_of(estimate, target)
        said = self._against(figure, target)
        if estimate.low is None or estimate.high is None:
            return Standing(Status.JUDGED_BY_HAND if over else Status.TOO_EARLY, f"{said}.")
        sure, likely, possible = estimate.floor >= wanted, estimate.low >= wanted, estimate.high >= wanted
        if target.direction is Direction.DOWN:
            sure, likely, possible = False, estimate.high <= wanted, estimate.low <= wanted
        cumulative = self._is_cumulative(figure, target)
        if sure:
            return Standing(Status.REACHED if over or cumulative else Status.ON_COURSE, f"{said}.")
        if likely:
            reason = _("Sandsynligvis nået: %(said)s.") % {"said": said}
            return Standing(Status.OPEN if over else Status.ON_COURSE, reason, label=_(PROBABLY_REACHED))
        if over:
            return Standing(Status.OPEN if possible else Status.NOT_REACHED, f"{said}.")
        if cumulative and target.direction is not Direction.DOWN:
            return self._estimate_heading(said, estimate, target, interval)
        return Standing(Status.OPEN if possible else Status.BEHIND, f"{said}.")

    def _estimate_heading(self, said: str, estimate: Estimate, target: Target, interval: Period) -> Standing:
        progress, wanted = self._progress(target, interval), target.value or 0.0
        heading = forecast_of_estimate(
            progress.weeks, mean=estimate.mean, sd=estimate.sd, tapped=progress.tapped,
            weeks_left=progress.weeks_left, target=wanted,
        )  # fmt: skip
        return self._heading(said, heading, wanted * progress.planned)

    def _wanted_of(self, estimate: Estimate, target: Target) -> float:
        """The target in the estimate's unit: shares in per cent."""
        wanted = target.value or 0.0
        return 100 * wanted if estimate.per_cent and not target.is_percent and wanted <= 1 else wanted

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
            text = _("Udgangspunktet er %(start)s; der er ikke målt siden.") % {
                "start": number(start, translator=self.translator)
            }
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
        shown, begun = apart(value, start, self.translator)
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
            early = _("Ingen hel periode er begyndt endnu.")
            return Verdict(target, figure, Status.TOO_EARLY, early, None, tuple(results))
        last = judged[-1]
        if last.figure.not_measurable:
            return Verdict(target, last.figure, Status.NO_DATA, self._not_measurable(last.figure), None, tuple(results))
        reached = sum(each.status is Status.REACHED for each in judged)
        done = [each for each in judged if not each.running or each.status is Status.REACHED]
        found = self._judge_parts(last.figure, self._within(target, last.period), last.period)
        text = _("%(label)s: %(reason)s") % {"label": last.period.label, "reason": found.reason}
        if done:
            counted = _("%(reached)d af %(all)d perioder nået.")
            text = f"{text} {counted % {'reached': reached, 'all': len(done)}}"
        return _verdict(target, last.figure, replace(found, reason=text), tuple(results))

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
        if slice_.cut:
            return PeriodResult(period, figure, cut=True, running=self.as_of < period.end, status=None)
        if status := self._when_over(figure, target, period):
            return PeriodResult(period, figure, cut=False, running=False, status=status)
        found = self._judge_parts(figure, self._within(target, period), period)
        return PeriodResult(period, figure, False, self.as_of < period.end, found.status, found.label)

    def _when_over(self, figure: Figure, target: Target, period: Period) -> Status | None:
        """What `_cumulative` would say of a period that is over, without the words, which only the last one needs."""
        split, is_counted = self.definition.split, figure.shape in (Shape.COUNT, Shape.SUM)
        is_more = figure.value is None or figure.estimate or figure.not_measurable or (split and split.judged)
        if not is_counted or is_more or self.as_of < period.end:
            return None
        return Status.REACHED if self._meets(figure.value or 0.0, target) else Status.NOT_REACHED

    def _within(self, target: Target, period: Period) -> Target:
        """The same promise for one period alone."""
        return replace(target, kind=TargetKind.REACH_BY, period=None, starts_on=period.start, ends_on=period.end)

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
        ends = {"value": figure.value, "target": target.value}
        values = {name: number(each or 0, translator=self.translator) for name, each in ends.items()}
        return self.translator.gettext("%(value)s af %(target)s") % values

    def _against(self, figure: Figure, target: Target) -> str:
        values = {"shown": show(figure, self.translator), "target": self._wanted(target)}
        if target.direction is Direction.DOWN:
            return self.translator.gettext("%(shown)s; målet er højst %(target)s") % values
        return self.translator.gettext("%(shown)s; målet er mindst %(target)s") % values

    def _wanted(self, target: Target) -> str:
        if target.value is None:
            return self._way(target)
        text = number(target.value, translator=self.translator)
        return f"{text} %" if target.is_percent else text
