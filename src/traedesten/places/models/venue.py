from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.places.models.area import Area
from traedesten.places.models.organisation import Organisation


class Venue(models.Model):
    """A room or place where sessions are held."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="venues")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    classification: ClassVar = classify(Retention.INDEFINITE, public="id code name area organisation")

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
