"""A neighbourhood of any size with known truth: the story told once or many times over, with a crowd around it."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from math import ceil
from typing import IO, Any

from demo import generate
from demo.crowd import crowd
from demo.generate import SEED
from demo.page import Correction, Item, Page, day_of
from demo.setting import SETTINGS, Settings
from demo.truth import beside, table
from demo.truth.table import Line

# People of one part do not meet those of another; the places and the agreement are the same.
PART = 50_000
# With fewer parts, other processes are not worth their start.
FEWEST_FOR_OTHERS = 4
# Told ahead of the one who writes them down, who takes up to four at once; each is some tens of megabytes.
AHEAD = 5
CODES = ("subject", "linked_subject", "household", "thread", "session", "run", "initiative", "code", "need")
# Said once for the whole neighbourhood.
ONCE = ("outside_figure",)
PLANS = ("venues", "initiatives", "runs", "sessions")


@dataclass(frozen=True, slots=True)
class Order:
    """One part to be told: so many entries of it, by this day."""

    programme: Item
    story: str
    settings: Settings
    seed: int
    today: date
    part: int
    parts: int
    entries: int
    with_truth: bool


@dataclass(slots=True)
class Part:
    """What a team would have registered of one part, as it is written down; `entries` are lines of a file."""

    today: date
    programme: Item
    entries: list[str]
    corrections: list[Correction]
    tallies: list[Item]
    box_counts: list[Item]
    door_checks: list[Item]
    site_audits: list[Item]
    happened: list[Line] = field(default_factory=list)
    registered: list[Line] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Simulation:
    """The whole as it is added up part by part: what is true of it, and how much was written."""

    today: date
    entry_count: int = 0
    happened: list[Line] = field(default_factory=list)
    registered: list[Line] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    def add(self, part: Part) -> None:
        """People of different parts are different, so amounts add up; nothing of the part is kept."""
        self.today = part.today
        self.entry_count += len(part.entries)
        self.happened = table.added([self.happened, part.happened])
        self.registered = table.added([self.registered, part.registered])
        self.seen += part.seen

    def truth(self, **about: Any) -> dict[str, Any]:
        """The file beside: what happened, and of it what was registered by the day, which the product ought to say.
        `seen` is what no criterion asks for: guests and families of the cafés, and people by language."""
        both = {"as_of": self.today.isoformat(), "entries": self.entry_count}
        made = table.document(self.happened, **about, **both, seen=dict(sorted(self.seen.items())))
        return {**made, "registered": table.document(self.registered)["criteria"]}


@dataclass(slots=True)
class Told(Simulation):
    """A simulation with all its rows, for those small enough to be held at once."""

    programme: Item = field(default_factory=dict)
    corrections: list[Correction] = field(default_factory=list)
    tallies: list[Item] = field(default_factory=list)
    box_counts: list[Item] = field(default_factory=list)
    door_checks: list[Item] = field(default_factory=list)
    site_audits: list[Item] = field(default_factory=list)

    def add(self, part: Part) -> None:
        Simulation.add(self, part)
        self.corrections += part.corrections
        self.tallies += part.tallies
        self.box_counts += part.box_counts
        self.door_checks += part.door_checks
        self.site_audits += part.site_audits
        self.programme = joined(self.programme, part.programme)


def simulate(
    programme: Item,
    story: str,
    out: IO[str],
    *,
    entries: int,
    today: date,
    seed: int = SEED,
    settings: Settings | None = None,
    with_truth: bool = True,
) -> Told:
    """Write `entries` entries (a few more where a day ends) to `out`, tell the rest. The same seed gives the same."""
    made = Told(today)
    ordered = orders(
        programme, story, entries=entries, today=today, seed=seed, settings=settings, with_truth=with_truth
    )
    for part in map(tell, ordered):
        out.writelines(part.entries)
        made.add(part)
    return made


def orders(
    programme: Item,
    story: str,
    *,
    entries: int,
    today: date,
    seed: int = SEED,
    settings: Settings | None = None,
    with_truth: bool = True,
) -> list[Order]:
    """So many parts that none is larger than `PART`. Each can be told without the others."""
    parts = max(1, ceil(entries / PART))
    return [
        Order(
            programme=programme,
            story=story,
            settings=settings or SETTINGS[story],
            seed=seed,
            today=today,
            part=part,
            parts=parts,
            entries=entries * (part + 1) // parts - entries * part // parts,
            with_truth=with_truth,
        )
        for part in range(parts)
    ]


def told(ordered: list[Order], *, workers: int | None = None) -> Iterator[Part]:
    """The parts in their order, told ahead by other processes when there are many, and never more than a few at once.

    `workers` 0 tells them here; left open, one processor is kept for whoever writes them down.
    """
    workers = max(1, (os.cpu_count() or 1) - 1) if workers is None else workers
    if not workers or len(ordered) < FEWEST_FOR_OTHERS:
        yield from map(tell, ordered)
        return
    rest = iter(ordered)
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as others:
        ahead = deque(others.submit(tell, each) for each in islice(rest, workers + AHEAD))
        while ahead:
            part = ahead.popleft().result()
            ahead.extend(others.submit(tell, each) for each in islice(rest, 1))
            yield part


def tell(order: Order) -> Part:
    """With fewer entries than the story has by today, it is told up to the day when there were so many."""
    page = generate.story(
        order.story, seed=order.seed, settings=order.settings, programme=order.programme, part=order.part
    )
    today = _day_of_entry(page, order.entries, order.today) if order.parts == 1 else order.today
    _people(page, order.entries, today)
    _set_apart(page)
    found = generate.as_of(page, today)
    part = Part(
        today=today,
        programme=found.programme,
        entries=list(_lines(found.entries)),
        corrections=found.corrections,
        tallies=found.tallies(),
        box_counts=found.box_counts(),
        door_checks=found.door_checks(),
        site_audits=found.site_audits(),
    )
    if order.with_truth:
        part.happened = table.lines(page, page.facts, today)
        part.seen = beside.seen(page, today)
        part.registered = table.lines(page, generate.registered(found), today)
    return part


def _day_of_entry(page: Page, wanted: int, today: date) -> date:
    written = sorted(day for entry in page.entries if (day := _known_on(*entry)) <= today)
    return written[wanted - 1] if len(written) > wanted else today


def _known_on(written_on: date, row: Item) -> date:
    return max(written_on, day_of(row["on"]))


def _people(page: Page, wanted: int, today: date) -> None:
    """The crowd, until so many are written by today."""
    written = sum(_known_on(*entry) <= today for entry in page.entries)
    if written >= wanted:
        return
    at = len(page.entries)
    for _one in crowd(page, today):
        for written_on, _row in page.entries[at:]:
            written += written_on <= today
        at = len(page.entries)
        if written >= wanted:
            return


def _set_apart(page: Page) -> None:
    """The codes of a later part get its number, so that its people, plans and cafés are its own."""
    if not page.part:
        return
    _open_own_cafes(page)
    rows = {id(row): row for row in (*page.facts, *(row for _on, row in page.entries))}
    rows |= {id(each.row): each.row for each in page.corrections if each.row}
    for row in (*rows.values(), *page.runs, *page.sessions, *page.initiatives):
        for name in CODES:
            if name in row:
                row[name] = f"{row[name]}-p{page.part}"
    page.facts = [row for row in page.facts if row["kind"] not in ONCE]
    page.entries = [(on, row) for on, row in page.entries if row["kind"] not in ONCE]


def _open_own_cafes(page: Page) -> None:
    """A box belongs to a place, so the stamp-card cafés of a later part have places of their own."""
    end = f"-p{page.part}"
    taken = {site.place.venue for site in page.counting.sites}
    held = {code for site in page.counting.sites for code in site.sessions}
    venues = [each for each in page.programme["venues"] if each["code"] in taken]
    own = [{**each, "code": f"{each['code']}{end}", "name": f"{each['name']} {page.part + 1}"} for each in venues]
    page.programme = {**page.programme, "venues": [*page.programme["venues"], *own]}
    for plan in page.sessions:
        if plan["code"] in held:
            plan["venue"] = f"{plan['venue']}{end}"
    page.counting.sites = [
        replace(
            site,
            place=replace(site.place, venue=f"{site.place.venue}{end}"),
            sessions=tuple(f"{code}{end}" for code in site.sessions),
        )
        for site in page.counting.sites
    ]


def _lines(rows: Iterable[Item]) -> Iterator[str]:
    encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
    return (encode(row) + "\n" for row in rows)


def joined(whole: Item, part: Item) -> Item:
    """The agreement with the plans of both."""
    if not whole:
        return part
    plans = {name: {each["code"]: each for each in (*whole[name], *part[name])}.values() for name in PLANS}
    return {**whole, **{name: list(rows) for name, rows in plans.items()}}
