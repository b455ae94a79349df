"""Attacks on what is published together: pairs of days, shares, narrower criteria, and whatever JSON holds."""

import json
import random
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measure_engine.aggregate import Share
from measure_engine.condition import HasEntries
from measure_engine.definition import Definition, Dimension, Split
from measure_engine.disclosure import (
    ALL,
    Asked,
    Axis,
    Fault,
    RawTable,
    Rule,
    audit,
    publish_all,
    publish_table,
    read,
)
from measure_engine.figure import Figure, Missing, Part, Shape, wilson
from measure_engine.period import Period
from measure_engine.selection import Selection
from measure_engine.vocabulary import Unit
from tests.measure_engine.disclosure_attack import MOST, numbers_behind, text_of

VISITS = Selection(("visit",))
PEOPLE = Definition((VISITS,), Unit.PERSON)
WOMEN = Definition((replace(VISITS, sexes=("female",)),), Unit.PERSON)
AGAIN = replace(PEOPLE, aggregate=Share((HasEntries(2),)))
BY_WAY = replace(PEOPLE, split=Split(Dimension.CHANNEL, ("door", "phone")))
WHOLE = Period(date(2026, 1, 1), date(2028, 12, 31))
JUNE, SEPTEMBER = date(2026, 6, 30), date(2026, 9, 30)
FEWEST = 3


def count(value, *parts):
    made = tuple(Part(key, key, count(each)) for key, each in zip(("door", "phone"), parts, strict=False))
    return Figure(float(value), Shape.COUNT, "person", float(value), parts=made)


def share(numerator, denominator):
    value = numerator / denominator if denominator else None
    return Figure(value, Shape.SHARE, "person", numerator, denominator, interval=wilson(numerator, denominator))


def ask(figure, definition=PEOPLE, as_of=SEPTEMBER, key=""):
    return Asked(figure, definition, WHOLE, as_of, key)


def publish(*asked, **more):
    return publish_all(asked, **more)


def stated(asked, figure):
    definition = asked.definition if figure.parts else replace(asked.definition, split=None)
    return asked.stated(figure, definition)


def pair_of(figure):
    """The texts a reader sees: total and, when they are shown, the two parts."""
    return figure.text, [part.figure.text for part in figure.parts]


def numbers(text):
    """The numbers behind a headline: itself, where it is no text that rounding makes; else all that round to it."""
    rounds = [each for each in range(MOST + 60) if text_of(each, 5) == text]
    return rounds or [int(text)]


# Pairs of days


small = st.integers(0, 12) | st.integers(0, 30)


@settings(max_examples=80, deadline=None)
@given(st.tuples(small, small), st.tuples(st.integers(0, 4), st.integers(0, 4)), st.booleans())
def test_no_two_days_give_a_part_away_by_subtraction(first, more, divided_first):
    """The reader knows that nobody is ever taken out again, and tries all pairs of days."""
    then, now = count(sum(first), *first), count(sum(first) + sum(more), first[0] + more[0], first[1] + more[1])
    early = ask(then, BY_WAY, JUNE) if divided_first else ask(replace(then, parts=()), PEOPLE, JUNE)
    (old,) = publish(early)
    (new,) = publish(ask(now, BY_WAY), earlier=[stated(early, old)])
    behind = days_behind(pair_of(old), pair_of(new))
    assert min((len(values) for values in behind), default=99) >= FEWEST


