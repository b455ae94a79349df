from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from traedesten.core.classification import Retention, classify
from traedesten.journal.models.control import WRITTEN, Control
from traedesten.schedule.models import Session


class DoorCheck(Control):
    """A session where everybody through the door was clicked: how many of them were tapped on the tablet."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="door_checks")
    clicked = models.PositiveIntegerField()
    tapped = models.PositiveIntegerField()

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        working=f"{WRITTEN} session clicked tapped",
        identifying="recorded_by",
        special="reason",
    )

    class Meta(Control.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(tapped__lte=F("clicked")), name="door_check_tapped_within_clicked"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.tapped}/{self.clicked}"
