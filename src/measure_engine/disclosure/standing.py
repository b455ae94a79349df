"""Where a criterion stands, said with published numbers only.

A status is a number too: "reached" beside "<5" and a target of 4 says that it is 4. So where the value is not exact the
status follows from what is shown: reached when all it could be reaches the target, not reached when nothing it could
be does, otherwise it is left open. Expected numbers come from plan and target and tell nothing. Of a rounded number the
forecast is told from that number on, for near the end it is the number itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import InitVar, dataclass, fields, replace
from datetime import date
from math import ceil, floor
from typing import Any

from ..definition import Definition
from ..figure import Figure, Shape, half_up, wilson
from ..judgement import FEWEST_TO_JUDGE, STATUS_NAMES, WEAKEST_FIRST, Assessment, PeriodResult, Status, Verdict
from ..language import DANISH, Translator, gettext_noop, number
from ..name import Names
from ..period import Period
from ..target import Direction, Target, TargetKind
from .audit import Stated
from .cell import EXACT_FROM, STEP
from .published import SEAL, NotPublished, PublishedFigure, read
from .scope import Measured, scope_of
from .together import Asked, publish_all

HALF_DECIMAL = 0.05
CANNOT_TELL = gettext_noop("kan ikke afgøres udefra")


@dataclass(frozen=True, slots=True)
class PublishedPeriod:
    """One period of a target that holds for each; `status` is empty for a cut one and where it cannot be told."""

    code: str
    label: str
    figure: PublishedFigure
    status: str
    status_text: str
    cut: bool
    running: bool


@dataclass(frozen=True, slots=True)
class PublishedStanding:
    """How one target stands; every text is made of published numbers. `status` is empty where it cannot be told."""

    figure: PublishedFigure
    status: str
    status_text: str
    reason: str
    target: str = ""
    expected: str = ""
    forecast: str = ""
    periods: tuple[PublishedPeriod, ...] = ()
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        if seal is not SEAL:
            raise NotPublished("a PublishedStanding is made by disclosure.publish_assessments or read_assessment only")


@dataclass(frozen=True, slots=True)
class PublishedAssessment:
    """A criterion as it may be shown: the figure of the whole programme, and each target; the weakest decides."""

    figure: PublishedFigure
    standings: tuple[PublishedStanding, ...]
    status: str
    status_text: str
    reason: str
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        if seal is not SEAL:
            raise NotPublished(
                "a PublishedAssessment is made by disclosure.publish_assessments or read_assessment only"
            )

    def plain(self) -> dict[str, Any]:
        plain: dict[str, Any] = _plain(self)
        return plain


@dataclass(frozen=True, slots=True)
class Assessed:
    """A criterion's assessment on a day, to be published; `whole` is the programme's period.

    `baseline` is where things stood at the start, if that is written down.
    """

    assessment: Assessment
    definition: Definition
    whole: Period
    as_of: date
    key: str = ""
    baseline: float | None = None


def publish_assessments(
    assessed: Sequence[Assessed],
    *,
    earlier: Sequence[Stated] = (),
    names: Names | None = None,
    translator: Translator = DANISH,
) -> tuple[PublishedAssessment, ...]:
    """All criteria of a programme at once, so that the same cell is the same text everywhere; in their order.

    `earlier` is what was published before and can be set against this: see `stated_by`.
    """
    asked = [list(_asked(each)) for each in assessed]
    flat = [one for several in asked for one in several]
    figures = iter(publish_all(flat, earlier=earlier, names=names, translator=translator))
    made = []
    for each, several in zip(assessed, asked, strict=True):
        made.append(
            _Teller(
                each, [next(figures) for _ in several], names or Names(translator=translator), translator
            ).assessment()
        )
    return tuple(made)


def stated_by(
    made: PublishedAssessment, definition: Definition, targets: Sequence[Target | None], whole: Period, as_of: date
) -> tuple[Stated, ...]:
    """What a published assessment states, for the audit of what is published after it.

    `targets` are those of its standings, in their order.
    """
    found = [Stated(made.figure, _as_shown(made.figure, definition), whole, as_of)]
    for standing, target in zip(made.standings, targets, strict=True):
        scoped = _as_shown(standing.figure, _scoped(definition, target))
        if not standing.periods:
            found.append(Stated(standing.figure, scoped, target.interval(whole) if target else whole, as_of))
    return tuple(found)


def _as_shown(figure: PublishedFigure, definition: Definition) -> Definition:
    return definition if figure.parts else replace(definition, split=None)


def _asked(each: Assessed) -> Iterator[Asked]:
    """The whole figure, then each target's, each followed by those of its periods."""
    yield Asked(each.assessment.figure, each.definition, each.whole, each.as_of, each.key)
    for verdict in each.assessment.verdicts:
        definition = _scoped(each.definition, verdict.target)
        period = verdict.target.interval(each.whole) if verdict.target else each.whole
        if verdict.periods:
            period = next((one.period for one in verdict.periods if one.figure is verdict.figure), period)
        yield Asked(verdict.figure, definition, period, each.as_of, each.key)
        for one in verdict.periods:
            yield Asked(one.figure, definition, one.period, each.as_of, each.key)


