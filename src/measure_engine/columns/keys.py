"""From rows to units, over columns: a whole number for each row's person, family, run, week ... as `reference.unit`.

The numbers of one unit mean the same whichever rows were asked, so that selections can be held up against each other.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np

from ..period import PeriodKind, containing
from ..vocabulary import CALENDAR_UNITS, Unit
from .domain import NOTHING, Array
from .group import Groups
from .sheet import Sheet

Keyed = tuple[Array, Array, int]
"""Rows and their keys side by side, and how many rows have no unit though they should have one."""

Keys = Callable[[Sheet, Array], Keyed]


def group(sheet: Sheet, unit: Unit, rows: Array) -> tuple[Groups, int]:
    """Rows by unit, and how many ought to have a unit but have none."""
    keyed, keys, missing = keys_of(sheet, unit, rows)
    return Groups.of(keyed, keys), missing


def keys_of(sheet: Sheet, unit: Unit, rows: Array) -> Keyed:
    return (KEYS.get(unit) or _calendar(unit))(sheet, rows)


def can(unit: Unit) -> bool:
    """Partners come in sets, whose order only the reference has; visits are counted elsewhere."""
    return unit in KEYS or unit in CALENDAR_UNITS


def _column(name: str, *, needed: bool = True) -> Keys:
    def keys(sheet: Sheet, rows: Array) -> Keyed:
        found = sheet.columns[name][rows]
        known = found >= 0
        return rows[known], found[known].astype(np.int64), int(len(rows) - known.sum()) if needed else 0

    return keys


def _contacted(sheet: Sheet, rows: Array) -> Keyed:
    """A contact for the first time stands for as many as it says; one where it says nothing."""
    subject, first_time = sheet.columns["subject"][rows], sheet.columns["first_time"][rows]
    domain, nobody = sheet.domain("first_time"), subject < 0
    people = sheet.columns["people"][rows]
    stands_for = np.where(people == NOTHING, 1, people)
    anew = nobody & (first_time == domain.find("yes"))
    times = np.where(anew, stands_for, np.where(nobody, 0, 1))
    missing = int((nobody & domain.among(("", "unknown"))[first_time]).sum())
    return (*_repeated(sheet, rows, times, subject), missing)


def _trained(sheet: Sheet, rows: Array) -> Keyed:
    """A list of participants without persons counts as many, who cannot be told from others."""
    subject, people = sheet.columns["subject"][rows], sheet.columns["people"][rows]
    nobody = subject < 0
    times = np.where(nobody, np.maximum(people, 0), 1)
    return (*_repeated(sheet, rows, times, subject), int((times == 0).sum()))


def _repeated(sheet: Sheet, rows: Array, times: Array, subject: Array) -> tuple[Array, Array]:
    """Rows as many times as they stand for somebody: the person's number, or one that is nobody else's."""
    first = len(sheet.domains["subject"]) + sheet.stood_for_before
    if times.max(initial=0) <= 1:
        stays = times > 0
        rows, subject = rows[stays], subject[stays]
        return rows, np.where(subject >= 0, subject, first[rows])
    repeated, place = np.repeat(rows, times), np.repeat(np.arange(len(rows)), times)
    number = np.arange(len(repeated)) - np.repeat(np.cumsum(times) - times, times)
    return repeated, np.where(subject[place] >= 0, subject[place], first[repeated] + number)


def _volunteer(sheet: Sheet, rows: Array) -> Keyed:
    """A partner's hours are not a volunteer's."""
    subject, partner = sheet.columns["subject"][rows], sheet.columns["partner"][rows]
    known = subject >= 0
    return rows[known], subject[known].astype(np.int64), int((~known & (partner < 0)).sum())


def _entry(sheet: Sheet, rows: Array) -> Keyed:
    return rows, rows.astype(np.int64), 0


def _initiative(sheet: Sheet, rows: Array) -> Keyed:
    found = sheet.initiative[rows]
    known = found >= 0
    return rows[known], found[known].astype(np.int64), 0


def _thread(sheet: Sheet, rows: Array) -> Keyed:
    """Its thread, else the entry alone."""
    thread = sheet.columns["thread"][rows].astype(np.int64)
    return rows, np.where(thread >= 0, thread, len(sheet.domains["thread"]) + rows), 0


def _referral(sheet: Sheet, rows: Array) -> Keyed:
    """One way to one offer: its thread, else the person and the offer."""
    thread = sheet.columns["thread"][rows].astype(np.int64)
    subject, offer = sheet.columns["subject"][rows].astype(np.int64), sheet.columns["offer"][rows]
    pair = (subject + 1) * (len(sheet.domains["offer"]) + 1) + offer + 1
    return rows, np.where(thread >= 0, thread, len(sheet.domains["thread"]) + pair), 0


def _conversation(sheet: Sheet, rows: Array) -> Keyed:
    """At most one per person, day and type."""
    found = sheet.talk[rows]
    known = found >= 0
    return rows[known], found[known], int(len(rows) - known.sum())


def _response(sheet: Sheet, rows: Array) -> Keyed:
    """The person, else the thread, else the single answer."""
    _rows, thread, _missing = _thread(sheet, rows)
    subject, subjects = sheet.columns["subject"][rows].astype(np.int64), len(sheet.domains["subject"])
    return rows, np.where(subject >= 0, subject, subjects + thread), 0


def _calendar(unit: Unit) -> Keys:
    kind = PeriodKind(unit.value)

    def keys(sheet: Sheet, rows: Array) -> Keyed:
        days = sheet.on[rows]
        different, place = np.unique(days, return_inverse=True)
        starts = [containing(date.fromordinal(day), kind).start.toordinal() for day in different.tolist()]
        return rows, np.array(starts, np.int64)[place], 0

    return keys


KEYS: dict[Unit, Keys] = {
    Unit.ENTRY: _entry,
    Unit.SESSION: _column("session"),
    Unit.RUN: _column("run", needed=False),
    Unit.PERSON: _column("subject"),
    Unit.VOLUNTEER: _volunteer,
    Unit.CONTACTED: _contacted,
    Unit.TRAINED: _trained,
    Unit.REFERRAL: _referral,
    Unit.CHILD: _column("linked_subject", needed=False),
    Unit.FAMILY: _column("household"),
    Unit.INITIATIVE: _initiative,
    Unit.PUBLICATION: _thread,
    Unit.NEED: _thread,
    Unit.THEME: _thread,
    Unit.STORY: _thread,
    Unit.CONVERSATION: _conversation,
    Unit.RESPONSE: _response,
    Unit.ACTIVITY: _column("activity", needed=False),
    Unit.AREA: _column("area", needed=False),
}
