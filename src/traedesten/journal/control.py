"""Keeping a control of the tallies: written once, found again when it is sent again, put right by another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from traedesten.core import clock
from traedesten.core.action import Actor
from traedesten.core.ids import new_id
from traedesten.journal.models.control import Control
from traedesten.journal.receipt import ControlReceipt, Outcome
from traedesten.journal.rules import Problem
from traedesten.journal.rules.cell import read_free_text
from traedesten.journal.rules.column import danish_date
from traedesten.journal.rules.problem import CellError
from traedesten.places.models import Staff
from traedesten.programme.models import Part, Programme, Version

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Change:
    """A control that is put right or taken back, and why."""

    control: Control
    reason: str
    is_withdrawal: bool = False

    def problems(self) -> list[Problem]:
        if not self.reason.strip():
            return [Problem("reason", "missing", _("Skriv kort, hvorfor kontrollen rettes eller trækkes tilbage."))]
        try:
            read_free_text(self.reason, LONGEST_REASON)
        except CellError as error:
            return [Problem("reason", error.code, error.message)]
        return []


def keep(
    model: type[Control],
    *,
    by: Actor,
    programme: Programme,
    uid: UUID | None,
    problems: list[Problem],
    change: Change | None = None,
    **says: Any,
) -> ControlReceipt:
    """NEW, or IDENTICAL when it was sent before; CONFLICT for the same id with other content, or when another was
    quicker to put it right; REFUSED with problems."""
    problems = [*problems, *(change.problems() if change else ())]
    if problems:
        return ControlReceipt(None, Outcome.REFUSED, programme.pk, tuple(problems))
    rows: Any = model._default_manager
    version = Version.objects.next_for(programme.pk, Part.TALLIES)
    says |= {"supersedes_id": change.control.pk, "is_withdrawal": change.is_withdrawal} if change else {}
    earlier = rows.filter(uid=uid).first() if uid else None
    if earlier:
        return _sent_before(earlier, programme, says)
    if change and (newer := _newer(change.control)):
        return _too_late(newer, programme)
    who = by if isinstance(by, Staff) else None
    reason = change.reason.strip() if change else None
    control = rows.create(
        uid=uid or new_id(), programme=programme, version=version, recorded_by=who, reason=reason, **says
    )
    return ControlReceipt(control, Outcome.NEW, programme.pk)


def said_by(control: Control) -> dict[str, Any]:
    """What the control says, by column: all but its own key, who wrote it and what it took the place of."""
    own = {"id", "uid", "programme", "recorded_at", "recorded_by", "version", "supersedes", "is_withdrawal", "reason"}
    fields = [each for each in control._meta.concrete_fields if each.name not in own]
    return {each.attname: getattr(control, each.attname) for each in fields}


def _newer(control: Control) -> Control | None:
    """What has taken the place of the control; itself where it only says that another was taken back."""
    if control.is_withdrawal:
        return control
    of_its_kind: Any = type(control)._default_manager
    newer: Control | None = of_its_kind.filter(supersedes=control.pk).first()
    return newer


def _too_late(newer: Control, programme: Programme) -> ControlReceipt:
    day = danish_date(clock.local_date(newer.recorded_at))
    if newer.is_withdrawal:
        message = _("Den er trukket tilbage %(day)s. Skriv en ny, hvis den alligevel skal tælle.") % {"day": day}
    else:
        message = _("Den er allerede rettet %(day)s. Ret den nyeste udgave i stedet.") % {"day": day}
    return ControlReceipt(newer, Outcome.CONFLICT, programme.pk, (Problem("", "corrected_already", message),))


def _sent_before(earlier: Control, programme: Programme, says: dict[str, Any]) -> ControlReceipt:
    is_here = earlier.programme_id == programme.pk
    if is_here and all(getattr(earlier, name) == value for name, value in says.items()):
        return ControlReceipt(earlier, Outcome.IDENTICAL, programme.pk)
    message = _("Id'et bruges allerede af en anden kontrol. Giv den nye sit eget id.")
    shown = earlier if is_here else None
    return ControlReceipt(shown, Outcome.CONFLICT, programme.pk, (Problem("id", "same_id", message),))
