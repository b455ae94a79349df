"""How long a big file takes: makes an invented programme and file in a database of its own, imports it, prints seconds.

`python -m traedesten.journal.bench [ROWS]`; `million()` does it from elsewhere, in a process and a database of its own.
"""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

PROGRAMME = "maaling"
STARTS_ON = date(2022, 1, 1)
DAYS = 4 * 365
COLUMNS = (
    "kind on activity area session run subject step topic channel source sex age_band first_time people value note"
)


def million(rows: int = 1_000_000) -> float:
    """Seconds to import ``rows`` rows of CSV into a fresh SQLite database, checks included."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3"}
        command = [sys.executable, "-m", "traedesten.journal.bench", str(rows)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def make_programme() -> None:
    """Three areas, a café with a session a day in each, courses with runs."""
    from traedesten.places.models import Area
    from traedesten.programme.models import Activity, Programme, Topic
    from traedesten.schedule.models import CourseRun, Session

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
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(COLUMNS.split())
        for number in range(rows):
            out.writerow(_row(number, number * DAYS // rows, draw))


def _row(number: int, day: int, draw: random.Random) -> list[str]:
    """One row; no person twice at one session, nor with two conversations of a kind on a day."""
    on, area = (STARTS_ON + timedelta(days=day)).isoformat(), number % 3
    sex, age = draw.choice(("female", "male", "unknown")), draw.choice(("18-29", "30-44", "45-59", "60-74", "75+"))
    subject = f"P-{number % 4001}"
    kind = draw.choices(("visit", "contact", "conversation", "attendance", "contribution"), (60, 20, 8, 8, 4))[0]
    if kind == "visit":
        return ["visit", "", "", "", f"cafe-omraade-{area}-{day}", "", subject, "", "", "", "", sex, age, *[""] * 4]
    if kind == "contact":
        how, who = draw.choice(("door", "phone", "yard")), draw.choice(("neighbour", "staff", "self"))
        return [
            "contact",
            on,
            "opsoegende",
            f"omraade-{area}",
            "",
            "",
            "",
            "talked",
            "ensomhed",
            how,
            who,
            sex,
            age,
            "yes",
            "1",
            "",
            "",
        ]
    if kind == "conversation":
        return [
            "conversation",
            on,
            "opsoegende",
            f"omraade-{area}",
            "",
            "",
            subject,
            "kram",
            "ensomhed",
            "",
            "",
            sex,
            age,
            "",
            "",
            str(draw.randint(10, 90)),
            "",
        ]
    if kind == "attendance":
        return ["attendance", on, "", "", "", f"hold-{number % 60}", subject, *[""] * 4, sex, age, *[""] * 4]
    return [
        "contribution",
        on,
        "cafe",
        f"omraade-{area}",
        "",
        "",
        f"F-{number % 200}",
        *[""] * 8,
        f"{draw.randint(1, 16) / 4}".replace(".", ","),
        "",
    ]


def measure(rows: int) -> float:
    """Seconds from opening the file to the commit."""
    from traedesten.core.action import System
    from traedesten.journal.bulk import file_import
    from traedesten.programme.models import Programme

    make_programme()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "entries.csv"
        write_file(path, rows)
        sys.stderr.write(f"{path.stat().st_size / 1e6:.0f} MB\n")
        with path.open("rb") as file:
            start = time.perf_counter()
            report = file_import.run(
                by=System("bench"), programme=Programme.objects.get(code=PROGRAMME), file=file, name=path.name
            )
            seconds = time.perf_counter() - start
    if report.new_count != rows:
        raise AssertionError(f"{report.new_count} of {rows} rows came in: {report.faulty[:3]}")
    return seconds


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "traedesten.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    sys.stdout.write(f"{measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000):.1f}\n")


if __name__ == "__main__":
    main()
