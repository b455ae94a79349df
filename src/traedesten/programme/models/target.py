from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.places.models import Area
from traedesten.programme.models.activity import Activity
from traedesten.programme.models.criterion import Criterion


class Target(models.Model):
    """What a criterion promises. A changed target is a new row with its decision; the old one stays visible.

    The meaning of every column is `measure_engine.target`'s, which checks them when a row is made. One that is given
    up has ``valid_until``, its last day. ``season_starts`` holds months parted by commas ("1,7"); ``part`` is a key of
    the definition's split.
    """

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="targets")
    kind = models.CharField(max_length=20)
    value = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    period = models.CharField(max_length=20, blank=True)
    direction = models.CharField(max_length=10, blank=True)
    season_starts = models.CharField(max_length=30, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    part = models.CharField(max_length=80, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        public="id criterion kind value unit starts_on ends_on period"
        " direction season_starts area activity part valid_from valid_until decision position",
    )

    class Meta:
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.criterion_id} {self.kind} {self.value}"

    @property
    def programme_id(self) -> int:
        """So that what is done to it reaches the programme of its criterion."""
        return self.criterion.programme_id
