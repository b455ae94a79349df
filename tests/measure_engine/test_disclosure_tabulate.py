"""Breakdowns counted by the engine itself, from entries to the published table."""

from dataclasses import replace
from datetime import date

import pytest

from measure_engine.aggregate import Column, Mean
from measure_engine.condition import Reached, Stage
from measure_engine.definition import Definition, Dimension
from measure_engine.disclosure import ALL, Breakdown, Refused, Rule, publish_table, tabulate
from measure_engine.name import Names
from measure_engine.period import Period
from measure_engine.reference import Evaluator
from measure_engine.selection import Selection
from measure_engine.vocabulary import Unit

from .world import END, START, entry, world

VISITS = Selection(("visit",))
PEOPLE = Definition((VISITS,), Unit.PERSON)
REFERRED = replace(PEOPLE, select=(replace(VISITS, areas=("nord",), sources=("doctor",)),))
EVENINGS = Definition((Selection(("attendance",)),), Unit.SESSION, aggregate=Mean(Column.PEOPLE))
BY_SEX_AND_AGE = (Dimension.SEX, Dimension.AGE_BAND)
GROUPS = (
    ("female", "30-44", "nord", 23), ("female", "75+", "nord", 9), ("female", "30-44", "syd", 14),
    ("male", "30-44", "nord", 17), ("male", "75+", "syd", 3),
)  # fmt: skip


def visits(groups=GROUPS):
    """So many visitors of a sex and an age, in an area."""
    made, person = [], 0
    for sex, age, area, many in groups:
        for _each in range(many):
            person += 1
            made.append(entry("visit", date(2024, 3, 1), subject=person, sex=sex, age_band=age, area=area))
    return Evaluator(world(*made))


def counted(asked, evaluator=None):
    return tabulate(evaluator or visits(), asked, Period(START, END), as_of=END, names=Names())


def test_two_traits_are_counted_from_entries_with_every_empty_cell():
    raw = counted(Breakdown(PEOPLE, BY_SEX_AND_AGE, adults_only=True))
    assert [axis.keys for axis in raw.axes] == [
        ("female", "male", "other"), ("18-29", "30-44", "45-59", "60-74", "75+"),
    ]  # fmt: skip
    assert {key: each for key, each in raw.counts.items() if each} == {
        ("female", "30-44"): 37, ("female", "75+"): 9, ("male", "30-44"): 17, ("male", "75+"): 3,
    }  # fmt: skip
    made = publish_table(raw)
    assert (made.cells["female", "30-44"].text, made.cells["male", "75+"].text) == ("35", "<5")
    assert (made.cells[ALL, "30-44"].text, made.cells[ALL, ALL].text) == ("55", "65")


def test_a_place_stands_beside_the_traits_and_its_margin_is_counted_by_itself():
    raw = counted(Breakdown(PEOPLE, (Dimension.SEX,), areas=("nord", "syd")))
    assert (raw.count(("female", "nord")), raw.count(("female", "syd")), raw.count(("female", ALL))) == (32, 14, 46)
    assert publish_table(raw).cells[ALL, "nord"].text == "50"


def test_somebody_in_two_places_is_one_person_in_the_margin():
    both = [
        entry("visit", date(2024, 3, day), subject=1, sex="male", area=area) for day, area in ((1, "nord"), (2, "syd"))
    ]
    raw = counted(Breakdown(PEOPLE, (Dimension.SEX,), areas=("nord", "syd")), Evaluator(world(*both)))
    assert (raw.count(("male", "nord")), raw.count(("male", "syd")), raw.count(("male", ALL))) == (1, 1, 1)


@pytest.mark.parametrize(
    ("definition", "traits", "said"),
    [
        (
            replace(PEOPLE, select=(replace(VISITS, areas=("nord",), sources=("doctor",)),)),
            (Dimension.SEX,),
            "højst to træk",
        ),
        (PEOPLE, BY_SEX_AND_AGE, "Børn deles kun op efter ét træk"),
        (Definition((VISITS,), Unit.VISIT), BY_SEX_AND_AGE, "Børn deles kun op efter ét træk"),
        (
            Definition((Selection(("attendance",)),), Unit.SESSION, aggregate=Mean("people")),
            (Dimension.SEX,),
            "Kun antal",
        ),
    ],
)
def test_a_breakdown_that_might_isolate_somebody_is_refused(definition, traits, said):
    with pytest.raises(Refused) as refusal:
        counted(Breakdown(definition, traits))
    assert said in refusal.value.sentence()


def test_a_course_cannot_be_divided_by_two_traits_at_once():
    started = Definition((Selection(("enrolment", "attendance")),), Unit.PERSON, (Reached(Stage.STARTED),))
    with pytest.raises(Refused) as refusal:
        counted(Breakdown(started, BY_SEX_AND_AGE, adults_only=True))
    assert refusal.value.sentence() == "Dette mål kan ikke deles op efter køn, alder på én gang. Vælg ét af dem."


def test_sessions_are_counted_without_control():
    sessions = Definition((Selection(("session",)),), Unit.SESSION)
    raw = counted(Breakdown(sessions, (), areas=("nord",)))
    assert raw.rule is Rule.OPEN
