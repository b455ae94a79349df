"""Where a cumulative target is heading, and where it ought to be by now (counting.md 4, targets and forecast).

What is still to come is negative binomial: its mean is the weekly mean of the last 26 open weeks times the open weeks
left, and its variance has three parts: the weeks are more uneven than chance, their mean is known from few weeks, and
the pace itself drifts. A straight line from the start is not used; it promised far too much in simulation.

The distribution is summed by its own recurrence, each term from the one before, in one pass for all that is asked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, copysign, exp, floor, hypot, log, log1p, sqrt

WEEKS = 26
FEWEST_WEEKS = 13
OPEN_WEEKS_A_YEAR = 46
ON_COURSE_FROM = 0.8
BEHIND_BELOW = 0.2
RAMP = 0.5
RAMP_WEEKS = 13
LEAST_SPREAD = 1.001
COARSE_ABOVE = 2000
"""A larger mean still to come (hours, kroner) is counted in larger units, so that a page never waits for it."""
NEGLIGIBLE = 1e-17
LARGE = 1e250
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
) -> Forecast | None:
    """From the counts of the last open weeks (the newest 26 are used); None with fewer than 13, which is too early.

    `weeks_left` are open weeks and may be a fraction. With `at_most` the target is a ceiling.
    """
    if len(weeks) < FEWEST_WEEKS:
        return None
    mean, variance = to_come(weeks[-WEEKS:], weeks_left, drift)
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
        forecast(weeks, so_far=(mean + z * sd) / scale, weeks_left=weeks_left, target=target / scale) for z in FIFTHS
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


def to_come(weeks: Sequence[float], weeks_left: float, drift: float) -> tuple[float, float]:
    """Mean and variance of what is still to come. Weeks without a single one are read as half a one in all."""
    n = len(weeks)
    pace = max(sum(weeks), 0.5) / n
    uneven = max(1.0, sum((each - pace) ** 2 for each in weeks) / (n - 1) / pace)
    mean = pace * weeks_left
    drifting = drift * sqrt(weeks_left / OPEN_WEEKS_A_YEAR) * mean
    variance = uneven * mean + weeks_left**2 * uneven * pace / n + drifting**2
    return mean, max(variance, LEAST_SPREAD * mean)


def cumulated(size: float, mean: float) -> Iterator[tuple[float, float]]:
    """P(X <= k) and P(X = k) for k = 0, 1, 2 ... of the negative binomial with this size and mean.

    P(k+1) = P(k) (k+size)/(k+1) mean/(size+mean). The first term may be too small for a float; terms are therefore
    kept relative to it and scaled down together as they grow, the scale as a logarithm beside them.
    """
    odds = mean / (size + mean)
    scale = -size * log1p(mean / size)
    factor, term, total, k = exp(scale), 1.0, 1.0, 0
    while True:
        yield min(total * factor, 1.0), term * factor
        term *= (k + size) / (k + 1) * odds
        total += term
        k += 1
        if total > LARGE:
            term, total, scale = term / LARGE, total / LARGE, scale + log(LARGE)
            factor = exp(scale)


def at_most(k: int, *, size: float, mean: float) -> float:
    """P(X <= k)."""
    if k < 0:
        return 0.0
    for number, (probability, term) in enumerate(cumulated(size, mean)):
        if number == k or _is_over(number, mean, term):
            return probability
    raise AssertionError("the terms never end")


def _read(mean: float, variance: float, wanted: int) -> tuple[float, tuple[int, int, int, int]]:
    """P(X <= wanted), and where the distribution reaches 2.5, 10, 90 and 97.5 %, in one pass."""
    size = mean * mean / (variance - mean)
    levels, found, at = (0.025, 0.10, 0.90, 0.975), list[int](), 0.0
    for k, (probability, term) in enumerate(cumulated(size, mean)):
        while len(found) < len(levels) and probability >= levels[len(found)]:
            found.append(k)
        at = probability if k <= wanted else at
        over = _is_over(k, mean, term)
        if over or (k >= wanted and len(found) == len(levels)):
            found += [k] * (len(levels) - len(found))
            break
    return at, (found[0], found[1], found[2], found[3])


def _is_over(k: int, mean: float, term: float) -> bool:
    """Past the top, where nothing more of weight comes."""
    return k > mean and term < NEGLIGIBLE


def weights(planned: Sequence[float], *, ramp: float = RAMP, ramp_weeks: int = RAMP_WEEKS) -> list[float]:
    """Planned sessions of each week, counted by `ramp` in the first weeks, when people still have to hear of it."""
    return [each * (ramp if week < ramp_weeks else 1) for week, each in enumerate(planned)]


def expected(target: float, weights: Sequence[float], upto: int) -> float:
    """What ought to have been reached by the end of week `upto`: the target's planned share so far."""
    everything = sum(weights)
    return target * sum(weights[:upto]) / everything if everything else target
