from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from traedesten.core.classification import Retention, classify
from traedesten.people.models.household import Household
from traedesten.programme.models import Programme


class Subject(models.Model):
    """A person without a name, known in one programme by a short code."""

    class Depth(models.TextChoices):
        PSEUDONYM = "pseudonym", _("Pseudonym")
        IDENTIFIED = "identified", _("Kendt med navn")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="subjects")
    code = models.CharField(max_length=40)
    depth = models.CharField(max_length=12, choices=Depth.choices, default=Depth.PSEUDONYM)
    household = models.ForeignKey(Household, on_delete=models.SET_NULL, null=True, blank=True, related_name="members")
    created_at = models.DateTimeField(auto_now_add=True)

    classification: ClassVar = classify(
        Retention.PERSON_PLUS_1_YEAR, working="id programme depth created_at", pseudonymous="code household"
    )

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["programme", "code"], name="subject_code_once")]
        indexes: ClassVar = [
            # Who lives with whom, read whole before figures are worked out; most have no household.
            models.Index(
                fields=["programme", "household", "id"],
                name="subject_in_household",
                condition=models.Q(household__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.code


class SubjectAlias(models.Model):
    """Two subjects turned out to be one person: the alias counts as the canonical one. Removing the row un-merges."""

    alias = models.OneToOneField(Subject, on_delete=models.CASCADE, primary_key=True, related_name="alias_row")
    canonical = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="aliases")
    merged_at = models.DateTimeField(auto_now_add=True)

    classification: ClassVar = classify(
        Retention.PERSON_PLUS_1_YEAR, working="merged_at", pseudonymous="alias canonical"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(alias=models.F("canonical")), name="alias_is_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.alias_id} = {self.canonical_id}"
