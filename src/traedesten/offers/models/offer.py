from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from traedesten.core.classification import Retention, classify
from traedesten.places.models import Organisation
from traedesten.programme.models import Programme


class Offer(models.Model):
    """Something a resident can be bridged to: a course, a club, a counselling."""

    class Kind(models.TextChoices):
        MUNICIPAL_HEALTH = "municipal_health", _("Kommunalt sundhedstilbud")
        MUNICIPAL_OTHER = "municipal_other", _("Andet kommunalt tilbud")
        CIVIL = "civil", _("Tilbud i civilsamfundet")
        JOB = "job", _("Job og uddannelse")
        OTHER = "other", _("Andet tilbud")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="offers")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="offers")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.OTHER)
    is_external = models.BooleanField(default=True)

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS, public="id programme code name provider kind is_external"
    )

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["programme", "code"], name="offer_code_once")]

    def __str__(self) -> str:
        return self.name
