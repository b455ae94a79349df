"""Names of rows that were taken away: a definition that still speaks of one says which it has lost."""

from __future__ import annotations

from django.db import models

from traedesten.programme.models import FormerName, Programme

KINDS = {
    "Activity": "activity", "Area": "area", "FocusArea": "focus_area", "Organisation": "organisation", "Tag": "tag",
    "Venue": "venue", "Offer": "offer", "Topic": "topic", "CourseRun": "run", "Initiative": "initiative",
}  # fmt: skip
"""What a definition may speak of, by the class of its row."""


def remember(programme: Programme, row: models.Model) -> None:
    """Keep the row's name; of a row that definitions cannot speak of, nothing."""
    kind = KINDS.get(type(row).__name__)
    if kind:
        code, name = str(row.code), str(row.name)  # type: ignore[attr-defined]
        FormerName.objects.update_or_create(programme=programme, kind=kind, code=code, defaults={"name": name})


def names_of(programme: Programme) -> dict[tuple[str, str], str]:
    """By kind and code."""
    found = FormerName.objects.filter(programme=programme).values_list("kind", "code", "name")
    return {(kind, code): name for kind, code, name in found}
