"""How long a start takes: from nothing to an answering server, and `make run` in a copy that has been set up."""

from __future__ import annotations

import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from contextlib import closing

from tools.bench_line import Line, times
from tools.place import ROOT

STARTS_TRIED = 3
PATIENCE = 120  # seconds


def on_start() -> list[Line]:
    """From nothing to an answering server, and `make run` in a copy that has been set up."""
    environment = {**os.environ}
    environment.pop("DATABASE_URL", None)
    server = [sys.executable, "-m", "traedesten", "runserver", "--noreload", "--insecure"]
    bare = statistics.median(_answering([*server, f"127.0.0.1:{_port()}"], environment) for _ in range(STARTS_TRIED))
    python = statistics.median(_seconds([sys.executable, "-c", "import django"]) for _ in range(STARTS_TRIED))
    lines = [Line("python, der henter django (målestok)", python, "s", "1", None)]
    lines += [Line("serveren svarer", bare, "s", times(bare, python), 5)]
    again = statistics.median(
        _answering(["make", "-s", "run", f"PORT={_port()}"], environment) for _ in range(STARTS_TRIED)
    )
    return [*lines, Line("make run igen", again, "s", times(again, python), 6)]


def _seconds(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - began


def _port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _answering(command: list[str], environment: dict[str, str]) -> float:
    """Seconds until the server that the command starts answers; then it and what it started are stopped."""
    port = int(command[-1].rpartition("=")[2].rpartition(":")[2])
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while time.perf_counter() - began < PATIENCE and process.poll() is None:
            with closing(socket.socket()) as trial:
                if trial.connect_ex(("127.0.0.1", port)) == 0:
                    return time.perf_counter() - began
            time.sleep(0.02)
        raise SystemExit(f"{' '.join(command)} svarede ikke. Prøv den ved siden af, og se hvorfor.")
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()
