"""What the words for a status mean, told where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from measure_engine.judgement import Status
from traedesten.measures.card import status_name

BEST_FIRST = (
    Status.REACHED,
    Status.ON_COURSE,
    Status.OPEN,
    Status.BEHIND,
    Status.NOT_REACHED,
    Status.TOO_EARLY,
    Status.JUDGED_BY_HAND,
    Status.NO_DATA,
)

MEANINGS = {
    Status.REACHED: gettext_noop("Målet er nået."),
    Status.ON_COURSE: gettext_noop(
        "Går det, som det går nu, bliver målet nået: det sker i mindst 8 af 10 tilfælde. Et niveau eller en andel er"
        " allerede der, men tiden er ikke gået."
    ),
    Status.OPEN: gettext_noop("Det kan gå begge veje. Målet bliver nået i mellem 2 og 8 af 10 tilfælde."),
    Status.BEHIND: gettext_noop("Går det, som det går nu, bliver målet nået i færre end 2 af 10 tilfælde."),
    Status.NOT_REACHED: gettext_noop("Tiden er gået uden at målet blev nået, eller et loft er brudt."),
    Status.TOO_EARLY: gettext_noop("Der er for få uger eller for få svar til at sige, hvor det bærer hen."),
    Status.JUDGED_BY_HAND: gettext_noop("Aftalen har intet mål som tal. Tallet står her; I vurderer det selv."),
    Status.NO_DATA: gettext_noop("Der er ikke registreret noget, der tæller, eller det kan ikke måles endnu."),
}


@dataclass(frozen=True, slots=True)
class Meaning:
    status: Status
    name: str
    text: str


def meanings(statuses: Iterable[Status]) -> tuple[Meaning, ...]:
    """The words on the page, best first, each with what it means."""
    shown = set(statuses)
    return tuple(Meaning(each, status_name(each), _(MEANINGS[each])) for each in BEST_FIRST if each in shown)
