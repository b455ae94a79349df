"""Criteria on screen: the list, the choice of what to count, the page where one is written, and what becomes of it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from measure_engine.preset import PRESETS
from traedesten.core import draft
from traedesten.core.access import Permission
from traedesten.measures import board, handbook
from traedesten.measures.board import translator
from traedesten.places.models import Staff
from traedesten.programme import queries
from traedesten.programme.actions import criterion as criteria
from traedesten.programme.models import Criterion, Programme
from traedesten.programme.queries import in_programme
from traedesten.setup.criterion import copying, overview
from traedesten.setup.criterion.composition import Composition, preset_of
from traedesten.setup.criterion.ending_form import CopyForm, EndForm, ReasonForm
from traedesten.setup.criterion.preview import preview, told_of

REFUSED = 422
ANY = ["GET", "HEAD", "POST"]


def staff_of(request: HttpRequest) -> Staff:
    """Who is logged in; the decorator of every view here has let nobody else pass."""
    return cast(Staff, request.user)


def find(request: HttpRequest, programme: Programme, code: str) -> Criterion:
    return queries.get_criterion(staff_of(request), programme, code)


def shown(programme: Programme, criterion: Criterion) -> HttpResponse:
    return redirect("measures:criterion", programme=programme.code, code=criterion.code)


@require_safe
@in_programme(Permission.EDIT_CRITERIA)
def listed(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Every criterion in its order, with what can be done about it."""
    used, ended = overview.rows(staff_of(request), programme)
    return render(request, "setup/criterion/list.html", {"programme": programme, "rows": used, "ended": ended})


