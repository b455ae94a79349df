"""`JUDGE=rows make judge`: every criterion of the four programmes beside what somebody saw who saw everything.

Each neighbourhood of the demo is told with a seed, loaded and imported as people would. Every criterion is asked of
the fast evaluator and of the reference, for every target's interval and period, every year so far and every area, and
in every part; as of today and as of two earlier days of the programme. What is no estimate must be the truth itself,
and the two must be equal to the last field. Of an estimate is counted how often the floor held and the truth lay in the
likely range: less often than counting.md promises, beyond chance, is a fault. SQLite, and PostgreSQL where a server can
be started.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import comb
from pathlib import Path
from typing import Any

from demo import generate
from demo.truth import table
from demo.truth.table import Line
from tools import dev_env, postgres
from tools.place import ROOT, say

FIRST_SEED, SEEDS = 1000, 2
ON = date(2026, 11, 20)
BACK = timedelta(days=97)
"""From the last day asked to an earlier one, in the middle of a month and a quarter; the other is half-way."""
NEAR = 1e-9
PROMISED = {"floor": 0.96, "range": 0.80}
"""counting.md 2 (5): the floor was valid in at least 96 %, the likely range held in 80-100 %."""
BY_CHANCE = 0.001
"""So few that held would be seen so seldom if the promise were kept."""
HEAD = "| row | criterion | preset | what | figure | truth | difference | told to be | truth inside |"
RULE = "|---|---|---|---|---|---|---|---|---|"


@dataclass(frozen=True, slots=True)
class Compared:
    """One number as it is told and as it was; of an estimate also its floor and likely range."""

    code: str
    row: str
    preset: str
    what: str
    on: date
    told: float | None
    true: float | None
    floor: float | None = None
    low: float | None = None
    high: float | None = None
    light: str = ""
    is_estimate: bool = False
    is_of_target: bool = False
    unlike: str = ""

    @property
    def is_wrong(self) -> bool:
        if self.is_estimate:
            return False
        if self.told is None or self.true is None:
            return self.told != self.true
        return abs(self.told - self.true) > NEAR * max(1, abs(self.true))

    @property
    def has_range(self) -> bool:
        return self.low is not None and self.high is not None and self.true is not None

    @property
    def is_inside(self) -> bool:
        return self.has_range and self.low <= self.true <= self.high  # type: ignore[operator]  # has_range says so

    @property
    def floor_held(self) -> bool:
        return self.floor is None or self.true is None or self.floor <= self.true


@dataclass(slots=True)
class Told:
    """All that was compared in a database, of one seed."""

    seed: int
    each: list[Compared] = field(default_factory=list)


# Asking


def ask(seed: int, folder: Path, codes: Iterable[str] = tuple(generate.STORIES)) -> Told:
    """Each neighbourhood is rolled back before the next."""
    from django.db import transaction  # why inside: it needs the settings, which need the database made first

    found = Told(seed)
    for code in codes:
        with transaction.atomic():
            found.each += _neighbourhood(generate.neighbourhood(code, today=ON, seed=seed), folder)
            transaction.set_rollback(True)
    return found


def fill(neighbourhood: generate.Neighbourhood, folder: Path) -> Any:
    """The programme as people would have loaded and imported it."""
    from traedesten.core.action import System  # why inside: the product's models need the settings
    from traedesten.documents import document, simulated
    from traedesten.documents.actions import programme_file
    from traedesten.journal.bulk import file_import

    job = System("judge")
    plain = json.loads(json.dumps(neighbourhood.programme, default=str))
    programme = programme_file.load(by=job, document=document.of(plain)).programme
    _programme, entries = neighbourhood.write(folder)
    with entries.open("rb") as file:
        file_import.run(by=job, programme=programme, file=file, name=entries.name, today=ON)
    simulated.fill(by=job, programme=programme, neighbourhood=neighbourhood, today=ON)
    return programme


def _neighbourhood(neighbourhood: generate.Neighbourhood, folder: Path) -> Iterator[Compared]:
    from measure_engine.reference import Evaluator  # why inside: beside the product's own, which needs the settings
    from traedesten.measures import board, world

    programme = fill(neighbourhood, folder)
    board.forget()
    fast = board.evaluator_of(programme)
    slow = Evaluator(world.build(programme, board.ALWAYS_READ), names=fast.names, translator=fast.translator)
    criteria = {criterion.code: criterion for criterion in programme.criteria.all()}
    rows = generate.registered(neighbourhood)
    for on in days(programme.starts_on, programme.ends_on):
        for line in table.everything(neighbourhood.page, rows, on):
            yield from _compared(line, criteria[line.code], (fast, slow), on)
    board.forget()


def days(starts_on: date, ends_on: date) -> tuple[date, date, date]:
    """Today, and two days in the programme's time so far."""
    last = min(ON, ends_on)
    return ON, last - BACK, starts_on + (last - starts_on) / 2


