"""The agreement itself: what it is called and how long it runs; and beginning a new one."""

from __future__ import annotations

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from traedesten.core import draft
from traedesten.core.access import Permission, refusal
from traedesten.documents.store.topic import standard
from traedesten.places.models import Staff
from traedesten.programme.actions import programme as actions
from traedesten.programme.queries import may_somewhere
from traedesten.setup import edit
from traedesten.setup.programme_form import ProgrammeForm
from traedesten.setup.site import Site, at_setup


@draft.keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@at_setup
def change(request: HttpRequest, site: Site) -> HttpResponse:
    """Name, kind, period and description."""
    form = edit.form(request, ProgrammeForm, programme=site.programme)
    if request.method == "POST" and edit.changed(
        request, site, "program", form, actions.change, programme=site.programme
    ):
        return edit.back(request, site, "setup:hub")
    context = {"site": site, "form": form, "heading": _("Programmet"), "writer": draft.writer_of(site.staff)}
    return render(request, "setup/programme.html", context, status=edit.status(form))


def standard_topics() -> list[tuple[str, str, str]]:
    """What every programme can be about from its first day."""
    return [(name, code, said) for (name, code), said in standard().items()]


@draft.keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new, empty programme; from it one is led on by the steps of its set-up."""
    if not may_somewhere(request.user, Permission.CREATE_PROGRAMME):
        raise PermissionDenied(refusal((Permission.CREATE_PROGRAMME,)))
    staff = cast(Staff, request.user)
    form = edit.form(request, ProgrammeForm)
    made = edit.made_once(request, form)
    if made is None and request.method == "POST" and form.is_valid():
        programme = edit.attempt(form, lambda: actions.create(by=staff, values=form.values(), topics=standard_topics()))
        made = edit.remember_made(request, form, programme.code) if programme else None
    if made:
        return redirect("setup:hub", programme=made)
    context = {"form": form, "heading": _("Nyt program"), "writer": draft.writer_of(staff)}
    return render(request, "setup/programme.html", context, status=edit.status(form))
