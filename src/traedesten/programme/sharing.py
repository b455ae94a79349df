"""Areas, venues and organisations may be used by several programmes; who changes one must be allowed to in all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import models

from traedesten.core.access import Reach
from traedesten.core.reference import users_of
from traedesten.places.models import Area, AreaFigure, Organisation, Venue
from traedesten.programme.models import Programme
from traedesten.programme.row import whole_programme

SHARED = (Area, AreaFigure, Organisation, Venue)


def programmes_using(row: models.Model) -> frozenset[int]:
    """Keys of every programme that uses the row, straight or through an area or venue of its own."""
    return frozenset(_using(row, set()))


def _using(row: models.Model, asked: set[tuple[str, int]]) -> set[int]:
    """``asked`` are the rows already looked at: an area leads to its venues, and a venue to its area."""
    name = (row._meta.label, int(row.pk))
    if name in asked:
        return set()
    asked.add(name)
    if isinstance(row, AreaFigure):
        return _using(row.area, asked)
    found: set[int] = set()
    for users in users_of(row):
        if users.model is Programme:
            found.update(users.values_list("pk", flat=True))
        elif "programme" in {field.name for field in users.model._meta.fields}:
            found.update(users.order_by().values_list("programme", flat=True).distinct())
        elif users.model in (Area, Venue):
            found.update(key for each in users for key in _using(each, asked))
    area = getattr(row, "area", None)
    return found | (_using(area, asked) if isinstance(area, Area) else set())


def everywhere(arguments: Mapping[str, Any]) -> Reach:
    """The reach of a change to a shared row: every programme that uses it, in all its areas."""
    rows = [value for value in arguments.values() if isinstance(value, SHARED)]
    used = frozenset(key for row in rows for key in programmes_using(row))
    reach = whole_programme({"programme": arguments.get("programme")})
    return replace(reach, programme_ids=reach.programme_ids | used)
