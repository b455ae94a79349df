"""Many things a portion at a time: a question to the database holds only so many values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Thing = TypeVar("Thing")


def portions(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    """Lists of `size` in their order, the last one shorter; none when there is nothing."""
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some
