"""The calendar's own pieces with something in them, for the gallery page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from traedesten.planning.calendar_page import STATES, Item
from traedesten.schedule.models import Session


def _line(state: str, hue: int) -> Item:
    """As the calendar shows a session that has come so far; one that nobody has told of is registered from there."""
    session = Session(code=f"eksempel-{hue}")
    told: Any = {"title": _("Torsdagscafé"), "where": _("Beboerhuset"), "who": _("Lise")}
    register = "#" if state == "untold" else ""
    return Item(session=session, hours="10.00-12.00", state=state, hue=hue, register=register, **told)


SHOWN = {
    "planner": {"programme": {"code": "eksempel"}},
    "lines": [_line(state, hue) for hue, state in enumerate(STATES)],
}
