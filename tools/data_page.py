"""docs/data-dictionary.md: every field of every table, what kind of fact it holds and how long it is kept."""

from __future__ import annotations

from django.apps import AppConfig, apps
from django.conf import settings
from django.db import models
from django.utils import translation

from tools.page import table
from traedesten.core.classification import Retention, Sensitivity, field_classes
from traedesten.core.field import CodeField, CompactUUIDField, EncryptedTextField

INTRODUCTION = """# Dataordbog

Hvert felt i databasen: hvad det er, hvor følsomt det er, og hvor længe det gemmes. Skrevet af den klassifikation, som
koden selv læser (`traedesten/core/classification.py`). En test fejler, når et felt ikke er mærket. Krypteret tekst
ligger aldrig læsbar i databasen."""

TYPES: tuple[tuple[type[models.Field], str], ...] = (
    (EncryptedTextField, "krypteret tekst"),
    (CodeField, "kode fra en fast liste"),
    (CompactUUIDField, "id (UUID)"),
    (models.ManyToManyField, "henvisninger"),
    (models.ForeignKey, "henvisning"),
    (models.AutoField, "løbenummer"),
    (models.BigAutoField, "løbenummer"),
    (models.BooleanField, "ja eller nej"),
    (models.DateTimeField, "dato og klokkeslæt"),
    (models.DateField, "dato"),
    (models.TimeField, "klokkeslæt"),
    (models.DecimalField, "decimaltal"),
    (models.FloatField, "tal"),
    (models.IntegerField, "helt tal"),
    (models.JSONField, "struktureret"),
    (models.GenericIPAddressField, "netadresse"),
    (models.EmailField, "e-mail"),
    (models.CharField, "tekst"),
    (models.TextField, "tekst"),
    (models.BinaryField, "rå data"),
)


def page() -> str:
    with translation.override("da"):
        own = [apps.get_app_config(name.rpartition(".")[2]) for name in reversed(settings.OWN_APPS)]
        libraries = sorted((c for c in apps.get_app_configs() if c not in own), key=lambda config: config.label)
        parts = [INTRODUCTION, "## Følsomhed og opbevaring", _legend()]
        parts += [_app(config) for config in (*own, *libraries) if _models(config)]
    return "\n\n".join(parts)


def _legend() -> str:
    classes = [(f"`{member.value}`", str(member.label)) for member in (*Sensitivity, *Retention)]
    return table(("Mærke", "Betydning"), classes)


def _app(config: AppConfig) -> str:
    return "\n\n".join([f"## {config.label}", *(_model(model) for model in _models(config))])


def _models(config: AppConfig) -> list[type[models.Model]]:
    return sorted(config.get_models(include_auto_created=True), key=lambda model: model._meta.object_name or "")


def _model(model: type[models.Model]) -> str:
    marked = field_classes(model)
    rows = []
    for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        found = marked[field.name]
        rows.append((f"`{field.name}`", _type(field), str(found.sensitivity.label), str(found.retention.label)))
    return f"### {model._meta.object_name}\n\n" + table(("Felt", "Type", "Følsomhed", "Gemmes"), rows)


def _type(field: models.Field) -> str:
    for kind, words in TYPES:
        if isinstance(field, kind):
            target = field.related_model
            return f"{words} til {target._meta.label}" if isinstance(target, type) else words
    raise ValueError(f"{field} is of a type the data dictionary has no Danish words for")
