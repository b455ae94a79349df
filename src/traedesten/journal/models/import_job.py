from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.core.field import CompactUUIDField, EncryptedTextField
from traedesten.core.ids import new_id
from traedesten.journal.models.import_batch import ImportBatch
from traedesten.places.models import Staff
from traedesten.programme.models import Programme

KEPT_FOR = timedelta(days=1)


class ImportJob(models.Model):
    """One file on its way in, seen only by who sent it.

    ``sheets`` is what the file said, encrypted, gone when it has been brought in or after a day; ``plan`` what the
    person says it means; ``told`` what came of it. ``glance`` is what the page about its columns looks at, ``trial``
    what trying it showed: both are made of the others, so that no page reads a whole sheet, and go with them.
    ``runner`` names the process that works on it.
    """

    class State(models.TextChoices):
        MAPPING = "mapping"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    uid = CompactUUIDField(unique=True, default=new_id)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    started_by = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    received_at = models.DateTimeField()
    file_name: models.Field[Any, Any] = EncryptedTextField(null=True)
    sheets: models.Field[Any, Any] = EncryptedTextField(null=True)
    plan: models.Field[Any, Any] = EncryptedTextField(null=True)
    glance: models.Field[Any, Any] = EncryptedTextField(null=True)
    trial: models.Field[Any, Any] = EncryptedTextField(null=True)
    told: models.Field[Any, Any] = EncryptedTextField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.MAPPING)
    row_count = models.PositiveIntegerField(default=0)
    done_count = models.PositiveIntegerField(default=0)
    runner = models.CharField(max_length=120, blank=True)
    moved_at = models.DateTimeField()
    batch = models.ForeignKey(ImportBatch, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    classification: ClassVar = classify(
        Retention.SESSION_14_DAYS,
        working="id uid programme received_at state row_count done_count runner moved_at batch",
        identifying="started_by file_name",
        special="sheets plan glance trial told",
    )

    class Meta:
        ordering: ClassVar = ["-received_at"]

    def __str__(self) -> str:
        return f"{self.uid} {self.state}"
