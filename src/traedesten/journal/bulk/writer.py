"""Packed rows into the table of entries, many at a time, past the ORM but not past the database's own rules."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from traedesten.core import clock
from traedesten.journal import vocabulary as v
from traedesten.journal.book import Book
from traedesten.journal.bulk.packed import FIELDS, KIND_WORDS, SUBJECT, TOPIC, Packed, opened
from traedesten.journal.catalogue import KINDS
from traedesten.journal.models import Entry, ImportBatch
from traedesten.journal.store import topic_id

# What every row of one import has in common, after the packed fields.
COMMON = (
    "programme_id",
    "recorded_at",
    "recorded_by_id",
    "origin",
    "batch_id",
    "version",
    "supersedes_id",
    "is_withdrawal",
)
COLUMNS = (*FIELDS, *COMMON)
TABLE = Entry._meta.db_table
ROOM_IN_MEMORY = 256_000  # KiB of SQLite's pages kept while a file is written


class Writer:
    """Writes the rows of one import. ``ids`` are the maps from code to id of subjects, households and threads."""

    def __init__(self, book: Book, batch: ImportBatch, version: int, ids: dict[str, dict[str, int]]) -> None:
        self.book = book
        self.ids = ids
        self.common = _common(book, batch, version)
        self._topics: dict[tuple[int, str], int] = {}

    def write(self, chunk: list[Packed]) -> None:
        # All of them first: a topic's row may have to be made, and nothing can be asked in the middle of a COPY.
        rows = [self._whole(row) for row in chunk]
        if connection.vendor == "postgresql":
            _copy(rows)
        else:
            _insert(rows)
        self._write_details([(row[0], row[1], row[-1]) for row in chunk if row[-1] is not None])

    def _whole(self, row: Packed) -> tuple[Any, ...]:
        """The row with ids for codes, and what it has in common with the others."""
        subject, linked, household, thread, topic = row[SUBJECT : TOPIC + 1]
        subjects = self.ids["subject"]
        return (
            *row[:SUBJECT],
            subject and subjects[subject],
            linked and subjects[linked],
            household and self.ids["household"][household],
            thread and self.ids["thread"][thread],
            topic and self._topic(row[1], topic),
            *row[TOPIC + 1 : -1],
            *self.common,
        )

    def _topic(self, kind: int, code: str) -> int:
        found = self._topics.get((kind, code))
        if found is None:
            found = self._topics[kind, code] = topic_id(KINDS[KIND_WORDS[kind]], code, self.book)
        return found

    def _write_details(self, written: list[tuple[bytes, int, bytes]]) -> None:
        if not written:
            return
        uids = [UUID(bytes=uid) for uid, _kind, _sealed in written]
        numbers = dict(Entry.objects.filter(uid__in=uids).values_list("uid", "seq"))
        by_model: dict[Any, list[Any]] = {}
        for uid, kind, sealed in written:
            spec = KINDS[KIND_WORDS[kind]]
            values: dict[str, Any] = dict(opened(sealed))
            for detail in spec.detail_columns:
                if detail.is_date and detail.name in values:
                    values[detail.name] = date.fromisoformat(values[detail.name])
            model: Any = spec.detail
            by_model.setdefault(model, []).append(model(pk=numbers[UUID(bytes=uid)], **values))
        for model, rows in by_model.items():
            model._default_manager.bulk_create(rows)


def _common(book: Book, batch: ImportBatch, version: int) -> tuple[Any, ...]:
    recorded_at = connection.ops.adapt_datetimefield_value(clock.now())
    by = batch.imported_by_id
    return (book.programme_id, recorded_at, by, v.ORIGINS["import"], batch.pk, version, None, False)


def _insert(rows: list[tuple[Any, ...]]) -> None:
    places = ", ".join(["%s"] * len(COLUMNS))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {TABLE} ({', '.join(COLUMNS)}) VALUES ({places}) ON CONFLICT (uid) DO NOTHING", rows
        )


def _copy(rows: list[tuple[Any, ...]]) -> None:
    """PostgreSQL: stream into a table of this transaction's own, then move over what is new."""
    names = ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE IF NOT EXISTS journal_incoming ON COMMIT DROP AS SELECT {names} FROM {TABLE} LIMIT 0"
        )
        with cursor.copy(f"COPY journal_incoming ({names}) FROM STDIN") as copy:
            for uid, *row in rows:
                copy.write_row((UUID(bytes=uid), *row))
        cursor.execute(
            f"INSERT INTO {TABLE} ({names}) SELECT {names} FROM journal_incoming ON CONFLICT (uid) DO NOTHING"
        )
        cursor.execute("TRUNCATE journal_incoming")


@contextmanager
def room_to_write() -> Iterator[None]:
    """Let SQLite keep the pages of the indexes in memory while many rows are written, and only then."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        before = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = -{ROOM_IN_MEMORY}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {before}")
