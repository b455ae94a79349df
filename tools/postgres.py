"""A PostgreSQL cluster of the installed server that lives as long as one command: no port, no data kept.

Use as `with postgres.cluster() as url:` or `python -m tools.postgres COMMAND …`, which runs the command with
DATABASE_URL set. The server refuses to run as root, so root starts it as the user postgres or nobody.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import quote

DEBIAN = Path("/usr/lib/postgresql")
USER = "traedesten"
QUICK = {  # this data is thrown away: nothing need survive a crash
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "shared_buffers": "64MB",
    "max_connections": "60",
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
}
SLOWEST_START = 30  # seconds


class NoServer(Exception):
    """No PostgreSQL server is installed here, or it would not start; the message says which."""


def find_binaries(search: str | None = None, debian: Path = DEBIAN) -> Path | None:
    """The folder that holds initdb and postgres: on the PATH, else the newest of Debian's versions."""
    found = shutil.which("initdb", path=search)
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(debian.glob("*/bin"), key=_version, reverse=True)
    return next((f for f in folders if (f / "initdb").exists() and (f / "postgres").exists()), None)


def _version(folder: Path) -> float:
    number = re.match(r"\d+(\.\d+)?", folder.parent.name)
    return float(number.group()) if number else 0


def other_user() -> dict[str, Any]:
    """For subprocess: whom to start the server as. Ourselves, unless we are root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise NoServer("Her er ingen anden bruger end root at starte PostgreSQL som.  /  No user to run PostgreSQL as.")


@contextmanager
def cluster() -> Iterator[str]:
    """Make a cluster, start it, give the address of its database, and take it all away again."""
    binaries = find_binaries()
    if binaries is None:
        raise NoServer("Der er ingen PostgreSQL-server på maskinen.  /  No PostgreSQL server is installed.")
    user = other_user()
    # why /tmp: a socket's path may be no longer than about 100 characters
    folder = Path(tempfile.mkdtemp(prefix="ts-pg-", dir="/tmp"))
    server: subprocess.Popen[bytes] | None = None
    try:
        if user:
            os.chown(folder, user["user"], user["group"])
        _initdb(binaries, folder, user)
        server = _start(binaries, folder, user)
        yield f"postgresql://{USER}@{quote(str(folder), safe='')}/postgres"
    finally:
        if server is not None:
            _stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def _initdb(binaries: Path, folder: Path, user: dict[str, Any]) -> None:
    command = [binaries / "initdb", "--no-sync", "--pgdata", folder / "data", "--username", USER]
    command += ["--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-instructions"]
    made = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd="/", **user)
    if made.returncode:
        raise NoServer(f"initdb: {made.stderr.strip()}")


def _start(binaries: Path, folder: Path, user: dict[str, Any]) -> subprocess.Popen[bytes]:
    command = [str(binaries / "postgres"), "-D", str(folder / "data"), "-k", str(folder)]
    for name, value in QUICK.items():
        command += ["-c", f"{name}={value}"]
    log = folder / "log"
    with log.open("wb") as out:
        server = subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, cwd="/", **user)
    deadline = time.monotonic() + SLOWEST_START
    # The pid file says "ready" on a line of its own once connections are answered.
    while server.poll() is None and time.monotonic() < deadline:
        if _is_ready(folder / "data" / "postmaster.pid"):
            return server
        time.sleep(0.02)
    _stop(server)
    raise NoServer(f"postgres: {log.read_text(encoding='utf-8', errors='replace')[-2000:]}")


def _is_ready(pid_file: Path) -> bool:
    try:
        return any(line.strip() == "ready" for line in pid_file.read_text(encoding="utf-8").splitlines())
    except OSError:
        return False


def _stop(server: subprocess.Popen[bytes]) -> None:
    """End the server at once and wait for it; the data is thrown away in any case."""
    if server.poll() is None:
        server.send_signal(signal.SIGQUIT)  # PostgreSQL's immediate shutdown
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def end_tidily() -> None:
    """Let an order to stop unwind as an exception does, so that the cluster is taken away."""

    def leave(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, leave)


def main(command: list[str]) -> int:
    if not command:
        sys.exit(__doc__)
    end_tidily()
    try:
        with cluster() as url:
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode
    except NoServer as error:
        sys.exit(str(error))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
