"""The measured file is one that the rules accept, row for row, so that the measure measures the whole way."""

import csv

from traedesten.journal import bench
from traedesten.journal.models import Entry


def test_the_measured_file_comes_in_whole(db, tmp_path):
    assert bench.measure(3000) > 0
    assert Entry.objects.count() == 3000
    assert set(Entry.objects.values_list("kind", flat=True).distinct().order_by()) == set(bench.KINDS)


def test_the_same_seed_makes_the_same_file(tmp_path):
    for name in ("a", "b"):
        bench.write_file(tmp_path / name, 200)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    lines = (tmp_path / "a").read_text(encoding="utf-8").splitlines()
    assert len(list(csv.DictReader(lines, delimiter=";"))) == 200
