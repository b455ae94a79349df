from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from traedesten.core.classification import Retention, classify
from traedesten.places.models import Area


class Programme(models.Model):
    """An agreement with a period, areas and success criteria: a helhedsplan or a project."""

    class Kind(models.TextChoices):
        HELHEDSPLAN = "helhedsplan", _("Boligsocial helhedsplan")
        PROJECT = "project", _("Projekt")

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.PROJECT)
    starts_on = models.DateField()
    ends_on = models.DateField()
    description = models.TextField(blank=True)
    is_demo = models.BooleanField(default=False)
    areas = models.ManyToManyField(Area, related_name="programmes", blank=True)

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS, public="id code name kind starts_on ends_on description is_demo areas"
    )

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="programme_period_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def programme_id(self) -> int:
        """So that audit lines about the programme itself are filed under it."""
        return int(self.pk)
