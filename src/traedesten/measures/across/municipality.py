"""One municipality: the programmes with an area there, what adds up over them, and what does not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from traedesten.core import clock
from traedesten.measures.across.choice import Choice
from traedesten.measures.across.page import first, overview, rows_of
from traedesten.measures.across.row import Row, html
from traedesten.measures.across.seen import Seen
from traedesten.places.models import Organisation


@dataclass(frozen=True, slots=True)
class Share:
    """What one programme held in this municipality: None where its figures are not known yet.

    ``elsewhere`` are the other municipalities it works in, as far as the person sees its areas.
    """

    row: Row
    areas: str
    elsewhere: str
    sessions: int | None
    visits: int | None


def named(everything: Iterable[Seen], code: str) -> Organisation | None:
    """The municipality, if the person sees an area in it."""
    found = (each for seen in everything for each in seen.municipalities)
    return next((each for each in found if each.code == code), None)


def made(everything: Sequence[Seen], municipality: Organisation) -> dict[str, Any]:
    """Everything the page shows."""
    today, choice = clock.today(), Choice(place=municipality.code)
    rows = rows_of(everything, choice, today)
    shares = [_share(each, municipality) for each in rows]
    known = [each for each in shares if each.sessions is not None]
    return {
        "municipality": municipality,
        "choice": choice,
        "rows": rows,
        "written": [html(each, choice) for each in rows],
        "shares": sorted(shares, key=lambda each: each.row.programme.name),
        "sessions": sum(each.sessions or 0 for each in known),
        "visits": sum(each.visits or 0 for each in known),
        "unknown": len(shares) - len(known),
        "known": len(known),
        "stale": sum(bool(each.said) for each in rows),
        "is_part": any(each.seen.is_part for each in rows),
        "overview": overview(rows),
        "count": sum(each.count for each in rows),
        "first": first(rows, today),
        "today": today,
    }


def _share(row: Row, municipality: Organisation) -> Share:
    here = [area for area in row.seen.areas if area.municipality == municipality]
    keys = {area.pk for area in here}
    totals = [each for each in row.seen.board.totals if each.area_id in keys] if row.seen.board else None
    return Share(
        row=row,
        areas=", ".join(area.name for area in here),
        elsewhere=", ".join(each.name for each in row.seen.municipalities if each != municipality),
        sessions=None if totals is None else sum(each.sessions for each in totals),
        visits=None if totals is None else sum(each.visits for each in totals),
    )
