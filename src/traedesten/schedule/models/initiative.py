from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.places.models import Area
from traedesten.programme.models import Activity, Programme
from traedesten.schedule.models.thread import Thread


class Initiative(models.Model):
    """Something new made with residents; born from a need where it names one. Its steps are entries of its thread."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="initiatives")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="initiative")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="initiatives")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    method = models.CharField(max_length=200, blank=True)
    with_civil_society = models.BooleanField(default=False)
    need = models.ForeignKey(Thread, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        public="id programme code name thread activity area method with_civil_society need",
    )

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["programme", "code"], name="initiative_code_once")]

    def __str__(self) -> str:
        return self.name
