from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core import clock
from traedesten.core.field import CompactUUIDField
from traedesten.places.models import Staff
from traedesten.programme.models import Programme

# Every control says which one it is, whose, when it was written down and by whom.
WRITTEN = "id uid programme recorded_at version"


class Control(models.Model):
    """A check of how well guests are counted, made by hand. The newest of its day and place counts; none is edited."""

    uid = CompactUUIDField(unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="%(class)ss")
    recorded_at = models.DateTimeField(default=clock.now)
    recorded_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.BigIntegerField()

    class Meta:
        abstract = True
        ordering: ClassVar = ["recorded_at", "id"]
