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
from traedesten.desk.importing import glance as glances
from traedesten.desk.importing import guess, shape
from traedesten.desk.importing.glance import Glance
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

LARGE = ("sheets", "glance", "trial")  # read where a page asks for them


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
        """Every row, for bringing it in."""
        return self.table_of(self.plan)

    def first_rows(self, most: int) -> Table:
        return self.table_of(self.plan, most, self.glance.private)

    def table_of(self, plan: Plan, most: int | None = None, private: frozenset[int] | None = None) -> Table:
        """Raises FileRefused where the sheet has no table. A part of one does not show which columns are private."""
        sheet = self.sheets[min(plan.sheet, len(self.sheets) - 1)]
        row = shape.guess_heading(sheet) if plan.heading_row is None else plan.heading_row
        found = shape.table(self._named(sheet), row, is_wide=bool(plan.is_wide), today=self.today, most=most)
        found.know_private(private)
        return found

    @cached_property
    def glance(self) -> Glance:
        """What can be said of the sheet without its rows: as it was kept, or taken anew where it is read otherwise."""
        kept = Glance.read(self.job.glance) if self.job.glance else None
        return kept if kept and self._is_of(kept, self.plan) else self.glance_of(self.plan)

    def _is_of(self, glance: Glance, plan: Plan) -> bool:
        shape = (glance.sheet, glance.heading_row, glance.is_wide, glance.day)
        return shape == (plan.sheet, plan.heading_row, bool(plan.is_wide), self.today.isoformat())

    def glance_of(self, plan: Plan) -> Glance:
        """Raises FileRefused where the sheet has no table."""
        found = next((each for each in self._glances if self._is_of(each, plan)), None)
        if found is None:
            found = glances.of(self.table_of(plan), self.sheets[plan.sheet], plan.sheet, self.today.isoformat())
            found.sheets = self.usable_sheets
            self._glances.append(found)
        return found

    @cached_property
    def _glances(self) -> list[Glance]:
        return []

    @cached_property
    def usable_sheets(self) -> list[tuple[int, str]]:
        """Number and name of the sheets with a table in them. Raises FileRefused where no sheet has one."""
        good = [(index, sheet.name) for index, sheet in enumerate(self.sheets) if self._has_table(index)]
        if not good:
            raise FileRefused(
                "no_rows",
                _("Der er kun overskrifter i filen, ingen rækker under dem. Vælg en fil med registreringer i."),
            )
        return good

    def _has_table(self, index: int) -> bool:
        try:
            self.table_of(Plan(sheet=index), most=1)
        except FileRefused:
            return False
        return True

    def _named(self, sheet: Sheet) -> Sheet:
        """The file's name is a title too: "Café 2025.csv" says which year it is."""
        name = (self.job.file_name or "").rpartition(".")[0].replace("_", " ").replace("-", " ")
        return Sheet(f"{name} {sheet.name}".strip(), sheet.rows)

    def propose(self, sheet: int, heading_row: int | None = None, is_wide: bool | None = None) -> Plan:
        """What is remembered for these headings, else a guess."""
        if heading_row is None:
            heading_row = shape.guess_heading(self.sheets[sheet])
        found = self.glance_of(Plan(sheet=sheet, heading_row=heading_row, is_wide=bool(is_wide)))
        if is_wide is None and shape.date_columns(found, self.today):
            is_wide = True
            found = self.glance_of(Plan(sheet=sheet, heading_row=heading_row, is_wide=True))
        plan = self._remembered(found) or guess.plan(found, self.kinds, self.book, self.today)
        plan.sheet, plan.heading_row, plan.is_wide = sheet, heading_row, bool(is_wide)
        return plan

    def _remembered(self, glance: Glance) -> Plan | None:
        row = ImportMapping.objects.filter(
            programme=self.workplace.programme, headings_sha=glance.signature
        ).first()  # fmt: skip
        if row is None:
            return None
        plan = Plan.read(row.plan)
        if plan.kind not in self.kinds:
            return None
        plan.is_remembered = True
        guess.complete(plan, glance, self.book)
        return plan

    def keep(self, plan: Plan) -> None:
        """Write the plan down, with what its page looks at where the sheet is read in another way than before."""
        self.plan = plan
        self.__dict__.pop("table", None)
        self.__dict__.pop("glance", None)
        glance = self.glance.written()
        changed = None if glance == self.job.glance else glance
        import_job.explain(by=self.workplace.staff, job=self.job, plan=plan.written(), glance=changed)

    @property
    def is_usable(self) -> bool:
        """Whether what the file said is still there: it is deleted when it has come in."""
        return self.job.state != ImportJob.State.DONE


def opened(workplace: Workplace, uid: UUID) -> Opened:
    mine = ImportJob.objects.filter(programme=workplace.programme, started_by=workplace.staff)
    found = get_object_or_404(mine.select_related("batch").defer(*LARGE), uid=uid)
    is_kept = found.state == ImportJob.State.DONE or found.received_at > clock.now() - KEPT_FOR
    if not is_kept:
        raise Http404
    return Opened(workplace, found)


def waiting(workplace: Workplace) -> list[ImportJob]:
    """The person's files that are not in yet, newest first."""
    mine = ImportJob.objects.filter(
        programme=workplace.programme, started_by=workplace.staff, received_at__gt=clock.now() - KEPT_FOR
    )
    return list(mine.exclude(state=ImportJob.State.DONE).defer("plan", "told", *LARGE))
