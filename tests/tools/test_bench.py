"""What is measured is the whole way, and what cannot be measured is refused by name."""

import pytest
from django.db import connection

from demo import together
from tests.cast import TODAY
from tests.measures import oracle, spec
from tools import bench, bench_copy, bench_oracle
from tools.bench_clock import is_whole, processor
from tools.bench_line import Line, medians
from traedesten.core.action import System
from traedesten.documents import simulated
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


@pytest.mark.django_db
def test_nothing_is_set_beside_sql_before_both_say_the_same(settings, monkeypatch):
    settings.DEMO = True
    for part in together.told(together.orders(entries=4_000, today=TODAY), workers=0):
        programme = simulated.write(by=System("test"), parts=[part])
    lines = bench_oracle.on_oracle(programme, 1.0, 0.1)
    assert len(lines) == len(oracle.STATEMENTS) + 2
    assert [line.is_gain for line in lines[-2:]] == [True, True]
    monkeypatch.setattr(oracle.Statement, "ask", lambda *given: {"": (-1.0, None, None)})
    with pytest.raises(SystemExit, match=r"women_taking_part: SQL siger -1\.0, men"):
        bench_oracle.on_oracle(programme, 1.0, 0.1)


def test_a_gain_is_held_from_below_and_a_cost_from_above():
    assert str(Line("tid", 31, "ms", "", 30)).endswith("højst 30 ms  OVER")
    assert str(Line("tid", 30, "ms", "", 30)).endswith("højst 30 ms  ok")
    assert str(Line("gange", 4.9, "x", "", 5, is_gain=True)).endswith("mindst 5 x  UNDER")
    assert str(Line("gange", 5, "x", "", 5, is_gain=True)).endswith("mindst 5 x  ok")


def test_what_goes_before_is_not_counted():
    """A tenth of a second of work before, and next to none of its own."""
    clock, busy = medians(lambda: None, 2, before=lambda: sum(range(3_000_000)))
    assert clock < 20
    assert busy < 20
    assert medians(lambda: sum(range(3_000_000)), 2)[1] > busy


@pytest.mark.django_db
def test_the_processor_s_time_has_the_database_s_in_it():
    """Work done by the server alone; SQLite does it in this process."""
    with connection.cursor() as cursor:
        began = processor()
        cursor.execute(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000) SELECT SUM(i) FROM n"
        )
        cursor.fetchall()
    assert is_whole()
    assert processor() - began > 0.01
