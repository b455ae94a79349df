"""Many more people who live the story's days in their own way: for load, where the story's own people are too few.

Each has a time with the project, a rate of doing things (gamma-Poisson: a few do much, most do little), and does what
the story's people do, as often as they do it: visits, contacts, conversations, hours given, things measured.
"""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from demo import language
from demo.page import ADULTS, DAY, Item, Page

MEAN_ACTS = 14.0
SHAPE = 0.7
MOST_ACTS = 120
PRESENT = ("visit", "attendance")
ALONE = ("contact", "conversation", "measurement", "contribution")
TRAITS = frozenset(("id", "on", "subject", "linked_subject", "household", "sex", "age_band", "first_time"))


@dataclass(slots=True)
class Menu:
    """What may be done: rows of the story without the person and the day, and the sessions of an activity by day."""

    rows: list[Item] = field(default_factory=list)
    sessions: dict[str, list[tuple[date, str]]] = field(default_factory=dict)
    days: list[date] = field(default_factory=list)


def crowd(page: Page, until: date) -> Iterator[None]:
    """Write one more entry for each step that is asked for; it never ends by itself."""
    menu, dice, talk = menu_of(page, until), page.dice("crowd"), page.dice("crowd/talk")
    number = 0
    while True:
        number += 1
        yield from _live(page, menu, dice, talk, number)


def menu_of(page: Page, until: date) -> Menu:
    menu, held = (
        Menu(),
        {row["session"]: row for row in page.facts if row["kind"] == "session" and row["step"] == "held"},
    )
    by_activity: dict[str, list[tuple[date, str]]] = defaultdict(list)
    for plan in page.sessions:
        if plan["code"] in held and plan["on"] <= until and "run" not in plan:
            by_activity[plan["activity"]].append((plan["on"], plan["code"]))
    menu.sessions = {activity: sorted(sessions) for activity, sessions in by_activity.items()}
    activity_of = {plan["code"]: plan["activity"] for plan in page.sessions}
    menu.rows = list(_dishes(page, menu, activity_of))
    last = min(until, page.ends_on)
    span = (last - page.starts_on).days
    menu.days = [day for day in (page.starts_on + DAY * number for number in range(span + 1)) if page.is_open(day)]
    return menu


def _dishes(page: Page, menu: Menu, activity_of: dict[str, str]) -> Iterator[Item]:
    for row in page.facts:
        if "subject" not in row or "thread" in row or "run" in row:
            continue
        if row["kind"] in PRESENT and activity_of.get(row.get("session", "")) in menu.sessions:
            yield {"kind": row["kind"], "session": activity_of[row["session"]]}
        elif row["kind"] in ALONE and "session" not in row:
            yield {name: value for name, value in row.items() if name not in TRAITS}


def _live(page: Page, menu: Menu, dice: random.Random, talk: random.Random, number: int) -> Iterator[None]:
    """One person's days with the project."""
    who = {"subject": f"X{number}", "sex": dice.choice(("female", "female", "male")), "age_band": dice.choice(ADULTS)}
    area, tongue = {"area": dice.choice(page.areas)}, page.speaks(f"X{number}", talk)
    first = dice.randrange(len(menu.days))
    last = min(len(menu.days) - 1, first + 5 + int(dice.expovariate(1 / 180)))
    acts = min(MOST_ACTS, 1 + int(dice.expovariate(1.0) * dice.gammavariate(SHAPE, MEAN_ACTS / SHAPE)))
    done = set[Any]()
    for _act in range(acts):
        row = _act_of(menu, dice, menu.days[first], menu.days[last])
        key = row and (row["kind"], row.get("session") or row["on"], row.get("step"))
        if row and key not in done:
            done.add(key)
            row = language.shaped(tongue, row["kind"], row, talk) or row
            page.write_of(row, {**who, **({} if "session" in row else area)})
            yield


def _act_of(menu: Menu, dice: random.Random, first: date, last: date) -> Item | None:
    dish = dice.choice(menu.rows)
    if "session" not in dish:
        low, high = bisect_left(menu.days, first), bisect_right(menu.days, last)
        return {**dish, "on": menu.days[dice.randrange(low, high)]}
    sessions = menu.sessions[dish["session"]]
    low, high = bisect_left(sessions, (first, "")), bisect_right(sessions, (last, "~"))
    if low >= high:
        return None
    on, code = sessions[dice.randrange(low, high)]
    return {"kind": dish["kind"], "on": on, "session": code}