def _scoped(definition: Definition, target: Target | None) -> Definition:
    """What a target is about. A part by a trait keeps the split, so that it stays a cell of a breakdown."""
    if target is None:
        return definition
    if target.area or target.activity:
        areas = (target.area,) if target.area else ()
        activities = (target.activity,) if target.activity else ()
        definition = definition.within(areas=areas, activities=activities)
    split = definition.split
    if target.part and split and split.by in ("area", "activity") and not _is_named(definition, target.part):
        scope = "areas" if split.by == "area" else "activities"
        return replace(definition.within(**{scope: (target.part,)}), split=None)
    return definition


def _is_named(definition: Definition, part: str) -> bool:
    return any(each.areas and part not in each.areas for each in definition.selections())


class _Teller:
    """Tells of one criterion, taking its published figures in the order they were asked for."""

    def __init__(
        self, each: Assessed, figures: list[PublishedFigure], names: Names, translator: Translator = DANISH
    ) -> None:
        self.each, self.names, self.translator, self._ = each, names, translator, translator.gettext
        self.scope = scope_of(each.definition)
        self.figures = iter(figures)

    def assessment(self) -> PublishedAssessment:
        whole = next(self.figures)
        standings = tuple(self._standing(verdict) for verdict in self.each.assessment.verdicts)
        weakest = min(standings, key=lambda each: WEAKEST_FIRST.index(Status(each.status or Status.OPEN)))
        return PublishedAssessment(
            whole, standings, weakest.status, weakest.status_text, weakest.reason, seal=SEAL
        )  # fmt: skip

    def _standing(self, verdict: Verdict) -> PublishedStanding:
        figure = next(self.figures)
        periods = tuple(self._period(each, verdict.target) for each in verdict.periods)
        over = self.each.as_of >= self._end(verdict)
        status = self._status(figure, verdict.figure, verdict.status, verdict.target, over=over)
        wanted = self._wanted(verdict.target, figure)
        expected = number(verdict.expected, 0, self.translator) if verdict.expected is not None else ""
        forecast = self._forecast(figure, verdict)
        reason = self._reason(figure, verdict, (expected, forecast), periods)
        return PublishedStanding(
            figure, status, self._said(status, verdict.label), reason, wanted, expected, forecast, periods, seal=SEAL,
        )  # fmt: skip

    def _period(self, result: PeriodResult, target: Target | None) -> PublishedPeriod:
        figure = next(self.figures)
        status = ""
        if result.status is not None:
            status = self._status(figure, result.figure, result.status, target, over=not result.running)
        said = self._said(status, result.label) if result.status is not None else ""
        period = result.period
        return PublishedPeriod(period.code, period.label, figure, status, said, result.cut, result.running)

    def _end(self, verdict: Verdict) -> date:
        if verdict.periods:
            return next(
                (one.period.end for one in verdict.periods if one.figure is verdict.figure), self.each.whole.end
            )
        return verdict.target.interval(self.each.whole).end if verdict.target else self.each.whole.end

    def _said(self, status: str, label: str = "") -> str:
        if not status:
            return self._(CANNOT_TELL)
        return label or self._(STATUS_NAMES[Status(status)])

    def _is_told(self, figure: PublishedFigure) -> bool:
        """Whether nothing about it is hidden, so that whatever is said of it may be said."""
        if not self.scope.is_controlled:
            return True
        return figure.is_exact and not figure.withheld and all(self._is_told(part.figure) for part in figure.parts)

    # Status

    def _status(
        self, figure: PublishedFigure, raw: Figure, status: Status, target: Target | None, *, over: bool
    ) -> str:  # fmt: skip
        """The status, where it says no more than the published figure does."""
        if self._is_told(figure) or target is None or raw.not_measurable:
            return str(status)
        if self.scope.measured is Measured.ESTIMATE:
            return str(status) if figure.value is not None else ""
        if figure.parts and self._judged_by_parts():
            found = [self._by_range(part.figure, status, target, over=over) for part in figure.parts]
            return min(found, key=lambda each: WEAKEST_FIRST.index(Status(each)), default="") if all(found) else ""
        return self._by_range(figure, status, target, over=over)

    def _judged_by_parts(self) -> bool:
        split = self.each.definition.split
        return split is not None and split.judged

    def _by_range(
        self, figure: PublishedFigure, status: Status, target: Target, *, over: bool
    ) -> str:  # fmt: skip
        """From the least and the most that the value can be."""
        limit, at_most = self._limit(figure, target), target.direction is Direction.DOWN
        bounds = value_range(figure)
        if limit is None or bounds is None:
            return ""
        low, high = bounds
        is_met, is_missed = (high <= limit, low > limit) if at_most else (low >= limit, high < limit)
        if not is_met and not is_missed:
            return ""
        if figure.shape == Shape.SHARE and (figure.denominator is None or figure.denominator.low < FEWEST_TO_JUDGE):
            return ""
        is_count = figure.shape in (Shape.COUNT, Shape.SUM)
        if is_count and figure.cell is not None and figure.cell.low >= EXACT_FROM:
            return str(status)
        if over or (is_count and is_met and not at_most):
            return str(Status.REACHED if is_met else Status.NOT_REACHED)
        if is_count:
            return ""
        return str(Status.ON_COURSE if is_met else self._below(figure, limit))

    def _below(self, figure: PublishedFigure, limit: float) -> Status:
        """Open while chance alone could explain it, reckoned from the published counts."""
        if figure.shape == Shape.SHARE and figure.numerator and figure.denominator and figure.denominator.value:
            around = wilson(figure.numerator.floor, figure.denominator.value)
            return Status.OPEN if around and around.low <= limit <= around.high else Status.BEHIND
        return Status.BEHIND

    def _limit(self, figure: PublishedFigure, target: Target) -> float | None:
        """What is to be reached, in the figure's own unit."""
        if target.kind is TargetKind.DIRECTION and target.value is None:
            return self._start(figure)
        if target.value is None:
            return None
        if figure.shape == Shape.SHARE and (target.is_percent or target.value > 1):
            return target.value / 100
        return target.value

    def _start(self, figure: PublishedFigure) -> float | None:
        """What a direction is seen from: no change, the baseline, or the measure's own first wave as published."""
        if figure.shape == Shape.CHANGE:
            return 0.0
        first = figure.parts[0].figure.value if figure.parts and self.each.definition.split is None else None
        start = self.each.baseline if self.each.baseline is not None else first
        return start / 100 if start is not None and figure.shape == Shape.SHARE and start > 1 else start

    # Words

    def _wanted(self, target: Target | None, figure: PublishedFigure) -> str:
        if target is None or target.value is None:
            return ""
        text = number(target.value, translator=self.translator)
        return f"{text} %" if target.is_percent else text

    def _reason(
        self, figure: PublishedFigure, verdict: Verdict, heading: tuple[str, str], periods: tuple[PublishedPeriod, ...]
    ) -> str:  # fmt: skip
        is_open, (expected, forecast) = not self.scope.is_controlled, heading
        if is_open or (not periods and self._is_told(figure) and self.scope.measured is not Measured.ESTIMATE):
            return verdict.reason
        target, about = verdict.target, self._about(verdict)
        if target is None or target.value is None:
            return f"{about}{figure.text}."
        at_most = target.direction is Direction.DOWN
        text = (
            self._("%(shown)s; målet er højst %(target)s")
            if at_most
            else self._("%(shown)s; målet er mindst %(target)s")
        )
        said = [text % {"shown": figure.text, "target": self._wanted(target, figure)}]
        said += [self._("%(expected)s forventet nu") % {"expected": expected}] if expected else []
        said += [self._("sandsynligvis %(band)s til sidst") % {"band": forecast}] if forecast else []
        return " ".join([f"{about}{'; '.join(said)}.", *self._periods_reached(periods)])

    def _about(self, verdict: Verdict) -> str:
        """The area, activity and period that it is about."""
        target, found = verdict.target, list[str]()
        if target is not None:
            found = [
                self.names(kind, code) for kind, code in (("area", target.area), ("activity", target.activity)) if code
            ]
        found += [each.period.label for each in verdict.periods if each.figure is verdict.figure][-1:]
        return f"{', '.join(found)}: " if found else ""

    def _periods_reached(self, periods: tuple[PublishedPeriod, ...]) -> list[str]:
        """How many periods reached it, where each of them tells."""
        done = [each for each in periods if not each.cut and (not each.running or each.status == Status.REACHED)]
        if not done or any(not each.status for each in done):
            return []
        reached = sum(each.status == Status.REACHED for each in done)
        return [self._("%(reached)d af %(all)d perioder nået.") % {"reached": reached, "all": len(done)}]

    def _forecast(self, figure: PublishedFigure, verdict: Verdict) -> str:
        """The 80 % band, outwards to 5; of a rounded number it is reckoned from that number on."""
        found, shown = verdict.forecast, figure.value
        if found is None or shown is None or (self.scope.is_controlled and not _may_be_forecast(figure)):
            return ""
        moved = shown - (verdict.figure.value or 0.0) if figure.numerator is not None else 0.0
        if not self.scope.is_controlled or figure.is_exact:
            ends = (half_up(found.low80), half_up(found.high80))
        else:
            ends = (STEP * floor((found.low80 + moved) / STEP), STEP * ceil((found.high80 + moved) / STEP))
        return "-".join(number(max(0, each), 0, self.translator) for each in ends)


