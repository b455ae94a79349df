from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.programme.models.programme import Programme


class Phase(models.Model):
    """A stretch of the programme with its own focus."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="phases")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    focus = models.TextField(blank=True)

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS, public="id programme code name starts_on ends_on focus"
    )

    class Meta:
        ordering: ClassVar = ["starts_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "code"], name="phase_code_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="phase_period_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name
