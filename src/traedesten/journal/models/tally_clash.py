from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from traedesten.core.classification import Retention, classify
from traedesten.core.field import CompactUUIDField
from traedesten.journal.models.tally import COUNTERS, Card, Sums
from traedesten.programme.models import Programme
from traedesten.schedule.models import Session


class TallyClash(Sums):
    """Sums that a device sent and that speak against what stands: set aside and not counted until somebody settles it.

    One a device, session and sort of card: what is sent later takes the place of it, as in a tally. Settled, it stays
    for the ten minutes it can be undone in; where its sums took the place of those that stood, it holds those.
    """

    class Choice(models.TextChoices):
        KEEP = "keep", _("De tal, der står, er rigtige")
        REPLACE = "replace", _("De nye tal er rigtige")
        ANOTHER = "another", _("Det var to tablets")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="tally_clashes")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="tally_clashes")
    device = CompactUUIDField()
    card = models.CharField(max_length=6, choices=Card.choices, default=Card.GUEST)
    revision = models.PositiveIntegerField()
    settled_as = models.CharField(max_length=8, choices=Choice.choices, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_version = models.BigIntegerField(null=True, blank=True)
    new_device = CompactUUIDField(null=True, blank=True)

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        working="id programme session device card revision settled_as settled_at settled_version new_device "
        + " ".join(COUNTERS),
    )

    class Meta:
        verbose_name_plural = "tally clashes"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "device", "card"], name="tally_clash_once_a_device"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} r{self.revision}"
