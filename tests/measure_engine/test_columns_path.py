"""Paths over columns are the reference's: of people in courses, most of them plain and some of them odd."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from measure_engine import aggregate as a
from measure_engine import condition as c
from measure_engine.columns import ColumnEvaluator, ColumnRegister
from measure_engine.definition import Definition
from measure_engine.reference import Evaluator
from measure_engine.reference.path import paths as reference_paths
from measure_engine.reference.register import Reader, Register
from measure_engine.selection import Selection
from measure_engine.vocabulary import Unit
from measure_engine.world import Row

from . import invented
from .test_columns import told
from .world import END, START

PLACES = ({"run": "foraar"}, {"run": "loebende"}, {"run": "hold"}, {"activity": "gruppe"}, {"activity": "morgencafe"})
COMING = st.dates(START, END - timedelta(days=30))


@st.composite
def courses(draw):
    """Somebody who joins, comes, perhaps ends, and of whom something may be known after; seldom in an odd order."""
    person, place = draw(invented.PEOPLE), draw(st.sampled_from(PLACES))
    thread = draw(invented.maybe(f"{person}-1", f"{person}-2"))
    about = {"subject": person, "thread": thread, "household": draw(invented.maybe("h1", "h2"))} | place
    joined, odd = draw(COMING), not draw(st.integers(0, 5))
    days = sorted(draw(st.lists(st.integers(-20 if odd else 0, 200), max_size=5)))
    rows = [Row(0, "enrolment", joined, step="joined", linked_subject=draw(invented.maybe("b1")), **about)]
    for after in days:
        kind = draw(st.sampled_from(["attendance", "attendance", "visit", "conversation"]))
        session = draw(invented.maybe(*invented.WIDE.sessions)) if kind != "conversation" else None
        there = {"session": session.id} if session else {}
        on = session.on if session and session.on >= joined else joined + timedelta(days=after)
        rows.append(Row(0, kind, on, subject=person, **there, **draw(st.sampled_from([place, place, {}]))))
    if draw(st.booleans()):
        reason = draw(st.sampled_from(["as_planned", "moved", ""]))
        rows.append(Row(0, "enrolment", joined + timedelta(days=150), step="ended", topic=reason, **about))
    if draw(st.booleans()):
        step, value = draw(st.sampled_from(["plan_for_job", "other"])), draw(invented.maybe(0.0, 1.0))
        topic = draw(st.sampled_from(["", "at_end", "m3"]))
        on = joined + timedelta(days=160)
        rows.append(Row(0, "outcome", on, step=step, topic=topic, value=value, **about, linked_subject="b1"))
    return rows[draw(st.integers(0, 1)) if odd else 0 :]


@st.composite
def worlds(draw):
    made = [row for each in draw(st.lists(courses(), max_size=6)) for row in each]
    held = [Row(0, "session", each.on, session=each.id, step=draw(st.sampled_from(["held", "held", "cancelled"])))
            for each in draw(st.lists(st.sampled_from(invented.WIDE.sessions), max_size=5))]  # fmt: skip
    rows = [replace(row, id=number) for number, row in enumerate([*made, *held])]
    return draw(invented.worlds(st.just((*rows, *draw(invented.rows(first=len(rows), most=4))))))


STEPS = st.one_of(
    st.builds(c.Reached, st.sampled_from(list(c.Stage))),
    st.builds(c.After, st.just((Selection(("visit", "told_visit")),)), invented.maybe(30)),
    st.builds(c.JoinedBefore, st.integers(1, 200)),
    st.builds(c.Retained, st.integers(1, 200)),
    st.builds(c.HasOutcome, st.just(("plan_for_job", "other")), invented.some("at_end", "m3")),
    st.builds(c.FollowedUp, st.just(("at_end",))),
)


@st.composite
def definitions(draw):
    kinds = draw(st.sampled_from([("enrolment",), ("enrolment", "attendance"), ("attendance",)]))
    unit = draw(st.sampled_from([Unit.PERSON, Unit.FAMILY, Unit.ENROLMENT, Unit.CHILD]))
    kinds = ("referral",) if unit is Unit.PERSON and draw(st.booleans()) else kinds
    having = draw(st.lists(STEPS, min_size=1, max_size=2).map(tuple))
    aggregate = draw(st.sampled_from([a.Count(), a.Share(having)]))
    where = tuple(draw(st.lists(STEPS, max_size=2)))
    more = {name: draw(invented.FIELDS[name]) for name in draw(st.sets(st.sampled_from(["areas", "activities"])))}
    return Definition((Selection(kinds, **more),), unit, where or (c.Reached(c.Stage.STARTED),), aggregate)


@settings(max_examples=60, deadline=None)
@given(worlds(), st.lists(definitions(), min_size=4, max_size=8), invented.periods(), invented.DAYS)
def test_every_figure_of_courses_equals_the_reference_s(made, asked, period, as_of):
    slow, fast = Evaluator(made), ColumnEvaluator(made)
    for definition in asked:
        for each in (period, None):
            assert told(fast, definition, each, as_of) == told(slow, definition, each, as_of), definition
        if period.start <= as_of:
            assert fast.progress(definition, period, as_of=as_of) == slow.progress(definition, period, as_of=as_of)


@settings(max_examples=60, deadline=None)
@given(worlds(), st.lists(invented.DAYS, min_size=2, max_size=5))
def test_one_put_together_for_every_day_is_what_the_reference_puts_together_that_day(made, days):
    register, evaluator = ColumnRegister(made), ColumnEvaluator(made)
    for day in days:
        reader = evaluator._reader(day)
        found = register.paths(reader, day)
        mine = found.as_paths(np.arange(len(found)))
        theirs = reference_paths(Reader(Register(made), day), day)
        assert [seen(each) for each in mine] == [seen(each) for each in theirs]


def seen(path):
    last = max(path.active_on, default=None)
    return (path.subject, path.run, path.activity, path.offer, [row.id for row in path.rows], path.joined_on,
            path.started_on, path.ended_on, path.over_on, path.completed, last)  # fmt: skip


def test_one_who_joins_and_comes_is_not_put_together_row_by_row():
    """Else the days a curve asks of would each take as long as the first."""
    rows = [Row(1, "enrolment", START, step="joined", subject="p1", run="foraar"),
            Row(2, "attendance", START + timedelta(days=7), subject="p1", run="foraar"),
            Row(3, "enrolment", START + timedelta(days=70), step="ended", subject="p1", run="foraar")]  # fmt: skip
    assert not len(ColumnRegister(replace(invented.WIDE, rows=tuple(rows))).routes.odd)


def test_one_who_joins_anew_is():
    rows = [Row(number, "enrolment", START + timedelta(days=10 * number), step=step, subject="p1", run="foraar")
            for number, step in enumerate(("joined", "ended", "joined"))]  # fmt: skip
    assert len(ColumnRegister(replace(invented.WIDE, rows=tuple(rows))).routes.odd) == 3
