"""One programme copied many times over in SQL, plans, people, entries and all, so that a large database takes seconds.

Whatever points at the programme, or at what is copied, is copied with new keys; places, organisations and staff are
shared, as they are between programmes. What belongs to colleagues (grants, subscriptions, files under way) and the
texts beside entries are left out: no figure reads them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import AutoField, Field, Max, Model

from traedesten.core.field import CompactUUIDField
from traedesten.journal.models import Entry
from traedesten.programme.models import Programme

LEFT_OUT = ("rolegrant", "feed", "importjob", "importmapping")
Models = dict[type[Model], int]
"""What is copied, in an order that those pointed at come first, with how far apart the keys of two copies lie."""


def copy(programme: Programme, times: int) -> None:
    """So many more programmes with the same in them; run once on a programme and no more."""
    copied = {model: _largest(model) for model in _in_order(_models())}
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")  # keys are right by construction
        for number in range(1, times + 1):
            for model in copied:
                cursor.execute(_insert(model, copied, number, programme.pk))


def settle() -> None:
    """Sequences past the new keys, and what an installation in use has: statistics, and the visibility that
    autovacuum keeps (PostgreSQL); SQLite is asked as Django's own connections leave it, without statistics."""
    if connection.vendor != "postgresql":
        return
    from django.core.management.color import no_style  # why inside: only where it is needed

    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), list(apps.get_models(include_auto_created=True))):
            cursor.execute(sql)
        cursor.execute("VACUUM ANALYZE")


def _largest(model: type[Model]) -> int:
    found = model._default_manager.aggregate(most=Max("pk"))["most"]
    return int(found or 0)


def _models() -> set[type[Model]]:
    """The programme, and by and by everything that points at what is copied already and has rows."""
    found: set[type[Model]] = {Programme}
    rows = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.model_name not in LEFT_OUT and not _is_beside_an_entry(model) and model._default_manager.exists()
    ]
    while more := {model for model in rows if model not in found and any(_pointing(model, found))}:
        found |= more
    return found


def _is_beside_an_entry(model: type[Model]) -> bool:
    key = model._meta.pk
    return model is not Entry and bool(key and key.is_relation and key.related_model is Entry)


def _pointing(model: type[Model], at: Any) -> Iterator[Field[Any, Any]]:
    """Its columns that point at one of those, never at itself."""
    for field in model._meta.local_concrete_fields:
        if field.is_relation and field.related_model in at and field.related_model is not model:
            yield field


def _in_order(models: set[type[Model]]) -> list[type[Model]]:
    found: list[type[Model]] = []
    rest = sorted(models, key=lambda model: model._meta.label)
    while rest:
        ready = [model for model in rest if not any(_pointing(model, rest))]
        if not ready:
            raise SystemExit(f"De her peger på hinanden i ring: {', '.join(model._meta.label for model in rest)}.")
        found += ready
        rest = [model for model in rest if model not in ready]
    return found


def _insert(model: type[Model], copied: Models, number: int, programme: int) -> str:
    fields = model._meta.local_concrete_fields
    names = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_value(model, field, copied, number) for field in fields)
    table = model._meta.db_table
    order = f' ORDER BY "{model._meta.pk.column}"'
    return (
        f'INSERT INTO "{table}" ({names}) SELECT {values} FROM "{table}" WHERE {_of(model, copied, programme)}{order}'
    )


def _value(model: type[Model], field: Field[Any, Any], copied: Models, number: int) -> str:
    column = f'"{field.column}"'
    if field.is_relation:
        step = copied.get(field.related_model, 0) if field.related_model else 0
        return f"{column} + {number * step}" if step else column
    if isinstance(field, AutoField) or field.primary_key:
        return f"{column} + {number * copied[model]}"
    if isinstance(field, CompactUUIDField):
        return _uuid(model, number)
    if model is Programme and field.column in ("code", "name"):
        return f"{column} || '-{number}'"
    return column


def _uuid(model: type[Model], number: int) -> str:
    """Sixteen bytes that no other row has, in the order of the keys, so that their index grows at its end."""
    key = f'"{model._meta.pk.column}"'
    if connection.vendor == "postgresql":
        return f"(lpad(to_hex({number}), 16, 'f') || lpad(to_hex({key}), 16, '0'))::uuid"
    return f"CAST(printf('%06d%010d', {number}, {key}) AS BLOB)"


def _of(model: type[Model], copied: Models, programme: int) -> str:
    """Which rows of a table are the programme's."""
    if model is Programme:
        return f'"id" = {programme}'
    pointing = list(_pointing(model, copied))
    own = next((field for field in pointing if field.related_model is Programme), None)
    if own:
        return f'"{own.column}" = {programme}'
    owner: Any = pointing[0].related_model
    rows = f'SELECT "{owner._meta.pk.column}" FROM "{owner._meta.db_table}" WHERE {_of(owner, copied, programme)}'
    return f'"{pointing[0].column}" IN ({rows})'
