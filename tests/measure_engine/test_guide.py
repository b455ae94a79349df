"""How presets are found: every one in one group, every parameter in a fold with help where it needs one."""

import pytest

from measure_engine.preset import PRESETS, guide

SAID_BY_THE_LABEL = {"by_type", "by_method", "by_channel", "run_forms", "session_forms", "offer_kinds", "first_times",
                     "families", "ended_only", "every", "step", "per", "values"}  # fmt: skip


def test_every_preset_stands_in_exactly_one_group():
    found = [name for group in guide.GROUPS for name in group.examples]
    assert sorted(found) == sorted(PRESETS)


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)
def test_every_parameter_has_its_fold_and_help_where_the_label_does_not_say_it_all(preset):
    for parameter in preset.parameters:
        assert guide.aspect_of(preset, parameter) in guide.ASPECTS
        if parameter.name not in SAID_BY_THE_LABEL:
            assert guide.help_of(preset.name, parameter.name), parameter.name
    assert set(guide.FIRST.get(preset.name, ())) <= {parameter.name for parameter in preset.parameters}


@pytest.mark.parametrize(
    ("words", "preset"),
    [
        ("nyhedsbladet", "publications"),
        ("frivillige", "active_volunteers"),
        ("gennemfører", "completion_rate"),
        ("stempelkort", "unique_guests"),
        ("familier vejledning", "unique_families"),
        ("SMILEY", "rating_share"),
        ("", "unique_people"),
    ],
)
def test_what_people_search_for_is_found(words, preset):
    assert preset in {each.name for _group, presets in guide.search(words) for each in presets}


def test_what_nothing_mentions_finds_nothing():
    assert guide.search("rumraket") == ()
    assert guide.search("frivillige rumraket") == ()
