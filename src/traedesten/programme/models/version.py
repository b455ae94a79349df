from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.programme.models.programme import Programme


class VersionQuerySet(models.QuerySet["Version"]):
    def next_for(self, programme_id: int) -> int:
        """Lock the programme's version row, raise it by one and give the new number.

        Must run inside a transaction; the lock is held to its end, so "newer than what I saw" misses no late commit.
        """
        row, _ = self.select_for_update().get_or_create(programme_id=programme_id)
        row.number += 1
        row.save(update_fields=["number"])
        return row.number


class Version(models.Model):
    """The number of the last change that can move a programme's figures."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, primary_key=True, related_name="version")
    number = models.BigIntegerField(default=0)

    classification: ClassVar = classify(Retention.PROGRAMME_PLUS_5_YEARS, working="programme number")

    objects: ClassVar = VersionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.programme_id} v{self.number}"
