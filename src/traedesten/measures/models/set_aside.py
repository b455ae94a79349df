from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.core.field import EncryptedTextField
from traedesten.places.models import Staff
from traedesten.programme.models import Programme


class SetAside(models.Model):
    """Something that needed a look and is right as it is, somebody has said, and why.

    ``fingerprint`` is of what was found and of the entries it rests on: when one of them changes, it is found anew.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="set_aside")
    rule = models.SlugField(max_length=40)
    fingerprint = models.CharField(max_length=32)
    reason = EncryptedTextField()
    set_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField()

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        working="id programme rule fingerprint set_at", special="reason", identifying="set_by",
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["-set_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "fingerprint"], name="set_aside_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.fingerprint}"
