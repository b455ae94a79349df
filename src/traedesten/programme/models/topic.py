from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext

from traedesten.core.classification import Retention, classify
from traedesten.programme.models.programme import Programme


class Topic(models.Model):
    """What an entry can be about, in lists of the programme's own: indicators, methods, reasons, items ..."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="topics")
    list = models.SlugField(max_length=40)
    code = models.CharField(max_length=80)
    name = models.CharField(max_length=300)

    classification: ClassVar = classify(Retention.PROGRAMME_PLUS_5_YEARS, public="id programme list code name")

    class Meta:
        ordering: ClassVar = ["list", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "list", "code"], name="topic_code_once_a_list"),
        ]

    def __str__(self) -> str:
        """In the reader's language where it is a standard topic; a programme's own stays as it was written."""
        return gettext(self.name)
