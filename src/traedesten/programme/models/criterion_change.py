from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from traedesten.core.classification import Retention, classify
from traedesten.places.models import Staff
from traedesten.programme.models.criterion import Criterion


class CriterionChange(models.Model):
    """Something that was changed about a criterion, from which day, why and by whom.

    ``measure`` is the definition that held until the day before ``valid_from``; a figure of an earlier day is counted
    by it. ``told`` is what it said before, in words, as it was read on the day of the change.
    """

    class Kind(models.TextChoices):
        MADE = "made", _("Skrevet")
        MEASURE = "measure", _("Tælles på en anden måde")
        TEXT = "text", _("Teksten er ændret")
        BASELINE = "baseline", _("Udgangspunkt eller sammenligning er ændret")
        TARGET = "target", _("Målet er ændret")
        RETIRED = "retired", _("Afsluttet")
        RESTORED = "restored", _("Taget i brug igen")

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    valid_from = models.DateField()
    measure = models.JSONField(null=True, blank=True)
    told = models.TextField(blank=True)
    reason = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField(auto_now_add=True)
    changed_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        public="id criterion kind valid_from measure told reason",
        working="changed_at changed_by",
    )

    class Meta:
        ordering: ClassVar = ["valid_from", "id"]

    def __str__(self) -> str:
        return f"{self.criterion_id} {self.kind} {self.valid_from}"

    @property
    def programme_id(self) -> int:
        return self.criterion.programme_id
