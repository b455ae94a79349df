"""One programme on the page over all of them: how many criteria stand where, as a picture and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from traedesten.core.writing import written_date, written_day, written_moment
from traedesten.measures.across.choice import NONE, PROBLEMS, STANDINGS, Choice, standing_name
from traedesten.measures.across.seen import Seen
from traedesten.measures.board import Kept
from traedesten.measures.standing import Standing, mark_of
from traedesten.programme.models import Programme

PICTURE = 200  # units wide
KEPT_WRITTEN = 1024
MOST_TOLD = 3  # criteria named in a row


@dataclass(frozen=True, slots=True)
class Tally:
    """``start`` and ``width`` are its stretch of the picture."""

    standing: str
    name: str
    count: int
    start: str
    width: str

    @property
    def mark(self) -> str:
        return mark_of(self.standing)

    @property
    def words(self) -> str:
        return f"{self.count} {self.name[:1].lower()}{self.name[1:]}"


@dataclass(frozen=True, slots=True)
class Row:
    """``mine`` are the criteria asked for, ``told`` some of them by name, the neediest first, and ``more`` how many
    others are as needy.

    ``said`` is what must be known about when the figures are of; blank when they are of now. ``is_fetched`` when the
    page asks for them at once.
    """

    seen: Seen
    mine: tuple[Standing, ...]
    tallies: tuple[Tally, ...]
    told: tuple[Standing, ...]
    more: int
    said: str
    where: str
    ended: str
    is_fetched: bool

    @property
    def programme(self) -> Programme:
        return self.seen.programme

    @property
    def count(self) -> int:
        return sum(each.count for each in self.tallies)

    @property
    def count_text(self) -> str:
        return ngettext("%(count)d kriterium", "%(count)d kriterier", self.count) % {"count": self.count}

    @property
    def is_known(self) -> bool:
        return self.seen.board is not None

    def share(self, standings: Iterable[str]) -> tuple[float, int]:
        """How large a part of the criteria stand so, and how many they are: for putting programmes in order."""
        count = sum(each.count for each in self.tallies if each.standing in standings)
        return count / self.count if self.count else 0.0, count


_written: Kept[SafeString] = Kept(KEPT_WRITTEN)


def html(row: Row, choice: Choice) -> SafeString:
    """The row as the page shows it; kept as written, for one hundred of them cost more than all they are read from."""
    seen, board = row.seen, row.seen.board
    version, made = (board.version, (board.told_on, board.worked_out_at)) if board else (-1, ())
    said = (row.programme.code, row.programme.name, row.where, row.ended, row.said, row.is_fetched)
    key = ((seen.programme.pk, seen.area_ids), version, made, said, choice, translation.get_language())
    return _written.get(key, lambda: render_to_string("across/_row.html", {"row": row, "choice": choice}))


def row(seen: Seen, choice: Choice, today: date, is_fetched: bool = False) -> Row:
    """Told only of the criteria that were asked for."""
    mine = _asked_for(seen, choice)
    wanted = list(mine) if choice.is_of_criteria else [each for each in mine if each.standing in PROBLEMS]
    told = sorted(wanted, key=neediest_first)
    return Row(
        seen=seen,
        mine=mine,
        tallies=tallies(mine),
        told=tuple(told[:MOST_TOLD]),
        more=len(told) - MOST_TOLD if len(told) > MOST_TOLD else 0,
        said="" if seen.is_current else _said(seen),
        where=_where(seen),
        ended=_("Sluttede %(day)s") % {"day": written_date(seen.programme.ends_on)} if seen.has_ended(today) else "",
        is_fetched=is_fetched and not seen.is_current,
    )


def _asked_for(seen: Seen, choice: Choice) -> tuple[Standing, ...]:
    every = seen.board.standings if seen.board else ()
    return tuple(each for each in every if choice.has(each)) if choice.is_of_criteria else every


def tallies(standings: Iterable[Standing]) -> tuple[Tally, ...]:
    """Best first, each with its stretch of a picture as wide as them all."""
    counts = Counter(each.standing for each in standings)
    whole, at, made = sum(counts.values()), 0, []
    for code in STANDINGS:
        if counts[code]:
            start, width = PICTURE * at / whole, PICTURE * counts[code] / whole
            made.append(Tally(code, standing_name(code), counts[code], f"{start:.1f}", f"{width:.1f}"))
            at += counts[code]
    return tuple(made)


def neediest_first(standing: Standing) -> tuple[Any, ...]:
    """Not reached and behind first, by how much is lacking where that can be said; then what cannot be counted; then
    the rest, worst first."""
    place, lack = -STANDINGS.index(standing.standing), standing.short_of
    is_counted = standing.standing in PROBLEMS and standing.value is not None
    return not is_counted, standing.standing not in PROBLEMS, lack is None, -(lack or 0.0), place


def _said(seen: Seen) -> str:
    if seen.board is None:
        return _("Ikke regnet ud endnu")
    if seen.board.told_on < seen.day():
        return _("Som det stod %(day)s") % {"day": written_day(seen.board.told_on)}
    return _("Som det stod %(moment)s") % {"moment": written_moment(seen.board.worked_out_at)}


def _where(seen: Seen) -> str:
    """The municipality, and which areas where it is not all of them."""
    names = ", ".join(each.name for each in seen.municipalities)
    if seen.is_part:
        areas = _("kun %(areas)s") % {"areas": ", ".join(area.name for area in seen.areas)}
        return f"{names}, {areas}" if names else areas[:1].upper() + areas[1:]
    return names


def place_of(seen: Seen) -> str:
    """For putting in order: programmes without a municipality come last."""
    return next((each.name for each in seen.municipalities), "\uffff" + NONE)
