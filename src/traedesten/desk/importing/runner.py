"""Bringing a file in while its sender does something else: one thread a file, in the process that was asked.

What a thread saves is in one transaction, so a process that stops leaves nothing half saved; the job then names a
runner that is gone, and says so when somebody looks.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from traedesten.core import clock
from traedesten.core.action import System
from traedesten.desk.importing.job import Opened
from traedesten.desk.importing.trial import Tried, bring_in
from traedesten.journal.actions import import_job
from traedesten.journal.models import ImportJob
from traedesten.journal.models.import_job import KEPT_FOR
from traedesten.journal.reader import FileRefused

logger = logging.getLogger(__name__)
HERE = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"[-120:]
LONGEST_RUN = timedelta(hours=1)  # for a runner on another machine, of which we cannot ask
MOST_FAULTS_KEPT = 1_000

_running: dict[UUID, list[int]] = {}  # rows checked, rows saved


def start(found: Opened) -> None:
    """Begin, and answer at once. Raises JobBusy where it runs already."""
    job = import_job.begin(
        by=found.workplace.staff,
        job=found.job,
        runner=HERE,
        row_count=found.glance.row_count - len(found.plan.left_out),
        is_stopped=is_stopped(found.job),
    )
    found.job = job
    _running[job.uid] = [0, 0]
    language = translation.get_language() or "da"
    in_background(lambda: _run(found, language))


def in_background(work: Callable[[], None]) -> None:
    """A thread with a connection of its own, closed when it ends."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    threading.Thread(target=run, name="import", daemon=True).start()


def forget_later() -> None:
    """Look again when what was received just now is a day old; files are also looked for whenever the screen is."""
    timer = threading.Timer(KEPT_FOR.total_seconds() + 60, lambda: in_background(forget))
    timer.daemon = True
    timer.start()


def at_start() -> None:
    """Of a process that serves: files that came to one that is gone are forgotten in time all the same."""
    in_background(forget)
    forget_later()


def forget() -> None:
    """Delete what is too old to be kept; writes nothing where there is nothing."""
    if ImportJob.objects.filter(received_at__lte=clock.now() - KEPT_FOR).exclude(state=ImportJob.State.DONE).exists():
        import_job.forget(by=System("forget-imports"))


def done(job: ImportJob) -> int:
    """Hundredths of the way: the rows are read, then saved."""
    checked, saved = _running.get(job.uid, [job.done_count, 0])
    return min(99, 50 * (checked + saved) // max(job.row_count, 1))


def is_stopped(job: ImportJob) -> bool:
    """Whether the process that worked on it is gone."""
    if job.state != ImportJob.State.RUNNING or (job.runner == HERE and job.uid in _running):
        return False
    host, _colon, rest = job.runner.rpartition(":")[0].rpartition(":")
    if host != HERE.rpartition(":")[0].rpartition(":")[0]:
        return clock.now() - job.moved_at > LONGEST_RUN
    return int(rest or 0) == os.getpid() or not _is_alive(int(rest or 0))


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _run(found: Opened, language: str) -> None:
    job, by = found.job, found.workplace.staff
    try:
        with translation.override(language):
            tried, batch = bring_in(found, _Progress(job))
            plan, signature = found.plan, found.glance.signature
            import_job.remember(
                by=by, programme=found.workplace.programme, headings_sha=signature, plan=plan.to_remember()
            )
            import_job.end(by=by, job=job, batch=batch, told=_told(tried))
    except (FileRefused, PermissionDenied) as refused:
        import_job.fail(by=by, job=job, told=str(refused))
    except Exception:  # why broad: whatever went wrong, nothing is saved and the sender has to be told
        logger.exception("an import went wrong")
        sentence = _("Indlæsningen gik i stå på grund af en fejl i systemet. Intet er gemt. Prøv igen.")
        import_job.fail(by=by, job=job, told=sentence)
    finally:
        _running.pop(job.uid, None)


class _Progress:
    """Counts rows checked, then saved. What is counted outside a transaction can be seen from other processes."""

    def __init__(self, job: ImportJob) -> None:
        self.job = job

    def __call__(self, number: int, _share: float | None) -> None:
        is_saving = connection.in_atomic_block and _running[self.job.uid][0] > 0
        _running[self.job.uid][int(is_saving)] = number
        if not connection.in_atomic_block:
            ImportJob.objects.filter(pk=self.job.pk).update(done_count=number, moved_at=clock.now())


def _told(tried: Tried) -> str:
    faults = [
        (row.number, " ".join(text for texts in tried.faults[row.place].values() for text in texts))
        for row in tried.rows
        if row.place in tried.faults
    ]
    return json.dumps(
        {
            "same": tried.same_count,
            "sessions": tried.session_count,
            "faulty": len(faults),
            "faults": faults[:MOST_FAULTS_KEPT],
        },
        ensure_ascii=False,
    )
