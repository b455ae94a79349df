"""What has come in from files: the list, one import, and what became of taking it back."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from traedesten.core import clock
from traedesten.core.access import Permission
from traedesten.core.writing import written_day, written_number
from traedesten.desk.importing import job as jobs
from traedesten.desk.importing import runner
from traedesten.desk.workplace import Workplace
from traedesten.journal.actions.import_undo import Undone
from traedesten.journal.models import Entry, ImportBatch, ImportJob

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class BatchLine:
    batch: ImportBatch
    name: str
    told: str  # who and when
    count: str
    undone: str


@dataclass(frozen=True, slots=True)
class WaitingLine:
    job: ImportJob
    name: str
    told: str
    view: str


@dataclass(frozen=True, slots=True)
class Overview:
    waiting: list[WaitingLine]
    batches: list[BatchLine]


@dataclass(frozen=True, slots=True)
class BatchPage:
    line: BatchLine
    standing: int
    left_told: str
    may_undo: bool


def batches(workplace: Workplace) -> QuerySet[ImportBatch]:
    """Those one has brought in oneself, and those of which every entry lies where one may bring files in.

    What a file is called tells of what is in it, so a file with one row elsewhere is not named either.
    """
    rows = ImportBatch.objects.filter(programme=workplace.programme).select_related("imported_by", "undone_by")
    ids = workplace.standing.area_ids(Permission.IMPORT_ENTRIES)
    if ids is None:
        return rows
    own = Entry.objects.filter(batch=OuterRef("pk"))
    elsewhere = own.filter(Q(area__isnull=True) | ~Q(area__in=ids))
    return rows.filter(Q(imported_by=workplace.staff) | Exists(own) & ~Exists(elsewhere))


def overview(workplace: Workplace) -> Overview:
    return Overview(
        [_waiting(job) for job in jobs.waiting(workplace)],
        [_line(batch) for batch in batches(workplace)[:MOST_SHOWN]],
    )


def _waiting(job: ImportJob) -> WaitingLine:
    if job.state == ImportJob.State.RUNNING:
        stopped = runner.is_stopped(job)
        told = _("Gik i stå. Intet er gemt.") if stopped else _("Er ved at blive indlæst")
        return WaitingLine(job, job.file_name or "", told, "desk:import_progress")
    if job.state == ImportJob.State.FAILED:
        return WaitingLine(job, job.file_name or "", _("Kom ikke ind. Intet er gemt."), "desk:import_progress")
    return WaitingLine(job, job.file_name or "", _("Ikke indlæst endnu. Slettes efter et døgn."), "desk:import_mapping")


def _line(batch: ImportBatch) -> BatchLine:
    who = batch.imported_by.name if batch.imported_by else _("Systemet")
    day = written_day(clock.local_date(batch.imported_at))
    count = ngettext("%s registrering", "%s registreringer", batch.new_count) % written_number(batch.new_count)
    undone = ""
    if batch.undone_at:
        told = {"day": written_day(clock.local_date(batch.undone_at)), "count": written_number(batch.undone_count)}
        undone = _("Taget tilbage %(day)s: %(count)s") % told
    return BatchLine(batch, batch.file_name or _("en fil"), f"{who}, {day}", count, undone)


def page(workplace: Workplace, batch: ImportBatch) -> BatchPage:
    mine = Entry.objects.filter(batch=batch, is_withdrawal=False)
    standing = mine.filter(superseded_by=None).count()
    left = batch.new_count - batch.undone_count - standing
    told = ngettext(
        "%s registrering er rettet eller trukket tilbage siden. Den bliver ikke rørt.",
        "%s registreringer er rettet eller trukket tilbage siden. De bliver ikke rørt.",
        left,
    ) % written_number(left)
    is_own = batch.imported_by_id == workplace.staff.pk
    may = workplace.standing.may
    may_undo = may(Permission.WITHDRAW_ANY) or (is_own and may(Permission.WITHDRAW_OWN))
    return BatchPage(_line(batch), standing, told if left > 0 else "", may_undo and standing > 0)


def undone_told(undone: Undone) -> str:
    count = ngettext(
        "%s registrering er taget tilbage.", "%s registreringer er taget tilbage.", undone.count
    ) % written_number(undone.count)
    if undone.left_count <= 0:
        return count
    left = ngettext(
        "%s er rettet siden og står endnu.", "%s er rettet siden og står endnu.", undone.left_count
    ) % written_number(undone.left_count)
    return f"{count} {left}"
