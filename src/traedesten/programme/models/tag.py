from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.programme.models.programme import Programme


class Tag(models.Model):
    """A word the programme puts on activities, sessions and runs, such as "tema" or "kulturbro"."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="tags")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)

    classification: ClassVar = classify(Retention.PROGRAMME_PLUS_5_YEARS, public="id programme code name")

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["programme", "code"], name="tag_code_once")]

    def __str__(self) -> str:
        return self.name
