"""The compass page of a programme and the way from a figure to how it is counted and to its entries."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from traedesten.core import access_log
from traedesten.core.access import Permission, refusal
from traedesten.core.models import Look
from traedesten.measures import bar, board, card, compass_page, history, page, snapshot_page
from traedesten.measures import development as development_part
from traedesten.measures.board import Reading
from traedesten.measures.forms import DayForm
from traedesten.places.models import Staff
from traedesten.programme.models import Programme
from traedesten.programme.queries import in_programme
from traedesten.programme.rules import may, standing

ENTRIES_A_PAGE = 50


def _staff(request: HttpRequest) -> Staff:
    """Who is logged in; the decorator of every view here has let nobody else pass."""
    return cast(Staff, request.user)


def _asked_day(request: HttpRequest, programme: Programme) -> tuple[DayForm, date]:
    """The form with the day asked for, and the day to show: today's when what was typed is no day."""
    shown_anyway = board.day_for(programme)
    form = DayForm(programme, request.GET if "dato" in request.GET else None, initial={"dato": shown_anyway})
    asked = form.cleaned_data["dato"] if form.is_bound and form.is_valid() else None
    return form, asked or shown_anyway


@in_programme(Permission.SEE_PROGRAMME)
def compass(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The agreement as a picture: every criterion with where it is, against what, and why."""
    if not may(request.user, Permission.SEE_FIGURES, programme):
        return render(request, "measures/agreement.html", snapshot_page.agreement(request.user, programme))
    day_form, as_of = _asked_day(request, programme)
    shown = compass_page.made(_staff(request), programme, as_of, request.GET)
    context = {"programme": programme, "as_of": as_of, "form": day_form, **shown}
    is_fine = day_form.is_valid() or not day_form.is_bound
    return render(request, "measures/compass.html", context, status=200 if is_fine else 422)


def _reading(request: HttpRequest, programme: Programme, code: str, as_of: date) -> Reading:
    """The person's reading of one criterion. Raises Http404 when there is none they may see."""
    for reading in board.of_staff(_staff(request), programme, as_of):
        if reading.criterion.code == code:
            return reading
    raise Http404


@in_programme(Permission.SEE_FIGURES)
def criterion(request: HttpRequest, programme: Programme, code: str) -> HttpResponse:
    """One criterion: what it counts in words, the worked figure, every period, area and earlier target."""
    form, as_of = _asked_day(request, programme)
    reading = _reading(request, programme, code, as_of)
    shown, here = card.card(reading), standing(request.user, programme)
    context = {
        "programme": programme,
        "form": form,
        "as_of": as_of,
        "card": shown,
        "key": bar.key([line.bar for line in shown.lines]),
        "query": page.query(programme, as_of, request.GET),
        "may_see_entries": here.may(Permission.SEE_ENTRIES),
        **history.page(here, reading, as_of),
        "frozen": snapshot_page.frozen_of(here, reading.criterion),
        "development": _development_at_once(request, programme, reading, as_of),
        "may_develop": bool(reading.assessment),
        "drawn_query": _drawn_query(request),
        **page.worked(reading, board.evaluator_of(programme)),
    }
    return render(request, "measures/criterion.html", context)


def _development_at_once(request: HttpRequest, programme: Programme, reading: Reading, as_of: date) -> str:
    """What is drawn already, or is asked for without script; else the page fetches it when it is shown."""
    staff, asked = _staff(request), "tegn" in request.GET
    if reading.assessment and (asked or development_part.is_ready(staff, programme, reading, as_of)):
        return development_part.of(staff, programme, reading, as_of)
    return ""


def _drawn_query(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked["tegn"] = "1"
    return asked.urlencode()


@in_programme(Permission.SEE_FIGURES)
def development(request: HttpRequest, programme: Programme, code: str) -> HttpResponse:
    """How one criterion has gone, drawn and as tables: a part of its page."""
    _form, as_of = _asked_day(request, programme)
    reading = _reading(request, programme, code, as_of)
    if reading.assessment is None:
        raise Http404
    return HttpResponse(development_part.of(_staff(request), programme, reading, as_of))


@in_programme(Permission.SEE_ENTRIES)
def entries(request: HttpRequest, programme: Programme, code: str) -> HttpResponse:
    """The entries behind a figure, as far as the person's role shows them; the look is logged."""
    here = standing(request.user, programme)
    if not here.may(Permission.SEE_FIGURES):  # the page tells the figure too
        raise PermissionDenied(refusal((Permission.SEE_FIGURES,)))
    _form, as_of = _asked_day(request, programme)
    reading = _reading(request, programme, code, as_of)
    behind = page.behind(_staff(request), programme, reading, request.GET.get("linje", "0"))
    shown: Page = Paginator(behind.visible, ENTRIES_A_PAGE).get_page(request.GET.get("side"))
    access_log.write(
        by=_staff(request),
        way=Look.Way.READ,
        what="measures.entries",
        programme_id=programme.pk,
        object_key=code,
        count=len(shown.object_list),
    )
    context = {
        "programme": programme,
        "as_of": as_of,
        "card": card.card(reading),
        "behind": behind,
        "page": shown,
        "lines": [(entry, here.sees_person_of(entry, request.user)) for entry in page.read(shown)],
        "may_see_people": here.may(Permission.SEE_PEOPLE),
        "query": page.query(programme, as_of, request.GET),
    }
    return render(request, "measures/entries.html", context)
