from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.places.models import Organisation
from traedesten.programme.models.programme import Programme


class Partner(models.Model):
    """An organisation that takes part in a programme, with the hours a year it has promised."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")
    agreed_hours_a_year = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS, working="id programme organisation agreed_hours_a_year"
    )

    class Meta:
        ordering: ClassVar = ["organisation__name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "organisation"], name="partner_once_a_programme"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)
