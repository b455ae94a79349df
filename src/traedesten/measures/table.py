"""One programme's current entries as a table of columns: read once, then told what is new under the version.

What is kept lives in this process's memory, as many tables as fit, and holds what the journal's columns hold: no names,
no notes. Entries are only ever added, so a table is right when it has been told of every version up to the one asked
for; entries newer than that may be in it already and are then simply read again.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import compress
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import CharField
from django.db.models.functions import Cast

from measure_engine.columns import Table
from measure_engine.columns.domain import Array
from measure_engine.columns.table import Words
from traedesten.core import clock
from traedesten.core.field import CodeField
from traedesten.journal.models import Entry
from traedesten.journal.models.entry import EntryQuerySet
from traedesten.measures import packed
from traedesten.programme.models import Programme, Topic

logger = logging.getLogger(__name__)

MOST_TABLES = 32
MOST_BYTES = 256 * 1024 * 1024

COLUMNS = {
    "id": "seq", "kind": "kind", "on": "day", "activity": "activity_id", "area": "area_id", "venue": "venue_id",
    "session": "session_id", "run": "run_id", "offer": "offer_id", "partner": "partner_id", "subject": "subject_id",
    "linked_subject": "linked_subject_id", "household": "household_id", "thread": "thread_id", "step": "step",
    "topic": "topic_id", "channel": "channel", "source": "source", "sex": "sex", "age_band": "age_band",
    "first_time": "first_time", "people": "people", "families": "families", "value": "value",
}  # fmt: skip
"""The engine's columns, and what they are called in the journal."""

ABOUT_OTHERS = ("supersedes_id", "is_withdrawal")
ROWS_AT_ONCE = 2_000
MOST_NEW = 5_000  # rows told one by one; of more, reading everything packed is quicker

Lists = dict[str, Sequence[Any]]


@dataclass(slots=True)
class Kept:
    """A table and the version it is known to be right at. Under the lock, so that it is read once."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    table: Table | None = None
    version: int = -1
    read_on: date | None = None
    # The version it was read from scratch at, and the last one that touched entries of a kind after that.
    whole_since: int = -1
    touched: dict[str, int] = field(default_factory=dict)

    def told(self, programme: Programme, version: int, kinds: frozenset[str]) -> Table:
        with self.lock:
            news = self._news(programme, version, kinds)
            if news is None:
                self.table, self.read_on = read(programme, kinds), clock.today()
                self.whole_since, self.touched = version, {}
            else:
                self.table = news.table
                self.touched |= dict.fromkeys(news.kinds, version)
            self.version = version
            return self.table

    def _news(self, programme: Programme, version: int, kinds: frozenset[str]) -> News | None:
        """None where the table is to be read from scratch."""
        if self.table is None or version < self.version or self.read_on != clock.today():
            return None
        return told_since(self.table, programme, self.version, kinds) if version > self.version else News(self.table)

    def touched_after(self, version: int) -> frozenset[str] | None:
        """The kinds of entry touched after a version; None where that is not known any more."""
        with self.lock:
            if version < self.whole_since or self.table is None:
                return None
            return frozenset(kind for kind, last in self.touched.items() if last > version)


_kept: OrderedDict[tuple[int, frozenset[str]], Kept] = OrderedDict()
_lock = threading.Lock()


def forget() -> None:
    """Drop every table: after a restore, and where entries were blanked or removed rather than superseded."""
    with _lock:
        _kept.clear()


def table_of(programme: Programme, version: int, kinds: Iterable[str]) -> Table:
    """The programme's current entries of these kinds at a version, or newer; read from scratch once a day."""
    key = (programme.pk, frozenset(kinds))
    with _lock:
        kept = _kept.setdefault(key, Kept())
        _kept.move_to_end(key)
    found = kept.told(programme, version, key[1])
    _make_room()
    return found


def kinds_touched_after(programme: Programme, version: int, kinds: Iterable[str]) -> frozenset[str] | None:
    """The kinds whose entries were added, superseded or withdrawn after a version, as far as the table of these kinds
    has been told; None where it is not known, as after reading it from scratch: then any kind may have been."""
    with _lock:
        kept = _kept.get((programme.pk, frozenset(kinds)))
    return kept.touched_after(version) if kept else None


def _make_room() -> None:
    """Those not asked for longest go first; the one asked for last always stays."""
    with _lock:
        sizes = {key: each.table.bytes if each.table else 0 for key, each in _kept.items()}
        while len(_kept) > 1 and (len(_kept) > MOST_TABLES or sum(sizes[key] for key in _kept) > MOST_BYTES):
            _kept.popitem(last=False)


