"""Measure speed in one run on one machine: medians, each beside a yardstick of the same run, and the budgets.

`make bench` does all of it but the simulator; `BENCH_ROWS=100000 make bench` imports a smaller file, and
`BENCH=simulate make bench` measures the simulator alone (a million entries and their truth). Nothing outside a
temporary folder is read or written, but for the timing of `make run`: this copy is made ready as anybody would, and
started and stopped.
"""

from __future__ import annotations

import io
import os
import re
import resource
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tools import serve
from tools.place import ROOT, say

PARTS = os.environ.get("BENCH", "pages start import").split()
ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))
TIMES = 40
WHEEL = 2000  # sessions of a year
YARDSTICK = "siden om tilgængelighed"
STARTS_TRIED = 3
PATIENCE = 120  # seconds


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: what, how long (in ``unit``), how many times the yardstick, and what it may take at most."""

    what: str
    value: float
    unit: str
    ratio: str
    budget: float | None

    def __str__(self) -> str:
        kept = "" if self.budget is None else f"højst {self.budget:g} {self.unit}"
        mark = "" if self.budget is None else ("  ok" if self.value <= self.budget else "  OVER")
        return f"{self.what:<58}{self.value:>9.1f} {self.unit:<3}{self.ratio:>26}   {kept}{mark}"


def median_ms(work: Callable[[], object], times: int = TIMES) -> float:
    """Median milliseconds of ``work``, after one round that is not counted."""
    work()
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        spent.append(1000 * (time.perf_counter() - began))
    return statistics.median(spent)


def on_pages() -> list[Line]:
    """Server time of pages on the demo, in this process, beside a page that asks the database nothing."""
    from django.core.management import call_command
    from django.test import Client, override_settings

    call_command("migrate", verbosity=0, interactive=False)
    call_command("demo", stdout=io.StringIO())
    from traedesten.programme.models import Programme, RoleGrant

    grant = RoleGrant.objects.filter(role="project_leader", programme__criteria__row="1").first()
    if grant is None:
        raise SystemExit("Demoen har ingen projektleder i det programme, der måles på.")
    client = Client(headers={"host": "localhost"}, raise_request_exception=True)
    with override_settings(AXES_ENABLED=False):
        client.force_login(grant.staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    base = median_ms(lambda: client.get("/was/"))
    lines = [Line(f"{YARDSTICK} (målestok)", base, "ms", "1", None)]
    lines += [_registration(client, grant.programme, base)]
    for programme in Programme.objects.order_by("code"):
        if grant.staff.grants.filter(programme=programme).exists():
            lines += _compass(client, programme, base)
    lines += [_year_wheel(client, grant.programme, base)]  # last: it fills the calendar
    return lines


def _times(value: float, base: float) -> str:
    return f"{value / base:.1f} x målestok"


def _registration(client, programme, base: float) -> Line:  # type: ignore[no-untyped-def]
    from traedesten.core.ids import new_id
    from traedesten.journal.models import Entry

    area, activity = programme.areas.first(), programme.activities.filter(form="outreach").first()
    day = programme.ends_on.strftime("%d.%m.%Y") if programme.ends_on else ""
    address = f"/p/{programme.code}/registrer/contact/"

    def register() -> None:
        typed = {"id": str(new_id()), "on": day, "area": area.code, "channel": "door", "first_time": "yes"}
        if activity:
            typed["activity"] = activity.code
        answer = client.post(address, typed)
        if answer.status_code != 302:
            raise SystemExit(f"Registreringen blev ikke gemt (svar {answer.status_code}).")

    before = Entry.objects.count()
    value = median_ms(register)
    if Entry.objects.count() != before + TIMES + 1:
        raise SystemExit("Ikke alle registreringer blev gemt.")
    return Line("en registrering (POST)", value, "ms", _times(value, base), 30)


def _compass(client, programme, base: float) -> list[Line]:  # type: ignore[no-untyped-def]
    from traedesten.measures import board
    from traedesten.programme.models import Version

    address = f"/p/{programme.code}/kompas/"
    count = programme.criteria.count()

    def changed() -> None:
        """As after a registration: the version has moved, everything is worked out anew."""
        board.forget()
        assert client.get(address).status_code == 200

    number = Version.objects.get(programme=programme).number
    cold = median_ms(changed, 9)
    warm = median_ms(lambda: client.get(address))
    assert Version.objects.get(programme=programme).number == number
    what = f"kompas {programme.code}, {count} kriterier"
    return [
        Line(f"{what}, alt regnet om", cold, "ms", _times(cold, base), 300),
        Line(f"{what}, intet ændret", warm, "ms", _times(warm, base), 300),
    ]


def _year_wheel(client, programme, base: float) -> Line:  # type: ignore[no-untyped-def]
    """The year with 2,000 sessions, spread over every activity and day."""
    from traedesten.schedule.models import Session

    activities = list(programme.activities.all())
    first = date(programme.ends_on.year, 1, 1)
    Session.objects.filter(programme=programme, code__startswith="bench-").delete()
    Session.objects.bulk_create(
        Session(
            programme=programme,
            code=f"bench-{number}",
            activity=activities[number % len(activities)],
            planned_on=first + timedelta(days=number * 7 % 365),
        )
        for number in range(WHEEL)
    )
    answer = client.get(f"/p/{programme.code}/aarshjul/?aar={first.year}")
    told = re.search(rb"(\d+) gange i", answer.content)
    if told is None or int(told[1]) < WHEEL:
        raise SystemExit("Årshjulet viste ikke alle gangene.")
    value = median_ms(lambda: client.get(f"/p/{programme.code}/aarshjul/?aar={first.year}"))
    return Line("årshjul med 2.000 gange", value, "ms", _times(value, base), 300)


def on_start() -> list[Line]:
    """From nothing to an answering server, and `make run` in a copy that has been set up."""
    environment = {**os.environ}
    environment.pop("DATABASE_URL", None)
    server = [sys.executable, "-m", "traedesten", "runserver", "--noreload", "--insecure"]
    bare = statistics.median(_answering([*server, f"127.0.0.1:{_port()}"], environment) for _ in range(STARTS_TRIED))
    python = statistics.median(_seconds([sys.executable, "-c", "import django"]) for _ in range(STARTS_TRIED))
    lines = [Line("python, der henter django (målestok)", python, "s", "1", None)]
    lines += [Line("serveren svarer", bare, "s", _times(bare, python), 5)]
    again = statistics.median(
        _answering(["make", "-s", "run", f"PORT={_port()}"], environment) for _ in range(STARTS_TRIED)
    )
    return [*lines, Line("make run igen", again, "s", _times(again, python), 6)]


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


def on_import(rows: int) -> list[Line]:
    """A big file through all the rules, beside the bare insertion of as many rows of the same width into SQLite."""
    from traedesten.journal import bench

    bare = _bare_insert(rows)
    value = bench.million(rows)
    budget = 60 * rows / 1_000_000
    return [
        Line(f"{rows:,} rækker sat ind uden regler (målestok)".replace(",", "."), bare, "s", "1", None),
        Line(f"{rows:,} registreringer indlæst".replace(",", "."), value, "s", _times(value, bare), budget),
    ]


def on_simulation(rows: int) -> list[Line]:
    """A whole neighbourhood and its truth through the product's own writers, beside the same bare insertion."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    bare = _bare_insert(rows)
    with tempfile.TemporaryDirectory() as folder:
        began, spent = time.perf_counter(), _processor_seconds()
        call_command("simulate", "mosevad", entries=rows, truth=f"{folder}/truth.json", stdout=io.StringIO())
        value, spent = time.perf_counter() - began, _processor_seconds() - spent
    what = f"{rows:,} registreringer simuleret".replace(",", ".")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        Line(f"{rows:,} rækker sat ind uden regler (målestok)".replace(",", "."), bare, "s", "1", None),
        Line(what, value, "s", _times(value, bare), 90 * rows / 1_000_000),
        Line(f"{what}, alle processers tid", spent, "s", _times(spent, bare), None),
        Line(f"{what}, hukommelse når højst", memory, "MB", "", None),
    ]


