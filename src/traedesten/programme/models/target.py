from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.places.models import Area
from traedesten.programme.models.criterion import Criterion


class Target(models.Model):
    """What a criterion promises. A changed target is a new row with its decision; the old one stays visible.

    The meaning of kind, unit, period and direction is `measure_engine.target`'s, which checks them when a row is made.
    """

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="targets")
    kind = models.CharField(max_length=20)
    value = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    period = models.CharField(max_length=20, blank=True)
    direction = models.CharField(max_length=10, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        public="id criterion kind value unit starts_on ends_on period direction area valid_from decision position",
    )

    class Meta:
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.criterion_id} {self.kind} {self.value}"
