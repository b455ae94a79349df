"""Bringing the rows of one section into step: make what is new, change what differs, note what is gone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from traedesten.documents.outline import Key, Section, Type
from traedesten.documents.store import column
from traedesten.documents.store.ledger import Ledger, count, fill

BATCH = 500

Kept = list[tuple[dict[str, Any], models.Model]]
"""Items of the file, each with its row."""


def save(ledger: Ledger, section: Section, have: Iterable[models.Model], extra: dict[str, Any]) -> None:
    """Save the section's items over the rows there are. ``extra`` are columns every new row has (its programme)."""
    identity = [name for key in section.identity for name in column.columns(section.by_name[key], None, {})]
    rows = {_own(row, identity): row for row in have}
    made, changed = [], []
    kept: Kept = []
    for index, item in enumerate(ledger.items(section)):
        values = _values(ledger, section, item, index)
        row = rows.pop(tuple(values[name] for name in identity), None)
        if row is None:
            row = section.model(**extra, **values)
            made.append(row)
        elif fill(row, values):
            changed.append(row)
        kept.append((item, row))
    section.model._base_manager.bulk_create(made, BATCH)
    _update(section, changed)
    count(ledger.made, section.name, len(made))
    count(ledger.changed, section.name, len(changed))
    ledger.gone[section.name] = list(rows.values())
    if "code" in section.by_name:
        ledger.keys[section.name] = {item["code"]: row.pk for item, row in kept}
    new = {row.pk for row in made}
    _save_self_references(ledger, section, kept, new)
    for key in section.keys:
        if key.type is Type.MANY:
            _save_links(ledger, section, key, kept, new)


def _own(row: models.Model, identity: list[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in identity)


def _values(ledger: Ledger, section: Section, item: dict[str, Any], index: int) -> dict[str, Any]:
    own = {key.name for key in section.keys if key.of == section.name}
    values = column.values(section, {name: value for name, value in item.items() if name not in own}, ledger.keys)
    for name in own:
        del values[f"{section.by_name[name].column}_id"]
    if section.has_position:
        values["position"] = index
    if section.name == "initiatives":
        values["thread_id"] = ledger.keys["threads"][item["code"]]
    return values


def _update(section: Section, rows: list[models.Model]) -> None:
    if rows:
        names = [field.name for field in section.model._meta.concrete_fields if not field.primary_key]
        section.model._base_manager.bulk_update(rows, names, BATCH)


def _save_self_references(ledger: Ledger, section: Section, kept: Kept, new: set[int]) -> None:
    """A row may name another of its own section; both have a key by now."""
    for key in (key for key in section.keys if key.type is Type.ONE and key.of == section.name):
        changed = [row for item, row in kept if fill(row, column.columns(key, item.get(key.name), ledger.keys))]
        if changed:
            section.model._base_manager.bulk_update(changed, [key.column], BATCH)
            count(ledger.changed, section.name, len({row.pk for row in changed} - new))


def _save_links(ledger: Ledger, section: Section, key: Key, kept: Kept, new: set[int]) -> None:
    keys = ledger.keys[key.of]
    wanted = {(row.pk, keys[code]) for item, row in kept for code in item.get(key.name, ())}
    changed = set_links(section.model, key.column, [row.pk for _item, row in kept], wanted)
    count(ledger.changed, section.name, len(changed - new))


def set_links(model: type[models.Model], name: str, owners: list[int], wanted: set[tuple[int, int]]) -> set[int]:
    """Make the many-to-many links of these rows exactly the wanted pairs; the keys of the rows that changed by it."""
    relation: Any = model._meta.get_field(name)
    through = relation.remote_field.through
    near, far = relation.m2m_field_name() + "_id", relation.m2m_reverse_field_name() + "_id"
    have: dict[tuple[int, int], int] = {}
    for start in range(0, len(owners), BATCH):
        some = through.objects.filter(**{f"{near}__in": owners[start : start + BATCH]})
        have.update({(own, other): pk for pk, own, other in some.values_list("pk", near, far)})
    missing, extra = sorted(wanted - have.keys()), have.keys() - wanted
    through.objects.bulk_create([through(**{near: own, far: other}) for own, other in missing], BATCH)
    through.objects.filter(pk__in=[have[pair] for pair in extra]).delete()
    return {own for own, _other in (*missing, *extra)}
