from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.journal.models.control import WRITTEN, Control
from traedesten.places.models import Area
from traedesten.programme.models import Activity

# Five ages by three sexes, so that a stroke is quick and a cell is seldom one guest's.
AGES = ("child", "young", "adult", "senior", "unknown")
SEXES = ("female", "male", "unknown")
CELLS = tuple(f"{sex}_{age}" for age in AGES for sex in SEXES)


def _number() -> Any:
    return models.PositiveIntegerField(default=0)


class NewGuestWeek(Control):
    """The ages and sexes of a week's new guests at one café, as strokes on a sheet: by week, so that no day and no
    guest can be told from it."""

    monday = models.DateField()
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    female_child = _number()
    male_child = _number()
    unknown_child = _number()
    female_young = _number()
    male_young = _number()
    unknown_young = _number()
    female_adult = _number()
    male_adult = _number()
    unknown_adult = _number()
    female_senior = _number()
    male_senior = _number()
    unknown_senior = _number()
    female_unknown = _number()
    male_unknown = _number()
    unknown_unknown = _number()

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        working=f"{WRITTEN} monday activity area {' '.join(CELLS)}",
        identifying="recorded_by",
        special="reason",
    )

    def __str__(self) -> str:
        return f"{self.activity_id} {self.monday}"

    @property
    def guests(self) -> int:
        return sum(getattr(self, name) for name in CELLS)
