"""Whatever stands in a file, it is either taken in whole or refused in sentences: never a crash, never half saved."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.documents import sample
from traedesten.core.action import System
from traedesten.documents import document
from traedesten.documents.actions import programme_file
from traedesten.documents.fault import FileRefused

JUNK: list[Any] = [
    *(None, 0, -1, 1, 1.5, 1e308, -1e308, 10**18, -(10**18), True, False),
    *("", " ", "x", "x" * 500, "nord", "cafe", "æ.ø-å_", "\n", "\U0001f600", "400.000", "-5 %", "75 %"),
    *("2026-02-30", "0001-01-01", "9999-12-31", "2027-06-01", "25:00", "2/0", "9999/1"),
    *([], [[]], [None], ["nord", "nord"], ["cafe", 1], {}, {"a": 1}, {"code": "nord"}),
    *({"preset": "unique_people"}, {"preset": []}, {"preset": {}}, {"preset": "retained", "days": 10**17}),
    *({"definition": {}}, {"definition": []}, {"definition": {"select": [{"kinds": ["visit"]}], "unit": "person"}}),
]


def places(plain: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in the data, the whole left out."""
    inside = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    return [place for key, value in inside for place in [(*path, key), *places(value, (*path, key))]]


PLACES = places(sample.plain())


def put(plain: Any, path: tuple[Any, ...], value: Any) -> Any:
    *outer, last = path
    for step in outer:
        plain = plain[step]
    plain[last] = value


@pytest.mark.django_db
@given(st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(JUNK)), min_size=1, max_size=2))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_junk_anywhere_is_refused_or_can_be_saved(changes):
    plain = sample.plain()
    for path, junk in changes:
        try:
            put(plain, path, junk)
        except (KeyError, IndexError, TypeError):
            continue  # the change before took the place away
    try:
        sound = document.of(plain)
    except FileRefused as refusal:
        told = refusal.sentences()
        assert told.strip()
        return
    with transaction.atomic():
        programme_file.load(by=System("test"), document=sound)
        transaction.set_rollback(True)


@given(st.integers(0, len(sample.TEXT) - 1), st.integers(0, 60), st.text(max_size=5))
@example(0, 10, "")
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_torn_file_is_refused_or_sound(start, length, patch):
    text = sample.TEXT[:start] + patch + sample.TEXT[start + length :]
    for fault in sample.refused(text.encode("utf-8", "surrogatepass")):
        assert fault


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_refused(raw):
    assert sample.refused(raw)
    assert sample.refused(raw, name="x.json")
