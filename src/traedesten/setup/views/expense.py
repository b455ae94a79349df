"""One expense: read, put right by a new one, or taken back with a reason."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from traedesten.core import draft
from traedesten.programme.actions import expense as actions
from traedesten.programme.models import Expense
from traedesten.setup import edit
from traedesten.setup.form import SetupForm
from traedesten.setup.parts import expense as part
from traedesten.setup.site import Site, at_setup


@draft.keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@at_setup
def correct(request: HttpRequest, site: Site, row: int) -> HttpResponse:
    """The form starts from what it says; what is sent counts instead of it."""
    expense = part.PART.row(site, row)
    form = edit.form(request, part.ExpenseForm, programme=site.programme, row=expense)
    if request.method == "POST" and form.is_valid():
        saved = edit.attempt(form, lambda: actions.correct(by=site.staff, expense=expense, values=form.values()))
        if saved:
            return edit.done(request, site, part.PART, "correct", saved)
    return _page(request, site, expense, form)


@draft.keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@at_setup
def withdraw(request: HttpRequest, site: Site, row: int) -> HttpResponse:
    """It no longer counts, and can be read for good; it can be taken back for ten minutes."""
    expense = part.PART.row(site, row)
    form = edit.form(request, part.WithdrawForm, programme=site.programme, prefix="tilbage")
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        saved = edit.attempt(form, lambda: actions.withdraw(by=site.staff, expense=expense, reason=reason))
        if saved:
            return edit.done(request, site, part.PART, "withdraw", saved)
    fresh = part.ExpenseForm(programme=site.programme, row=expense)
    return _page(request, site, expense, fresh, withdraw_form=form)


def _page(
    request: HttpRequest, site: Site, expense: Expense, form: SetupForm, withdraw_form: SetupForm | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "site": site,
        "expense": expense,
        "state": part.state(expense),
        "form": form,
        "withdraw_form": withdraw_form or part.WithdrawForm(programme=site.programme, prefix="tilbage"),
        "writer": draft.writer_of(site.staff),
    }
    status = max(edit.status(form), edit.status(context["withdraw_form"]))
    return render(request, "setup/expense.html", context, status=status)
