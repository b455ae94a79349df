from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from traedesten.core.classification import Retention, classify


class Organisation(models.Model):
    """A municipality, housing organisation, association, school ...: whoever takes part as a body."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("Kommune")
        HOUSING = "housing", _("Boligorganisation")
        ASSOCIATION = "association", _("Forening")
        SCHOOL = "school", _("Skole eller dagtilbud")
        HEALTH_CENTRE = "health_centre", _("Sundhedscenter")
        REGION = "region", _("Region")
        FUNDER = "funder", _("Fond eller pulje")
        BUSINESS = "business", _("Virksomhed")
        OTHER = "other", _("Anden organisation")

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.OTHER)

    classification: ClassVar = classify(Retention.INDEFINITE, public="id code name kind")

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
