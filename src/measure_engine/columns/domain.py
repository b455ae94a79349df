"""The values of a column as small numbers: 0, 1, 2 ... in the order they were first seen, and -1 for nothing."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

NOTHING = -1
NEVER_SEEN = -2


SPARSE = 8  # how many times as long as the column a table by number may be before sorting is cheaper
FEWEST = 1 << 16


def narrowest(most: int) -> np.dtype[Any]:
    """The smallest whole numbers that hold everything from -2 to this."""
    return next((np.dtype(each) for each in (np.int8, np.int16, np.int32) if most <= np.iinfo(each).max), INT64)


INT64 = np.dtype(np.int64)


class Domain:
    """Values and their numbers. Numbers are only ever added, so what was written with them stays right."""

    __slots__ = ("_codes", "values")

    def __init__(self, values: Iterable[Hashable] = ()) -> None:
        self.values: list[Any] = []
        self._codes: dict[Hashable, int] = {None: NOTHING}
        self.add(values)

    def __len__(self) -> int:
        return len(self.values)

    def copy(self) -> Domain:
        found = Domain()
        found.values, found._codes = self.values.copy(), self._codes.copy()
        return found

    def add(self, values: Iterable[Hashable]) -> None:
        for value in dict.fromkeys(values):
            if value not in self._codes:
                self._codes[value] = len(self.values)
                self.values.append(value)

    def find(self, value: Hashable) -> int:
        """Its number; one that no row has where it was never seen."""
        return self._codes.get(value, NEVER_SEEN)

    def numbers(self, values: Sequence[Hashable], words: Mapping[Any, Hashable] | None = None) -> Array:
        """The column of these values; those not seen before are added.

        `words` tells what they stand for, where they are written as numbers of somebody else's; "" where it is silent.
        """
        if words is None:
            self.add(values)
            return np.fromiter(map(self._codes.__getitem__, values), narrowest(len(self)), len(values))
        meant = {value: words.get(value, "") for value in dict.fromkeys(values)}
        self.add(meant.values())
        codes = {value: self._codes[word] for value, word in meant.items()}
        return np.fromiter(map(codes.__getitem__, values), narrowest(len(self)), len(values))

    def numbers_of(self, ids: Array, words: Mapping[Any, Hashable] | None = None) -> Array:
        """As `numbers`, of whole numbers all at once; 0 stands for nothing, or for what `words` says of it."""
        most = int(ids.max(initial=0))
        if ids.min(initial=0) < 0 or most > max(SPARSE * len(ids), FEWEST):
            different, places = np.unique(ids, return_inverse=True)
            return self._numbers(different, words)[places]
        different = np.flatnonzero(np.bincount(ids, minlength=1))
        codes = self._numbers(different, words)
        found = np.empty(most + 1, codes.dtype)
        found[different] = codes
        return found.take(ids)

    def _numbers(self, different: Array, words: Mapping[Any, Hashable] | None) -> Array:
        known = different.tolist()
        values = [each or None for each in known] if words is None else [words.get(each, "") for each in known]
        self.add(value for value in values if value is not None)
        return np.fromiter(map(self._codes.__getitem__, values), narrowest(len(self)), len(values))

    def value(self, code: int) -> Any:
        return None if code == NOTHING else self.values[code]

    def column(self, codes: Sequence[int]) -> list[Any]:
        """The values of these numbers."""
        if len(codes) < len(self):
            return [None if code == NOTHING else self.values[code] for code in codes]
        return list(map([*self.values, None].__getitem__, codes))

    # Tables by number. The last place answers for -1, nothing: numpy counts from the end.

    def lookup(self, told: Iterable[tuple[Hashable, int]]) -> Array:
        """What a number is told to be, by id: -1 where nothing was said."""
        found = np.full(len(self) + 1, NOTHING, np.int32)
        for value, number in told:
            found[self._codes[value]] = number
        return found

    def among(self, wanted: Iterable[Hashable]) -> Array:
        """Whether a number stands for one of these values."""
        found = np.zeros(len(self) + 1, bool)
        found[[code for code in map(self.find, wanted) if code >= 0]] = True
        return found

    def where(self, test: Callable[[Any], bool]) -> Array:
        """Whether a number stands for a value that passes; nothing never does."""
        return np.fromiter((*map(test, self.values), False), bool, len(self) + 1)
