from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify


class AuditEvent(models.Model):
    """One line beside each verb: who did what to which thing. No foreign keys, so it outlives what it tells of."""

    verb = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=80)
    object_type = models.CharField(max_length=60)
    object_key = models.CharField(max_length=80, blank=True)
    programme_id = models.BigIntegerField(null=True)
    count = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(auto_now_add=True)

    classification: ClassVar = classify(
        Retention.LOG_2_YEARS,
        working="id verb object_type programme_id count written_at",
        pseudonymous="object_key",
        identifying="actor_id actor_label",
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["programme_id", "written_at"], name="audit_by_programme")]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_type} {self.object_key}"
