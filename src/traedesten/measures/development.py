"""How a criterion has gone: its curves and its figures per area, each drawn and as a table, kept as written."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from measure_engine.figure import Shape
from measure_engine.language import number
from traedesten.core import chart as language
from traedesten.core.access import Permission
from traedesten.measures import board, card, chart
from traedesten.measures.area_figure import AreaFigure
from traedesten.measures.board import Reading
from traedesten.measures.card import Line
from traedesten.measures.compass_page import per_area_of_one
from traedesten.measures.span import span
from traedesten.measures.trend import Trend, plotted, trends
from traedesten.places.models import Staff
from traedesten.programme.models import Programme
from traedesten.programme.rules import AreaIds, areas_of

FEWEST_AREAS = 2


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart as it stands in a page: for a desktop and paper, for a phone, and the data to make it live."""

    wide: SafeString
    narrow: SafeString
    spec: dict[str, Any]
    mark: str


@dataclass(frozen=True, slots=True)
class Curve:
    trend: Trend
    drawn: Drawn | None


@dataclass(frozen=True, slots=True)
class AreaLine:
    name: str
    shown: str
    line: Line
    has_target: bool


def of(staff: Staff, programme: Programme, reading: Reading, as_of: date) -> SafeString:
    """The part of the page, drawn anew only when the programme's version has moved."""
    area_ids = areas_of(staff, programme, Permission.SEE_FIGURES)
    return board.kept(programme, _key(reading, as_of, area_ids), lambda: _write(programme, reading, as_of, area_ids))


def is_ready(staff: Staff, programme: Programme, reading: Reading, as_of: date) -> bool:
    """Whether it is drawn already, so that a page may hold it without waiting."""
    return board.is_kept(programme, _key(reading, as_of, areas_of(staff, programme, Permission.SEE_FIGURES)))


def _key(reading: Reading, as_of: date, area_ids: AreaIds) -> Hashable:
    return "development", reading.criterion.code, as_of, area_ids


def _write(programme: Programme, reading: Reading, as_of: date, area_ids: AreaIds) -> SafeString:
    found = trends(reading, board.evaluator_of(programme), board.told_on(reading, as_of))
    figures = per_area_of_one(programme, reading, as_of, area_ids)
    shown = [each for each in figures if area_ids is None or each.area.pk in area_ids]
    context = {
        "curves": [_curve(each, f"k{number}") for number, each in enumerate(found)],
        "areas": [_area(each, reading) for each in shown] if len(shown) >= FEWEST_AREAS else [],
        "area_chart": _areas(shown) if len(shown) >= FEWEST_AREAS else None,
    }
    return render_to_string("measures/_development.html", context)


def _curve(trend: Trend, mark: str) -> Curve:
    if not trend.has_picture:
        return Curve(trend, None)
    spec, narrow = chart.curve(trend), chart.curve(trend, is_narrow=True)
    return Curve(trend, _drawn(spec, narrow, mark))


def _drawn(spec: dict[str, Any], narrow: dict[str, Any], mark: str) -> Drawn:
    return Drawn(
        language.picture(spec, language.WIDE, mark=f"{mark}w"),
        language.picture(narrow, language.NARROW, mark=f"{mark}n"),
        spec,
        mark,
    )


def _area(found: AreaFigure, reading: Reading) -> AreaLine:
    line = card.line(found.verdict, reading) if found.verdict else card.line_of_figure(found.figure)
    return AreaLine(found.area.name, line.shown, line, found.verdict is not None)


def _areas(found: Sequence[AreaFigure]) -> Drawn | None:
    unit = "%" if any(each.figure.shape is Shape.SHARE for each in found) else ""
    bars = [chart.AreaBar(each.area.name, plotted(each.figure)[0], _target(each), _short(each, unit)) for each in found]
    if all(each.value is None for each in bars):
        return None
    return _drawn(chart.areas(bars, unit), chart.areas(bars, unit, is_narrow=True), "o")


def _short(found: AreaFigure, unit: str) -> str:
    """The figure at the end of its bar."""
    value, estimate = plotted(found.figure)[0], span(found.figure)
    if estimate:
        return estimate.least
    return "" if value is None else f"{number(value, translator=board.translator())} {unit}".rstrip()


def _target(found: AreaFigure) -> float | None:
    target = found.verdict.target if found.verdict else None
    return target.value if target else None
