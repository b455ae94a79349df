"""The pages of a part of the agreement: the list, a new row, one row, and taking a row away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from traedesten.core import draft
from traedesten.setup import edit, taking_back
from traedesten.setup import part as parts
from traedesten.setup.form import SetupForm
from traedesten.setup.part import Part
from traedesten.setup.site import Site, at_setup


@require_safe
@at_setup
def rows(request: HttpRequest, site: Site, part: str) -> HttpResponse:
    """Every row of the part, and what to do where there is none."""
    about = parts.get(part)
    context = {
        "site": site,
        "part": about,
        "groups": edit.linked(site, about),
        "saved": taking_back.saved(request, site),
        **(about.top(site) if about.top else {}),
    }
    return render(request, "setup/rows.html", context)


@draft.keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@at_setup
def new(request: HttpRequest, site: Site, part: str) -> HttpResponse:
    """A new row; the same form sent twice makes one."""
    about = parts.get(part)
    form = edit.form(request, about.form, programme=site.programme, **edit.asked(request, about))
    if token := edit.made_once(request, form) or edit.added(request, site, about, form):
        return edit.after(request, site, about, token)
    return _page(request, site, about, form, heading=about.new)


@draft.keeps_typed
@require_http_methods(["GET", "HEAD", "POST"])
@at_setup
def row(request: HttpRequest, site: Site, part: str, row: int) -> HttpResponse:
    """One row to change; where somebody has taken it away meanwhile, what was typed can be saved as a new one."""
    about = parts.get(part)
    found = about.find(site, row)
    if about.change is None or (found is None and request.method != "POST"):
        raise Http404
    if found is None:
        return _gone(request, site, about)
    form = edit.form(request, about.form, programme=site.programme, row=found)
    if request.method == "POST":
        named = about.named(site, found)
        if token := edit.changed(request, site, about.key, form, about.change, **named):
            return edit.after(request, site, about, token)
        found = about.row(site, row)
    return _page(request, site, about, form, heading=str(found), row=found)


def _page(
    request: HttpRequest, site: Site, about: Part, form: SetupForm, *, heading: Any, row: Any = None
) -> HttpResponse:
    context = {
        "site": site,
        "part": about,
        "back": _up(site, about, row),
        "form": form,
        "heading": heading,
        "row": row,
        "writer": draft.writer_of(site.staff),
        "saved": taking_back.saved(request, site),
        **(about.end(site, row) if about.end and row else {}),
    }
    return render(request, "setup/row.html", context, status=edit.status(form))


def _up(site: Site, about: Part, row: Any) -> tuple[str, Any]:
    """The page above a row: the row it belongs to, or the list."""
    code, above = site.programme.code, about.after(row) if about.after and row else None
    if above:
        return reverse("setup:row", kwargs={"programme": code, "part": above[0], "row": above[1]}), parts.get(
            above[0]
        ).title
    return reverse("setup:part", kwargs={"programme": code, "part": about.key}), about.title


def _gone(request: HttpRequest, site: Site, about: Part) -> HttpResponse:
    form = edit.form(request, about.form, programme=site.programme)
    form.is_valid()
    form.add_error(None, _("En anden har fjernet det her imens. Tryk Gem, hvis det skal skrives ned igen."))
    return _page(request, site, about, form, heading=about.new)


@require_POST
@at_setup
def remove(request: HttpRequest, site: Site, part: str, row: int) -> HttpResponse:
    """Take a row away. What is in use stays, and it says by what; the rest can be taken back for ten minutes."""
    about = parts.get(part)
    if about.remove is None:
        raise Http404
    found = about.row(site, row)
    token, why = edit.removed(request, site, about, found)
    if token:
        return edit.back(request, site, "setup:part", token, part=part)
    messages.warning(request, why)
    if about.change is None:
        return redirect("setup:part", programme=site.programme.code, part=part)
    return redirect("setup:row", programme=site.programme.code, part=part, row=row)
