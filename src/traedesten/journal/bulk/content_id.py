"""Ids of rows that have none: computed from what the row says, so that the same file gives the same ids again."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha1
from typing import Any

from traedesten.core.ids import CONTENT_NAMESPACE
from traedesten.journal.rules.cell import read_text
from traedesten.journal.rules.checker import REFERENCES

VERSION_5 = 0x5 << 76
VARIANT = 0x2 << 62
WITHOUT_MARKS = ~(0xF << 76 | 0x3 << 62)


class ContentIds:
    """Gives the rows of one file their ids. Rows that say the same are told apart by which of them it is.

    What a row says is its values, not how they were written: "20.11.2026" and an Excel date are the same. Column order,
    empty columns and blanks do not matter.
    """

    def __init__(self, programme_code: str) -> None:
        self._start = CONTENT_NAMESPACE.bytes + programme_code.encode()
        self._times: dict[int, int] = {}

    def next(self, kind: str, given: Mapping[str, Any], raw: Mapping[str, Any]) -> bytes:
        says = self._start + content(kind, given, raw)
        digest = sha1(says, usedforsecurity=False).digest()
        # 8 bytes are enough to count by: two rows that share them by chance would only be numbered 1 and 2.
        short = int.from_bytes(digest[:8], "big")
        times = self._times.get(short, 0)
        self._times[short] = times + 1
        if times:
            digest = sha1(says + b"\x1f%d" % times, usedforsecurity=False).digest()
        number = int.from_bytes(digest[:16], "big") & WITHOUT_MARKS | VERSION_5 | VARIANT
        return number.to_bytes(16, "big")


def again(uid: bytes) -> bytes:
    """The id of the same row brought in anew, after the import that had the first was undone."""
    digest = sha1(uid + b"again", usedforsecurity=False).digest()
    number = int.from_bytes(digest[:16], "big") & WITHOUT_MARKS | VERSION_5 | VARIANT
    return number.to_bytes(16, "big")


@lru_cache(maxsize=4096)
def _in_order(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(name for name in names if name != "id"))


def content(kind: str, given: Mapping[str, Any], raw: Mapping[str, Any]) -> bytes:
    """What a row says, the same however it was written. Codes stand for references, because ids differ by database."""
    parts = [kind]
    for name in _in_order(tuple(given)):
        value = given[name]
        if value.__class__ is not str:
            value = read_text(raw[name]) if name in REFERENCES else str(value)
        parts += name, value
    return "\x1f".join(parts).encode()
