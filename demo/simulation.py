"""A neighbourhood of any size with known truth: the story told once or many times over, with a crowd around it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from math import ceil
from typing import IO, Any

from demo import generate
from demo.crowd import crowd
from demo.generate import SEED
from demo.page import Correction, Item, Page, day_of
from demo.setting import SETTINGS, Settings
from demo.truth import table
from demo.truth.table import Line

# People of one part do not meet those of another; the places and the agreement are the same.
PART = 50_000
CODES = ("subject", "linked_subject", "household", "thread", "session", "run", "initiative", "code", "need")
# So many are also counted as registered: what a product that reads everything can be held to in reasonable time.
MOST_COUNTED_TWICE = 200_000
# Said once for the whole neighbourhood.
ONCE = ("outside_figure",)


@dataclass(slots=True)
class Simulation:
    """What a team would have registered by `today`, but for the entries, which are written to a file as they come."""

    today: date
    programme: Item = field(default_factory=dict)
    entry_count: int = 0
    corrections: list[Correction] = field(default_factory=list)
    tallies: list[Item] = field(default_factory=list)
    box_counts: list[Item] = field(default_factory=list)
    door_checks: list[Item] = field(default_factory=list)
    happened: list[Line] = field(default_factory=list)
    registered: list[Line] = field(default_factory=list)

    def truth(self, **about: Any) -> dict[str, Any]:
        """The file beside: what happened, and of it what was registered by the day, which the product ought to say."""
        both = {"as_of": self.today.isoformat(), "entries": self.entry_count}
        made = table.document(self.happened, **about, **both)
        return {**made, "registered": table.document(self.registered)["criteria"]}


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
) -> Simulation:
    """Write `entries` entries (a few more where a day ends) to `out` and tell the rest. The same seed gives the same.

    With fewer than the story has by today, it is told up to the day when there were so many.
    """
    settings, parts = settings or SETTINGS[story], max(1, ceil(entries / PART))
    made = Simulation(today)
    for part in range(parts):
        mine = settings if part == 0 else replace(settings, cafes={})
        page = generate.story(story, seed=seed, settings=mine, programme=programme, part=part)
        wanted = entries * (part + 1) // parts - made.entry_count
        if part == 0:
            made.today = _day_of_entry(page, wanted, today)
        _people(page, wanted, made.today)
        _set_apart(page)
        _add(made, page, out)
        if with_truth:
            made.happened = table.added([made.happened, table.lines(page, page.facts, made.today)])
        if with_truth and entries <= MOST_COUNTED_TWICE:
            known = generate.registered(generate.as_of(page, made.today))
            made.registered = table.added([made.registered, table.lines(page, known, made.today)])
    return made


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
    """The codes of a later part get its number, so that its people and plans are its own."""
    if not page.part:
        return
    rows = {id(row): row for row in (*page.facts, *(row for _on, row in page.entries))}
    rows |= {id(each.row): each.row for each in page.corrections if each.row}
    for row in (*rows.values(), *page.runs, *page.sessions, *page.initiatives):
        for name in CODES:
            if name in row:
                row[name] = f"{row[name]}-p{page.part}"
    page.facts = [row for row in page.facts if row["kind"] not in ONCE]
    page.entries = [(on, row) for on, row in page.entries if row["kind"] not in ONCE]


def _add(made: Simulation, page: Page, out: IO[str]) -> None:
    found = generate.as_of(page, made.today)
    out.writelines(_lines(found.entries))
    made.entry_count += len(found.entries)
    made.corrections += found.corrections
    made.tallies += found.tallies()
    made.box_counts += found.box_counts()
    made.door_checks += found.door_checks()
    made.programme = _joined(made.programme, found.programme)


def _lines(rows: Iterable[Item]) -> Iterator[str]:
    encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
    return (encode(row) + "\n" for row in rows)


def _joined(whole: Item, part: Item) -> Item:
    if not whole:
        return part
    plans = ("initiatives", "runs", "sessions")
    return {**whole, **{name: [*whole[name], *part[name]] for name in plans}}
