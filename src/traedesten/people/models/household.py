from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.programme.models import Programme


class Household(models.Model):
    """Subjects who share a home, as far as they have told it. Not a dwelling of the area."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="households")
    code = models.CharField(max_length=40)

    classification: ClassVar = classify(Retention.PERSON_PLUS_1_YEAR, working="id programme", pseudonymous="code")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["programme", "code"], name="household_code_once")]

    def __str__(self) -> str:
        return self.code