def _may_be_forecast(figure: PublishedFigure) -> bool:
    return figure.numerator is None or figure.numerator.low >= EXACT_FROM


def value_range(figure: PublishedFigure) -> tuple[float, float] | None:
    """The least and the most that the value can be, for all that is published; None where nothing is."""
    top, whole = figure.numerator, figure.denominator
    if figure.shape in (Shape.COUNT, Shape.SUM):
        return (top.low, top.high) if top else None
    if figure.shape == Shape.SHARE:
        return (top.low / whole.high, min(1.0, top.high / whole.low)) if top and whole and whole.low else None
    if figure.shape == Shape.MEAN and top and whole and whole.value:
        return top.low / whole.value, top.high / whole.value
    if figure.value is None:
        return None
    return figure.value - HALF_DECIMAL, figure.value + HALF_DECIMAL


def _plain(value: Any) -> Any:
    if isinstance(value, PublishedFigure):
        return value.plain()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, (PublishedAssessment, PublishedStanding, PublishedPeriod)):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    return value


def read_assessment(plain: Mapping[str, Any]) -> PublishedAssessment:
    """A published assessment as a frozen snapshot kept it."""
    standings = tuple(_read_standing(each) for each in plain["standings"])
    return PublishedAssessment(**{**plain, "figure": read(plain["figure"]), "standings": standings}, seal=SEAL)


def _read_standing(plain: Mapping[str, Any]) -> PublishedStanding:
    periods = tuple(PublishedPeriod(**{**each, "figure": read(each["figure"])}) for each in plain["periods"])
    return PublishedStanding(**{**plain, "figure": read(plain["figure"]), "periods": periods}, seal=SEAL)
