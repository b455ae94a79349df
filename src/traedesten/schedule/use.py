"""Which planned rows others hold on to: whatever refers to them and forbids their going, known here or not."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import models

from traedesten.schedule.models import Session

AT_ONCE = 500


def used(sessions: Collection[int]) -> set[int]:
    """Keys of the sessions that something protected refers to: entries and counts, though this app knows neither."""
    found: set[int] = set()
    ordered = sorted(sessions)
    for relation in _holders():
        related: Any = relation.related_model
        for start in range(0, len(ordered), AT_ONCE):
            some = {f"{relation.field.name}__in": ordered[start : start + AT_ONCE]}
            found.update(related._base_manager.filter(**some).values_list(relation.field.attname, flat=True))
    return found


def _holders() -> list[Any]:
    relations = Session._meta.get_fields(include_hidden=True)
    return [each for each in relations if getattr(each, "on_delete", None) is models.PROTECT and each.auto_created]
