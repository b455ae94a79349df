from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.programme.models import Programme


class Thread(models.Model):
    """Ties the steps of one referral, enrolment, initiative, need, theme, story or publication together."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="threads")
    code = models.CharField(max_length=60)

    classification: ClassVar = classify(Retention.PROGRAMME_PLUS_5_YEARS, working="id programme", pseudonymous="code")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["programme", "code"], name="thread_code_once")]

    def __str__(self) -> str:
        return self.code
