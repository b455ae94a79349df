"""Targets on screen: one more, another one by decision, and giving one up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from traedesten.core import clock, draft, meanwhile
from traedesten.core.access import Permission
from traedesten.core.form import by_field
from traedesten.measures import board
from traedesten.programme import promise
from traedesten.programme.actions import target as targets
from traedesten.programme.actions.target import Decision
from traedesten.programme.models import Criterion, Programme
from traedesten.programme.models import Target as TargetRecord
from traedesten.programme.queries import in_programme, targets_visible_to
from traedesten.setup import undo
from traedesten.setup.criterion import target_undo
from traedesten.setup.criterion.composition import Composition, preset_of
from traedesten.setup.criterion.target_form import DecisionForm, TargetForm
from traedesten.setup.criterion.views import ANY, REFUSED, find, staff_of
from traedesten.setup.edit import SAVED

CHANGED = ("kind", "value", "unit", "starts_on", "ends_on", "period", "direction", "season_starts")


@require_safe
@in_programme(Permission.CHANGE_TARGET)
def listed(request: HttpRequest, programme: Programme, code: str) -> HttpResponse:
    """Every target the criterion has or had."""
    criterion = find(request, programme, code)
    rows = [(row, promise.told(promise.target_of(row)), _holds(row, criterion)) for row in _rows(request, criterion)]
    saved = target_undo.saved(request, criterion, request.GET.get(SAVED, ""))
    context = {"programme": programme, "criterion": criterion, "rows": rows, "saved": saved}
    return render(request, "setup/criterion/targets.html", context)


@draft.keeps_typed
@require_http_methods(ANY)
@in_programme(Permission.CHANGE_TARGET)
def add(request: HttpRequest, programme: Programme, code: str) -> HttpResponse:
    """One target more, by a decision."""
    criterion = find(request, programme, code)
    form = TargetForm(request.POST or None, programme=programme, parts=_parts(programme, criterion))
    decision = DecisionForm(request.POST or None, today=_today(programme))
    if request.method == "POST" and _are_valid(criterion, form, decision):
        record = form.record()
        if record is None:
            form.add_error("kind", _("Vælg, hvad målet er."))
        elif made := _done(form, decision, lambda: targets.add(
            by=staff_of(request), criterion=criterion, target=record, decision=_decision(decision),
            valid_from=decision.cleaned_data["valid_from"],
        )):  # fmt: skip
            return _after(request, criterion, made, "add")
    return _page(request, criterion, form, decision, None)


@draft.keeps_typed
@require_http_methods(ANY)
@in_programme(Permission.CHANGE_TARGET)
def change(request: HttpRequest, programme: Programme, code: str, target: int) -> HttpResponse:
    """Another promise for the same, by a decision; the old one stays to be seen."""
    criterion = find(request, programme, code)
    row = get_object_or_404(_rows(request, criterion), pk=target)
    form = TargetForm(request.POST or None, programme=programme, row=row, is_fixed=True)
    decision = DecisionForm(request.POST or None, today=_today(programme))
    if request.method == "POST" and _are_valid(criterion, form, decision):
        record = form.record()
        if record is None:
            form.add_error("kind", _("Skal målet væk, så opgiv det i stedet. Linket står under formularen."))
        elif made := _done(form, decision, lambda: targets.change(
            by=staff_of(request), criterion=criterion, target=row, decision=_decision(decision),
            valid_from=decision.cleaned_data["valid_from"], new={name: getattr(record, name) for name in CHANGED},
        )):  # fmt: skip
            return _after(request, criterion, made, "change")
    return _page(request, criterion, form, decision, row)


@draft.keeps_typed
@require_http_methods(ANY)
@in_programme(Permission.CHANGE_TARGET)
def end(request: HttpRequest, programme: Programme, code: str, target: int) -> HttpResponse:
    """Giving a target up, by a decision."""
    criterion = find(request, programme, code)
    row = get_object_or_404(_rows(request, criterion), pk=target)
    decision = DecisionForm(request.POST or None, today=_today(programme), first=_("Sidste dag, målet gælder"))
    held = meanwhile.of_row(row, ("valid_until", "decision"))
    if request.method == "POST" and decision.is_valid() and _done(None, decision, lambda: targets.end(
        by=staff_of(request), criterion=criterion, target=row, decision=_decision(decision),
        last_day=decision.cleaned_data["valid_from"],
    )):  # fmt: skip
        return _after(request, criterion, row, "end", held)
    return _page(request, criterion, None, decision, row)


def _today(programme: Programme) -> Any:
    return max(programme.starts_on, board.day_for(programme))


def _rows(request: HttpRequest, criterion: Criterion) -> QuerySet[TargetRecord]:
    return targets_visible_to(staff_of(request), criterion).select_related("area", "activity", "criterion")


def _holds(row: TargetRecord, criterion: Criterion) -> bool:
    """Whether it is the newest for what it is for, and not given up: the one a decision can change."""
    same = [
        each for each in criterion.targets.all()
        if (each.area_id, each.activity_id, each.part) == (row.area_id, row.activity_id, row.part)
    ]  # fmt: skip
    newest = max(same, key=lambda each: (each.valid_from is not None, each.valid_from or clock.today(), each.pk))
    return newest.pk == row.pk and row.valid_until is None


def _parts(programme: Programme, criterion: Criterion) -> Any:
    preset = preset_of(criterion.measure)
    return Composition(None, programme=programme, preset=preset, criterion=criterion).parts() if preset else []


def _are_valid(criterion: Criterion, form: TargetForm, decision: DecisionForm) -> bool:
    valid = [form.is_valid(), decision.is_valid()]
    if valid[0]:
        form.demand_fits(promise.definition_of(criterion))
    return all(valid) and not form.errors


def _decision(form: DecisionForm) -> Decision:
    said = form.cleaned_data
    return Decision(said["decided_by"], said["decided_on"], " ".join(said["reason"].split()))


def _done(form: TargetForm | None, decision: DecisionForm, act: Callable[[], TargetRecord]) -> TargetRecord | None:
    """The target as it was saved; else the action's words stand at the fields they are about."""
    try:
        return act()
    except ValidationError as error:
        for said_of, sentence in by_field(error):
            name = {"last_day": "valid_from", "scope": "area"}.get(said_of, said_of)
            owner: Any = form if form is not None and name in form.fields else decision
            owner.add_error(name if name in owner.fields else None, sentence)
        return None


