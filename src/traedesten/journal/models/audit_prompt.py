from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from traedesten.core.classification import Retention, classify
from traedesten.journal.models.control import WRITTEN, Control
from traedesten.schedule.models import Session


class AuditPrompt(Control):
    """How often the guests of a session were asked whether they had been there before, and how often the tap was
    wrong. The engine reads it in the session's `Tally`, made from it."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="audit_prompts")
    asked = models.PositiveIntegerField()
    wrong = models.PositiveIntegerField()

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        working=f"{WRITTEN} session asked wrong",
        identifying="recorded_by",
        special="reason",
    )

    class Meta(Control.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(wrong__lte=F("asked")), name="audit_prompt_wrong_within_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.wrong}/{self.asked}"
