"""Lock the dependencies of pyproject.toml into requirements/*.txt: versions and hashes, for every system, no addresses.

What is locked stays unless it must move; `--upgrade` takes the newest. uv is installed for this alone.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tools.place import ROOT, say
from tools.tree_rules import has_address

FOLDER = Path("requirements")
LOCKS = {  # which groups of pyproject.toml each file holds besides the dependencies themselves
    "runtime.txt": ("build",),
    "dev.txt": ("build", "dev"),
}
BARE = ("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--quiet")


def command(file: str, groups: tuple[str, ...], *, upgrade: bool) -> list[str]:
    parts = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11"]
    parts += ["--generate-hashes", *BARE, "--output-file", str(FOLDER / file)]
    for group in groups:
        parts += ["--group", group]
    if file != "runtime.txt":
        parts += ["--constraints", str(FOLDER / "runtime.txt")]
    return [*parts, *(["--upgrade"] if upgrade else [])]


def main(arguments: list[str]) -> None:
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "uv"], check=True)
    for file, groups in LOCKS.items():
        subprocess.run(command(file, groups, upgrade="--upgrade" in arguments), check=True, cwd=ROOT)
        faults = list(has_address(ROOT / FOLDER / file))
        if faults:
            sys.exit("\n".join(faults))
        say(f"Låst: {FOLDER / file}")


if __name__ == "__main__":
    main(sys.argv[1:])
