"""That a milestone has been reached, or was not after all."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from traedesten.core import meanwhile
from traedesten.programme.actions import milestone as actions
from traedesten.setup import edit
from traedesten.setup.parts import milestone as part
from traedesten.setup.site import Site, at_setup

FIELDS = ("done_on", "done_by")


@require_POST
@at_setup
def reach(request: HttpRequest, site: Site, row: int) -> HttpResponse:
    """One press, with the day; it can be taken back."""
    milestone = part.PART.row(site, row)
    before = meanwhile.of_row(milestone, FIELDS)
    form = part.ReachedForm(request.POST, programme=site.programme, prefix="naaet")
    saved = None
    if request.POST.get("reopen"):
        saved = actions.reopen(by=site.staff, milestone=milestone)
    elif form.is_valid():
        day = form.cleaned_data["done_on"]
        saved = edit.attempt(form, lambda: actions.reach(by=site.staff, milestone=milestone, done_on=day))
    if saved is None:
        messages.warning(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("setup:row", programme=site.programme.code, part=part.PART.key, row=row)
    after = meanwhile.of_row(saved, FIELDS)
    token = edit.remember(request, site, part.PART.key, "change", saved, before, after)
    return edit.back(request, site, "setup:part", token, part=part.PART.key)
