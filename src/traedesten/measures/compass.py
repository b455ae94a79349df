"""What the compass page shows: an overview of the whole agreement, and the criteria in one of three orders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from measure_engine.judgement import Status
from traedesten.measures.area_figure import AreaFigure
from traedesten.measures.board import Reading
from traedesten.measures.card import Card, Line, line, line_of_figure, status_name
from traedesten.measures.legend import BEST_FIRST
from traedesten.places.models import Area
from traedesten.programme.models import FocusArea, Programme

KEPT_TOGETHER = 4  # rows


class Way(StrEnum):
    """How the criteria are put together; the value stands in the address."""

    FOCUS = "indsats"
    AREA = "omraade"
    STATUS = "status"


WAY_NAMES: dict[Way, Any] = {
    Way.FOCUS: gettext_lazy("Efter indsats"),
    Way.AREA: gettext_lazy("Efter område"),
    Way.STATUS: gettext_lazy("Efter status"),
}


def way_of(asked: str) -> Way:
    """The way asked for; by focus area where it is none."""
    return Way(asked) if asked in {each.value for each in Way} else Way.FOCUS


@dataclass(frozen=True, slots=True)
class Tally:
    """So many criteria of one status: `text` is "3 kriterier", `words` is "3 på vej"."""

    status: Status
    name: str
    count: int
    text: str

    @property
    def words(self) -> str:
        return f"{self.count} {self.name[:1].lower()}{self.name[1:]}"


@dataclass(frozen=True, slots=True)
class Path:
    """One focus area's stepping stones, a cell for each status of the overview."""

    name: str
    cells: tuple[tuple[Tally, tuple[Card, ...]], ...]
    tallies: tuple[Tally, ...]

    @property
    def words(self) -> str:
        return ", ".join(each.words for each in self.tallies)


@dataclass(frozen=True, slots=True)
class Overview:
    """How many criteria stand where, and each of them as a stone: rows are focus areas, columns statuses."""

    columns: tuple[Tally, ...]
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class AreaRow:
    """A criterion in one area; `whole` is the figure of the whole programme in words, to hold it up against."""

    card: Card
    line: Line
    whole: str


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    cards: tuple[Card, ...] = ()
    in_area: tuple[AreaRow, ...] = ()

    @property
    def is_short(self) -> bool:
        """Kept together on paper."""
        return len(self.cards) + len(self.in_area) <= KEPT_TOGETHER


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the page that opens and closes. `key` names it in the browser's memory of what was open."""

    key: str
    name: str
    groups: tuple[Group, ...]
    tallies: tuple[Tally, ...] = ()
    purpose: str = ""
    status: Status | None = None
    count: str = ""

    @property
    def rows(self) -> int:
        """How long the block is: a criterion told line by line takes the room of all its lines."""
        told = sum(max(1, len(card.lines)) for group in self.groups for card in group.cards)
        return told + sum(len(group.in_area) for group in self.groups)


def tallies(cards: Iterable[Card]) -> tuple[Tally, ...]:
    """How many criteria stand where, best first; a standing nobody has is left out.

    Those called by another name (kept now but broken before, probably reached) are counted for themselves.
    """
    found = Counter(_standing(card) for card in cards)
    ordered = sorted(found, key=lambda each: (BEST_FIRST.index(each[0]), each[1] != status_name(each[0]), each[1]))
    return tuple(Tally(status, name, found[status, name], count_text(found[status, name])) for status, name in ordered)


def _standing(card: Card) -> tuple[Status, str]:
    return card.status, card.status_name if card.has_own_name else status_name(card.status)


def _of(tally: Tally, cards: Iterable[Card]) -> tuple[Card, ...]:
    return tuple(card for card in cards if _standing(card) == (tally.status, tally.name))


def count_text(count: int) -> str:
    return ngettext("%(count)d kriterium", "%(count)d kriterier", count) % {"count": count}


def overview(programme: Programme, cards: Sequence[Card]) -> Overview:
    columns = tallies(cards)
    rows = _focus(programme, cards)
    return Overview(columns, tuple(_path(name, here, columns) for _key, name, _purpose, here in rows))


def _path(name: str, cards: Sequence[Card], columns: Sequence[Tally]) -> Path:
    return Path(name, tuple((each, _of(each, cards)) for each in columns), tallies(cards))


def _focus(programme: Programme, cards: Sequence[Card]) -> list[tuple[str, str, str, list[Card]]]:
    """Code, name, purpose and cards of each focus area that has any, those of none last."""
    rows: list[FocusArea | None] = [*programme.focus_areas.all(), None]
    found = [(row, [card for card in cards if card.criterion.focus_area == row]) for row in rows]
    return [
        (row.code if row else "hele", row.name if row else _("Hele programmet"), row.purpose if row else "", here)
        for row, here in found
        if here
    ]


def by_focus(programme: Programme, cards: Sequence[Card]) -> tuple[Block, ...]:
    """As the agreement orders them: focus areas, in them activities, in them criteria."""
    return tuple(
        Block(key, name, _by_activity(here), tallies(here), purpose, count=count_text(len(here)))
        for key, name, purpose, here in _focus(programme, cards)
    )


def _by_activity(cards: Sequence[Card]) -> tuple[Group, ...]:
    activities = dict.fromkeys(card.criterion.activity for card in cards)
    ordered = sorted(activities, key=lambda a: (a is not None, a.position if a else 0, a.name if a else ""))
    whole = _("Hele indsatsområdet")
    return tuple(
        Group(each.name if each else whole, tuple(card for card in cards if card.criterion.activity == each))
        for each in ordered
    )


def by_status(programme: Programme, cards: Sequence[Card]) -> tuple[Block, ...]:
    """Best first, as the columns of the overview; in each the focus areas."""
    made: list[Block] = []
    for each in tallies(cards):
        here = _of(each, cards)
        groups = tuple(Group(name, tuple(found)) for _key, name, _purpose, found in _focus(programme, here))
        made.append(Block(f"{each.status}-{len(made)}", each.name, groups, status=each.status, count=each.text))
    return tuple(made)


def by_area(
    cards: Sequence[Card],
    readings: Mapping[str, Reading],
    areas: Sequence[Area],
    figures: Mapping[str, tuple[AreaFigure, ...]],
) -> tuple[Block, ...]:
    """One block an area with the criteria that have a figure there, and last those that are told as a whole only."""
    made = [_area_block(area, cards, readings, figures) for area in areas]
    rest = tuple(card for card in cards if not figures[card.criterion.code])
    last = Block("hele", _("Tælles kun samlet"), (Group("", rest),), count=count_text(len(rest)))
    return tuple(block for block in (*made, *([last] if rest else [])) if block.groups)


def _area_block(
    area: Area, cards: Sequence[Card], readings: Mapping[str, Reading], figures: Mapping[str, tuple[AreaFigure, ...]]
) -> Block:
    rows = tuple(
        _area_row(card, readings[card.criterion.code], each)
        for card in cards
        for each in figures[card.criterion.code]
        if each.area == area
    )
    return Block(area.code, area.name, (Group("", in_area=rows),) if rows else (), count=count_text(len(rows)))


def _area_row(card: Card, reading: Reading, found: AreaFigure) -> AreaRow:
    if found.verdict is not None:
        return AreaRow(card, line(found.verdict, reading), "")
    return AreaRow(card, line_of_figure(found.figure), card.whole)
