"""The cards of the parts that are set up here."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from traedesten.core.writing import written_day
from traedesten.setup import hub
from traedesten.setup.hub import Card, Facts
from traedesten.setup.parts import focus_area, phase
from traedesten.setup.site import Site

AGREEMENT = gettext_lazy("Aftalen")
PLACES = gettext_lazy("Hvem og hvor")
MONEY = gettext_lazy("Mennesker og penge")
TIME = gettext_lazy("Tiden")
WORDS = gettext_lazy("Egne ord")


def register() -> None:
    """Called when the app is ready."""
    for card in CARDS:
        hub.register(card)


def _programme(site: Site) -> Facts:
    programme = site.programme
    told = {"first": written_day(programme.starts_on), "last": written_day(programme.ends_on)}
    missing = () if programme.description else (_("en beskrivelse"),)
    return Facts(_("%(first)s til %(last)s") % told, missing)


def _focus_areas(site: Site) -> Facts:
    number = site.programme.focus_areas.count()
    told = ngettext("%d indsatsområde", "%d indsatsområder", number) % number
    return Facts(told, () if number else (_("det første indsatsområde"),), is_done=number > 0)


def _phases(site: Site) -> Facts:
    number = site.programme.phases.count()
    return Facts(ngettext("%d fase", "%d faser", number) % number)


def _of(part: str) -> dict[str, Any]:
    return {"key": part, "address": hub.at("setup:part", part=part)}


CARDS = (
    Card(
        key="programme",
        order=10,
        group=AGREEMENT,
        title=gettext_lazy("Programmet"),
        text=gettext_lazy("Navn, periode og hvad det går ud på."),
        facts=_programme,
        address=hub.at("setup:programme"),
        icon="assignment",
    ),
    Card(
        **_of(focus_area.PART.key),
        order=20,
        group=AGREEMENT,
        title=gettext_lazy("Indsatsområder"),
        text=gettext_lazy("Det, aftalen er delt op i, med formål."),
        facts=_focus_areas,
        step=gettext_lazy("Skriv indsatsområderne ned"),
        icon="format-list-bulleted",
    ),
    Card(
        **_of(phase.PART.key),
        order=80,
        group=TIME,
        title=gettext_lazy("Faser"),
        text=gettext_lazy("Stykker af perioden med hver sit fokus."),
        facts=_phases,
        icon="time",
    ),
)
