"""One planned session: looked at, added, changed, called off, taken away; each with a way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from traedesten.core import draft
from traedesten.core.access import Permission, refusal
from traedesten.planning import calendar_filter, session_form, session_page, words
from traedesten.planning.plan_field import differences, read_stamp, stamp
from traedesten.planning.planner import Planner, at_plan
from traedesten.planning.session_form import SessionForm
from traedesten.schedule import laying, queries
from traedesten.schedule.actions import session as verb
from traedesten.schedule.models import Session
from traedesten.schedule.plan import PlanOutdated, PlanRefused

PLAN = Permission.PLAN_SESSIONS


@require_safe
@at_plan()
def show(request: HttpRequest, planner: Planner, session: str) -> HttpResponse:
    """When, where, who, and what can be done about it."""
    row = queries.get_session(planner.staff, planner.programme, session)
    context = {"planner": planner, "session": row, "page": session_page.page(planner, row)}
    return render(request, "planning/session.html", context)


@draft.keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@at_plan(PLAN)
def new(request: HttpRequest, planner: Planner) -> HttpResponse:
    """A session more; a press on a day in the calendar has filled the day in."""
    if request.method != "POST":
        day = calendar_filter.read(request.GET, calendar_filter.WEEK).day
        typed = draft.take_all(request)
        form = _again(planner, typed) if typed else SessionForm(planner=planner, initial=_first_guess(planner, day))
        return _form_page(request, planner, form)
    form = SessionForm(request.POST, planner=planner)
    if form.is_valid():
        try:
            row = verb.plan(by=planner.staff, programme=planner.programme, plan=form.plan())
        except PlanRefused as refused:
            form.show(refused.problems)
        else:
            _say_when_closed(request, planner, row, _("Sat i kalenderen."))
            return redirect("planning:session", programme=planner.programme.code, session=row.code)
    return _form_page(request, planner, form, status=422)


@draft.keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@at_plan(PLAN)
def edit(request: HttpRequest, planner: Planner, session: str) -> HttpResponse:
    """The plan as a form. Who comes second is told what the first one changed, and keeps what they typed."""
    row = _changeable(planner, session)
    if request.method != "POST":
        typed = draft.take_all(request)
        form = _again(planner, typed, row) if typed else SessionForm(planner=planner, session=row, initial=_shown(row))
        return _form_page(request, planner, form, row)
    form = SessionForm(request.POST, planner=planner, session=row)
    if form.is_valid():
        revision, before = read_stamp(form.cleaned_data["seen"])
        try:
            changed = verb.change(by=planner.staff, session=row, plan=form.plan(), seen=revision)
        except PlanRefused as refused:
            form.show(refused.problems)
        except PlanOutdated:
            form = SessionForm({**request.POST.dict(), "staff": request.POST.getlist("staff"), "seen": _stamp(row)},
                               planner=planner, session=row)  # fmt: skip
            form.differences = differences(before, session_form.said(row))
        else:
            _say_when_closed(request, planner, changed, _("Planen er ændret."))
            return redirect("planning:session", programme=planner.programme.code, session=session)
    return _form_page(request, planner, form, row, status=422)


@require_POST
@at_plan(PLAN)
def call_off(request: HttpRequest, planner: Planner, session: str) -> HttpResponse:
    """It will not be. The page that follows has the way back."""
    return _act(
        request, planner, session, verb.call_off, _("Aflyst. Den står stadig i kalenderen, så alle kan se det.")
    )


@require_POST
@at_plan(PLAN)
def restore(request: HttpRequest, planner: Planner, session: str) -> HttpResponse:
    return _act(request, planner, session, verb.restore, _("Den er på igen."))


@require_POST
@at_plan(PLAN)
def remove(request: HttpRequest, planner: Planner, session: str) -> HttpResponse:
    """Away as if it had never been planned; the calendar that follows offers to take it back."""
    row = _changeable(planner, session)
    session_page.remember(request, planner, row)
    if not _is_done(request, planner, row, verb.remove):
        del request.session[session_page.REMOVED]
        return redirect("planning:session", programme=planner.programme.code, session=session)
    return redirect(f"{_calendar(planner)}?dag={row.planned_on.isoformat()}")


@require_POST
@at_plan(PLAN)
def undo_removal(request: HttpRequest, planner: Planner) -> HttpResponse:
    """The session that was just taken away is planned again."""
    kept = session_page.removed(request, planner)
    plan = session_page.plan_of_removed(planner, kept) if kept else None
    if plan is None:
        messages.info(request, _("Der er ikke noget at fortryde."))
        return redirect(_calendar(planner))
    try:
        row = verb.plan(by=planner.staff, programme=planner.programme, plan=plan)
    except PlanRefused as refused:
        messages.warning(request, " ".join((_("Det kunne ikke fortrydes."), *(each.text for each in refused.problems))))
        return redirect(_calendar(planner))
    del request.session[session_page.REMOVED]
    messages.success(request, _("Fortrudt. Den står i kalenderen igen."))
    return redirect("planning:session", programme=planner.programme.code, session=row.code)


def _act(request: HttpRequest, planner: Planner, code: str, act: Callable[..., Session], said: str) -> HttpResponse:
    if _is_done(request, planner, _changeable(planner, code), act):
        messages.success(request, said)
    return redirect("planning:session", programme=planner.programme.code, session=code)


def _is_done(request: HttpRequest, planner: Planner, row: Session, act: Callable[..., Session]) -> bool:
    """Whether it was done; why not is said on the next page."""
    sent = request.POST.get("revision", "")
    try:
        act(by=planner.staff, session=row, seen=int(sent) if sent.isdecimal() else 0)
    except PlanOutdated:
        messages.warning(
            request, _("En anden har ændret planen imens. Se den her, og prøv igen, hvis det stadig passer.")
        )
    except PlanRefused as refused:
        messages.warning(request, " ".join(problem.text for problem in refused.problems))
    else:
        return True
    return False


def _changeable(planner: Planner, code: str) -> Session:
    row = queries.get_session(planner.staff, planner.programme, code)
    if not planner.may_change(row):
        raise PermissionDenied(refusal((PLAN,)))
    return row


def _calendar(planner: Planner) -> str:
    return reverse("planning:calendar", kwargs={"programme": planner.programme.code})


def _first_guess(planner: Planner, day: date) -> dict[str, object]:
    areas = planner.areas_to_plan_in
    return {"planned_on": day, "area": areas[0].code if len(areas) == 1 else ""}


def _stamp(row: Session) -> str:
    return stamp(row.revision, session_form.said(row))


def _shown(row: Session) -> dict[str, object]:
    return {**session_form.initial(row), "seen": _stamp(row)}


def _again(planner: Planner, typed: dict[str, list[str]], row: Session | None = None) -> SessionForm:
    """The form with what was typed before the log-in ran out."""
    told = {name: values if name == "staff" else values[-1] for name, values in typed.items() if values}
    return SessionForm(planner=planner, session=row, initial=told)


def _form_page(
    request: HttpRequest, planner: Planner, form: SessionForm, row: Session | None = None, status: int = 200
) -> HttpResponse:
    context = {"planner": planner, "form": form, "session": row, "writer": draft.writer_of(planner.staff),
               "title": words.title(row) if row else ""}  # fmt: skip
    return render(request, "planning/session_form.html", context, status=status)


def _say_when_closed(request: HttpRequest, planner: Planner, row: Session, said: str) -> None:
    """A session on a closed day is somebody's good reason, but not to happen unseen."""
    closing = laying.closing_of(planner.programme, row.planned_on, row.planned_on, with_customary=True)
    if closing.covers(row.planned_on):
        why = closing.days.get(row.planned_on) or _("lukket uge")
        messages.warning(request, _("%(said)s Vær opmærksom på, at dagen er %(why)s.") % {"said": said, "why": why})
    else:
        messages.success(request, said)
