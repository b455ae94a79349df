"""Neighbourhoods told without mistakes hold no contradiction; those planted in them are found, and nothing else is."""

import random
import sys
from collections import Counter
from dataclasses import replace

import pytest

from demo import generate
from demo.contradiction import PLANTS, plant
from demo.setting import SETTINGS
from measure_engine.columns import ColumnRegister
from measure_engine.contradiction import Ground, find
from tests.cast import TODAY

from .invented_world import times_of, world_of

SEEDS = (2026, 7, 11)
TIMES = 2  # of each sort of mistake, in each neighbourhood and seed


def told(code, seed):
    settings = replace(SETTINGS[code], writing=replace(SETTINGS[code].writing, wrong=0, doubled=0, settling_wrong=0))
    return generate.neighbourhood(code, today=TODAY, seed=seed, settings=settings)


def found_in(neighbourhood, rows):
    world = world_of(neighbourhood, rows)
    return find(Ground(ColumnRegister(world), TODAY, times_of(neighbourhood)))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("code", sorted(generate.STORIES))
def test_what_was_written_without_mistakes_does_not_contradict_itself(code, seed):
    neighbourhood = told(code, seed)
    assert found_in(neighbourhood, neighbourhood.entries) == ()


@pytest.mark.parametrize("code", sorted(generate.STORIES))
def test_what_was_put_right_does_not_contradict_itself(code, neighbourhoods):
    """The demo's own entries, mistakes and all, once each has been put right that somebody has seen."""
    neighbourhood = neighbourhoods[code]
    assert [each.rule for each in found_in(neighbourhood, None)] == []


def test_planted_mistakes_are_found_and_nothing_else_is():
    planted, seen, false = Counter(), Counter(), Counter()
    for code in sorted(generate.STORIES):
        for seed in SEEDS:
            neighbourhood, dice = told(code, seed), random.Random(f"{code}/{seed}")
            for _time in range(TIMES):
                for each in plant(neighbourhood.entries, dice):
                    found = found_in(neighbourhood, each.rows)
                    about = [one for one in found if each.ids & set(one.entries)]
                    planted[each.rule] += 1
                    seen[each.rule] += any(one.rule == each.rule for one in about)
                    false[each.rule] += len(found) - len(about)
    for rule in PLANTS:
        sys.stdout.write(f"{rule}: {seen[rule]} of {planted[rule]} found, {false[rule]} false alarms\n")
    assert set(planted) == set(PLANTS)
    assert {rule: seen[rule] / planted[rule] for rule in PLANTS} == dict.fromkeys(PLANTS, 1.0)
    assert sum(false.values()) == 0
