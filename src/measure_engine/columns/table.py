"""The entries of one programme as columns of numbers, in order of date, time and id.

A table is never changed: what is new gives another table, so that whoever is reading one reads it to the end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from operator import attrgetter
from typing import Any

import numpy as np

from ..world import Id, Row
from .domain import NOTHING, Array, Domain, narrowest

DOMAINS = {
    "kind": "kind", "activity": "activity", "area": "area", "venue": "venue", "session": "session", "run": "run",
    "offer": "offer", "partner": "organisation", "subject": "subject", "linked_subject": "subject",
    "household": "household", "thread": "thread", "step": "step", "topic": "topic", "channel": "channel",
    "source": "source", "sex": "sex", "age_band": "age_band", "first_time": "first_time",
}  # fmt: skip
"""The columns of values, and whose numbers each is written with."""

WHOLE_NUMBERS = ("people", "families")
FIELDS = tuple(Row.__dataclass_fields__)

NOTHING_ANYWHERE = np.int8(NOTHING)
ONE_NOTHING = np.zeros(1, np.int8)
ID_BITS = 40  # a day and an id below a million millions fit in one number

Domains = dict[str, Domain]
Words = Mapping[str, Mapping[Any, Any]]
NO_WORDS: Words = {}


@dataclass(frozen=True, slots=True)
class Table:
    """`ids` and `columns` have a place for each entry. -1 stands for nothing, NaN for a value not written down."""

    domains: Domains
    ids: Array
    columns: Mapping[str, Array]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def on(self) -> Array:
        """Days, as ordinals."""
        return self.columns["on"]

    @property
    def bytes(self) -> int:
        """What its columns take; values are shared with the numbers' tables."""
        return int(self.ids.nbytes + sum(each.nbytes for each in self.columns.values()))

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Table:
        """From rows as specs and tests write them."""
        made = [attrgetter(*FIELDS)(row) for row in rows]
        lists = zip(*made, strict=True) if made else [() for _ in FIELDS]
        return cls.read(dict(zip(FIELDS, lists, strict=True)))

    @classmethod
    def read(cls, lists: Mapping[str, Sequence[Any]], domains: Domains | None = None, words: Words = NO_WORDS) -> Table:
        """From one list a column; values that the domains do not have are added to them.

        `words` tells, for the columns that are written in numbers of somebody else's, what these stand for.
        """
        known = domains or new_domains()
        columns = {name: known[domain].numbers(lists[name], words.get(name)) for name, domain in DOMAINS.items()}
        columns["on"] = _ordinals(lists["on"])
        columns["at"] = _times(lists.get("at"), len(lists["on"]))
        for name in WHOLE_NUMBERS:
            whole = (NOTHING if each is None else each for each in lists[name])
            columns[name] = _narrow(np.fromiter(whole, np.int64))
        columns["value"] = np.fromiter((np.nan if each is None else each for each in lists["value"]), np.float64)
        return cls(known, _ids(lists["id"]), columns)._sorted()

    @classmethod
    def of_numbers(
        cls, ids: Array, on: Array, numbers: Mapping[str, Array], words: Words = NO_WORDS, gone: Collection[int] = ()
    ) -> Table:
        """From whole numbers as somebody else has them, 0 for nothing; days as ordinals; counts and values as they are,
        with -1 and NaN for nothing. A column left out says nothing anywhere; those of the ids in `gone` are left out.
        """
        known, rows = new_domains(), _in_order(ids, on, gone)
        columns: dict[str, Array] = {}
        for name, domain in DOMAINS.items():
            codes = known[domain].numbers_of(numbers.get(name, ONE_NOTHING), words.get(name))
            columns[name] = codes.take(rows) if name in numbers else _everywhere(codes[0], len(rows))
        columns["on"], columns["at"] = on.take(rows).astype(np.int32), _everywhere(NOTHING_ANYWHERE, len(rows))
        for name in WHOLE_NUMBERS:
            is_told = name in numbers
            columns[name] = _narrow(numbers[name]).take(rows) if is_told else _everywhere(NOTHING_ANYWHERE, len(rows))
        value = numbers.get("value")
        columns["value"] = _everywhere(np.float64(np.nan), len(rows)) if value is None else value.take(rows)
        return cls(known, ids.take(rows), columns)

    def kinds_of(self, ids: Collection[Id]) -> frozenset[str]:
        """The kinds of those of the rows that are among the ids."""
        codes = np.unique(self.columns["kind"][_among(self.ids, ids)]) if ids else ()
        return frozenset(self.domains["kind"].column([int(each) for each in codes]))

    def lent(self) -> Table:
        """The same rows with numbers of its own to add to: what one reader learns of values, another never sees."""
        return Table({name: domain.copy() for name, domain in self.domains.items()}, self.ids, self.columns)

    def changed(self, more: Mapping[str, Sequence[Any]], gone: Collection[Id], words: Words = NO_WORDS) -> Table:
        """With what was written since, and without what that took the place of or withdrew."""
        added = Table.read(more, {name: domain.copy() for name, domain in self.domains.items()}, words)
        stay: Any = ~_among(self.ids, gone)
        stay = slice(None) if stay.all() else stay
        joined = {name: np.concatenate((self.columns[name][stay], added.columns[name])) for name in self.columns}
        ids = _joined(self.ids[stay], added.ids)
        return Table(added.domains, ids, joined)._sorted()

    def _sorted(self) -> Table:
        """In order of date, time and id, as the reference has them; numbers before all other ids."""
        order = _order(self.ids, self.columns["on"], self.columns["at"])
        if order is None:
            return self
        return Table(self.domains, self.ids[order], {name: _taken(each, order) for name, each in self.columns.items()})


