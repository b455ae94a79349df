from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from traedesten.core.classification import Retention, classify
from traedesten.core.field import CompactUUIDField
from traedesten.programme.models import Programme
from traedesten.schedule.models import Session

COUNTERS = (
    "visits",
    "card_visits",
    "new_guests",
    "new_without_card",
    "replaced_cards",
    "forgotten_or_lost",
    "second_by_card",
    "second_asked",
    "quarter_first_by_card",
    "quarter_asked_yes",
    "quarter_asked",
    "period_first_by_card",
    "period_asked_yes",
    "period_asked",
    "families",
    "adults",
    "children",
    "audit_asked",
    "audit_wrong",
)

# What each counter is called among people.
COUNTER_NAMES = {
    "visits": _("Besøg i alt"),
    "card_visits": _("Besøg med kort"),
    "new_guests": _("Ny"),
    "new_without_card": _("Ny uden kort"),
    "replaced_cards": _("Nyt kort for et tabt"),
    "forgotten_or_lost": _("Glemt eller tabt kort"),
    "second_by_card": _("2. gang, med kort"),
    "second_asked": _("2. gang, uden kort"),
    "quarter_first_by_card": _("Første gang i kvartalet, med kort"),
    "quarter_asked_yes": _("Første gang i kvartalet, svaret ja"),
    "quarter_asked": _("Spurgt om kvartalet"),
    "period_first_by_card": _("Første gang i perioden, med kort"),
    "period_asked_yes": _("Første gang i perioden, svaret ja"),
    "period_asked": _("Spurgt om perioden"),
    "families": _("Familier"),
    "adults": _("Voksne"),
    "children": _("Børn"),
    "audit_asked": _("Kontrolspørgsmål stillet"),
    "audit_wrong": _("Kontrolspørgsmål, forkert"),
}


class Card(models.TextChoices):
    """Whose stamp card: a guest's own, or a family's in another colour, counted as a set of its own."""

    GUEST = "guest", _("Gæstekort")
    FAMILY = "family", _("Familiekort")


class Sums(models.Model):
    """One device's sums of one session, whatever became of them."""

    visits = models.PositiveIntegerField(default=0)
    card_visits = models.PositiveIntegerField(default=0)
    new_guests = models.PositiveIntegerField(default=0)
    new_without_card = models.PositiveIntegerField(default=0)
    replaced_cards = models.PositiveIntegerField(default=0)
    forgotten_or_lost = models.PositiveIntegerField(default=0)
    second_by_card = models.PositiveIntegerField(default=0)
    second_asked = models.PositiveIntegerField(default=0)
    quarter_first_by_card = models.PositiveIntegerField(default=0)
    quarter_asked_yes = models.PositiveIntegerField(default=0)
    quarter_asked = models.PositiveIntegerField(default=0)
    period_first_by_card = models.PositiveIntegerField(default=0)
    period_asked_yes = models.PositiveIntegerField(default=0)
    period_asked = models.PositiveIntegerField(default=0)
    families = models.PositiveIntegerField(default=0)
    adults = models.PositiveIntegerField(default=0)
    children = models.PositiveIntegerField(default=0)
    audit_asked = models.PositiveIntegerField(default=0)
    audit_wrong = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def sums(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in COUNTERS}


class Tally(Sums):
    """One device's running sums for one session; a higher revision replaces a lower one, without history.

    The session has the sum over its devices. Nothing here is about one guest: no times of taps, dated by day only.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="tallies")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="tallies")
    device = CompactUUIDField()
    card = models.CharField(max_length=6, choices=Card.choices, default=Card.GUEST)
    revision = models.PositiveIntegerField()
    version = models.BigIntegerField()
    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        working="id programme session device card revision version " + " ".join(COUNTERS),
    )

    class Meta:
        verbose_name_plural = "tallies"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "device", "card"], name="tally_once_a_device"),
            models.CheckConstraint(condition=Q(card_visits__lte=models.F("visits")), name="tally_cards_within_visits"),
            models.CheckConstraint(condition=Q(new_guests__lte=models.F("visits")), name="tally_new_within_visits"),
            models.CheckConstraint(
                condition=Q(audit_wrong__lte=models.F("audit_asked")), name="tally_wrong_within_asked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} r{self.revision}"
