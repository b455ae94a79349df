"""The engine's words are the journal's: the catalogue owns the kinds, the engine only knows them."""

from measure_engine import vocabulary as engine
from measure_engine.phrase import NOUNS, ONE_OFFER, ONE_RUN, OUTCOMES, UNIT_NOUNS
from measure_engine.selection import CODED, Selection
from traedesten.journal import vocabulary as journal
from traedesten.journal.catalogue import KINDS as CATALOGUE
from traedesten.offers.models import Offer
from traedesten.schedule.models import CourseRun, Session


def test_kinds_and_their_steps_are_those_of_the_catalogue():
    assert {code: spec.steps for code, spec in CATALOGUE.items()} == engine.STEPS


def test_closed_lists_are_those_of_the_journal():
    assert tuple(journal.SEXES) == engine.SEXES
    assert tuple(journal.AGE_BANDS) == engine.AGE_BANDS
    assert tuple(journal.FIRST_TIMES) == engine.FIRST_TIMES


def test_forms_and_kinds_of_plans_are_those_of_the_schedule():
    assert set(engine.SESSION_FORMS) == set(Session.Form.values)
    assert set(engine.RUN_FORMS) == set(CourseRun.Form.values) == set(ONE_RUN)
    assert set(engine.OFFER_KINDS) == set(Offer.Kind.values) == set(ONE_OFFER)


def test_a_unit_is_made_only_of_kinds_that_can_carry_it():
    """Kinds said to have a person must have the column for one in the catalogue."""
    assert {kind for kind in engine.WITH_SUBJECT if "subject" not in CATALOGUE[kind].columns} == set()
    assert {code for code, spec in CATALOGUE.items() if "subject" in spec.columns} == set(engine.WITH_SUBJECT)


def test_every_kind_unit_and_outcome_can_be_said():
    assert {kind for kind, step in NOUNS if not step} == engine.KINDS
    assert {step for kind, step in NOUNS if step and step not in engine.STEPS[kind]} == set()
    assert set(UNIT_NOUNS) == set(engine.Unit)
    assert set(OUTCOMES) == set(engine.STEPS["outcome"])


def test_every_field_of_codes_is_a_field():
    assert set(CODED) <= set(Selection.__dataclass_fields__)
