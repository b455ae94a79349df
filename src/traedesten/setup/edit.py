"""From a sent form to a saved row: every way it can go, so that views only translate HTTP.

Nothing typed is lost: what an action refuses, or somebody else changed meanwhile, stands in the form again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from traedesten.core import draft, meanwhile
from traedesten.setup import undo
from traedesten.setup.form import SetupForm
from traedesten.setup.part import Groups, Part
from traedesten.setup.site import Site

F = TypeVar("F", bound=SetupForm)
R = TypeVar("R")

MADE = "setup_made"
MOST_MADE = 20
REFUSED = 422
SAVED = "gemt"


def form(request: HttpRequest, kind: type[F], **about: Any) -> F:
    """The form as sent; else with what was typed before the log-in ran out; else fresh."""
    about["staff"] = request.user
    if request.method == "POST":
        return kind(request.POST, **about)
    made = kind(**about)
    draft.give_back(request, made)
    return made


def status(shown: SetupForm) -> int:
    return REFUSED if shown.errors or shown.differences else 200


def attempt(sent: SetupForm, act: Callable[[], R]) -> R | None:
    """What the action gives; None where it refused, and then the form says why."""
    try:
        return act()
    except ValidationError as error:
        sent.refuse(error)
    except meanwhile.ChangedMeanwhile as changed:
        assert sent.row is not None
        sent.row.refresh_from_db()
        sent.tell(changed, sent.row)
    return None


def changed(
    request: HttpRequest, site: Site, part: str, sent: SetupForm, act: Callable[..., models.Model], **about: Any
) -> str:
    """Save a row through an action; the token to take it back by, empty where it was not saved."""
    if not sent.is_valid():
        return ""
    values = sent.values()
    row = sent.row
    assert row is not None
    before = meanwhile.of_values(sent.shown_of(row))
    saved = attempt(sent, lambda: act(by=site.staff, values=values, seen=sent.seen_values(), **about))
    if saved is None:
        return ""
    after = meanwhile.of_values(sent.shown_of(saved))
    return remember(request, site, part, "change", saved, before, after)


def remember(
    request: HttpRequest, site: Site, part: str, verb: undo.Verb, row: models.Model, before: Any, after: Any
) -> str:
    code = site.programme.code
    return undo.remember(
        request, programme=code, part=part, verb=verb, row=row.pk, name=str(row), before=before, after=after
    )


def back(request: HttpRequest, site: Site, view: str, token: str = "", **parts: Any) -> HttpResponse:
    """To a page that says it was saved and offers to take it back."""
    token = token or _newest(request)
    address = reverse(view, kwargs={"programme": site.programme.code, **parts})
    return redirect(f"{address}?{urlencode({SAVED: token})}")


def done(request: HttpRequest, site: Site, about: Part, verb: undo.Verb, row: models.Model) -> HttpResponse:
    """To the list, after something a part has a way back of its own for."""
    return back(request, site, "setup:part", remember(request, site, about.key, verb, row, {}, {}), part=about.key)


def _newest(request: HttpRequest) -> str:
    kept = request.session.get(undo.KEY, [])
    return str(kept[-1]["token"]) if kept else ""


def made_once(request: HttpRequest, sent: SetupForm) -> Any:
    """What this very form has made already, when it is sent a second time."""
    key = sent.data.get("key") if sent.is_bound else ""
    return request.session.get(MADE, {}).get(key) if key else None


def remember_made(request: HttpRequest, sent: SetupForm, made: Any) -> Any:
    known = list(request.session.get(MADE, {}).items())[1 - MOST_MADE :]
    request.session[MADE] = {**dict(known), str(sent.cleaned_data.get("key")): made}
    return made


# --- rows of a part ---------------------------------------------------------------------------------------------------


def asked(request: HttpRequest, about: Part) -> dict[str, Any]:
    """What the address says about a new row: the area it is of, the position it fills."""
    told = {name: request.GET[name] for name in about.asks if request.GET.get(name, "").isalnum()}
    return {"initial": told} if told and request.method != "POST" else {}


def added(request: HttpRequest, site: Site, about: Part, sent: SetupForm) -> str:
    """Save a new row; the token to take it back by, empty where nothing was sent or saved."""
    if request.method != "POST" or not sent.is_valid():
        return ""
    row = attempt(sent, lambda: about.add(by=site.staff, programme=site.programme, values=sent.values()))
    if row is None:
        return ""
    after = meanwhile.of_values(about.form(programme=site.programme, row=row).shown_of(row))
    token = remember(request, site, about.key, "add", row, {}, after)
    return str(remember_made(request, sent, token))


def removed(request: HttpRequest, site: Site, about: Part, row: models.Model) -> tuple[str, str]:
    """Take a row away; the token to take that back by, or why it stays."""
    assert about.remove is not None
    shown = about.form(programme=site.programme, row=row).shown_of(row)
    before = meanwhile.of_values({**shown, **{name: getattr(row, name) for name in about.kept}})
    copy = type(row)._base_manager.get(pk=row.pk)
    try:
        about.remove(by=site.staff, **about.named(site, row))
    except ValidationError as error:
        return "", " ".join(error.messages)
    return remember(request, site, about.key, "remove", copy, before, {}), ""


def after(request: HttpRequest, site: Site, about: Part, token: str) -> HttpResponse:
    """Where one goes from a saved row: the list, or the row it belongs to."""
    kept = undo.find(request, token, site.programme.code)
    row = about.find(site, kept["row"]) if kept else None
    leads = about.after_add if kept and kept["verb"] == "add" and about.after_add else about.after
    home = leads(row) if leads and row else None
    if home:
        return back(request, site, "setup:row", token, part=home[0], row=home[1])
    return back(request, site, "setup:part", token, part=about.key)


def linked(site: Site, about: Part) -> Groups:
    """The groups that have lines, each line with the address of its page where it has one."""
    if about.change is None and about.row_view == "setup:row":
        return [(heading, lines) for heading, lines in about.groups(site) if lines]
    code, key = site.programme.code, {} if about.row_view != "setup:row" else {"part": about.key}
    return [
        (
            heading,
            [replace(line, href=reverse(about.row_view, kwargs={"programme": code, **key, "row": line.row.pk}))
             for line in lines],
        )
        for heading, lines in about.groups(site)
        if lines
    ]  # fmt: skip