def read(programme: Programme, kinds: frozenset[str]) -> Table:
    """From scratch: superseded and withdrawn entries are left out."""
    try:
        return _opened(packed.read(programme.pk, kinds), _words(programme))
    except packed.Misfit as misfit:
        logger.warning("entries of programme %s read the plain way: %s", programme.pk, misfit)
        return read_plainly(programme, kinds)


def read_plainly(programme: Programme, kinds: frozenset[str]) -> Table:
    """The same, a value at a time: slower, and with room for everything."""
    lists, _gone = _current(_fetched(_entries(programme, kinds)))
    return Table.read(lists, words=_words(programme))


def _opened(parts: list[packed.Part], words: Words) -> Table:
    """One table of the parts, without what others have taken the place of."""
    found = {name: _column(parts, name) for name in dict.fromkeys(name for part in parts for name in part.columns)}
    kinds = [np.full(len(part.ids), part.kind, np.int32) for part in parts]
    found["kind"] = np.concatenate([np.empty(0, np.int32), *kinds])
    ids, on = (
        np.concatenate([np.empty(0, kind), *some])
        for kind, some in ((np.int64, [each.ids for each in parts]), (np.int32, [each.on for each in parts]))
    )
    return Table.of_numbers(ids, on, found, words, {id_ for part in parts for id_ in part.gone})


def _column(parts: list[packed.Part], name: str) -> Array:
    """Nothing where a kind has no such column."""
    kind, nothing = NOTHINGS.get(name, (np.int32, 0))
    return np.concatenate(
        [part.columns[name] if name in part.columns else np.full(len(part.ids), nothing, kind) for part in parts]
    )


NOTHINGS: dict[str, tuple[Any, float]] = {
    "people": (np.int64, -1), "families": (np.int64, -1), "value": (np.float64, np.nan),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class News:
    """A table with what was written since another, and without what that took the place of; and of which kinds."""

    table: Table
    kinds: frozenset[str] = frozenset()


def told_since(table: Table, programme: Programme, version: int, kinds: frozenset[str]) -> News | None:
    """What was written after a version; None where that is so much that reading everything is quicker."""
    found = _fetched(_entries(programme, kinds).filter(version__gt=version)[: MOST_NEW + 1])
    if not found["id"]:
        return News(table)
    if len(found["id"]) > MOST_NEW:
        return None
    words = _words(programme)
    lists, gone = _current(found)
    told = frozenset(words["kind"][number] for number in set(found["kind"])) | table.kinds_of(gone)
    return News(table.changed(lists, {*gone, *lists["id"]}, words), told)


def _entries(programme: Programme, kinds: frozenset[str]) -> EntryQuerySet:
    found: EntryQuerySet = Entry.objects.filter(programme=programme, kind__in=sorted(kinds)).order_by()
    return found


def _fetched(entries: EntryQuerySet) -> Lists:
    """A list a column, as the database has it: words as their numbers, days as text. Django's own conversion of each
    value takes longer than the reading; so do rows that are all held at once."""
    found: dict[str, list[Any]] = {name: [] for name in (*COLUMNS, *ABOUT_OTHERS)}
    if entries.query.is_empty():
        return dict(found)
    query = entries.annotate(day=Cast("happened_on", CharField())).values_list(*COLUMNS.values(), *ABOUT_OTHERS).query
    sql, parameters = query.get_compiler(using=entries.db).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            for column, some in zip(found.values(), zip(*rows, strict=True), strict=True):
                column.extend(some)
    return dict(found)


def _current(found: Lists) -> tuple[Lists, set[int]]:
    """The rows that count, and the ids of those that others have taken the place of."""
    superseded, withdrawals = (found[name] for name in ABOUT_OTHERS)
    gone = set(superseded) - {None}
    if not gone:
        return found, gone
    stay = [not told and id_ not in gone for id_, told in zip(found["id"], withdrawals, strict=True)]
    return {name: list(compress(column, stay)) for name, column in found.items()}, gone


def _words(programme: Programme) -> dict[str, dict[Any, str]]:
    """What the numbers in the database stand for, by column."""
    topics = dict(Topic.objects.filter(programme=programme).values_list("pk", "code"))
    return {"topic": topics, **_VOCABULARIES}


_VOCABULARIES: dict[str, dict[Any, str]] = {
    each.name: {number: word for word, number in each.vocabulary.items()}
    for each in Entry._meta.get_fields()
    if isinstance(each, CodeField) and each.name in COLUMNS
}
