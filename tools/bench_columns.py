"""Every criterion of one large programme among others: in memory, by a worker that has never seen the programme, after
one registration, on the compass; with four times the entries, and with more programmes in the database."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any
from unittest import mock

from tools import bench_oracle, bench_town
from tools.bench_clock import is_whole, processor
from tools.bench_line import YARDSTICK, Line, client_of, medians, yardstick
from tools.bench_write import on_registration

ROUNDS = 5
BUDGETS = {"in_memory": 30.0, "in_memory_other_day": 30.0, "never_seen": 250.0}
WORDS = {
    "in_memory": "i hukommelsen",
    "in_memory_other_day": "i hukommelsen, en anden dag",
    "never_seen": "fra databasen, aldrig set før",
    "registered": "fra databasen, efter en registrering",
}
MOST_MB = 60.0  # of columns, for 200,000 entries
MOST_TIMES, MOST_BESIDE = 4.5, 1.1

Spent = dict[str, tuple[float, float]]
"""Milliseconds of each way, by the clock and of the processor's time."""


def on_columns() -> Iterator[Line]:
    """On a town made for this, on whichever database is asked for; each line as soon as it is known."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    programme = bench_town.programme_of(bench_town.ENTRIES)
    alone = None if bench_town.has_neighbours(programme) else spent(programme)
    bench_town.neighbours(programme, bench_town.PROGRAMMES)
    among = alone if alone and bench_town.PROGRAMMES == 1 else spent(programme)
    base = _by_reference(programme)
    yield Line("alle tal, referencen (målestok)", base[0], "ms", f"1, {base[1]:.0f} ms regnetid", None)
    for way in WORDS:
        yield _line(way, among[way], base)
    yield _size(programme)
    yield from _compass(programme)
    if alone and bench_town.PROGRAMMES > 1:
        yield from _beside(f"{bench_town.PROGRAMMES} projekter i stedet for 1", among, alone, MOST_BESIDE)
    yield from on_registration(programme)
    count = programme.criteria.count()
    yield from bench_oracle.on_oracle(programme, *(among[way][_at()] / count for way in ("never_seen", "in_memory")))
    if bench_town.IS_LARGER_ASKED:
        larger = bench_town.programme_of(bench_town.TIMES_AS_MANY * bench_town.ENTRIES, bench_town.LARGER)
        what = f"{bench_town.TIMES_AS_MANY} gange så mange registreringer"
        yield from _beside(what, spent(larger), among, MOST_TIMES)


def spent(programme: Any) -> Spent:
    """Each way of working out every figure with expected path, forecast and status."""
    from measure_engine.columns import ColumnEvaluator
    from traedesten.measures import board

    day = board.day_for(programme)
    days = (day - timedelta(days=number) for number in count(1))

    def never_seen() -> None:
        board.forget()
        board.of_areas(programme, day)

    def in_memory(day: date = day) -> None:
        register = board.evaluator_of(programme).register
        board.readings_by(ColumnEvaluator(register.world, register=register), programme, day)

    found = {"never_seen": medians(never_seen, ROUNDS)}
    found["in_memory"] = medians(in_memory, ROUNDS)
    found["in_memory_other_day"] = medians(lambda: in_memory(next(days)), ROUNDS)
    found["registered"] = medians(
        lambda: board.of_areas(programme, day), ROUNDS, before=lambda: register(programme, day)
    )
    return found


def register(programme: Any, day: date) -> None:
    from traedesten.core.action import System
    from traedesten.journal.actions import entry

    row = {"kind": "contact", "channel": "door", "on": day, "area": programme.areas.first().code, "first_time": "yes"}
    receipt = entry.record(by=System("bench"), programme=programme, row=row)
    if receipt.entry is None:
        raise SystemExit(f"Registreringen blev ikke gemt: {receipt.problems}")


def _by_reference(programme: Any) -> tuple[float, float]:
    """Once: it takes longer than all the rest."""
    from measure_engine.reference import Evaluator
    from traedesten.measures import board, world

    began, busy = time.perf_counter(), processor()
    board.readings_by(Evaluator(world.build(programme, board.ALWAYS_READ)), programme, board.day_for(programme))
    return 1000 * (time.perf_counter() - began), 1000 * (processor() - busy)


def _line(way: str, found: tuple[float, float], base: tuple[float, float]) -> Line:
    ratio = f"{found[1]:.0f} ms regnetid, {base[1] / found[1]:.1f} gange hurtigere"
    return Line(f"alle tal, {WORDS[way]}", found[0], "ms", ratio, BUDGETS.get(way))


def _size(programme: Any) -> Line:
    """Of the register's own columns, filled ones and all: what a worker keeps of the programme between two looks."""
    from traedesten.measures import board

    sheet = board.evaluator_of(programme).register.sheet
    columns = {
        id(column): column for column in (sheet.table.ids, *sheet.table.columns.values(), *sheet.columns.values())
    }
    size = sum(column.nbytes for column in columns.values()) / 1_000_000
    budget = MOST_MB * max(1, bench_town.ENTRIES / 200_000)
    read = f"{len(sheet):,}".replace(",", ".")
    return Line(f"kolonnernes plads ({read} registreringer læses)", size, "MB", "", budget)


def _compass(programme: Any) -> list[Line]:
    """The page, asked by somebody logged in: until it is sent, and apart what is done then, which nobody waits for."""
    from traedesten.core import afterwards
    from traedesten.measures import board

    client = client_of(bench_town.leader_of(programme))
    base = yardstick(client)
    day, address = board.day_for(programme), f"/p/{programme.code}/kompas/"

    def look() -> None:
        if client.get(address).status_code != 200:
            raise SystemExit("Kompasset svarede ikke.")

    waiting: list[Callable[[], object]] = []

    def work() -> None:
        while waiting:
            waiting.pop()()

    def told() -> None:
        work()
        register(programme, day)

    def seen() -> None:
        told()
        look()

    with mock.patch.object(afterwards, "do", waiting.append):
        after = medians(look, ROUNDS, before=told)
        then = medians(work, ROUNDS, before=seen)
        same = medians(look, 4 * ROUNDS)
    return [
        Line(f"{YARDSTICK} (målestok)", base, "ms", "1", None),
        Line("kompas efter en registrering", after[0], "ms", _of_page(after, base), 100),
        Line("  derefter, som ingen venter på", then[0], "ms", _of_page(then, base), None),
        Line("kompas, intet ændret", same[0], "ms", _of_page(same, base), 60),
    ]


def _of_page(found: tuple[float, float], base: float) -> str:
    return f"{found[1]:.0f} ms regnetid, {found[0] / base:.1f} x målestok"


def _at() -> int:
    """Which of the two times is compared: the processor's, which leaves out what others do on the machine; the clock's
    where the database is on another."""
    return 1 if is_whole() else 0


def _beside(what: str, more: Spent, less: Spent, most: float) -> list[Line]:
    """How many times as long."""
    at = _at()
    return [
        Line(
            f"{what}, {words}",
            more[way][at] / less[way][at],
            "x",
            f"{less[way][at]:.0f} -> {more[way][at]:.0f} ms",
            most,
        )
        for way, words in WORDS.items()
    ]
