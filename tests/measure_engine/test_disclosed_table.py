"""Attacks on published tables: nothing small is worked out by margins, and the audit finds what the pencil does."""

import random
import sys
from collections import Counter, defaultdict
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measure_engine.disclosure import ALL, Axis, NotPublished, PublishedTable, RawTable, Refused, Rule, publish_table
from measure_engine.disclosure.ranges import System, possible
from tests.measure_engine.disclosure_attack import rounded, values_behind

SEX = Axis("sex", (("female", "kvinder"), ("male", "mænd")))
AGES = Axis("age_band", (("18-29", "18-29 år"), ("30-44", "30-44 år"), ("75+", "75 år og derover")))
TWO_AGES = Axis("age_band", AGES.values[:2])
ORIGIN = Axis("origin", (("a", "A"), ("b", "B")))
FEWEST = 3


def table(axes, counts, rule=Rule.PEOPLE, **more):
    keys = product(*(axis.keys for axis in axes))
    return RawTable(axes, dict(zip(keys, counts, strict=True)), rule, **more)


def shown(made):
    """The texts of a published table of one or two traits, by (row, column)."""
    if len(made.axes) == 1:
        return {(None if key[0] == ALL else key[0], "x"): cell.text for key, cell in made.cells.items()}
    return {tuple(None if each == ALL else each for each in key): cell.text for key, cell in made.cells.items()}


def attack(made, threshold=5):
    """The numbers behind every cell of a published table, by the pencil."""
    if not made.axes:
        return {}
    rows, columns = made.axes[0].keys, made.axes[1].keys if len(made.axes) > 1 else ("x",)
    return values_behind(shown(made), rows, columns, threshold)


def smallest(found):
    return min((len(values) for values in found.values()), default=99)


counts = st.integers(0, 24) | st.integers(0, 9) | st.sampled_from([0, 4, 5, 9, 10, 19, 20])


@settings(max_examples=60, deadline=None)
@given(st.lists(counts, min_size=4, max_size=4))
def test_no_table_of_two_traits_pins_a_cell_by_its_margins(cells):
    assert smallest(attack(publish_table(table((TWO_AGES, SEX), cells)))) >= FEWEST


@settings(max_examples=40, deadline=None)
@given(st.lists(counts, min_size=3, max_size=3), st.sampled_from([Rule.PEOPLE, Rule.SENSITIVE]))
def test_no_table_of_one_trait_does_either(cells, rule):
    assert smallest(attack(publish_table(table((AGES,), cells, rule)), rule.threshold)) >= FEWEST


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 14), min_size=4, max_size=4))
def test_the_ranges_are_those_that_trying_every_table_finds(cells):
    raw = table((TWO_AGES, SEX), cells)
    texts = rounded(raw.counts, TWO_AGES.keys, SEX.keys, 5)
    system = System()
    for key, text in texts.items():
        low, high = (0, 4) if text == "<5" else (max(5, int(text) - 2), int(text) + 2)
        system.know(key, low, high)
    for row in (*TWO_AGES.keys, None):
        system.add_up((row, None), [(row, column) for column in SEX.keys])
    for column in SEX.keys:
        system.add_up((None, column), [(row, column) for row in TWO_AGES.keys])
    found, tried = possible(system, 99), values_behind(texts, TWO_AGES.keys, SEX.keys, 5)
    assert {key: found[key] for key in tried} == tried


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ((7, 7), "Fordelingen vises ikke, fordi den sammen med de andre tal kunne pege på nogen."),
        ((6, 5), ""),
        ((4, 4), "Fordelingen vises ikke, fordi den sammen med de andre tal kunne pege på nogen."),
    ],
)
def test_a_table_that_would_give_somebody_away_is_dropped_and_says_so(cells, said):
    made = publish_table(table((SEX,), cells))
    assert made.withheld == said
    assert bool(made.axes) is not bool(said)


def test_ages_are_merged_before_anything_is_dropped():
    made = publish_table(table((AGES,), (7, 7, 4)))
    assert (made.step, made.axes[0].keys) == (1, ("18-59", "60+"))
    assert made.withheld == "Aldersgrupper er slået sammen, fordi de fine grupper kunne pege på nogen."
    assert [cell.text for cell in made.cells.values()] == ["15", "<5", "20"]


def test_one_of_two_traits_is_dropped_before_both():
    made = publish_table(table((TWO_AGES, SEX), (0, 0, 4, 4)))
    assert [axis.by for axis in made.axes] == ["age_band"]
    assert made.withheld == "Fordelingen på køn vises ikke, fordi den kunne pege på nogen."


