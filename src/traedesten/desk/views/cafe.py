"""The cafés, the page of one, and the forms for what is written by hand about how its guests are counted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from traedesten.core import draft
from traedesten.core.access import Permission, refusal
from traedesten.desk import cafe_page, tablet
from traedesten.desk.cafe_place import Place, place, places
from traedesten.desk.control_form import ControlForm
from traedesten.desk.reason_form import ReasonForm
from traedesten.desk.registration import uid_of
from traedesten.desk.workplace import Workplace, at_work
from traedesten.journal.actions import control as journal_control
from traedesten.journal.models.control import Control
from traedesten.journal.receipt import ControlReceipt
from traedesten.measures import board, cafe


def _demand(found: Place) -> bool:
    """Whether the person sees the figures. PermissionDenied for who neither sees them nor counts here."""
    if not found.sees_figures and not found.may_count:
        raise PermissionDenied(refusal((Permission.SEE_FIGURES,)))
    return found.sees_figures


@require_safe
@at_work(Permission.SEE_PROGRAMME)
def cafes(request: HttpRequest, workplace: Workplace) -> HttpResponse:
    """Every café where the person works, with its figure for who may see figures."""
    as_of = board.day_for(workplace.programme)
    found = [each for each in places(workplace) if each.sees_figures or each.may_count]
    if not found and not workplace.standing.may(Permission.SEE_FIGURES):
        raise PermissionDenied(refusal((Permission.SEE_FIGURES,)))
    rows = [
        (each.site, cafe.of_site(workplace.programme, each.site, as_of) if _shows(each) else None) for each in found
    ]
    context = {
        "workplace": workplace,
        "counted": [row for row in rows if row[0].is_counted],
        "others": [row[0] for row in rows if not row[0].is_counted],
    }
    return render(request, "desk/cafes.html", context)


def _shows(found: Place) -> bool:
    return found.sees_figures and found.site.is_counted


@require_safe
@at_work(Permission.SEE_PROGRAMME)
def cafe_home(request: HttpRequest, workplace: Workplace, activity: str, area: str) -> HttpResponse:
    """What is known of a café's guests, how surely, what would make it surer, and what was written by hand."""
    here = place(workplace, activity, area)
    sees = _demand(here)
    as_of = board.day_for(workplace.programme)
    shown = cafe.of_site(workplace.programme, here.site, as_of)
    checks = shown.checks if sees else tuple(each for each in shown.checks if each.code in ("door", "box", "prompt"))
    clashes, settled = tablet.of(here)
    context = {
        "workplace": workplace,
        "here": here,
        "clashes": clashes,
        "settled": settled,
        "sees": sees,
        "as_of": as_of,
        "cafe": shown,
        "checks": cafe_page.with_way(here, checks),
        "picture": cafe_page.picture(shown.openings),
        "buttons": cafe_page.buttons(here),
        "written": cafe_page.written(here),
        "ages": cafe_page.ages(here) if sees else (),
        "saved": _just_saved(request, here),
    }
    return render(request, "desk/cafe.html", context)


def _just_saved(request: HttpRequest, here: Place) -> tuple[str, str] | None:
    """What was saved a moment ago and the way to undo it."""
    uid, form = uid_of(request.GET.get("gemt", "")), cafe_page.FORMS.get(request.GET.get("hvad", ""))
    if uid is None or form is None:
        return None
    row = here.controls(form.model).filter(uid=uid, recorded_by=here.workplace.staff).first()
    if row is None:
        return None
    undo = cafe_page.href(here, "control_undo", what=form.code, uid=uid) if here.may_undo(row) else ""
    return form.said(row), undo


def _form_class(what: str) -> type[ControlForm]:
    if what not in cafe_page.FORMS:
        raise Http404
    return cafe_page.FORMS[what]


@draft.keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@at_work(Permission.RECORD_ENTRY)
def control(request: HttpRequest, workplace: Workplace, activity: str, area: str, what: str) -> HttpResponse:
    """A new control: the form with its defaults, sent, or shown again with what would be right."""
    here, form_class = place(workplace, activity, area), _form_class(what)
    if not here.may_count:
        raise PermissionDenied(refusal((Permission.RECORD_ENTRY,)))
    if not here.may_write(form_class.model):
        raise PermissionDenied(
            _("Et eftersyn tæller i alle programmets caféer. Bed en, der arbejder i hele programmet, om at skrive det.")
        )
    if request.method != "POST":
        told = draft.take(request) or _values_of_undone(request, here, form_class)
        form = form_class(place=here, initial={**form_class.defaults(here), **told})
        return _form_page(request, here, form)
    form = form_class(request.POST, place=here)
    return _sent(request, here, form)


def _sent(request: HttpRequest, here: Place, form: ControlForm) -> HttpResponse:
    """Save, or show everything typed again with a sentence at each field."""
    receipt = form.save(here.workplace.staff) if form.is_valid() else None
    if receipt is not None and receipt.is_saved and receipt.control:
        query = f"?gemt={receipt.control.uid}&hvad={form.code}"
        return redirect(cafe_page.href(here, "cafe") + query)
    if receipt is not None:
        _tell(form, receipt)
    return _form_page(request, here, form, status=422)


