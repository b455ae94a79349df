from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.core.field import EncryptedTextField
from traedesten.journal.models.entry import Entry


class Correction(models.Model):
    """Why an entry superseded or withdrew another, in somebody's own words: encrypted, as the notes are."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="correction")
    reason = EncryptedTextField(null=True)

    classification: ClassVar = classify(Retention.PROGRAMME_PLUS_5_YEARS, working="entry", special="reason")

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"
