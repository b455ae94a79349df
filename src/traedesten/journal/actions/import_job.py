"""A file on its way in: received, explained, begun, ended, thrown away. Only who sent it does any of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _

from traedesten.core import clock
from traedesten.core.access import Permission
from traedesten.core.action import Actor, AuditSubject, action
from traedesten.journal.models import ImportBatch, ImportJob, ImportMapping
from traedesten.journal.models.import_job import KEPT_FOR
from traedesten.places.models import Staff
from traedesten.programme.models import Programme

NEEDS = Permission.IMPORT_ENTRIES


class JobBusy(ValueError):
    """The file is being brought in already, or it is gone."""


@action("import_job.receive", needs=NEEDS)
def receive(*, by: Staff, programme: Programme, file_name: str, sheets: str) -> ImportJob:
    """Keep what a file said, encrypted, while its sender explains it."""
    now = clock.now()
    return ImportJob.objects.create(
        programme=programme, started_by=by, received_at=now, moved_at=now, file_name=file_name[-200:], sheets=sheets
    )


@action("import_job.explain", needs=NEEDS)
def explain(*, by: Staff, job: ImportJob, plan: str, glance: str | None = None) -> ImportJob:
    """Write down what the columns and words mean, and which cells were put right; ``glance`` where it is another."""
    _demand_own(by, job)
    job.plan, job.trial, job.moved_at = plan, None, clock.now()
    names = ["plan", "trial", "moved_at"]
    if glance is not None:
        job.glance = glance
        names.append("glance")
    job.save(update_fields=names)
    return job


@action("import_job.tried", needs=NEEDS)
def tried(*, by: Staff, job: ImportJob, trial: str) -> ImportJob:
    """Keep what trying it showed, so that its next page need not try it again."""
    _demand_own(by, job)
    job.trial = trial
    job.save(update_fields=["trial"])
    return job


@action("import_job.begin", needs=NEEDS)
def begin(*, by: Staff, job: ImportJob, runner: str, row_count: int, is_stopped: bool = False) -> ImportJob:
    """Mark it as being brought in, so that nobody begins twice; ``is_stopped`` says that an earlier run has died.

    Raises JobBusy where it runs, is done or is gone."""
    _demand_own(by, job)
    row = ImportJob.objects.select_for_update().filter(pk=job.pk, sheets__isnull=False).first()
    waits = (ImportJob.State.MAPPING, ImportJob.State.FAILED)
    if row is None or not (row.state in waits or (is_stopped and row.state == ImportJob.State.RUNNING)):
        raise JobBusy(_("Filen er ved at blive indlæst, eller den er indlæst."))
    row.state, row.runner, row.row_count, row.done_count = ImportJob.State.RUNNING, runner, row_count, 0
    row.moved_at = clock.now()
    row.save(update_fields=["state", "runner", "row_count", "done_count", "moved_at"])
    return row


@action("import_job.end", needs=NEEDS)
def end(*, by: Staff, job: ImportJob, told: str, batch: ImportBatch | None) -> ImportJob:
    """It is in: what the file said is deleted, what came of it stays for two weeks."""
    _demand_own(by, job)
    job.state, job.told, job.batch, job.moved_at = ImportJob.State.DONE, told, batch, clock.now()
    job.sheets = job.plan = job.glance = job.trial = None
    job.save(update_fields=["state", "told", "batch", "sheets", "plan", "glance", "trial", "moved_at"])
    return job


@action("import_job.fail", needs=NEEDS)
def fail(*, by: Staff, job: ImportJob, told: str) -> ImportJob:
    """It did not come in and nothing was saved; it may be tried again while the file is kept."""
    _demand_own(by, job)
    job.state, job.told, job.moved_at = ImportJob.State.FAILED, told, clock.now()
    job.save(update_fields=["state", "told", "moved_at"])
    return job


@action("import_job.drop", needs=NEEDS)
def drop(*, by: Staff, job: ImportJob) -> ImportJob:
    """Throw the file away before it is brought in. Raises JobBusy while it is."""
    _demand_own(by, job)
    if job.state == ImportJob.State.RUNNING:
        raise JobBusy(_("Filen er ved at blive indlæst og kan først slettes bagefter."))
    pk = job.pk
    job.delete()
    job.pk = pk  # for the audit line
    return job


@dataclass(frozen=True, slots=True)
class Forgotten:
    count: int

    def audit_subject(self) -> AuditSubject:
        return AuditSubject("journal.ImportJob", "", None, count=self.count)


@action("import_job.forget", needs=())
def forget(*, by: Actor) -> Forgotten:
    """Delete what files said a day after they came, whatever has become of them, and receipts after two weeks."""
    now = clock.now()
    old = ImportJob.objects.filter(received_at__lte=now - KEPT_FOR).exclude(state=ImportJob.State.DONE)
    receipts = ImportJob.objects.filter(received_at__lte=now - 14 * KEPT_FOR)
    gone, _by_model = ImportJob.objects.filter(models.Q(pk__in=old) | models.Q(pk__in=receipts)).delete()
    return Forgotten(gone)


@action("import_mapping.remember", needs=NEEDS)
def remember(*, by: Staff, programme: Programme, headings_sha: str, plan: str) -> ImportMapping:
    """The next file with these headings is understood as this one was."""
    row, _is_new = ImportMapping.objects.update_or_create(
        programme=programme,
        headings_sha=headings_sha,
        defaults={"plan": plan, "made_by": by, "used_at": clock.now()},
    )
    return row


def _demand_own(by: Staff, job: ImportJob) -> None:
    if job.started_by_id != by.pk:
        raise PermissionDenied(_("Kun den, der har sendt filen, kan indlæse den."))
