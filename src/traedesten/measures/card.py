"""A reading as a screen shows it: the number, what it is of, the bar, the status and the reason."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from measure_engine import target_phrase
from measure_engine.explain import heading
from measure_engine.figure import Figure, Shape, show, show_interval
from measure_engine.judgement import STATUS_NAMES, Status, Verdict
from measure_engine.language import number
from measure_engine.target import Target
from traedesten.measures import handbook
from traedesten.measures.bar import Bar, bar
from traedesten.measures.board import Reading, translator
from traedesten.measures.span import Span, span, without_light
from traedesten.programme.models import Criterion


@dataclass(frozen=True, slots=True)
class Line:
    """One verdict of a criterion, or its figure where there is no target."""

    scope: str
    shown: str
    against: str
    wanted: str
    interval: str
    missing: tuple[str, ...]
    status: Status
    status_name: str
    reason: str
    bar: Bar | None
    span: Span | None
    # Where it is heading, in words; blank without a forecast.
    heading: str


@dataclass(frozen=True, slots=True)
class Card:
    criterion: Criterion
    shown: str
    note: str
    status: Status
    status_name: str
    reason: str
    lines: tuple[Line, ...]
    fault: str = ""
    # An every-period promise that holds in the last period but was broken in an earlier one.
    is_broken_before: bool = False
    # The interval says more than the status can, and the name above is what it says.
    has_own_name: bool = False
    period: str = ""
    span: Span | None = None
    # Ended before the day; told as it stood on its last day, and apart from those in use.
    is_ended: bool = False

    @property
    def bar(self) -> Bar | None:
        return self.lines[0].bar if len(self.lines) == 1 else None

    @property
    def handbook(self) -> str:
        """Where it is written how such a criterion is counted, with an example."""
        return handbook.address(self.criterion.measure)

    @property
    def heading(self) -> str:
        return self.lines[0].heading if len(self.lines) == 1 else ""

    @property
    def against(self) -> str:
        """The figure in short, beside what it shall reach: "38 af 80"."""
        return self.lines[0].against if len(self.lines) == 1 else self.shown

    @property
    def beside(self) -> str:
        """The reason without the figure, where that stands beside it."""
        rest = self.reason.removeprefix(f"{self.period}: ") if self.period else self.reason
        for said in (self.against, self.shown):
            rest = rest.removeprefix(f"{said}; ").removeprefix(f"{said}. ").removeprefix(f"{said}.")
        return rest[:1].upper() + rest[1:]

    @property
    def whole(self) -> str:
        """The figure of the whole programme, for whoever reads one of its areas."""
        return _("%(shown)s i hele programmet") % {"shown": self.span.least if self.span else self.shown}


def status_name(status: Status, label: str = "") -> str:
    name = label or translator().gettext(STATUS_NAMES[status])
    return name[:1].upper() + name[1:]


def card(reading: Reading) -> Card:
    if reading.assessment is None:
        return Card(
            reading.criterion, "–", "", Status.NO_DATA, _("Kan ikke tælles"), reading.fault, (), reading.fault,
            is_ended=reading.is_ended,
        )  # fmt: skip
    found = reading.assessment
    broken = found.status is Status.REACHED and any(_broke_before(verdict) for verdict in found.verdicts)
    return Card(
        criterion=reading.criterion,
        shown=in_large(found.figure, reading.target),
        note=found.figure.note,
        status=found.status,
        status_name=_status_text(found.status, found.figure, broken, found.label),
        reason=_reason(found.reason, found.figure, found.label),
        lines=tuple(line(verdict, reading) for verdict in found.verdicts),
        is_broken_before=broken,
        has_own_name=broken or bool(found.label),
        period=_last_period(found.verdicts[0]) if len(found.verdicts) == 1 else "",
        span=span(found.figure),
        is_ended=reading.is_ended,
    )


def _reason(reason: str, figure: Figure, label: str) -> str:
    """The reason without what stands around it: the number large above, the status's name, and what the light says."""
    shown = show(figure, translator())
    if figure.estimate is None:
        return reason.removeprefix(f"{shown}. ")
    rest = without_light(reason, figure.estimate).replace(f"{shown}; ", "", 1)
    rest = rest.removeprefix(f"{label.capitalize()}: ") if label else rest
    return rest[:1].upper() + rest[1:]


