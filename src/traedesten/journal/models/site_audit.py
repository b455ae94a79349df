from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from traedesten.core.classification import Retention, classify
from traedesten.journal.models.control import WRITTEN, Control

# Each number and the number it is a part of.
SHARES = {
    "first_visits_tapped_new": "first_visits",
    "losses_untold": "losses",
    "firsts_told": "firsts",
    "repeats_in_quarter_told_first": "repeats_in_quarter",
    "repeats_in_period_told_first": "repeats_in_period",
}
NUMBERS = ("visits", *(name for pair in SHARES.items() for name in pair))


class SiteAudit(Control):
    """What somebody saw who stood beside the tablet: of so many visits of a sort, so many were tapped so."""

    audited_on = models.DateField()
    visits = models.PositiveIntegerField()
    first_visits = models.PositiveIntegerField(default=0)
    first_visits_tapped_new = models.PositiveIntegerField(default=0)
    losses = models.PositiveIntegerField(default=0)
    losses_untold = models.PositiveIntegerField(default=0)
    firsts = models.PositiveIntegerField(default=0)
    firsts_told = models.PositiveIntegerField(default=0)
    repeats_in_quarter = models.PositiveIntegerField(default=0)
    repeats_in_quarter_told_first = models.PositiveIntegerField(default=0)
    repeats_in_period = models.PositiveIntegerField(default=0)
    repeats_in_period_told_first = models.PositiveIntegerField(default=0)

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        working=f"{WRITTEN} audited_on {' '.join(NUMBERS)}",
        identifying="recorded_by",
        special="reason",
    )

    class Meta(Control.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(**{f"{part}__lte": F(whole)}), name=f"site_audit_{part}")
            for part, whole in SHARES.items()
        ]

    def __str__(self) -> str:
        return f"{self.audited_on} {self.visits}"
