"""What the sums of a tally must be to one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from traedesten.journal.models.tally import COUNTER_NAMES
from traedesten.journal.rules.problem import Problem

# Each counter and the counter it is a part of.
PART_OF = {
    "card_visits": "visits",
    "new_guests": "visits",
    "forgotten_or_lost": "visits",
    "replaced_cards": "visits",
    "new_without_card": "new_guests",
    "second_by_card": "card_visits",
    "quarter_first_by_card": "card_visits",
    "period_first_by_card": "card_visits",
    "quarter_asked_yes": "quarter_asked",
    "period_asked_yes": "period_asked",
    "audit_wrong": "audit_asked",
}


def inconsistent(sums: Mapping[str, int]) -> Iterator[Problem]:
    below = [name for name, number in sums.items() if number < 0]
    for name in below:
        message = _("»%(name)s« er %(value)s; et antal kan ikke være under 0.")
        yield Problem(name, "range", message % {"name": COUNTER_NAMES[name], "value": sums[name]})
    for part, whole in PART_OF.items() if not below else ():
        if sums[part] > sums[whole]:
            yield Problem(
                part,
                "disagrees",
                _("»%(part)s« er %(many)s, men er en del af »%(whole)s«, som er %(limit)s. Ret det ene.")
                % {
                    "part": COUNTER_NAMES[part],
                    "many": sums[part],
                    "whole": COUNTER_NAMES[whole],
                    "limit": sums[whole],
                },
            )
