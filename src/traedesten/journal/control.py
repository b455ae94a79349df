"""Keeping a control of the tallies: written once, found again when it is sent again, never edited."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from traedesten.core.action import Actor
from traedesten.core.ids import new_id
from traedesten.journal.models import BoxCount, DoorCheck, SiteAudit
from traedesten.journal.receipt import ControlReceipt, Outcome
from traedesten.journal.rules import Problem
from traedesten.places.models import Staff
from traedesten.programme.models import Programme, Version

AnyControl = TypeVar("AnyControl", BoxCount, DoorCheck, SiteAudit)


def keep(
    model: type[AnyControl],
    *,
    by: Actor,
    programme: Programme,
    uid: UUID | None,
    problems: list[Problem],
    **says: Any,
) -> ControlReceipt:
    """NEW, or IDENTICAL when it was sent before; CONFLICT for the same id with other content; REFUSED with problems."""
    if problems:
        return ControlReceipt(None, Outcome.REFUSED, programme.pk, tuple(problems))
    version = Version.objects.next_for(programme.pk)
    earlier = model._default_manager.filter(uid=uid).first() if uid else None
    if earlier:
        return _sent_before(earlier, programme, says)
    who = by if isinstance(by, Staff) else None
    control = model._default_manager.create(
        uid=uid or new_id(), programme=programme, version=version, recorded_by=who, **says
    )
    return ControlReceipt(control, Outcome.NEW, programme.pk)


def _sent_before(
    earlier: BoxCount | DoorCheck | SiteAudit, programme: Programme, says: dict[str, Any]
) -> ControlReceipt:
    is_here = earlier.programme_id == programme.pk
    if is_here and all(getattr(earlier, name) == value for name, value in says.items()):
        return ControlReceipt(earlier, Outcome.IDENTICAL, programme.pk)
    message = _("Id'et bruges allerede af en anden kontrol. Giv den nye sit eget id.")
    shown = earlier if is_here else None
    return ControlReceipt(shown, Outcome.CONFLICT, programme.pk, (Problem("id", "same_id", message),))
