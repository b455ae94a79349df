"""What the form page says after a registration: one sentence, and a way back while there is time."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from traedesten.desk import deed, sentence, sheet
from traedesten.desk.registration import is_undoable, uid_of
from traedesten.desk.workplace import Workplace
from traedesten.journal.models import Entry


@dataclass(frozen=True, slots=True)
class Saved:
    """``again`` is how it was sent before: "identical", "superseded", or empty for a new one.

    ``others`` are the sentences of what the same press wrote beside it.
    """

    entry: Entry
    sentence: str
    again: str
    can_undo: bool
    others: tuple[str, ...] = ()


def just_saved(request: HttpRequest, workplace: Workplace) -> Saved | None:
    """The person's own entry that the address says was saved a moment ago."""
    uid = uid_of(request.GET.get("gemt", ""))
    if uid is None:
        return None
    rows = workplace.entries().filter(uid=uid, recorded_by=workplace.staff, is_withdrawal=False)
    entry = rows.select_related("superseded_by", *sentence.READS).first()
    if entry is None:
        return None
    again = request.GET.get("igen", "")
    stands = not hasattr(entry, "superseded_by")
    said = sentence.of(entry, with_person=workplace.sees_person_of(entry))
    others = deed.others_told(workplace, uid) if stands and entry.kind in sheet.FORMS else ()
    return Saved(entry, said, again if stands else "superseded", stands and is_undoable(entry, workplace), others)
