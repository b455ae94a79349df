"""One programme's entries as whole numbers, packed by the database and unpacked by numpy: one answer a kind of entry.

Of each kind only the columns are read that its row of the catalogue has, or that its session or run fills in. How much
room each takes is told by the largest id of each table, and the answer itself says whether that held. Where it did not,
or something is not what it should be, `Misfit` is raised and the entries are read the plain way.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from django.db import connection

from traedesten.journal import vocabulary as v
from traedesten.measures.packed import postgresql, sqlite
from traedesten.measures.packed.part import REFERRED, TABLE, Misfit, Part, Room

__all__ = ["Misfit", "Part", "read"]


class Way(Protocol):
    """How one database packs."""

    def cursor(self) -> Any:
        """One that gives bytes as bytes."""

    def bounds(self, smallest_and_largest: list[str]) -> str:
        """A row like those of the kinds, that says these numbers instead."""

    def answer(self, kind: str, room: Room) -> str:
        """The entries of a kind as one row: `SELECT ... FROM` the table, that only needs to be told which entries."""

    def part(self, kind: str, row: tuple[Any, ...], room: Room) -> Part:
        """That row, opened. Raises Misfit."""


WAYS: dict[str, Way] = {"sqlite": sqlite, "postgresql": postgresql}


def read(programme_id: int, kinds: Iterable[str]) -> list[Part]:
    """The programme's entries of these kinds, in no order, also those that others have taken the place of."""
    way = WAYS[connection.vendor]
    ids = way.bounds(_smallest_and_largest())
    room = _room(programme_id, _asked(way, ids)[0])
    wanted = {v.KINDS[kind]: kind for kind in kinds}
    answers = [f"{way.answer(kind, room)} WHERE programme_id = {programme_id:d} AND kind = {number:d}"
               for number, kind in sorted(wanted.items())]  # fmt: skip
    told, *rows = sorted(_asked(way, " UNION ALL ".join([ids, *answers])), key=lambda row: int(row[0]))
    if not room.holds(_room(programme_id, told)):
        raise Misfit("an id grew beyond the room for it")
    return [way.part(wanted[row[0]], row, room) for row in rows if row[1]]


def _asked(way: Way, sql: str) -> list[tuple[Any, ...]]:
    with way.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _smallest_and_largest() -> list[str]:
    """Of the ids of entries, and of each table they refer to."""
    tables = [(TABLE, "seq"), *((each._meta.db_table, each._meta.pk.column) for each in REFERRED.values())]
    return [f"COALESCE((SELECT {which}({id_}) FROM {table}), 1)" for table, id_ in tables for which in ("MIN", "MAX")]


def _room(programme_id: int, row: tuple[Any, ...]) -> Room:
    ids = [int(each) for each in bytes(row[2]).split(b",")]
    if min(ids) < 1:
        raise Misfit("an id below 1")
    return Room(programme_id, dict(zip(("seq", *REFERRED), ids[1::2], strict=True)))
