"""What a registration itself takes, alone and while somebody else's compass is reloaded without pause.

`python -m tools.bench_write CODE` is that somebody: it asks for the page again and again until it is stopped.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tools import bench_town
from tools.bench_line import Line, client_of
from tools.place import ROOT

POSTS = 100
SLOW = 94  # of a hundred, in order: the 95th
BUDGET = 30.0  # ms


def on_registration(programme: Any) -> list[Line]:
    """Each a form posted, after which every figure is another; the one who registers works out none of them."""
    alone = _posted(programme)
    with _reloading(programme):
        beside = _posted(programme)
    return [
        Line("en registrering, den midterste", statistics.median(alone), "ms", "", BUDGET),
        Line("en registrering, den 95. af 100", alone[SLOW], "ms", "", None),
        Line(
            "en registrering, mens et kompas genindlæses", statistics.median(beside), "ms", _times(beside, alone), None
        ),
        Line("samme, den 95. af 100", beside[SLOW], "ms", f"{beside[SLOW] / alone[SLOW]:.1f} x alene", None),
    ]


def _times(beside: list[float], alone: list[float]) -> str:
    return f"{statistics.median(beside) / statistics.median(alone):.1f} x alene"


def _posted(programme: Any) -> list[float]:
    """Milliseconds by the clock, the quickest first."""
    from traedesten.core.ids import new_id
    from traedesten.journal.models import Entry
    from traedesten.measures import board

    client = client_of(bench_town.leader_of(programme))
    where = {
        "area": programme.areas.first().code,
        "activity": programme.activities.filter(form="outreach").first().code,
    }
    day, address = board.day_for(programme).strftime("%d.%m.%Y"), f"/p/{programme.code}/registrer/contact/"
    before, spent = Entry.objects.filter(programme=programme).count(), []
    for _post in range(POSTS + 1):
        typed = {"id": str(new_id()), "on": day, "channel": "door", "first_time": "yes", **where}
        began = time.perf_counter()
        answer = client.post(address, typed)
        spent.append(1000 * (time.perf_counter() - began))
        if answer.status_code != 302:
            raise SystemExit(f"Registreringen blev ikke gemt (svar {answer.status_code}).")
    if Entry.objects.filter(programme=programme).count() != before + POSTS + 1:
        raise SystemExit("Ikke alle registreringer blev gemt.")
    return sorted(spent[1:])


@contextmanager
def _reloading(programme: Any) -> Iterator[None]:
    """While somebody else, in a process of their own, looks at the compass again as soon as they have seen it."""
    other = subprocess.Popen(
        [sys.executable, "-m", "tools.bench_write", programme.code], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        if not other.stdout or not other.stdout.readline():
            raise SystemExit("Den anden, der skulle se på kompasset, kom ikke i gang.")
        yield
        if other.poll() is not None:
            raise SystemExit("Den anden holdt op med at se på kompasset undervejs.")
    finally:
        other.terminate()
        other.wait()


def main(code: str) -> None:
    import django  # why inside: the settings are read from the environment of the one who started this

    django.setup()
    from traedesten.programme.models import Programme

    client = client_of(bench_town.leader_of(Programme.objects.get(code=code)))
    is_told = False
    while client.get(f"/p/{code}/kompas/").status_code == 200:
        if not is_told:  # once: nobody reads more
            print("set", flush=True)
        is_told = True


if __name__ == "__main__":
    main(sys.argv[1])
