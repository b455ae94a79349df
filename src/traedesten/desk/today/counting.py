"""What is written by hand where guests are counted by stamp card, one tap from the first page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from traedesten.core.access import Permission
from traedesten.desk import cafe_page
from traedesten.desk.cafe_page import Button
from traedesten.desk.cafe_place import Place, places
from traedesten.desk.control_form import BoxForm, DoorForm
from traedesten.desk.sheet_form import SheetForm
from traedesten.desk.workplace import Workplace
from traedesten.journal.models import TallyClash

SHOWN = 6
# What is written most; the rest stands on the café's own page.
WAYS = (SheetForm.code, BoxForm.code, DoorForm.code)


@dataclass(frozen=True, slots=True)
class Counted:
    name: str
    href: str
    ways: tuple[Button, ...]
    clashes: int = 0  # what tablets say that speaks against each other


def of(workplace: Workplace) -> list[Counted]:
    """The cafés that are counted and that the person counts at; none where nobody counts."""
    if "tally" not in workplace.standing.kinds(Permission.RECORD_ENTRY):
        return []
    found = [here for here in places(workplace, only_counted=True) if here.may_count]
    clashes = TallyClash.objects.filter(programme=workplace.programme, settled_as="") if found else None
    waiting: Counter[Any] = Counter(
        clashes.values_list("session__activity", "session__area") if clashes is not None else ()
    )
    return [
        Counted(
            here.site.name, cafe_page.href(here, "cafe"), tuple(cafe_page.buttons(here, WAYS)), waiting[_place(here)]
        )
        for here in sorted(found, key=lambda here: -waiting[_place(here)])[:SHOWN]
    ]


def _place(here: Place) -> tuple[int, int | None]:
    return here.site.activity.pk, here.site.area.pk if here.site.area else None
