"""The first page of the set-up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from traedesten.core.access import Permission
from traedesten.programme.queries import may_somewhere
from traedesten.setup import hub as part
from traedesten.setup import taking_back
from traedesten.setup.site import Site, at_setup


@require_safe
@at_setup
def hub(request: HttpRequest, site: Site) -> HttpResponse:
    """A card for each part, with what is missing; the steps of a programme that is not ready yet."""
    context = {
        "site": site,
        "hub": part.hub(site),
        "saved": taking_back.saved(request, site),
        "may_create": may_somewhere(site.staff, Permission.CREATE_PROGRAMME),
    }
    return render(request, "setup/hub.html", context)
