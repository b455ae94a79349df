"""Make var/dev.env: the secrets of this machine's own development copy, readable by its owner only, never committed.

A name that is there already is never changed: a lost encryption key is lost data.
"""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from tools.place import VAR

FILE = VAR / "dev.env"

MAKERS: dict[str, Callable[[], str]] = {
    "TRAEDESTEN_SECRET_KEY": lambda: secrets.token_urlsafe(50),
    "TRAEDESTEN_ENCRYPTION_KEYS": lambda: new_fernet_key(),
    "TRAEDESTEN_DEBUG": lambda: "true",
    "TRAEDESTEN_DEMO": lambda: "true",
}


def new_fernet_key() -> str:
    """A key in the form `cryptography.fernet` reads: 32 random bytes, url-safe base64."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def ensure(file: Path = FILE) -> list[str]:
    """Add what is missing to the file, make it private, and return the names added."""
    present = file.read_text(encoding="utf-8") if file.exists() else ""
    names = {line.split("=", 1)[0].strip() for line in present.splitlines() if "=" in line}
    missing = [name for name in MAKERS if name not in names]
    file.parent.mkdir(parents=True, exist_ok=True)
    if missing:
        start = present if not present or present.endswith("\n") else present + "\n"
        _write_private(file, start + "".join(f"{name}={MAKERS[name]()}\n" for name in missing))
    file.chmod(0o600)
    return missing


def _write_private(file: Path, text: str) -> None:
    """Write through a new file that was never readable by others, and swap it in whole."""
    fresh = file.with_name(file.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
    fresh.replace(file)


if __name__ == "__main__":
    ensure()
