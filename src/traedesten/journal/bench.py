"""How long a big file takes: an invented programme and file, imported in a process and a database of their own."""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from django.core.management import call_command

from traedesten.core.action import System
from traedesten.journal.bulk import file_import
from traedesten.places.models import Area
from traedesten.programme.models import Activity, Programme, Topic
from traedesten.schedule.models import CourseRun, Session

Row = dict[str, str]

PROGRAMME = "maaling"
SEXES = ("female", "male", "unknown")
AGES = ("18-29", "30-44", "45-59", "60-74", "75+")
STARTS_ON = date(2022, 1, 1)
DAYS = 4 * 365
COLUMNS = (
    "kind on activity area session run subject step topic channel source sex age_band first_time people value note"
)


def million(rows: int = 1_000_000) -> float:
    """Seconds to import ``rows`` rows of CSV into a fresh SQLite database, checks included; other settings as here."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "DJANGO_SETTINGS_MODULE": "traedesten.settings",
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
        }
        script = f"import django; django.setup(); from traedesten.journal import bench; bench.run({rows:d})"
        command = [sys.executable, "-c", script]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def make_programme() -> None:
    """Three areas, a café with a session a day in each, courses with runs."""
    programme = Programme.objects.create(
        code=PROGRAMME, name="Måling", starts_on=STARTS_ON, ends_on=STARTS_ON + timedelta(days=DAYS)
    )
    areas = [Area.objects.create(code=f"omraade-{n}", name=f"Område {n}") for n in range(3)]
    programme.areas.set(areas)
    cafe, _outreach, course = (
        Activity.objects.create(programme=programme, code=code, name=code) for code in ("cafe", "opsoegende", "kursus")
    )
    Topic.objects.create(programme=programme, list="matter", code="ensomhed", name="Ensomhed")
    Session.objects.bulk_create(
        Session(
            programme=programme,
            code=f"cafe-{area.code}-{day}",
            activity=cafe,
            area=area,
            planned_on=STARTS_ON + timedelta(days=day),
        )
        for area in areas
        for day in range(DAYS)
    )
    CourseRun.objects.bulk_create(
        CourseRun(
            programme=programme,
            code=f"hold-{n}",
            name=f"Hold {n}",
            activity=course,
            area=areas[n % 3],
            starts_on=STARTS_ON,
        )
        for n in range(60)
    )


def write_file(path: Path, rows: int, seed: int = 7) -> None:
    """Visits, contacts, conversations, attendance and contributions in the order of days, as a system exports them."""
    draw = random.Random(seed)
    kinds, weights = list(KINDS), [weight for weight, _make in KINDS.values()]
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, COLUMNS.split(), delimiter=";")
        out.writeheader()
        for number in range(rows):
            kind = draw.choices(kinds, weights)[0]
            who = {"sex": draw.choice(SEXES), "age_band": draw.choice(AGES)} if kind != "contribution" else {}
            out.writerow({"kind": kind, **who, **KINDS[kind][1](number, number * DAYS // rows, draw)})


def _visit(number: int, day: int, draw: random.Random) -> Row:
    """Person and place go round, so that nobody comes twice to one session."""
    return {"session": f"cafe-omraade-{number % 3}-{day}", "subject": f"P-{number % 4001}"}


def _contact(number: int, day: int, draw: random.Random) -> Row:
    way, source = draw.choice(("door", "phone", "yard")), draw.choice(("neighbour", "staff", "self"))
    words = {
        "step": "talked",
        "topic": "ensomhed",
        "channel": way,
        "source": source,
        "first_time": "yes",
        "people": "1",
    }
    return {**_when_and_where(number, day, "opsoegende"), **words}


def _conversation(number: int, day: int, draw: random.Random) -> Row:
    words = {"step": "kram", "topic": "ensomhed", "value": str(draw.randint(10, 90))}
    return {**_when_and_where(number, day, "opsoegende"), "subject": f"P-{number % 4001}", **words}


def _attendance(number: int, day: int, draw: random.Random) -> Row:
    on = (STARTS_ON + timedelta(days=day)).isoformat()
    return {"on": on, "run": f"hold-{number % 60}", "subject": f"P-{number % 4001}"}


def _contribution(number: int, day: int, draw: random.Random) -> Row:
    hours = f"{draw.randint(1, 16) / 4}".replace(".", ",")
    return {**_when_and_where(number, day, "cafe"), "subject": f"F-{number % 200}", "value": hours}


def _when_and_where(number: int, day: int, activity: str) -> Row:
    on = (STARTS_ON + timedelta(days=day)).isoformat()
    return {"on": on, "activity": activity, "area": f"omraade-{number % 3}"}


# Kind -> how often, and what one looks like.
KINDS: dict[str, tuple[int, Callable[[int, int, random.Random], Row]]] = {
    "visit": (60, _visit),
    "contact": (20, _contact),
    "conversation": (8, _conversation),
    "attendance": (8, _attendance),
    "contribution": (4, _contribution),
}


def measure(rows: int) -> float:
    """Seconds from opening the file to the commit."""
    make_programme()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "entries.csv"
        write_file(path, rows)
        sys.stderr.write(f"{path.stat().st_size / 1e6:.0f} MB\n")
        with path.open("rb") as file:
            start = time.perf_counter()
            report = file_import.run(
                by=System("bench"),
                programme=Programme.objects.get(code=PROGRAMME),
                file=file,
                name=path.name,
                today=STARTS_ON + timedelta(days=DAYS),
            )
            seconds = time.perf_counter() - start
    if report.new_count != rows:
        raise AssertionError(f"{report.new_count} of {rows} rows came in: {report.faulty[:3]}")
    return seconds


def run(rows: int) -> None:
    """Make the tables, measure, and print the seconds last."""
    call_command("migrate", verbosity=0)
    sys.stdout.write(f"{measure(rows):.1f}\n")
