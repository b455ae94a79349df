"""`make judge`: how far the estimates are from the truth, over many seeds of the guest model alone (no database).

Prints bias, RMSE and coverage for every estimator and the forecast, in the cafés and settings of counting.md, with
the RMSE that document found beside ours. Its world is not ours (see `demo/cafe/setting.py`), so they need not agree.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from demo.cafe.judged import Seen, Told, believed, see
from demo.cafe.setting import CAFES, HABITS
from tools.place import say

SEEDS = 100
FIRST_SEED = 1000
Z95, Z80 = 1.96, 1.28
FIGURES = ("unique", "year", "returning", "retained")
NAMES = {"unique": "unique", "year": "unique year 3", "returning": "returning", "retained": "last 13 weeks"}
SETTINGS = (
    "forgotten-10", "forgotten-20", "forgotten-40", "first-missed-15", "recall-x3", "refusal-x2", "untapped-10",
    "all-four",
)  # fmt: skip
# RMSE of policy g in counting.md section 2: unique and year in per cent, shares in points; by café S1, S2, S3.
THEIRS: dict[tuple[str, str], tuple[float, float, float]] = {
    ("forgotten-10", "unique"): (3.3, 3.1, 2.2),
    ("forgotten-10", "year"): (2.0, 1.9, 2.7),
    ("forgotten-10", "returning"): (2.7, 2.3, 2.4),
    ("forgotten-10", "retained"): (2.1, 1.9, 0.8),
    ("forgotten-20", "unique"): (3.6, 3.3, 2.4),
    ("forgotten-20", "year"): (2.4, 2.3, 2.7),
    ("forgotten-20", "returning"): (2.5, 2.4, 2.2),
    ("forgotten-20", "retained"): (2.4, 2.1, 0.9),
    ("forgotten-40", "unique"): (4.6, 4.3, 2.9),
    ("forgotten-40", "year"): (3.9, 4.2, 3.9),
    ("forgotten-40", "returning"): (3.8, 6.2, 3.1),
    ("forgotten-40", "retained"): (3.6, 3.3, 1.4),
    ("first-missed-15", "unique"): (4.7, 4.8, 6.1),
    ("recall-x3", "unique"): (6.8, 6.4, 4.4),
    ("refusal-x2", "unique"): (4.1, 3.7, 2.7),
    ("untapped-10", "unique"): (3.8, 3.4, 3.1),
    ("all-four", "unique"): (5.7, 5.4, 7.0),
}


@dataclass(frozen=True, slots=True)
class Score:
    """Bias and RMSE in per cent of the truth (shares: in points), coverage and floor in per cent of the seeds."""

    bias: float
    rmse: float
    covered95: float
    covered80: float
    floor: float


def scores(cafe: str, setting: str, seeds: Sequence[int]) -> dict[str, Score]:
    """Each estimate over the seeds."""
    seen = [see(CAFES[cafe].named(setting), seed) for seed in seeds]
    return {figure: score([(getattr(one.truth, figure), believed(one)[figure]) for one in seen]) for figure in FIGURES}


def score(pairs: Sequence[tuple[float, Told]]) -> Score:
    errors = [told.error_of(truth) for truth, told in pairs]
    within95 = [abs(told.mean - truth) <= Z95 * told.sd for truth, told in pairs]
    within80 = [abs(told.mean - truth) <= Z80 * told.sd for truth, told in pairs]
    floors = [told.floor <= truth for truth, told in pairs]
    n = len(pairs)
    return Score(
        bias=sum(errors) / n,
        rmse=sqrt(sum(error * error for error in errors) / n),
        covered95=100 * sum(within95) / n,
        covered80=100 * sum(within80) / n,
        floor=100 * sum(floors) / n,
    )


@dataclass(frozen=True, slots=True)
class Foreseen:
    """How often the final number of new guests (taps) and of visits lay in the 95 % band foreseen in a week."""

    new: float
    visits: float
    too_early: int


def foreseen(cafe: str, week: int, seeds: Sequence[int]) -> Foreseen:
    seen = [see(CAFES[cafe], seed) for seed in seeds]
    bands = [(one.foresee_new(week), one.foresee_visits(week)) for one in seen]
    told = [pair for pair in bands if pair[0] is not None]
    n = max(len(told), 1)
    return Foreseen(
        100 * sum(bool(new) for new, _visits in told) / n,
        100 * sum(bool(visits) for _new, visits in told) / n,
        len(bands) - len(told),
    )


def table(seeds: Sequence[int], settings: Sequence[str] = SETTINGS) -> Iterator[str]:
    yield f"{len(seeds)} seeds from {seeds[0]}; bias, RMSE in % (shares: points), coverage in %"
    yield "setting          café figure          bias   RMSE  theirs   95 %   80 %  floor"
    for setting in settings:
        for place, cafe in enumerate(CAFES):
            for figure, found in scores(cafe, setting, seeds).items():
                theirs = THEIRS.get((setting, figure))
                yield _line(setting, cafe, figure, found, theirs[place] if theirs else None)


def _line(setting: str, cafe: str, figure: str, found: Score, theirs: float | None) -> str:
    beside = f"{theirs:6.1f}" if theirs is not None else "     -"
    return (
        f"{setting:16} {cafe:4} {NAMES[figure]:14} {found.bias:+6.1f} {found.rmse:6.1f}  {beside} "
        f"{found.covered95:6.0f} {found.covered80:6.0f} {found.floor:6.0f}"
    )


def forecast_table(seeds: Sequence[int]) -> Iterator[str]:
    yield ""
    yield "forecast of the end: share of seeds inside the 95 % band (counting.md: new 71-99 / 97-98 / 98-99 %)"
    yield "café  week   new guests   visits"
    for cafe in CAFES:
        for week in (52, 78, 104):
            found = foreseen(cafe, week, seeds)
            yield f"{cafe:5} {week:4} {found.new:11.0f} {found.visits:8.0f}"


def truth_table(seeds: Sequence[int]) -> Iterator[str]:
    """What the cafés are like, beside those of counting.md."""
    theirs = {"S1": (4379, 307, 76, 41, 197), "S2": (3220, 329, 76, 35, 217), "S3": (1935, 336, 51, 15, 139)}
    yield "café    visits  unique  returning  last 13 weeks  unique year 3   (counting.md)"
    for cafe in CAFES:
        seen = [see(CAFES[cafe], seed) for seed in seeds]
        visits, everybody, year = (_mean(seen, name) for name in ("visits", "unique", "year"))
        again, kept = (100 * _mean(seen, name) for name in ("returning", "retained"))
        yield f"{cafe:5} {visits:8.0f} {everybody:7.0f} {again:9.0f} % {kept:11.0f} % {year:14.0f}   {theirs[cafe]}"
    yield ""


def _mean(seen: Sequence[Seen], name: str) -> float:
    return sum(getattr(one.truth, name) for one in seen) / len(seen)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=SEEDS, help=f"how many ({SEEDS})")
    parser.add_argument("--settings", nargs="*", default=SETTINGS, choices=sorted(HABITS), metavar="NAME")
    options = parser.parse_args()
    seeds = range(FIRST_SEED, FIRST_SEED + options.seeds)
    for lines in (truth_table(seeds), table(seeds, options.settings), forecast_table(seeds)):
        for line in lines:
            say(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
