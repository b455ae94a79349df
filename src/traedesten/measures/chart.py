"""The curve of a criterion and its figures per area as specifications of charts, drawn from the rows of the tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from traedesten.core import chart as language
from traedesten.measures.trend import Kind, Phase, Point, Trend

LABEL_ROOM = 1.2  # of the highest value: room above it for the names of phases and of the target
BAR_HEIGHT = 34  # px an area
LETTERS_ACROSS = 105  # of the small names of phases, across a wide chart


@dataclass(frozen=True, slots=True)
class AreaBar:
    """One area's figure as it is drawn: `value` and `target` in the unit of the table."""

    name: str
    value: float | None
    target: float | None
    shown: str


def curve(trend: Trend, *, is_narrow: bool = False) -> dict[str, Any]:
    """The specification of a criterion's curve; a narrow one leaves out the names of phases."""
    import altair as alt  # why inside: it takes seconds, and most pages have no chart

    top = _top(trend)
    layers = [_phases(alt, trend, is_narrow)] if _phases_within(trend) else []
    layers += _bars(alt, trend, top) if trend.kind is Kind.PERIODS else _course(alt, trend, top)
    if trend.target is not None:
        layers += _target(alt, trend, top)
    made = alt.layer(*layers, data=alt.Data(values=_rows(trend)))
    return language.dressed(made.properties(width="container", height=language.WIDE[1]))


def areas(bars: Sequence[AreaBar], unit: str, *, is_narrow: bool = False) -> dict[str, Any]:
    """A bar for each area with its target."""
    import altair as alt  # why inside: as above

    rows = [{"navn": each.name, "tal": each.value, "maal": each.target, "vist": each.shown} for each in bars]
    names = alt.Axis(labelLimit=105 if is_narrow else 240, domain=False, ticks=False, grid=False)
    y = alt.Y("navn:N", sort=None, title=None, axis=names)
    most = max([0.0, *(each.value or 0 for each in bars), *(each.target or 0 for each in bars)]) or 1.0
    axis = alt.Axis(labelExpr=_with_unit(unit), grid=True, tickMinStep=1, tickCount=3 if is_narrow else 6)
    x = alt.X("tal:Q", title=None, scale=alt.Scale(domain=[0, most * (1.5 if is_narrow else LABEL_ROOM)]), axis=axis)
    base = alt.Chart(alt.Data(values=rows))
    drawn = base.mark_bar(color=language.BLUE, height=14, cornerRadiusEnd=3)
    words = base.mark_text(align="left", dx=6).encode(x=x, y=y, text="vist:N")
    halo = base.mark_text(align="left", dx=6, stroke="white", strokeWidth=5).encode(x=x, y=y, text="vist:N")
    ticks = base.transform_filter("isValid(datum.maal)").mark_tick(color=language.STONE, thickness=3, height=22)
    layers = [drawn.encode(x=x, y=y, tooltip=_tooltip(alt)), ticks.encode(x="maal:Q", y=y), halo, words]
    return language.dressed(alt.layer(*layers).properties(width="container", height=BAR_HEIGHT * len(rows)))


def _top(trend: Trend) -> float:
    """The top of the scale: what is drawn, and room for names above."""
    heights = [height for each in trend.points for height in (each.value, each.high, each.expected) if height]
    highest = max([*heights, *(trend.heading or ()), trend.target or 0], default=0) or 1
    return min(100.0, highest) * LABEL_ROOM if trend.unit == "%" else highest * LABEL_ROOM


def _bottom(trend: Trend) -> float:
    return min([0.0, *(low for each in trend.points for low in (each.value, each.low) if low is not None)])


def _with_unit(unit: str) -> str:
    """Numbers on an axis in the language's own way, with the sign of per cent where it is one."""
    return f"format(datum.value, ',') + '{chr(0xA0)}{unit}'" if unit else "format(datum.value, ',')"


def _tooltip(alt: Any) -> list[Any]:
    return [alt.Tooltip("navn:N"), alt.Tooltip("vist:N")]


