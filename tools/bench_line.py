"""What every measurement of speed shares: a line of the table, a median, the yardstick, somebody logged in."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tools.bench_clock import processor

TIMES = 40
YARDSTICK = "siden om tilgængelighed"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: what, how long (in ``unit``), how many times the yardstick, and what it may take at most (or, of a
    gain, at least)."""

    what: str
    value: float
    unit: str
    ratio: str
    budget: float | None
    is_gain: bool = False

    def __str__(self) -> str:
        if self.budget is None:
            kept = ""
        elif self.is_gain:
            kept = f"mindst {self.budget:g} {self.unit}  {'ok' if self.value >= self.budget else 'UNDER'}"
        else:
            kept = f"højst {self.budget:g} {self.unit}  {'ok' if self.value <= self.budget else 'OVER'}"
        return f"{self.what:<58}{self.value:>9.1f} {self.unit:<3}{self.ratio:>40}   {kept}".rstrip()


def medians(
    work: Callable[[], object], rounds: int = TIMES, before: Callable[[], object] = lambda: None
) -> tuple[float, float]:
    """Median milliseconds of ``work`` by the clock and of the processor's own time, after one round not counted;
    ``before`` goes first each time and is not counted either.

    Where others work on the machine the clock tells of them too, the processor's time less so.
    """
    before()
    work()
    spent = []
    for _ in range(rounds):
        before()
        began, busy = time.perf_counter(), processor()
        work()
        spent.append((1000 * (time.perf_counter() - began), 1000 * (processor() - busy)))
    clock, busy = (statistics.median(each) for each in zip(*spent, strict=True))
    return clock, busy


def median_ms(work: Callable[[], object], rounds: int = TIMES) -> float:
    """The median by the clock alone."""
    return medians(work, rounds)[0]


def times(value: float, base: float) -> str:
    return f"{value / base:.1f} x målestok"


def yardstick(client: Any) -> float:
    """A page that asks the database for nothing of its own: what the machine and the frame cost in this run."""
    return median_ms(lambda: client.get("/was/"))


def client_of(staff: Any) -> Any:
    """A browser that this person has just logged in with, second step and all; faults are raised."""
    from django.test import Client, override_settings  # why inside: the settings are set up by the part that runs

    client = Client(headers={"host": "localhost"}, raise_request_exception=True)
    with override_settings(AXES_ENABLED=False):
        client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    return client
