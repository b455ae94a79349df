"""Run every test: on SQLite, on a throw-away PostgreSQL where a server is installed, and in a real browser.

Ends with one line that adds the runs up: `N passed, N failed, N skipped`. Arguments go on to every pytest run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools import chart_script, chromium, fetch_assets, postgres
from tools.place import ROOT, say

NOTHING_COLLECTED = 5  # pytest's exit code
WORKERS = min(os.cpu_count() or 1, 4)
PARALLEL = ("-n", str(WORKERS), "--dist", "worksteal")


@dataclass(frozen=True, slots=True)
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def read_report(report: Path, exit_code: int) -> Count:
    """What one pytest run came to; a run that broke before it could report counts as one failure."""
    if exit_code == NOTHING_COLLECTED:
        return Count()
    if not report.is_file():
        return Count(failed=1)
    suites = ElementTree.parse(report).getroot().iter("testsuite")
    total = Count()
    for suite in suites:
        number = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
        failed = number["failures"] + number["errors"]
        total += Count(number["tests"] - failed - number["skipped"], failed, number["skipped"])
    if exit_code and not total.failed:
        total += Count(failed=1)
    return total


@dataclass(frozen=True, slots=True)
class Run:
    """One pytest run: what it is called, which database, which tests."""

    title: str
    database: str
    marker: str
    pytest: tuple[str, ...] = PARALLEL

    def carry_out(self, arguments: list[str], environment: Mapping[str, str], folder: Path) -> Count:
        say(f"\n=== {self.title} ===")
        report = folder / f"{len(list(folder.iterdir()))}.xml"
        command = [sys.executable, "-m", "pytest", "-m", self.marker, *self.pytest, f"--junitxml={report}", *arguments]
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment, "DATABASE_URL": self.database})
        count = read_report(report, done.returncode)
        say(f"=== {self.title}: {count.passed} bestået, {count.failed} fejlet, {count.skipped} sprunget over ===")
        return count


def on_sqlite(folder: Path) -> list[Run]:
    # Not var/: no test may ever touch what somebody has typed. The tests make their own file; this one stays empty.
    url = f"sqlite:///{folder}/not-used.sqlite3"
    return [
        Run("SQLite", url, "not browser"),
        Run("SQLite i browser", url, "browser"),
    ]


def on_postgres(url: str) -> list[Run]:
    return [
        # What asks no database says the same on both, and has been tried.
        Run("PostgreSQL", url, "database and not browser"),
        Run("PostgreSQL i browser (smoke)", url, "smoke", pytest=()),
    ]


def main(arguments: list[str]) -> int:
    postgres.end_tidily()
    try:
        fetch_assets.ensure(("run", "test"))
    except fetch_assets.AssetError as error:
        say(str(error))
    chart_script.ensure()
    browser = chromium.find_or_install()
    environment = {"CHROMIUM": browser} if browser else {}
    with tempfile.TemporaryDirectory(prefix="ts-test-") as name:
        total = _run_all(arguments, environment, Path(name))
    if not browser:
        say("\n" + chromium.BY_HAND)
    say("")
    print(total)
    return 0 if total.passed and not total.failed else 1


def _run_all(arguments: list[str], environment: Mapping[str, str], folder: Path) -> Count:
    total = Count()
    for run in on_sqlite(folder):
        total += run.carry_out(arguments, environment, folder)
    try:
        with postgres.cluster() as url:
            for run in on_postgres(url):
                total += run.carry_out(arguments, environment, folder)
    except postgres.NoServer as error:
        say(f"\n=== PostgreSQL: {error} Kun SQLite er prøvet.  /  Tested on SQLite alone. ===")
    return total


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