def _day(on: date) -> str:
    return on.isoformat()


def _milliseconds(on: date) -> int:
    """Midnight of the day in universal time, as the browser counts."""
    return (on - date(1970, 1, 1)).days * 86_400_000


def _x(alt: Any, trend: Trend, field: str = "dag") -> Any:
    domain = [_milliseconds(trend.starts_on), _milliseconds(trend.ends_on)]
    months = (trend.ends_on - trend.starts_on).days / 30.4
    axis = alt.Axis(
        format="%Y" if months > 30 else "%b %Y", tickCount={"interval": "year", "step": 1} if months > 30 else 4,
        labelAlign="left" if months > 30 else "center", tickSize=8 if months > 30 else 4,
    )  # fmt: skip
    return alt.X(f"{field}:T", title=None, scale=alt.Scale(type="utc", domain=domain), axis=axis)


def _y(alt: Any, trend: Trend, top: float, field: str = "tal") -> Any:
    axis = alt.Axis(labelExpr=_with_unit(trend.unit), tickMinStep=1 if trend.kind is not Kind.LEVEL else 0.1)
    scale = alt.Scale(domain=[_bottom(trend), top], nice=False)
    return alt.Y(f"{field}:Q", title=None, scale=scale, axis=axis)


def _phases_within(trend: Trend) -> list[Phase]:
    return [each for each in trend.phases if each.ends_on >= trend.starts_on and each.starts_on <= trend.ends_on]


def _phases(alt: Any, trend: Trend, is_narrow: bool) -> Any:
    """Every other phase is tinted, and each has as much of its name at the top as there is room for."""
    rows = [
        {
            "fra": _day(max(each.starts_on, trend.starts_on)),
            "til": _day(min(each.ends_on, trend.ends_on)),
            "fase": "" if is_narrow else _room_for(each, trend),
            "tone": number % 2,
        }
        for number, each in enumerate(_phases_within(trend))
    ]
    base = alt.Chart(alt.Data(values=rows))
    x = _x(alt, trend, "fra")
    tone = alt.Color("tone:O", scale=alt.Scale(domain=[0, 1], range=[language.SAND, "#fbf8f3"]), legend=None)
    tint = base.mark_rect().encode(x=x, x2="til:T", color=tone)
    if is_narrow:
        return tint
    name = base.mark_text(align="left", baseline="top", dx=4, y=4, fontSize=11, color=language.INK_SOFT)
    return alt.layer(tint, name.encode(x=x, text="fase:N"))


def _room_for(phase: Phase, trend: Trend) -> str:
    days = (min(phase.ends_on, trend.ends_on) - max(phase.starts_on, trend.starts_on)).days
    letters = int(days / max(1, (trend.ends_on - trend.starts_on).days) * LETTERS_ACROSS)
    return phase.name if len(phase.name) <= letters else phase.name[: max(0, letters - 1)].rstrip() + "…"


def _target(alt: Any, trend: Trend, top: float) -> list[Any]:
    rows = [{"maal": trend.target, "ord": _("Målet: %(wanted)s") % {"wanted": trend.wanted}}]
    base = alt.Chart(alt.Data(values=rows))
    y = _y(alt, trend, top, "maal")
    rule = base.mark_rule(color=language.STONE, strokeWidth=2).encode(y=y)
    name = base.mark_text(align="left", baseline="bottom", x=4, dy=-3, fontWeight=600, color=language.STONE)
    halo = base.mark_text(align="left", baseline="bottom", x=4, dy=-3, fontWeight=600, stroke="white", strokeWidth=5)
    return [rule, halo.encode(y=y, text="ord:N"), name.encode(y=y, text="ord:N")]


def _rows(trend: Trend) -> list[dict[str, Any]]:
    """What the table shows of each point, and no more; of what no point has there is no column."""
    names = {"dag", "navn", "tal", "vist"}
    names |= {"lav", "hoej"} if trend.has_spread else set()
    names |= {"ventet"} if trend.has_expected else set()
    names |= {"til", "slags"} if trend.kind is Kind.PERIODS else set()
    full = (_row(trend, number) for number in range(len(trend.points)))
    return [{name: value for name, value in row.items() if name in names} for row in full]


