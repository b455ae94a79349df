"""The four programme files: every row of the field's list once, nothing shared by accident, measures that read."""

import re
from collections import Counter

import pytest

from demo import generate
from demo.generate import STORIES
from measure_engine import preset, target

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
