"""Where one criterion stood, in plain values: what a page over many programmes shows of it without working it out.

A standing is a card and a little of what it was made from; it holds the words as they were written that day.
"""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from measure_engine.figure import Figure, Shape
from measure_engine.judgement import Verdict
from traedesten.measures.bar import Bar, Stretch
from traedesten.measures.board import Reading
from traedesten.measures.card import Card, card

UNCOUNTED = "uncounted"  # beside the engine's statuses: a criterion that cannot be counted, and says why
# Codes of the programme's own rows: two measures that differ only in these are the same measure of different places.
OWN_ROWS = frozenset({"activities", "areas", "runs", "offers", "initiatives", "partners", "focus_areas", "venues"})


class Standing(NamedTuple):
    """``standing`` is the status, or "uncounted"; ``name`` what it is called.

    ``figure`` is what a page shows large ("38 af 80"), ``value`` the number behind it, of ``unit``, ``made`` (counted,
    a share ...) and known to ``depth``. ``done`` is how far along to the target, ``due`` how far it should be by now,
    both 1 at the target; of several targets those of the one that lacks most. ``measure`` is the preset, ``alike`` the
    same for measures that differ only in where. ``is_whole``: the figure is of all the programme and since it began.
    ``drawn`` are the values of its bar. A tuple, because a page reads thousands of them.
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
    drawn: list[Any] | None

    @property
    def bar(self) -> Bar | None:
        if self.drawn is None:
            return None
        return MAKE_BAR(*(Stretch(*each) if isinstance(each, list) else each for each in self.drawn))

    @property
    def mark(self) -> str:
        """The name of its small picture."""
        return mark_of(self.standing)

    @property
    def short_of(self) -> float | None:
        """How much is lacking, as a share of the target: what should be there by now, else what should be at last."""
        return None if self.done is None else _lack((self.done, self.due))


def _lack(way: tuple[float | None, float | None]) -> float:
    """How much is lacking, as a share of the target; less than nothing where that cannot be said."""
    done, due = way
    return -1.0 if done is None else max(0.0, (1.0 if due is None else due) - done)


def mark_of(standing: str) -> str:
    return "not_measurable" if standing == UNCOUNTED else standing


def of(reading: Reading) -> Standing:
    """The criterion as the compass tells it."""
    shown, criterion = card(reading), reading.criterion
    verdict = reading.verdicts[0] if len(reading.verdicts) == 1 else None
    ways = [_way(each) for each in reading.verdicts if each.status is shown.status]
    done, due = max(ways, key=_lack, default=(None, None))
    figure = verdict.figure if verdict else reading.assessment.figure if reading.assessment else None
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
        drawn=_drawn(shown.bar),
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


FIELDS = Standing._fields
MAKE_BAR: Any = Bar  # made by position, as it was written


def _drawn(bar: Bar | None) -> list[Any] | None:
    return None if bar is None else [_stretched(getattr(bar, field.name)) for field in fields(bar)]


def _stretched(value: Any) -> Any:
    return [value.start, value.width] if isinstance(value, Stretch) else value


def to_plain(standing: Standing) -> list[Any]:
    """Values that JSON can hold, in the order of `FIELDS`: names a row would cost more than the values."""
    return list(standing)


def from_plain(plain: list[Any]) -> Standing:
    """Raises TypeError where there are more or fewer values than a standing has."""
    return Standing._make(plain)
