"""The measures people choose from: what they take, what they refuse, and that they cover the field."""

import jsonschema
import pytest

from measure_engine import shape
from measure_engine.definition import DefinitionError, read, write
from measure_engine.preset import PRESETS, definition_of, schema
from measure_engine.sentence import sentence
from tests.spec.build import load, paths

NEEDED = {
    "session_tags": ["sundhed"],
    "items": ["a.b", "a.c"],
    "at_least": 4,
    "outcomes": ["smoke_free"],
    "first_activities": ["cafe"],
    "item": "who5.score",
    "indicator": "utryghed",
    "trait": "sex",
    "values": ["male"],
}


def least(preset):
    """The fewest parameters a preset does with."""
    return {"preset": preset.name, **{each.name: NEEDED[each.name] for each in preset.parameters if each.required}}


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)
def test_a_preset_becomes_a_definition_that_can_be_written_read_and_said(preset):
    definition = definition_of(least(preset))
    assert read(write(definition)) == definition
    said = sentence(definition)
    assert said[0].isupper()
    assert said.endswith(".")
    assert "  " not in said
    assert ",," not in said
    assert preset.label
    assert preset.explanation.endswith(".")


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)
def test_a_preset_refuses_what_it_does_not_know_and_what_it_misses(preset):
    with pytest.raises(DefinitionError, match=r"»measure\.nonsense«: findes ikke\. Kendte felter her er"):
        definition_of({**least(preset), "nonsense": 1})
    for parameter in preset.parameters:
        if parameter.required:
            without = {key: value for key, value in least(preset).items() if key != parameter.name}
            with pytest.raises(DefinitionError, match=rf"»measure\.{parameter.name}«: mangler"):
                definition_of(without)


def test_every_row_of_the_field_has_a_preset():
    assert {int(row) for preset in PRESETS.values() for row in preset.rows} == set(range(1, 63))


def test_the_rows_a_preset_says_it_serves_are_those_it_is_used_for():
    used = {(c["measure"]["preset"], c["row"]) for path in paths() for c in load(path)["programme"]["criteria"]}
    said = {(preset.name, row) for preset in PRESETS.values() for row in preset.rows}
    assert {pair for pair in used if pair not in said} == {("stories", "50")}
    assert {row for _preset, row in said} == {row for _preset, row in used}


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        ("unique_people", "skriv »preset« med et navn og dets felter, eller »definition«"),
        ({"preset": "unikke"}, "»measure.preset«: »unikke« findes ikke. Kendte mål er: active_volunteers"),
        ({}, "»measure.preset«: mangler. Kendte mål er"),
        ({"preset": "unique_people", "sexes": "kvinde"}, "»measure.sexes«: »kvinde« findes ikke. Vælg blandt: female"),
        ({"preset": "unique_people", "new_only": "ja"}, "her skal stå ja eller nej (true eller false)"),
        ({"preset": "active_volunteers", "months": 0}, "»measure.months«: skal være mindst 1"),
        (
            {"preset": "active_volunteers", "months": 1.5},
            "»measure.months«: »1,5« kan ikke bruges; her skal stå et helt tal",
        ),
        ({"preset": "publications", "covering": 95}, "skal være en andel over 0 og højst 1 (fx 0,75), ikke 95"),
        ({"preset": "unique_people", "kinds": "publication"}, "»publication« kan ikke tælles som »person«"),
        ({"preset": "outcome_share", "outcomes": "rig"}, "»measure.outcomes«: »rig« findes ikke"),
        ({"definition": {"unit": "person"}}, "»measure.definition.select«: mangler"),
        ({"definition": {}, "preset": "visits"}, "»measure.definition«: findes ikke"),
    ],
)
def test_a_measure_that_cannot_be_is_refused_in_danish(measure, words):
    with pytest.raises(DefinitionError) as refused:
        definition_of(measure)
    assert words in str(refused.value)


def test_a_free_definition_is_read_as_it_is():
    plain = {"select": [{"kinds": ["visit"]}], "unit": "person"}
    assert write(definition_of({"definition": plain})) == plain


def test_the_published_schema_takes_what_the_code_takes():
    published = {**schema(), "$defs": shape.schema()}
    jsonschema.Draft202012Validator.check_schema(published)
    check = jsonschema.Draft202012Validator(published)
    for path in paths():
        for criterion in load(path)["programme"]["criteria"]:
            check.validate(criterion["measure"])
            check.validate({"definition": write(definition_of(criterion["measure"]))})
    bare = {"select": {"kinds": "visit"}, "unit": "person", "where": "first_ever", "aggregate": "count"}
    check.validate({"definition": bare})
    assert definition_of({"definition": bare}) is not None
    for wrong in ({"unit": "menneske"}, {"aggregate": {"is": "kaffe"}}, {"where": [{"is": "reached"}]}, {"ukendt": 1}):
        assert not check.is_valid({"definition": {**bare, **wrong}})
    assert not check.is_valid({"preset": "unique_people", "nonsense": 1})
    assert not check.is_valid({"preset": "outside_figure"})
    assert not check.is_valid({"preset": "unique_people", "sexes": "kvinde"})
