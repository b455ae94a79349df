"""Which rows refer to a row, whatever app they are of: for refusing, with the reason, to take away what is in use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models


def references_to(model: type[models.Model]) -> Iterator[Any]:
    """Every relation that points at a model, also those without a name on this side (related_name="+")."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ForeignObjectRel) and not relation.related_model._meta.auto_created:
            yield relation


def users_of(row: models.Model) -> Iterator[models.QuerySet[Any]]:
    """Rows that refer to a row, one query set per relation; those that would simply go with it are not asked about."""
    for relation in references_to(type(row)):
        if getattr(relation, "on_delete", None) is models.CASCADE:
            continue
        related: Any = relation.related_model
        yield related._base_manager.filter(**{relation.field.name: row.pk})
