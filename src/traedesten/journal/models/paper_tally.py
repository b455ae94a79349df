from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from traedesten.core.classification import Retention, classify
from traedesten.journal.models.control import WRITTEN, Control
from traedesten.journal.models.tally import Card
from traedesten.schedule.models import Session

# The six columns of the sheet; together they are everybody who came.
BUTTONS = ("new_guests", "second_time", "first_in_quarter", "known", "forgotten", "without_card")
# Each number below a column and the column it is a part of.
PARTS = {
    "new_without_card": "new_guests",
    "second_new_quarter": "second_time",
    "replaced_cards": "forgotten",
    "asked_second": "without_card",
}
OTHERS = ("period_by_card", "asked_quarter", "asked_period", "adults", "children")
LINES = (*BUTTONS, *PARTS, *OTHERS)


def _number() -> Any:
    return models.PositiveIntegerField(default=0)


class PaperTally(Control):
    """The sheet of a session that was counted on paper: strokes in the six columns of the tablet's buttons.

    What the engine reads is the session's `Tally`, made from it; here is what was written, by whom and why it was
    changed.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="paper_tallies")
    card = models.CharField(max_length=6, choices=Card.choices, default=Card.GUEST)
    new_guests = _number()
    new_without_card = _number()
    second_time = _number()
    second_new_quarter = _number()
    first_in_quarter = _number()
    known = _number()
    forgotten = _number()
    replaced_cards = _number()
    without_card = _number()
    asked_second = _number()
    asked_quarter = _number()
    asked_period = _number()
    period_by_card = _number()
    adults = _number()
    children = _number()

    classification: ClassVar = classify(
        Retention.PROGRAMME_PLUS_5_YEARS,
        working=f"{WRITTEN} session card {' '.join(LINES)}",
        identifying="recorded_by",
        special="reason",
    )

    class Meta(Control.Meta):
        verbose_name_plural = "paper tallies"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(**{f"{part}__lte": F(whole)}), name=f"paper_{part}")
            for part, whole in PARTS.items()
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.card}"

    @property
    def visits(self) -> int:
        return sum(getattr(self, name) for name in BUTTONS)
