"""The same kind of measure beside one another over programmes, added up only where that is honest.

Definitions differ from programme to programme, so figures are grouped by what they count, how they are made and how
well the people behind them are known. People are never added: the same resident may be in several programmes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from measure_engine.figure import Depth, Shape
from measure_engine.language import number
from measure_engine.phrase import UNIT_NOUNS
from measure_engine.vocabulary import Unit
from traedesten.measures.across.choice import Choice
from traedesten.measures.across.row import Row, row
from traedesten.measures.across.seen import Seen
from traedesten.measures.board import translator
from traedesten.measures.standing import Standing

ADDS_UP = frozenset(
    {
        Unit.SESSION, Unit.VISIT, Unit.ENTRY, Unit.RUN, Unit.REFERRAL, Unit.INITIATIVE, Unit.PUBLICATION, Unit.NEED,
        Unit.THEME, Unit.STORY, Unit.CONVERSATION,
    }
)  # fmt: skip
"""Things that happened: each belongs to one programme. People, families, partners and areas may be in several."""

MADE = {
    Shape.COUNT: gettext_noop("Antal"),
    Shape.SUM: gettext_noop("Lagt sammen"),
    Shape.MEAN: gettext_noop("Gennemsnit"),
    Shape.SHARE: gettext_noop("Andel"),
    Shape.CHANGE: gettext_noop("Ændring"),
    Shape.LEVEL: gettext_noop("Niveau"),
}
KNOWN = {
    Depth.NONE: "",
    Depth.TALLY: gettext_noop("gæster talt uden at være kendt"),
    Depth.PSEUDONYM: gettext_noop("kendte personer, uden navn"),
    Depth.OUTSIDE: gettext_noop("tal udefra"),
}


@dataclass(frozen=True, slots=True)
class Line:
    row: Row
    standing: Standing


@dataclass(frozen=True, slots=True)
class Group:
    """Figures of the same unit, made in the same way, of people known equally well. ``added`` is their sum in words,
    else ``why_not`` says why there is none; neither where there is only one programme."""

    name: str
    known: str
    lines: tuple[Line, ...]
    added: str
    why_not: str


def groups(rows: Iterable[Row], measure: str) -> list[Group]:
    """The largest first."""
    found: dict[tuple[str, str, str, bool], list[Line]] = {}
    for each in rows:
        for one in each.seen.board.standings if each.seen.board else ():
            if one.measure == measure:
                found.setdefault((one.unit, one.made, one.depth, one.is_estimate), []).append(Line(each, one))
    made = [_group(key, lines) for key, lines in found.items()]
    return sorted(made, key=lambda each: (-len(each.lines), each.name))


def rows_of(everything: Iterable[Seen], choice: Choice, today: Any) -> list[Row]:
    return [row(each, choice, today) for each in everything if choice.has_place(each)]


def _group(key: tuple[str, str, str, bool], lines: Sequence[Line]) -> Group:
    unit, made, depth, _is_estimate = key
    ordered = sorted(lines, key=lambda each: (each.standing.done is None, -(each.standing.done or 0.0)))
    added, why_not = _added(ordered)
    known = KNOWN[Depth(depth)] if depth else ""
    return Group(_name(unit, made), translator().gettext(known) if known else "", tuple(ordered), added, why_not)


def _name(unit: str, made: str) -> str:
    if not unit:
        return _("Kan ikke tælles")
    if made == Shape.SUM:
        return _("Sum")
    text = {"made": translator().gettext(MADE[Shape(made)]), "unit": translator().gettext(UNIT_NOUNS[Unit(unit)])}
    return _("%(made)s: %(unit)s") % text


def _added(lines: Sequence[Line]) -> tuple[str, str]:
    """The sum in words, or why there is none."""
    programmes = {each.row.programme.pk for each in lines}
    if len(programmes) < 2:
        return "", ""
    why_not = _why_not(lines, len(programmes))
    if why_not:
        return "", why_not
    first, values = lines[0].standing, [each.standing.value or 0.0 for each in lines]
    unit = translator().gettext(UNIT_NOUNS[Unit(first.unit)])
    told = {"sum": number(sum(values), translator=translator()), "unit": unit, "count": len(programmes)}
    if first.made == Shape.SUM:
        return _("Lagt sammen: %(sum)s i %(count)d programmer, siden hvert begyndte.") % told, ""
    return _("Lagt sammen: %(sum)s %(unit)s i %(count)d programmer, siden hvert begyndte.") % told, ""


def _why_not(lines: Sequence[Line], programmes: int) -> str:
    standings = [each.standing for each in lines]
    first = standings[0]
    if not first.unit:
        return ""
    if first.made not in (Shape.COUNT, Shape.SUM):
        return _("Lægges ikke sammen: andele, gennemsnit og niveauer kan ikke lægges sammen.")
    if first.unit not in ADDS_UP:
        return _("Lægges ikke sammen: den samme kan være med i flere programmer.")
    if any(each.value is None for each in standings):
        return _("Lægges ikke sammen: et af programmerne har ingen tal.")
    if any(each.is_estimate for each in standings):
        return _("Lægges ikke sammen: tallene er skøn.")
    if any(not each.is_whole for each in standings):
        return _("Lægges ikke sammen: et af tallene er for en del af programmet eller af tiden.")
    if len(standings) > programmes:
        return _("Lægges ikke sammen: et program har flere af samme slags, og de kan tælle det samme.")
    if len({each.alike for each in standings}) > 1:
        return _("Lægges ikke sammen: programmerne tæller ikke helt det samme.")
    if any(each.row.said for each in lines):
        return _("Lægges ikke sammen, før alle tal er regnet ud på ny.")
    return ""
