"""Make ready what a running copy needs (secrets, browser packages, texts, database, demo) and serve it on this machine.

Every step leaves a stamp in var/, so that a second start goes straight to serving.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

from tools import chart_script, dev_env, fetch_assets, translations
from tools.place import ROOT, SOURCE, VAR, digest, is_stamped, put_stamp, say

DATABASE = VAR / "traedesten.sqlite3"
MIGRATED = VAR / ".migrated"
COLLECTED = VAR / ".collected"
UNFINISHED = VAR / ".demo-unfinished"  # there while the demo is being filled: a stopped filling is taken up again
LOGIN = VAR / "demo-login.txt"
HOST = "127.0.0.1"
NAME = "localhost"  # what the browser is told: passkeys need a name
PORTS_TRIED = 50
SLOWEST_START = 60  # seconds


def prepare(*, afresh: bool = False) -> None:
    """Bring var/ and assets/ up to date; with afresh, the demo is filled even where there are programmes."""
    dev_env.ensure()
    try:
        fetch_assets.ensure(("run",))
    except fetch_assets.AssetError as error:
        sys.exit(str(error))
    chart_script.ensure()
    translations.compile_stale()
    if not is_debugging():
        _collect_static()
    fingerprint = database_fingerprint()
    if afresh or not is_database_ready(fingerprint):
        _migrate_and_fill(afresh=afresh)
        put_stamp(MIGRATED, fingerprint)


def is_debugging() -> bool:
    """Whether somebody asked for Django's own fault pages and unpacked files: TRAEDESTEN_DEBUG=true make run."""
    return as_shown()["TRAEDESTEN_DEBUG"].lower() in ("1", "true", "yes", "on")


def as_shown() -> dict[str, str]:
    """The environment of a demo that is shown to people: packed files, and the product's own fault pages."""
    return {"TRAEDESTEN_DEBUG": "false", **os.environ}


def static_fingerprint() -> str:
    """Changes when a style, script or picture does, ours, fetched, or of a library."""
    ours = [path for path in SOURCE.rglob("static/**/*") if path.is_file()]
    return digest([ROOT / "tools" / "assets.lock.json", ROOT / "requirements" / "runtime.txt", *ours])


def _collect_static() -> None:
    fingerprint = static_fingerprint()
    if is_stamped(COLLECTED, fingerprint):
        return
    command = [sys.executable, "-m", "traedesten", "collectstatic", "--no-input", "--clear", "-v0"]
    subprocess.run(command, cwd=ROOT, env=as_shown(), check=True)
    put_stamp(COLLECTED, fingerprint)


def database_fingerprint() -> str:
    """Changes when a migration is added, ours or a library's, or when another database is named."""
    ours = sorted(SOURCE.rglob("migrations/*.py"))
    return digest([ROOT / "requirements" / "runtime.txt", *ours], os.environ.get("DATABASE_URL", ""))


def is_database_ready(fingerprint: str) -> bool:
    here = bool(os.environ.get("DATABASE_URL")) or DATABASE.exists()
    return here and is_stamped(MIGRATED, fingerprint)


def _migrate_and_fill(*, afresh: bool) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "traedesten.settings")
    import django  # why inside: the settings read var/dev.env, which is made just before
    from django.apps import apps
    from django.core.management import CommandError, call_command

    django.setup()
    say("Databasen bringes ajour …  /  Migrating")
    call_command("migrate", verbosity=0, interactive=False)
    is_empty = not apps.get_model("programme", "Programme")._default_manager.exists()
    if afresh or is_empty or UNFINISHED.exists():
        say("Demoen fyldes i …  /  Loading the demo")
        UNFINISHED.touch()
        try:
            call_command("demo", is_login_told=afresh)  # a server that is started tells them itself
        except CommandError as error:
            sys.exit(str(error))
        UNFINISHED.unlink()


def free_port(wanted: int) -> int:
    """The wanted port, or the next one nobody listens on."""
    for port in range(wanted, min(wanted + PORTS_TRIED, 65536)):
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((HOST, port))
            except OSError:
                continue
        if port != wanted:
            say(f"Port {wanted} er optaget; bruger {port}.  /  Port {wanted} is taken; using {port}.")
        return port
    sys.exit(f"Ingen ledig port fra {wanted}. Vælg en anden: make run PORT=9000  /  No free port; choose another.")


def serve(port: int) -> int:
    """Start the server, tell the address once it answers, and stay until it ends; its exit code."""
    began = time.monotonic()
    command = [sys.executable, "-m", "traedesten", "runserver", f"{HOST}:{port}"]
    # What Django says as it starts is for who develops Django; faults and requests come on stderr all the same.
    quiet = None if is_debugging() else subprocess.DEVNULL
    server = subprocess.Popen(command, cwd=ROOT, env={**as_shown(), "PYTHONUNBUFFERED": "1"}, stdout=quiet)

    def stop(number: int, frame: FrameType | None) -> None:
        server.terminate()

    signal.signal(signal.SIGTERM, stop)
    try:
        if answers(server, port):
            say(_banner(port, time.monotonic() - began))
        return server.wait()
    except KeyboardInterrupt:  # the terminal has sent it to the server as well
        return 0 if server.wait() in (0, -signal.SIGINT) else 1


def answers(server: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + SLOWEST_START
    while server.poll() is None and time.monotonic() < deadline:
        with socket.socket() as trial:
            if trial.connect_ex((HOST, port)) == 0:
                return True
        time.sleep(0.1)
    return False


def _banner(port: int, seconds: float) -> str:
    login = LOGIN.read_text(encoding="utf-8").rstrip() if LOGIN.exists() else ""
    return "\n".join(
        [
            "",
            f"  Trædesten kører: http://{NAME}:{port}/   (startede på {seconds:.1f} s; stop med Ctrl+C)",
            f"  Trædesten is running at that address (started in {seconds:.1f} s; stop with Ctrl+C)",
            *[f"  {line}" for line in login.splitlines()],
            "",
        ]
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--demo-only", action="store_true", help="load the demo and stop")
    options = parser.parse_args()
    prepare(afresh=options.demo_only)
    return 0 if options.demo_only else serve(free_port(options.port))


if __name__ == "__main__":
    sys.exit(main())
