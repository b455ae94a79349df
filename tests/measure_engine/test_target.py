from datetime import date

import pytest

from measure_engine import target
from measure_engine.plain import DefinitionError
from measure_engine.target import Direction, Target, TargetKind, valid_on


@pytest.mark.parametrize(
    ("plain", "words"),
    [
        ({"kind": "rate", "value": "-5 %"}, "»target.value«: -5 % er en ændring, ikke et niveau"),
        ({"kind": "rate", "value": "+5 %"}, "er en ændring, ikke et niveau"),
        ({"kind": "rate", "value": -5}, "»target.value«: -5 er en ændring, ikke et niveau. Skriv det niveau, der skal"),
        ({"kind": "rate", "value": "mange"}, "»mange« er ikke et tal. Skriv fx 80 eller 75 %"),
        ({"kind": "rate", "value": 120, "unit": "percent"}, "»target.value«: 120 procent kan ikke nås"),
        ({"kind": "rate", "value": 192.5, "unit": "percent"}, "»target.value«: 192,5 procent kan ikke nås"),
        ({"kind": "reach_by"}, "»target.value«: mangler. Skriv det tal, der skal nås"),
        ({"kind": "reach", "value": 3}, "»target.kind«: »reach« findes ikke. Vælg en af: reach_by"),
        ({"kind": "every_period", "value": 3}, "»target.period«: mangler. Skriv, om målet gælder hver uge"),
        ({"kind": "reach_by", "value": 3, "period": "year"}, "bruges kun, når målet gælder hver periode"),
        ({"kind": "direction"}, "»target.direction«: mangler. Skriv op"),
        ({"kind": "reach_by", "value": 3, "ends_on": "31/12"}, "er ikke en dato. Skriv den som 2026-12-31"),
        ({"kind": "reach_by", "value": 3, "starts_on": "2025-02-01", "ends_on": "2025-01-01"}, "byt om på datoerne"),
        ({"kind": "reach_by", "value": 3, "goal": 4}, "»target.goal«: findes ikke. Kendte felter her er"),
        ({"kind": "every_period", "period": "season", "value": 3, "season_starts": [2]}, "sæsoner begynder i"),
        ({"value": 3}, "»target.kind«: mangler"),
        ("80", "skal være navne med værdier"),
    ],
)
def test_a_target_that_cannot_be_judged_is_refused_in_danish(plain, words):
    with pytest.raises(DefinitionError) as refused:
        target.read(plain)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("text", "value", "unit"), [("75 %", 75, "percent"), ("12,5", 12.5, ""), ("80 procent", 80, "percent")]
)
def test_a_value_may_be_written_as_people_write_it(text, value, unit):
    found = target.read({"kind": "rate", "value": text})
    assert (found.value, found.unit) == (value, unit)


def test_a_target_is_written_back_as_it_was_read():
    plain = {"kind": "every_period", "value": 8.0, "period": "season", "season_starts": [4, 10], "area": "nord",
             "valid_from": "2025-01-01", "decision": "Styregruppen"}  # fmt: skip
    assert target.write(target.read(plain)) == plain


def test_the_target_decided_last_is_valid_and_the_one_before_is_kept_beside():
    old = Target(TargetKind.REACH_BY, 80)
    new = Target(TargetKind.REACH_BY, 60, valid_from=date(2025, 1, 1), decision="Bestyrelsen")
    other = Target(TargetKind.REACH_BY, 10, area="syd")
    assert valid_on((old, new, other), date(2024, 12, 31)) == ((old, other), ())
    assert valid_on((old, new, other), date(2025, 1, 1)) == ((new, other), (old,))


def test_a_direction_may_have_a_level_to_come_to():
    found = target.read({"kind": "direction", "direction": "down", "value": 14})
    assert (found.direction, found.value) == (Direction.DOWN, 14)
