"""Packed by PostgreSQL: of each row some numbers of 63 bits, in which columns lie side by side, and all rows as one
string of bytes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from django.db import connection

from measure_engine.columns.domain import Array
from traedesten.journal import vocabulary as v
from traedesten.measures.packed.part import COUNTS, TABLE, Misfit, Part, Room, columns_of, db_column

BITS = 63
CODE_BITS = 8
DAY_BITS = 22
FIRST_DAY = "DATE '0001-01-01'"
GONE = (
    "CASE WHEN supersedes_id IS NOT NULL"
    " THEN INT8SEND(supersedes_id) || CASE WHEN is_withdrawal THEN INT8SEND(seq) ELSE '' END END"
)

Places = dict[str, tuple[int, int, int]]
"""Of each column the number it lies in, how far up, and how many bits it takes."""


def cursor() -> Any:
    """Answers as the server has them: Django's own cursor has bytes written out as text."""
    from psycopg import Cursor, pq  # why inside: SQLite needs no psycopg

    connection.ensure_connection()
    bare: Any = Cursor(connection.connection)
    bare.format = pq.Format.BINARY
    return connection.make_debug_cursor(bare) if connection.queries_logged else connection.make_cursor(bare)


def bounds(smallest_and_largest: list[str]) -> str:
    return (
        f"SELECT 0, 0::int8, CONVERT_TO(CONCAT_WS(',', {', '.join(smallest_and_largest)}), 'UTF8'),"
        " NULL::int8, NULL::bytea"
    )


def answer(kind: str, room: Room) -> str:
    columns = columns_of(kind)
    places = _places(columns, room)
    numbers = [" | ".join(_shifted(name, places) for name in places if places[name][0] == number)
               for number in range(_count(places))]  # fmt: skip
    sent = [f"INT8SEND({each})" for each in numbers]
    sent += [f"INT8SEND(COALESCE({name}, -1))" for name in COUNTS if name in columns]
    sent += ["FLOAT8SEND(COALESCE(value, 'NaN'))"] if "value" in columns else []
    codes = " | ".join(_codes(columns, room)) or "0"
    return (
        f"SELECT {v.KINDS[kind]}, COUNT(*), STRING_AGG({' || '.join(sent)}, ''), BIT_OR({codes})::int8,"
        f" STRING_AGG({GONE}, '') FROM {TABLE}"
    )


def part(kind: str, row: tuple[Any, ...], room: Room) -> Part:
    number, count, sent, codes, gone = row
    if not 0 <= codes < 1 << CODE_BITS:
        raise Misfit(f"a code of {kind}")
    names = columns_of(kind)
    places = _places(names, room)
    counts = [name for name in COUNTS if name in names]
    table = np.frombuffer(sent, ">i8").reshape(count, -1).T
    numbers = [each.astype(np.int64) for each in table]
    columns = {name: _of(numbers[place], shift, bits) for name, (place, shift, bits) in places.items()}
    columns |= {name: numbers[_count(places) + n] for n, name in enumerate(counts)}
    if "value" in names:
        columns["value"] = np.ascontiguousarray(table[-1]).view(">f8").astype(np.float64)
    ids, on = columns.pop("seq"), columns.pop("on") + 1
    return Part(number, ids, on.astype(np.int32), columns, _numbers(gone))


def _places(columns: Iterable[str], room: Room) -> Places:
    """Each column after the one before, in the next number where it has no room."""
    found: Places = {}
    number = end = 0
    for name in ("seq", "on", *(each for each in columns if each not in (*COUNTS, "value"))):
        bits = DAY_BITS if name == "on" else room.of(name) if name in room.most else CODE_BITS
        if end + bits > BITS:
            number, end = number + 1, 0
        found[name] = (number, end, bits)
        end += bits
    return found


def _count(places: Places) -> int:
    return 1 + max(number for number, _shift, _bits in places.values())


def _shifted(name: str, places: Places) -> str:
    if name == "on":
        column = f"(happened_on - {FIRST_DAY})"
    elif name == "seq":
        column = name
    else:
        column = f"COALESCE({db_column(name)}, 0)"
    return f"({column}::int8 << {places[name][1]})"


def _codes(columns: Iterable[str], room: Room) -> list[str]:
    return [db_column(name) for name in columns if name not in room.most and name not in (*COUNTS, "value")]


def _of(number: Array, shift: int, bits: int) -> Array:
    found = number >> shift & ((1 << bits) - 1)
    return found if bits > 31 else found.astype(np.int32)


def _numbers(sent: bytes | None) -> tuple[int, ...]:
    return tuple(np.frombuffer(sent or b"", ">i8").tolist())
