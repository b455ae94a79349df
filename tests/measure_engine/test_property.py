"""What must hold of every world, not only of the ones somebody thought of."""

import itertools
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from measure_engine.condition import FirstEver, HasEntries, Reached, Stage
from measure_engine.definition import Definition, Dimension, Split, read, write
from measure_engine.estimate import Counters
from measure_engine.judgement import assess
from measure_engine.period import Period, PeriodKind, divide
from measure_engine.preset import PRESETS, definition_of
from measure_engine.reference import Evaluator, evaluate
from measure_engine.selection import Selection
from measure_engine.target import Target, TargetKind
from measure_engine.vocabulary import STEPS, Unit
from measure_engine.world import Row

from .test_preset import least
from .world import END, START, WORLD

DAYS = st.dates(START, END)
PEOPLE = st.sampled_from(["p1", "p2", "p3", "p4", "p5", None])
KINDS = ("visit", "attendance", "contact", "conversation", "enrolment", "referral", "outcome", "answer", "session")
PRESETS_TRIED = sorted(set(PRESETS) - {"unique_guests"})
ON_A_COURSE = ("attendance", "enrolment")
ROUNDING = 1e-9

quick = settings(max_examples=25, deadline=None)


@st.composite
def rows(draw, kinds=KINDS):
    found = []
    for number in range(draw(st.integers(0, 25))):
        kind = draw(st.sampled_from(kinds))
        session = draw(st.sampled_from(WORLD.sessions)) if kind in ("visit", "session") else None
        person = draw(PEOPLE) if kind != "session" else None
        found.append(
            Row(
                number, kind, session.on if session else draw(DAYS), subject=person,
                session=session.id if session else None,
                run=draw(st.sampled_from(["foraar", "loebende", None])) if kind in ON_A_COURSE else None,
                activity=draw(st.sampled_from(["cafe", "kursus", "morgencafe"])) if session is None else None,
                area=draw(st.sampled_from(["nord", "syd", None])), offer="rygestop" if kind == "referral" else None,
                household=draw(st.sampled_from(["h1", "h2", None])) if person else None,
                linked_subject=draw(st.sampled_from(["b1", "b2", None])) if kind == "enrolment" else None,
                thread=draw(st.sampled_from(["t1", "t2", None])), step=draw(st.sampled_from(STEPS[kind] or ("",))),
                topic="a.b" if kind == "answer" else "", sex=draw(st.sampled_from(["female", "male", "unknown", ""])),
                first_time=draw(st.sampled_from(["yes", "no", "unknown"])),
                people=draw(st.sampled_from([None, 0, 3])), value=draw(st.sampled_from([None, 0.0, 1.0, 4.0])),
            )
        )  # fmt: skip
    return tuple(found)


@st.composite
def worlds(draw, kinds=KINDS):
    tallies = draw(
        st.dictionaries(
            st.sampled_from([each.id for each in WORLD.sessions]), st.builds(Counters, st.integers(0, 30)), max_size=2
        )
    )
    return replace(WORLD, rows=draw(rows(kinds)), tallies=tallies)


VISITS = st.sampled_from(
    [Selection(("visit",)), Selection(("conversation", "contact")), Selection(("attendance",), areas=("nord",))]
)


def unique(world, selection, period=None, **more):
    return evaluate(world, Definition((selection,), Unit.PERSON, **more), period, as_of=END)


@quick
@given(worlds(), VISITS)
def test_there_are_never_more_people_than_entries(world, selection):
    found = unique(world, selection)
    assert (found.value or 0) <= len(found.entries)


@quick
@given(worlds(), VISITS, st.lists(DAYS, min_size=1, max_size=3))
def test_new_people_of_disjoint_periods_add_up(world, selection, cuts):
    edges = sorted({START, *(day for day in cuts if day > START)})
    periods = [
        Period(first, after - timedelta(days=1))
        for first, after in zip(edges, [*edges[1:], END + timedelta(days=1)], strict=True)
    ]
    parts = [unique(world, selection, period, where=(FirstEver(),)).value or 0 for period in periods]
    assert sum(parts) == (unique(world, selection, where=(FirstEver(),)).value or 0)


@quick
@given(worlds(), VISITS, st.sampled_from([PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR]))
def test_unique_people_of_the_whole_are_at_most_the_sum_of_its_periods_and_at_least_each(world, selection, kind):
    whole = unique(world, selection).value or 0
    parts = [unique(world, selection, each.period).value or 0 for each in divide(Period(START, END), kind)]
    assert max(parts) <= whole <= sum(parts)


@quick
@given(worlds(), rows(), VISITS)
def test_one_more_entry_never_takes_a_person_away(world, more, selection):
    extra = tuple(replace(row, id=("more", row.id)) for row in more)
    assert (unique(replace(world, rows=world.rows + extra), selection).value or 0) >= (
        unique(world, selection).value or 0
    )


@quick
@given(worlds(), VISITS, DAYS, DAYS)
def test_a_total_never_falls_as_the_days_go(world, selection, one, other):
    first, second = sorted((one, other))
    definition = Definition((selection,), Unit.PERSON)
    assert (evaluate(world, definition, as_of=first).value or 0) <= (
        evaluate(world, definition, as_of=second).value or 0
    )


