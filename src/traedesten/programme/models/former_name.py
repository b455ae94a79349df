from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.programme.models.programme import Programme


class FormerName(models.Model):
    """What a row that was taken away was called, so that whoever still speaks of its code can be told by name."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="former_names")
    kind = models.SlugField(max_length=20)
    code = models.CharField(max_length=80)
    name = models.CharField(max_length=300)

    classification: ClassVar = classify(Retention.PROGRAMME_PLUS_5_YEARS, public="id programme kind code name")

    class Meta:
        ordering: ClassVar = ["kind", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "kind", "code"], name="former_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
