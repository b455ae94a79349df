"""Saying of something that needed a look that it is right as it is, and taking that back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from traedesten.core import clock
from traedesten.core.access import Permission, Reach
from traedesten.core.action import Actor, action
from traedesten.measures.models import SetAside
from traedesten.programme.models import Programme
from traedesten.programme.rules import NO_AREA


@dataclass(frozen=True, slots=True)
class About:
    """What is set aside, and whose: the areas of its entries, and who recorded them where that was one person."""

    rule: str
    fingerprint: str
    area_ids: frozenset[int] = frozenset({NO_AREA})
    owner_id: int | None = None


def _reach(arguments: Mapping[str, Any]) -> Reach:
    """Who may correct what it is about: in every area it touches, or as the one who recorded all of it."""
    about: About = arguments["about"]
    return Reach(frozenset({arguments["programme"].pk}), about.area_ids, owner_id=about.owner_id)


def _reach_back(arguments: Mapping[str, Any]) -> Reach:
    """Who set it aside, or who may correct in all of the programme."""
    row: SetAside = arguments["row"]
    return Reach(frozenset({row.programme_id}), frozenset({NO_AREA}), owner_id=row.set_by_id)


@action("finding.set_aside", needs=(Permission.CORRECT_OWN, Permission.CORRECT_ANY), reach=_reach)
def set_aside(*, by: Actor, programme: Programme, about: About, reason: str) -> SetAside:
    """It does not come back until what it rests on changes. Raises ValidationError by field ("reason").

    Set aside twice, the first reason stands.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Skriv kort, hvorfor det er rigtigt, som det er.")})
    row, _made = SetAside.objects.get_or_create(
        programme=programme, fingerprint=about.fingerprint,
        defaults={"rule": about.rule, "reason": reason.strip(), "set_by_id": by.actor_id, "set_at": clock.now()},
    )  # fmt: skip
    return row


@action("finding.take_up", needs=(Permission.CORRECT_OWN, Permission.CORRECT_ANY), reach=_reach_back)
def take_up(*, by: Actor, row: SetAside) -> Programme:
    """It needs a look again."""
    programme = row.programme
    row.delete()
    return programme
