from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.places.models import Staff
from traedesten.programme.models import Programme


class ImportBatch(models.Model):
    """One file read into the journal, so that what it brought can be told apart and taken back."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="import_batches")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    imported_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    imported_at = models.DateTimeField(auto_now_add=True)
    new_count = models.PositiveIntegerField(default=0)
    identical_count = models.PositiveIntegerField(default=0)

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        working="id programme file_name sha256 imported_at new_count identical_count",
        identifying="imported_by",
    )

    class Meta:
        ordering: ClassVar = ["-imported_at"]

    def __str__(self) -> str:
        return f"{self.file_name} {self.imported_at:%Y-%m-%d}"
