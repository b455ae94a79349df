from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from traedesten.core.classification import Retention, classify
from traedesten.offers.models import Offer
from traedesten.places.models import Area, Organisation, Venue
from traedesten.programme.models import Activity, Programme, Tag
from traedesten.schedule.models.initiative import Initiative


class CourseRun(models.Model):
    """One run of a course or group (forløb); without an end it is still running."""

    class Form(models.TextChoices):
        GROUP = "group", _("Gruppeforløb")
        INDIVIDUAL = "individual", _("Individuelt forløb")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="runs")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="runs")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, null=True, blank=True, related_name="runs")
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, null=True, blank=True, related_name="runs")
    form = models.CharField(max_length=12, choices=Form.choices, default=Form.GROUP)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    # Share of a person's held sessions that must be attended to complete; two thirds unless the course says otherwise.
    rule_numerator = models.PositiveSmallIntegerField(default=2)
    rule_denominator = models.PositiveSmallIntegerField(default=3)
    tags = models.ManyToManyField(Tag, blank=True, related_name="runs")

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        public="id programme code name activity area venue partner offer initiative form starts_on ends_on"
        " rule_numerator rule_denominator tags",
    )

    class Meta:
        ordering: ClassVar = ["starts_on", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "code"], name="run_code_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="run_period_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(rule_denominator__gt=0, rule_numerator__lte=models.F("rule_denominator")),
                name="run_rule_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return self.name
