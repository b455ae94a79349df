from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.core.field import EncryptedTextField
from traedesten.places.models import Staff
from traedesten.programme.models import Programme


class ImportBatch(models.Model):
    """One file read into the journal, so that what it brought can be told apart and taken back.

    ``undone_count`` entries were taken back; those that somebody had put right meanwhile were left.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="import_batches")
    file_name: models.Field[Any, Any] = EncryptedTextField(null=True)  # people write names in names of files
    sha256 = models.CharField(max_length=64)
    imported_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    imported_at = models.DateTimeField(auto_now_add=True)
    new_count = models.PositiveIntegerField(default=0)
    identical_count = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    undone_count = models.PositiveIntegerField(default=0)

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        working="id programme sha256 imported_at new_count identical_count undone_at undone_count",
        identifying="file_name imported_by undone_by",
    )

    class Meta:
        ordering: ClassVar = ["-imported_at"]

    def __str__(self) -> str:
        return f"{self.pk} {self.imported_at:%Y-%m-%d}"
