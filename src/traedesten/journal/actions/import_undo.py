"""Taking a whole import back, whenever: each entry it brought is withdrawn, with one reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from traedesten.core import clock
from traedesten.core.access import Permission, Reach
from traedesten.core.action import Actor, AuditSubject, action
from traedesten.core.ids import new_id
from traedesten.core.portion import portions
from traedesten.journal.models import Correction, Entry, ImportBatch
from traedesten.journal.rules import Problem
from traedesten.journal.rules.cell import read_free_text
from traedesten.journal.rules.problem import CellError
from traedesten.places.models import Staff
from traedesten.programme.models import Part, Version

ROWS_A_TIME = 500
LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Undone:
    """``left_count`` entries of the import had been put right or taken back by somebody already."""

    batch: ImportBatch
    count: int = 0
    left_count: int = 0
    problems: tuple[Problem, ...] = ()

    def audit_subject(self) -> AuditSubject:
        return AuditSubject("journal.ImportBatch", str(self.batch.pk), self.batch.programme_id, count=self.count)


def _reach(arguments: Mapping[str, Any]) -> Reach:
    """The areas of every entry it brought, and who brought it in."""
    batch: ImportBatch = arguments["batch"]
    areas = Entry.objects.filter(batch=batch).order_by().values_list("area_id", flat=True).distinct()
    found = frozenset(area or 0 for area in areas)
    return Reach(frozenset({batch.programme_id}), found, owner_id=batch.imported_by_id)


@action("import_file.undo", needs=(Permission.WITHDRAW_OWN, Permission.WITHDRAW_ANY), reach=_reach)
def undo(*, by: Actor, batch: ImportBatch, reason: str) -> Undone:
    """Withdraw what the import brought and nobody has changed since. Again changes nothing."""
    try:
        text = read_free_text(reason, LONGEST_REASON)
    except CellError as error:
        return Undone(batch, problems=(Problem("reason", error.code, error.message),))
    version = Version.objects.next_for(batch.programme_id, Part.ENTRIES)
    mine = Entry.objects.filter(batch=batch, is_withdrawal=False)
    standing = list(mine.filter(superseded_by=None).order_by("seq"))
    staff = by if isinstance(by, Staff) else None
    common: dict[str, Any] = {
        "recorded_at": clock.now(),
        "recorded_by": staff,
        "origin": "screen",
        "version": version,
        "is_withdrawal": True,
    }
    for some in portions(standing, ROWS_A_TIME):
        gone = Entry.objects.bulk_create([_withdrawal(entry, common) for entry in some])
        Correction.objects.bulk_create(Correction(entry=row, reason=text) for row in gone)
    if batch.undone_at is None:
        batch.undone_at, batch.undone_by = clock.now(), staff
    batch.undone_count += len(standing)
    batch.save(update_fields=["undone_at", "undone_by", "undone_count"])
    return Undone(batch, len(standing), batch.new_count - batch.undone_count)


def _withdrawal(entry: Entry, common: Mapping[str, Any]) -> Entry:
    """It repeats when and where, and nothing about the person."""
    return Entry(
        uid=new_id(),
        programme_id=entry.programme_id,
        kind=entry.kind,
        happened_on=entry.happened_on,
        happened_month=entry.happened_month,
        activity_id=entry.activity_id,
        area_id=entry.area_id,
        supersedes=entry,
        **common,
    )
