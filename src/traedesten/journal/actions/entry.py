"""Recording, correcting and withdrawing an entry. Sending the same again changes nothing; every outcome has a name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from traedesten.core import clock
from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.core.ids import new_id
from traedesten.journal import store
from traedesten.journal.book import Book
from traedesten.journal.models import Correction, Entry
from traedesten.journal.queries import newest_of
from traedesten.journal.receipt import Outcome, Receipt
from traedesten.journal.rules import Checked, Checker, Problem, past, reach
from traedesten.journal.rules.cell import read_free_text
from traedesten.journal.rules.column import danish_date
from traedesten.journal.rules.problem import CellError
from traedesten.programme.models import Part, Programme, Version

__all__ = ["Outcome", "Receipt", "correct", "record", "withdraw"]

LONGEST_REASON = 300
# A corrected row may end up where the person records, or where they may put right what others recorded.
WRITE_AGAIN = (Permission.RECORD_ENTRY, Permission.CORRECT_ANY)


@action("entry.record", needs=Permission.RECORD_ENTRY, reach=reach.of_row)
def record(
    *,
    by: Actor,
    programme: Programme,
    row: Mapping[str, Any],
    uid: UUID | None = None,
    origin: str = "screen",
    today: date | None = None,
) -> Receipt:
    """Write what happened. ``row`` has the columns of the kind as text or typed values; ``uid`` is made by the device.

    The receipt is NEW, or says in ``problems`` what would be right: also where the person does not work in the area.
    """
    book = Book(programme)
    checked = Checker(book, today or clock.today()).check(row)
    uid = uid or checked.given.get("id")
    if uid and (earlier := _find(uid)):
        return _replayed(checked, earlier, book, supersedes=None)
    problems = checked.problems or reach.Writer(by, programme, (Permission.RECORD_ENTRY,)).problems(
        checked.kind, checked.row
    )
    if problems:
        return _not_saved(book, uid, problems)
    version = Version.objects.next_for(book.programme_id, Part.ENTRIES)
    # Somebody else may have sent the same while we waited for the programme.
    if uid and (earlier := _find(uid)):
        return _replayed(checked, earlier, book, supersedes=None)
    against = tuple(past.problems(checked.kind, checked.row, past.Asked(book.programme_id)))
    if against:
        return _not_saved(book, uid, against)
    entry = store.insert(checked, book, uid=uid or new_id(), by=by, origin=origin, version=version)
    return Receipt(entry, Outcome.NEW, book.programme_id, entry.uid)


@action("entry.correct", needs=(Permission.CORRECT_OWN, Permission.CORRECT_ANY))
def correct(
    *,
    by: Actor,
    entry: Entry,
    row: Mapping[str, Any],
    reason: str,
    uid: UUID | None = None,
    origin: str = "screen",
    today: date | None = None,
) -> Receipt:
    """Put a new entry in the place of ``entry``. ``row`` is the whole row as it should have been, of the same kind."""
    book = Book(entry.programme)
    checked = Checker(book, today or clock.today()).check({"kind": entry.kind, **row})
    uid = uid or checked.given.get("id")
    if uid and (earlier := _find(uid)):
        return _replayed(checked, earlier, book, supersedes=entry)
    problems = (*_reason_problems(reason), *_kind_problems(entry, checked), *checked.problems)
    problems = problems or reach.Writer(by, book.programme, WRITE_AGAIN).problems(checked.kind, checked.row)
    if problems:
        return _not_saved(book, uid, problems)
    version = Version.objects.next_for(book.programme_id, Part.ENTRIES)
    if refusal := _no_longer_newest(entry, book, uid):
        return refusal
    against = tuple(past.problems(checked.kind, checked.row, past.Asked(book.programme_id, ignoring=entry.pk)))
    if against:
        return _not_saved(book, uid, against)
    newer = store.insert(
        checked, book, uid=uid or new_id(), by=by, origin=origin, version=version, supersedes_id=entry.pk
    )
    Correction.objects.create(entry=newer, reason=reason.strip())
    return Receipt(newer, Outcome.NEW, book.programme_id, newer.uid)


@action("entry.withdraw", needs=(Permission.WITHDRAW_OWN, Permission.WITHDRAW_ANY))
def withdraw(*, by: Actor, entry: Entry, reason: str, uid: UUID | None = None, origin: str = "screen") -> Receipt:
    """Take an entry back: it no longer counts, and the row that says so stays."""
    book = Book(entry.programme)
    if uid and (earlier := _find(uid)):
        if earlier.is_withdrawal and earlier.supersedes_id == entry.pk:
            return Receipt(earlier, Outcome.IDENTICAL, book.programme_id, uid)
        return _same_id(earlier, book)
    problems = tuple(_reason_problems(reason))
    if problems:
        return _not_saved(book, uid, problems)
    version = Version.objects.next_for(book.programme_id, Part.ENTRIES)
    if refusal := _no_longer_newest(entry, book, uid):
        return refusal
    gone = store.withdraw(entry, uid=uid or new_id(), by=by, origin=origin, version=version)
    Correction.objects.create(entry=gone, reason=reason.strip())
    return Receipt(gone, Outcome.NEW, book.programme_id, gone.uid)


# --- What was sent before -------------------------------------------------------------------------------------------


def _find(uid: UUID) -> Entry | None:
    related = ("subject", "linked_subject", "household", "thread", "topic")
    return Entry.objects.select_related(*related).filter(uid=uid).first()


def _replayed(checked: Checked, earlier: Entry, book: Book, supersedes: Entry | None) -> Receipt:
    """The same id again: the same content changes nothing, other content is a conflict."""
    same_place = earlier.programme_id == book.programme_id and not earlier.is_withdrawal
    same_chain = earlier.supersedes_id == (supersedes.pk if supersedes else None)
    if not (same_place and same_chain and store.says_the_same(checked, earlier)):
        return _same_id(earlier, book)
    newest = newest_of(earlier)
    outcome = Outcome.IDENTICAL if newest.pk == earlier.pk else Outcome.SUPERSEDED
    return Receipt(newest, outcome, book.programme_id, earlier.uid)


def _same_id(earlier: Entry, book: Book) -> Receipt:
    problem = Problem(
        "id",
        "same_id",
        _(
            "Id'et %(uid)s bruges allerede af en registrering med andet indhold. "
            "Giv den nye sit eget id, eller ret den gamle."
        )
        % {"uid": earlier.uid},
    )
    # Nothing of another programme's entry is shown.
    shown = earlier if earlier.programme_id == book.programme_id else None
    return Receipt(shown, Outcome.CONFLICT, book.programme_id, earlier.uid, (problem,))


def _no_longer_newest(entry: Entry, book: Book, uid: UUID | None) -> Receipt | None:
    newest = newest_of(entry)
    if newest.pk == entry.pk and not entry.is_withdrawal:
        return None
    if newest.is_withdrawal:
        message = _(
            "Registreringen er trukket tilbage %(day)s og kan ikke rettes. Lav en ny, hvis den alligevel skete."
        )
    else:
        message = _("Registreringen er allerede rettet %(day)s. Ret den nyeste udgave i stedet.")
    day = danish_date(clock.local_date(newest.recorded_at))
    problem = Problem("", "corrected_already", message % {"day": day})
    return Receipt(newest, Outcome.CONFLICT, book.programme_id, uid, (problem,))


def _not_saved(book: Book, uid: UUID | None, problems: tuple[Problem, ...]) -> Receipt:
    outcome = Outcome.CONFLICT if all(problem.is_conflict for problem in problems) else Outcome.REFUSED
    return Receipt(None, outcome, book.programme_id, uid, problems)


def _reason_problems(reason: str) -> list[Problem]:
    if not reason.strip():
        return [Problem("reason", "missing", _("Skriv kort, hvorfor registreringen rettes eller trækkes tilbage."))]
    try:
        read_free_text(reason, LONGEST_REASON)
    except CellError as error:
        return [Problem("reason", error.code, error.message)]
    return []


def _kind_problems(entry: Entry, checked: Checked) -> list[Problem]:
    if not checked.kind or checked.kind == entry.kind:
        return []
    message = _("En rettelse kan ikke skifte slags. Træk registreringen tilbage, og lav en ny.")
    return [Problem("kind", "other_kind", message)]
