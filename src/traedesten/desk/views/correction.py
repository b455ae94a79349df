"""Putting an entry right or taking it back, with a reason; what others did meanwhile is shown, nothing is lost."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from traedesten.core import draft
from traedesten.core.access import Permission, refusal
from traedesten.desk import correction, entry_page, late, look, sentence, unplanned
from traedesten.desk.reason_form import ReasonForm
from traedesten.desk.workplace import Workplace, at_work
from traedesten.journal.actions import entry as journal_entry
from traedesten.journal.models import Entry
from traedesten.journal.queries import newest_of
from traedesten.journal.receipt import Outcome, Receipt


@draft.keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@at_work(Permission.SEE_ENTRIES)
def correct(request: HttpRequest, workplace: Workplace, uid: UUID) -> HttpResponse:
    """The form of the kind with what the entry says, and a reason."""
    entry = get_object_or_404(entry_page.readable(workplace), uid=uid)
    if not entry_page.may_correct(workplace.staff, entry):
        raise PermissionDenied(refusal((Permission.CORRECT_ANY,)))
    if request.method != "POST":
        typed, newest = draft.take(request), _newer(entry)
        form = correction.blank_form(workplace, entry, typed)
        is_shown = newest is None or bool(typed)
        look.at_entry(workplace, entry, shows_note=is_shown and form.shows_note)
        return _page(request, workplace, entry, form, newest=newest, shows_form=is_shown)
    form = correction.sent_form(request, workplace, entry)
    if not form.is_valid():
        return _page(request, workplace, entry, form, status=422)
    receipt = journal_entry.correct(
        by=workplace.staff, entry=entry, row=correction.row(form, entry), reason=form.cleaned_data["reason"]
    )
    if not receipt.is_saved:
        newest = _newer(entry) if _is_late(receipt) else None
        form.show(() if newest else receipt.problems)
        return _page(request, workplace, entry, form, status=422, newest=newest)
    messages.success(request, _("Rettet. Den nye udgave gælder fra nu af."))
    return redirect("desk:entry", programme=workplace.programme.code, uid=receipt.entry.uid if receipt.entry else uid)


def _page(
    request: HttpRequest,
    workplace: Workplace,
    entry: Entry,
    form: correction.CorrectionForm,
    status: int = 200,
    newest: Entry | None = None,
    shows_form: bool = True,
) -> HttpResponse:
    action = _go_on(workplace, entry, newest)
    context = {
        "late": late.told(workplace, entry, newest, late.CORRECTING if shows_form and action else ""),
        "shows_form": shows_form,
        "workplace": workplace,
        "entry": entry,
        "spec": form.spec,
        "sentence": sentence.of(entry, with_person=workplace.sees_person_of(entry)),
        "form": form,
        "action": action,
        "writer": draft.writer_of(workplace.staff),
    }
    return render(request, "desk/correct.html", context, status=status)


def _go_on(workplace: Workplace, entry: Entry, newest: Entry | None) -> str:
    """Where the next press of the button leads: to the newest version, or to a new entry where that is gone.

    Empty for who may not put the newest version right.
    """
    programme = workplace.programme.code
    if newest is not None and newest.is_withdrawal:
        is_theirs = entry.kind in workplace.recordable
        return reverse("desk:register_kind", kwargs={"programme": programme, "kind": entry.kind}) if is_theirs else ""
    if newest is not None and not entry_page.may_correct(workplace.staff, newest):
        return ""
    return reverse("desk:correct", kwargs={"programme": programme, "uid": (newest or entry).uid})


@draft.keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@at_work(Permission.SEE_ENTRIES)
def withdraw(request: HttpRequest, workplace: Workplace, uid: UUID) -> HttpResponse:
    """Asks why, then takes the entry back; the row and the reason stay to be seen."""
    entry = get_object_or_404(entry_page.readable(workplace), uid=uid)
    if not entry_page.may_withdraw(workplace.staff, entry):
        raise PermissionDenied(refusal((Permission.WITHDRAW_ANY,)))
    typed = {} if request.method == "POST" else draft.take(request)
    form = ReasonForm(request.POST or None, initial=typed)
    newest = _newer(entry) if request.method != "POST" else None
    status = 200
    if request.method != "POST":
        look.at_entry(workplace, entry, shows_note=False)
    if request.method == "POST" and form.is_valid():
        asked = {"uid": form.cleaned_data["id"], "reason": form.cleaned_data["reason"]}
        receipt = journal_entry.withdraw(by=workplace.staff, entry=entry, **asked)
        if receipt.outcome in (Outcome.NEW, Outcome.IDENTICAL):
            unplanned.let_go(workplace, entry)
            messages.success(request, _("Trukket tilbage. Registreringen tæller ikke længere med."))
            return redirect("desk:entry", programme=workplace.programme.code, uid=uid)
        newest = _newer(entry) if _is_late(receipt) else None
        form.show(() if newest else receipt.problems)
        status = 422
    action = _withdraw_next(workplace, entry, newest)
    shows_form = bool(action) and (request.method == "POST" or newest is None or bool(typed))
    context = {
        "late": late.told(workplace, entry, newest, late.WITHDRAWING if shows_form else ""),
        "shows_form": shows_form,
        "action": action,
        "workplace": workplace,
        "entry": entry,
        "sentence": sentence.of(entry, with_person=workplace.sees_person_of(entry)),
        "form": form,
        "writer": draft.writer_of(workplace.staff),
    }
    return render(request, "desk/withdraw.html", context, status=422 if form.errors else status)


def _withdraw_next(workplace: Workplace, entry: Entry, newest: Entry | None) -> str:
    """Where the next press takes back: the newest version; empty where it is gone or the person may not."""
    if newest is not None and (newest.is_withdrawal or not entry_page.may_withdraw(workplace.staff, newest)):
        return ""
    return reverse(
        "desk:withdraw", kwargs={"programme": workplace.programme.code, "uid": newest.uid if newest else entry.uid}
    )


def _newer(entry: Entry) -> Entry | None:
    """The version that has taken the entry's place; None while it stands."""
    newest = newest_of(entry)
    return None if newest.pk == entry.pk else newest


def _is_late(receipt: Receipt) -> bool:
    return any(problem.code == "corrected_already" for problem in receipt.problems)
