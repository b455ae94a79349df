"""Bringing other people's spreadsheets in: send, explain, try, bring in; and the list of what has come in."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from traedesten.core import draft
from traedesten.core.access import Permission
from traedesten.desk.importing import (
    batch_page,
    cell,
    job,
    mapping_page,
    outcome,
    progress_page,
    runner,
    trial_page,
    upload,
)
from traedesten.desk.importing.job import Opened
from traedesten.desk.importing.upload_form import UploadForm
from traedesten.desk.reason_form import ReasonForm
from traedesten.desk.workplace import Workplace, at_work
from traedesten.journal.actions import import_job, import_undo
from traedesten.journal.actions.import_job import JobBusy
from traedesten.journal.models import ImportJob
from traedesten.journal.reader import FileRefused

WRONG = 422
BRINGS_IN = at_work(Permission.IMPORT_ENTRIES)


def _to(workplace: Workplace, name: str, **parts: object) -> HttpResponse:
    return redirect(reverse(f"desk:{name}", kwargs={"programme": workplace.programme.code, **parts}))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@BRINGS_IN
def imports(request: HttpRequest, workplace: Workplace) -> HttpResponse:
    """Send a file; below it those under way and those that have come in."""
    runner.forget()
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _received(workplace, form)
        except FileRefused as refused:
            form.add_error("file", refused.message)
    context = {"workplace": workplace, "form": form, "page": batch_page.overview(workplace)}
    return render(request, "desk/import_list.html", context, status=WRONG if form.errors else 200)


def _received(workplace: Workplace, form: UploadForm) -> HttpResponse:
    """Raises FileRefused for what is no table; then nothing is kept."""
    file = form.cleaned_data["file"]
    sheets = upload.read(file, file.name)
    trying = Opened(workplace, ImportJob(file_name=file.name, sheets=job.written(sheets)))
    plan = trying.propose(trying.usable_sheets[0][0])
    made = import_job.receive(
        by=workplace.staff, programme=workplace.programme, file_name=file.name, sheets=trying.job.sheets or ""
    )
    trying.job = made
    trying.keep(plan)
    runner.forget_later()
    if plan.is_remembered and not mapping_page.problems(trying):
        return _to(workplace, "import_trial", job=made.uid)
    return _to(workplace, "import_mapping", job=made.uid)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@BRINGS_IN
def mapping(request: HttpRequest, workplace: Workplace, job: UUID) -> HttpResponse:
    """What each column is. Each change comes back with the page as it is now understood."""
    found = _open(workplace, job)
    if not found.is_usable or found.job.state == ImportJob.State.RUNNING:
        return _to(workplace, "import_progress", job=job)
    status = 200
    if request.method == "POST":
        try:
            found.keep(mapping_page.answered(found, request.POST.dict()))
        except FileRefused as refused:  # no rows under the row that was chosen
            messages.error(request, refused.message)
        if "try" in request.POST and not mapping_page.problems(found):
            return _to(workplace, "import_trial", job=job)
        status = WRONG if "try" in request.POST else 200
    context = {"workplace": workplace, "found": found, "page": mapping_page.page(found), "is_tried": status == WRONG}
    return render(request, "desk/import_mapping.html", context, status=status)


def _open(workplace: Workplace, uid: UUID) -> Opened:
    return job.opened(workplace, uid)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@BRINGS_IN
def try_out(request: HttpRequest, workplace: Workplace, job: UUID) -> HttpResponse:
    """The rows as they would come in; cells are put right here, and nothing is saved."""
    found = _open(workplace, job)
    if not found.is_usable or found.job.state == ImportJob.State.RUNNING:
        return _to(workplace, "import_progress", job=job)
    if mapping_page.problems(found):
        return _to(workplace, "import_mapping", job=job)
    if request.method == "POST":
        found.keep(trial_page.put_right(found, request.POST.dict()))
    asked = request.POST if request.method == "POST" else request.GET
    page = trial_page.page(
        found,
        outcome.of(found),
        only_faults=bool(asked.get("fejl")),
        number=cell.whole(asked.get("side", "")) or 1,
    )
    return render(request, "desk/import_trial.html", {"workplace": workplace, "found": found, "page": page})


@require_POST
@BRINGS_IN
def bring_in(request: HttpRequest, workplace: Workplace, job: UUID) -> HttpResponse:
    """Begin, and go to where one can see how far it has come."""
    found = _open(workplace, job)
    if found.is_usable and not mapping_page.problems(found):
        try:
            runner.start(found)
        except JobBusy as busy:
            messages.info(request, str(busy))
    return _to(workplace, "import_progress", job=job)


@require_safe
@never_cache
@BRINGS_IN
def progress(request: HttpRequest, workplace: Workplace, job: UUID) -> HttpResponse:
    """How far it has come; asked again by the page itself until it is done."""
    found = _open(workplace, job)
    if found.job.state == ImportJob.State.MAPPING:
        return _to(workplace, "import_mapping", job=job)
    is_part = bool(request.headers.get("HX-Request"))
    template = "desk/_components/import_progress.html" if is_part else "desk/import_progress.html"
    return render(request, template, {"workplace": workplace, "page": progress_page.page(found.job)})


@require_POST
@BRINGS_IN
def drop(request: HttpRequest, workplace: Workplace, job: UUID) -> HttpResponse:
    """Throw the file away."""
    found = _open(workplace, job)
    try:
        import_job.drop(by=workplace.staff, job=found.job)
        messages.success(request, _("Filen er slettet. Intet er indlæst."))
    except JobBusy as busy:
        messages.error(request, str(busy))
    return _to(workplace, "imports")


@draft.keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@BRINGS_IN
def batch(request: HttpRequest, workplace: Workplace, batch: int) -> HttpResponse:
    """One import that has come in, and taking the whole of it back."""
    row = get_object_or_404(batch_page.batches(workplace), pk=batch)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        undone = import_undo.undo(by=workplace.staff, batch=row, reason=form.cleaned_data["reason"])
        form.show(undone.problems)
        if not undone.problems:
            messages.success(request, batch_page.undone_told(undone))
            return _to(workplace, "imports")
    draft.give_back(request, form)
    context = {"workplace": workplace, "form": form, "page": batch_page.page(workplace, row)}
    context["writer"] = draft.writer_of(workplace.staff)
    return render(request, "desk/import_batch.html", context, status=WRONG if form.errors else 200)