@require_safe
@in_programme(Permission.EDIT_CRITERIA)
def choose(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What the new criterion counts, in the words of the work; with ``kriterium`` what an old one is to count."""
    asked = request.GET.get("q", "")[:100]
    code = request.GET.get("kriterium", "")
    context = {
        "programme": programme,
        "asked": asked,
        "groups": overview.choices(asked),
        "criterion": find(request, programme, code) if code else None,
    }
    name = "setup/criterion/_choices.html" if request.headers.get("HX-Request") else "setup/criterion/choose.html"
    return render(request, name, context)


@draft.keeps_typed
@require_http_methods(ANY)
@in_programme(Permission.EDIT_CRITERIA)
def compose(request: HttpRequest, programme: Programme, preset: str) -> HttpResponse:
    """A new criterion: what it counts, what it promises, what the agreement says."""
    if preset not in PRESETS:
        raise Http404
    like = find(request, programme, request.GET["fra"]) if "fra" in request.GET else None
    measure = copying.measure_of(programme, like, request.GET) if like else None
    composition = Composition(
        _typed(request), programme=programme, preset=PRESETS[preset], like=like, measure=measure
    )  # fmt: skip
    return _compose(request, composition)


@draft.keeps_typed
@require_http_methods(ANY)
@in_programme(Permission.EDIT_CRITERIA)
def edit(request: HttpRequest, programme: Programme, code: str) -> HttpResponse:
    """A criterion to change; with ``tael`` it is to count something else. One without a preset is only shown."""
    criterion = find(request, programme, code)
    preset = PRESETS.get(request.GET.get("tael", "")) or preset_of(criterion.measure)
    if preset is None:
        context = {"programme": programme, "criterion": criterion, "told": told_of(staff_of(request), criterion)}
        return render(request, "setup/criterion/no_form.html", context)
    return _compose(request, Composition(_typed(request), programme=programme, preset=preset, criterion=criterion))


def _typed(request: HttpRequest) -> Any:
    """What was sent, or what was typed before the log-in ran out."""
    if request.method == "POST":
        return request.POST
    typed = draft.take_all(request)
    kept = QueryDict(mutable=True)
    for name, values in typed.items():
        kept.setlist(name, values)
    return kept if typed else None


def _compose(request: HttpRequest, composition: Composition) -> HttpResponse:
    staff, programme = staff_of(request), composition.programme
    if request.method == "POST" and not composition.wants_more and composition.is_valid():
        saved = composition.save(staff)
        if saved is not None:
            messages.success(request, _("Gemt. Sådan står kriteriet nu på kompasset."))
            return shown(programme, saved)
    context = {
        "programme": programme,
        "composition": composition,
        "preset_label": translator().gettext(composition.preset.label),
        "preset_handbook": handbook.address({"preset": composition.preset.name}),
        "preset_explanation": translator().gettext(composition.preset.explanation),
        "criterion": composition.criterion,
        "preview": preview(staff, copying.asked(composition)),
        "writer": draft.writer_of(staff),
    }
    is_refused = request.method == "POST" and not composition.wants_more
    return render(request, "setup/criterion/compose.html", context, status=REFUSED if is_refused else 200)


@require_POST
@in_programme(Permission.EDIT_CRITERIA)
def live(request: HttpRequest, programme: Programme, preset: str) -> HttpResponse:
    """The sentence and today's figure for what is chosen so far; nothing is saved."""
    if preset not in PRESETS:
        raise Http404
    code = request.GET.get("kriterium", "")
    criterion = find(request, programme, code) if code else None
    composition = Composition(request.POST, programme=programme, preset=PRESETS[preset], criterion=criterion)
    context = {"programme": programme, "preview": preview(staff_of(request), composition)}
    return render(request, "setup/criterion/_preview.html", context)


@require_POST
@in_programme(Permission.EDIT_CRITERIA)
def move(request: HttpRequest, programme: Programme, code: str) -> HttpResponse:
    """One place up or down."""
    criterion = find(request, programme, code)
    criteria.move(by=staff_of(request), criterion=criterion, steps=-1 if request.POST.get("vej") == "op" else 1)
    return redirect(f"{reverse('setup:criteria', kwargs={'programme': programme.code})}#k-{code}")


@draft.keeps_typed
@require_http_methods(ANY)
@in_programme(Permission.EDIT_CRITERIA)
def retire(request: HttpRequest, programme: Programme, code: str) -> HttpResponse:
    """Asks for the last day and why."""
    criterion = find(request, programme, code)
    form = EndForm(request.POST or None, today=board.day_for(programme))
    if request.method == "POST" and form.is_valid():
        try:
            criteria.retire(by=staff_of(request), criterion=criterion, **form.cleaned_data)
            messages.success(request, _("Kriteriet er afsluttet. Det kan tages i brug igen fra listen."))
            return redirect("setup:criteria", programme=programme.code)
        except ValidationError as error:
            form.refuse(error)
    return _small(request, criterion, form, "retire")


@draft.keeps_typed
@require_http_methods(ANY)
@in_programme(Permission.EDIT_CRITERIA)
def restore(request: HttpRequest, programme: Programme, code: str) -> HttpResponse:
    """Asks why."""
    criterion = find(request, programme, code)
    form = ReasonForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        criteria.restore(by=staff_of(request), criterion=criterion, reason=form.cleaned_data["reason"])
        messages.success(request, _("Kriteriet er i brug igen."))
        return redirect("setup:criteria", programme=programme.code)
    return _small(request, criterion, form, "restore")


@require_safe
@in_programme(Permission.EDIT_CRITERIA)
def copy(request: HttpRequest, programme: Programme, code: str) -> HttpResponse:
    """Where the copy is to count; then it is written as any new criterion, with everything filled in."""
    criterion = find(request, programme, code)
    preset = preset_of(criterion.measure)
    if preset is None:
        raise Http404
    context = {"programme": programme, "criterion": criterion, "preset": preset, "form": CopyForm(programme=programme)}
    return render(request, "setup/criterion/copy.html", context)


def _small(request: HttpRequest, criterion: Criterion, form: Any, verb: str) -> HttpResponse:
    draft.give_back(request, form)
    context = {"programme": criterion.programme, "criterion": criterion, "form": form}
    context["writer"] = draft.writer_of(staff_of(request))
    status = REFUSED if form.errors else 200
    return render(request, f"setup/criterion/{verb}.html", context, status=status)
