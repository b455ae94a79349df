"""The database that figures are measured on: one programme with every row of the field, and others like it beside.

`BENCH_ENTRIES` is how many entries it has, `BENCH_PROGRAMMES` how many programmes there are in all;
`BENCH_LARGER=false` leaves out the one with four times as many. With `BENCH_DATABASE=sqlite:////tmp/town.sqlite3` it
is left there and used again, so that only the first run waits for it.
"""

from __future__ import annotations

import os
import time
from typing import Any

from demo import together
from tools.place import say

ENTRIES = int(os.environ.get("BENCH_ENTRIES", "200000"))
PROGRAMMES = int(os.environ.get("BENCH_PROGRAMMES", "20"))
IS_LARGER_ASKED = os.environ.get("BENCH_LARGER", "true") == "true"
TIMES_AS_MANY = 4
CODE = together.CODE
LARGER = f"{CODE}-store"


def programme_of(entries: int, code: str = CODE) -> Any:
    """The programme, told and written down if it is not there: plans, entries, corrections, tallies and controls."""
    from tools import bench_copy  # why inside: models can be read once Django is set up for the part that runs
    from traedesten.core import clock
    from traedesten.core.action import System
    from traedesten.documents import simulated
    from traedesten.programme.models import Programme

    if found := Programme.objects.filter(code=code).first():
        return found
    began = time.monotonic()
    ordered = together.orders(entries=entries, today=clock.today(), code=code)
    for part in together.told(ordered, code=code):
        simulated.write(by=System("bench"), parts=[part])
    bench_copy.settle()
    say(f"  {entries:,} registreringer fortalt på {time.monotonic() - began:.0f} s".replace(",", "."))
    return Programme.objects.get(code=code)


def has_neighbours(programme: Any) -> bool:
    from traedesten.programme.models import Programme

    return Programme.objects.filter(code=f"{programme.code}-1").exists()


def neighbours(programme: Any, in_all: int) -> None:
    """So many programmes in all, unless there are neighbours already."""
    from tools import bench_copy

    if in_all > 1 and not has_neighbours(programme):
        began = time.monotonic()
        bench_copy.copy(programme, in_all - 1)
        bench_copy.settle()
        say(f"  {in_all} projekter i alt, kopieret på {time.monotonic() - began:.0f} s")


def leader_of(programme: Any) -> Any:
    """Somebody who leads it, and may see every figure."""
    from traedesten.places.models import Organisation, Staff
    from traedesten.programme.models import RoleGrant

    home = Organisation.objects.order_by("pk").first()
    email = "leder@bench.example"
    staff = Staff.objects.filter(email=email).first() or Staff.objects.create(
        email=email, name="Leder", organisation=home
    )
    RoleGrant.objects.get_or_create(staff=staff, programme=programme, role="project_leader")
    return staff
