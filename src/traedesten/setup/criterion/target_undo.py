"""What a person decided about a target within the last ten minutes, and the way back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from traedesten.places.models import Staff
from traedesten.programme.actions import target as targets
from traedesten.programme.models import Criterion, CriterionChange, Target
from traedesten.setup import undo

PART = "maal"


def remember(
    request: HttpRequest, staff: Staff, criterion: Criterion, target: Target, verb: undo.Verb, held: dict[str, Any]
) -> str:
    """Keep what this person just decided; the token it is found by. ``held`` is what one given up said before."""
    change = criterion.changes.filter(kind=CriterionChange.Kind.TARGET, changed_by=staff).latest("pk")
    return undo.remember(
        request, programme=criterion.programme.code, part=PART, verb=verb, row=target.pk, name=criterion.code,
        before=held, after={"change": change.pk},
    )  # fmt: skip


def find(request: HttpRequest, criterion: Criterion, token: str) -> dict[str, Any] | None:
    kept = undo.find(request, token, criterion.programme.code)
    return kept if kept and (kept["part"], kept["name"]) == (PART, criterion.code) else None


def saved(request: HttpRequest, criterion: Criterion, token: str) -> dict[str, str] | None:
    """The sentence and the address of the button, while it can still be taken back."""
    kept = find(request, criterion, token)
    if kept is None:
        return None
    texts = {
        "add": _("Det nye mål er gemt."),
        "change": _("Målet er ændret. Det gamle mål står stadig på kriteriet."),
        "end": _("Målet er opgivet. Det står stadig på kriteriet med beslutningen."),
    }
    named = {"programme": criterion.programme.code, "code": criterion.code, "token": kept["token"]}
    return {"said": texts[kept["verb"]], "href": reverse("setup:target_undo", kwargs=named)}


def take_back(staff: Staff, criterion: Criterion, kept: dict[str, Any]) -> str:
    """Undo it; what came of it, in words."""
    target = criterion.targets.filter(pk=kept["row"]).first()
    change = criterion.changes.filter(pk=kept["after"]["change"]).first()
    if target is None or change is None:
        return _("Målet er ændret igen siden, så det kan ikke fortrydes. Intet er ændret.")
    held = undo.typed(Target, kept["before"]) if kept["verb"] == "end" else None
    try:
        targets.take_back(by=staff, criterion=criterion, target=target, change=change, held=held)
    except ValidationError as error:
        return " ".join((_("Det kunne ikke fortrydes."), *error.messages))
    return _("Fortrudt. Målet er, som før du gemte.")
