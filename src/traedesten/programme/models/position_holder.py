from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.places.models import Staff
from traedesten.programme.models.position import Position
from traedesten.programme.models.programme import Programme


class PositionHolder(models.Model):
    """Who fills a position from a day on; what they may do hangs on their role grant, not on this."""

    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="holders")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS, working="id position starts_on ends_on", identifying="staff"
    )

    class Meta:
        ordering: ClassVar = ["starts_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="position_holder_period_in_order",
            ),
        ]

    def __str__(self) -> str:
        return str(self.staff)

    @property
    def programme(self) -> Programme:
        return self.position.programme

    @property
    def programme_id(self) -> int:
        return self.position.programme_id
