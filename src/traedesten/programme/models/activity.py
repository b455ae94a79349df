from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from traedesten.core.classification import Retention, classify
from traedesten.places.models import Area, Organisation
from traedesten.programme.models.focus_area import FocusArea
from traedesten.programme.models.programme import Programme
from traedesten.programme.models.tag import Tag


class Activity(models.Model):
    """Something the agreement promises to do (aktivitet); a sub-activity has a parent.

    One that was closed says why, and one started in its place says which it replaces; what happened stays with each.
    """

    class Form(models.TextChoices):
        OPEN = "open", _("Åbent tilbud")
        COURSE = "course", _("Forløb eller hold")
        EVENT = "event", _("Arrangement")
        OUTREACH = "outreach", _("Opsøgende arbejde")
        CONVERSATION = "conversation", _("Samtaler")
        PUBLICATION = "publication", _("Formidling")
        INITIATIVE = "initiative", _("Initiativer")
        OTHER = "other", _("Andet")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="activities")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    focus_area = models.ForeignKey(
        FocusArea, on_delete=models.PROTECT, null=True, blank=True, related_name="activities"
    )
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    form = models.CharField(max_length=20, choices=Form.choices, default=Form.OTHER)
    description = models.TextField(blank=True)
    target_group = models.TextField(blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    close_reason = models.CharField(max_length=300, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors")
    position = models.PositiveSmallIntegerField(default=0)
    areas = models.ManyToManyField(Area, blank=True, related_name="activities")
    tags = models.ManyToManyField(Tag, blank=True, related_name="activities")
    partners = models.ManyToManyField(Organisation, blank=True, related_name="activities")

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        public="id programme code name focus_area parent form description target_group starts_on ends_on close_reason"
        " replaces position areas tags partners",
    )

    class Meta:
        ordering: ClassVar = ["position", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "code"], name="activity_code_once"),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="activity_period_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name
