"""How often a month is said to jump that did not, and how often one is found that was doubled or left out."""

import random
import sys
from collections import Counter

from demo import generate
from measure_engine.columns import ColumnRegister
from measure_engine.jump import jumps
from measure_engine.period import PeriodKind
from measure_engine.series import series
from tests.cast import TODAY

from .invented_world import world_of

SEEDS = (2026, 7, 11)
SIZES = ((10, "10-19"), (20, "20-39"), (40, "40 and more"))


def told():
    for code in sorted(generate.STORIES):
        for seed in SEEDS:
            found = generate.neighbourhood(code, today=TODAY, seed=seed)
            yield from series(ColumnRegister(world_of(found)), TODAY, PeriodKind.MONTH)


def size_of(count):
    return next((name for least, name in reversed(SIZES) if count >= least), "under 10")


def test_few_months_jump_that_did_not_and_many_that_did_are_found():
    months, alarms, planted, found = 0, 0, Counter(), Counter()
    dice = random.Random("jump")
    for each in told():
        strange = {jump.at for jump in jumps(each.counts, each.could_be)}
        months, alarms = months + len(each.counts), alarms + len(strange)
        for place in dice.sample(range(len(each.counts)), min(4, len(each.counts))):
            if place in strange or not each.could_be[place] or not each.counts[place]:
                continue
            for sort, count in (("doubled", 2 * each.counts[place]), ("left out", 0)):
                changed = [*each.counts[:place], count, *each.counts[place + 1 :]]
                key = (sort, size_of(each.counts[place]))
                planted[key] += 1
                found[key] += any(jump.at == place for jump in jumps(changed, each.could_be))
    sys.stdout.write(f"\n{alarms} of {months} months said to jump ({alarms / months:.2%})\n")
    for key in sorted(planted):
        sys.stdout.write(
            f"{key[0]}, {key[1]} entries: {found[key]} of {planted[key]} ({found[key] / planted[key]:.0%})\n"
        )
    assert alarms / months < 0.006
    assert found["left out", "20-39"] / planted["left out", "20-39"] > 0.4
    assert found["doubled", "20-39"] / planted["doubled", "20-39"] > 0.2
