"""A short judgement: bounds wide enough for chance, and narrow enough to see a real fault in an estimate."""

import pytest

from demo.cafe import judged
from demo.cafe.setting import CAFES
from measure_engine.estimate import unique
from tools import judge

SEEDS = range(1000, 1016)


@pytest.fixture(scope="module")
def found():
    return {cafe: judge.scores(cafe, "forgotten-20", SEEDS) for cafe in CAFES}


@pytest.mark.parametrize("cafe", sorted(CAFES))
def test_unique_guests_are_within_four_per_cent(cafe, found):
    one = found[cafe]["unique"]
    assert one.rmse <= 5.0
    assert abs(one.bias) <= 4.0
    assert one.covered95 >= 90
    assert one.floor >= 93


@pytest.mark.parametrize("cafe", sorted(CAFES))
def test_the_other_shares_are_within_their_points(cafe, found):
    assert found[cafe]["returning"].rmse <= 4.0
    assert found[cafe]["retained"].rmse <= 3.5
    assert found[cafe]["year"].rmse <= 5.5
    assert min(one.floor for one in found[cafe].values()) >= 90


def test_a_fault_in_an_estimate_would_be_seen(monkeypatch):
    """Taking the taps as they are, without the correction, is too few by more than the bounds let through."""
    seen = [judged.see(CAFES["S1"].named("untapped-10"), seed) for seed in SEEDS]
    raw = [judged.Told(sum(one.sums["new_guests"] for one in each.count.sessions), 1.0, False) for each in seen]
    score = judge.score([(each.truth.unique, told) for each, told in zip(seen, raw, strict=True)])
    assert abs(score.bias) > 4.0


def test_without_controls_an_estimate_is_less_sure():
    seen = judged.see(CAFES["S1"], 1000)
    with_, without = unique(judged.evidence_of(seen.count)), unique(judged.without_controls(seen))
    assert without.sd > with_.sd


def test_the_table_names_every_café_and_setting():
    lines = list(judge.table(SEEDS[:2], ["forgotten-20"]))
    assert len(lines) == 2 + len(CAFES) * len(judge.FIGURES)
    assert "3.6" in lines[2]
    assert len(list(judge.truth_table(SEEDS[:2]))) == len(CAFES) + 2


def test_a_forecast_of_visits_holds():
    assert judge.foreseen("S2", 104, SEEDS[:8]).visits >= 75
