"""Questions about frozen figures, scope first. Who is outside the team gets only what has been through control."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from traedesten.core.access import Permission, refusal
from traedesten.core.classification import Sensitivity
from traedesten.measures.models import FrozenFigure, Snapshot
from traedesten.programme.models import Programme
from traedesten.programme.rules import Standing

# What leaves the team: columns marked public, and no other is even read for who is outside.
PUBLISHED_COLUMNS = tuple(
    name for name, each in FrozenFigure.classification.items() if each.sensitivity is Sensitivity.PUBLIC
)


def sees_published(here: Standing) -> bool:
    """Steering readers, funders, partners and the team; not volunteers in the café, nor who only sets up or audits."""
    return here.may(Permission.SEE_PUBLISHED) or here.may(Permission.SEE_FIGURES)


def snapshots_visible(here: Standing, programme: Programme) -> QuerySet[Snapshot]:
    """Every snapshot of the programme, newest day and edition first. Raises PermissionDenied for who sees none."""
    if not sees_published(here):
        raise PermissionDenied(refusal((Permission.SEE_PUBLISHED,)))
    return Snapshot.objects.filter(programme=programme).select_related("made_by", "corrects", "corrected_by")


def newest_published(here: Standing, programme: Programme) -> Snapshot | None:
    """The snapshot of the last day, as it stands now; None where there is none or the person sees none."""
    return snapshots_visible(here, programme).first() if sees_published(here) else None


def published_rows(snapshot: Snapshot) -> list[dict[str, Any]]:
    """A snapshot's figures as published, in order, without the columns that are the team's."""
    return list(FrozenFigure.objects.filter(snapshot=snapshot).values(*PUBLISHED_COLUMNS))
