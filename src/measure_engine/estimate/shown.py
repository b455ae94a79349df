"""What is shown of an estimate: "mindst" and the likely range, rounded outwards so that it never looks surer."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil, floor

from ..language import DANISH, Translator
from .light import Light

Z_FLOOR = 1.96
Z_LIKELY = 1.28
STEP = 5
FEWEST_VISITS = 100
EARLY_SHARE = 0.8
ALMOST = 1e-9


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimate as it may be shown; shares are in per cent here. `floor` holds in 97.5 of 100, the range in 80.

    `mean` and `sd` are for calculating on, never for showing alone. Without a range it is too early. `worked_out` is
    said of it when it is no count of one thing, but guests and families reckoned together.
    """

    mean: float
    sd: float
    floor: int
    low: int | None
    high: int | None
    light: Light
    constants: str
    per_cent: bool = False
    worked_out: bool = False

    @property
    def is_too_early(self) -> bool:
        return self.low is None

    def sentence(self, translator: Translator = DANISH) -> str:
        _ = translator.gettext
        unit = " %" if self.per_cent else ""
        if self.low is None:
            said = _("mindst %(floor)s; for tidligt til et skøn") % {"floor": f"{self.floor}{unit}"}
        else:
            values = {"floor": f"{self.floor}{unit}", "low": self.low, "high": f"{self.high}{unit}"}
            said = _("mindst %(floor)s, sandsynligvis %(low)s-%(high)s") % values
        return _("%(said)s (beregnet)") % {"said": said} if self.worked_out else said


def shown(mean: float, sd: float, light: Light, constants: str, *, per_cent: bool = False) -> Estimate:
    """Rounded outwards to 5 (counting.md 3.4); nothing below zero, no share above a hundred."""
    most = 100 if per_cent else None
    floor_, low = _down(mean - Z_FLOOR * sd), _down(mean - Z_LIKELY * sd)
    high = _up(mean + Z_LIKELY * sd)
    return Estimate(mean, sd, floor_, low, high if most is None else min(high, most), light, constants, per_cent)


def shown_too_early(new_guests: int, light: Light, constants: str) -> Estimate:
    """Before a hundred tapped visits: four fifths of the guests tapped new, and no range."""
    return Estimate(float(new_guests), 0.0, _down(EARLY_SHARE * new_guests), None, None, light, constants)


def at_least(whole: Estimate, parts: Iterable[Estimate]) -> Estimate:
    """The whole, when it holds each of these parts: its floor and the low end of its range are no lower than theirs.

    The high end follows only the part that raised the low one: what was known of a part may since be known better.
    """
    several = list(parts)
    floor_ = max((each.floor for each in several), default=0)
    found = replace(whole, floor=max(whole.floor, floor_), mean=max(whole.mean, floor_))
    ranges = [(each.low, each.high) for each in several if each.low is not None and each.high is not None]
    low, high = max(ranges, default=(0, 0))
    if found.low is None or found.high is None or low <= found.low:
        return found
    return replace(found, low=low, high=max(found.high, high))


def _down(value: float) -> int:
    return max(0, STEP * floor(value / STEP + ALMOST))


def _up(value: float) -> int:
    return max(0, STEP * ceil(value / STEP - ALMOST))
