"""The year wheel."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from traedesten.core import clock
from traedesten.planning import year_page
from traedesten.planning.planner import Planner, at_plan


@require_safe
@at_plan()
def year(request: HttpRequest, planner: Planner) -> HttpResponse:
    """A year of the programme: this one, where it is one of them, else the nearest."""
    asked = request.GET.get("aar", "")
    wanted = int(asked) if asked.isdecimal() and len(asked) == 4 else clock.today().year
    first, last = planner.programme.starts_on.year, planner.programme.ends_on.year
    page = year_page.page(planner, min(max(wanted, first), last))
    return render(request, "planning/year.html", {"planner": planner, "page": page})
