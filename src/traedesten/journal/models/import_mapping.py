from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.core.field import EncryptedTextField
from traedesten.places.models import Staff
from traedesten.programme.models import Programme


class ImportMapping(models.Model):
    """What a programme has said that the columns and words of one shape of spreadsheet mean, told by its headings."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    headings_sha = models.CharField(max_length=64)
    plan: models.Field[Any, Any] = EncryptedTextField(null=True)
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    used_at = models.DateTimeField()

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        working="id programme headings_sha used_at",
        identifying="made_by",
        special="plan",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "headings_sha"], name="import_mapping_once")
        ]

    def __str__(self) -> str:
        return self.headings_sha[:12]
