"""Every criterion of one large programme worked out by the reference, and over columns: from the database by a worker
that has never seen the programme, after one registration, and in memory. One run, one machine: the ratios tell."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable
from datetime import date
from typing import Any

from tools.bench_line import Line, medians

ENTRIES = int(os.environ.get("BENCH_ENTRIES", "200000"))
ROUNDS = 5
CODE = "mosevad"
MOST_MB = 60  # of columns, for 200,000 entries


def on_columns() -> list[Line]:
    """On a neighbourhood of so many entries, invented for this."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    with tempfile.TemporaryDirectory() as folder:
        truth = f"{folder}/truth.json"
        call_command("simulate", CODE, entries=ENTRIES, truth=truth, stdout=io.StringIO())
    from traedesten.journal.models import Entry
    from traedesten.measures import board
    from traedesten.programme.models import Programme

    programme = Programme.objects.get(code=CODE)
    count = f"{Entry.objects.filter(programme=programme).count():,}".replace(",", ".")
    return [Line(f"{count} {each.what}", *_rest(each)) for each in _figures(programme, board.day_for(programme))]


def _rest(line: Line) -> tuple[float, str, str, float | None]:
    return line.value, line.unit, line.ratio, line.budget


def _figures(programme: Any, day: date) -> list[Line]:
    from measure_engine.columns import ColumnEvaluator
    from measure_engine.reference import Evaluator
    from traedesten.measures import board, table, world

    kinds = board.ALWAYS_READ

    def by_reference() -> None:
        board.readings_by(Evaluator(world.build(programme, kinds)), programme, day)

    def never_seen() -> None:
        board.forget()
        board.of_areas(programme, day)

    def registered() -> None:
        _register(programme, day)
        board.of_areas(programme, day)

    def in_memory() -> None:
        register = board.evaluator_of(programme).register
        board.readings_by(ColumnEvaluator(register.world, register=register), programme, day)

    base = medians(by_reference, 1)[1]
    lines = [Line("registreringer, referencen (målestok)", base, "ms", "1", None)]
    lines.append(_line("registreringer, aldrig set før", never_seen, base))
    lines.append(_line("registreringer, efter en registrering", registered, base))
    lines.append(_line("registreringer, i hukommelsen", in_memory, base))
    size = table.table_of(programme, 0, kinds).bytes / 1_000_000
    return [*lines, Line("registreringer, kolonnernes plads", size, "MB", "", MOST_MB * max(1, ENTRIES / 200_000))]


def _register(programme: Any, day: date) -> None:
    from traedesten.core.action import System
    from traedesten.journal.actions import entry

    row = {"kind": "contact", "channel": "door", "on": day, "area": programme.areas.first().code, "first_time": "yes"}
    receipt = entry.record(by=System("bench"), programme=programme, row=row)
    if receipt.entry is None:
        raise SystemExit(f"Registreringen blev ikke gemt: {receipt.problems}")


def _line(what: str, work: Callable[[], object], base: float) -> Line:
    """In the processor's own time, since others work on the machine too."""
    value = medians(work, ROUNDS)[1]
    return Line(what, value, "ms", f"{base / value:.1f} gange hurtigere", None)
