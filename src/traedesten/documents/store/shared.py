"""Rows that several programmes may use: organisations, areas, venues. What another programme uses is not changed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from traedesten.core.reference import references_to
from traedesten.documents.fault import Fault
from traedesten.documents.outline import BY_NAME, SECTIONS, Section
from traedesten.documents.store import column
from traedesten.documents.store.ledger import Ledger, count
from traedesten.places.models import Area, AreaFigure
from traedesten.programme.models import Programme

SHARED = tuple(section for section in SECTIONS if section.is_shared)
MODELS = tuple(section.model for section in SECTIONS)


def find(section: Section, ledger: Ledger) -> list[models.Model]:
    """Rows of the file's codes, whoever's they are."""
    codes = [item["code"] for item in ledger.items(section)]
    return list(section.model._base_manager.filter(code__in=codes))


def refuse_changes(ledger: Ledger, section: Section, have: list[Any]) -> None:
    """Find fault where the file would change a row that another programme uses too."""
    rows = {row.code: row for row in have}
    for index, item in enumerate(ledger.items(section)):
        row = rows.get(item["code"])
        if row is None:
            continue
        differing = _differing(ledger, section, item, row)
        other = another_user(row, ledger.programme) if differing else None
        if other:
            text = _("%(noun)s »%(code)s« bruges også af programmet »%(other)s« og står der med noget andet i "
                     "%(keys)s. Skriv det samme som der, eller giv din egen en anden kode.")  # fmt: skip
            named = {"noun": section.noun, "code": item["code"], "other": other, "keys": ", ".join(differing)}
            ledger.faults.append(Fault((section.name, index), text % named))


def _differing(ledger: Ledger, section: Section, item: dict[str, Any], row: Any) -> list[str]:
    keys = [
        key.name
        for _group, key in section.flat()
        if any(
            getattr(row, name) != value
            for name, value in column.columns(key, item.get(key.name, key.default), ledger.keys).items()
        )
    ]
    if section.name == "areas" and _figures(row) != [_figure(each) for each in item.get("figures", ())]:
        keys.append("figures")
    return keys


def another_user(row: models.Model, programme: Programme) -> str | None:
    """The name of another programme that uses the row, straight or through an area or venue of its own."""
    for relation in references_to(type(row)):
        related: Any = relation.related_model
        users = related._base_manager.filter(**{relation.field.name: row.pk})
        if related is Programme:
            other = users.exclude(pk=programme.pk).first()
        elif related in MODELS and not BY_NAME[_section_of(related)].is_shared:
            found = users.exclude(programme=programme).select_related("programme").first()
            other = found and found.programme
        elif related in MODELS:
            other = next((name for each in users if (name := another_user(each, programme))), None)
        else:
            continue  # staff, entries and rights follow what the programme itself names
        if other:
            return str(other)
    return _area_user(row, programme)


def _area_user(row: models.Model, programme: Programme) -> str | None:
    """A venue belongs to every programme of its area."""
    area = getattr(row, "area", None)
    other = Programme.objects.filter(areas=area).exclude(pk=programme.pk).first() if area else None
    return str(other) if other else None


def _section_of(model: type[models.Model]) -> str:
    return next(section.name for section in SECTIONS if section.model is model)


# --- people and dwellings of areas -----------------------------------------------------------------------------------


def save_figures(ledger: Ledger) -> None:
    keys = ledger.keys["areas"]
    have: dict[int, dict[Any, AreaFigure]] = {}
    for row in AreaFigure.objects.filter(area__in=keys.values()):
        have.setdefault(row.area_id, {})[row.valid_from] = row
    for item in ledger.items(BY_NAME["areas"]):
        _save_figures(ledger, keys[item["code"]], have.get(keys[item["code"]], {}), item.get("figures", []))


def _save_figures(ledger: Ledger, area: int, have: dict[Any, AreaFigure], items: list[dict[str, Any]]) -> None:
    for valid_from, people, dwellings in map(_figure, items):
        row = have.pop(valid_from, None)
        if row and (row.people, row.dwellings) == (people, dwellings):
            continue
        AreaFigure.objects.update_or_create(
            area_id=area, valid_from=valid_from, defaults={"people": people, "dwellings": dwellings}
        )
        count(ledger.changed if row else ledger.made, "figures", 1)
    AreaFigure.objects.filter(pk__in=[row.pk for row in have.values()]).delete()
    count(ledger.removed, "figures", len(have))


def _figure(item: dict[str, Any]) -> tuple[Any, int | None, int | None]:
    key = BY_NAME["areas"].by_name["figures"].keys[0]
    return column.columns(key, item["from"], {})["valid_from"], item.get("people"), item.get("dwellings")


def _figures(area: Area) -> list[tuple[Any, int | None, int | None]]:
    return list(area.figures.order_by("valid_from").values_list("valid_from", "people", "dwellings"))
