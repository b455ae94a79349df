"""What both databases' ways of packing speak of: which columns a kind may have filled, and what comes out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from measure_engine.columns.domain import Array
from traedesten.core.field import CodeField
from traedesten.journal import catalogue
from traedesten.journal.models import Entry

TABLE = Entry._meta.db_table
FILLED_IN = ("activity", "area", "venue", "run")
COUNTS = ("people", "families")
_FIELDS = {each.name: each for each in Entry._meta.fields}
_TOLD = dict.fromkeys(name for spec in catalogue.KINDS.values() for name in (*spec.columns, *FILLED_IN))

REFERRED: dict[str, Any] = {
    name: each.related_model for name in _TOLD if isinstance(each := _FIELDS.get(name), models.ForeignKey)
}
"""The columns that refer to rows, and to rows of what."""
CODES = tuple(name for name in _TOLD if isinstance(_FIELDS.get(name), CodeField))


class Misfit(Exception):
    """Something is larger than there was room for, or not what it should be: read it the plain way."""


@dataclass(frozen=True, slots=True)
class Part:
    """The entries of one kind: ids, days as ordinals, and the columns that somebody may have filled, 0 for nothing;
    counts and values are as they are, -1 and NaN for nothing. `gone` are the ids that do not count: superseded, and
    withdrawals themselves."""

    kind: int
    ids: Array
    on: Array
    columns: Mapping[str, Array]
    gone: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """Whose entries are asked for, and the largest id of each table they refer to and of their own."""

    programme_id: int
    most: Mapping[str, int]

    def of(self, name: str) -> int:
        """Bits."""
        return self.most[name].bit_length()

    def holds(self, other: Room) -> bool:
        return all(other.of(name) <= self.of(name) for name in self.most)


def columns_of(kind: str) -> tuple[str, ...]:
    """What entries of the kind may have filled, of what measures read: the catalogue's columns, and what the session
    or the run says of itself."""
    spec = catalogue.KINDS[kind]
    told = {*spec.columns, *(FILLED_IN if {"session", "run"} & {*spec.columns} else ())}
    return tuple(name for name in (*REFERRED, *CODES, *COUNTS, "value") if name in told)


def db_column(name: str) -> str:
    return str(_FIELDS[name].column)
