"""The calendar: a week or a month, on the phone a list of days."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from traedesten.planning import calendar_filter, calendar_page, session_page
from traedesten.planning.planner import Planner, at_plan

CHOSEN = "planning_view"


@require_safe
@at_plan()
def calendar(request: HttpRequest, planner: Planner) -> HttpResponse:
    """What is planned, and how it went; the last choice of week or month is the next one's."""
    wanted = calendar_filter.read(request.GET, request.session.get(CHOSEN, calendar_filter.WEEK))
    if request.session.get(CHOSEN, calendar_filter.WEEK) != wanted.view:
        request.session[CHOSEN] = wanted.view
    context = {
        "planner": planner,
        "page": calendar_page.page(planner, wanted),
        "wanted": wanted,
        "form": calendar_filter.FilterForm(wanted, planner),
        "removed": session_page.removed(request, planner),
    }
    return render(request, "planning/calendar.html", context)
