"""The catalogue holds together: with the vocabulary, the tables, the rules and the format."""

import json

import jsonschema
import pytest

from tests.cast import TODAY
from tests.journal.conftest import JOB
from tools.entry_format import example
from tools.place import ROOT
from traedesten.core.classification import Sensitivity, field_classes
from traedesten.journal import vocabulary as v
from traedesten.journal.actions import entry
from traedesten.journal.catalogue import COLUMN_NAMES, KINDS, MEASUREMENTS, STANDARD_TOPICS, TOPIC_LISTS
from traedesten.journal.models import Entry
from traedesten.journal.schema import entry_schema
from traedesten.journal.store import COLUMNS
from traedesten.programme.roles import ROLES

SPECS = pytest.mark.parametrize("spec", KINDS.values(), ids=KINDS)
VALIDATOR = jsonschema.Draft202012Validator(entry_schema())


def test_every_kind_of_the_vocabulary_is_in_the_catalogue():
    assert set(KINDS) == set(v.KINDS)


def test_every_column_is_a_column_of_the_entry():
    assert {*COLUMN_NAMES} - {"id", "kind"} == set(COLUMNS)


@SPECS
def test_a_kind_uses_known_words_columns_and_lists(spec):
    assert set(spec.columns) <= set(COLUMN_NAMES)
    assert set(spec.steps) <= set(v.STEPS)
    assert set(spec.channels) <= set(v.CHANNELS)
    assert spec.topic_list in {"", *TOPIC_LISTS}
    assert ("step" in spec.columns) == bool(spec.steps)
    assert ("channel" in spec.columns) == bool(spec.channels)
    assert ("topic" in spec.columns) == bool(spec.topic_list)
    assert ("value" in spec.columns) == bool(spec.value)
    assert all(set(group) <= set(spec.columns) for group in spec.one_of)
    assert str(spec.sentence)[-1] in ".?"


@SPECS
def test_detail_columns_are_fields_of_the_detail_table(spec):
    names = {detail.name for detail in spec.detail_columns}
    fields = {field.name for field in spec.detail._meta.fields} - {"entry"} if spec.detail else set()
    assert names <= fields
    assert names.isdisjoint(COLUMN_NAMES)


def test_what_is_written_about_a_persons_life_is_encrypted():
    for spec in KINDS.values():
        classes = field_classes(spec.detail) if spec.detail else {}
        special = {name for name, mark in classes.items() if mark.sensitivity is Sensitivity.SPECIAL}
        encrypted = (
            {field.name for field in spec.detail._meta.fields if type(field).__name__ == "EncryptedTextField"}
            if spec.detail
            else set()
        )
        assert special == encrypted


def test_no_kind_about_a_worry_has_room_for_a_person():
    for kind in ("enquiry", "concern"):
        assert {"subject", "linked_subject", "household"}.isdisjoint(KINDS[kind].columns)


def test_every_measurement_is_a_standard_topic():
    assert [code for code, _name in STANDARD_TOPICS["measurement"]] == list(MEASUREMENTS)
    assert set(STANDARD_TOPICS) <= set(TOPIC_LISTS)


def test_roles_know_no_kind_that_is_not_in_the_catalogue():
    named = {kind for role in ROLES.values() for kind in (*role.records, *role.sees)}
    assert named <= {*KINDS, "tally"}


def test_the_schema_is_a_schema_and_is_the_one_that_is_published():
    jsonschema.Draft202012Validator.check_schema(entry_schema())
    published = json.loads((ROOT / "docs/schemas/entry.schema.json").read_text(encoding="utf-8"))
    assert published == json.loads(json.dumps(entry_schema(), default=str))


@SPECS
def test_the_example_of_the_documentation_fits_the_schema(spec):
    VALIDATOR.validate(example(spec))


@SPECS
def test_what_lacks_a_required_column_fits_neither_schema_nor_rules(spec, checker):
    row = example(spec)
    for name in set(row) - {"kind"}:
        short = {key: value for key, value in row.items() if key != name}
        assert not VALIDATOR.is_valid(short)
        assert checker.check(short).problems
    for name, value in (("value", "tolv"), ("step", "ukendt"), ("navn", "Ida"), ("people", -1), ("on", "20.11.26")):
        assert not VALIDATOR.is_valid({**row, name: value})
        assert checker.check({**row, name: value}).problems


def test_every_row_of_the_table_of_entries_reads_back(cast, book):
    row = {"kind": "contact", "on": "2026-11-12", "at": "13:30", "channel": "door", "first_time": "unknown"}
    made = entry.record(by=JOB, programme=cast.here, row=row, today=TODAY).entry
    assert Entry.objects.get(pk=made.pk).happened_at.isoformat() == "13:30:00"
