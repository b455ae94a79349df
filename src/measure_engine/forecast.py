"""Where a cumulative target is heading, and where it ought to be by now (counting.md 4, targets and forecast).

What is still to come is negative binomial: its mean is the weekly mean of the last 26 open weeks times the open weeks
left, and its variance has three parts: the weeks are more uneven than chance, their mean is known from few weeks, and
the pace itself drifts. A straight line from the start is not used; it promised far too much in simulation.

New people come in a rush at first and in ever smaller numbers after, which that rule does not see. Of people the pace
therefore goes on falling as the half year before the last showed, more gently with time; the trend is trusted as far
as the numbers are large enough to show one, and what it leaves unsure is a fourth part of the variance. A rise is not
carried on, it only makes the band wider. Series of half a year, and level ones, are told as by the rule (ADR 0013).

The distribution is summed by its own recurrence, each term from the one before, once for all that is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, copysign, exp, floor, hypot, log, log1p, sqrt

import numpy as np
import numpy.typing as npt

WEEKS = 26
FEWEST_WEEKS = 13
OPEN_WEEKS_A_YEAR = 46
ON_COURSE_FROM = 0.8
BEHIND_BELOW = 0.2
RAMP = 0.5
RAMP_WEEKS = 13
LEAST_SPREAD = 1.001
LOOK_BACK = 2 * WEEKS
"""Open weeks that tell all: the last half year, and the one before it that shows the trend."""
TREND_DEVIATION = 0.6
"""How far, as a logarithm, the pace of new people changes in a year: what is believed before the weeks are seen."""
TREND_LASTS = 60.0
"""Open weeks after which a trend has lost about two thirds of its force."""
TREND_SURPRISE = 1.5
"""A trend is less sure than its own weeks show, because it may change. All three were chosen on seeds 0-59."""
TREND_STEPS = 24
COARSE_ABOVE = 2000
"""A larger mean still to come (hours, kroner) is counted in larger units, so that a page never waits for it."""
LEVELS = (0.025, 0.10, 0.90, 0.975)
FAR, NOTHING_LEFT = 6, 40
"""Deviations above the mean: where nearly all of it lies below, and after which nothing of weight comes."""
FIFTHS = (-1.2816, -0.5244, 0.0, 0.5244, 1.2816)
"""Five equally likely places in a normal distribution, in standard deviations."""


class Outlook(StrEnum):
    ON_COURSE = "on_course"
    OPEN = "open"
    BEHIND = "behind"
    TOO_EARLY = "too_early"


class Drift:
    """How much the pace may change in a year, as a share: new people come steadier than visits."""

    NEW_PEOPLE = 0.10
    VISITS = 0.20


@dataclass(frozen=True, slots=True)
class Forecast:
    """The total at the end: mean, the 80 and 95 % bands, and the probability of reaching the target."""

    mean: float
    low80: float
    high80: float
    low95: float
    high95: float
    reach: float

    @property
    def outlook(self) -> Outlook:
        if self.reach >= ON_COURSE_FROM:
            return Outlook.ON_COURSE
        return Outlook.BEHIND if self.reach < BEHIND_BELOW else Outlook.OPEN


def forecast(
    weeks: Sequence[float],
    *,
    so_far: float,
    weeks_left: float,
    target: float,
    drift: float = Drift.NEW_PEOPLE,
    at_most: bool = False,
    follows_trend: bool = False,
) -> Forecast | None:
    """From the counts of the last open weeks (the newest 26 are used); None with fewer than 13, which is too early.

    `weeks_left` are open weeks and may be a fraction. With `at_most` the target is a ceiling. With `follows_trend`
    (new people) the 26 weeks before the newest tell how the pace is falling.
    """
    if len(weeks) < FEWEST_WEEKS:
        return None
    earlier = weeks[-LOOK_BACK:-WEEKS] if follows_trend else ()
    mean, variance = to_come(weeks[-WEEKS:], weeks_left, drift, earlier)
    missing = target - so_far
    if mean <= 0:
        reach = float(missing >= 0 if at_most else missing <= 0)
        return Forecast(so_far, so_far, so_far, so_far, so_far, reach)
    unit = max(1.0, mean / COARSE_ABOVE)
    wanted = ceil((floor(missing) + 1 if at_most else missing) / unit) - 1
    at, quantiles = _read(mean / unit, max(variance / unit**2, LEAST_SPREAD * mean / unit), wanted)
    low95, low80, high80, high95 = (so_far + unit * each for each in quantiles)
    return Forecast(so_far + mean, low80, high80, low95, high95, at if at_most else 1 - at)


def forecast_of_estimate(
    weeks: Sequence[float], *, mean: float, sd: float, tapped: float, weeks_left: float, target: float
) -> Forecast | None:
    """The same for guests who are themselves estimated: found so far, plus new ones forecast; never the total.

    `weeks` and `tapped` are taps on "new"; each stands for `mean / tapped` guests. That what was found is not quite
    known makes the band wider and draws the probability towards the middle.
    """
    scale = mean / tapped if tapped else 1.0
    several = [
        forecast(
            weeks, so_far=(mean + z * sd) / scale, weeks_left=weeks_left, target=target / scale, follows_trend=True
        )
        for z in FIFTHS
    ]
    found = [each for each in several if each is not None]
    if not found:
        return None
    middle = found[len(found) // 2]
    low95, low80 = (_wider(each * scale, middle.mean * scale, z * sd) for each, z in
                    ((middle.low95, 1.96), (middle.low80, 1.28)))  # fmt: skip
    high80, high95 = (_wider(each * scale, middle.mean * scale, z * sd) for each, z in
                      ((middle.high80, 1.28), (middle.high95, 1.96)))  # fmt: skip
    reach = sum(each.reach for each in found) / len(found)
    return Forecast(middle.mean * scale, low80, high80, low95, high95, reach)


def _wider(bound: float, middle: float, more: float) -> float:
    """A bound moved away from the middle by one more independent deviation."""
    return middle + copysign(hypot(bound - middle, more), bound - middle)


def to_come(
    weeks: Sequence[float], weeks_left: float, drift: float, earlier: Sequence[float] = ()
) -> tuple[float, float]:
    """Mean and variance of what is still to come. Weeks without a single one are read as half a one in all.

    `earlier` are the weeks before these, which show the trend; without them the pace is taken to stay.
    """
    n = len(weeks)
    pace = max(sum(weeks), 0.5) / n
    uneven = max(1.0, sum((each - pace) ** 2 for each in weeks) / (n - 1) / pace)
    trend = trend_of(weeks, earlier, weeks_left, uneven)
    mean = pace * weeks_left * trend.factor
    drifting = drift * sqrt(weeks_left / OPEN_WEEKS_A_YEAR) * mean
    unknown = (weeks_left * trend.factor) ** 2 * uneven * pace / n
    trending = TREND_SURPRISE * (pace * weeks_left * trend.spread) ** 2
    return mean, max(uneven * mean + unknown + drifting**2 + trending, LEAST_SPREAD * mean)


@dataclass(frozen=True, slots=True)
class Trend:
    """The mean pace of the weeks ahead as a share of the pace now, and how unsure that share is."""

    factor: float = 1.0
    spread: float = 0.0


def trend_of(weeks: Sequence[float], earlier: Sequence[float], weeks_left: float, uneven: float) -> Trend:
    """From the change between two stretches of weeks, drawn towards no change as far as chance could have made it."""
    if len(earlier) < FEWEST_WEEKS:
        return Trend()
    now, before, apart = sum(weeks) + 0.5, sum(earlier) + 0.5, (len(weeks) + len(earlier)) / 2
    years = apart / OPEN_WEEKS_A_YEAR
    seen = log(now / len(weeks) * len(earlier) / before) / years
    chance, prior = uneven * (1 / now + 1 / before) / years**2, TREND_DEVIATION**2
    slope = min(seen * prior / (prior + chance), 0.0)
    half = sqrt(prior * chance / (prior + chance)) / 2
    ahead = [len(weeks) / 2 + weeks_left * (step + 0.5) / TREND_STEPS for step in range(TREND_STEPS)]
    low, middle, high = (_mean_pace(each, ahead) for each in (slope - half, slope, slope + half))
    return Trend(middle, high - low)


def _mean_pace(slope: float, ahead: Sequence[float]) -> float:
    """The mean of the pace so many weeks ahead, as a share of now's, when its logarithm moves by `slope` in a year.

    The force of the trend fades, so that what it has done by week t is that of TREND_LASTS (1 - exp(-t / TREND_LASTS))
    weeks at full force.
    """
    lasting = slope * TREND_LASTS / OPEN_WEEKS_A_YEAR
    return sum(exp(lasting * (1 - exp(-week / TREND_LASTS))) for week in ahead) / len(ahead)


def cumulated(size: float, mean: float, terms: int) -> npt.NDArray[np.float64]:
    """P(X <= k) for k = 0 ... terms - 1 of the negative binomial with this size and mean.

    P(k+1) = P(k) (k+size)/(k+1) mean/(size+mean), added up as logarithms, the first term being too small for a float
    where much is still to come.
    """
    k = np.arange(terms - 1)
    steps = np.log((k + size) / (k + 1)) - log1p(size / mean)
    first = -size * log1p(mean / size)
    chances = np.exp(first + np.concatenate(([0.0], np.cumsum(steps))))
    found: npt.NDArray[np.float64] = np.minimum(np.cumsum(chances), 1.0)
    return found


def at_most(k: int, *, size: float, mean: float) -> float:
    """P(X <= k)."""
    return float(cumulated(size, mean, min(k + 1, _end(mean, mean + mean * mean / size)))[-1]) if k >= 0 else 0.0


def _end(mean: float, variance: float) -> int:
    """After which nothing of weight comes; the tail of a very uneven distribution is as long as it is uneven."""
    return ceil(mean + NOTHING_LEFT * max(sqrt(variance), variance / mean)) + 1


def _read(mean: float, variance: float, wanted: int) -> tuple[float, tuple[int, int, int, int]]:
    """P(X <= wanted), and where the distribution reaches 2.5, 10, 90 and 97.5 %."""
    size = mean * mean / (variance - mean)
    far = max(ceil(mean + FAR * sqrt(variance)) + 1, min(wanted + 1, _end(mean, variance)))
    found = cumulated(size, mean, far)
    while found[-1] < LEVELS[-1]:
        far *= 2
        found = cumulated(size, mean, far)
    low95, low80, high80, high95 = np.searchsorted(found, LEVELS).tolist()
    at = float(found[min(wanted, far - 1)]) if wanted >= 0 else 0.0
    return at, (low95, low80, high80, high95)


def weights(planned: Sequence[float], *, ramp: float = RAMP, ramp_weeks: int = RAMP_WEEKS) -> list[float]:
    """Planned sessions of each week, counted by `ramp` in the first weeks, when people still have to hear of it."""
    return [each * (ramp if week < ramp_weeks else 1) for week, each in enumerate(planned)]


def expected(target: float, weights: Sequence[float], upto: int) -> float:
    """What ought to have been reached by the end of week `upto`: the target's planned share so far."""
    everything = sum(weights)
    return target * sum(weights[:upto]) / everything if everything else target
