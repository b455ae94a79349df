from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.programme.models import Programme


class KeptBoard(models.Model):
    """Where every criterion of a programme stood when it was last worked out, for those who see the same areas.

    It is true as long as the programme's version is ``version`` and the day to show is ``told_on``; `kept_board`
    alone reads and writes it. ``scope`` names the areas seen: their keys in order, parted by commas; blank for all.
    ``written`` is JSON in the shape numbered ``shape``, ``mark`` a check sum of it: a row that does not hold is
    worked out anew. Nothing in it that the compass does not show to the same people.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="kept_boards")
    scope = models.TextField(blank=True)
    language = models.CharField(max_length=10)
    version = models.BigIntegerField()
    told_on = models.DateField()
    worked_out_at = models.DateTimeField()
    shape = models.PositiveSmallIntegerField()
    mark = models.CharField(max_length=16)
    written = models.TextField()

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        working="id programme scope language version told_on worked_out_at shape mark written",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "scope", "language"], name="kept_board_once"),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} v{self.version} {self.told_on}"
