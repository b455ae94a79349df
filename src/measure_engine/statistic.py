"""The little statistics a figure needs, without scipy: mean, its t interval, the t quantile."""

from math import sqrt

from .figure import Z_95, Interval


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def t_975(freedom: int) -> float:
    """Student's t, 97.5 % quantile, by Cornish and Fisher's expansion: right to 0.001 from 5 degrees of freedom."""
    z = Z_95
    terms: tuple[float, ...] = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return float(sum(term / freedom**power for power, term in enumerate(terms)))


def mean_interval(values: list[float]) -> Interval | None:
    """The 95 % interval of a mean; None below two values."""
    n = len(values)
    if n < 2:
        return None
    middle = mean(values)
    spread = sqrt(sum((value - middle) ** 2 for value in values) / (n - 1))
    half = t_975(n - 1) * spread / sqrt(n)
    return Interval(middle - half, middle + half)
