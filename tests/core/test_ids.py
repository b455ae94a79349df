"""Ids sort by when they were made, never meet, and are the same for the same content."""

import uuid
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from traedesten.core import ids

# From 1970 to the year 10889, where 48 bits of milliseconds end.
moments = st.integers(0, (2**48 - 1) * 1_000_000)
parts = st.lists(st.text(st.characters(exclude_characters="\x1f", exclude_categories=("Cs",))), min_size=1, max_size=4)


def made_at(nanoseconds):
    with patch.object(ids.time, "time_ns", return_value=nanoseconds):
        return ids.new_id()


@given(moments, moments)
def test_ids_sort_by_time(first, second):
    earlier, later = sorted((first, second))
    if earlier // 1_000_000 < later // 1_000_000:
        assert made_at(earlier) < made_at(later)
        assert made_at(earlier).bytes < made_at(later).bytes


@given(moments)
def test_an_id_is_a_uuid_of_version_7_that_holds_its_millisecond(moment):
    made = made_at(moment)
    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert made.int >> 80 == moment // 1_000_000


def test_ids_of_the_same_moment_differ():
    assert len({made_at(1_700_000_000_000_000_000) for _ in range(2_000)}) == 2_000


@given(parts, parts)
def test_content_ids_are_equal_just_when_the_content_is(one, other):
    assert (ids.content_id(*one) == ids.content_id(*other)) == (one == other)


def test_a_content_id_is_pinned():
    assert ids.content_id("groen-vej", "visit", "2026-11-12") == uuid.UUID("9705a340-a72c-5c38-92c7-7c806f812c5b")
