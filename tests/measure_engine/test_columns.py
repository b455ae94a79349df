"""The columns are held equal to the reference: the whole figure, down to the entries behind it and their order."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measure_engine import aggregate as a
from measure_engine.columns import ColumnEvaluator, ColumnRegister, Table
from measure_engine.columns.occurrence import is_columnar
from measure_engine.definition import Definition
from measure_engine.judgement import assess
from measure_engine.plain import DefinitionError
from measure_engine.preset import PRESETS, definition_of
from measure_engine.reference import Evaluator
from measure_engine.reference.register import Register
from measure_engine.selection import Selection
from measure_engine.target import Target, TargetKind
from measure_engine.vocabulary import Unit

from . import invented
from .test_preset import least
from .world import END, START, entry, held, world

# A split by kind into words that are no kinds has no nouns to call its parts by; both refuse it so.
REFUSED = (DefinitionError, AssertionError, KeyError)

many = settings(max_examples=50, deadline=None)


def told(evaluator, definition, period, as_of):
    """The figure, or what it was refused with."""
    try:
        return evaluator.evaluate(definition, period, as_of=as_of)
    except REFUSED as error:
        return type(error), str(error)


@many
@given(invented.worlds(), st.lists(invented.definitions(), min_size=4, max_size=8), invented.periods(), invented.DAYS)
def test_every_figure_equals_the_reference_s(made, definitions, period, as_of):
    slow, fast = Evaluator(made), ColumnEvaluator(made)
    for definition in definitions:
        for asked in (period, None):
            assert told(fast, definition, asked, as_of) == told(slow, definition, asked, as_of), definition


@many
@given(invented.worlds(), st.lists(st.sampled_from(sorted(PRESETS)), min_size=3, max_size=6), invented.DAYS)
def test_every_measure_people_choose_from_equals_the_reference_s(made, names, as_of):
    for name in names:
        more = {"first_activities": "cafe"} if "afterwards" in name else {}
        definition = definition_of(least(PRESETS[name]) | more)
        target = Target(TargetKind.REACH_BY, 5)
        slow, fast = (assess(definition, (target,), each(made), as_of=as_of) for each in (Evaluator, ColumnEvaluator))
        assert fast == slow, name


@many
@given(invented.worlds(), invented.definitions(), invented.periods())
def test_the_way_there_and_the_plan_equal_the_reference_s(made, definition, period):
    found = []
    for each in (Evaluator, ColumnEvaluator):
        try:
            found.append(each(made).progress(definition, period, as_of=END))
        except REFUSED as error:
            found.append(type(error))
    assert found[0] == found[1]


@many
@given(invented.worlds())
def test_rows_made_of_columns_are_the_reference_s(made):
    assert ColumnRegister(made).rows == Register(made).rows


@many
@given(st.data())
def test_a_table_told_what_is_new_equals_one_read_from_scratch(data):
    """Late rows, corrections that take another's place, and withdrawals, at every version."""
    rows = list(data.draw(invented.rows()))
    table, number = Table.of(rows), len(rows)
    for _version in range(data.draw(st.integers(1, 4))):
        new = list(data.draw(invented.rows(first=number, most=4)))
        number += len(new)
        gone = set(data.draw(st.lists(st.sampled_from([row.id for row in rows]), max_size=2))) if rows else set()
        rows = [row for row in rows if row.id not in gone] + new
        table = table.changed(lists_of(new), gone)
        made = data.draw(invented.worlds(st.just(tuple(rows))))
        register = ColumnRegister(made, table)
        assert register.rows == Register(made).rows
        definition, as_of = data.draw(invented.definitions()), data.draw(invented.DAYS)
        fast = ColumnEvaluator(made, register=register)
        assert told(fast, definition, None, as_of) == told(Evaluator(made), definition, None, as_of)


def lists_of(rows):
    return {name: [getattr(row, name) for row in rows] for name in type(entry("visit", START)).__dataclass_fields__}


def test_a_table_is_never_changed_under_who_reads_it():
    table = Table.of([replace(entry("visit", "2024-02-06", subject="p1"), id=1)])
    before = {name: each.copy() for name, each in table.columns.items()}
    later = table.changed(lists_of([replace(entry("visit", "2024-02-05", subject="p2"), id=2)]), {1})
    assert (len(table), len(later)) == (1, 1)
    assert all((table.columns[name] == before[name]).all() for name in before if name != "value")
    assert table.domains["subject"].values == ["p1"]
    assert later.domains["subject"].values == ["p1", "p2"]


def test_ids_of_every_sort_lie_in_the_reference_s_order():
    rows = [replace(entry("visit", "2024-02-06", subject="p1"), id=id_) for id_ in (10, 9, "a", ("b", 1), 2)]
    made = world(*rows)
    assert [row.id for row in ColumnRegister(made).rows] == [row.id for row in Register(made).rows]


@pytest.mark.parametrize(
    ("unit", "kinds", "more"),
    [
        (Unit.PERSON, ("visit",), {}),
        (Unit.ENTRY, ("contact",), {}),
        (Unit.SESSION, ("session",), {"aggregate": a.Mean(a.Column.PEOPLE)}),
        (Unit.VISIT, ("visit",), {}),
        (Unit.WEEK, ("session",), {}),
        (Unit.CONTACTED, ("contact",), {"aggregate": a.ShareOfPopulation()}),
    ],
)
def test_what_is_asked_often_makes_no_rows(unit, kinds, more):
    """Counting over columns is only fast when no entry becomes an object on the way."""
    made = world(*held("c1", "c2"), entry("visit", "2024-02-06", session="c1", subject="p1"))
    definition = Definition((Selection(kinds),), unit, **more)
    evaluator = ColumnEvaluator(made)
    evaluator.evaluate(definition, as_of=END)
    assert is_columnar(definition)
    assert not evaluator.register.sheet._made


@pytest.mark.parametrize("unit", [Unit.PARTNER, Unit.PUBLICATION])
def test_what_is_handed_over_is_said(unit):
    where = {"where": (invented.c.CoversAreas(),)} if unit is Unit.PUBLICATION else {}
    definition = Definition((Selection(("publication",)),), unit, **where)
    assert not is_columnar(definition)
