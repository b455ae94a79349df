from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from traedesten.core.classification import Retention, classify
from traedesten.places.models import Organisation
from traedesten.programme.models.focus_area import FocusArea
from traedesten.programme.models.programme import Programme


class BudgetLine(models.Model):
    """What a funder gives, in whole kroner; without a year it is for the whole period."""

    class Kind(models.TextChoices):
        GRANT = "grant", _("Bevilling")
        CO_FINANCING = "co_financing", _("Lokal medfinansiering")
        OWN = "own", _("Egenfinansiering")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="budget_lines")
    funder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    focus_area = models.ForeignKey(FocusArea, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.GRANT)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    amount = models.PositiveBigIntegerField()

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS, public="id programme funder focus_area kind year amount"
    )

    class Meta:
        ordering: ClassVar = ["year", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "funder", "focus_area", "kind", "year"],
                name="budget_line_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.funder_id} {self.year or ''} {self.amount}"
