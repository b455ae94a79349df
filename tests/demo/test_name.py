"""No real estate, town, organisation or person of the field's documents stands anywhere in the demo.

The names are kept as hashes only, so that they are not in the tree either.
"""

import hashlib
import re
from itertools import pairwise
from pathlib import Path

import pytest

from demo import generate

ROOT = Path(generate.__file__).parent
TOLD_IN = sorted(
    [
        *ROOT.rglob("*.py"),
        *ROOT.rglob("*.yaml"),
        *Path(__file__).parent.parent.parent.glob("src/traedesten/documents/**/demo*.py"),
    ]
)

# First 16 digits of SHA-256 of each name in small letters.
HASHES = frozenset((Path(__file__).parent / "names.sha256").read_text(encoding="ascii").split())


def _hash(name):
    return hashlib.sha256(name.encode()).hexdigest()[:16]


def _names(text):
    """Single words, and two and three together, as names are written; also words inside codes and compounds of two."""
    words = re.findall(r"[a-zæøåéü]+(?:-[a-zæøåéü]+)*", text.lower())
    yield from words
    yield from (part for word in words for part in word.split("-"))
    yield from (f"{first} {second}" for first, second in pairwise(words))
    yield from (f"{first} {second} {third}" for (first, second), (_, third) in pairwise(pairwise(words)))


def _forbidden(text):
    return sorted({name for name in _names(text) if _hash(name) in HASHES})


@pytest.mark.parametrize("path", TOLD_IN, ids=lambda path: path.name)
def test_no_real_name_is_told(path):
    assert _forbidden(path.read_text(encoding="utf-8")) == []


def test_no_real_name_comes_out(neighbourhoods):
    for each in neighbourhoods.values():
        assert _forbidden(each.programme_text()) == []
        assert _forbidden(each.entries_text()) == []


def test_the_check_can_fail(monkeypatch):
    """Found alone, in a code and as part of a longer name; a word that only begins so is another word."""
    monkeypatch.setitem(globals(), "HASHES", {_hash("lyngsø"), _hash("stine lyngsø"), _hash("her i byen")})
    assert _forbidden("Hos Lyngsø i dag") == ["lyngsø"]
    assert _forbidden("hold-lyngsø-2020") == ["lyngsø"]
    assert _forbidden("Stine Lyngsø kom") == ["lyngsø", "stine lyngsø"]
    assert _forbidden("her i byen") == ["her i byen"]
    assert _forbidden("Lyngsøen") == []
