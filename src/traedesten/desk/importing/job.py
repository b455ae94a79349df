"""One file on its way in: its sheets, its plan, the table they give; and the list a programme has."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from traedesten.core import clock
from traedesten.core.access import Permission
from traedesten.desk.importing import guess, shape
from traedesten.desk.importing.plan import Plan
from traedesten.desk.importing.shape import Table
from traedesten.desk.importing.upload import Sheet
from traedesten.desk.workplace import Workplace
from traedesten.journal.actions import import_job
from traedesten.journal.book import Book
from traedesten.journal.catalogue import KINDS
from traedesten.journal.models import ImportJob, ImportMapping
from traedesten.journal.models.import_job import KEPT_FOR
from traedesten.journal.reader import FileRefused


def written(sheets: list[Sheet]) -> str:
    return json.dumps([asdict(sheet) for sheet in sheets], ensure_ascii=False)


@dataclass
class Opened:
    """A job with what its file said. Http404 where it is somebody else's, of another programme, or too old."""

    workplace: Workplace
    job: ImportJob

    @cached_property
    def sheets(self) -> list[Sheet]:
        return [Sheet(**each) for each in json.loads(self.job.sheets or "[]")]

    @cached_property
    def book(self) -> Book:
        return Book.whole(self.workplace.programme)

    @cached_property
    def today(self) -> date:
        return clock.today()

    @cached_property
    def kinds(self) -> list[str]:
        """Kinds of entry the person may bring in, in the catalogue's order."""
        allowed = self.workplace.standing.kinds(Permission.IMPORT_ENTRIES)
        return [kind for kind in KINDS if kind in allowed]

    @cached_property
    def plan(self) -> Plan:
        """What is said of the file so far; of a new one what is remembered or guessed."""
        return Plan.read(self.job.plan) if self.job.plan else self.propose(0)

    @cached_property
    def table(self) -> Table:
        return self.table_of(self.plan)

    def table_of(self, plan: Plan) -> Table:
        """Raises FileRefused where the sheet has no table."""
        sheet = self.sheets[min(plan.sheet, len(self.sheets) - 1)]
        row = shape.guess_heading(sheet) if plan.heading_row is None else plan.heading_row
        return shape.table(self._named(sheet), row, is_wide=bool(plan.is_wide), today=self.today)

    def _named(self, sheet: Sheet) -> Sheet:
        """The file's name is a title too: "Café 2025.csv" says which year it is."""
        name = (self.job.file_name or "").rpartition(".")[0].replace("_", " ").replace("-", " ")
        return Sheet(f"{name} {sheet.name}".strip(), sheet.rows)

    def propose(self, sheet: int, heading_row: int | None = None, is_wide: bool | None = None) -> Plan:
        """What is remembered for these headings, else a guess."""
        plain = self.table_of(Plan(sheet=sheet, heading_row=heading_row))
        if is_wide is None:
            is_wide = bool(shape.date_columns(plain, self.today))
        found = self.table_of(Plan(sheet=sheet, heading_row=plain.heading_row, is_wide=is_wide)) if is_wide else plain
        plan = self._remembered(found) or guess.plan(found, self.kinds, self.book, self.today)
        plan.sheet, plan.heading_row, plan.is_wide = sheet, plain.heading_row, is_wide
        return plan

    def _remembered(self, table: Table) -> Plan | None:
        row = ImportMapping.objects.filter(programme=self.workplace.programme, headings_sha=table.signature).first()
        if row is None:
            return None
        plan = Plan.read(row.plan)
        if plan.kind not in self.kinds:
            return None
        plan.is_remembered = True
        guess.complete(plan, table, self.book)
        return plan

    def keep(self, plan: Plan) -> None:
        import_job.explain(by=self.workplace.staff, job=self.job, plan=plan.written())
        self.__dict__.pop("table", None)
        self.plan = plan

    @property
    def is_usable(self) -> bool:
        return self.job.sheets is not None


def opened(workplace: Workplace, uid: UUID) -> Opened:
    mine = ImportJob.objects.filter(programme=workplace.programme, started_by=workplace.staff)
    found = get_object_or_404(mine.select_related("batch"), uid=uid)
    is_kept = found.state == ImportJob.State.DONE or found.received_at > clock.now() - KEPT_FOR
    if not is_kept:
        raise Http404
    return Opened(workplace, found)


def waiting(workplace: Workplace) -> list[ImportJob]:
    """The person's files that are not in yet, newest first."""
    mine = ImportJob.objects.filter(
        programme=workplace.programme, started_by=workplace.staff, received_at__gt=clock.now() - KEPT_FOR
    )
    return list(mine.exclude(state=ImportJob.State.DONE).defer("sheets", "plan", "told"))


def usable_sheets(found: Opened) -> list[int]:
    """Indexes of sheets with a table in them. Raises FileRefused where no sheet has one."""
    good = []
    for index in range(len(found.sheets)):
        try:
            found.table_of(Plan(sheet=index))
        except FileRefused:
            continue
        good.append(index)
    if not good:
        raise FileRefused(
            "no_rows",
            _("Der er kun overskrifter i filen, ingen rækker under dem. Vælg en fil med registreringer i."),
        )
    return good
