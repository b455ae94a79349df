"""Server time of every page: a walk over the demo as some of its people, along links, parts of pages and forms.

No address is written down here. The walk begins at every view that needs no more than a programme and goes on through
what the pages themselves name, so a page that is added tomorrow is measured tomorrow, with real rows of the demo; a
view that no page leads to is named at the end.
"""

from __future__ import annotations

import io
import logging
import statistics
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from tools.bench_line import YARDSTICK, Line, client_of, median_ms, medians, times, yardstick
from tools.place import say

NOBODY = "ingen"
PEOPLE = ("project_leader", "resident_nurse", "administrator")
BUDGET, ANEW = 100.0, 300.0  # ms: as kept, and where all figures are worked out anew
A_VIEW = 2  # addresses of one view in one programme, for one person
ROUNDS, MORE_ROUNDS = 3, 9
LOOKED_CLOSER = 24  # the slowest of all are measured again, with more rounds
SHOWN = 10
UNSENT = ("checkbox", "radio", "file", "submit")  # but where they are ticked
LEADS_AWAY = ("account_logout",)

Named = tuple[str, str]  # a view and the programme it is asked of


@dataclass(frozen=True, slots=True)
class Step:
    """Something a page leads to. A part is what a script fetches; ``typed`` is what it sends, else it only asks."""

    address: str
    is_part: bool = False
    typed: tuple[tuple[str, str], ...] | None = None


@dataclass(slots=True)
class Stop:
    """One step as one person takes it, and the milliseconds it costs by the clock and of the processor's time."""

    who: str
    client: Any
    named: Named
    step: Step
    kept: float = 0.0
    processor: float = 0.0
    anew: float | None = None

    def ask(self) -> Any:
        return ask(self.client, self.step)

    @property
    def what(self) -> str:
        sent = "POST " if self.step.typed is not None else ""
        return f"{self.who}: {sent}{self.step.address}"


def ask(client: Any, step: Step) -> Any:
    headers = {"hx-request": "true"} if step.is_part else {}
    if step.typed is not None:
        return client.post(step.address, _by_name(step.typed), headers=headers)
    return client.get(step.address, headers=headers)


