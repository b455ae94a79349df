from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from traedesten.core.classification import Retention, classify
from traedesten.places.models.organisation import Organisation


class Area(models.Model):
    """A housing estate or part of town that work is done in."""

    class Kind(models.TextChoices):
        ESTATE = "estate", _("Boligafdeling")
        NEIGHBOURHOOD = "neighbourhood", _("Boligområde")
        TOWN = "town", _("By eller bydel")

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.ESTATE)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # The municipality it lies in; a programme belongs to those of its areas.
    municipality = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    classification: ClassVar = classify(Retention.INDEFINITE, public="id code name kind organisation municipality")

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class AreaFigure(models.Model):
    """How many people and dwellings an area has, from a date until the next such row."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="figures")
    valid_from = models.DateField()
    people = models.PositiveIntegerField(null=True, blank=True)
    dwellings = models.PositiveIntegerField(null=True, blank=True)

    classification: ClassVar = classify(Retention.INDEFINITE, public="id area valid_from people dwellings")

    class Meta:
        ordering: ClassVar = ["area_id", "valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "valid_from"], name="area_figure_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.valid_from}"
