"""Taking back what was written about how guests are counted."""

from __future__ import annotations

from uuid import UUID

from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.journal import control as kept
from traedesten.journal import handwritten
from traedesten.journal.models import AuditPrompt, BoxCount, DoorCheck, NewGuestWeek, PaperTally, SiteAudit
from traedesten.journal.receipt import ControlReceipt
from traedesten.journal.rules import reach

Kept = AuditPrompt | BoxCount | DoorCheck | NewGuestWeek | PaperTally | SiteAudit


@action("control.withdraw", needs=(Permission.WITHDRAW_OWN, Permission.WITHDRAW_ANY), reach=reach.of_kept_control)
def withdraw(*, by: Actor, control: Kept, reason: str, uid: UUID | None = None) -> ControlReceipt:
    """It no longer counts; the row that says so stays, with who and why."""
    change = kept.Change(control, reason, is_withdrawal=True)
    receipt = kept.keep(
        type(control), by=by, programme=control.programme, uid=uid, problems=[], change=change, **kept.said_by(control)
    )
    return handwritten.put_new(receipt)