def _after(
    request: HttpRequest,
    criterion: Criterion,
    target: TargetRecord,
    verb: undo.Verb,
    held: dict[str, Any] | None = None,
) -> HttpResponse:
    """To the criterion's targets, where it can be taken back for ten minutes."""
    token = target_undo.remember(request, staff_of(request), criterion, target, verb, held or {})
    return redirect(f"{_home(criterion)}?{urlencode({SAVED: token})}")


def _home(criterion: Criterion) -> str:
    return reverse("setup:targets", kwargs={"programme": criterion.programme.code, "code": criterion.code})


@require_POST
@in_programme(Permission.CHANGE_TARGET)
def take_back(request: HttpRequest, programme: Programme, code: str, token: UUID) -> HttpResponse:
    """One press; what was typed wrong is as if it had not been."""
    criterion = find(request, programme, code)
    kept = target_undo.find(request, criterion, str(token))
    if kept is None:
        messages.info(request, _("De ti minutter er gået, eller det er allerede fortrudt. Ret det i stedet."))
    else:
        messages.info(request, target_undo.take_back(staff_of(request), criterion, kept))
        undo.forget(request, str(token))
    return redirect(_home(criterion))


def _page(
    request: HttpRequest, criterion: Criterion, form: TargetForm | None, decision: DecisionForm,
    row: TargetRecord | None,
) -> HttpResponse:  # fmt: skip
    draft.give_back(request, *filter(None, (form, decision)))
    context = {
        "programme": criterion.programme,
        "criterion": criterion,
        "form": form,
        "decision": decision,
        "asked": (form, decision),
        "row": row,
        "old": promise.told(promise.target_of(row)) if row else "",
        "writer": draft.writer_of(staff_of(request)),
    }
    status = REFUSED if decision.errors or (form is not None and form.errors) else 200
    return render(request, "setup/criterion/target.html", context, status=status)
