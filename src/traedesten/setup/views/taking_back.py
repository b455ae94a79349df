"""The button that takes back what was just saved."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from traedesten.setup import taking_back, undo
from traedesten.setup.part import PARTS
from traedesten.setup.site import Site, at_setup


@require_POST
@at_setup
def take_back(request: HttpRequest, site: Site, token: UUID) -> HttpResponse:
    """One press; afterwards one stands at the list the row belongs to."""
    kept = undo.find(request, str(token), site.programme.code)
    if kept is None:
        messages.info(request, _("De ti minutter er gået, eller det er allerede fortrudt. Ret det i stedet."))
        return redirect("setup:hub", programme=site.programme.code)
    messages.info(request, taking_back.take_back(site, kept))
    undo.forget(request, str(token))
    if kept["part"] in PARTS:
        return redirect("setup:part", programme=site.programme.code, part=kept["part"])
    return redirect("setup:hub", programme=site.programme.code)