def in_large(figure: Figure, target: Target | None) -> str:
    """The figure in large type; a level whose target is in per cent has its sign."""
    shown = show(figure, translator())
    is_level = figure.shape is Shape.LEVEL and figure.value is not None
    return f"{shown} %" if is_level and target is not None and target.is_percent else shown


def _last_period(verdict: Verdict) -> str:
    """The period that the figure of an every-period target is of."""
    judged = [each for each in verdict.periods if each.status is not None]
    return judged[-1].period.label if judged else ""


def _broke_before(verdict: Verdict) -> bool:
    return any(each.status is Status.NOT_REACHED for each in verdict.periods)


def _status_text(status: Status, figure: Figure, is_broken_before: bool = False, label: str = "") -> str:
    if figure.not_measurable:
        return _("Kan ikke måles endnu")
    return _("Nået nu, ikke hver gang") if is_broken_before else status_name(status, label)


def line(verdict: Verdict, reading: Reading) -> Line:
    figure, where = verdict.figure, scope(verdict.target, reading)
    broken = verdict.status is Status.REACHED and _broke_before(verdict)
    promised = wanted(verdict.target) if verdict.target else ""
    return Line(
        scope=where,
        shown=in_large(figure, verdict.target),
        against=against(verdict),
        wanted=promised,
        interval=show_interval(figure, translator()),
        missing=tuple(
            f"{number(each.count, translator=translator())} {each.what}" for each in figure.missing if each.count
        ),
        status=verdict.status,
        status_name=_status_text(verdict.status, figure, broken, verdict.label),
        # The page names the area beside the line already.
        reason=_reason(verdict.reason.removeprefix(f"{where}: "), figure, verdict.label),
        bar=bar(verdict, promised),
        span=span(figure),
        heading=heading(verdict, translator()),
    )


def line_of_figure(figure: Figure) -> Line:
    """A figure that has no target of its own: one area of a criterion for all of them."""
    shown, estimate = show(figure, translator()), span(figure)
    none = Status.NO_DATA if figure.value is None else Status.JUDGED_BY_HAND
    return Line(
        scope="",
        shown=shown,
        against=estimate.least if estimate else shown,
        wanted="",
        interval=show_interval(figure, translator()),
        missing=(),
        status=none,
        status_name=status_name(none),
        reason="",
        bar=None,
        span=estimate,
        heading="",
    )


def against(verdict: Verdict) -> str:
    """The figure in short: a count beside what it shall reach ("38 af 80"), anything else as it is shown."""
    figure, target = verdict.figure, verdict.target
    shown = in_large(figure, target)
    if figure.value is None or figure.shape is not Shape.COUNT or target is None or not target.value:
        return shown
    if figure.estimate is not None:
        values = {"floor": figure.estimate.floor, "target": number(target.value, translator=translator())}
        return _("mindst %(floor)s af %(target)s") % values
    ends = {"value": figure.value, "target": target.value}
    return _("%(value)s af %(target)s") % {name: number(each, translator=translator()) for name, each in ends.items()}


def scope(target: Target | None, reading: Reading) -> str:
    """The area, activity or part a target is for, in words; empty for the whole programme."""
    if target is None:
        return ""
    rows = [record for record in reading.criterion.targets.all() if target.area or target.activity]
    areas = {record.area.code: record.area.name for record in rows if record.area}
    activities = {record.activity.code: record.activity.name for record in rows if record.activity}
    names = (areas.get(target.area, ""), activities.get(target.activity, ""), target.part)
    return ", ".join(name for name in names if name)


def wanted(target: Target) -> str:
    """The target in words: "80", "75 %", "5 hver måned", "skal ned"."""
    return target_phrase.wanted(target, translator())
