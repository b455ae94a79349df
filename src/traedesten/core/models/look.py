from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.core.field import EncryptedTextField


class Look(models.Model):
    """One line of the access log: somebody read, searched or exported what concerns people. Prunable by rule."""

    class Way(models.TextChoices):
        READ = "read"
        SEARCH = "search"
        EXPORT = "export"

    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=80)
    way = models.CharField(max_length=10, choices=Way.choices)
    what = models.CharField(max_length=60)
    programme_id = models.BigIntegerField(null=True)
    object_key = models.CharField(max_length=80, blank=True)
    subject_id = models.BigIntegerField(null=True)
    count = models.PositiveIntegerField(default=1)
    words = EncryptedTextField(null=True)
    looked_at = models.DateTimeField(auto_now_add=True)

    classification: ClassVar = classify(
        Retention.LOG_2_YEARS,
        working="id way what programme_id count looked_at",
        pseudonymous="object_key subject_id words",
        identifying="actor_id actor_label",
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_id", "looked_at"], name="look_by_subject")]

    def __str__(self) -> str:
        return f"{self.way} {self.what} {self.object_key}"
