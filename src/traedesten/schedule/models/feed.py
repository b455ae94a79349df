from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from traedesten.core.classification import Retention, classify
from traedesten.core.field import EncryptedTextField
from traedesten.places.models import Staff, Venue
from traedesten.programme.models import Activity, Programme


class Feed(models.Model):
    """A calendar somebody subscribes to by a secret address; it shows what its owner may see, and dies with that.

    The address is found by the digest of its token; the token itself is kept encrypted, to be shown to its owner.
    """

    class About(models.TextChoices):
        OWN = "own", _("Mine vagter")
        VENUE = "venue", _("Et sted")
        ACTIVITY = "activity", _("En aktivitet")
        ALL = "all", _("Hele kalenderen")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="feeds")
    owner = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="feeds")
    about = models.CharField(max_length=12, choices=About.choices)
    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    token = EncryptedTextField()
    digest = models.CharField(max_length=64, unique=True)
    renewed_at = models.DateTimeField()

    classification: ClassVar = classify(
        Retention.EMPLOYMENT,
        working="id programme about venue activity digest renewed_at",
        identifying="owner token",
    )

    class Meta:
        ordering: ClassVar = ["about", "pk"]
        constraints: ClassVar = [
            # One for each way of naming what it shows: a null is unlike every other null.
            models.UniqueConstraint(
                fields=["programme", "owner", "about"],
                condition=models.Q(venue__isnull=True, activity__isnull=True),
                name="feed_of_all_once",
            ),
            models.UniqueConstraint(
                fields=["programme", "owner", "venue"],
                condition=models.Q(venue__isnull=False),
                name="feed_of_venue_once",
            ),
            models.UniqueConstraint(
                fields=["programme", "owner", "activity"],
                condition=models.Q(activity__isnull=False),
                name="feed_of_activity_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id} {self.about}"
