"""The page over all programmes put together: overview, what to look at first, and a row a programme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from measure_engine.judgement import Status
from traedesten.core import clock
from traedesten.measures.across import choice as choices
from traedesten.measures.across.choice import NEED, PLACE, PROBLEMS, REACHED, Choice
from traedesten.measures.across.row import Row, Tally, html, neediest_first, place_of, row, tallies
from traedesten.measures.across.seen import Seen
from traedesten.measures.standing import Standing
from traedesten.places.models import Organisation

FETCHED_AT_ONCE = 6
"""Programmes that one page asks to have worked out anew; the rest keep what they were until the next time."""
MOST_FIRST = 6
FEWEST_TO_COMPARE = 2


@dataclass(frozen=True, slots=True)
class First:
    """A criterion to look at first, and whose it is."""

    seen: Seen
    standing: Standing


@dataclass(frozen=True, slots=True)
class Place:
    municipality: Organisation
    programmes: int


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of measure that more than one programme has."""

    code: str
    name: str
    programmes: int


def made(everything: Sequence[Seen], choice: Choice) -> dict[str, Any]:
    """Everything the page shows. ``everything`` is what the person may see, ``choice`` what they want of it."""
    today = clock.today()
    rows = rows_of(everything, choice, today)
    stale = [each for each in rows if each.said]
    return {
        "choice": choice,
        "options": choices.options(everything),
        "has_any": bool(everything),
        "is_alone": len(everything) == 1,
        "rows": rows,
        "written": [html(each, choice) for each in rows],
        "overview": overview(rows),
        "count": sum(each.count for each in rows),
        "first": first(rows, today),
        "places": places(everything),
        "kinds": kinds(everything),
        "stale": len(stale),
        "waiting": sum(each.is_fetched for each in rows),
        "today": today,
    }


def rows_of(everything: Iterable[Seen], choice: Choice, today: date) -> list[Row]:
    """In the order asked for, those that have ended last; one that has none of the criteria asked for is left out."""
    mine = [each for each in everything if choice.has_place(each)]
    asked_at_once = {each.programme.pk for each in [each for each in mine if not each.is_current][:FETCHED_AT_ONCE]}
    rows = [row(each, choice, today, each.programme.pk in asked_at_once) for each in mine]
    if choice.is_of_criteria:
        rows = [each for each in rows if each.count or each.said]
    return sorted(rows, key=lambda each: (bool(each.ended), *_order(choice.order)(each)))


def _order(order: str) -> Callable[[Row], tuple[Any, ...]]:
    if order == NEED:
        return lambda each: (*(-part for part in each.share(PROBLEMS)), each.programme.name)
    if order == REACHED:
        return lambda each: (*(-part for part in each.share({Status.REACHED})), each.programme.name)
    if order == PLACE:
        return lambda each: (place_of(each.seen), each.programme.name)
    return lambda each: (each.programme.name,)


def overview(rows: Iterable[Row]) -> tuple[Tally, ...]:
    return tallies(each for row in rows for each in row.mine)


def first(rows: Iterable[Row], today: date) -> list[First]:
    """Over the programmes that still run: the criteria furthest behind, at most two of each programme."""
    found: list[First] = []
    for each in rows:
        if not each.seen.has_ended(today):
            mine = sorted((one for one in each.mine if one.standing in PROBLEMS), key=neediest_first)
            found += [First(each.seen, one) for one in mine[:2]]
    return sorted(found, key=lambda each: neediest_first(each.standing))[:MOST_FIRST]


def places(everything: Iterable[Seen]) -> list[Place]:
    found = Counter(each for seen in everything for each in seen.municipalities)
    return [Place(each, found[each]) for each in sorted(found, key=lambda each: each.name)]


def kinds(everything: Iterable[Seen]) -> list[Kind]:
    """Those that can be compared, by name."""
    found: Counter[str] = Counter()
    for seen in everything:
        found.update({each.measure for each in seen.board.standings if each.measure} if seen.board else ())
    made = [Kind(code, choices.measure_name(code), count) for code, count in found.items()]
    return sorted((each for each in made if each.programmes >= FEWEST_TO_COMPARE), key=lambda each: each.name)
