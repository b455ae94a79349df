"""Where one criterion stood, in plain values: what a page over many programmes shows of it without working it out.

A standing is a card and a little of what it was made from; it holds the words as they were written that day.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, get_type_hints

from django.utils.translation import gettext as _

from measure_engine.figure import Figure, Shape
from measure_engine.judgement import Verdict
from traedesten.measures.bar import Bar, Stretch
from traedesten.measures.board import Reading
from traedesten.measures.card import Card, card

UNCOUNTED = "uncounted"  # beside the engine's statuses: a criterion that cannot be counted, and says why
# Codes of the programme's own rows: two measures that differ only in these are the same measure of different places.
OWN_ROWS = frozenset({"activities", "areas", "runs", "offers", "initiatives", "partners", "focus_areas", "venues"})


@dataclass(frozen=True, slots=True)
class Standing:
    """``standing`` is the status, or "uncounted"; ``name`` what it is called.

    ``figure`` is what a page shows large ("38 af 80"), ``value`` the number behind it, of ``unit``, ``made`` (counted,
    a share ...) and known to ``depth``. ``done`` is how far along to the target, ``due`` how far it should be by now;
    both 1 at the target. ``measure`` is the preset, ``alike`` the same for measures that differ only in where.
    ``is_whole``: the figure is of all the programme and since it began.
    """

    code: str
    text: str
    focus: str
    measure: str
    alike: str
    standing: str
    name: str
    figure: str
    wanted: str
    reason: str
    heading: str
    period: str
    unit: str
    made: str
    depth: str
    value: float | None
    done: float | None
    due: float | None
    is_estimate: bool
    is_whole: bool
    bar: Bar | None

    @property
    def mark(self) -> str:
        """The name of its small picture."""
        return mark_of(self.standing)

    @property
    def short_of(self) -> float:
        """How much is lacking, as a share of the target: what should be there by now, else what should be at last."""
        return max(0.0, (1.0 if self.due is None else self.due) - (self.done or 0.0))


def mark_of(standing: str) -> str:
    return "not_measurable" if standing == UNCOUNTED else standing


def of(reading: Reading) -> Standing:
    """The criterion as the compass tells it."""
    shown, criterion = card(reading), reading.criterion
    verdict = reading.verdicts[0] if len(reading.verdicts) == 1 else None
    figure = verdict.figure if verdict else reading.assessment.figure if reading.assessment else None
    done, due = _way(verdict) if verdict else (None, None)
    return Standing(
        code=criterion.code,
        text=criterion.text,
        focus=criterion.focus_area.name if criterion.focus_area else "",
        measure=_measure(criterion.measure),
        alike=_alike(criterion.measure),
        standing=UNCOUNTED if shown.fault else str(shown.status),
        name=shown.status_name,
        figure=_against(shown),
        wanted=shown.lines[0].wanted if len(shown.lines) == 1 else "",
        reason=shown.fault or shown.beside,
        heading=shown.heading,
        period=shown.period,
        unit=figure.unit if figure else "",
        made=str(figure.shape) if figure else "",
        depth=str(figure.depth) if figure else "",
        value=figure.value if figure else None,
        done=done,
        due=due,
        is_estimate=bool(figure and figure.estimate),
        is_whole=_is_whole(reading),
        bar=shown.bar,
    )


def _against(shown: Card) -> str:
    if len(shown.lines) > 1:
        return _("%(shown)s, %(count)d mål") % {"shown": shown.shown, "count": len(shown.lines)}
    return shown.against


def _is_whole(reading: Reading) -> bool:
    target, starts_on = reading.target, reading.criterion.programme.starts_on
    if len(reading.verdicts) != 1 or reading.verdicts[0].periods:
        return False
    return target is None or not (any(target.scope) or (target.starts_on or starts_on) > starts_on)


def _way(verdict: Verdict) -> tuple[float | None, float | None]:
    """How far along to the target, and how far it should be by now."""
    figure, target = verdict.figure, verdict.target
    if target is None or not target.value or target.direction or figure.value is None or figure.shape is Shape.CHANGE:
        return None, None
    due = None if verdict.expected is None else verdict.expected / target.value
    return round(_hundreds(figure) * figure.value / target.value, 4), None if due is None else round(due, 4)


def _hundreds(figure: Figure) -> int:
    return 100 if figure.shape is Shape.SHARE else 1


def _measure(measure: Any) -> str:
    """The name of the preset; empty for a definition written freely."""
    name = measure.get("preset") if isinstance(measure, dict) else None
    return name if isinstance(name, str) else ""


def _alike(measure: Any) -> str:
    """The measure without the codes of the programme's own rows; empty for one written freely."""
    if not _measure(measure):
        return ""
    return json.dumps({key: value for key, value in measure.items() if key not in OWN_ROWS}, sort_keys=True)


def to_plain(standing: Standing) -> dict[str, Any]:
    """Values that JSON can hold."""
    return asdict(standing)


def from_plain(plain: Any) -> Standing:
    """Raises TypeError, KeyError, ValueError or AttributeError where the values are not those of a standing."""
    hints = _hints()
    if set(plain) != set(hints):
        raise KeyError(f"a standing has other fields: {sorted(set(plain) ^ set(hints))}")
    bar = plain["bar"]
    return Standing(**{**plain, "bar": None if bar is None else _bar(bar)})


@cache
def _hints() -> dict[str, Any]:
    return get_type_hints(Standing)


def _bar(plain: dict[str, Any]) -> Bar:
    stretches = {name: Stretch(**plain[name]) if plain[name] else None for name in ("likely", "heading")}
    return Bar(**{**plain, **stretches})
