from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.programme.models.programme import Programme


class ClosedWeek(models.Model):
    """An ISO week planned closed; it is left out where every week is judged."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="closed_weeks")
    year = models.PositiveSmallIntegerField()
    week = models.PositiveSmallIntegerField()

    classification: ClassVar = classify(Retention.PROGRAMME_PLUS_5_YEARS, public="id programme year week")

    class Meta:
        ordering: ClassVar = ["year", "week"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "year", "week"], name="closed_week_once"),
            models.CheckConstraint(condition=models.Q(week__gte=1, week__lte=53), name="closed_week_is_a_week"),
        ]

    def __str__(self) -> str:
        return f"{self.year}-W{self.week:02}"