def test_a_total_whose_breakdown_was_dropped_stays_rounded():
    made = publish_table(table((SEX,), (13, 8)))
    assert (made.axes, [cell.text for cell in made.cells.values()]) == ((), ["20"])


def test_more_than_two_traits_are_refused_and_more_than_one_where_it_is_sensitive():
    with pytest.raises(Refused) as refusal:
        publish_table(table((SEX, TWO_AGES, ORIGIN), [9] * 8))
    assert "efter køn, alder, oprindelse" in refusal.value.sentence()
    with pytest.raises(Refused):
        publish_table(table((SEX, ORIGIN), [40] * 4, Rule.SENSITIVE))
    assert publish_table(table((ORIGIN,), [40] * 2, Rule.SENSITIVE)).axes


def test_children_are_divided_by_one_trait_only():
    ages = Axis("age_band", (("6-12", "6-12 år"), ("18-29", "18-29 år")))
    with pytest.raises(Refused) as refusal:
        publish_table(table((ages, SEX), [40] * 4))
    assert refusal.value.sentence() == "Børn deles kun op efter ét træk. Vælg kun voksne, eller fjern køn."
    assert publish_table(table((ages,), [9, 9])).cells["6-12",].text == "<10"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=4, max_size=4), st.integers(0, 3), st.integers(0, 4))
def test_zero_and_four_look_alike(cells, place, value):
    """Wherever the margins look alike too, the two tables are the same to the last byte."""
    nobody, few = (table((TWO_AGES, SEX), [*cells[:place], each, *cells[place + 1 :]]) for each in (0, value))
    if rounded(nobody.counts, TWO_AGES.keys, SEX.keys, 5) == rounded(few.counts, TWO_AGES.keys, SEX.keys, 5):
        assert publish_table(nobody).plain() == publish_table(few).plain()


def test_a_percentage_is_that_of_the_cells_and_is_not_there_where_one_side_is_small():
    made = publish_table(table((SEX,), [41, 9]))
    assert made.percent(("female",), (ALL,)) == "80 %"
    assert publish_table(table((SEX,), [41, 4])).percent(("female",), (ALL,)) == ""


def test_nobody_else_makes_a_published_table():
    with pytest.raises(NotPublished):
        PublishedTable((SEX,), {}, Rule.PEOPLE, "")


def test_attacked_by_the_thousand(capsys):
    """The numbers for whoever wants to know what the audit is worth; printed."""
    chance, seen, pinned_without, least = random.Random(20261120), Counter(), 0, 99
    for _number in range(400):
        axes = (TWO_AGES, SEX) if chance.random() < 0.5 else (AGES, SEX)
        top = chance.choice((6, 12, 30))
        raw = table(axes, [chance.randint(0, top) for _each in range(len(axes[0].keys) * 2)])
        without = values_behind(rounded(raw.counts, axes[0].keys, SEX.keys, 5), axes[0].keys, SEX.keys, 5)
        pinned_without += sum(len(values) < FEWEST for values in without.values())
        made = publish_table(raw)
        seen["as asked" if made.step == 0 else "coarser" if made.axes else "dropped"] += 1
        least = min(least, smallest(attack(made)))
    total = sum(seen.values())
    said = f"{total} tables attacked: {pinned_without} cells pinned without the audit; {dict(seen)}; fewest {least}"
    with capsys.disabled():
        sys.stderr.write(f"\n{said} numbers behind a published cell\n")
    assert least >= FEWEST
    assert pinned_without > 0


def test_who_knows_the_steps_too_learns_little(capsys):
    """Accepted and measured (ADR): that a step was taken tells that the finer table would have given somebody away.

    All tables of three ages, put together by everything shown of them; counted up to twelve people in a cell, so that
    what else could be shown alike is tried too.
    """
    behind = defaultdict(list)
    for cells in product(range(15), repeat=3):
        made = publish_table(table((AGES,), cells))
        behind[made.withheld, tuple((key, cell.text) for key, cell in made.cells.items())].append(cells)
    whole = [alike for alike in behind.values() if max(map(max, alike)) <= 12]
    given_away = sum(
        len(alike) for alike in whole if min(len({cells[at] for cells in alike}) for at in range(3)) < FEWEST
    )
    with capsys.disabled():
        sys.stderr.write(f"\nwho knows the steps: {given_away} of {13**3} small tables\n")
    assert 0 < given_away / 13**3 < 0.01
