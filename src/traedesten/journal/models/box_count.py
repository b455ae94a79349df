from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from traedesten.core.classification import Retention, classify
from traedesten.journal.models.control import WRITTEN, Control
from traedesten.journal.models.tally import Card
from traedesten.places.models import Area, Venue
from traedesten.programme.models import Activity


class BoxCount(Control):
    """The stamp cards of one box on a day: all ever printed for it, and those left or those handed out."""

    counted_on = models.DateField()
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    card = models.CharField(max_length=6, choices=Card.choices, default=Card.GUEST)
    printed = models.PositiveIntegerField()
    left = models.PositiveIntegerField(null=True, blank=True)
    handed_out = models.PositiveIntegerField(null=True, blank=True)

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        working=f"{WRITTEN} counted_on activity area venue card printed left handed_out",
        identifying="recorded_by",
        special="reason",
    )

    class Meta(Control.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(left__isnull=False) | Q(handed_out__isnull=False), name="box_count_counts_something"
            ),
            models.CheckConstraint(
                condition=Q(left__isnull=True) | Q(left__lte=F("printed")), name="box_count_left_within_printed"
            ),
            models.CheckConstraint(
                condition=Q(handed_out__isnull=True) | Q(handed_out__lte=F("printed")),
                name="box_count_handed_out_within_printed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.counted_on}"
