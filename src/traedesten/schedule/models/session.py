from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from traedesten.core.classification import Retention, classify
from traedesten.places.models import Area, Staff, Venue
from traedesten.programme.models import Activity, Programme, Tag
from traedesten.schedule.models.course_run import CourseRun
from traedesten.schedule.models.initiative import Initiative
from traedesten.schedule.models.rhythm import Rhythm


class SessionQuerySet(models.QuerySet["Session"]):
    def standing(self) -> SessionQuerySet:
        """Those that were planned or told of, without those told of and taken back again."""
        return self.exclude(is_unplanned=True, is_called_off=True)


class Session(models.Model):
    """One planned opening or meeting of an activity. That it was held or cancelled is an entry, not a column here.

    ``is_called_off`` is the plan's own: it will not be, said beforehand. ``rhythm_on`` is the day the rhythm gave,
    which the session keeps when it is moved; ``is_adjusted`` says that somebody has changed what the rhythm gave.
    ``is_unplanned`` was first told of when it had been held; called off as well, that was taken back.
    ``revision`` is raised by every change, so that who changes an older one is told.
    """

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
    rhythm = models.ForeignKey(Rhythm, on_delete=models.SET_NULL, null=True, blank=True, related_name="sessions")
    rhythm_on = models.DateField(null=True, blank=True)
    is_adjusted = models.BooleanField(default=False)
    is_called_off = models.BooleanField(default=False)
    is_unplanned = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)
    staff = models.ManyToManyField(Staff, blank=True, related_name="sessions")

    objects = SessionQuerySet.as_manager()

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        public="id programme code name activity planned_on starts_at ends_at area venue run initiative form tags"
        " rhythm rhythm_on is_called_off",
        working="is_adjusted is_unplanned revision changed_at",
        identifying="staff",
    )

    class Meta:
        ordering: ClassVar = ["planned_on", "starts_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "code"], name="session_code_once"),
            models.UniqueConstraint(fields=["rhythm", "rhythm_on"], name="session_of_rhythm_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["programme", "planned_on"], name="session_by_day")]

    @property
    def title(self) -> str:
        """What people call it: its own name, else that of its course or initiative, else of the activity."""
        named = self.run or self.initiative
        return self.name or (named.name if named else self.activity.name)

    def __str__(self) -> str:
        return f"{self.activity} {self.planned_on}"
