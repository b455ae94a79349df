"""The picture of a figure against its target, and its twin in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from measure_engine.explain import band
from measure_engine.figure import Figure, Shape, show
from measure_engine.forecast import Forecast
from measure_engine.judgement import Verdict
from measure_engine.language import number
from measure_engine.target import TargetKind
from traedesten.measures.board import translator

BAR_WIDTH = 200


@dataclass(frozen=True, slots=True)
class Stretch:
    """From where to how far along the bar, as numbers for the picture."""

    start: str
    width: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in a picture 200 wide: how far it has come, where the target is, where it should be by now.

    `likely` is where an estimate probably lies, `heading` where four of five futures end.
    """

    done: str
    target: str
    expected: str
    label: str
    likely: Stretch | None = None
    heading: Stretch | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """Which marks the bars of a page have."""

    is_drawn: bool
    has_expected: bool
    has_likely: bool
    has_heading: bool


def key(bars: list[Bar | None]) -> Key:
    drawn = [each for each in bars if each]
    return Key(
        bool(drawn), any(each.expected for each in drawn), any(each.likely for each in drawn),
        any(each.heading for each in drawn),
    )  # fmt: skip


def bar(verdict: Verdict, wanted: str) -> Bar | None:
    """None where there is nothing to draw or nothing to draw against. `wanted` is the target in words."""
    figure, target, heading = verdict.figure, verdict.target, verdict.forecast
    if figure.value is None or target is None or not target.value or target.kind is TargetKind.DIRECTION:
        return None
    of_hundred = 100 if figure.shape is Shape.SHARE else 1
    value, likely = of_hundred * figure.value, _likely(figure, of_hundred)
    whole = 100.0 if figure.shape is Shape.SHARE else max(target.value, value, *_ends(likely), *_ends(_band(heading)))
    return Bar(
        done=_along(value, whole),
        target=_along(target.value, whole),
        expected="" if verdict.expected is None else _along(verdict.expected, whole),
        label=_label(verdict, wanted),
        likely=_stretch(likely, whole),
        heading=_stretch(_band(heading), whole),
    )


def _label(verdict: Verdict, wanted: str) -> str:
    words = [_("%(shown)s, målet er %(wanted)s") % {"shown": show(verdict.figure, translator()), "wanted": wanted}]
    if verdict.expected is not None:
        words.append(_("%(expected)s forventet nu") % {"expected": number(verdict.expected, 0, translator())})
    if verdict.forecast is not None:
        words.append(_("på vej mod %(band)s") % {"band": band(verdict.forecast, translator())})
    return ", ".join(words)


def _likely(figure: Figure, of_hundred: int) -> tuple[float, float] | None:
    if figure.estimate is None or figure.interval is None:
        return None
    return of_hundred * figure.interval.low, of_hundred * figure.interval.high


def _band(heading: Forecast | None) -> tuple[float, float] | None:
    return (heading.low80, heading.high80) if heading else None


def _ends(stretch: tuple[float, float] | None) -> tuple[float, ...]:
    return stretch or ()


def _stretch(ends: tuple[float, float] | None, whole: float) -> Stretch | None:
    if ends is None:
        return None
    low, high = (_place(each, whole) for each in ends)
    return Stretch(f"{low:.1f}", f"{high - low:.1f}")


def _along(value: float, whole: float) -> str:
    """Where a value lies on the bar, as a number for the picture."""
    return f"{_place(value, whole):.1f}"


def _place(value: float, whole: float) -> float:
    return max(0.0, min(1.0, value / whole)) * BAR_WIDTH