def _compared(line: Line, criterion: Any, evaluators: Sequence[Any], on: date) -> Iterator[Compared]:
    from measure_engine.period import Period  # why inside: kept beside what is asked with it
    from measure_engine.plain import DefinitionError
    from traedesten.programme import promise

    definition = promise.definition_of(criterion)
    try:
        definition = definition.within(areas=(line.area,)) if line.area else definition
    except DefinitionError:  # what cannot be asked of one area alone
        return
    period = Period(line.span.start, line.span.end)
    fast, slow = (one.evaluate(definition, period, as_of=on) for one in evaluators)
    about = (line.code, criterion.row, criterion.measure.get("preset", ""))
    what = f"{line.area} {line.span.start}..{line.span.end}".strip()
    unlike = "" if fast == slow else "the fast figure is not the reference's"
    if fast.shape == "change":
        yield Compared(*about, what, on, fast.value, line.amount.value, is_of_target=line.is_of_target, unlike=unlike)
        return
    yield _figure(about, what, on, fast, line, unlike)
    told = {part.key: part.figure for part in fast.parts}
    for key in sorted({*told, *line.parts}):
        true = line.parts[key].value if key in line.parts else 0
        value = told[key].value if key in told else 0
        yield Compared(*about, f"{what} [{key}]", on, value, true)


def _figure(about: tuple[str, str, str], what: str, on: date, figure: Any, line: Line, unlike: str) -> Compared:
    true, estimate = line.amount.value, figure.estimate
    if not line.is_estimate:
        return Compared(*about, what, on, figure.value, true, is_of_target=line.is_of_target, unlike=unlike)
    unit = 100 if estimate and estimate.per_cent else 1
    low, high = (None, None) if estimate is None or estimate.low is None else (estimate.low, estimate.high)
    return Compared(
        *about, what, on, figure.value, true, is_estimate=True, is_of_target=line.is_of_target, unlike=unlike,
        floor=estimate.floor / unit if estimate else None, low=None if low is None else low / unit,
        high=None if high is None else high / unit, light=str(estimate.light.colour) if estimate else "",
    )  # fmt: skip


# Telling


def faults(several: Sequence[Told]) -> list[str]:
    """Every exact figure that is not the truth, every two that are unlike, and promises not kept."""
    found = [
        f"seed {told.seed}: {each.code} {each.what} as of {each.on}: {each.told}, and it was {each.true}"
        for told in several for each in told.each if each.is_wrong
    ]  # fmt: skip
    found += [
        f"seed {told.seed}: {each.code} {each.what} as of {each.on}: {each.unlike}"
        for told in several for each in told.each if each.unlike
    ]  # fmt: skip
    for name, (held, asked) in coverage(several).items():
        if chance(held, asked, PROMISED[name]) < BY_CHANCE:
            found.append(f"the {name} held in {held} of {asked}; {PROMISED[name]:.0%} is promised")
    return found


def coverage(several: Sequence[Told]) -> dict[str, tuple[int, int]]:
    """How often it held, of how many. Told as of today; a café is asked once of each period."""
    estimates = [each for told in several for each in told.each if each.is_estimate and each.on == ON]
    floors = [each for each in estimates if each.floor is not None and each.true is not None]
    ranges = [each for each in estimates if each.has_range]
    return {
        "floor": (sum(each.floor_held for each in floors), len(floors)),
        "range": (sum(each.is_inside for each in ranges), len(ranges)),
    }


def chance(held: int, asked: int, promised: float) -> float:
    """How often so few or fewer would hold if each held as often as is promised."""
    return sum(comb(asked, k) * promised**k * (1 - promised) ** (asked - k) for k in range(held + 1)) if asked else 1.0


def long_table(told: Told) -> Iterator[str]:
    yield HEAD
    yield RULE
    for each in told.each:
        yield _line(each, f"{each.what} as of {each.on}")


