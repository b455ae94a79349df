"""The compass page put together: what was asked in the address, and what is shown for it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from traedesten.core.access import Permission
from traedesten.measures import bar, board, compass, page, responsible
from traedesten.measures.area_figure import AreaFigure, per_area
from traedesten.measures.board import Reading
from traedesten.measures.card import Card, card
from traedesten.measures.compass import WAY_NAMES, Block, Way
from traedesten.measures.legend import meanings
from traedesten.places.models import Staff
from traedesten.programme.models import Programme
from traedesten.programme.rules import AreaIds, standing

ROWS_IN_TWO_COLUMNS = 32  # rows that fit one sheet of A3 in two columns; more are printed smaller, in three


@dataclass(frozen=True, slots=True)
class WayLink:
    name: Any
    query: str
    is_current: bool


def made(staff: Staff, programme: Programme, as_of: date, asked: Mapping[str, str]) -> dict[str, Any]:
    """Everything the page shows beside the day. What is the same for all who see the same areas is kept as written."""
    here = standing(staff, programme)
    area_ids = here.area_ids(Permission.SEE_FIGURES)
    everything = board.of_areas(programme, as_of, area_ids)
    posts = responsible.posts_of(everything)
    own = responsible.own_posts(here, posts)
    owners = responsible.choices(posts, own)
    owner = asked.get("ansvarlig", "") if asked.get("ansvarlig") in dict(owners) else ""
    way = compass.way_of(asked.get("vis", ""))
    readings = responsible.chosen(everything, owner, own)
    shown_for = area_ids, own if owner == responsible.MINE else owner
    carried = {"ansvarlig": owner, "vis": "" if way is Way.FOCUS else str(way)}

    def write() -> SafeString:
        context = _body(programme, as_of, area_ids, way, readings, carried)
        return render_to_string("measures/_compass_body.html", context)

    return {
        "has_criteria": bool(everything),
        "way": way,
        "owners": owners,
        "owner": owner,
        "owner_name": dict(owners)[owner] if owner else "",
        "body": board.kept(programme, ("compass", as_of, way, *shown_for), write) if readings else "",
    }


def _body(
    programme: Programme, as_of: date, area_ids: AreaIds, way: Way, readings: Sequence[Reading],
    carried: Mapping[str, str],
) -> dict[str, Any]:  # fmt: skip
    cards = [card(each) for each in readings if not each.is_ended]
    blocks = _blocks(programme, as_of, area_ids, way, cards, readings)
    return {
        "programme": programme,
        "overview": compass.overview(programme, cards),
        "blocks": blocks,
        "ended": [card(each) for each in readings if each.is_ended],
        "way": way,
        "ways": [_link(programme, as_of, carried, each, way) for each in Way if _is_open(programme, each)],
        "meanings": meanings(each.status for each in cards),
        "key": bar.key([line.bar for each in cards for line in each.lines]),
        "query": page.query(programme, as_of, carried),
        "is_many": sum(block.rows for block in blocks) > ROWS_IN_TWO_COLUMNS,
    }


def _is_open(programme: Programme, way: Way) -> bool:
    return way is not Way.AREA or programme.areas.count() > 1


def _link(programme: Programme, as_of: date, carried: Mapping[str, str], way: Way, current: Way) -> WayLink:
    query = page.query(programme, as_of, carried, vis="" if way is Way.FOCUS else str(way))
    return WayLink(WAY_NAMES[way], query or "?", way is current)


def _blocks(
    programme: Programme, as_of: date, area_ids: AreaIds, way: Way, cards: Sequence[Card], readings: Sequence[Reading]
) -> tuple[Block, ...]:
    if way is Way.STATUS:
        return compass.by_status(programme, cards)
    if way is Way.FOCUS:
        return compass.by_focus(programme, cards)
    by_code = {each.criterion.code: each for each in readings}
    areas = [area for area in programme.areas.all() if area_ids is None or area.pk in area_ids]
    return compass.by_area(cards, by_code, areas, per_area_of(programme, as_of, area_ids))


def per_area_of(programme: Programme, as_of: date, area_ids: AreaIds) -> Mapping[str, tuple[AreaFigure, ...]]:
    """By the criterion's code: its figures in every area of the programme. Show only those of the person's areas."""
    return board.kept(programme, _key(as_of, area_ids), lambda: _counted(programme, as_of, area_ids))


def per_area_of_one(programme: Programme, reading: Reading, as_of: date, area_ids: AreaIds) -> tuple[AreaFigure, ...]:
    """The same of one criterion, without working out the others for it."""
    if board.is_kept(programme, _key(as_of, area_ids)):
        return per_area_of(programme, as_of, area_ids).get(reading.criterion.code, ())
    evaluator = board.evaluator_of(programme)
    return per_area(reading, list(programme.areas.all()), evaluator, board.told_on(reading, as_of))


def _key(as_of: date, area_ids: AreaIds) -> Hashable:
    return "per_area", as_of, area_ids


def _counted(programme: Programme, as_of: date, area_ids: AreaIds) -> Mapping[str, tuple[AreaFigure, ...]]:
    areas, evaluator = list(programme.areas.all()), board.evaluator_of(programme)
    readings = board.of_areas(programme, as_of, area_ids)
    return {each.criterion.code: per_area(each, areas, evaluator, board.told_on(each, as_of)) for each in readings}
