"""What a definition says it reads is all it rests on: entries of other kinds move nothing of a figure."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from measure_engine import aggregate as a
from measure_engine import condition as c
from measure_engine.columns import ColumnEvaluator
from measure_engine.definition import Definition
from measure_engine.selection import Selection
from measure_engine.vocabulary import Unit

from . import invented
from .test_columns import REFUSED, told
from .world import END, entry, world


@settings(max_examples=80, deadline=None)
@given(st.data(), invented.worlds(), st.lists(invented.definitions(), min_size=2, max_size=6), invented.DAYS)
def test_entries_of_kinds_it_does_not_read_move_nothing(data, made, definitions, as_of):
    for definition in definitions:
        others = sorted(set(invented.KINDS) - definition.reads())
        if not others:
            continue
        more = [data.draw(invented.entries(1000 + number, others)) for number in range(data.draw(st.integers(1, 6)))]
        before, after = ColumnEvaluator(made), ColumnEvaluator(replace(made, rows=(*made.rows, *more)))
        assert told(after, definition, None, as_of) == told(before, definition, None, as_of), definition
        try:
            was = before.progress(definition, before.whole, as_of=END)
        except REFUSED:
            continue
        assert after.progress(definition, after.whole, as_of=END) == was


def test_a_course_rests_on_who_came_and_on_which_meetings_were_held():
    definition = Definition((Selection(("enrolment",)),), Unit.PERSON, (c.Reached(c.Stage.COMPLETED),))
    assert {"enrolment", "attendance", "session", "visit", "conversation"} <= definition.reads()


def test_a_count_of_visits_rests_on_visits_alone():
    definition = Definition((Selection(("visit",)),), Unit.PERSON)
    assert definition.reads() == {"visit"}
    evaluator = ColumnEvaluator(world(entry("visit", "2024-02-06", subject="p1")))
    assert evaluator.evaluate(definition, as_of=END).value == 1


def test_what_is_said_of_before_and_after_rests_on_answers_and_the_course_round_them():
    definition = Definition((Selection(("enrolment",)),), Unit.PERSON, (), a.PairedChange("a.b", a.Pairing.COURSE))
    assert {"answer", "attendance", "enrolment"} <= definition.reads()
