from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.places.models import Organisation
from traedesten.programme.models.programme import Programme


class Position(models.Model):
    """A post the agreement pays for, with its weekly hours (medarbejderressource)."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="positions")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    weekly_hours = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS, public="id programme code name weekly_hours organisation"
    )

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["programme", "code"], name="position_code_once")]

    def __str__(self) -> str:
        return self.name
