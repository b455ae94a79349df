"""What an invented neighbourhood tells beside its file of entries: what was put right, and what was counted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from demo.generate import Neighbourhood
from demo.page import Correction
from traedesten.core.action import Actor
from traedesten.journal.actions import entry, import_counting
from traedesten.journal.models import Entry
from traedesten.journal.receipt import Outcome, Receipt
from traedesten.programme.models import Programme


class NotTaken(ValueError):
    """The product refused something of the neighbourhood's own, so there is a fault in demo/."""


def fill(*, by: Actor, programme: Programme, neighbourhood: Neighbourhood, today: date) -> int:
    """Corrections through the journal's own actions, tallies and controls as one import. How many were new."""
    corrected = correct(by=by, corrections=neighbourhood.corrections, today=today)
    counted = import_counting.save(
        by=by,
        programme=programme,
        tallies=neighbourhood.tallies(),
        box_counts=neighbourhood.box_counts(),
        door_checks=neighbourhood.door_checks(),
        today=today,
    )
    return corrected + counted.new_count


def correct(*, by: Actor, corrections: Iterable[Correction], today: date) -> int:
    """Those that are here already are passed over. Raises NotTaken when one is refused."""
    wanted = list(corrections)
    here = _entries([each.id for each in wanted])
    wrong = _entries([each.entry for each in wanted if UUID(each.id) not in here])
    done = 0
    for each in wanted:
        if UUID(each.id) in here:
            continue
        receipt = _put_right(by, wrong[UUID(each.entry)], each, today)
        if receipt.outcome is not Outcome.NEW:
            raise NotTaken(f"{each.entry}: {[problem.message for problem in receipt.problems]}")
        done += 1
    return done


def _put_right(by: Actor, wrong: Entry, each: Correction, today: date) -> Receipt:
    uid = UUID(each.id)
    if each.row is None:
        return entry.withdraw(by=by, entry=wrong, reason=each.reason, uid=uid)
    row = {name: value for name, value in each.row.items() if name != "id"}
    return entry.correct(by=by, entry=wrong, row=row, reason=each.reason, uid=uid, today=today)


def _entries(ids: list[str]) -> dict[UUID, Entry]:
    """In small portions, because a database takes only so many values at once."""
    found: dict[UUID, Entry] = {}
    for start in range(0, len(ids), 500):
        some = [UUID(each) for each in ids[start : start + 500]]
        for one in Entry.objects.filter(uid__in=some).select_related("programme"):
            found[one.uid] = one
    return found
