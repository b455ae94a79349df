"""Rhythms: listed, composed with a preview before anything is saved, changed from a day on, ended or made longer."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from traedesten.core import clock, draft
from traedesten.core.access import Permission, refusal
from traedesten.planning import rhythm_form, rhythm_page, words
from traedesten.planning.plan_field import differences, read_stamp, stamp
from traedesten.planning.planner import Planner, at_plan
from traedesten.planning.rhythm_form import EndForm, RhythmForm
from traedesten.schedule import queries, rules
from traedesten.schedule.actions import rhythm as verb
from traedesten.schedule.models import Rhythm
from traedesten.schedule.plan import PlanOutdated, PlanRefused, RhythmPlan

PLAN = Permission.PLAN_SESSIONS


@require_safe
@at_plan()
def rhythms(request: HttpRequest, planner: Planner) -> HttpResponse:
    """Every rhythm in words, with the next times."""
    return render(request, "planning/rhythms.html", {"planner": planner, "lines": rhythm_page.lines(planner)})


@draft.keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@at_plan(PLAN)
def new(request: HttpRequest, planner: Planner) -> HttpResponse:
    """A rhythm composed; the first press shows what it comes to, the second saves it."""
    if request.method != "POST":
        told = _typed(request) or {"starts_on": clock.today(), "every": rhythm_form.WEEKLY}
        return _page(request, planner, RhythmForm(planner=planner, initial=told))
    return _sent(request, planner, RhythmForm(request.POST, planner=planner))


@draft.keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@at_plan(PLAN)
def change(request: HttpRequest, planner: Planner, rhythm: str) -> HttpResponse:
    """The rhythm as it shall be from a day on; what was before that day is not touched."""
    row = _changeable(planner, rhythm)
    told = rhythm_form.initial(row, max(clock.today(), row.starts_on))
    if request.method != "POST":
        shown = {**told, **_typed(request), "seen": _stamp(row)}
        return _page(request, planner, RhythmForm(planner=planner, rhythm=row, initial=shown), row, can_say=bool(told))
    return _sent(request, planner, RhythmForm(request.POST, planner=planner, rhythm=row, initial=told), row)


@draft.keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@at_plan(PLAN)
def end(request: HttpRequest, planner: Planner, rhythm: str) -> HttpResponse:
    """Another last day: an earlier one ends the rhythm, a later one makes it longer."""
    row = _changeable(planner, rhythm)
    form = EndForm(
        request.POST or None, initial={"on": row.ends_on or clock.today(), **_typed(request), "seen": _stamp(row)}
    )
    if request.method == "POST" and form.is_valid():
        on, (revision, before) = form.cleaned_data["on"], read_stamp(form.cleaned_data["seen"])
        act = verb.extend if row.ends_on is not None and on > row.ends_on else verb.end
        try:
            act(by=planner.staff, rhythm=row, on=on, seen=revision)
        except PlanRefused as refused:
            form.show(refused.problems)
        except PlanOutdated:
            form = EndForm({**request.POST.dict(), "seen": _stamp(row)})
            form.differences = differences(before, rhythm_form.said(row))
        else:
            messages.success(request, _("Rytmen har fået en ny sidste dag."))
            return redirect("planning:rhythms", programme=planner.programme.code)
    context = {
        "planner": planner, "rhythm": row, "said": words.rhythm(row), "form": form,
        "writer": draft.writer_of(planner.staff),
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "planning/rhythm_end.html", context, status=status)


def _sent(request: HttpRequest, planner: Planner, form: RhythmForm, row: Rhythm | None = None) -> HttpResponse:
    """Shows what it comes to, or saves it when that has been seen and is still so."""
    if not form.is_valid():
        return _page(request, planner, form, row, status=422)
    plan = form.plan()
    problems = list(rules.change_problems(row, plan) if row else rules.rhythm_problems(planner.programme, plan))
    if problems:
        form.show(problems)
        return _page(request, planner, form, row, status=422)
    shown = rhythm_page.preview(planner, plan, row)
    if request.POST.get("shown") != shown.mark or shown.is_empty:
        return _page(request, planner, form, row, preview=shown)
    revision, before = read_stamp(form.cleaned_data["seen"])
    try:
        made = _saved(planner, plan, row, revision)
    except PlanOutdated:
        typed = request.POST.copy()
        typed["seen"] = _stamp(row) if row else ""
        form = RhythmForm(typed, planner=planner, rhythm=row, initial=form.initial)
        form.differences = differences(before, rhythm_form.said(row)) if row else ()
        return _page(request, planner, form, row, status=422)
    count = made.sessions.count()
    text = ngettext("Rytmen er gemt, og %(count)d gang står i kalenderen.",
                    "Rytmen er gemt, og %(count)d gange står i kalenderen.", count)  # fmt: skip
    messages.success(request, text % {"count": count})
    return redirect("planning:rhythms", programme=planner.programme.code)


def _saved(planner: Planner, plan: RhythmPlan, row: Rhythm | None, revision: int) -> Rhythm:
    if row is None:
        return verb.begin(by=planner.staff, programme=planner.programme, plan=plan)
    return verb.change(by=planner.staff, rhythm=row, plan=plan, seen=revision)


def _changeable(planner: Planner, code: str) -> Rhythm:
    row = queries.get_rhythm(planner.staff, planner.programme, code)
    if not planner.may_change_rhythm(row):
        raise PermissionDenied(refusal((PLAN,)))
    return row


def _stamp(row: Rhythm) -> str:
    return stamp(row.revision, rhythm_form.said(row))


def _typed(request: HttpRequest) -> dict[str, object]:
    """What was typed before the log-in ran out."""
    several = ("days", "staff")
    found = draft.take_all(request) if request.method != "POST" else {}
    return {name: values if name in several else values[-1] for name, values in found.items() if values}


def _page(
    request: HttpRequest,
    planner: Planner,
    form: RhythmForm,
    row: Rhythm | None = None,
    *,
    preview: rhythm_page.Preview | None = None,
    can_say: bool = True,
    status: int = 200,
) -> HttpResponse:
    context = {
        "planner": planner, "form": form, "rhythm": row, "preview": preview, "can_say": can_say,
        "said": words.rhythm(row) if row else "", "writer": draft.writer_of(planner.staff),
    }  # fmt: skip
    return render(request, "planning/rhythm_form.html", context, status=status)
