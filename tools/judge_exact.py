"""Everything that is no estimate equals the truth exactly: whole neighbourhoods through the product, in a database.

Each neighbourhood of the demo is told with a seed, loaded and imported as people would, and every criterion is asked
of the product and of the observer who saw it all (`demo/truth`), at each of the observer's periods and areas.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from demo import generate
from demo.truth import table
from demo.truth.table import Line
from measure_engine.period import Period
from tools import dev_env
from tools.place import say

FIRST_SEED = 1000
ON = date(2026, 11, 20)
NEAR = 1e-9


@dataclass(slots=True)
class Compared:
    """How many numbers were compared, of how many criteria, and where the product said something else."""

    criteria: set[str] = field(default_factory=set)
    figures: int = 0
    estimates: int = 0
    wrong: list[str] = field(default_factory=list)


def compare(seeds: range, folder: Path) -> Compared:
    """Each neighbourhood is rolled back before the next."""
    from django.db import transaction  # why inside: it needs the settings, which need the database made below

    found = Compared()
    for seed in seeds:
        for code in generate.STORIES:
            with transaction.atomic():
                for line in _lines(generate.neighbourhood(code, today=ON, seed=seed), folder):
                    _note(found, f"{code}, seed {seed}", *line)
                transaction.set_rollback(True)
    return found


def _lines(neighbourhood: generate.Neighbourhood, folder: Path) -> Iterator[tuple[Line, float | None]]:
    """Every line the observer tells, with what the product says."""
    from traedesten.core.action import System  # why inside: the product's models need the settings
    from traedesten.documents import document, simulated
    from traedesten.documents.actions import programme_file
    from traedesten.journal.bulk import file_import
    from traedesten.measures import board
    from traedesten.programme import promise

    job = System("judge")
    plain = json.loads(json.dumps(neighbourhood.programme, default=str))
    programme = programme_file.load(by=job, document=document.of(plain)).programme
    _programme, entries = neighbourhood.write(folder)
    with entries.open("rb") as file:
        file_import.run(by=job, programme=programme, file=file, name=entries.name, today=ON)
    simulated.fill(by=job, programme=programme, neighbourhood=neighbourhood, today=ON)
    board.forget()
    evaluator = board.evaluator_of(programme)
    criteria = {criterion.code: criterion for criterion in programme.criteria.all()}
    for line in table.lines(neighbourhood.page, generate.registered(neighbourhood), ON):
        definition = promise.definition_of(criteria[line.code])
        definition = definition.within(areas=(line.area,)) if line.area else definition
        yield line, evaluator.evaluate(definition, Period(line.span.start, line.span.end), as_of=ON).value
    board.forget()


def _note(found: Compared, where: str, line: Line, value: float | None) -> None:
    if line.is_estimate:
        found.estimates += 1
        return
    found.criteria.add(f"{where.split(',')[0]} {line.code}")
    found.figures += 1
    true = line.amount.value
    same = value == true if value is None or true is None else abs(value - true) <= NEAR * max(1, abs(true))
    if not same:
        found.wrong.append(f"  {where}: {line.code} {line.area} {line.span.start}: {value}, and it was {true}")


def main(arguments: list[str]) -> int:
    seeds = range(FIRST_SEED, FIRST_SEED + int(arguments[0] if arguments else 1))
    dev_env.ensure()
    with tempfile.TemporaryDirectory(prefix="ts-judge-") as folder:
        os.environ |= {
            "DATABASE_URL": f"sqlite:///{folder}/judge.sqlite3",
            "DJANGO_SETTINGS_MODULE": "traedesten.settings",
            "TRAEDESTEN_DEMO": "true",
        }
        import django  # why inside: the settings are read from the environment set just before

        django.setup()
        from django.core.management import call_command  # why inside: as above

        call_command("migrate", verbosity=0, interactive=False)
        found = compare(seeds, Path(folder))
    say(
        f"everything that is no estimate: {found.figures} figures of {len(found.criteria)} criteria in whole "
        f"neighbourhoods, {len(seeds)} seeds from {seeds[0]}: {len(found.wrong)} differ from the truth "
        f"({found.estimates} estimates left out)"
    )
    for line in found.wrong:
        say(line)
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
