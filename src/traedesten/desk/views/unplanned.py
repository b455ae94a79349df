"""Registering a session that was held and did not stand in the calendar."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from traedesten.core import draft
from traedesten.core.access import Permission
from traedesten.desk import layout, look, registration, tagging, unplanned
from traedesten.desk.receipt import just_saved
from traedesten.desk.sheet.unplanned import UnplannedForm
from traedesten.desk.workplace import Workplace, at_work
from traedesten.journal.receipt import Outcome, Receipt
from traedesten.journal.rules.problem import Problem
from traedesten.schedule.plan import PlanRefused, SentBefore, ToldAlready


@draft.keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@at_work(Permission.RECORD_ENTRY)
def held_unplanned(request: HttpRequest, workplace: Workplace) -> HttpResponse:
    """The form with what the person usually holds, where, today: the head count is what is left to say."""
    workplace.kind(unplanned.SPEC.code)
    if request.method != "POST":
        told = registration.typed(draft.take_all(request))
        undone = unplanned.values_of_undone(workplace, request.GET.get("fortrudt", ""))
        return _page(request, workplace, unplanned.blank_form(workplace, told or undone))
    form = unplanned.sent_form(workplace, request.POST)
    receipt = _saved(workplace, form) if form.is_valid() else None
    if receipt is None or not receipt.is_saved:
        return _page(request, workplace, form, status=422)
    tagging.remember(request, form.uid, str(form.row()["session"]), form.tagged)
    again = {} if receipt.outcome is Outcome.NEW else {"igen": receipt.outcome.value}
    here = reverse("desk:unplanned", kwargs={"programme": workplace.programme.code})
    return redirect(f"{here}?{urlencode({'gemt': str(receipt.uid), **again})}")


def _saved(workplace: Workplace, form: UnplannedForm) -> Receipt | None:
    """None, and the form says why, where nothing was saved."""
    try:
        receipt = unplanned.save(workplace, form)
    except ToldAlready as found:
        form.alike = found.sessions
        form.add_error("another", _("Der står allerede en åbning den dag det sted. Er det den, så registrér den."))
        return None
    except PlanRefused as refused:
        form.show(Problem(each.field, "plan", each.text) for each in refused.problems)
        return None
    except SentBefore:
        receipt = None
    is_used = receipt is None or any(problem.code == "same_id" for problem in receipt.problems)
    if is_used:
        form.renew()
        form.add_error(None, _("Du har allerede gemt én fra dette skema. Tryk Gem igen, hvis dette er en ny."))
    elif receipt is not None and not receipt.is_saved:
        form.show(receipt.problems)
    return receipt


def _page(request: HttpRequest, workplace: Workplace, form: UnplannedForm, status: int = 200) -> HttpResponse:
    look.at_list(workplace, "desk.known", form.persons_shown)
    context = {
        "workplace": workplace,
        "form": form,
        "counts": layout.COUNTS[unplanned.SPEC.code],
        "alike": unplanned.ways(workplace, form.alike),
        "writer": draft.writer_of(workplace.staff),
        "saved": just_saved(request, workplace),
    }
    return render(request, "desk/unplanned.html", context, status=status)