def short_table(told: Told) -> Iterator[str]:
    """One line a criterion and target: the figure as of today, and how many figures more were compared."""
    yield HEAD.replace("| truth inside |", "| truth inside | figures compared | differ |")
    yield RULE + "---|---|"
    by_code: dict[str, list[Compared]] = defaultdict(list)
    for each in told.each:
        by_code[each.code].append(each)
    for several in sorted(by_code.values(), key=lambda each: _place(each[0].row)):
        wrong = sum(each.is_wrong or bool(each.unlike) for each in several)
        of_target = [each for each in several if each.is_of_target and each.on == ON]
        for number, each in enumerate(of_target):
            yield _line(each, each.what) + (f" {len(several)} | {wrong} |" if not number else "  |  |")


def _place(row: str) -> tuple[int, str]:
    return int("".join(filter(str.isdigit, row)) or 0), row


def _line(each: Compared, what: str) -> str:
    difference = "" if each.told is None or each.true is None else _number(each.told - each.true)
    told_to_be = inside = ""
    if each.is_estimate and each.floor is not None:
        span = f", likely {_number(each.low)}-{_number(each.high)}" if each.has_range else ", too early"
        told_to_be = f"at least {_number(each.floor)}{span} ({each.light})"
        inside = ("yes" if each.is_inside else "NO") if each.has_range else ""
        difference = f"{difference} (the floor)"
    cells = (each.row, each.code, each.preset, what, _number(each.told), _number(each.true), difference, told_to_be)
    return f"| {' | '.join(cells)} | {inside} |"


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.4f}".rstrip("0").rstrip(".").replace("-0", "0", value == 0)


def summary(several: Sequence[Told]) -> Iterator[str]:
    exact = [each for told in several for each in told.each if not each.is_estimate]
    held = ", ".join(
        f"{name} held in {held} of {asked} ({held / max(asked, 1):.0%}; promised {PROMISED[name]:.0%})"
        for name, (held, asked) in coverage(several).items()
    )
    rows = {each.row.rstrip("abcdefgh") for told in several for each in told.each}
    yield (
        f"{len(several)} seeds from {several[0].seed}: {len(rows)} rows, {len({each.code for each in exact})} exact "
        f"criteria, {len(exact)} exact figures: {sum(each.is_wrong for each in exact)} differ from the truth, "
        f"{sum(bool(each.unlike) for told in several for each in told.each)} fast ones from the reference; "
        f"estimates: {held}"
    )


# Everything


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=SEEDS, help=f"how many ({SEEDS})")
    parser.add_argument("--long", action="store_true", help="every number that was compared, not a line a target")
    parser.add_argument("--programmes", nargs="*", default=list(generate.STORIES), metavar="CODE")
    parser.add_argument("--only", choices=("sqlite", "postgresql"), help="one of the two databases")
    parser.add_argument("--here", metavar="URL", help="in this process and on this database, which is left as it was")
    options = parser.parse_args(arguments)
    seeds = range(FIRST_SEED, FIRST_SEED + options.seeds)
    if options.here:
        return _on(options.here, seeds, options.programmes, is_long=options.long)
    passed = [f"--seeds={options.seeds}", *(["--long"] if options.long else []), "--programmes", *options.programmes]
    with tempfile.TemporaryDirectory(prefix="ts-judge-") as folder:
        results = [_elsewhere(f"sqlite:///{folder}/judge.sqlite3", passed)] if options.only != "postgresql" else []
    if options.only != "sqlite":
        postgres.end_tidily()
        try:
            with postgres.cluster() as url:
                results.append(_elsewhere(url, passed))
        except postgres.NoServer as error:
            say(f"PostgreSQL: {error}")
            results.append(0 if options.only is None else 1)
    return max(results)


def _elsewhere(url: str, passed: Iterable[str]) -> int:
    """In a process of its own, because a process has one database."""
    say(f"\n{url.split(':')[0]}\n")
    sys.stdout.flush()
    return subprocess.run([sys.executable, "-m", "tools.judge_rows", "--here", url, *passed], cwd=ROOT).returncode


def _on(url: str, seeds: range, codes: list[str], *, is_long: bool) -> int:
    os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "traedesten.settings", "TRAEDESTEN_DEMO": "true"}
    dev_env.ensure()
    import django  # why inside: the settings are read from the environment set just before

    django.setup()
    from django.core.management import call_command  # why inside: as above

    call_command("migrate", verbosity=0, interactive=False)
    with tempfile.TemporaryDirectory(prefix="ts-judge-") as folder:
        several = [ask(seed, Path(folder), codes) for seed in seeds]
    wrong = faults(several)
    for line in (*(long_table if is_long else short_table)(several[0]), "", *summary(several), *wrong):
        say(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
