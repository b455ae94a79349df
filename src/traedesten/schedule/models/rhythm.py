from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from traedesten.core.classification import Retention, classify
from traedesten.places.models import Area, Staff, Venue
from traedesten.programme.models import Activity, Programme
from traedesten.schedule.models.course_run import CourseRun


class Rhythm(models.Model):
    """When an activity comes again, as a rule; its sessions are laid out from it as rows of their own.

    ``anchor_on`` lies in the week that weeks are counted from, so that "every other week" stays in step when the rhythm
    is changed. ``laid_until`` is the last day sessions have been laid out to: a session that somebody took away before
    that day does not come back.
    """

    class WhenClosed(models.TextChoices):
        SKIP = "skip", _("Springes over")
        MOVE = "move", _("Flyttes til næste åbne dag")

    class Form(models.TextChoices):
        OPEN = "open", _("Åbent")
        COURSE = "course", _("Forløb")
        EVENT = "event", _("Arrangement")
        MEETING = "meeting", _("Møde")
        OTHER = "other", _("Andet")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="rhythms")
    code = models.SlugField(max_length=48)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="rhythms")
    run = models.ForeignKey(CourseRun, on_delete=models.PROTECT, null=True, blank=True, related_name="rhythms")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    anchor_on = models.DateField(null=True, blank=True)
    starts_at = models.TimeField(null=True, blank=True)
    ends_at = models.TimeField(null=True, blank=True)
    form = models.CharField(max_length=12, choices=Form.choices, default=Form.OPEN)
    when_closed = models.CharField(max_length=8, choices=WhenClosed.choices, default=WhenClosed.SKIP)
    rests_on_customary = models.BooleanField(default=True)
    laid_until = models.DateField(null=True, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replaced_by")
    revision = models.PositiveIntegerField(default=1)
    staff = models.ManyToManyField(Staff, blank=True, related_name="+")

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        public="id programme code activity run starts_on ends_on anchor_on starts_at ends_at form when_closed"
        " rests_on_customary",
        working="laid_until replaces revision",
        identifying="staff",
    )

    class Meta:
        ordering: ClassVar = ["starts_on", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "code"], name="rhythm_code_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="rhythm_period_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class RhythmTurn(models.Model):
    """One turn of a rhythm: its rule (RRULE), and where it is held then. A rotation has several."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="rhythm_turns")
    rhythm = models.ForeignKey(Rhythm, on_delete=models.CASCADE, related_name="turns")
    number = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=120)
    # Weeks after the anchor's week, where the rule takes only every second, third ... week.
    week = models.PositiveSmallIntegerField(default=0)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS, public="id programme rhythm number rule week area venue name"
    )

    class Meta:
        ordering: ClassVar = ["rhythm_id", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["rhythm", "number"], name="rhythm_turn_once")]

    def __str__(self) -> str:
        return f"{self.rhythm_id} {self.number}"