@quick
@given(
    worlds(),
    VISITS,
    st.dictionaries(st.sampled_from(["p1", "p2", "p3"]), st.sampled_from(["p3", "p4", "p5"]), max_size=3),
)
def test_merging_persons_never_makes_more_of_them(world, selection, aliases):
    merged = replace(world, aliases=aliases)
    assert (unique(merged, selection).value or 0) <= (unique(world, selection).value or 0)


@quick
@given(worlds(), st.randoms(use_true_random=False), st.sampled_from(PRESETS_TRIED))
def test_the_order_of_entries_is_no_matter(world, random, name):
    shuffled = list(world.rows)
    random.shuffle(shuffled)
    definition = definition_of(least(PRESETS[name]) | ({"first_activities": "cafe"} if "afterwards" in name else {}))
    first = evaluate(world, definition, as_of=END)
    second = evaluate(replace(world, rows=tuple(shuffled)), definition, as_of=END)
    assert (first.value, first.numerator, first.denominator, first.missing) == (
        second.value, second.numerator, second.denominator, second.missing,
    )  # fmt: skip
    assert set(first.entries) == set(second.entries)


@quick
@given(worlds(), st.sampled_from(PRESETS_TRIED), DAYS)
def test_shares_lie_between_nothing_and_all_and_their_parts_within_the_whole(world, name, as_of):
    found = evaluate(world, definition_of(least(PRESETS[name])), as_of=as_of)
    if found.shape == "share" and found.value is not None and name != "people_share_of_population":
        assert 0 <= found.value <= 1
        assert 0 <= found.numerator <= found.denominator
        assert set(found.entries) <= set(found.denominator_entries)
    if found.interval and found.shape == "share":
        assert 0 <= found.interval.low <= found.value + ROUNDING
        assert found.value - ROUNDING <= found.interval.high <= 1
    assert all(missing.count > 0 and missing.what for missing in found.missing)


@quick
@given(worlds())
def test_parts_by_a_trait_hold_each_person_once(world):
    found = unique(world, Selection(("visit", "conversation")), split=Split(Dimension.SEX))
    assert sum(part.figure.value or 0 for part in found.parts) <= (found.value or 0)


@quick
@given(worlds(), st.integers(1, 3))
def test_asking_for_more_never_finds_more(world, n):
    chosen = Selection(("visit", "conversation"))
    more = unique(world, chosen, where=(HasEntries(n + 1),)).value or 0
    dates = unique(world, chosen, where=(HasEntries(n + 1, different_dates=True),)).value or 0
    assert dates <= more <= (unique(world, chosen, where=(HasEntries(n),)).value or 0)


@quick
@given(worlds())
def test_nobody_completes_who_has_not_started(world):
    chosen = (Selection(("enrolment", "attendance", "referral")),)

    def count(*stages):
        where = tuple(Reached(stage) for stage in stages)
        return evaluate(world, Definition(chosen, Unit.PERSON, where), as_of=END).value or 0

    assert count(Stage.COMPLETED) == count(Stage.COMPLETED, Stage.STARTED, Stage.OVER)
    assert count(Stage.COMPLETED) <= count(Stage.OVER)


@quick
@given(worlds(), st.sampled_from(PRESETS_TRIED), st.sampled_from(list(TargetKind)), st.integers(1, 5), DAYS)
def test_every_target_of_every_measure_gets_a_status_and_a_reason(world, name, kind, value, as_of):
    period = PeriodKind.QUARTER if kind is TargetKind.EVERY_PERIOD else None
    target = Target(kind, value, period=period, direction="up" if kind is TargetKind.DIRECTION else None)
    found = assess(definition_of(least(PRESETS[name])), (target,), Evaluator(world), as_of=as_of)
    assert found.reason.endswith((".", ")"))
    assert "%(" not in found.reason


PERSON_SELECTIONS = st.builds(
    Selection,
    kinds=st.sampled_from([("visit",), ("conversation", "contact")]),
    areas=st.sampled_from([(), ("nord",)]),
    sexes=st.sampled_from([(), ("female", "male")]),
    with_partner=st.sampled_from([None, True, False]),
    value_min=st.sampled_from([None, 1.5]),
)
DEFINITIONS = st.builds(
    Definition,
    select=st.tuples(PERSON_SELECTIONS),
    unit=st.just(Unit.PERSON),
    where=st.sampled_from([(), (FirstEver(),), (HasEntries(2, (Selection(("visit",)),), True),)]),
    split=st.sampled_from([None, Split(Dimension.SEX), Split(Dimension.AREA, ("nord",), True)]),
)


@quick
@given(DEFINITIONS)
def test_definitions_come_back_as_they_were_written(definition):
    assert read(write(definition)) == definition


@quick
@given(DAYS, DAYS, st.sampled_from([kind for kind in PeriodKind if kind is not PeriodKind.PHASE]))
def test_divided_periods_lie_end_to_end_and_fill_the_whole(one, other, kind):
    whole = Period(*sorted((one, other)))
    slices = divide(whole, kind)
    assert slices[0].period.start == whole.start
    assert slices[-1].period.end == whole.end
    for before, after in itertools.pairwise(slices):
        assert after.period.start == before.period.end + timedelta(days=1)
    assert not any(each.cut for each in slices[1:-1])
