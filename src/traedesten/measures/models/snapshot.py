from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.places.models import Staff
from traedesten.programme.models import Programme


class Snapshot(models.Model):
    """A programme's figures up to and with one day, as they were known when they were frozen; published at once.

    Rows are added and never changed (`measures.immutable`). A correction is a later ``edition`` of the same day, which
    ``corrects`` the one before it; both stay. ``programme_version`` is the last change that was known, and
    ``foundation`` tells how many rows of each sort figures were read from and what they said, as digests, so that a
    later difference can be explained. ``coarsened`` are the sentences of what was told more coarsely to protect small
    groups.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="snapshots")
    last_day = models.DateField()
    edition = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=120)
    is_quarterly = models.BooleanField(default=False)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    note = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    programme_version = models.BigIntegerField()
    foundation = models.JSONField(default=dict)
    coarsened = models.JSONField(default=list)

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        public="id programme last_day edition name is_quarterly corrects note made_at coarsened",
        working="made_by programme_version foundation",
    )

    class Meta:
        ordering: ClassVar = ["-last_day", "-edition"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "last_day", "edition"], name="snapshot_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(edition=1, corrects__isnull=True) | models.Q(edition__gt=1, corrects__isnull=False),
                name="snapshot_corrects_the_one_before",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.last_day} ({self.edition})"