def _row(trend: Trend, number: int) -> dict[str, Any]:
    point = trend.points[number]
    return {
        "dag": _day(point.on), "navn": point.label, "tal": point.value, "lav": point.low, "hoej": point.high,
        "ventet": point.expected, "vist": point.shown, "til": _day(_until(trend, number)), "slags": _sort_of(point),
    }  # fmt: skip


def _course(alt: Any, trend: Trend, top: float) -> list[Any]:
    """Where we are, how sure, what was expected by each day, and where four of five futures end."""
    x, y = _x(alt, trend), _y(alt, trend, top)
    base = alt.Chart()
    known = base.transform_filter("isValid(datum.tal)")
    layers = [_cone(alt, trend, x, top)] if trend.heading else []
    if trend.has_spread:
        unsure = known.transform_filter("isValid(datum.lav)")
        span = {"x": x, "y": _y(alt, trend, top, "lav"), "y2": "hoej:Q"}
        layers.append(unsure.mark_area(color=language.BLUE_DEEP, opacity=0.16).encode(**span))
        layers.append(unsure.mark_rule(color=language.BLUE_DEEP, strokeWidth=3).encode(**span))
    if trend.has_expected:
        path = base.transform_filter("isValid(datum.ventet)")
        path = path.mark_line(color=language.INK, strokeWidth=1.5, strokeDash=[5, 4])
        layers.append(path.encode(x=x, y=_y(alt, trend, top, "ventet")))
    layers.append(known.mark_line(color=language.BLUE).encode(x=x, y=y))
    dots = known.mark_point(color=language.BLUE, fill=language.BLUE, size=40, opacity=1)
    return [*layers, dots.encode(x=x, y=y, tooltip=_tooltip(alt))]


def _cone(alt: Any, trend: Trend, x: Any, top: float) -> Any:
    """From where we are to the band at the end."""
    now = [each for each in trend.points if each.value is not None][-1]
    low, high = trend.heading or (0, 0)
    rows = [
        {"dag": _day(now.on), "bund": now.value, "top": now.value},
        {"dag": _day(trend.ends_on), "bund": low, "top": high},
    ]
    cone = alt.Chart(alt.Data(values=rows)).mark_area(
        color=language.BAND, opacity=0.85, stroke=language.BAND_EDGE, strokeWidth=1
    )
    return cone.encode(x=x, y=_y(alt, trend, top, "bund"), y2="top:Q")


def _bars(alt: Any, trend: Trend, top: float) -> list[Any]:
    """A bar a period: kept is filled, not kept is outlined, and what is not judged is pale."""
    base = alt.Chart().transform_filter("isValid(datum.tal)")
    sorts = ["naaet", "ikke", "uden"]
    tint = [language.BLUE, "#ffffff", language.LINE]
    fill = alt.Fill("slags:N", scale=alt.Scale(domain=sorts, range=tint), legend=None)
    edge = [language.BLUE, language.STONE, language.QUIET]
    stroke = alt.Stroke("slags:N", scale=alt.Scale(domain=sorts, range=edge), legend=None)
    few = len(trend.points) <= 16
    bars = base.mark_rect(strokeWidth=2 if few else 1, cornerRadius=2 if few else 0)
    x, y = _x(alt, trend), _y(alt, trend, top)
    return [bars.encode(x=x, x2="til:T", y=y, y2=alt.datum(0), fill=fill, stroke=stroke, tooltip=_tooltip(alt))]


def _until(trend: Trend, number: int) -> date:
    """Where a period's bar ends: a little before the next one begins."""
    begins = trend.points[number].on
    ends = trend.points[number + 1].on if number + 1 < len(trend.points) else trend.ends_on
    return begins + (ends - begins) * 0.88


def _sort_of(point: Point) -> str:
    if not point.is_judged or point.status is None:
        return "uden"
    return "naaet" if point.status.value in ("reached", "on_course") else "ikke"
