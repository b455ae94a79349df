"""Taking back what was just changed: the action that undoes it, and what is said when it no longer can be."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from traedesten.core.meanwhile import ChangedMeanwhile
from traedesten.programme.actions import programme as programme_actions
from traedesten.programme.models import Programme
from traedesten.setup import part, undo
from traedesten.setup.site import Site

PROGRAMME = "program"


def said(kept: dict[str, Any]) -> str:
    """The sentence over the button."""
    texts = {
        "add": _("»%(name)s« er skrevet ned."),
        "change": _("»%(name)s« er gemt."),
        "remove": _("»%(name)s« er fjernet."),
        "correct": _("»%(name)s« er rettet. Det gamle beløb tæller ikke længere med."),
        "withdraw": _("»%(name)s« er taget tilbage og tæller ikke med."),
    }
    return texts[kept["verb"]] % {"name": kept["name"]}


def saved(request: HttpRequest, site: Site) -> dict[str, str] | None:
    """What the page before saved, while it can still be taken back."""
    kept = undo.find(request, request.GET.get("gemt", ""), site.programme.code)
    if kept is None:
        return None
    back = reverse("setup:undo", kwargs={"programme": site.programme.code, "token": kept["token"]})
    return {"said": said(kept), "href": back}


def take_back(site: Site, kept: dict[str, Any]) -> str:
    """Undo the change; what came of it, in words."""
    try:
        _act(site, kept)
    except ChangedMeanwhile:
        return _("»%(name)s« er ændret igen siden, så det kan ikke fortrydes. Intet er ændret.") % kept
    except ValidationError as error:
        return " ".join((_("Det kunne ikke fortrydes."), *error.messages))
    except PermissionDenied as error:
        return str(error)
    return _("Fortrudt. »%(name)s« er, som før du gemte.") % kept


def _act(site: Site, kept: dict[str, Any]) -> None:
    if kept["part"] == PROGRAMME:
        before = undo.typed(Programme, kept["before"])
        programme_actions.change(by=site.staff, programme=site.programme, values=before, seen=kept["after"])
        return
    about = part.get(kept["part"])
    if way_back := about.ways_back.get(kept["verb"]):
        way_back(site, kept)
        return
    before = undo.typed(about.model, kept["before"])
    if kept["verb"] == "remove":
        about.add(by=site.staff, programme=site.programme, values=before)
        return
    row = about.find(site, kept["row"])
    if row is None:
        raise ChangedMeanwhile([])
    if kept["verb"] == "add" and about.remove:
        about.remove(by=site.staff, **about.named(site, row))
    elif about.change:
        about.change(by=site.staff, **about.named(site, row), values=before, seen=kept["after"])
