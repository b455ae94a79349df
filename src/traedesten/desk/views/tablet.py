"""Settling what two tablets say of one opening, and undoing that."""

from __future__ import annotations

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from traedesten.core.access import Permission, refusal
from traedesten.desk import cafe_page
from traedesten.desk.cafe_place import Place, place
from traedesten.desk.workplace import Workplace, at_work
from traedesten.journal.actions import tally_clash
from traedesten.journal.models import TallyClash


def _here(workplace: Workplace, activity: str, area: str, clash: int) -> tuple[Place, TallyClash]:
    here = place(workplace, activity, area)
    if not here.may_count:
        raise PermissionDenied(refusal((Permission.RECORD_ENTRY,)))
    return here, get_object_or_404(here.clashes(), pk=clash)


@require_POST
@at_work(Permission.RECORD_ENTRY)
def settle(request: HttpRequest, workplace: Workplace, activity: str, area: str, clash: int) -> HttpResponse:
    """The host's answer: which figures stand."""
    here, row = _here(workplace, activity, area, clash)
    choice = request.POST.get("choice", "")
    if choice not in TallyClash.Choice.values:
        messages.info(request, _("Vælg, hvilke tal der er rigtige."))
        return redirect(cafe_page.href(here, "cafe"))
    try:
        tally_clash.settle(by=workplace.staff, clash=row, choice=choice, seen=_seen(request.POST.get("seen", "")))
        messages.success(request, _("Gemt. Du kan fortryde i ti minutter."))
    except tally_clash.NotAsSeen:
        messages.info(request, _("Tallene er ændret imens, så intet er gemt. Se dem igen, og vælg."))
    return redirect(cafe_page.href(here, "cafe"))


@require_POST
@at_work(Permission.RECORD_ENTRY)
def unsettle(request: HttpRequest, workplace: Workplace, activity: str, area: str, clash: int) -> HttpResponse:
    """As it was before the answer, while there is time."""
    here, row = _here(workplace, activity, area, clash)
    try:
        tally_clash.unsettle(by=workplace.staff, clash=row)
        messages.success(request, _("Fortrudt. Vælg igen, når I ved, hvad der er rigtigt."))
    except tally_clash.NotAsSeen:
        messages.info(request, _("Det kan ikke fortrydes længere: de ti minutter er gået, eller der er talt videre."))
    return redirect(cafe_page.href(here, "cafe"))


def _seen(told: str) -> tuple[int, int]:
    """The visits the page showed; none that can be where it says something else."""
    found = re.fullmatch(r"([0-9]{1,9})\.([0-9]{1,9})", told)
    return (int(found[1]), int(found[2])) if found else (-1, -1)
