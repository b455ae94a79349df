"""What a person does most and chose last, so that the next time takes fewer taps. Kept in their session only, and
learned afresh from their own entries at each log-in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from traedesten.core import clock
from traedesten.desk import layout
from traedesten.desk.workplace import Workplace
from traedesten.journal.catalogue import KINDS

KEY = "desk"
FAVOURITES = 6
ENOUGH = 3  # kinds; with fewer, most of the first row is not the person's own habit
READ_BACK = 500
RECALLED = 60
CODED = ("area", "activity", "partner", "run")  # columns that point at a row; the others hold a word
# Only what is shown at once is remembered: nothing is to be said in silence because it was said last time.
# Chosen anywhere, it is the default everywhere: one seldom moves between two registrations.
SHARED = ("area",)
# The default next time for the same kind.
PER_KIND = ("activity", "channel", "source", "partner", "run")
# The default for the same kind for the rest of the day.
TODAY_ONLY = ("session",)


def favourites(request: HttpRequest, workplace: Workplace) -> list[str]:
    """The kinds the person registers most, learned from their own entries and worked out once a day.

    A newcomer gets what people in their role mostly do, then the first kinds of the page.
    """
    kept = _shelf(request, workplace)
    today = clock.today().isoformat()
    if kept.get("counted") != today:
        kept |= {"counted": today, "most": _most_used(workplace)}
        _keep(request, workplace, kept)
    first = [kind for holding in workplace.standing.holdings for kind in holding.role.begins_with]
    usual = [kind for kind in dict.fromkeys([*first, *layout.all_kinds()]) if kind in workplace.offered]
    most = [kind for kind in kept["most"] if kind in workplace.offered]
    return list(dict.fromkeys([*most, *usual]))[:FAVOURITES] if most else usual[:FAVOURITES]


def is_learned(request: HttpRequest, workplace: Workplace) -> bool:
    """Whether the person has registered enough to learn from."""
    return len(_shelf(request, workplace).get("most", ())) >= ENOUGH


def _most_used(workplace: Workplace) -> list[str]:
    own = workplace.entries().filter(recorded_by=workplace.staff).order_by("-seq")
    most = Counter(own.values_list("kind", flat=True)[:READ_BACK]).most_common(FAVOURITES)
    return [kind for kind, _count in most]


def last_choices(request: HttpRequest, workplace: Workplace, kind: str) -> dict[str, str]:
    """Column -> code chosen last, as far as it should be the default now."""
    kept, spec = _recalled(request, workplace), KINDS[kind]
    found = {**kept.get("shared", {}), **kept.get(kind, {}), **_today(kept).get(kind, {})}
    return {column: str(code) for column, code in found.items() if layout.is_first(spec, column)}


def _recalled(request: HttpRequest, workplace: Workplace) -> dict[str, Any]:
    """The shelf; after a log-in it begins with what the person's own newest entries say, so that a morning takes no
    more taps than the afternoon before."""
    kept = _shelf(request, workplace)
    if "shared" in kept:
        return kept
    columns = [*SHARED, *PER_KIND]
    codes = [f"{column}__code" if column in CODED else column for column in columns]
    own = workplace.entries().current().filter(recorded_by=workplace.staff).order_by("-seq")
    for kind, *values in own.values_list("kind", *codes)[:RECALLED]:
        row = {column: value or "" for column, value in zip(columns, values, strict=True)}
        kept.setdefault("shared", _chosen(row, SHARED))
        kept.setdefault(kind, _chosen(row, PER_KIND))
    kept.setdefault("shared", {})
    _keep(request, workplace, kept)
    return kept


def _today(kept: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    return kept.get("today", {}) if kept.get("day") == clock.today().isoformat() else {}


def remember(request: HttpRequest, workplace: Workplace, row: Mapping[str, Any]) -> None:
    """Keep what was chosen; the session is only written when something is new."""
    kept = _shelf(request, workplace)
    now = {
        "shared": kept.get("shared", {}) | _chosen(row, SHARED),
        row["kind"]: _chosen(row, PER_KIND),
        "day": clock.today().isoformat(),
        "today": {**_today(kept), row["kind"]: _chosen(row, TODAY_ONLY)},
    }
    if any(kept.get(name) != value for name, value in now.items()):
        _keep(request, workplace, {**kept, **now})


def _chosen(row: Mapping[str, Any], columns: tuple[str, ...]) -> dict[str, str]:
    return {column: str(row[column]) for column in columns if row.get(column)}


def _shelf(request: HttpRequest, workplace: Workplace) -> dict[str, Any]:
    return dict(request.session.get(KEY, {}).get(workplace.programme.code, {}))


def _keep(request: HttpRequest, workplace: Workplace, shelf: dict[str, Any]) -> None:
    request.session[KEY] = {**request.session.get(KEY, {}), workplace.programme.code: shelf}
