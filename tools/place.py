"""Where things are in the tree, and stamps that tell whether a step must be done again. Standard library only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"
VENV = ROOT / ".venv"
VAR = ROOT / "var"
ASSETS = ROOT / "assets"
DEV_ASSETS = ROOT / "node_modules"


def say(text: str) -> None:
    """Print a line at once, so that somebody waiting sees it before the work it announces."""
    print(text, flush=True)


def digest(paths: Iterable[Path], *more: str) -> str:
    """One fingerprint of these files' names and contents, and of whatever else the step depends on."""
    sums = hashlib.sha256()
    for path in sorted(paths):
        sums.update(str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path).encode())
        sums.update(path.read_bytes())
    for text in more:
        sums.update(text.encode())
    return sums.hexdigest()


def is_stamped(stamp: Path, fingerprint: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == fingerprint


def put_stamp(stamp: Path, fingerprint: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(fingerprint + "\n", encoding="utf-8")
