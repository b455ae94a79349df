"""Packed by SQLite: of each row some characters, a number below 2**15 a character, and all rows as one text.

A larger number takes several characters. From the first of them nothing is taken off, so that one that has no room
shows; what is no character at all becomes U+FFFD, which shows too.
"""

from __future__ import annotations

from datetime import date
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from django.db import connection

from measure_engine.columns.domain import Array
from traedesten.journal import vocabulary as v
from traedesten.journal.models import Entry
from traedesten.measures.packed.part import COUNTS, TABLE, Misfit, Part, Room, columns_of, db_column

DIGIT = 15
MOST = (1 << DIGIT) - 1
OTHER = MOST  # a value that is not a small whole number
IS_WHOLE = f"value BETWEEN 0 AND {OTHER - 2} AND value = CAST(value AS INTEGER)"
GONE = (
    "CASE WHEN supersedes_id IS NOT NULL THEN supersedes_id || CASE WHEN is_withdrawal THEN ',' || seq ELSE '' END END"
)


def cursor() -> Any:
    return connection.cursor()


def bounds(smallest_and_largest: list[str]) -> str:
    text = " || ',' || ".join(smallest_and_largest)
    return f"SELECT 0, 0, CAST({text} AS BLOB), NULL, NULL"


def answer(kind: str, room: Room) -> str:
    characters = [each for name in ("seq", *columns_of(kind)) for each in _characters(name, room)]
    return (
        f"SELECT {v.KINDS[kind]}, COUNT(*), CAST(GROUP_CONCAT(CHAR({', '.join(characters)}), '') AS BLOB),"
        f" CAST(GROUP_CONCAT(happened_on, '') AS BLOB), GROUP_CONCAT({GONE}) FROM {TABLE}"
    )


def part(kind: str, row: tuple[Any, ...], room: Room) -> Part:
    number, count, text, days, gone = row
    names = ("seq", *columns_of(kind))
    ends = list(accumulate((len(_characters(name, room)) for name in names), initial=0))
    wide = bytes(text).decode("utf-8", "surrogatepass").encode("utf-32-le", "surrogatepass")
    found = np.frombuffer(wide, "<u4")
    if len(found) != count * ends[-1] or int(found.max(initial=0)) > MOST:
        raise Misfit(f"a number of {kind}")
    digits = found.reshape(count, ends[-1])
    columns = {name: _joined(digits[:, start:end]) for name, (start, end) in zip(names, pairwise(ends), strict=True)}
    ids = columns.pop("seq").astype(np.int64)
    for name in COUNTS:
        if name in columns:
            columns[name] = columns[name] - 1
    if "value" in columns:
        columns["value"] = _values(columns["value"], ids, number, room.programme_id)
    return Part(number, ids, _days(bytes(days), count), columns, _numbers(gone))


def _characters(name: str, room: Room) -> list[str]:
    """What of a row makes the characters of a column, the largest first. Of NULL comes the character 0."""
    column = db_column(name)
    if name == "value":
        return [f"CASE WHEN value IS NULL THEN 0 WHEN {IS_WHOLE} THEN CAST(value AS INTEGER) + 1 ELSE {OTHER} END"]
    if name in COUNTS:
        return [f"{column} + 1"]
    if name not in room.most:
        return [column]
    first, *rest = (DIGIT * place for place in reversed(range(max(1, -(-room.of(name) // DIGIT)))))
    shifted = [f"{column} >> {shift}" if shift else column for shift in (first, *rest)]
    return [shifted[0], *(f"({each}) & {MOST}" for each in shifted[1:])]


def _joined(digits: Array) -> Array:
    """Two digits fit in 32 bits, more in 64."""
    found: Any = digits[:, 0].astype(np.int32 if digits.shape[1] <= 2 else np.int64)
    for place in range(1, digits.shape[1]):
        found = found << DIGIT | digits[:, place].astype(np.int32)
    return found


def _days(text: bytes, count: int) -> Array:
    """Days as SQLite has them, ten characters each. They come in order, so each is looked at once."""
    if len(text) != 10 * count:
        raise Misfit("a day")
    days = np.frombuffer(text, "S10")
    begins = np.flatnonzero(np.concatenate(([True], days[1:] != days[:-1])))
    try:
        ordinals = [date.fromisoformat(each.decode()).toordinal() for each in days[begins].tolist()]
    except ValueError as error:
        raise Misfit("a day") from error
    return np.repeat(np.array(ordinals, np.int32), np.diff(begins, append=count))


def _values(told: Array, ids: Array, kind: int, programme_id: int) -> Array:
    """Small whole numbers are told; all others are fetched as the numbers they are, since a text rounds them."""
    found = np.where(told == 0, np.nan, told - 1.0)
    others = np.flatnonzero(told == OTHER)
    if len(others):
        rows = Entry.objects.filter(programme=programme_id, kind=kind, value__isnull=False).order_by()
        values = dict(rows.extra(where=[f"NOT ({IS_WHOLE})"]).values_list("seq", "value"))
        try:
            found[others] = [values[each] for each in ids[others].tolist()]
        except KeyError as error:
            raise Misfit("a value") from error
    return found


def _numbers(text: str | None) -> tuple[int, ...]:
    return tuple(map(int, text.split(","))) if text else ()
