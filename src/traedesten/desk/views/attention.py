"""What needs a look: the page, one finding with its entries, and saying that something is right as it is."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from traedesten.core.access import Permission, refusal
from traedesten.desk import look
from traedesten.desk.attention import one as finding_page
from traedesten.desk.attention import page
from traedesten.desk.attention.page import Item, Page
from traedesten.desk.attention.set_aside_form import SetAsideForm
from traedesten.desk.workplace import Workplace, at_work
from traedesten.measures.actions import finding as finding_action


def _page(request: HttpRequest, workplace: Workplace) -> Page:
    """PermissionDenied for who sees neither entries nor figures."""
    may = workplace.standing.may
    if not (may(Permission.SEE_ENTRIES) or may(Permission.SEE_FIGURES)):
        raise PermissionDenied(refusal((Permission.SEE_ENTRIES, Permission.SEE_FIGURES)))
    return page.of(workplace, shows_all="alle" in request.GET)


def _item(made: Page, mark: str) -> Item:
    item = made.item(mark)
    if item is None:
        raise Http404
    return item


@require_safe
@never_cache
@at_work(Permission.SEE_PROGRAMME)
def attention(request: HttpRequest, workplace: Workplace) -> HttpResponse:
    """Three parts, the most harmful first; a look at what names persons is logged."""
    made = _page(request, workplace)
    look.at_list(workplace, "desk.attention", made.persons_shown)
    return render(request, "desk/attention.html", {"workplace": workplace, "page": made})


@require_safe
@never_cache
@at_work(Permission.SEE_PROGRAMME)
def count(request: HttpRequest, workplace: Workplace) -> HttpResponse:
    """htmx: how many the person can mend, with the way there; nothing where there are none."""
    may = workplace.standing.may
    if not (may(Permission.SEE_ENTRIES) or may(Permission.SEE_FIGURES)):
        return HttpResponse("")
    context = {"workplace": workplace, "count": page.of(workplace).to_mend}
    return render(request, "desk/_attention_count.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@at_work(Permission.SEE_PROGRAMME)
def finding(request: HttpRequest, workplace: Workplace, mark: str) -> HttpResponse:
    """One finding: its entries, what the figures would be without them, and setting it aside with a reason."""
    item = _item(_page(request, workplace), mark)
    form = SetAsideForm(request.POST or None)
    if request.method == "POST":
        if item.about is None:
            raise PermissionDenied(refusal((Permission.CORRECT_ANY,)))
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            finding_action.set_aside(
                by=workplace.staff, programme=workplace.programme, about=item.about, reason=reason
            )  # fmt: skip
            messages.success(request, _("Sat til side. Det kommer frem igen, hvis registreringerne ændres."))
            return redirect("desk:attention", programme=workplace.programme.code)
    made = finding_page.of(workplace, item)
    look.at_list(workplace, "desk.finding", made.persons_shown)
    context = {"workplace": workplace, "item": item, "page": made, "form": form}
    return render(request, "desk/finding.html", context, status=422 if form.errors else 200)


@require_POST
@at_work(Permission.SEE_PROGRAMME)
def take_up(request: HttpRequest, workplace: Workplace, mark: str) -> HttpResponse:
    """It needs a look again."""
    row = _item(_page(request, workplace), mark).aside
    if row is not None:
        finding_action.take_up(by=workplace.staff, row=row)
        messages.success(request, _("Taget frem igen."))
    return redirect("desk:attention", programme=workplace.programme.code)