def _by_name(typed: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in typed:
        found.setdefault(name, []).append(value)
    return found


class Page(HTMLParser):
    """Where a page leads: links, parts it fetches, and what its forms answer when they are only asked."""

    def __init__(self, address: str, text: str) -> None:
        super().__init__()
        self.address, self.steps = address, []  # type: str, list[Step]
        self._sent: list[str] = []  # parts of the form at hand that send what is typed in it
        self._typed: list[tuple[str, str]] = []
        self._select = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        for name in ("href", "action", "hx-get"):
            if name in told and tag != "link":
                self.steps.append(Step(self._absolute(told[name]), is_part=name == "hx-get"))
        if "hx-post" in told:
            self._sent.append(self._absolute(told["hx-post"]))
        self._type(tag, told)

    def _type(self, tag: str, told: dict[str, str]) -> None:
        """What stands in the form as it is shown."""
        if tag == "select":
            self._select = told.get("name", "")
        elif tag == "option" and "selected" in told and self._select:
            self._typed.append((self._select, told.get("value", "")))
        elif tag == "input" and told.get("name") and (told.get("type") not in UNSENT or "checked" in told):
            self._typed.append((told["name"], told.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.steps += [Step(address, is_part=True, typed=tuple(self._typed)) for address in self._sent]
            self._sent, self._typed = [], []

    def _absolute(self, address: str) -> str:
        return urljoin(self.address, address).partition("#")[0]


@dataclass
class Walk:
    """One person's way through the product."""

    who: str
    client: Any
    stops: list[Stop] = field(default_factory=list)
    answers: dict[str, set[int]] = field(default_factory=dict)
    _seen: set[Step] = field(default_factory=set)
    _counts: dict[Named, int] = field(default_factory=dict)

    def go(self, starts: Iterable[str]) -> None:
        queue = deque(Step(address) for address in starts)
        while queue:
            step = queue.popleft()
            named = _named(step.address)
            if step in self._seen or named is None or named[0] in LEADS_AWAY or self._counts.get(named, 0) >= A_VIEW:
                continue
            self._seen.add(step)
            queue.extend(self._take(step, named))

    def _take(self, step: Step, named: Named) -> list[Step]:
        answer = ask(self.client, step)
        self.answers.setdefault(named[0], set()).add(answer.status_code)
        if answer.status_code in (301, 302):
            return [Step(urljoin(step.address, answer["Location"]))]
        if answer.status_code != 200:
            return []
        self._counts[named] = self._counts.get(named, 0) + 1
        self.stops.append(Stop(self.who, self.client, named, step))
        is_page = answer.get("Content-Type", "").startswith("text/html")
        return Page(step.address, answer.content.decode()).steps if is_page else []


def _named(address: str) -> Named | None:
    """The view that answers and the programme it is asked of; None for another site, a file or no view of ours."""
    from django.urls import Resolver404, resolve

    if not address.startswith("/"):
        return None
    try:
        match = resolve(address.partition("?")[0])
    except Resolver404:
        return None
    return str(match.view_name), str(match.kwargs.get("programme", ""))


def patterns(below: Any = None, space: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every named view of ours, and what its address must be given."""
    from django.urls import URLPattern, get_resolver

    for each in get_resolver().url_patterns if below is None else below:
        if isinstance(each, URLPattern):
            if each.name:
                yield f"{space}{each.name}", tuple(each.pattern.converters)
        else:
            yield from patterns(each.url_patterns, f"{each.namespace}:" if each.namespace else space)


def starts(programmes: Iterable[str]) -> Iterator[str]:
    from django.urls import reverse

    for name, wanted in patterns():
        if not wanted:
            yield reverse(name)
        elif wanted == ("programme",):
            yield from (reverse(name, args=[code]) for code in programmes)


def _walks() -> list[Walk]:
    from django.test import Client

    from traedesten.programme.models import RoleGrant

    found = [Walk(NOBODY, Client(headers={"host": "localhost"}))]
    found[0].go(["/"])
    for role in PEOPLE:
        grant = RoleGrant.objects.filter(role=role).order_by("pk").first()
        if grant is None:
            raise SystemExit(f"Demoen har ingen med rollen {role}.")
        codes = grant.staff.grants.order_by("programme__code").values_list("programme__code", flat=True)
        found.append(Walk(role, client_of(grant.staff)))
        found[-1].go(starts(list(codes)))
    return found


def _figures_anew(stop: Stop) -> float | None:
    """Milliseconds when all figures must be worked out, as after a registration; None for a page that reads none."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from traedesten.measures import board

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            stop.ask()
        return len(asked)

    def anew() -> None:
        board.forget()
        stop.ask()

    stop.ask()  # the stop before has dropped what was kept
    kept = queries()
    board.forget()
    return median_ms(anew, ROUNDS) if queries() > kept else None


def on_walk() -> list[Line]:
    """Every stop's median; printed are the slowest, all that take more than they may, and those with figures anew."""
    from django.core.management import call_command

    began = time.perf_counter()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("demo", stdout=io.StringIO())
    logging.getLogger("django.request").setLevel(logging.ERROR)  # what only receives is told at the end
    walks = _walks()
    base = yardstick(walks[1].client)
    stops = [stop for walk in walks for stop in walk.stops]
    for stop in stops:
        stop.kept, stop.processor = medians(stop.ask, ROUNDS)
    for stop in sorted(stops, key=lambda each: -each.kept)[:LOOKED_CLOSER]:
        stop.kept, stop.processor = medians(stop.ask, MORE_ROUNDS)
    first: dict[Named, Stop] = {}
    for stop in stops:
        first.setdefault(stop.named, stop)
    for stop in first.values():
        stop.anew = _figures_anew(stop)
    lines = [Line(f"{YARDSTICK} (målestok)", base, "ms", "1", None), *_slowest(stops, base)]
    lines += _anew(stops, base)
    say(_told(walks, stops, time.perf_counter() - began))
    return lines


def _slowest(stops: list[Stop], base: float) -> list[Line]:
    ranked = sorted(stops, key=lambda each: -each.kept)
    shown = [stop for number, stop in enumerate(ranked) if number < SHOWN or stop.kept > BUDGET]
    middle = statistics.median(stop.kept for stop in stops)
    half = Line(f"den midterste af {len(stops)} sider og dele", middle, "ms", times(middle, base), None)
    return [half, *(Line(stop.what, stop.kept, "ms", _beside(stop, base), BUDGET) for stop in shown)]


def _beside(stop: Stop, base: float) -> str:
    return f"{stop.processor:.0f} ms regnetid, {times(stop.kept, base)}"


def _anew(stops: list[Stop], base: float) -> list[Line]:
    ranked = sorted((stop for stop in stops if stop.anew is not None), key=lambda each: -(each.anew or 0))
    shown = [stop for number, stop in enumerate(ranked) if number < SHOWN or (stop.anew or 0) > ANEW]
    return [
        Line(f"alt regnet om, {stop.what}", stop.anew or 0, "ms", times(stop.anew or 0, base), ANEW) for stop in shown
    ]


def _told(walks: list[Walk], stops: list[Stop], seconds: float) -> str:
    """What the walk covered, and what it did not."""
    answers: dict[str, set[int]] = {}
    for walk in walks:
        for name, codes in walk.answers.items():
            answers.setdefault(name, set()).update(codes)
    measured = {stop.named[0] for stop in stops}
    left = [name for name, _wanted in patterns() if name not in measured]
    unasked = [name for name in left if 405 not in answers.get(name, ())]
    told = f"{len(measured)} slags sider og dele, {len(stops)} adresser, {seconds:.0f} s; "
    told += f"{len(left) - len(unasked)} slags tager kun imod"
    return f"{told}. Ikke gået: {', '.join(f'{name} {sorted(answers.get(name, ()))}' for name in unasked) or 'ingen'}."
