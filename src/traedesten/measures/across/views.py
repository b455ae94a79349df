"""The pages over all programmes a person may see: all of them, one municipality, one kind of measure."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from measure_engine.preset import PRESETS
from traedesten.core import clock
from traedesten.core.access import Permission
from traedesten.measures.across import choice as choices
from traedesten.measures.across import comparison, municipality, page, row, seen
from traedesten.programme.models import Programme
from traedesten.programme.queries import in_programme


@require_GET
def programmes(request: HttpRequest) -> HttpResponse:
    """Every programme whose figures the person sees, with how many criteria stand where."""
    context = page.made(seen.by(request.user), choices.asked(request.GET))
    context["published"] = seen.published(request.user)
    return render(request, "across/programmes.html", context)


@require_GET
def place(request: HttpRequest, code: str) -> HttpResponse:
    """One municipality: what adds up over its programmes, and what does not."""
    everything = seen.by(request.user)
    found = municipality.named(everything, code)
    if found is None:
        raise Http404
    return render(request, "across/municipality.html", municipality.made(everything, found))


@require_GET
def kind(request: HttpRequest, measure: str) -> HttpResponse:
    """The same kind of measure in every programme that has it."""
    if measure not in PRESETS:
        raise Http404
    rows = comparison.rows_of(seen.by(request.user), choices.Choice(measure=measure), clock.today())
    groups = comparison.groups(rows, measure)
    context = {"name": choices.measure_name(measure), "groups": groups, "today": clock.today()}
    return render(request, "across/kind.html", context)


@require_GET
@in_programme(Permission.SEE_FIGURES)
def one(request: HttpRequest, programme: Programme) -> HttpResponse:
    """One programme's row with figures of now, which a page of older ones asks for; by itself it is the compass."""
    if not request.headers.get("HX-Request"):
        return redirect("measures:compass", programme=programme.code)
    choice = choices.asked(request.GET)
    told = row.row(seen.one(request.user, programme), choice, clock.today())
    return render(request, "across/_row.html", {"row": told, "choice": choice})
