from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.programme.models.programme import Programme


class FocusArea(models.Model):
    """An area of action in the agreement (indsatsområde), with its own purpose."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="focus_areas")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS, public="id programme code name purpose position"
    )

    class Meta:
        ordering: ClassVar = ["position", "name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["programme", "code"], name="focus_area_code_once")]

    def __str__(self) -> str:
        return self.name