def days_behind(old, new):
    """The numbers that each shown part can be, on the first and the second day."""
    totals = [set(numbers(text)) for text, _parts in (old, new)]
    rounded = [[numbers_behind(text, 5) for text in parts] or [range(MOST)] * 2 for _text, parts in (old, new)]
    shown = [bool(parts) for _text, parts in (old, new)]
    found = [set() for _each in range(4)]
    first = [pair for pair in product(*rounded[0]) if sum(pair) in totals[0]]
    second = [pair for pair in product(*rounded[1]) if sum(pair) in totals[1]]
    for before in first:
        for after in second:
            if before[0] <= after[0] and before[1] <= after[1]:
                for at in range(2):
                    found[at].add(before[at])
                    found[2 + at].add(after[at])
    return [values for at, values in enumerate(found) if shown[at // 2]]


def test_a_part_that_yesterday_gives_away_is_not_shown_today():
    """Exactly one came between two exact totals; the part that it moved past a rounding edge would be known."""
    early = ask(count(45), PEOPLE, JUNE)
    (old,) = publish(early)
    made = publish(ask(count(10, 5, 5), BY_WAY), earlier=[stated(early, old)])
    assert old.text == "45"
    assert made[0].parts


# Shares and narrower criteria


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 60), st.integers(0, 60))
def test_no_share_gives_away_those_who_did_not(numerator, rest):
    (made,) = publish(ask(share(numerator, numerator + rest), AGAIN))
    if made.numerator is None:
        return
    tops = range(made.numerator.low, made.numerator.high + 1)
    wholes = range(made.denominator.low, made.denominator.high + 1)
    rests = {whole - top for top, whole in product(tops, wholes) if whole >= top}
    assert rest in rests
    assert len(rests) >= FEWEST or rest >= 20


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_a_percentage_tells_no_more_than_the_counts_beside_it(one, rest, other, left):
    """Two shares with the same texts have the same percentage, to the last byte of JSON."""
    (made,), (like,) = publish(ask(share(one, one + rest), AGAIN)), publish(ask(share(other, other + left), AGAIN))
    if (made.numerator, made.denominator) == (like.numerator, like.denominator):
        assert json.dumps(made.plain()) == json.dumps(like.plain())


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 60), st.integers(0, 30))
def test_no_narrower_criterion_gives_away_those_it_leaves_out(women, men):
    all_, some = publish(ask(count(women + men)), ask(count(women), WOMEN))
    if "vises ikke" in (all_.text, some.text):
        return
    left = {
        whole - part
        for whole in range(all_.cell.low, all_.cell.high + 1)
        for part in range(some.cell.low, some.cell.high + 1)
        if whole >= part
    }
    assert men in left
    assert len(left) >= FEWEST or men >= 20


# Breakdowns beside totals


@settings(max_examples=120, deadline=None)
@given(small, small)
def test_no_breakdown_is_given_away_by_its_total(door, phone):
    (made,) = publish(ask(count(door + phone, door, phone), BY_WAY))
    if not made.parts:
        return
    behind = [
        pair for pair in product(*(numbers_behind(part.figure.text, 5) for part in made.parts))
        if text_of(sum(pair), 5) == made.text
    ]  # fmt: skip
    assert min(len({pair[at] for pair in behind}) for at in range(2)) >= FEWEST


def test_what_is_dropped_is_said_and_the_total_stays_rounded():
    (made,) = publish(ask(count(21, 13, 8), BY_WAY))
    assert (made.text, made.parts) == ("20", ())
    assert made.withheld == "Fordelingen vises ikke, fordi den sammen med de andre tal kunne pege på nogen."


def test_a_table_and_a_headline_of_the_same_people_show_the_same_total():
    sexes = Axis("sex", (("female", "kvinder"), ("male", "mænd")))
    raw = RawTable((sexes,), {("female",): 30, ("male",): 17}, Rule.PEOPLE, PEOPLE, WHOLE, SEPTEMBER)
    made = publish_table(raw)
    (headline,) = publish(ask(count(47)), tables=[made])
    assert headline.text == made.cells[ALL,].text == "45"


# What the audit finds


def test_the_audit_finds_what_was_published_without_it():
    exact = publish(ask(count(47), key="i alt"))[0], publish(ask(count(45), WOMEN, key="kvinder"))[0]
    found = audit([ask(count(47), key="i alt").stated(exact[0]), ask(count(45), WOMEN, key="kvinder").stated(exact[1])])
    assert [each.fault for each in found] == [Fault.PINNED]
    assert found[0].sentence() == "kvinder: af det, der vises, kan man regne ud, at tallet er 2."


def test_the_audit_finds_one_number_shown_as_two():
    exact, rounded = publish(ask(count(47)))[0], publish(ask(count(47, 40, 7), BY_WAY))[0]
    found = audit([ask(count(47), key="A").stated(exact), ask(count(47), BY_WAY, key="B").stated(rounded)])
    assert Fault.UNLIKE in [each.fault for each in found]
    assert found[0].sentence() == "B: samme tal vises forskelligt (47, 45)."


def test_the_audit_finds_a_percentage_that_is_not_of_the_shown_counts():
    (made,) = publish(ask(share(17, 40), AGAIN))
    kept = made.plain()
    assert kept["percent"] == "38 %"
    found = audit([ask(share(17, 40), AGAIN, key="A").stated(read({**kept, "percent": "43 %"}))])
    assert [each.sentence() for each in found] == ["A: procenten kommer ikke fra de viste tal."]


