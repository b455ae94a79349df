"""The four agreements in one programme, with all that happened in them: every criterion of the field side by side.

No neighbourhood is like it. It is for measuring and for holding two evaluators equal, where all rows must be there at
once. What the agreements call by the same name is told apart; topics and positions of one name are shared. The plan
that has ended is told three years later, so that the whole covers four years of work up to today.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from demo import generate, simulation
from demo.generate import SEED
from demo.page import NAMESPACE, Correction, Item
from demo.setting import SETTINGS
from demo.simulation import CODES, Order, Part

CODE = "alle-fire"
NAME = "Alle fire aftaler i én"


@dataclass(frozen=True, slots=True)
class Voice:
    """How one story is told here: so many years later, its people and plans marked, some activities by other names."""

    mark: str
    later: int = 0
    renamed: tuple[str, ...] = ()


VOICES = {
    "elmelev-syd": Voice("e", 3, ("opsoegende", "sundhedscafe")),
    "mosevad": Voice("v"),
    "gyvelby": Voice("g"),
    "marehalm": Voice("h"),
}
PHASES_OF = "mosevad"
SHARED = {"topics": ("list", "code"), "roles": ("code",)}
MARKED = ("milestones",)
# No figure reads what was spent, and phases may not overlap: those of one agreement stand for all.
LEFT_OUT = ("expenses", "phases")
ACTIVITIES = ("activity", "activities", "first_activities", "parent")
DAY = re.compile(r"(\d{4})(-\d{2}-\d{2})")
WEEK = re.compile(r"(\d{4})-W(\d{2})")


def agreement(code: str = CODE) -> Item:
    """The programme file of all four, without plans."""
    told = {story: _agreement(story) for story in VOICES}
    found: Item = {"format": "traedesten-programme/1", "programme": _head(code, told.values())}
    for name in dict.fromkeys(name for plain in told.values() for name in plain):
        if isinstance(told["mosevad"].get(name), list) and name not in LEFT_OUT:
            found[name] = list(_once(name, [row for plain in told.values() for row in plain.get(name, ())]))
    return {**found, "phases": told[PHASES_OF]["phases"], "closed_weeks": sorted(found["closed_weeks"])}


def orders(*, entries: int, today: date, code: str = CODE, seed: int = SEED) -> list[Order]:
    """As many entries of each story; the same seed and code give the same."""
    share = entries // len(VOICES)
    return [
        order
        for story, voice in VOICES.items()
        for order in simulation.orders(
            _called(generate.read(story), f"{code}-{story}"),
            story,
            entries=share,
            today=_moved_day(today, -voice.later),
            seed=seed,
            settings=SETTINGS[story],
            with_truth=False,
        )
    ]


def told(ordered: list[Order], *, code: str = CODE, workers: int | None = None) -> Iterator[Part]:
    """The parts as they belong in the one programme."""
    whole = agreement(code)
    for order, part in zip(ordered, simulation.told(ordered, workers=workers), strict=True):
        yield _retold(part, VOICES[order.story], whole)


def _retold(part: Part, voice: Voice, whole: Item) -> Part:
    own = part.programme
    venues = {row["code"]: row for row in (*whole["venues"], *own["venues"])}
    plans = {name: [_marked(row, voice) for row in own[name]] for name in ("initiatives", "runs", "sessions")}
    rhythms = {
        name: [_row(_moved(row, voice.later), voice) for row in own.get(name, ())]
        for name in ("rhythms", "rhythm_turns")
    }
    given = {name: rows for name, rows in rhythms.items() if rows}
    return replace(
        part,
        today=_moved_day(part.today, voice.later),
        programme={**whole, **plans, **given, "venues": list(venues.values())},
        entries=[_line(line, voice) for line in part.entries],
        corrections=[_correction(each, voice) for each in part.corrections],
        tallies=[_marked(row, voice) for row in part.tallies],
        box_counts=[_control(row, voice, whole) for row in part.box_counts],
        door_checks=[_control(row, voice, whole) for row in part.door_checks],
        site_audits=[_control(row, voice, whole) for row in part.site_audits],
    )


def _control(row: Item, voice: Voice, whole: Item) -> Item:
    """Its id is told of the session, which another programme told of the same stories has too."""
    found = _marked(row, voice)
    return {**found, "id": str(uuid.uuid5(NAMESPACE, f"{whole['programme']['code']}/{found['id']}"))}


def _line(line: str, voice: Voice) -> str:
    return json.dumps(_marked(json.loads(line), voice), ensure_ascii=False) + "\n"


def _correction(each: Correction, voice: Voice) -> Correction:
    row = _marked(each.row, voice) if each.row else None
    return replace(each, on=_moved_day(each.on, voice.later), row=row)


def _marked(row: Item, voice: Voice) -> Item:
    """The people and plans of one story are nobody's in another."""
    found = _row(_moved(row, voice.later), voice)
    return {name: f"{value}-{voice.mark}" if name in CODES else value for name, value in found.items()}


def _agreement(story: str) -> Item:
    voice, plain = VOICES[story], generate.read(story)
    found = _row(_moved(plain, voice.later), voice)
    for name in MARKED:
        found[name] = [{**row, "code": _own(row["code"], voice)} for row in found[name]]
    for row in found["activities"]:
        if row["code"] in voice.renamed:
            row["code"] = _own(row["code"], voice)
    found["closed_weeks"] = [each for each in found["closed_weeks"] if _is_week(each)]
    return found


def _row(value: Any, voice: Voice, name: str = "") -> Any:
    """The same, with the activities that go by another name here called so, at any depth."""
    if isinstance(value, dict):
        return {key: _row(each, voice, key) for key, each in value.items()}
    if isinstance(value, list):
        return [_row(each, voice, name) for each in value]
    return _own(value, voice) if name in ACTIVITIES and value in voice.renamed else value


def _own(code: str, voice: Voice) -> str:
    return f"{code}-{voice.mark}"


def _moved(value: Any, years: int) -> Any:
    """The same, with every day and week in it so many years later."""
    if not years:
        return value
    if isinstance(value, dict):
        return {name: each + years if name == "year" else _moved(each, years) for name, each in value.items()}
    if isinstance(value, list):
        return [_moved(each, years) for each in value]
    if isinstance(value, date):
        return _moved_day(value, years)
    return _moved_text(value, years) if isinstance(value, str) and value[:2] == "20" else value


@cache
def _moved_text(text: str, years: int) -> str:
    if DAY.fullmatch(text):
        return _moved_day(date.fromisoformat(text), years).isoformat()
    if week := WEEK.fullmatch(text):
        return f"{int(week[1]) + years}-W{week[2]}"
    return text


def _moved_day(day: date, years: int) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if years and is_leap_day else day.day)


def _is_week(text: str) -> bool:
    year, week = text.split("-W")
    return int(week) <= date(int(year), 12, 28).isocalendar().week


def _head(code: str, told: Iterable[Item]) -> Item:
    heads = [plain["programme"] for plain in told]
    return {
        "code": code, "name": NAME, "kind": "helhedsplan", "demo": True,
        "starts_on": min(head["starts_on"] for head in heads), "ends_on": max(head["ends_on"] for head in heads),
    }  # fmt: skip


def _called(plain: Item, code: str) -> Item:
    return {**plain, "programme": {**plain["programme"], "code": code}}


def _once(name: str, rows: list[Any]) -> Iterable[Any]:
    if name in SHARED:
        return {tuple(row[key] for key in SHARED[name]): row for row in reversed(rows)}.values()
    return dict.fromkeys(rows) if name == "closed_weeks" else rows
