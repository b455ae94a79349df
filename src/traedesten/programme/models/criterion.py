from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.programme.models.activity import Activity
from traedesten.programme.models.focus_area import FocusArea
from traedesten.programme.models.position import Position
from traedesten.programme.models.programme import Programme


class Criterion(models.Model):
    """A success criterion of the agreement: its text, its definition as data, its baseline and comparison.

    ``measure`` is the plain form of a `measure_engine` preset or definition; it is checked when it is made.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="criteria")
    code = models.CharField(max_length=40)
    row = models.CharField(max_length=10, blank=True)
    text = models.TextField()
    focus_area = models.ForeignKey(FocusArea, on_delete=models.PROTECT, null=True, blank=True, related_name="criteria")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="criteria")
    data_source = models.CharField(max_length=300, blank=True)
    responsible = models.ForeignKey(Position, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    measure = models.JSONField()
    baseline_value = models.FloatField(null=True, blank=True)
    baseline_on = models.DateField(null=True, blank=True)
    baseline_source = models.CharField(max_length=300, blank=True)
    comparison_name = models.CharField(max_length=200, blank=True)
    comparison_value = models.FloatField(null=True, blank=True)
    # The last day it counts; blank while it is in use.
    ends_on = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        public="id programme code row text focus_area activity data_source responsible measure baseline_value"
        " baseline_on baseline_source comparison_name comparison_value ends_on position",
    )

    class Meta:
        ordering: ClassVar = ["position", "code"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["programme", "code"], name="criterion_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"
