"""What one press of the button writes: one entry, or several that stand and fall together.

The first has the id of the form; the others have ids made from it, so that sending twice is still one deed and one
undo takes all of it back. Nothing but the ids ties them together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from traedesten.desk import sentence
from traedesten.desk.workplace import Workplace
from traedesten.journal.actions import entry as journal_entry
from traedesten.journal.models import Entry
from traedesten.journal.models.entry import EntryQuerySet
from traedesten.journal.queries import RELATED
from traedesten.journal.receipt import Outcome, Receipt
from traedesten.journal.rules import Problem

MOST = 60  # entries of one press


@dataclass(frozen=True, slots=True)
class Part:
    """One entry in words; ``field`` is the field of the form that its problems belong to, empty for their own."""

    row: dict[str, Any]
    field: str = ""
    # Problems of these columns stand beside another field than `field`: their own.
    own: frozenset[str] = frozenset()


class TooMany(ValueError):
    """More entries than one press may write."""


def uids(first: UUID, count: int = MOST) -> list[UUID]:
    return [first, *(uuid5(first, str(number)) for number in range(1, count))]


def write(workplace: Workplace, first: UUID, parts: Sequence[Part], then: Callable[[], None] = lambda: None) -> Receipt:
    """Record all of it or none; the receipt of the first entry, or of the one that was refused.

    ``then`` writes what is no entry, in the same transaction, and only when the entries are new.
    """
    if len(parts) > MOST:
        raise TooMany(len(parts))
    receipts: list[Receipt] = []
    with transaction.atomic():
        for part, uid in zip(parts, uids(first), strict=False):
            row = {**part.row, "id": uid}
            receipt = journal_entry.record(by=workplace.staff, programme=workplace.programme, row=row)
            if not receipt.is_saved:
                transaction.set_rollback(True)
                return replace(receipt, problems=tuple(_beside(part, problem) for problem in receipt.problems))
            receipts.append(receipt)
        if _is_another(first, receipts):
            transaction.set_rollback(True)
            return replace(receipts[0], outcome=Outcome.CONFLICT, problems=(_used(),))
        if receipts[0].outcome is Outcome.NEW:
            then()
    return receipts[0]


def _beside(part: Part, problem: Problem) -> Problem:
    if not part.field or problem.column in part.own or problem.code == "same_id":
        return problem
    return Problem(part.field, problem.code, problem.message)


def _is_another(first: UUID, receipts: Sequence[Receipt]) -> bool:
    """Whether the same form came again with more or fewer entries than it wrote before."""
    is_new = {receipt.outcome is Outcome.NEW for receipt in receipts}
    if is_new == {True}:
        return False
    return len(is_new) > 1 or Entry.objects.filter(uid__in=uids(first)[len(receipts) :]).exists()


def _used() -> Problem:
    return Problem("id", "same_id", _("Du har allerede gemt én fra dette skema. Tryk Gem igen, hvis dette er en ny."))


def entries(workplace: Workplace, first: UUID) -> EntryQuerySet:
    """What the person's own press wrote, the first entry first; what has superseded it is not among them."""
    rows: EntryQuerySet = workplace.entries().of_ids(uids(first))
    return rows.filter(recorded_by=workplace.staff, supersedes=None, is_withdrawal=False).order_by("seq")


def others_told(workplace: Workplace, first: UUID) -> tuple[str, ...]:
    """The other entries of the press that stand, each as a sentence."""
    rows = entries(workplace, first).current().exclude(uid=first).select_related(*sentence.READS)
    return tuple(sentence.of(row, with_person=workplace.sees_person_of(row)) for row in rows)


def take_back(workplace: Workplace, first: UUID, reason: str) -> int:
    """Withdraw all that stands of what the press wrote; how many that was."""
    count = 0
    with transaction.atomic():
        for entry in entries(workplace, first).current():
            receipt = journal_entry.withdraw(by=workplace.staff, entry=entry, reason=reason)
            count += receipt.outcome is Outcome.NEW
    return count


def undone(workplace: Workplace, first: UUID) -> list[Entry]:
    """What the press wrote and the person took back, to stand in the form again."""
    return list(entries(workplace, first).filter(superseded_by__is_withdrawal=True).select_related(*RELATED))
