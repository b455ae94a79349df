"""The four programme files: every row of the field's list once, nothing shared by accident, measures that read."""

import re
from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command

from demo import generate
from demo.generate import STORIES
from measure_engine import preset, target
from traedesten.core.action import System
from traedesten.documents import document
from traedesten.documents.actions import programme_file

CODES = sorted(STORIES)
PROGRAMMES = {code: generate.read(code) for code in CODES}
ALL_ROWS = range(1, 63)
OWN_ROWS = {"elmelev-syd": range(1, 29), "mosevad": range(29, 44), "gyvelby": range(44, 56), "marehalm": range(56, 63)}
SHARED = ("organisations", "areas", "venues")


def _rows(programme):
    return [str(criterion["row"]) for criterion in programme["criteria"]]


def _number(row):
    return int(re.fullmatch(r"(\d+)[a-d]?", row)[1])


def test_every_row_of_the_list_is_there_exactly_once():
    rows = [row for programme in PROGRAMMES.values() for row in _rows(programme)]
    assert [row for row, number in Counter(rows).items() if number > 1] == []
    assert sorted({_number(row) for row in rows}) == list(ALL_ROWS)


def test_a_row_in_parts_has_all_its_parts_and_no_whole():
    rows = [row for programme in PROGRAMMES.values() for row in _rows(programme)]
    for row in {_number(row) for row in rows if row[-1].isalpha()}:
        parts = sorted(each for each in rows if _number(each) == row)
        assert parts == [f"{row}{letter}" for letter in "abcd"[: len(parts)]]
        assert len(parts) > 1


@pytest.mark.parametrize("code", CODES)
def test_each_programme_holds_its_own_rows(code):
    assert sorted({_number(row) for row in _rows(PROGRAMMES[code])}) == list(OWN_ROWS[code])


def test_files_are_found_by_their_codes_and_marked_as_demo():
    assert sorted(path.stem for path in generate.PROGRAMMES.glob("*.yaml")) == CODES
    for code, programme in PROGRAMMES.items():
        assert programme["programme"]["code"] == code
        assert programme["programme"]["demo"] is True


def test_programmes_share_no_places_or_organisations():
    for section in SHARED:
        codes = Counter(item["code"] for programme in PROGRAMMES.values() for item in programme[section])
        assert [each for each, number in codes.items() if number > 1] == []


@pytest.mark.parametrize("code", CODES)
def test_every_measure_is_a_preset_that_knows_the_programmes_codes(code):
    programme = PROGRAMMES[code]
    known = {
        kind: {item["code"] for item in programme[section]}
        for kind, section in (
            ("activity", "activities"),
            ("area", "areas"),
            ("focus_area", "focus_areas"),
            ("offer", "offers"),
            ("organisation", "organisations"),
            ("tag", "tags"),
        )
    }
    for criterion in programme["criteria"]:
        assert "preset" in criterion["measure"]
        preset.definition_of(criterion["measure"]).check_codes(known)
        for each in criterion.get("targets", []):
            target.read(each)


def test_sizes_of_the_three_cafe_areas_are_the_fields_own():
    people = {area["code"]: area["figures"][0]["people"] for area in PROGRAMMES["mosevad"]["areas"]}
    assert sorted(people.values()) == [409, 1078, 1234]
    contacts = next(each for each in PROGRAMMES["mosevad"]["criteria"] if each["row"] == "31")
    assert {people[each["area"]]: each["value"] for each in contacts["targets"]} == {1078: 400, 1234: 400, 409: 200}


def test_the_finished_plan_has_its_real_money():
    sums = Counter()
    for line in PROGRAMMES["elmelev-syd"]["budget"]:
        sums[line["focus_area"], line["kind"]] += line["amount"]
    assert sums == {
        ("tryghed-trivsel", "grant"): 1_765_000,
        ("tryghed-trivsel", "co_financing"): 3_241_000,
        ("forebyggelse-foraeldre", "grant"): 3_470_000,
        ("forebyggelse-foraeldre", "co_financing"): 1_158_000,
    }


def _empty(value, path=()):
    """Paths of keys without a value: what an unquoted comma in a flow mapping turns the rest of a name into."""
    if isinstance(value, dict):
        yield from ((*path, key) for key, inner in value.items() if inner is None)
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from _empty(inner, (*path, key))


@pytest.mark.parametrize("code", CODES)
def test_no_name_is_cut_by_a_comma(code):
    assert list(_empty(PROGRAMMES[code])) == []


@pytest.mark.parametrize("code", CODES)
def test_the_product_accepts_the_file_as_it_lies_there(code):
    read = document.read((generate.PROGRAMMES / f"{code}.yaml").read_bytes(), name=f"{code}.yaml")
    assert read.code == code
    assert not read.given & {"runs", "sessions", "initiatives"}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.django_db
def test_what_is_loaded_comes_out_as_the_same_file(code, neighbourhoods):
    given = document.read(neighbourhoods[code].programme_text().encode(), name=f"{code}.yaml")
    programme_file.load(by=System("test"), document=given)
    written = StringIO()
    call_command("dump", code, stdout=written)
    again = document.read(written.getvalue().encode(), name=f"{code}.yaml")
    assert again.plain == given.plain
