"""Measure speed in one run on one machine: medians, each beside a yardstick of the same run, and the budgets.

`make bench` does all of it but the simulator, in ten minutes or so; `BENCH="walk journal" make bench` does some of it,
the parts being those of `PARTS`; `BENCH_ROWS=100000 make bench` imports a smaller file. What the columns are measured
on is said in `bench_town.py`. Nothing outside a temporary
folder is read or written, but for the timing of `make run`: this copy is made ready as anybody would, started and
stopped.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable

from tools import serve
from tools.bench_across import on_across
from tools.bench_columns import on_columns
from tools.bench_journal import on_journal
from tools.bench_line import Line
from tools.bench_pages import on_pages
from tools.bench_rows import on_import, on_simulation
from tools.bench_start import on_start
from tools.bench_walk import on_walk
from tools.place import ROOT, say

ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))
PARTS: dict[str, Callable[[], Iterable[Line]]] = {
    "pages": on_pages,
    "walk": on_walk,
    "journal": on_journal,
    "across": on_across,
    "start": on_start,
    "import": lambda: on_import(ROWS),
    "columns": on_columns,
    "simulate": lambda: on_simulation(ROWS),
}
ONLY_WHEN_ASKED = ("simulate",)


def _in_folder(folder: str, part: str) -> None:
    """One part in a process of its own, with a database of its own."""
    environment = {
        **os.environ,
        "DATABASE_URL": _database(folder, part),
        "TRAEDESTEN_DEMO": "true",
        "TRAEDESTEN_DEBUG": "false",
        "DJANGO_SETTINGS_MODULE": "traedesten.settings",
    }
    subprocess.run([sys.executable, "-m", "tools.bench", part], cwd=ROOT, env=environment, check=True)


def _database(folder: str, part: str) -> str:
    """One of the part's own; the columns may be asked for on another, and then what is there is used again."""
    asked = os.environ.get("BENCH_DATABASE", "")
    if part == "columns" and asked:
        return asked
    return f"sqlite:///{folder}/{part}.sqlite3"


def main(arguments: list[str]) -> int:
    if arguments:
        if arguments[0] != "start":
            import django  # why inside: the settings are read from the environment set for this part

            django.setup()
        for line in PARTS[arguments[0]]():
            print(line, flush=True)
        return 0
    wanted = os.environ.get("BENCH", " ".join(part for part in PARTS if part not in ONLY_WHEN_ASKED)).split()
    if unknown := set(wanted) - set(PARTS):
        raise SystemExit(f"BENCH kan være {', '.join(PARTS)}, ikke {', '.join(sorted(unknown))}.")
    say("Hastighed: medianer, alle i én kørsel på denne maskine.  /  Speed: medians of one run on this machine.\n")
    given = os.environ.pop("DATABASE_URL", "")  # a copy is made ready on its own database, never on one given for this
    if given.startswith("postgres"):
        os.environ.setdefault("BENCH_DATABASE", given)
    serve.prepare()  # packed files for the pages, and a copy that `make run` finds ready
    with tempfile.TemporaryDirectory(prefix="ts-bench-") as folder:
        for part in wanted:
            began = time.monotonic()
            _in_folder(folder, part)
            say(f"  {part}: {time.monotonic() - began:.0f} s i alt, belastning {os.getloadavg()[0]:.1f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