def _processor_seconds() -> float:
    """Of this process and of those it has started and seen end."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in spent)


def _bare_insert(rows: int) -> float:
    """As many numbers as an entry has columns, one wide index, one transaction: what the disk and SQLite cost."""
    columns = [f"c{number}" for number in range(35)]
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder) / "bare.sqlite3")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute(f"CREATE TABLE bare (id INTEGER PRIMARY KEY, {', '.join(columns)})")
        database.execute(f"CREATE INDEX bare_all ON bare ({', '.join(columns[:28])})")
        marks = ", ".join("?" * len(columns))
        began = time.perf_counter()
        row = list(range(len(columns)))
        sql = f"INSERT INTO bare ({', '.join(columns)}) VALUES ({marks})"
        database.executemany(sql, ([number, *row[1:]] for number in range(rows)))
        database.commit()
        return time.perf_counter() - began


def _in_folder(folder: str, part: str) -> None:
    """One part in a process of its own, with a database of its own."""
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder}/{part}.sqlite3",
        "TRAEDESTEN_DEMO": "true",
        "TRAEDESTEN_DEBUG": "false",
        "DJANGO_SETTINGS_MODULE": "traedesten.settings",
    }
    subprocess.run([sys.executable, "-m", "tools.bench", part], cwd=ROOT, env=environment, check=True)


def main(arguments: list[str]) -> int:
    parts = {
        "pages": on_pages,
        "start": on_start,
        "import": lambda: on_import(ROWS),
        "simulate": lambda: on_simulation(ROWS),
    }
    if arguments:
        if arguments[0] in ("pages", "import", "simulate"):
            import django  # why inside: the settings are read from the environment set for this part

            django.setup()
        for line in parts[arguments[0]]():
            print(line)
        return 0
    if unknown := set(PARTS) - set(parts):
        raise SystemExit(f"BENCH kan være {', '.join(parts)}, ikke {', '.join(sorted(unknown))}.")
    say("Hastighed: medianer, alle i én kørsel på denne maskine.  /  Speed: medians of one run on this machine.\n")
    serve.prepare()  # packed files for the pages, and a copy that `make run` finds ready
    with tempfile.TemporaryDirectory(prefix="ts-bench-") as folder:
        for part in PARTS:
            _in_folder(folder, part)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
