from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.places.models import Staff
from traedesten.programme.models.activity import Activity
from traedesten.programme.models.position import Position
from traedesten.programme.models.programme import Programme


class Milestone(models.Model):
    """Something that shall have happened by a date (milepæl)."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="milestones")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=300)
    due_on = models.DateField()
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="milestones")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        public="id programme code name due_on activity position done_on",
        identifying="done_by",
    )

    class Meta:
        ordering: ClassVar = ["due_on"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["programme", "code"], name="milestone_code_once")]

    def __str__(self) -> str:
        return self.name
