"""Closing an activity from a day on, with a reason."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from traedesten.core import draft, meanwhile
from traedesten.programme.actions import activity as actions
from traedesten.programme.counted import criteria_of_activity
from traedesten.setup import edit
from traedesten.setup.parts import activity as part
from traedesten.setup.site import Site, at_setup


@draft.keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@at_setup
def close(request: HttpRequest, site: Site, row: int) -> HttpResponse:
    """From the last day on nothing is registered on it; afterwards one stands at the activity, which says what next."""
    activity = part.PART.row(site, row)
    form = edit.form(request, part.CloseForm, programme=site.programme)
    if request.method == "POST" and form.is_valid():
        before = meanwhile.of_row(activity, ("ends_on", "close_reason"))
        told = {"last_day": form.cleaned_data["ends_on"], "reason": form.cleaned_data["close_reason"]}
        closed = edit.attempt(form, lambda: actions.close(by=site.staff, activity=activity, **told))
        if closed:
            after = meanwhile.of_row(closed, ("ends_on", "close_reason"))
            token = edit.remember(request, site, part.PART.key, "change", closed, before, after)
            return edit.back(request, site, "setup:row", token, part=part.PART.key, row=row)
    criteria = criteria_of_activity(activity)
    context = {"site": site, "activity": activity, "form": form, "criteria": criteria}
    context["writer"] = draft.writer_of(site.staff)
    return render(request, "setup/close.html", context, status=edit.status(form))
