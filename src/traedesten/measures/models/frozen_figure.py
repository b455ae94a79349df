from __future__ import annotations

from typing import ClassVar

from django.db import models

from traedesten.core.classification import Retention, classify
from traedesten.measures.models.snapshot import Snapshot
from traedesten.places.models import Area
from traedesten.programme.models import Criterion


class FrozenFigure(models.Model):
    """One criterion against one of its targets, or in one area: as the team knew it, and as it was published.

    Columns that begin with ``published`` are all that anybody outside the team is shown, with what the agreement says
    anyway (text, ``wanted``, definition): the plain form of `measure_engine.disclosure`'s published figure, blank where
    it could not be counted, and the words of its standing. The others are the team's own. ``key`` names the same cell
    in every snapshot. ``measure`` and ``target`` are the plain data that held then; ``parts`` the exact parts of a
    split; ``fault`` says why it could not be counted.
    """

    class Sort(models.TextChoices):
        TARGET = "target"
        AREA = "area"

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="figures")
    position = models.PositiveSmallIntegerField()
    sort = models.CharField(max_length=6, choices=Sort.choices, default=Sort.TARGET)
    key = models.CharField(max_length=200)
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="frozen")
    code = models.CharField(max_length=40)
    text = models.TextField()
    focus_area = models.CharField(max_length=200, blank=True)
    activity = models.CharField(max_length=200, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    scope = models.CharField(max_length=300, blank=True)
    period = models.CharField(max_length=120, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    value = models.FloatField(null=True, blank=True)
    numerator = models.FloatField(null=True, blank=True)
    denominator = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    shape = models.CharField(max_length=10, blank=True)
    missing = models.JSONField(default=list)
    parts = models.JSONField(default=list)
    interval_low = models.FloatField(null=True, blank=True)
    interval_high = models.FloatField(null=True, blank=True)
    interval_level = models.FloatField(null=True, blank=True)
    shown = models.CharField(max_length=200, blank=True)
    interval = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=20)
    status_name = models.CharField(max_length=60)
    reason = models.TextField(blank=True)
    fault = models.TextField(blank=True)
    entry_count = models.PositiveIntegerField(default=0)

    wanted = models.CharField(max_length=200, blank=True)
    decision = models.CharField(max_length=300, blank=True)
    target = models.JSONField(null=True, blank=True)
    measure = models.JSONField(null=True, blank=True)
    definition = models.TextField(blank=True)

    published = models.JSONField(null=True, blank=True)
    published_standing = models.JSONField(null=True, blank=True)

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        public="id snapshot position sort key criterion code text focus_area activity area scope period ended_on unit"
        " shape wanted decision target measure definition published published_standing",
        working="fault entry_count",
        pseudonymous="value numerator denominator missing parts interval_low interval_high interval_level shown"
        " interval status status_name reason",
    )

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["snapshot", "key"], name="frozen_figure_once")]

    def __str__(self) -> str:
        return f"{self.snapshot_id} {self.key}"
