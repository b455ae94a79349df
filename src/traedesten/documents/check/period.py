"""Periods are in order and inside the programme, phases do not overlap, closed weeks lie in the programme."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from traedesten.documents.check.draft import Draft
from traedesten.documents.fault import Fault, Path
from traedesten.documents.schema import is_week

INSIDE: dict[str, tuple[str, ...]] = {
    "activities": ("starts_on", "ends_on"),
    "phases": ("starts_on", "ends_on"),
    "runs": ("starts_on",),
    "rhythms": ("starts_on", "ends_on"),
    "sessions": ("on",),
    "criteria": ("ends_on",),
}
"""Dates that must lie in the programme's period. A course may end after it; a milestone may be due before or after."""

TARGET_DATES = ("starts_on", "ends_on", "valid_from", "valid_until")


def faults(draft: Draft) -> Iterator[Fault]:
    # Dates are compared as text: ISO dates of four-figure years sort as they lie in time.
    backwards = list(_order(("programme",), draft.programme))
    if backwards:
        yield from backwards
        return  # with no programme period there is nothing to hold the others against
    for name, keys in INSIDE.items():
        for path, item in draft.items(name):
            yield from _order(path, item)
            yield from _inside(draft, path, item, keys)
    for path, item in targets(draft):
        yield from _inside(draft, path, item, TARGET_DATES)
    yield from _hours(draft)
    yield from _overlaps(draft)
    yield from _weeks(draft)
    yield from _years(draft)
    yield from _spending(draft)
    yield from _closing(draft)


def targets(draft: Draft) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path, criterion in draft.items("criteria"):
        for index, target in enumerate(criterion.get("targets") or ()):
            if isinstance(target, dict):
                yield (*path, "targets", index), target


def _order(path: Path, item: dict[str, Any]) -> Iterator[Fault]:
    first, last = item.get("starts_on"), item.get("ends_on")
    if first and last and last < first:
        yield Fault(
            (*path, "ends_on"),
            _("slutter %(last)s, før det begynder %(first)s. Byt om på datoerne.") % {"first": first, "last": last},
        )


def _inside(draft: Draft, path: Path, item: dict[str, Any], keys: tuple[str, ...]) -> Iterator[Fault]:
    first, last = draft.starts_on, draft.ends_on
    for key in keys:
        day = item.get(key)
        if day and ((first and day < first) or (last and day > last)):
            yield Fault(
                (*path, key),
                _("%(day)s ligger uden for programmet, der går fra %(first)s til %(last)s.")
                % {"day": day, "first": first, "last": last},
            )


def _hours(draft: Draft) -> Iterator[Fault]:
    for path, item in (*draft.items("rhythms"), *draft.items("sessions")):
        first, last = item.get("starts_at"), item.get("ends_at")
        if first and last and last <= first:
            yield Fault(
                (*path, "ends_at"),
                _("slutter kl. %(last)s, men begynder kl. %(first)s. Skriv et senere klokkeslæt.")
                % {"first": first, "last": last},
            )


def _overlaps(draft: Draft) -> Iterator[Fault]:
    phases = [each for each in draft.items("phases") if each[1].get("starts_on") and each[1].get("ends_on")]
    phases.sort(key=lambda each: (each[1]["starts_on"], each[1]["ends_on"]))
    for (_earlier, before), (path, after) in pairwise(phases):
        if after["starts_on"] <= before["ends_on"]:
            yield Fault(
                (*path, "starts_on"),
                _("fasen begynder %(first)s, før »%(before)s« slutter %(last)s. Faser må ikke overlappe.")
                % {"first": after["starts_on"], "before": before.get("code", "?"), "last": before["ends_on"]},
            )


def _weeks(draft: Draft) -> Iterator[Fault]:
    for path, item in draft.items("closed_weeks"):
        week = item.get("week", "")
        if not draft.starts_on or not draft.ends_on or not is_week(week):
            continue
        monday = date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
        if monday + timedelta(days=6) < date.fromisoformat(draft.starts_on) or monday.isoformat() > draft.ends_on:
            yield Fault(
                path,
                _("ugen %(week)s ligger uden for programmet, der går fra %(first)s til %(last)s.")
                % {"week": week, "first": draft.starts_on, "last": draft.ends_on},
            )


def _years(draft: Draft) -> Iterator[Fault]:
    for name in ("budget", "expenses"):
        for path, item in draft.items(name):
            year = item.get("year")
            if year is not None and draft.starts_on and draft.ends_on:
                first, last = int(draft.starts_on[:4]), int(draft.ends_on[:4])
                if not first <= year <= last:
                    yield Fault(
                        (*path, "year"),
                        _("%(year)d ligger uden for programmet, der går fra %(first)d til %(last)d.")
                        % {"year": year, "first": first, "last": last},
                    )


def _spending(draft: Draft) -> Iterator[Fault]:
    """The date of an expense lies in its year, and what is taken back says when and why."""
    for path, item in draft.items("expenses"):
        day, year = item.get("on"), item.get("year")
        if day and year is not None and int(day[:4]) != year:
            text = _("%(day)s ligger ikke i %(year)d. Ret det ene.")
            yield Fault((*path, "on"), text % {"day": day, "year": year})
        for name, other in (("withdrawn_on", "withdrawn_because"), ("withdrawn_because", "withdrawn_on")):
            if item.get(name) and not item.get(other):
                yield Fault((*path, other), _("mangler. Skriv både, hvornår og hvorfor den er taget tilbage."))


def _closing(draft: Draft) -> Iterator[Fault]:
    for path, item in draft.items("activities"):
        if item.get("close_reason") and not item.get("ends_on"):
            yield Fault((*path, "ends_on"), _("mangler. Skriv den lukkede aktivitets sidste dag."))
