"""A programme as the document a file would hold, and which shared rows are the programme's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from traedesten.documents import canonical
from traedesten.documents.outline import BY_NAME, PROGRAMME, SECTIONS, TARGET_KEYS, Key, Section, Type
from traedesten.documents.store import column
from traedesten.documents.store.topic import standard
from traedesten.places.models import Area, AreaFigure, Organisation, Venue
from traedesten.programme.models import Programme, Target
from traedesten.schedule.models import CourseRun, RhythmTurn, Session, Thread

Codes = dict[str, dict[int, str]]


def rows_of(section: Section, programme: Programme) -> models.QuerySet[Any]:
    """The programme's own rows of a section, or the shared rows it uses."""
    if not section.is_shared:
        return section.model._base_manager.filter(programme=programme).order_by("pk")
    return _SHARED[section.name](programme).order_by("pk")


def _areas(programme: Programme) -> models.QuerySet[Any]:
    return Area.objects.filter(programmes=programme)


def _venues(programme: Programme) -> models.QuerySet[Any]:
    used = [
        model._base_manager.filter(programme=programme, venue__isnull=False).values("venue")
        for model in (Session, CourseRun, RhythmTurn)
    ]
    named = Q(pk__in=used[0]) | Q(pk__in=used[1]) | Q(pk__in=used[2])
    return Venue.objects.filter(Q(area__programmes=programme) | named).distinct()


def _organisations(programme: Programme) -> models.QuerySet[Any]:
    """Every organisation that a row of the programme names, found by the outline's own references."""
    named = Q()
    for section in SECTIONS:
        if section.name == "organisations":
            continue
        for key in section.keys:
            if key.of == "organisations":
                rows = rows_of(section, programme).filter(**{f"{key.column}__isnull": False})
                named |= Q(pk__in=rows.order_by().values(key.column))
    return Organisation.objects.filter(named).distinct()


_SHARED = {"organisations": _organisations, "areas": _areas, "venues": _venues}


def as_document(programme: Programme) -> dict[str, Any]:
    """The programme in canonical form, as `document.read` would give the file it came from."""
    rows = {section.name: list(rows_of(section, programme)) for section in SECTIONS}
    codes: Codes = {
        name: {row.pk: row.code for row in found} for name, found in rows.items() if "code" in BY_NAME[name].by_name
    }
    codes["threads"] = dict(Thread.objects.filter(programme=programme).values_list("pk", "code"))
    plain: dict[str, Any] = {"programme": _item(PROGRAMME, programme, codes)}
    for section in SECTIONS:
        plain[section.name] = _items(section, rows[section.name], codes)
    plain["topics"] = [each for each in plain["topics"] if standard().get((each["list"], each["code"])) != each["name"]]
    return canonical.document(plain)


def _items(section: Section, rows: list[Any], codes: Codes) -> list[Any]:
    if section.has_position:
        rows = sorted(rows, key=lambda row: row.position)
    items = [_item(section, row, codes) for row in rows]
    for key in section.keys:
        if key.type is Type.MANY:
            _add_links(section, key, rows, items, codes)
        elif key.type is Type.ROWS:
            _add_parts(key, rows, items, codes)
    return [item[section.single] for item in items] if section.single else items


def _item(section: Section, row: Any, codes: Codes) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for group, key in section.flat():
        if key.type is Type.MANY:
            continue
        value = column.written(key, row, codes)
        if value is not None:
            inside = made.setdefault(group.name, {}) if group else made
            inside[key.name] = value
    return made


def _add_links(section: Section, key: Key, rows: list[Any], items: list[Any], codes: Codes) -> None:
    relation: Any = section.model._meta.get_field(key.column)
    near, far = relation.m2m_field_name() + "_id", relation.m2m_reverse_field_name() + "_id"
    owners: dict[int, list[str]] = {}
    own = section.model._base_manager.filter(pk__in=[row.pk for row in rows])
    pairs = relation.remote_field.through.objects.filter(**{f"{near}__in": own.values("pk")})
    for owner, other in pairs.values_list(near, far):
        owners.setdefault(owner, []).append(codes[key.of][other])
    for row, item in zip(rows, items, strict=True):
        if row.pk in owners:
            item[key.name] = owners[row.pk]


def _add_parts(key: Key, rows: list[Any], items: list[Any], codes: Codes) -> None:
    owners: dict[int, list[dict[str, Any]]] = {}
    for part, owner in _parts(key, [row.pk for row in rows]):
        made = {each.name: column.written(each, part, codes) for each in key.keys}
        owners.setdefault(owner, []).append({name: value for name, value in made.items() if value is not None})
    for row, item in zip(rows, items, strict=True):
        if row.pk in owners:
            item[key.name] = owners[row.pk]


def _parts(key: Key, owners: list[int]) -> Iterable[tuple[models.Model, int]]:
    if key.keys is TARGET_KEYS:
        return ((row, row.criterion_id) for row in Target.objects.filter(criterion__in=owners))
    return ((row, row.area_id) for row in AreaFigure.objects.filter(area__in=owners))