def _tell(form: ControlForm, receipt: ControlReceipt) -> None:
    if any(problem.code == "same_id" for problem in receipt.problems):
        form.renew()
        form.add_error(None, _("Du har allerede gemt én fra dette skema. Tryk Gem igen, hvis dette er en ny."))
    else:
        form.show(receipt.problems)


def _form_page(request: HttpRequest, here: Place, form: ControlForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "workplace": here.workplace,
        "here": here,
        "form": form,
        "earlier": form.said(form.control) if form.control else "",
        "writer": draft.writer_of(here.workplace.staff),
        "cafe_href": cafe_page.href(here, "cafe"),
    }
    return render(request, "desk/control.html", context, status=status)


def _values_of_undone(request: HttpRequest, here: Place, form_class: type[ControlForm]) -> dict[str, Any]:
    """What stood in the control the person has just taken back."""
    uid = uid_of(request.GET.get("fortrudt", ""))
    gone = here.all_controls(form_class.model).filter(uid=uid, recorded_by=here.workplace.staff) if uid else None
    row = gone.filter(superseded_by__is_withdrawal=True).first() if gone is not None else None
    return form_class.values_of(row) if row else {}


def _kept(here: Place, what: str, uid: UUID) -> Any:
    """What was written here, as it stood; Http404 where there is none, and for rows that only take back."""
    form_class = _form_class(what)
    rows = here.all_controls(form_class.model).filter(is_withdrawal=False)
    found = get_object_or_404(rows, uid=uid)
    if cafe_page.form_of(found) is not form_class:
        raise Http404
    return found


@draft.keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@at_work(Permission.SEE_ENTRIES)
def correct(request: HttpRequest, workplace: Workplace, activity: str, area: str, what: str, uid: UUID) -> HttpResponse:
    """The form with what it says now, and why it is changed."""
    here, form_class = place(workplace, activity, area), _form_class(what)
    kept: Control = _kept(here, what, uid)
    if not here.may_change(kept, Permission.CORRECT_OWN, Permission.CORRECT_ANY):
        raise PermissionDenied(refusal((Permission.CORRECT_ANY,)))
    if request.method != "POST":
        told = draft.take(request)
        form = form_class(place=here, control=kept, initial={**form_class.values_of(kept), **told})
        return _form_page(request, here, form)
    return _sent(request, here, form_class(request.POST, place=here, control=kept))


@draft.keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@at_work(Permission.SEE_ENTRIES)
def withdraw(
    request: HttpRequest, workplace: Workplace, activity: str, area: str, what: str, uid: UUID
) -> HttpResponse:
    """Asks why, then takes it back; what was said stays to be seen."""
    here = place(workplace, activity, area)
    kept: Any = _kept(here, what, uid)
    if not here.may_change(kept, Permission.WITHDRAW_OWN, Permission.WITHDRAW_ANY):
        raise PermissionDenied(refusal((Permission.WITHDRAW_ANY,)))
    form = ReasonForm(request.POST or None, initial=draft.take(request) if request.method != "POST" else {})
    if request.method == "POST" and form.is_valid():
        asked = {"uid": form.cleaned_data["id"], "reason": form.cleaned_data["reason"]}
        receipt = journal_control.withdraw(by=workplace.staff, control=kept, **asked)
        if receipt.is_saved:
            messages.success(request, _("Trukket tilbage. Den tæller ikke længere med."))
            return redirect(cafe_page.href(here, "cafe"))
        form.show(receipt.problems)
    context = {
        "workplace": workplace,
        "form": form,
        "said": cafe_page.form_of(kept).said(kept),
        "writer": draft.writer_of(workplace.staff),
        "cafe_href": cafe_page.href(here, "cafe"),
        "here": here,
    }
    return render(request, "desk/control_withdraw.html", context, status=422 if form.errors else 200)


@require_POST
@at_work(Permission.WITHDRAW_OWN)
def undo(request: HttpRequest, workplace: Workplace, activity: str, area: str, what: str, uid: UUID) -> HttpResponse:
    """Take back what one has just written; it stands in the form again."""
    here = place(workplace, activity, area)
    kept: Any = _kept(here, what, uid)
    if not here.may_undo(kept):
        messages.info(request, _("De ti minutter er gået. Træk den tilbage med en begrundelse i stedet."))
        return redirect(cafe_page.href(here, "control_withdraw", what=what, uid=uid))
    receipt = journal_control.withdraw(by=workplace.staff, control=kept, reason=_("Fortrudt med det samme"))
    if receipt.is_saved:
        messages.success(request, _("Fortrudt. Den tæller ikke med. Det, du skrev, står her, hvis noget skal rettes."))
    else:
        messages.info(request, _("Den er allerede rettet eller trukket tilbage. Intet er ændret."))
    return redirect(f"{cafe_page.href(here, 'control', what=what)}?fortrudt={uid}")
