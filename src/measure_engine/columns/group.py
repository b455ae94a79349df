"""Rows put together by unit: each row's unit as a number, units in the order of their first row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .domain import Array

MOST_PER_ROW = 16


@dataclass(frozen=True, slots=True)
class Groups:
    """`rows` and `numbers` go side by side: a row and the number of its unit; `keys` has a place for each unit.

    A row may be in several units, a unit may have no row. Rows of one unit are in order.
    """

    rows: Array
    numbers: Array
    keys: Array

    def __len__(self) -> int:
        return len(self.keys)

    @classmethod
    def of(cls, rows: Array, keys: Array) -> Groups:
        if len(keys) and keys.min() >= 0 and keys.max() < MOST_PER_ROW * len(keys):
            return cls._of_small(rows, keys)
        found, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
        order = np.argsort(first, kind="stable")
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        return cls(rows, rank[inverse], found[order])

    @classmethod
    def _of_small(cls, rows: Array, keys: Array) -> Groups:
        """The same without sorting, where keys are little more than the rows are many."""
        first = np.full(int(keys.max()) + 1, -1, np.int64)
        first[keys[::-1]] = np.arange(len(keys))[::-1]
        present = np.flatnonzero(first >= 0)
        found = present[np.argsort(first[present])]
        rank = first  # its room is used again
        rank[found] = np.arange(len(found))
        return cls(rows, rank[keys], found)

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


def counts_of(keys: Array, wanted: Array) -> Array:
    """How often each wanted key occurs among the keys."""
    found, counts = np.unique(keys, return_counts=True)
    if not len(found):
        return np.zeros(len(wanted), np.int64)
    place = np.minimum(np.searchsorted(found, wanted), len(found) - 1)
    return np.where(found[place] == wanted, counts[place], 0)
