"""The one chart language: colours, letters, Danish numbers and days of every chart, and a chart as a picture.

A chart is a Vega-Lite specification as plain data, made with altair by who knows the numbers. `dressed` gives it the
house's looks, the same for the browser and for paper; `picture` draws it as SVG without a browser. Importing altair
takes seconds the first time, so those who draw import it inside.
"""

from __future__ import annotations

import re
from typing import Any

from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

FONT = "IBM Plex Sans, system-ui, sans-serif"
INK = "#1a1a1a"
INK_SOFT = "#454545"
LINE = "#e0d6c6"
SAND = "#f3ece1"
BLUE = "#004d99"  # where we are
BLUE_DEEP = "#002b55"  # where it probably lies
BAND = "#c4dcf3"  # where we are heading
BAND_EDGE = "#5b86b3"
STONE = "#a34a28"  # the target
GREEN = "#2c6a00"
QUIET = "#b9ad9a"  # shown, not judged
RANGE = [BLUE, STONE, GREEN, BAND_EDGE, QUIET, BLUE_DEEP]

WIDE, NARROW = (720, 300), (300, 240)  # in px: a desktop and paper, a phone

MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
    "december",
)  # fmt: skip
DAYS = ("søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag")
DANISH: dict[str, Any] = {
    "number": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " kr"]},
    "time": {
        "dateTime": "%A den %d. %B %Y %X",
        "date": "%d.%m.%Y",
        "time": "%H.%M.%S",
        "periods": ["AM", "PM"],
        "days": list(DAYS),
        "shortDays": [each[:3] for each in DAYS],
        "months": list(MONTHS),
        "shortMonths": [each[:3] for each in MONTHS],
    },
}


def looks() -> dict[str, Any]:
    """The configuration every chart has; numbers and days in the language of the page."""
    label = {"labelFont": FONT, "titleFont": FONT, "labelColor": INK_SOFT, "titleColor": INK_SOFT}
    danish = (translation.get_language() or "da").startswith("da")
    return {
        "aria": False,  # the figure around the chart says in words what it shows
        "background": "white",
        "font": FONT,
        **({"locale": DANISH} if danish else {}),
        "view": {"stroke": None},
        "range": {"category": RANGE},
        "axis": {
            **label, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": 400, "labelFontWeight": 400,
            "gridColor": LINE, "domainColor": LINE, "tickColor": LINE, "labelPadding": 6,
        },
        "axisX": {"grid": False},
        "axisY": {"domain": False, "ticks": False, "tickCount": 5},
        "text": {"font": FONT, "fontSize": 12, "color": INK},
        "header": {**label, "labelFontSize": 12},
        "line": {"strokeWidth": 3, "strokeCap": "round", "strokeJoin": "round"},
    }  # fmt: skip


def dressed(chart: Any) -> dict[str, Any]:
    """An altair chart as plain data with the house's looks; its width is that of what it stands in."""
    spec: dict[str, Any] = chart.to_dict(validate=False)  # a test draws and checks every kind of chart we make
    return {**spec, "config": looks()}


def picture(spec: dict[str, Any], size: tuple[int, int] = WIDE, *, mark: str = "") -> SafeString:
    """The chart as SVG to stand in a page. `mark` keeps its inner names apart from those of other charts there."""
    import vl_convert  # why inside: it starts a script engine, which only who draws needs

    width, height = size
    sized = {**spec, "width": width, "height": height if spec.get("height") is None else spec["height"]}
    sized["autosize"] = {"type": "fit", "contains": "padding"}
    drawn: str = vl_convert.vegalite_to_svg(sized)
    drawn = re.sub(r'(id="|url\(#|href="#)', rf"\g<1>{mark}-", drawn) if mark else drawn
    return mark_safe(drawn.replace("<svg ", '<svg focusable="false" aria-hidden="true" ', 1))
