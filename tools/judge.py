"""`make judge`: how far the estimates and the forecast are from the truth, over many seeds of the guest model.

Prints bias, RMSE and coverage of every estimate in the cafés and settings of counting.md, with what that document
found beside ours; the forecast's bands and whether its probabilities come true; and that everything which is no
estimate is the truth itself (`judge_rows`, the only part that needs a database; alone: `JUDGE=rows make judge`).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from math import sqrt

from demo.cafe.foreseen import Foreseen, foresee
from demo.cafe.judged import Seen, Told, Truth, believed, believed_of_families, see, see_families
from demo.cafe.setting import CAFES, HABITS
from tools import judge_theirs as theirs
from tools.place import ROOT, say

SEEDS = 100
FIRST_SEED = 1000
EXACT_SEEDS = 2
Z95, Z80 = 1.96, 1.28
NAMES = {
    "unique": "unique",
    "new": "new in year 3",
    "year": "unique year 3",
    "quarter": "unique last quarter",
    "returning": "returning",
    "published": "  as published",
    "retained": "last 13 weeks",
    "families": "families",
    "people": "people, worked out",
}
SETTINGS = (
    "forgotten-10", "forgotten-20", "forgotten-40", "first-missed-15", "recall-x3", "refusal-x2", "untapped-10",
    "all-four",
)  # fmt: skip
FORESEEN_IN = (52, 78, 104, 130)
CALIBRATED_IN = (78, 104)
TARGETS = (0.90, 0.95, 1.0, 1.05, 1.10)
"""As shares of the café's mean end."""
CLASSES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)

Pairs = dict[str, list[tuple[float, Told]]]
Scores = dict[str, "Score"]


# Estimates


@dataclass(frozen=True, slots=True)
class Score:
    """Bias and RMSE in per cent of the truth (shares: in points), coverage and floor in per cent of the seeds."""

    bias: float
    rmse: float
    covered95: float
    covered80: float
    floor: float


def judged(case: tuple[str, str], seeds: Sequence[int]) -> Pairs:
    """Truth and what was told of it, for each figure and seed of a setting and café."""
    cafe, found = CAFES[case[1]].named(case[0]), Pairs()
    for seed in seeds:
        seen, families = see(cafe, seed), see_families(cafe, seed)
        truths = {name: getattr(seen.truth, name) for name in Truth.__slots__} | {
            "published": seen.truth.returning, "families": families.unique,
            "people": seen.truth.unique + families.people,
        }  # fmt: skip
        for name, told in (believed(seen) | believed_of_families(seen, families)).items():
            found.setdefault(name, []).append((truths[name], told))
    return found


def scores(cafe: str, setting: str, seeds: Sequence[int]) -> Scores:
    """Each estimate over the seeds."""
    found = judged((setting, cafe), seeds)
    return {name: score(found[name]) for name in NAMES if name in found}


def score(pairs: Sequence[tuple[float, Told]]) -> Score:
    errors = [told.error_of(truth) for truth, told in pairs]
    within95 = [told.holds(truth, Z95) for truth, told in pairs]
    within80 = [told.holds(truth, Z80) for truth, told in pairs]
    floors = [told.floor <= truth for truth, told in pairs]
    return Score(
        bias=_mean(errors),
        rmse=sqrt(_mean([error * error for error in errors])),
        covered95=100 * _mean(within95),
        covered80=100 * _mean(within80),
        floor=100 * _mean(floors),
    )


def table(
    seeds: Sequence[int], settings: Sequence[str] = SETTINGS, scored: Mapping[tuple[str, str], Scores] | None = None
) -> Iterator[str]:
    """`scored` maps (setting, café) to its scores, where they were worked out before."""
    yield f"{len(seeds)} seeds from {seeds[0]}; bias, RMSE in % (shares: points), coverage and floor in % of the seeds"
    yield "setting          café figure                bias   RMSE  theirs   95 %   80 %  floor"
    for setting in settings:
        for place, cafe in enumerate(CAFES):
            found = scored[setting, cafe] if scored else scores(cafe, setting, seeds)
            for name, one in found.items():
                rmse = theirs.RMSE.get((setting, name))
                yield _line(setting, cafe, name, one, rmse[place] if rmse else None)
        yield ""
    held = ", ".join(f"{NAMES[name]} {span}" for name, span in theirs.COVERED.items())
    yield f"counting.md's own closed-form 95 % intervals held in, over its settings: {held} %"


def _line(setting: str, cafe: str, name: str, one: Score, rmse: float | None) -> str:
    beside = f"{rmse:6.1f}" if rmse is not None else "     -"
    return (
        f"{setting:16} {cafe:4} {NAMES[name]:20} {one.bias:+6.1f} {one.rmse:6.1f}  {beside} "
        f"{one.covered95:6.0f} {one.covered80:6.0f} {one.floor:6.0f}"
    )


# The world


def truth_table(seen: dict[str, list[Seen]]) -> Iterator[str]:
    """What the cafés are like, beside those of counting.md."""
    yield "café             visits  unique  returning  last 13 weeks  regulars in them  unique year 3  later joined"
    for cafe, several in seen.items():
        names = ("visits", "unique", "returning", "retained", "regulars", "year", "joined")
        means = [_mean([float(getattr(one.truth, name)) for one in several]) for name in names]
        means[2:5] = (100 * each for each in means[2:5])
        yield _world(f"{cafe} here", means)
        yield _world("   counting.md", theirs.WORLD[cafe])
    yield ""


