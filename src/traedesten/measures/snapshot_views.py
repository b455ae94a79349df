"""Frozen figures on screen: the list, one snapshot, its file, what differs now; freezing and correcting."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from traedesten.core import draft
from traedesten.core.access import Permission
from traedesten.measures import board, difference, freezing, queries, snapshot_page
from traedesten.measures.actions import snapshot as snapshots
from traedesten.measures.snapshot_form import CorrectForm, FreezeForm
from traedesten.places.models import Staff
from traedesten.programme.models import Programme
from traedesten.programme.queries import in_programme
from traedesten.programme.rules import standing

FAULTY = 422


def _staff(request: HttpRequest) -> Staff:
    return cast(Staff, request.user)


@require_safe
@in_programme(Permission.SEE_PROGRAMME)
def listed(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Every snapshot of the programme; those that were corrected too."""
    here = standing(request.user, programme)
    context = {
        "programme": programme,
        "editions": [snapshot_page.edition(each) for each in queries.snapshots_visible(here, programme)],
        "is_team": here.may(Permission.SEE_FIGURES),
        "may_publish": here.may(Permission.PUBLISH_FIGURES, area=0),
    }
    return render(request, "measures/snapshots.html", context)


@require_safe
@in_programme(Permission.SEE_PROGRAMME)
def one(request: HttpRequest, programme: Programme, key: str) -> HttpResponse:
    """What was published; for the team what it knew then, beside it."""
    here = standing(request.user, programme)
    snapshot = snapshot_page.find(here, programme, key)
    context = {
        "programme": programme,
        "edition": snapshot_page.edition(snapshot),
        "corrected": snapshot_page.corrected(snapshot),
        "body": snapshot_page.body(here, snapshot),
        "is_team": here.may(Permission.SEE_FIGURES),
        "may_publish": here.may(Permission.PUBLISH_FIGURES, area=0),
    }
    return render(request, "measures/snapshot.html", context)


@require_safe
@in_programme(Permission.SEE_PROGRAMME)
def table(request: HttpRequest, programme: Programme, key: str) -> HttpResponse:
    """The published form as CSV, the same for everybody."""
    snapshot = snapshot_page.find(standing(request.user, programme), programme, key)
    text = snapshot_page.as_csv(snapshot_page.groups(queries.published_rows(snapshot)))
    name = f"{programme.code}-{snapshot_page.key_of(snapshot)}.csv"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=disposition)


@require_safe
@in_programme(Permission.SEE_FIGURES)
def compared(request: HttpRequest, programme: Programme, key: str) -> HttpResponse:
    """Frozen against live for the same day, with every reason for a difference."""
    here = standing(request.user, programme)
    snapshot = snapshot_page.find(here, programme, key)
    areas = here.area_ids(Permission.SEE_FIGURES)
    found = board.kept(programme, ("difference", snapshot.pk, areas), lambda: difference.of(snapshot, areas))
    context = {
        "programme": programme,
        "edition": snapshot_page.edition(snapshot),
        "different": [each for each in found if not each.is_same],
        "same": [each for each in found if each.is_same],
        "may_publish": here.may(Permission.PUBLISH_FIGURES, area=0),
    }
    return render(request, "measures/difference.html", context)


@draft.keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@in_programme(Permission.PUBLISH_FIGURES)
def freeze(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Which day; then what would be published; then it is."""
    form = FreezeForm(programme, request.POST or None)
    shown: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            made = freezing.draft(programme, form.cleaned_data["last_day"])
            if "frys" in request.POST:
                done = snapshots.freeze(by=_staff(request), draft=made, note=form.cleaned_data["note"])
                _say(request, done)
                return redirect("measures:snapshot", programme.code, snapshot_page.key_of(done.snapshot))
            groups = snapshot_page.of_draft([cell.frozen for cell in made.cells])
            shown = {"draft": made, "groups": groups, "notes": snapshot_page.notes(groups)}
        except ValidationError as error:
            form.refuse(error)
    draft.give_back(request, form)
    context = {"programme": programme, "form": form, "writer": draft.writer_of(request.user), **shown}
    return render(request, "measures/freeze.html", context, status=FAULTY if form.errors else 200)


def _say(request: HttpRequest, done: snapshots.Outcome) -> None:
    if done.is_new:
        messages.success(request, _("Tallene er frosset og offentliggjort."))
    else:
        messages.info(request, _("Dagen var frosset i forvejen. Her er det, der blev offentliggjort."))


@draft.keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@in_programme(Permission.PUBLISH_FIGURES)
def correct(request: HttpRequest, programme: Programme, key: str) -> HttpResponse:
    """A new edition beside the old one, with what was wrong."""
    snapshot = snapshot_page.find(standing(request.user, programme), programme, key)
    form = CorrectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = freezing.draft(programme, snapshot.last_day)
            done = snapshots.correct(
                by=_staff(request), snapshot=snapshot, draft=made, reason=form.cleaned_data["note"]
            )
            messages.success(request, _("De rettede tal er offentliggjort. De gamle kan stadig ses."))
            return redirect("measures:snapshot", programme.code, snapshot_page.key_of(done.snapshot))
        except ValidationError as error:
            form.refuse(error)
    draft.give_back(request, form)
    context = {
        "programme": programme,
        "edition": snapshot_page.edition(snapshot),
        "form": form,
        "writer": draft.writer_of(request.user),
    }
    return render(request, "measures/correct.html", context, status=FAULTY if form.errors else 200)
