"""The words the outline is written in: a key of the file, and a section of items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import models


class Type(StrEnum):
    """What may stand at a key."""

    CODE = "code"  # a short name the file uses to refer to the item
    LABEL = "label"  # a code that may hold points and Danish letters
    TEXT = "text"
    DATE = "date"
    TIME = "time"
    WHOLE = "whole"
    NUMBER = "number"
    AMOUNT = "amount"  # a number with at most two decimals
    FLAG = "flag"
    CHOICE = "choice"
    RULE = "rule"  # a share written n/m
    WEEK = "week"
    MONTHS = "months"
    ONE = "one"  # the code of an item of section `of`
    MANY = "many"  # codes of items of section `of`
    THREAD = "thread"  # the code of a thread, which is made when it is new
    GROUP = "group"  # keys of its own, in columns of the same row
    ROWS = "rows"  # items of their own, in a table of their own
    VALUE = "value"  # a number, or one with its unit: 75 %
    MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of an item: its name in the file, the column it is kept in, and what it means in Danish."""

    name: str
    type: Type
    meaning: Any
    example: str = ""
    attribute: str = ""
    required: bool = False
    default: Any = None
    choices: tuple[str, ...] = ()
    of: str = ""
    keys: tuple[Key, ...] = ()
    most: int | None = None

    @property
    def column(self) -> str:
        return self.attribute or self.name


@dataclass(frozen=True, slots=True)
class Section:
    """A list of items under one top key, and the model that keeps them.

    ``identity`` are the keys that tell one item from another; ``is_shared`` rows belong to no programme, several may
    use them; ``order`` are the keys items are written in order of, where the file's own order is not kept in a
    ``position``; a section with ``single`` holds plain values, each at that key.
    """

    name: str
    model: type[models.Model]
    meaning: Any
    keys: tuple[Key, ...]
    noun: Any
    identity: tuple[str, ...] = ("code",)
    order: tuple[str, ...] = ("code",)
    is_shared: bool = False
    has_position: bool = False
    single: str = ""
    by_name: dict[str, Key] = field(init=False, default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        self.by_name.update({key.name: key for key in self.keys})

    def flat(self) -> Iterator[tuple[Key | None, Key]]:
        """Every key that is kept in a column of the row, those of groups with their group."""
        for key in self.keys:
            if key.type is Type.GROUP:
                yield from ((key, inner) for inner in key.keys)
            elif key.type is not Type.ROWS:
                yield None, key

    def parts(self) -> Iterator[Key]:
        """Keys whose items have a table of their own."""
        return (key for key in self.keys if key.type is Type.ROWS)
