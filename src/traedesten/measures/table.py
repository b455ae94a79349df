"""One programme's current entries as a table of columns: read once, then told what is new under the version.

What is kept lives in this process's memory, as many tables as fit, and holds what the journal's columns hold: no names,
no notes. Entries are only ever added, so a table is right when it has been told of every version up to the one asked
for; entries newer than that may be in it already and are then simply read again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import CharField
from django.db.models.functions import Cast

from measure_engine.columns import Table
from traedesten.core import clock
from traedesten.core.field import CodeField
from traedesten.journal.models import Entry
from traedesten.journal.models.entry import EntryQuerySet
from traedesten.programme.models import Programme, Topic

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

NAMES = (*COLUMNS.values(), "supersedes_id", "is_withdrawal")

Lists = dict[str, Sequence[Any]]


@dataclass(slots=True)
class Kept:
    """A table and the version it is known to be right at. Under the lock, so that it is read once."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    table: Table | None = None
    version: int = -1
    read_on: date | None = None

    def told(self, programme: Programme, version: int, kinds: frozenset[str]) -> Table:
        with self.lock:
            if self.table is None or version < self.version or self.read_on != clock.today():
                self.table, self.read_on = read(programme, kinds), clock.today()
            elif version > self.version:
                self.table = told_since(self.table, programme, self.version, kinds)
            self.version = version
            return self.table


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


def _make_room() -> None:
    """Those not asked for longest go first; the one asked for last always stays."""
    with _lock:
        sizes = {key: each.table.bytes if each.table else 0 for key, each in _kept.items()}
        while len(_kept) > 1 and (len(_kept) > MOST_TABLES or sum(sizes[key] for key in _kept) > MOST_BYTES):
            _kept.popitem(last=False)


def read(programme: Programme, kinds: frozenset[str]) -> Table:
    """From scratch: superseded and withdrawn entries are left out."""
    lists, _gone = _current(programme, _fetched(_entries(programme, kinds)))
    return Table.read(lists)


def told_since(table: Table, programme: Programme, version: int, kinds: frozenset[str]) -> Table:
    """With what was written after a version, and without what that superseded or withdrew."""
    rows = _fetched(_entries(programme, kinds).filter(version__gt=version))
    if not rows:
        return table
    lists, gone = _current(programme, rows)
    return table.changed(lists, {*gone, *lists["id"]})


def _entries(programme: Programme, kinds: frozenset[str]) -> EntryQuerySet:
    found: EntryQuerySet = Entry.objects.filter(programme=programme, kind__in=sorted(kinds)).order_by()
    return found


def _fetched(entries: EntryQuerySet) -> list[tuple[Any, ...]]:
    """As the database has them: words as their numbers, days as text. Turning each into Python takes longest."""
    if entries.query.is_empty():
        return []
    query = entries.annotate(day=Cast("happened_on", CharField())).values_list(*NAMES).query
    sql, parameters = query.get_compiler(using=entries.db).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _current(programme: Programme, rows: list[tuple[Any, ...]]) -> tuple[Lists, set[int]]:
    """The rows that count, a list a column, and the ids of those that others have taken the place of."""
    gone = {row[-2] for row in rows} - {None}
    stay = [row for row in rows if not row[-1] and row[0] not in gone] if gone else rows
    columns = zip(*stay, strict=True) if stay else ((),) * len(NAMES)
    lists: Lists = dict(zip(COLUMNS, columns, strict=False))
    topics = dict(Topic.objects.filter(programme=programme).values_list("pk", "code"))
    lists["topic"] = _words(lists["topic"], topics)
    lists["on"] = _words(lists["on"], {day: date.fromisoformat(day) for day in set(lists["on"])})
    for name, column in COLUMNS.items():
        stored = Entry._meta.get_field(column) if column in _CODED else None
        if isinstance(stored, CodeField):
            lists[name] = _words(lists[name], {number: word for word, number in stored.vocabulary.items()})
    return lists, gone


_CODED = frozenset(each.name for each in Entry._meta.get_fields() if isinstance(each, CodeField))


def _words(numbers: Sequence[Any], words: Mapping[Any, Any]) -> list[Any]:
    """Each number's word; none where it stands for nothing."""
    return [words.get(number, "") for number in numbers]
