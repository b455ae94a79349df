from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.journal.models.entry import Entry


class Correction(models.Model):
    """Why an entry superseded or withdrew another."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="correction")
    reason = models.CharField(max_length=300)

    classification: ClassVar = classify(Retention.PROGRAMME_PLUS_5_YEARS, working="entry", pseudonymous="reason")

    def __str__(self) -> str:
        return self.reason