def test_a_filter_chosen_to_isolate_somebody_is_refused():
    chosen = replace(VISITS, sexes=("female",), age_bands=("30-44",), areas=("east",))
    assert publish(ask(count(47), replace(PEOPLE, select=(chosen,))))[0].text == "47"
    referred = replace(PEOPLE, select=(replace(chosen, sources=("doctor",)),))
    (made,) = publish(ask(count(47), referred))
    assert (made.text, made.numerator) == ("vises ikke", None)
    (shown,) = publish(ask(count(47)))
    (finding,) = audit([ask(count(47), referred, key="A").stated(shown)])
    assert finding.fault is Fault.TOO_MANY_TRAITS
    assert "køn, alder, henvisningskilde" in finding.sentence()


# JSON


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(0, 14), min_size=3, max_size=3), st.lists(st.integers(0, 4), min_size=3, max_size=3))
def test_what_looks_alike_is_alike_to_the_last_byte(counts, moves):
    """Two programmes whose texts are the same are the same JSON: nothing raw is in it, and nothing hangs on it."""
    others = [
        numbers_behind(text_of(each, 5), 5)[move % len(numbers_behind(text_of(each, 5), 5))]
        for each, move in zip(counts, moves, strict=True)
    ]

    def made(door, phone, missing):
        figure = replace(count(door + phone, door, phone), missing=(Missing(missing, "uden kanal"),))
        return publish(ask(figure, BY_WAY))[0]

    first, second = made(*counts), made(*others)
    if pair_of(first) == pair_of(second):
        assert json.dumps(first.plain()) == json.dumps(second.plain())


@pytest.mark.parametrize("value", range(1, 5))
def test_zero_and_four_are_the_same_bytes(value):
    def page(each):
        figures = (ask(count(each)), ask(share(each, 40), AGAIN), ask(count(40 + each, 40, each), BY_WAY))
        return [json.dumps(one.plain()) for figure in figures for one in publish(figure)]

    nobody, few = page(0), page(value)
    assert nobody[:2] == few[:2]
    assert text_of(40 + value, 5) != "40" or nobody[2] == few[2]


# Whole programmes


def programme(chance, start=None):
    """Invented counts that hang together: everybody, women, those who came again, two ways in."""
    door, phone = (chance.randint(0, 30) for _each in range(2)) if start is None else start
    everybody = door + phone
    women = chance.randint(0, everybody)
    return (door, phone), [
        ask(count(everybody, door, phone), BY_WAY, key="veje"),
        ask(count(everybody), key="alle"),
        ask(count(women), WOMEN, key="kvinder"),
        ask(share(chance.randint(0, everybody), everybody), AGAIN, key="igen"),
    ]


def test_invented_programmes_are_safe_on_two_days_and_would_not_be_without_control(capsys):
    """What is published on both days is audited once more, all together; printed with what plain numbers would tell."""
    chance, seen = random.Random(20261120), Counter()
    for _number in range(150):
        (door, phone), first = programme(chance)
        _more, second = programme(chance, (door + chance.randint(0, 3), phone + chance.randint(0, 3)))
        first = [replace(each, as_of=JUNE) for each in first]
        old = [stated(asked, figure) for asked, figure in zip(first, publish(*first), strict=True)]
        new = [stated(asked, figure) for asked, figure in zip(second, publish(*second, earlier=old), strict=True)]
        assert audit([*old, *new]) == ()
        plain = [asked.figure for asked in second]
        small = (
            door,
            phone,
            plain[2].value,
            plain[1].value - plain[2].value,
            plain[3].denominator - plain[3].numerator,
        )
        seen["small numbers that plain figures would tell"] += sum(0 < each < 5 for each in small)
        seen["breakdowns asked"] += 2
        seen["breakdowns dropped"] += sum(bool(each[0].figure.withheld) for each in (old, new))
        seen["numbers withheld"] += sum(each.figure.text == "vises ikke" for each in (*old, *new))
    with capsys.disabled():
        sys.stderr.write(f"\n150 invented programmes on two days: {dict(seen)}\n")
    assert seen["small numbers that plain figures would tell"] > 0
    assert seen["breakdowns dropped"] < seen["breakdowns asked"] / 2
