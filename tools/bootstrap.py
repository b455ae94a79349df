"""Make the virtual environment and install what is locked, with the machine's own Python and nothing else.

Run as `python3 -m tools.bootstrap [--dev]` from the root. A second run finds its stamps and does nothing.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

OLDEST = (3, 11)
if sys.version_info < OLDEST:
    found = sys.version.split()[0]
    sys.exit(
        f"Trædesten kræver Python 3.11 eller nyere; her er {found}. Angiv en anden: make run PYTHON=/sti/til/python3\n"
        f"Trædesten needs Python 3.11 or newer; this is {found}. Name another: make run PYTHON=/path/to/python3"
    )

from tools.place import ROOT, VENV, digest, is_stamped, put_stamp, say  # noqa: E402  (after the version is known)

PYTHON = VENV / "bin" / "python"
NO_VENV = """\
Python mangler modulet til virtuelle miljøer (venv/ensurepip). Installér det og kør kommandoen igen:
Python lacks the module for virtual environments (venv/ensurepip). Install it and run the command again:
    Debian/Ubuntu:  apt-get install python3-venv     (sudo / som root)
    Fedora:         dnf install python3"""


def main(arguments: list[str]) -> None:
    dev = "--dev" in arguments
    began = time.monotonic()
    made = [make_venv(), install_requirements("dev" if dev else "runtime"), install_project()]
    if any(made):
        say(f"Miljøet er klar efter {time.monotonic() - began:.0f} s.  /  Environment ready.")


def make_venv() -> bool:
    """Make .venv unless one of this Python's version is there and starts."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    stamp, made_for = VENV / ".made-for", f"Python {version} in {ROOT}"  # a tree that was moved needs a new one
    if is_stamped(stamp, made_for) and PYTHON.exists() and _starts(PYTHON):
        return False
    if not has_venv():
        sys.exit(NO_VENV)
    say(f"1/3  Virtuelt miljø i .venv (Python {version}) …")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True)
    if made.returncode:
        sys.exit(f"{made.stdout}{made.stderr}\n{NO_VENV}")
    put_stamp(stamp, made_for)
    return True


def has_venv() -> bool:
    try:
        import ensurepip  # noqa: F401  (Debian splits it into a package of its own)
        import venv  # noqa: F401
    except ImportError:
        return False
    return True


def _starts(python: Path) -> bool:
    return subprocess.run([str(python), "-c", ""], capture_output=True).returncode == 0


def install_requirements(name: str) -> bool:
    """Install requirements/NAME.txt by hash; dev.txt holds all that runtime.txt holds."""
    wanted = ROOT / "requirements" / f"{name}.txt"
    stamp = VENV / f".installed-{name}"
    runtime = digest([ROOT / "requirements" / "runtime.txt"])
    if is_stamped(stamp, digest([wanted])):
        return False
    total = sum("==" in line for line in wanted.read_text(encoding="utf-8").splitlines())
    say(f"2/3  Pakker fra requirements/{name}.txt ({total}) …")
    _pip(["install", "--require-hashes", "--no-input", "-r", str(wanted)], total)
    put_stamp(stamp, digest([wanted]))
    if name == "dev":
        put_stamp(VENV / ".installed-runtime", runtime)
    return True


def install_project() -> bool:
    """Install the project itself in place, so that the `traedesten` command exists."""
    fingerprint = digest([ROOT / "pyproject.toml"])
    stamp = VENV / ".installed-project"
    if is_stamped(stamp, fingerprint) and (VENV / "bin" / "traedesten").exists():
        return False
    say("3/3  Kommandoen .venv/bin/traedesten …")
    _pip(["install", "--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT)], 0)
    put_stamp(stamp, fingerprint)
    return True


def _pip(arguments: list[str], total: int) -> None:
    """Run pip, showing one line per tenth of the packages; all it said is shown only when it fails."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", *arguments]
    # why unset: a user's own --target or --user setting would install outside the environment
    environment = {k: v for k, v in os.environ.items() if k not in ("PIP_TARGET", "PIP_USER", "PIP_PREFIX")}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        output, seen = [], 0
        for line in process.stdout:
            output.append(line)
            if line.startswith(("Collecting ", "Processing ", "Requirement already satisfied")):
                seen += 1
                _show_progress(line, seen, total)
            elif line.startswith("Installing collected") and total:
                say("     pakker ud / unpacking …")
    if process.returncode:
        sys.exit("".join(output[-40:]) + "\nPakkerne kunne ikke installeres (se ovenfor).  /  Installing failed.")


def _show_progress(line: str, seen: int, total: int) -> None:
    if total and seen % 10 == 0:
        name = re.sub(r"^(Collecting|Processing|Requirement already satisfied:) ", "", line).split()[0]
        say(f"     {seen:>3}/{total}  {Path(name).name}")


if __name__ == "__main__":
    main(sys.argv[1:])
