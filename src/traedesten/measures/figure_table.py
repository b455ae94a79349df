"""Every criterion's figure as plain rows, for the command line, files and other programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from measure_engine.estimate import Estimate
from measure_engine.explain import heading
from measure_engine.figure import Figure, half_up
from measure_engine.forecast import Forecast
from measure_engine.judgement import Verdict
from measure_engine.target import write
from traedesten.measures import board, card
from traedesten.measures.board import Reading
from traedesten.measures.words import sentence_of
from traedesten.programme.models import Programme

COLUMNS = (
    "criterion",
    "row",
    "text",
    "scope",
    "value",
    "numerator",
    "denominator",
    "unit",
    "missing",
    "shown",
    "target",
    "status",
    "reason",
    "floor",
    "likely_low",
    "likely_high",
    "light",
    "forecast_low",
    "forecast_high",
    "forecast_reach",
    "definition",
)
WIDTHS = {"criterion": 8, "scope": 18, "shown": 36, "target": 18, "status": 18}
MOST_WIDE = 76


def rows(programme: Programme, as_of: date) -> list[dict[str, Any]]:
    """One row a criterion and target, in the agreement's order; a criterion without a target has one row."""
    names = board.evaluator_of(programme).names
    found = board.of_areas(programme, as_of)
    return [
        row for reading in found for row in _rows_of(reading, sentence_of(reading.definition, names, reading.target))
    ]


def _rows_of(reading: Reading, sentence: str) -> Iterable[dict[str, Any]]:
    about = {"criterion": reading.criterion.code, "row": reading.criterion.row, "text": reading.criterion.text}
    if reading.assessment is None:
        blank = dict.fromkeys(("scope", "value", "numerator", "denominator", "unit", "shown", "target"))
        yield {**about, **blank, "missing": [], "status": "no_data", "reason": reading.fault, "definition": sentence}
        return
    for verdict in reading.verdicts:
        yield {**about, **_figure(verdict.figure), **_verdict(verdict, reading), "definition": sentence}


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "unit": str(figure.unit),
        "missing": [{"count": each.count, "what": each.what} for each in figure.missing if each.count],
        "interval": [figure.interval.low, figure.interval.high] if figure.interval else None,
        "interval_level": figure.interval.level if figure.interval else None,
        "estimate": _estimate(figure.estimate),
        "parts": {part.key: _figure(part.figure) for part in figure.parts},
    }


def _estimate(estimate: Estimate | None) -> dict[str, Any] | None:
    """As it is shown, in whole guests or per cent; what it was rounded from is for calculating only."""
    if estimate is None:
        return None
    light = estimate.light
    return {
        "floor": estimate.floor,
        "likely_low": estimate.low,
        "likely_high": estimate.high,
        "is_percent": estimate.per_cent,
        "light": str(light.colour),
        "light_name": light.label(board.translator()),
        "light_reasons": list(light.reasons),
        "constants": estimate.constants,
    }


def _forecast(found: Forecast | None) -> dict[str, Any] | None:
    """The total at the target's end: where it lies in 80 and in 95 of 100, and the chance of keeping the target."""
    if found is None:
        return None
    return {
        "low": half_up(found.low80),
        "high": half_up(found.high80),
        "low_95": half_up(found.low95),
        "high_95": half_up(found.high95),
        "reach": round(found.reach, 4),
    }


def _verdict(verdict: Verdict, reading: Reading) -> dict[str, Any]:
    found = card.line(verdict, reading)
    return {
        "scope": found.scope,
        "shown": found.shown,
        "target": write(verdict.target) if verdict.target else None,
        "wanted": found.wanted,
        "expected": verdict.expected,
        "forecast": _forecast(verdict.forecast),
        "heading": heading(verdict, board.translator()),
        "status": str(verdict.status),
        "status_name": found.status_name,
        "reason": verdict.reason,
    }


def as_json(programme: Programme, as_of: date, found: Sequence[dict[str, Any]]) -> str:
    document = {"format": "traedesten-figures/1", "programme": programme.code, "as_of": as_of.isoformat()}
    return json.dumps({**document, "criteria": found}, ensure_ascii=False, indent=2) + "\n"


def as_csv(found: Sequence[dict[str, Any]]) -> str:
    """Semicolons between, one row a target; numbers with a point, as programs read them."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in found:
        missing = "; ".join(f"{each['count']} {each['what']}" for each in row["missing"])
        flat = {**row, **_flat(row), "missing": missing, "target": row.get("wanted", "")}
        writer.writerow(["" if flat.get(name) is None else flat[name] for name in COLUMNS])
    return out.getvalue()


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """An estimate and a forecast as columns."""
    estimate, found = row.get("estimate") or {}, row.get("forecast") or {}
    heading_for = {f"forecast_{name}": found.get(name) for name in ("low", "high", "reach")}
    return {**{name: estimate.get(name) for name in ("floor", "likely_low", "likely_high", "light")}, **heading_for}


def as_table(found: Sequence[dict[str, Any]]) -> str:
    """Two lines a figure: the numbers, and under them the reason in words."""
    heads = {
        "criterion": _("Kode"),
        "scope": _("Hvor"),
        "shown": _("Tal"),
        "target": _("Mål"),
        "status": _("Status"),
    }
    lines = [_cells(heads), "-" * sum(width + 2 for width in WIDTHS.values())]
    for row in found:
        cells = {**row, "target": row.get("wanted", ""), "status": row.get("status_name", _("Kan ikke tælles"))}
        more = [f"{'':10}{row['heading']}"] if row.get("heading") else []
        lines += [_cells(cells), f"{'':10}{_short(row['text'])}", f"{'':10}{row['reason']}", *more, ""]
    return "\n".join(lines).rstrip() + "\n"


def _cells(row: dict[str, Any]) -> str:
    return "  ".join(f"{row.get(name) or '':<{width}.{width}}" for name, width in WIDTHS.items()).rstrip()


def _short(text: str) -> str:
    return text if len(text) <= MOST_WIDE else text[: MOST_WIDE - 1].rstrip() + "…"
