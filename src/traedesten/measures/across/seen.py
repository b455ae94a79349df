"""The programmes whose figures a person sees, each with the areas they see them for and the board that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from traedesten.core.access import Permission
from traedesten.measures import kept_board
from traedesten.measures.board import day_for
from traedesten.measures.kept_board import Board, Wanted
from traedesten.places.models import Area, Organisation
from traedesten.programme import queries, rules
from traedesten.programme.models import Programme
from traedesten.programme.rules import AreaIds


@dataclass(frozen=True, slots=True)
class Seen:
    """``board`` is None where nothing is kept that can be read."""

    programme: Programme
    area_ids: AreaIds
    areas: tuple[Area, ...]
    is_part: bool  # not all the programme's areas
    board: Board | None
    version: int

    @property
    def is_current(self) -> bool:
        return self.board is not None and self.board.is_current(self.programme, self.version)

    @property
    def municipalities(self) -> tuple[Organisation, ...]:
        """Of the areas the person sees, by name."""
        found = {area.municipality for area in self.areas if area.municipality}
        return tuple(sorted(found, key=lambda each: each.name))

    def has_ended(self, today: date) -> bool:
        return self.programme.ends_on < today

    def day(self) -> date:
        return day_for(self.programme)


def by(staff: Any) -> tuple[Seen, ...]:
    """By name: those where a role of the person's gives the live figures, with the areas of those roles alone."""
    return _seen(rules.areas_everywhere(staff, Permission.SEE_FIGURES))


def published(staff: Any) -> list[tuple[str, str]]:
    """Code and name of those where the person reads what is published, and no role of theirs gives live figures."""
    known = queries.named_for(staff)
    return [
        (code, name)
        for code, name, held in known
        if Permission.SEE_PUBLISHED in held and Permission.SEE_FIGURES not in held
    ]


def one(staff: Any, programme: Programme) -> Seen:
    """One of them, its board brought up to date: worked out if need be. Whoever calls has asked for the permission."""
    area_ids = rules.areas_of(staff, programme, Permission.SEE_FIGURES)
    kept_board.bring_up_to_date(programme, area_ids)
    return _seen({programme.pk: area_ids})[0]


def _seen(areas: dict[int, AreaIds]) -> tuple[Seen, ...]:
    programmes = queries.with_areas(areas)
    boards = kept_board.read([Wanted(each, areas[each.pk]) for each in programmes])
    return tuple(_of(each, areas[each.pk], boards.get(each.pk)) for each in programmes)


def _of(programme: Any, area_ids: AreaIds, board: Board | None) -> Seen:
    every = tuple(programme.areas.all())
    mine = every if area_ids is None else tuple(area for area in every if area.pk in area_ids)
    return Seen(programme, area_ids, mine, len(mine) < len(every), board, programme.number)
