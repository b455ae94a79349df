from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from traedesten.core.classification import Retention, classify
from traedesten.places.models import Area, Venue
from traedesten.programme.models import Activity, Programme, Tag
from traedesten.schedule.models.course_run import CourseRun
from traedesten.schedule.models.initiative import Initiative


class Session(models.Model):
    """One planned opening or meeting of an activity. That it was held or cancelled is an entry, not a column here."""

    class Form(models.TextChoices):
        OPEN = "open", _("Åbent")
        COURSE = "course", _("Forløb")
        EVENT = "event", _("Arrangement")
        MEETING = "meeting", _("Møde")
        OTHER = "other", _("Andet")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="sessions")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200, blank=True)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="sessions")
    planned_on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    ends_at = models.TimeField(null=True, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    run = models.ForeignKey(CourseRun, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions")
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions")
    form = models.CharField(max_length=12, choices=Form.choices, default=Form.OPEN)
    tags = models.ManyToManyField(Tag, blank=True, related_name="sessions")

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        public="id programme code name activity planned_on starts_at ends_at area venue run initiative form tags",
    )

    class Meta:
        ordering: ClassVar = ["planned_on", "starts_at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["programme", "code"], name="session_code_once")]
        indexes: ClassVar = [models.Index(fields=["programme", "planned_on"], name="session_by_day")]

    def __str__(self) -> str:
        return f"{self.activity} {self.planned_on}"
