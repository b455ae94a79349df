"""The published schema is the one the code checks with, every key says what it means, and columns hold it."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from measure_engine import shape
from measure_engine.definition import Dimension
from measure_engine.plain import hints
from measure_engine.vocabulary import Unit
from tests.documents import sample
from tools.format_page import page
from traedesten.documents.outline import BY_NAME, PROGRAMME, SECTIONS, TARGET_KEYS, Type
from traedesten.documents.schema import is_date, is_week, schema, validator
from traedesten.programme.models import Target

PUBLISHED = Path(__file__).parents[2] / "docs" / "schemas" / "programme.schema.json"


def test_the_published_schema_is_the_one_the_code_checks_with():
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == schema() == validator().schema


def test_it_is_a_schema_and_another_reader_of_it_agrees():
    Draft202012Validator.check_schema(schema())
    plain_reader = Draft202012Validator(schema())
    assert plain_reader.is_valid(sample.plain())
    assert not plain_reader.is_valid({**sample.plain(), "ukendt": 1})


def test_every_key_has_a_meaning_and_every_simple_one_an_example():
    for section in (PROGRAMME, *SECTIONS):
        assert str(section.meaning)
        for _group, key in section.flat():
            assert str(key.meaning), key.name
            assert key.example, (section.name, key.name)
    assert all(key.example and str(key.meaning) for key in TARGET_KEYS)


def test_what_a_target_may_say_fits_its_columns():
    properties = schema()["properties"]["criteria"]["items"]["properties"]["targets"]["items"]["properties"]
    for key in TARGET_KEYS:
        if key.type is Type.TEXT:
            assert properties[key.name]["maxLength"] == Target._meta.get_field(key.name).max_length
        for choice in key.choices:
            assert len(choice) <= Target._meta.get_field(key.name).max_length


def test_references_point_at_sections_that_come_before():
    order = [section.name for section in SECTIONS]
    for section in SECTIONS:
        for key in section.keys:
            if key.of:
                assert order.index(key.of) <= order.index(section.name), (section.name, key.name)
                assert "code" in BY_NAME[key.of].by_name


@pytest.mark.parametrize(
    ("text", "sound"),
    [("2026-12-31", True), ("2024-02-29", True), ("2026-02-29", False), ("20261231", False), ("2026-W01-1", False),
     ("31-12-2026", False), ("2026-1-1", False), ("٢٠٢٦-١٢-٣١", False)],
)  # fmt: skip
def test_dates_have_one_spelling(text, sound):
    assert is_date(text) is sound


@pytest.mark.parametrize(("text", "sound"), [("2026-W53", True), ("2027-W53", False), ("2026-W00", False)])
def test_a_week_exists_or_not(text, sound):
    assert is_week(text) is sound


def test_the_page_names_every_section_and_key():
    told = page()
    for section in (PROGRAMME, *SECTIONS):
        assert f"### `{section.name}`" in told
        assert all(f"| `{key.name}" in told for key in section.keys)
    assert "| `unique_people` |" in told


def test_the_page_names_every_word_of_the_algebra():
    told = page()
    words = {word for base in shape.BASES for word in shape.kinds_of(base)}
    assert words == set(shape.WORDS)
    classes = [*shape.CLASSES, *(kind for base in shape.BASES for kind in shape.kinds_of(base).values())]
    names = {name for kind in classes for name in hints(kind)}
    assert names == set(shape.FIELDS) - {"definition", "is"}
    assert all(f"`{name}`" in told for name in words | names | set(Unit) | set(Dimension))
