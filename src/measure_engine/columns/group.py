"""Rows put together by unit: each row's unit as a number, units in the order of their first row."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from .domain import Array

MOST_PER_ROW = 16


class Groups:
    """`rows` and `numbers` go side by side: a row and the number of its unit; `keys` has a place for each unit.

    A row may be in several units, a unit may have no row. Rows of one unit are in order. Of units made from keys it is
    found how many there are at once, and which they are when somebody asks: most counts need no more.
    """

    rows: Array
    _of: Array
    _size: int | None

    def __init__(self, rows: Array, numbers: Array, keys: Array) -> None:
        self.rows, self._size = rows, len(keys)
        self.__dict__ |= {"numbers": numbers, "keys": keys}

    @classmethod
    def of(cls, rows: Array, keys: Array) -> Groups:
        """`keys` go side by side with `rows`: the same number is the same unit."""
        found = cls.__new__(cls)
        found.rows, found._of, found._size = rows, keys, None
        return found

    def __len__(self) -> int:
        if self._size is None:
            self._size = int(marked(self._of, self._most).sum()) if self._is_small else len(np.unique(self._of))
        return self._size

    @property
    def _is_small(self) -> bool:
        """Keys are little more than the rows are many, so that nothing need be sorted."""
        return bool(len(self._of) and self._of.min() >= 0 and self._most <= MOST_PER_ROW * len(self._of))

    @cached_property
    def _most(self) -> int:
        return int(self._of.max(initial=0)) + 1

    @cached_property
    def numbers(self) -> Array:
        return self._numbered[0]

    @cached_property
    def keys(self) -> Array:
        return self._numbered[1]

    @cached_property
    def _numbered(self) -> tuple[Array, Array]:
        """Units in the order of their first row."""
        if self._is_small:
            return self._without_sorting()
        found, first, inverse = np.unique(self._of, return_index=True, return_inverse=True)
        order = np.argsort(first, kind="stable")
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        return rank[inverse], found[order]

    def _without_sorting(self) -> tuple[Array, Array]:
        first = np.full(self._most, -1, np.int64)
        first[self._of[::-1]] = np.arange(len(self._of))[::-1]
        present = np.flatnonzero(first >= 0)
        found = present[np.argsort(first[present])]
        rank = first  # its room is used again
        rank[found] = np.arange(len(found))
        return rank[self._of], found

    @property
    def heads(self) -> Array:
        """The place in `rows` of each unit's first row; every unit has one."""
        found = np.empty(len(self), np.int64)
        found[self.numbers[::-1]] = np.arange(len(self.numbers))[::-1]
        return found

    def exactly(self, keys: Array) -> Groups:
        """The units that exist, also those without rows, in the order given."""
        at = {key: number for number, key in enumerate(keys.tolist())}
        place = np.array([at.get(key, -1) for key in self.keys.tolist()], np.int64)
        numbers = place[self.numbers] if len(place) else self.numbers
        inside = numbers >= 0
        return Groups(self.rows[inside], numbers[inside], keys)

    def keep(self, wanted: Array) -> Groups:
        """Those units alone."""
        if wanted.all():
            return self
        inside = wanted[self.numbers]
        renumbered = np.cumsum(wanted) - 1
        return Groups(self.rows[inside], renumbered[self.numbers[inside]], self.keys[wanted])

    def in_order(self) -> Array:
        """Rows by unit, those of the first unit first."""
        if len(self.numbers) < 2 or (self.numbers[1:] >= self.numbers[:-1]).all():
            return self.rows
        return self.rows[np.argsort(self.numbers, kind="stable")]

    def any(self, of_rows: Array) -> Array:
        """Whether a unit has a row for which this is so; `of_rows` goes side by side with `rows`."""
        found = np.zeros(len(self), bool)
        found[self.numbers[of_rows]] = True
        return found

    def latest(self, values: Array, known: Array) -> Array:
        """The value of each unit's latest row where it is known; -1 where none is."""
        found = np.full(len(self), -1, np.int64)
        found[self.numbers[known]] = values[known]  # of several for one place the last stays
        return found

    def different(self, values: Array) -> Array:
        """How many different values each unit's rows have; -1 is none."""
        known = values >= 0
        width = int(values.max(initial=0)) + 1
        pairs = np.unique(self.numbers[known] * width + values[known])
        return np.bincount(pairs // width, minlength=len(self))


def marked(keys: Array, size: int) -> Array:
    """Which of the numbers below `size` are among the keys."""
    found = np.zeros(size, bool)
    found[keys] = True
    return found


def counts_of(keys: Array, wanted: Array) -> Array:
    """How often each wanted key occurs among the keys."""
    found, counts = np.unique(keys, return_counts=True)
    if not len(found):
        return np.zeros(len(wanted), np.int64)
    place = np.minimum(np.searchsorted(found, wanted), len(found) - 1)
    return np.where(found[place] == wanted, counts[place], 0)
