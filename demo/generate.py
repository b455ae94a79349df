"""Fills the demo programmes: `neighbourhoods(today=...)` gives each with its plans and what was written down by then.

The same seed and day give the same files, byte for byte. A later day adds to them and takes nothing away.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from demo import rhythm
from demo.neighbourhood import elmelev, elmelev_family, gyvelby, marehalm, mosevad
from demo.page import Correction, Item, Page, day_of
from demo.setting import SETTINGS, Settings

PROGRAMMES = Path(__file__).parent / "programmes"
SEED = 2026
# How far ahead the calendar is planned.
AHEAD = timedelta(weeks=8)

STORIES: dict[str, tuple[Callable[[Page], None], ...]] = {
    "elmelev-syd": (elmelev.tell, elmelev_family.tell),
    "mosevad": (mosevad.tell,),
    "gyvelby": (gyvelby.tell,),
    "marehalm": (marehalm.tell,),
}


class _Read(yaml.SafeLoader):
    """Reads our own files: the key `on` is a word, as it is to the product, not YAML's old way to say true."""


_Read.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class _Written(yaml.SafeDumper):
    """Writes every date out; a file people read has no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A programme as its file would stand on a day, and its entries until then, in the import's own columns."""

    code: str
    programme: Item
    entries: list[Item]
    corrections: list[Correction]
    page: Page
    today: date

    def tallies(self) -> list[Item]:
        return list(self.page.counting.tallies(self.today))

    def box_counts(self) -> list[Item]:
        return list(self.page.counting.box_counts(self.today))

    def door_checks(self) -> list[Item]:
        return list(self.page.counting.door_checks(self.today))

    def site_audits(self) -> list[Item]:
        return list(self.page.counting.site_audits(self.today))

    def programme_text(self) -> str:
        return yaml.dump(self.programme, Dumper=_Written, allow_unicode=True, sort_keys=False, width=120)

    def entries_text(self) -> str:
        """One entry a line (JSON Lines)."""
        return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in self.entries)

    def write(self, folder: Path) -> tuple[Path, Path]:
        """The two files a person would load, in a folder. Returns their paths."""
        programme, entries = folder / f"{self.code}.yaml", folder / f"{self.code}.jsonl"
        programme.write_text(self.programme_text(), encoding="utf-8")
        entries.write_text(self.entries_text(), encoding="utf-8")
        return programme, entries


def neighbourhoods(*, today: date, seed: int = SEED) -> Iterator[Neighbourhood]:
    for code in STORIES:
        yield neighbourhood(code, today=today, seed=seed)


def neighbourhood(code: str, *, today: date, seed: int = SEED, settings: Settings | None = None) -> Neighbourhood:
    page = story(code, seed=seed, settings=settings)
    return as_of(page, today)


def story(
    code: str, *, seed: int = SEED, settings: Settings | None = None, programme: Item | None = None, part: int = 0
) -> Page:
    """The whole of it, to the programme's last day. `part` tells it again of other people, in the same places."""
    page = Page(programme or read(code), seed, settings or SETTINGS[code], part)
    for tell in STORIES[code]:
        tell(page)
    return page


def as_of(page: Page, today: date) -> Neighbourhood:
    """What stood written on a day."""
    entries = [row for written_on, row in page.entries if max(written_on, day_of(row["on"])) <= today]
    entries.sort(key=lambda row: (row["on"], row["kind"], row["id"]))
    corrections = sorted((each for each in page.corrections if each.on <= today), key=lambda each: (each.on, each.id))
    return Neighbourhood(page.code, plans_of(page, today), entries, corrections, page, today)


def read(code: str) -> Item:
    """The programme file as it lies in the folder."""
    loaded: Item = yaml.load((PROGRAMMES / f"{code}.yaml").read_text(encoding="utf-8"), Loader=_Read)
    return loaded


def plans_of(page: Page, today: date) -> Item:
    """The file with its plans: what has begun, and the calendar of the weeks to come."""
    horizon = today + AHEAD
    begun = {row["thread"] for on, row in page.entries if row["kind"] == "initiative" and on <= today}
    initiatives = [item for item in page.initiatives if item["code"] in begun]
    runs = [run for run in page.runs if run["starts_on"] <= horizon and _known(run, begun)]
    known_runs = {run["code"] for run in runs}
    sessions = [
        item
        for item in page.sessions
        if item["on"] <= horizon and _known(item, begun) and item.get("run") in {None, *known_runs}
    ]
    milestones = [_milestone(item, today) for item in page.programme["milestones"]]
    rhythms = rhythm.laid(page.programme, horizon)
    turns = rhythm.turns(page.programme, rhythms)
    return {
        **page.programme,
        "milestones": milestones,
        "initiatives": _plain(initiatives),
        "runs": _plain(runs),
        "rhythms": rhythms,
        "rhythm_turns": turns,
        # One session a day in a rhythm: those of a part told beside the first stand on their own.
        "sessions": _plain(sessions if page.part else rhythm.marked(sessions, rhythms, turns)),
    }


def _known(item: Item, initiatives: set[str]) -> bool:
    return item.get("initiative") is None or item["initiative"] in initiatives


def _milestone(item: Item, today: date) -> Item:
    """A milestone is not reached before the day it was."""
    if item.get("done_on") and day_of(item["done_on"]) > today:
        return {name: value for name, value in item.items() if name != "done_on"}
    return item


def _plain(items: Iterable[Item]) -> list[Item]:
    """Times as the files write them; dates are YAML's own."""
    return [{name: _time(value) for name, value in item.items()} for item in items]


def _time(value: Any) -> Any:
    return f"{value:%H:%M}" if hasattr(value, "hour") else value


def registered(found: Neighbourhood) -> list[Item]:
    """What the journal should hold as valid: entries as written, less those put right or taken back."""
    gone = {each.entry for each in found.corrections}
    put_right = [each.row for each in found.corrections if each.row is not None]
    return [row for row in found.entries if row["id"] not in gone] + put_right
