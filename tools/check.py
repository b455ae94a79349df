"""Everything that can be said of the tree without running the product's tests: `make check`.

Every step runs, two at a time; what a failing one said is shown, and one line per step closes the run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools import chart_script, fetch_assets
from tools.place import ROOT, SOURCE, say

BIN = Path(sys.executable).parent
AT_ONCE = 2
DJADE = ("--target-version", "5.2")


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    command: tuple[str, ...]
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    step: Step
    code: int
    said: str
    seconds: float


def templates() -> tuple[str, ...]:
    return tuple(sorted(str(path.relative_to(ROOT)) for path in SOURCE.rglob("templates/**/*.html")))


def steps() -> list[Step]:
    """Slowest first, so that the quick ones fill the gaps."""
    python = sys.executable
    return [
        Step("Typer / types", (python, "-m", "mypy")),
        Step("Træets egne regler / tree", (python, "-m", "pytest", "-q", "tests/architecture")),
        Step("Lag / layers", (tool("lint-imports"), "--no-cache")),
        Step("Migrationer / migrations", (python, "-m", "traedesten", "makemigrations", "--check", "--dry-run")),
        Step("Opsætning / settings", (python, "-m", "traedesten", "check", "--fail-level", "WARNING")),
        Step("Oversættelser / translations", (python, "-m", "tools.translations", "check"), "make messages"),
        Step("Dokumenter / docs", (python, "-m", "tools.docs", "--check"), "make docs"),
        Step("Afhængigheder / dependencies", (tool("deptry"), ".")),
        Step("Stil / lint", (tool("ruff"), "check", "."), "make format"),
        Step("Format / format", (tool("ruff"), "format", "--check", "."), "make format"),
        Step(
            "Skabeloner / templates", (tool("djade"), "--check", "--target-version", "5.2", *templates()), "make format"
        ),
    ]


def tool(name: str) -> str:
    return str(BIN / name)


def carry_out(step: Step) -> Outcome:
    began = time.monotonic()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": f"{SOURCE}{os.pathsep}{ROOT}",
        "DATABASE_URL": "sqlite:///:memory:",
    }
    done = subprocess.run(step.command, cwd=ROOT, env=environment, capture_output=True, text=True)
    return Outcome(step, done.returncode, (done.stdout + done.stderr).strip(), time.monotonic() - began)


def report(outcomes: list[Outcome]) -> int:
    for outcome in outcomes:
        if outcome.code:
            say(f"\n=== {outcome.step.title} ===\n{outcome.said[-8000:]}")
    say("")
    for outcome in outcomes:
        mend = f"   → {outcome.step.mend}" if outcome.code and outcome.step.mend else ""
        say(f"  {'FEJL' if outcome.code else 'ok':4}  {outcome.step.title} ({outcome.seconds:.1f} s){mend}")
    return 1 if any(outcome.code for outcome in outcomes) else 0


def main() -> int:
    fetch_assets.ensure(("run",))  # the settings name their folder
    chart_script.ensure()  # the templates name it
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return report(list(pool.map(carry_out, steps())))


if __name__ == "__main__":
    sys.exit(main())
