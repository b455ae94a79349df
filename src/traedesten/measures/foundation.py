"""What figures are read from beside the entries, counted and digested, so that two moments can be held together.

Entries tell themselves when they were written, by the programme's version; plans, people and tallies do not. A digest
says only that something is another now, never what.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from measure_engine.world import World
from traedesten.journal import vocabulary
from traedesten.journal.models import Entry
from traedesten.programme.models import Programme

Foundation = dict[str, Any]

NAMES: dict[str, Any] = {
    "people": _("personer, der er lagt sammen eller skilt ad"),
    "households": _("hvem der bor sammen"),
    "tallies": _("optællinger med stempelkort"),
    "controls": _("kasse- og dørtællinger og eftersyn"),
    "sessions": _("planlagte åbninger og mødegange til og med dagen"),
    "runs": _("hold og forløb"),
    "initiatives": _("initiativer"),
    "offers": _("tilbud og deres udbydere"),
    "activities": _("aktiviteter og deres områder"),
    "areas": _("områder og deres beboertal"),
    "phases": _("faser"),
    "closed_weeks": _("lukkede uger"),
    "ahead": _("det, der er planlagt efter dagen"),
}
"""What each part is called among people."""


def of(world: World, programme: Programme, last_day: date) -> Foundation:
    """``{"entries": {kind: count}, "parts": {name: [count, digest]}}`` as known now, of what lies up to the day."""
    parts = {name: _digest(rows(world, last_day)) for name, rows in _PARTS.items()}
    return {"entries": _entries(programme, last_day), "parts": parts}


def changed(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Names of the parts that say something else now."""
    before, after = then.get("parts", {}), now.get("parts", {})
    return [name for name in NAMES if list(before.get(name, ())) != list(after.get(name, ()))]


def _entries(programme: Programme, last_day: date) -> dict[str, int]:
    found = Entry.objects.filter(programme=programme).current().filter(happened_on__lte=last_day)
    counts: dict[str, int] = {}
    for kind in found.order_by().values_list("kind", flat=True):
        counts[kind] = counts.get(kind, 0) + 1
    return {kind: counts[kind] for kind in vocabulary.KINDS if kind in counts}


def _sessions(world: World, last_day: date) -> Iterable[Any]:
    return [row for row in world.sessions if row.on <= last_day]


def _tallies(world: World, last_day: date) -> Iterable[Any]:
    days = {row.id: row.on for row in world.sessions}
    both = [("guest", world.tallies), ("family", world.family_tallies)]
    return [
        (card, session, sums)
        for card, tallies in both
        for session, sums in tallies.items()
        if days.get(session, last_day) <= last_day
    ]


def _controls(world: World, last_day: date) -> Iterable[Any]:
    rows = [*world.box_counts, *world.door_checks, *world.site_audits]
    return [row for row in rows if getattr(row, "on", last_day) <= last_day]


_PARTS: dict[str, Callable[[World, date], Iterable[Any]]] = {
    "people": lambda world, _day: world.aliases.items(),
    "households": lambda world, _day: world.households.items(),
    "tallies": _tallies,
    "controls": _controls,
    "sessions": _sessions,
    "runs": lambda world, _day: world.runs,
    "initiatives": lambda world, _day: world.initiatives,
    "offers": lambda world, _day: [*world.offers, *world.organisations],
    "activities": lambda world, _day: world.activities,
    "areas": lambda world, _day: world.areas,
    "phases": lambda world, _day: world.phases,
    "closed_weeks": lambda world, _day: world.closed_weeks,
    "ahead": lambda world, day: [row for row in world.sessions if row.on > day],
}


def _digest(rows: Iterable[Any]) -> list[Any]:
    """How many, and 64 bits of what they say, in whatever order they come."""
    told = sorted(repr(_plain(row)) for row in rows)
    return [len(told), hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]]


def _plain(value: Any) -> Any:
    """The same text in every process: sets and mappings in order, dataclasses by their fields."""
    if is_dataclass(value) and not isinstance(value, type):
        return tuple(_plain(getattr(value, each.name)) for each in fields(value))
    if isinstance(value, Mapping):
        return sorted((repr(_plain(key)), _plain(each)) for key, each in value.items())
    if isinstance(value, set | frozenset):
        return sorted(repr(_plain(each)) for each in value)
    if isinstance(value, tuple | list):
        return tuple(_plain(each) for each in value)
    return value
