"""Writing down what somebody saw beside the tablet, from which a site gets rates of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from measure_engine.estimate import SiteAudit as Watched
from traedesten.core import clock
from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.journal import control as kept
from traedesten.journal.models import SiteAudit
from traedesten.journal.models.site_audit import NUMBERS
from traedesten.journal.receipt import ControlReceipt
from traedesten.journal.rules import Problem, reach
from traedesten.journal.rules import control as rule
from traedesten.programme.models import Programme


@action("site_audit.record", needs=Permission.RECORD_ENTRY, reach=reach.of_control)
def record(
    *,
    by: Actor,
    programme: Programme,
    on: date,
    numbers: Mapping[str, Any],
    uid: UUID | None = None,
    today: date | None = None,
) -> ControlReceipt:
    """``numbers`` are those of the model; one that is left out is 0, `visits` must be there."""
    says, problems = _read(programme, on, today, numbers)
    return kept.keep(SiteAudit, by=by, programme=programme, uid=uid, problems=problems, **says)


@action("site_audit.correct", needs=(Permission.CORRECT_OWN, Permission.CORRECT_ANY), reach=reach.of_kept_control)
def correct(
    *,
    by: Actor,
    control: SiteAudit,
    reason: str,
    on: date,
    numbers: Mapping[str, Any],
    uid: UUID | None = None,
    today: date | None = None,
) -> ControlReceipt:
    """The whole audit as it should have been."""
    programme = control.programme
    says, problems = _read(programme, on, today, numbers)
    change = kept.Change(control, reason)
    return kept.keep(SiteAudit, by=by, programme=programme, uid=uid, problems=problems, change=change, **says)


def _read(
    programme: Programme, on: date, today: date | None, numbers: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Problem]]:
    read, problems = rule.read_numbers({name: numbers.get(name) for name in NUMBERS})
    problems += rule.on_problems("audited_on", on, programme, today or clock.today())
    problems += [] if problems else rule.missing(read, ["visits"])
    says = {name: number or 0 for name, number in read.items()}
    problems += [] if problems else list(rule.counted(lambda: Watched(on, **says)))
    return {"audited_on": on, **says}, problems