def _world(label: str, of: Sequence[float]) -> str:
    shares = f"{of[2]:8.0f} % {of[3]:12.0f} % {of[4]:15.0f} %"
    return f"{label:15} {of[0]:7.0f} {of[1]:7.0f} {shares} {of[5]:14.0f} {of[6]:13.0f}"


# The forecast


@dataclass(frozen=True, slots=True)
class Heading:
    """Of the forecasts of one kind made in a week: too high by so many per cent of what came, and what bands held."""

    bias: float
    covered95: float
    covered80: float


def heading(several: Sequence[Foreseen]) -> Heading:
    to_come = sum(each.to_come for each in several)
    return Heading(
        bias=100 * sum(each.too_many for each in several) / max(to_come, 1),
        covered95=100 * _mean([each.within95 for each in several]),
        covered80=100 * _mean([each.within80 for each in several]),
    )


def foreseen(seen: Sequence[Seen], week: int) -> dict[str, Heading]:
    made: dict[str, list[Foreseen]] = {}
    for one in seen:
        for kind, each in foresee(one, week).items():
            made.setdefault(kind, []).append(each)
    return {kind: heading(several) for kind, several in made.items()}


def forecast_table(seen: dict[str, list[Seen]]) -> Iterator[str]:
    yield ""
    yield "forecast of the end, 20 % forgotten: bias in % of what was still to come, share of seeds inside the bands"
    yield "           new guests (taps)   by the published rule   guests, estimated       visits       counting.md"
    yield "café week  bias  95 %  80 %     bias  95 %  80 %      bias  95 %  80 %     bias  95 %  80 %   new, 95 %"
    for cafe, several in seen.items():
        for week in FORESEEN_IN:
            found = foreseen(several, week)
            told = "     ".join(_heading(found[kind]) for kind in ("new", "rule", "guests", "visits"))
            yield f"{cafe:4} {week:4} {told}   {theirs.FORECAST.get(week, '-'):>6}"


def _heading(one: Heading) -> str:
    return f"{one.bias:+5.0f} {one.covered95:5.0f} {one.covered80:5.0f}"


def reached(seen: dict[str, list[Seen]], kind: str) -> list[tuple[float, bool]]:
    """P(reach) as it was told, and whether it was reached, for targets round each café's usual end."""
    told = []
    for several in seen.values():
        usual = _mean([foresee(one, CALIBRATED_IN[0])[kind].final for one in several])
        for one in several:
            for week in CALIBRATED_IN:
                for share in TARGETS:
                    each = foresee(one, week, share * usual)[kind]
                    told.append((each.told.reach, each.final >= share * usual))
    return told


def calibration_table(seen: dict[str, list[Seen]]) -> Iterator[str]:
    yield ""
    weeks = " and ".join(map(str, CALIBRATED_IN))
    yield f"P(reach), told in weeks {weeks} of targets from 90 to 110 % of the usual end: how often it was reached"
    yield "P told           forecasts  mean P  reached"
    for kind, name in (("new", "new guests"), ("guests", "guests, estimated"), ("visits", "visits")):
        told = reached(seen, kind)
        yield f"{name}"
        for low, high in pairwise(CLASSES):
            here = [each for each in told if low <= each[0] < high or each[0] == high == CLASSES[-1]]
            if here:
                mean, came = 100 * _mean([p for p, _ in here]), 100 * _mean([was for _, was in here])
                yield f"  {low:.1f}-{high:.1f}        {len(here):9} {mean:6.0f} % {came:6.0f} %"


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(len(values), 1)


# Everything


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=SEEDS, help=f"how many ({SEEDS})")
    parser.add_argument("--exact", type=int, default=EXACT_SEEDS, help=f"seeds of whole neighbourhoods ({EXACT_SEEDS})")
    parser.add_argument("--settings", nargs="*", default=SETTINGS, choices=sorted(HABITS), metavar="NAME")
    options = parser.parse_args()
    seeds = range(FIRST_SEED, FIRST_SEED + options.seeds)
    cases = [(setting, cafe) for setting in options.settings for cafe in CAFES]
    with ProcessPoolExecutor(os.cpu_count()) as processes:
        found = dict(zip(cases, processes.map(partial(judged, seeds=seeds), cases), strict=True))
    scored = {case: {name: score(pairs[name]) for name in NAMES if name in pairs} for case, pairs in found.items()}
    seen = {name: [see(cafe, seed) for seed in seeds] for name, cafe in CAFES.items()}
    for lines in (
        truth_table(seen), table(seeds, options.settings, scored), forecast_table(seen), calibration_table(seen)
    ):  # fmt: skip
        for line in lines:
            say(line)
    if options.exact:
        say("")
        sys.stdout.flush()
        return subprocess.run(
            [sys.executable, "-m", "tools.judge_rows", f"--seeds={options.exact}"], cwd=ROOT, check=False
        ).returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
