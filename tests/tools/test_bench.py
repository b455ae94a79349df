"""What is measured is the whole way, and what cannot be measured is refused by name."""

import pytest

from tests.measures import spec
from tools import bench, bench_copy
from traedesten.journal.models import Entry, Tally
from traedesten.measures import board
from traedesten.people.models import Subject, SubjectAlias
from traedesten.programme.models import Programme, Version


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


def figures(programme, day):
    board.forget()
    told = [(each.criterion.code, each.status, each.verdicts) for each in board.of_areas(programme, day)]
    return [
        (code, status, [(each.figure.value, each.figure.numerator, each.figure.missing) for each in verdicts])
        for code, status, verdicts in told
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["row20", "row35", "row46"])
def test_a_copy_has_the_same_figures_and_nothing_in_common(name):
    plain = dict(spec.specs())[name]
    programme = spec.load_programme(plain["programme"])
    spec.import_entries(programme, plain["entries"])
    first, second = Subject.objects.filter(programme=programme).order_by("pk")[:2]
    SubjectAlias.objects.create(alias=first, canonical=second)
    day, before = spec.day(plain["as_of"]), Entry.objects.count()

    bench_copy.copy(programme, 2)

    others = [Programme.objects.get(code=f"{programme.code}-{number}") for number in (1, 2)]
    assert Entry.objects.count() == 3 * before
    assert SubjectAlias.objects.count() == 3
    assert len({each.pk for each in (programme, *others)}) == 3
    wanted = figures(programme, day)
    assert any(value for _code, _status, values in wanted for value, *_rest in values)
    for each in others:
        assert figures(each, day) == wanted
        assert Version.objects.get(programme=each).number == Version.objects.get(programme=programme).number
        known = Entry.objects.filter(programme=each, subject__isnull=False).order_by()
        assert set(known.values_list("subject__programme", flat=True)) == {each.pk}
