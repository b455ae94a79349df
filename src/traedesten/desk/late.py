"""What somebody is told who puts right, or takes back, an entry that no longer stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from traedesten.desk import entry_page
from traedesten.desk.workplace import Workplace
from traedesten.journal.catalogue import KINDS
from traedesten.journal.models import Entry
from traedesten.journal.store import details
from traedesten.programme import rules

CORRECTING, WITHDRAWING = "correcting", "withdrawing"


@dataclass(frozen=True, slots=True)
class Late:
    """``href`` leads to what there is to see."""

    heading: str
    text: str
    href: str
    link: str
    changes: tuple[str, ...] = ()


def told(workplace: Workplace, entry: Entry, newest: Entry | None, form: str) -> Late | None:
    """``form`` is what the form on the page does next, CORRECTING or WITHDRAWING; empty where there is none."""
    if newest is None:
        return None
    is_own = newest.recorded_by_id == workplace.staff.pk
    is_seen = not newest.is_withdrawal and entry_page.readable(workplace).filter(pk=newest.pk).exists()
    uid = newest.uid if is_seen else entry.uid
    return Late(
        _heading(newest, is_own=is_own),
        _text(newest, form),
        reverse("desk:entry", kwargs={"programme": workplace.programme.code, "uid": uid}),
        _("Se den nyeste udgave") if is_seen else _("Se, hvad der er sket"),
        tuple(_changes(workplace, entry, newest)) if is_seen else (),
    )


def _heading(newest: Entry, *, is_own: bool) -> str:
    if newest.is_withdrawal:
        return _("Du har selv trukket den tilbage") if is_own else _("En anden har trukket den tilbage")
    return _("Du har selv rettet den siden") if is_own else _("En anden har rettet den siden")


def _text(newest: Entry, form: str) -> str:
    if not form and newest.is_withdrawal:
        return _("Den tæller ikke længere med, så der er intet at gøre her.")
    if not form:
        return _("Dette er en ældre udgave. Ret eller træk den nyeste tilbage i stedet.")
    if form == WITHDRAWING:
        return _("Det, du skrev, står her endnu. Trykker du Træk tilbage igen, er det den nyeste udgave.")
    if newest.is_withdrawal:
        return _("Det, du skrev, står her endnu. Trykker du Gem rettelsen, bliver det en ny registrering.")
    return _("Det, du skrev, står her endnu. Trykker du Gem rettelsen igen, retter du den nyeste udgave.")


def _changes(workplace: Workplace, entry: Entry, newest: Entry) -> Iterator[str]:
    """What the other one changed, from and to; of what people wrote only which field, for who may read it."""
    yield from entry_page.changed(workplace, entry, newest)
    if rules.may_read_note(workplace.staff, entry):
        before, after = details(entry), details(newest)
        for column in KINDS[entry.kind].detail_columns:
            if before.get(column.name) != after.get(column.name):
                yield _("%(field)s er også skrevet om") % {"field": column.label}
