"""The journal's search among many entries: each way of asking, through the page itself; the slowest is the figure."""

from __future__ import annotations

import os
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from tools.bench_line import YARDSTICK, Line, client_of, median_ms, times, yardstick

ENTRIES = int(os.environ.get("BENCH_JOURNAL", "200000"))
BUDGET = 150.0  # ms
ROUNDS = 9


def on_journal() -> list[Line]:
    """An invented programme with so many entries, asked in every way the form knows."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    began = time.perf_counter()
    leader, colleague = _filled()
    seconds = time.perf_counter() - began
    client = client_of(leader)
    base = yardstick(client)
    found = [
        Line(f"journal, {what}", median_ms(partial(_ask, client, asked), ROUNDS), "ms", "", None)
        for what, asked in _questions(client, colleague).items()
    ]
    lines = [Line(line.what, line.value, "ms", times(line.value, base), BUDGET) for line in found]
    worst = max(line.value for line in lines)
    many = f"{ENTRIES:,}".replace(",", ".")
    return [
        Line(f"{YARDSTICK} (målestok)", base, "ms", "1", None),
        Line(f"{many} registreringer indlæst", seconds, "s", "", None),
        *lines,
        Line(f"journalens søgning blandt {many}, den langsomste", worst, "ms", times(worst, base), BUDGET),
    ]


def _filled() -> tuple[Any, Any]:
    """A leader and a colleague in a programme that holds the entries of a big file, half of them the colleague's."""
    from django.db.models import F

    from traedesten.core.action import System
    from traedesten.journal import bench
    from traedesten.journal.bulk import file_import
    from traedesten.journal.models import Entry
    from traedesten.places.models import Organisation, Staff
    from traedesten.programme.models import Programme, RoleGrant

    bench.make_programme()
    programme = Programme.objects.get(code=bench.PROGRAMME)
    home = Organisation.objects.create(code="maaling", name="Måling")
    staff = [
        Staff.objects.create(email=f"{name}@bench.example", name=name, organisation=home)
        for name in ("Leder", "Kollega")
    ]
    for person, role in zip(staff, ("project_leader", "outreach_health_worker"), strict=True):
        RoleGrant.objects.create(staff=person, programme=programme, role=role)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "entries.csv"
        bench.write_file(path, ENTRIES)
        with path.open("rb") as file:
            report = file_import.run(
                by=System("bench"), programme=programme, file=file, name=path.name, today=programme.ends_on
            )
    if report.new_count != ENTRIES:
        raise SystemExit(f"Kun {report.new_count} af {ENTRIES} rækker kom ind.")
    # As if typed by two people; the columns of nobody's figures are touched.
    Entry.objects.update(recorded_by=staff[0])
    Entry.objects.annotate(odd=F("seq") % 2).filter(odd=1).update(recorded_by=staff[1])
    return staff[0], staff[1]


def _questions(client: Any, colleague: Any) -> dict[str, str]:
    """What is asked, and the address it stands in; a person's code is sent first, as the form does."""
    from traedesten.journal import bench

    address = f"/p/{bench.PROGRAMME}/journal/"
    span = "starts_on=01.03.2023&ends_on=30.04.2023"
    person = client.post(address, {"subject": "P-77"})
    if person.status_code != 302:
        raise SystemExit(f"Søgningen på en person blev ikke sendt (svar {person.status_code}).")
    return {
        "alle": address,
        "side 500": f"{address}?side=500",
        "en slags": f"{address}?kind=contact",
        "en sjælden slags": f"{address}?kind=contribution",
        "en slags uden nogen": f"{address}?kind=story",
        "en person": person["Location"],
        "en kollega": f"{address}?by={colleague.pk}",
        "en aktivitet": f"{address}?activity=kursus",
        "et område": f"{address}?area=omraade-1",
        "to måneder": f"{address}?{span}",
        "aktivitet, område og tid": f"{address}?activity=opsoegende&area=omraade-2&{span}",
        "slags og kollega": f"{address}?kind=conversation&by={colleague.pk}",
        "uden fund": f"{address}?kind=visit&activity=kursus&area=omraade-2&by={colleague.pk}",
        "uden fund, også rettede": f"{address}?kind=visit&activity=kursus&area=omraade-2&all=on",
    }


def _ask(client: Any, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} svarede {answer.status_code}.")
