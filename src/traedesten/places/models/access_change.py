from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from traedesten.core.classification import Retention, classify
from traedesten.places.models.staff import Staff


class AccessChange(models.Model):
    """Something an administrator did to how a colleague gets in: told to the colleague at the next log-in, until read.

    With a link and a forgotten second step somebody could enter as another; so the other is told, and by whom.
    """

    class What(models.TextChoices):
        LINK = "link", _("Der blev lavet et nyt link, som giver en ny adgangskode")
        SECOND_STEP = "second_step", _("Dit andet trin blev glemt")

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="access_changes")
    what = models.CharField(max_length=20, choices=What.choices)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)

    classification: ClassVar = classify(
        Retention.EMPLOYMENT, working="id what made_at read_at", identifying="staff made_by"
    )

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.what} {self.made_at:%Y-%m-%d}"
