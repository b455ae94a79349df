"""Mistakes nobody has seen yet, planted among entries that fit together: each makes entries contradict each other.

What a tired hand does: a date in the wrong month, the wrong person's sex, a nought too many, the same thing told by
two devices, a step never written. Beside each stands the rule that should find it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from demo.page import day_of

Item = dict[str, Any]
Rows = list[Item]
MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Planted:
    """The rows with one mistake in them: which entries now contradict each other, and the rule that should say so."""

    rule: str
    rows: Rows
    ids: frozenset[str]


Plant = Callable[[Rows, random.Random], tuple[Rows, frozenset[str]] | None]


def plant(rows: Rows, dice: random.Random) -> Iterator[Planted]:
    """One mistake of each sort that these rows have room for, each in the rows as they were."""
    for rule, make in PLANTS.items():
        made = make(rows, dice)
        if made is not None:
            yield Planted(rule, *made)


def _chosen(rows: Rows, dice: random.Random, wanted: Callable[[Item], bool]) -> Item | None:
    found = [row for row in rows if wanted(row)]
    return dice.choice(found) if found else None


def _changed(rows: Rows, row: Item, **columns: Any) -> tuple[Rows, frozenset[str]]:
    """The row says something else, and is another entry by that."""
    wrong = {**row, **columns, "id": f"{row['id']}-wrong"}
    return [wrong if each is row else each for each in rows], frozenset((wrong["id"],))


def _months(row: Item, months: int) -> str:
    return (day_of(row["on"]) + months * MONTH).isoformat()


def _again(rows: Rows, dice: random.Random) -> tuple[Rows, frozenset[str]] | None:
    kinds = ("contact", "referral", "enrolment", "follow_up", "outcome")
    row = _chosen(rows, dice, lambda each: each["kind"] in kinds and "subject" in each)
    if row is None:
        return None
    other = {**row, "id": f"{row['id']}-again", **({"thread": f"{row['thread']}-again"} if "thread" in row else {})}
    return [*rows, other], frozenset((other["id"],))


def _other_sex(rows: Rows, dice: random.Random) -> tuple[Rows, frozenset[str]] | None:
    told = [row["subject"] for row in rows if row.get("sex") in ("female", "male") and "subject" in row]
    row = _chosen(
        rows, dice, lambda each: each.get("sex") in ("female", "male") and told.count(each.get("subject")) > 1
    )
    return _changed(rows, row, sex="male" if row["sex"] == "female" else "female") if row else None


def _other_age(rows: Rows, dice: random.Random) -> tuple[Rows, frozenset[str]] | None:
    far = {"18-29": "60-74", "30-44": "75+", "60-74": "18-29", "75+": "30-44", "0-5": "45-59"}
    told = [row["subject"] for row in rows if row.get("age_band") in far and "subject" in row]
    row = _chosen(rows, dice, lambda each: each.get("age_band") in far and told.count(each.get("subject")) > 1)
    return _changed(rows, row, age_band=far[row["age_band"]]) if row else None


def _nought(rows: Rows, dice: random.Random) -> tuple[Rows, frozenset[str]] | None:
    row = _chosen(rows, dice, lambda each: each["kind"] == "contribution" and "subject" in each
                  and each.get("value", 0) >= 2.5)  # fmt: skip
    return _changed(rows, row, value=10 * row["value"]) if row else None


def _cancelled(rows: Rows, dice: random.Random) -> tuple[Rows, frozenset[str]] | None:
    used = {row["session"] for row in rows if row["kind"] in ("visit", "attendance") and "session" in row}
    row = _chosen(rows, dice, lambda each: each["kind"] == "session" and each["session"] in used)
    return _changed(rows, row, step="cancelled", people=None, families=None) if row else None


def _joined_late(rows: Rows, dice: random.Random) -> tuple[Rows, frozenset[str]] | None:
    """Joined by its date after having been there."""
    been: dict[str, str] = {}
    for each in rows:
        if each["kind"] == "attendance" and "thread" in each:
            been[each["thread"]] = min(been.get(each["thread"], each["on"]), each["on"])
    left = {row.get("thread"): row["on"] for row in rows if row["kind"] == "enrolment" and row["step"] == "ended"}
    row = _chosen(rows, dice, lambda each: each["kind"] == "enrolment" and each["step"] == "joined" and "run" in each
                  and each.get("thread") in been
                  and _next(been[each["thread"]]) <= left.get(each["thread"], "9"))  # fmt: skip
    return _changed(rows, row, on=_next(been[row["thread"]])) if row else None


def _next(on: str) -> str:
    return (day_of(on) + timedelta(days=1)).isoformat()


def _ended_early(rows: Rows, dice: random.Random) -> tuple[Rows, frozenset[str]] | None:
    """Ended by its date before having begun."""
    began = {
        row["thread"] for row in rows if row["kind"] == "enrolment" and row["step"] == "joined" and "thread" in row
    }
    row = _chosen(rows, dice, lambda each: each["kind"] == "enrolment" and each["step"] == "ended" and "run" in each
                  and each.get("thread") in began)  # fmt: skip
    if row is None:
        return None
    first = next(each for each in rows if each["kind"] == "enrolment" and each["step"] == "joined"
                 and each.get("thread") == row["thread"])  # fmt: skip
    return _changed(rows, row, on=_months(first, -1))


def _step_never_written(rows: Rows, dice: random.Random) -> tuple[Rows, frozenset[str]] | None:
    done = {row["thread"]: row["id"] for row in rows if row["kind"] == "referral" and row["step"] == "completed"
            and "thread" in row}  # fmt: skip
    row = _chosen(rows, dice, lambda each: each["kind"] == "referral" and each["step"] == "started"
                  and each.get("thread") in done)  # fmt: skip
    return ([each for each in rows if each is not row], frozenset((done[row["thread"]],))) if row else None


def _step_too_early(rows: Rows, dice: random.Random) -> tuple[Rows, frozenset[str]] | None:
    offered = {row["thread"]: row for row in rows if row["kind"] == "referral" and row["step"] == "offered"
               and "thread" in row}  # fmt: skip
    row = _chosen(rows, dice, lambda each: each["kind"] == "referral" and each["step"] in ("accepted", "started")
                  and each.get("thread") in offered)  # fmt: skip
    return _changed(rows, row, on=_months(offered[row["thread"]], -1)) if row else None


def _result_too_early(rows: Rows, dice: random.Random) -> tuple[Rows, frozenset[str]] | None:
    been = {(row["subject"], row["run"]): row for row in reversed(rows)
            if row["kind"] == "enrolment" and row["step"] == "joined" and "run" in row}  # fmt: skip
    row = _chosen(rows, dice, lambda each: each["kind"] == "outcome" and (each["subject"], each.get("run")) in been)
    return _changed(rows, row, on=_months(been[row["subject"], row["run"]], -12)) if row else None


def _gone_and_there(rows: Rows, dice: random.Random) -> tuple[Rows, frozenset[str]] | None:
    """A volunteer said to have stopped the year before a hand that was given."""
    given = {row["subject"]: row["on"] for row in rows if row["kind"] == "contribution" and "subject" in row}
    told = {row["subject"]: row for row in rows if row["kind"] == "volunteer_status" and row["step"] == "active"}
    who = sorted(person for person in given if person in told and told[person]["on"] < given[person])
    if not who:
        return None
    person = dice.choice(who)
    after = {**told[person], "step": "ended", "id": f"{told[person]['id']}-ended"}
    return [*rows, {**after, "on": (day_of(given[person]) - timedelta(days=1)).isoformat()}], frozenset((after["id"],))


PLANTS: dict[str, Plant] = {
    "twice": _again,
    "two_sexes": _other_sex,
    "age_jump": _other_age,
    "more_than_a_day": _nought,
    "cancelled_but_used": _cancelled,
    "before_enrolment": _joined_late,
    "ended_before_joined": _ended_early,
    "without_start": _step_never_written,
    "out_of_order": _step_too_early,
    "result_before_start": _result_too_early,
    "given_after_ended": _gone_and_there,
}
"""By the rule that should find it."""
