"""Guests and families as one number of people: worked out by hand, flagged, and what it may not be asked of."""

from dataclasses import replace
from datetime import date
from math import sqrt

import pytest

from measure_engine.aggregate import StampCard
from measure_engine.definition import Definition
from measure_engine.estimate import BoxCount, Card, Colour, Counters, Estimated, Light, size_of, with_families, worse
from measure_engine.explain import explain
from measure_engine.figure import show
from measure_engine.judgement import assess
from measure_engine.period import Period
from measure_engine.plain import DefinitionError
from measure_engine.preset import definition_of
from measure_engine.reference import Evaluator
from measure_engine.selection import Selection
from measure_engine.target import read
from measure_engine.vocabulary import Unit

from .test_stamp_card import GUESTS, NORD, ON, figure

PEOPLE = definition_of({"preset": "unique_guests", "activities": "cafe", "with_families": True})
FAMILIES = definition_of({"preset": "unique_guests", "activities": "cafe", "families": True})
EARLIER = Counters(
    visits=290, card_visits=172, new_guests=36, new_without_card=4, replaced_cards=9, forgotten_or_lost=45,
    families=36, adults=52, children=60, audit_asked=12,
)  # fmt: skip
LATER = Counters(visits=20, card_visits=14, new_guests=4, replaced_cards=1, families=4, adults=6, children=6,
                 audit_asked=8)  # fmt: skip
BOX = BoxCount(date(2026, 11, 12), 100, left=51, activity="cafe", area="nord", card=Card.FAMILY)
BOTH = replace(NORD, family_tallies={"n1": EARLIER, "n2": LATER}, box_counts=(*NORD.box_counts, BOX))


def test_people_are_the_guests_and_the_families_times_their_size():
    guests, families, people = (figure(BOTH, each).estimate for each in (GUESTS, FAMILIES, PEOPLE))
    assert people.mean == pytest.approx(guests.mean + 124 / 40 * families.mean)
    spread = guests.sd**2 + (3.1 * families.sd) ** 2 + families.mean**2 * 1.1 / 40
    assert people.sd == pytest.approx(sqrt(spread))
    assert {each.name: each.value for each in figure(BOTH, PEOPLE).worked} == {
        "guests": 315, "families": 42, "new_families": 40, "family_size": pytest.approx(3.1)
    }  # fmt: skip


def test_the_figure_always_says_that_it_is_worked_out():
    found = figure(BOTH, PEOPLE)
    assert show(found).endswith(" (beregnet)")
    assert not show(figure(BOTH, GUESTS)).endswith("(beregnet)")
    early = replace(BOTH, tallies={"n2": Counters(visits=40, new_guests=10)}, family_tallies={"n2": LATER})
    assert show(figure(early, PEOPLE)) == "mindst 15; for tidligt til et skøn (beregnet)"
    text = "\n".join(explain(PEOPLE, assess(PEOPLE, (), Evaluator(BOTH), as_of=ON)))
    assert "Beregnet, ikke talt: gæster med eget kort plus familier gange personer i en ny familie." in text
    assert "Personer i en ny familie: 3,1" in text


def test_without_families_it_is_the_guests_alone_and_says_so():
    alone = figure(NORD, PEOPLE)
    assert alone.estimate == replace(figure(NORD, GUESTS).estimate, worked_out=True)
    assert alone.note == "Ingen nye familier er talt med familiekort; her er gæsterne alene."
    unwritten = replace(BOTH, family_tallies={"n2": replace(LATER, families=0, adults=0, children=0)})
    assert figure(unwritten, PEOPLE).note == alone.note


def test_without_guests_it_is_the_families_alone():
    found = figure(replace(BOTH, tallies={}), PEOPLE)
    assert found.estimate.mean == pytest.approx(3.1 * figure(BOTH, FAMILIES).estimate.mean)


def test_new_people_of_parts_of_the_time_add_up_to_all():
    new = replace(PEOPLE, where=definition_of({"preset": "unique_guests", "new_only": True}).where)
    spring, autumn = Period(date(2026, 1, 1), date(2026, 6, 30)), Period(date(2026, 7, 1), date(2026, 12, 31))
    parts = [figure(BOTH, new, period).estimate.mean for period in (spring, autumn)]
    assert sum(parts) == pytest.approx(figure(BOTH, PEOPLE).estimate.mean)


def test_the_graver_light_is_that_of_both():
    old = replace(BOTH, box_counts=NORD.box_counts)
    assert figure(BOTH, PEOPLE).estimate.light.colour is Colour.GREEN
    assert figure(old, PEOPLE).estimate.light == figure(old, FAMILIES).estimate.light
    red, yellow = Light(Colour.RED, ("a", "b")), Light(Colour.YELLOW, ("b", "c"))
    assert worse(yellow, red) == Light(Colour.RED, ("b", "c", "a"))
    assert worse(Light(Colour.GREEN), yellow) == yellow


def test_a_running_total_looks_ahead_with_the_families_taps_too():
    target = read({"kind": "reach_by", "value": 2000})
    progress = Evaluator(BOTH).progress(PEOPLE, target.interval(Evaluator(BOTH).whole), as_of=date(2026, 11, 30))
    assert progress.tapped == pytest.approx(290 + 3.1 * 40)


def test_a_family_is_two_at_least_and_unknown_until_written_down():
    assert size_of(Counters(visits=9, new_guests=4)) is None
    assert size_of(Counters(families=4, adults=4)).mean == 2
    assert size_of(Counters(families=4, adults=4, children=4)).sd == pytest.approx(sqrt(0.5 / 4))
    size = size_of(Counters(families=10, adults=15, children=15))
    assert with_families(Estimated(100, 0), Estimated(0, 0), size) == Estimated(100, 0)


@pytest.mark.parametrize("share", ["returning", "retained"])
def test_families_are_not_reckoned_into_a_share(share):
    with pytest.raises(DefinitionError, match="ikke i en andel"):
        StampCard(**{share: True}, with_families=True)


def test_families_cannot_be_both_the_unit_and_reckoned_in():
    with pytest.raises(DefinitionError, match="ikke begge"):
        Definition((Selection(("visit",)),), Unit.FAMILY, aggregate=StampCard(with_families=True))
    assert replace(PEOPLE, unit=Unit.PERSON) == PEOPLE
