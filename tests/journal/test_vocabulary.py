"""Stored numbers are for ever: a change here is a change to every database."""

import hashlib

import pytest

from traedesten.journal import vocabulary as v
from traedesten.journal.bulk.content_id import ContentIds

PINNED_WORDS = {
    "KINDS": (
        "visit session contact enquiry concern conversation measurement goal plan enrolment attendance"
        " outcome follow_up referral told_visit contribution volunteer_status publication delivery"
        " outside_figure training initiative need theme log_entry story answer rating"
    ),
    "STEPS": (
        "held cancelled talked wants_visit declined referred no_answer received followed_up closed wellbeing"
        " health kram double_kram guidance family_guidance trauma_aware benefit companion set reached dropped"
        " made revised joined ended plan_for_job plan_for_education plan_for_activation daycare_started"
        " smoke_free new_tools joined_community employed other not_reached offered accepted accompanied"
        " started completed still_active refused lapsed yes no active paused own comparison from_need planned"
        " described method_tried anchored voiced met identified evidence addressed told published single"
        " before after follow_up"
    ),
    "CHANNELS": (
        "door phone text yard laundry shop cafe office event mail online street school other newsletter"
        " website facebook postcard poster screen press"
    ),
    "SOURCES": (
        "self neighbour caretaker staff family job_centre doctor hospital municipality housing school daycare"
        " health_visitor association volunteer proactive_list other unknown"
    ),
    "SEXES": "female male other unknown",
    "AGE_BANDS": "0-5 6-12 13-17 18-29 30-44 45-59 60-74 75+ unknown",
    "FIRST_TIMES": "yes no unknown",
    "ORIGINS": "screen import sync api simulation",
}


@pytest.mark.parametrize("name", PINNED_WORDS)
def test_words_keep_their_numbers(name):
    words, pinned = getattr(v, name), PINNED_WORDS[name]
    assert [word for word, _number in sorted(words.items(), key=lambda item: item[1])] == pinned.split()
    assert sorted(words.values()) == list(range(1, len(words) + 1))


def test_every_word_has_a_danish_name_of_its_own_within_a_list():
    for words in (v.KINDS, v.CHANNELS, v.SOURCES, v.SEXES, v.AGE_BANDS, v.FIRST_TIMES):
        names = [words.name(word) for word in words]
        assert len(set(names)) == len(names)
    assert all(v.STEPS.name(step) != step for step in v.STEPS)


def test_ids_of_file_rows_never_change():
    """A row imported years ago must be known again: the way its id is computed is pinned."""
    ids = ContentIds("groen-vej")
    given = {"on": "2026-11-12", "people": 3, "value": 2.5, "channel": "door"}
    first, second = (ids.next("contact", given, {}) for _ in range(2))
    assert hashlib.sha256(first + second).hexdigest() == PINNED
    assert first.hex()[12] == "5"


PINNED = "34ba8861a85b21d9da4b453fe1aa608c34b386840735be74bb9a4304a1e7f8c8"
