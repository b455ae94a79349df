"""What actions about criteria and targets reach, and the days they may name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from measure_engine.language import day
from traedesten.core.access import Reach, reach_of
from traedesten.programme.models import Programme


def promised_areas(arguments: Mapping[str, Any]) -> Reach:
    """Who leads some areas reaches the criteria that promise something for those only, and promises no more."""
    reach, criterion, targets = reach_of(arguments), arguments.get("criterion"), arguments.get("targets")
    areas = {target.area_id or 0} if (target := arguments.get("target")) is not None else set[int]()
    if criterion is not None:
        areas |= {found or 0 for found in criterion.targets.values_list("area_id", flat=True)} or {0}
    elif targets is not None:
        areas = {each.area_id or 0 for each in targets} or {0}
    return replace(reach, area_ids=reach.area_ids | frozenset(areas))


def outside(programme: Programme) -> str:
    return _("Dagen ligger uden for programmet. Vælg en dag fra %(first)s til %(last)s.") % {
        "first": day(programme.starts_on), "last": day(programme.ends_on)
    }  # fmt: skip
