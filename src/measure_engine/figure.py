"""A figure is never a naked number: value, numerator, denominator, what is missing, how sure, and its entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil, floor, sqrt

from .estimate import Estimate
from .language import DANISH, Translator, number
from .world import Id

Z_95 = 1.959963984540054
FEWEST_FOR_PERCENT = 10
FEWEST_FOR_WHOLE_PERCENT = 30


class Shape(StrEnum):
    """What kind of number the value is. Shares are fractions of one."""

    COUNT = "count"
    SUM = "sum"
    MEAN = "mean"
    SHARE = "share"
    CHANGE = "change"
    LEVEL = "level"


class Depth(StrEnum):
    """How deep the people behind the figure are known (definitions.md)."""

    NONE = "none"
    TALLY = "tally"
    PSEUDONYM = "pseudonym"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Missing:
    """So many of something that ought to have been counted but could not be; `what` is translated Danish."""

    count: int
    what: str


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    high: float
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class Fact:
    """A number that belongs beside the value (shown apart, never judged); shares are fractions of one."""

    name: str
    label: str
    value: float | None
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    key: str
    label: str
    figure: "Figure"


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` is None when there is nothing to show; `not_measurable` then says why, if the reason is a method.

    `unit` is the unit of the algebra (person, run, week ...), `entries` the ids behind the numerator and
    `denominator_entries` those behind the whole. `worked` are the counts on the way from entries to value. `earlier`
    is an earlier value of the same measure, when the definition itself finds one; `measured_on` the date of an
    outside figure, `comparison` the latest figure of its comparison group.

    `estimate` is there when people were counted without knowing who they are. `value` is then its floor ("mindst"),
    so that nobody shows more than is known; the likely range is the interval.
    """

    value: float | None
    shape: Shape
    unit: str
    numerator: float | None = None
    denominator: float | None = None
    missing: tuple[Missing, ...] = ()
    interval: Interval | None = None
    depth: Depth = Depth.NONE
    parts: tuple[Part, ...] = ()
    facts: tuple[Fact, ...] = ()
    worked: tuple[Fact, ...] = ()
    note: str = ""
    not_measurable: str = ""
    entries: Sequence[Id] = ()
    denominator_entries: Sequence[Id] = ()
    measured_on: date | None = None
    earlier: float | None = None
    comparison: float | None = None
    estimate: Estimate | None = None

    @property
    def missing_count(self) -> int:
        return sum(missing.count for missing in self.missing)

    def part(self, key: str) -> "Figure | None":
        return next((part.figure for part in self.parts if part.key == key), None)

    def fact(self, name: str) -> float | None:
        return next((fact.value for fact in self.facts if fact.name == name), None)


def wilson(numerator: float, denominator: float) -> Interval | None:
    """Wilson's 95 % interval of a share (25 of 50 is 36.6-63.4 %, 7 of 12 is 32.0-80.7 %)."""
    if denominator <= 0:
        return None
    share, z2 = numerator / denominator, Z_95 * Z_95
    middle = (share + z2 / (2 * denominator)) / (1 + z2 / denominator)
    half = Z_95 * sqrt(share * (1 - share) / denominator + z2 / (4 * denominator**2)) / (1 + z2 / denominator)
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


def half_up(value: float) -> int:
    """Rounding as people do it: 0.5 goes up."""
    return floor(value + 0.5)


def percent(numerator: float, denominator: float, translator: Translator = DANISH) -> str:
    """A share as it may be shown: nothing below 10, "ca." to the nearest 5 below 30, then whole per cent."""
    _ = translator.gettext
    if denominator < FEWEST_FOR_PERCENT:
        return ""
    exact = 100 * numerator / denominator
    if denominator < FEWEST_FOR_WHOLE_PERCENT:
        return _("ca. %(percent)d %%") % {"percent": 5 * half_up(exact / 5)}
    return _("%(percent)d %%") % {"percent": half_up(exact)}


def show(figure: Figure, translator: Translator = DANISH) -> str:
    """The figure as text, numerator and denominator always beside a share."""
    _ = translator.gettext
    if figure.not_measurable:
        return _("kan ikke måles endnu")
    if figure.estimate is not None:
        return figure.estimate.sentence(translator)
    if figure.shape is Shape.SHARE:
        return _show_share(figure, translator)
    if figure.value is None:
        return _("ingen tal endnu")
    if figure.shape is Shape.CHANGE:
        return ("+" if figure.value > 0 else "") + number(figure.value, translator=translator)
    if figure.shape is Shape.COUNT and figure.denominator:
        return _("%(numerator)s af %(denominator)s") % _fraction(figure, translator)
    return number(figure.value, translator=translator)


def _show_share(figure: Figure, translator: Translator) -> str:
    _ = translator.gettext
    if not figure.denominator or figure.numerator is None:
        return _("ingen tal endnu")
    fraction = _("%(numerator)s af %(denominator)s") % _fraction(figure, translator)
    shown = percent(figure.numerator, figure.denominator, translator)
    return f"{shown} ({fraction})" if shown else fraction


def _fraction(figure: Figure, translator: Translator) -> dict[str, str]:
    parts = {"numerator": figure.numerator, "denominator": figure.denominator}
    return {name: number(value or 0, translator=translator) for name, value in parts.items()}


def show_interval(figure: Figure, translator: Translator = DANISH) -> str:
    """The interval rounded outwards, so that it never looks surer than it is."""
    _ = translator.gettext
    if figure.interval is None:
        return ""
    low, high = figure.interval.low, figure.interval.high
    if figure.estimate is not None:
        unit = " %" if figure.estimate.per_cent else ""
        return f"{figure.estimate.low}-{figure.estimate.high}{unit}"
    if figure.shape is Shape.SHARE:
        return _("%(low)d-%(high)d %%") % {"low": floor(100 * low), "high": ceil(100 * high)}
    ends = {"low": floor(10 * low) / 10, "high": ceil(10 * high) / 10}
    return _("%(low)s til %(high)s") % {name: number(each, translator=translator) for name, each in ends.items()}