def new_domains() -> Domains:
    return {name: Domain() for name in dict.fromkeys(DOMAINS.values())}


def _ordinals(days: Sequence[Any]) -> Array:
    """Of dates, or of dates as text."""
    known = {day: (date.fromisoformat(day) if isinstance(day, str) else day).toordinal() for day in set(days)}
    return np.fromiter(map(known.__getitem__, days), np.int32, len(days))


def _times(times: Sequence[time | None] | None, size: int) -> Array:
    """Microseconds of the day; no time is written where the list is left out."""
    if times is None:
        return _everywhere(NOTHING_ANYWHERE, size)
    return np.fromiter((NOTHING if each is None else _microseconds(each) for each in times), np.int64, size)


def _microseconds(at: time) -> int:
    return ((at.hour * 60 + at.minute) * 60 + at.second) * 1_000_000 + at.microsecond


def time_of(microseconds: int) -> time | None:
    if microseconds == NOTHING:
        return None
    seconds, rest = divmod(microseconds, 1_000_000)
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60, rest)


def _ids(ids: Sequence[Id]) -> Array:
    """Numbers as numbers; anything else as the objects they are."""
    if all(type(each) is int for each in ids):
        return np.array(ids, np.int64)
    return np.fromiter(ids, object, len(ids))


def _among(ids: Array, some: Collection[Id]) -> Array:
    if ids.dtype != object and all(type(each) is int for each in some):
        return np.isin(ids, np.array(list(some), np.int64))
    return np.fromiter((each in some for each in ids.tolist()), bool, len(ids))


def _joined(one: Array, other: Array) -> Array:
    """Empty columns have no say in what ids are."""
    if not len(one) or not len(other):
        return one if len(one) else other
    return np.concatenate((one, other))


def _order(ids: Array, on: Array, at: Array) -> Array | None:
    """The places of the rows in order; None where they lie so already."""
    times = np.maximum(at, 0)
    if ids.dtype == object:
        keys = [(each if isinstance(each, int) else 0, str(each)) for each in ids]
        days, hours = on.tolist(), times.tolist()
        return np.array(sorted(range(len(ids)), key=lambda n: (days[n], hours[n], *keys[n])), np.int64)
    if not times.any() and ids.min(initial=0) >= 0 and ids.max(initial=0) < 1 << ID_BITS:
        both = on.astype(np.int64) << ID_BITS | ids
        # Rows come in order within each kind, which this way of sorting makes use of.
        return None if (both[1:] > both[:-1]).all() else np.argsort(both, kind="stable")
    return np.lexsort((ids, times, on))


def _in_order(ids: Array, on: Array, gone: Collection[int]) -> Array:
    """The places of the rows in order, without those of the ids in `gone`."""
    stay = np.flatnonzero(~_among(ids, gone)) if gone else np.arange(len(ids))
    order = _order(ids[stay], on[stay], _everywhere(NOTHING_ANYWHERE, len(stay)))
    return stay if order is None else stay[order]


def _everywhere(value: Any, size: int) -> Array:
    """One value in every place, and in memory once."""
    return np.broadcast_to(value, size)


def _taken(column: Array, order: Array) -> Array:
    return column if column.strides == (0,) else column[order]


def _narrow(whole: Array) -> Array:
    return whole.astype(narrowest(max(int(whole.max(initial=0)), -int(whole.min(initial=0)))))
