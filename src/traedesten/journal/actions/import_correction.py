"""Many corrections and withdrawals at once, under one version of the programme: as another system or the simulator
sends them. One at a time they would each read the reference tables anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from traedesten.core import clock
from traedesten.core.access import Permission, Reach
from traedesten.core.action import Actor, AuditSubject, action
from traedesten.core.portion import portions
from traedesten.journal import store
from traedesten.journal.book import MADE_BY_USE, Book
from traedesten.journal.bulk.writer import room_to_write
from traedesten.journal.models import Correction, Entry
from traedesten.journal.rules import Checked, Checker
from traedesten.places.models import Staff
from traedesten.programme.models import Programme, Version

ROWS_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Wish:
    """`entry` is to become `row`, or to go when there is no row; `uid` is the id of the entry that says so."""

    uid: UUID
    entry: UUID
    reason: str
    row: Mapping[str, Any] | None = None


class CorrectionRefused(ValueError):
    """A correction that cannot be made, with the sentence that says why."""


@dataclass(frozen=True, slots=True)
class CorrectionsSaved:
    programme: Programme
    new_count: int

    def audit_subject(self) -> AuditSubject:
        return AuditSubject("journal.Correction", "", self.programme.pk, count=self.new_count)


@action(
    "import_correction.save",
    needs=Permission.IMPORT_ENTRIES,
    reach=lambda given: Reach(frozenset({given["programme"].pk})),
)
def save(*, by: Actor, programme: Programme, wishes: Sequence[Wish], today: date | None = None) -> CorrectionsSaved:
    """All or nothing; those that are here already are passed over. A row may change what was said, not of whom, when or
    where: that is for `entry.correct`, which asks what else is registered. Raises CorrectionRefused."""
    made = _Corrections(programme, by, today or clock.today())
    new = made.not_here(wishes)
    if new:
        with room_to_write():
            made.write(new, Version.objects.next_for(programme.pk))
    return CorrectionsSaved(programme, len(new))


class _Corrections:
    def __init__(self, programme: Programme, by: Actor, today: date) -> None:
        self.programme, self.by = programme, by
        self.book = Book.whole(programme)
        self.checker = Checker(self.book, today)
        self.common = {"recorded_at": clock.now(), "recorded_by": by if isinstance(by, Staff) else None}
        self.ids: dict[str, dict[str, int]] = {}

    def not_here(self, wishes: Sequence[Wish]) -> list[Wish]:
        here = set[UUID]()
        for some in portions((wish.uid for wish in wishes), ROWS_A_TIME):
            here.update(self._entries(some))
        return [wish for wish in wishes if wish.uid not in here]

    def write(self, wishes: Sequence[Wish], version: int) -> None:
        for some in portions(wishes, ROWS_A_TIME):
            self._write(some, version)

    def _entries(self, uids: Sequence[UUID]) -> dict[UUID, Entry]:
        """The programme's entries with these ids. Asked by id alone, and held to the programme here: asked for both,
        SQLite reads the whole programme through each time."""
        found = Entry.objects.filter(uid__in=uids).order_by()
        return {entry.uid: entry for entry in found if entry.programme_id == self.programme.pk}

    def _write(self, wishes: Sequence[Wish], version: int) -> None:
        wrong = self._entries([wish.entry for wish in wishes])
        said = [wish.row for wish in wishes if wish.row is not None]
        self.ids = {name: self.book.ids_of(name, {row[name] for row in said if name in row}) for name in MADE_BY_USE}
        checked: dict[UUID, Checked] = {}
        rows = []
        for wish in wishes:
            if wish.entry not in wrong:
                raise CorrectionRefused(_("Registreringen %(id)s findes ikke i programmet.") % {"id": wish.entry})
            if wish.row is not None:
                checked[wish.uid] = self._checked(wish, wrong[wish.entry])
            rows.append(self._entry(wish, wrong[wish.entry], checked.get(wish.uid), version))
        Entry.objects.bulk_create(rows)
        Correction.objects.bulk_create(
            Correction(entry=row, reason=wish.reason) for wish, row in zip(wishes, rows, strict=True)
        )
        for row in rows:
            if row.uid in checked:
                store.insert_detail(row, checked[row.uid])

    def _checked(self, wish: Wish, wrong: Entry) -> Checked:
        row = {name: value for name, value in (wish.row or {}).items() if name != "id"}
        checked = self.checker.check(row)
        if checked.problems:
            raise CorrectionRefused(checked.problems[0].message)
        before, after = _whereabouts(wrong), (checked.kind, checked.row["on"], checked.row.get("session"))
        if before != after or self.ids["subject"].get(row.get("subject", "")) != wrong.subject_id:
            raise CorrectionRefused(
                _("Registreringen %(id)s flyttes til en anden dag, åbning eller person. Ret den for sig.")
                % {"id": wish.entry}
            )
        return checked

    def _entry(self, wish: Wish, wrong: Entry, checked: Checked | None, version: int) -> Entry:
        """The row that supersedes; a withdrawal repeats when and where, and nothing about the person."""
        entry = Entry(
            uid=wish.uid,
            programme=self.programme,
            kind=wrong.kind,
            happened_on=wrong.happened_on,
            happened_month=wrong.happened_month,
            activity_id=wrong.activity_id,
            area_id=wrong.area_id,
            origin="import",
            version=version,
            supersedes=wrong,
            is_withdrawal=checked is None,
            **self.common,
        )
        if checked is not None:
            self._say(entry, checked)
        return entry

    def _say(self, entry: Entry, checked: Checked) -> None:
        row = checked.row
        entry.happened_at = row.get("at")
        for name in store.REFERENCES:
            setattr(entry, f"{name}_id", row.get(name))
        for name in MADE_BY_USE:
            if name in row:
                setattr(entry, f"{name}_id", self.ids[name][row[name]])
        if "topic" in row:
            entry.topic_id = store.topic_id(checked.spec, row["topic"], self.book)
        for name in store.PLAIN:
            if name in row:
                setattr(entry, name, row[name])


def _whereabouts(entry: Entry) -> tuple[str, date, int | None]:
    return entry.kind, entry.happened_on, entry.session_id
