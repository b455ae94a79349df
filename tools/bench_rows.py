"""How long many rows take: a big file imported, a whole neighbourhood simulated, beside their bare insertion."""

from __future__ import annotations

import io
import resource
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

from tools.bench_line import Line, times


def on_import(rows: int) -> list[Line]:
    """A big file through all the rules, beside the bare insertion of as many rows of the same width into SQLite."""
    from traedesten.journal import bench

    bare = _bare_insert(rows)
    value = bench.million(rows)
    budget = 60 * rows / 1_000_000
    return [
        Line(f"{rows:,} rækker sat ind uden regler (målestok)".replace(",", "."), bare, "s", "1", None),
        Line(f"{rows:,} registreringer indlæst".replace(",", "."), value, "s", times(value, bare), budget),
    ]


def on_simulation(rows: int) -> list[Line]:
    """A whole neighbourhood and its truth through the product's own writers, beside the same bare insertion."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    bare = _bare_insert(rows)
    with tempfile.TemporaryDirectory() as folder:
        began, spent = time.perf_counter(), _processor_seconds()
        call_command("simulate", "mosevad", entries=rows, truth=f"{folder}/truth.json", stdout=io.StringIO())
        value, spent = time.perf_counter() - began, _processor_seconds() - spent
    what = f"{rows:,} registreringer simuleret".replace(",", ".")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        Line(f"{rows:,} rækker sat ind uden regler (målestok)".replace(",", "."), bare, "s", "1", None),
        Line(what, value, "s", times(value, bare), 90 * rows / 1_000_000),
        Line(f"{what}, alle processers tid", spent, "s", times(spent, bare), None),
        Line(f"{what}, hukommelse når højst", memory, "MB", "", None),
    ]


def _processor_seconds() -> float:
    """Of this process and of those it has started and seen end."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in spent)


def _bare_insert(rows: int) -> float:
    """As many numbers as an entry has columns, one wide index, one transaction: what the disk and SQLite cost."""
    columns = [f"c{number}" for number in range(35)]
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder) / "bare.sqlite3")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute(f"CREATE TABLE bare (id INTEGER PRIMARY KEY, {', '.join(columns)})")
        database.execute(f"CREATE INDEX bare_all ON bare ({', '.join(columns[:28])})")
        marks = ", ".join("?" * len(columns))
        began = time.perf_counter()
        row = list(range(len(columns)))
        sql = f"INSERT INTO bare ({', '.join(columns)}) VALUES ({marks})"
        database.executemany(sql, ([number, *row[1:]] for number in range(rows)))
        database.commit()
        return time.perf_counter() - began
