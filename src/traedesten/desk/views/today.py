"""The first page of the day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from traedesten.core.access import Permission
from traedesten.desk import look
from traedesten.desk.today import figure, page
from traedesten.desk.workplace import Workplace, at_work


@require_safe
@never_cache
@at_work(Permission.SEE_PROGRAMME)
def today(request: HttpRequest, workplace: Workplace) -> HttpResponse:
    """What is on, what is due, what needs a look, what one wrote last, and the buttons one uses most."""
    made = page.of(request, workplace)
    look.at_list(workplace, "desk.today", made.persons_shown)
    return render(request, "desk/today.html", {"workplace": workplace, "page": made})


@require_safe
@never_cache
@at_work(Permission.SEE_PROGRAMME)
def figures(request: HttpRequest, workplace: Workplace) -> HttpResponse:
    """htmx: how the programme stands and which counts are getting unsure; worked out anew after a registration."""
    return render(request, "desk/_today_figures.html", {"workplace": workplace, "figures": figure.of(workplace)})
