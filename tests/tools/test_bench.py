"""What is measured is the whole way, and what cannot be measured is refused by name."""

import pytest

from tools import bench
from traedesten.journal.models import Entry, Tally


@pytest.mark.django_db
def test_the_simulator_is_measured_with_its_truth_and_its_counting(settings):
    settings.DEMO = True
    bare, whole, spent, memory = bench.on_simulation(1000)
    assert Entry.objects.count() >= 1000
    assert Tally.objects.exists()
    assert (bare.ratio, whole.budget, memory.unit) == ("1", 0.09, "MB")
    assert "OVER" in str(whole)
    assert spent.value > 0


def test_a_bench_that_is_not_there_is_refused(monkeypatch):
    monkeypatch.setenv("BENCH", "simulate nothing")
    with pytest.raises(SystemExit, match=r"BENCH kan være pages, .*simulate, ikke nothing\."):
        bench.main([])
