"""Writing down how the question of the audit went at a session: how often asked, and how often the tap was wrong."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from traedesten.core import clock
from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.journal import control as kept
from traedesten.journal import handwritten
from traedesten.journal.models import AuditPrompt, Tally
from traedesten.journal.models.control import current
from traedesten.journal.receipt import ControlReceipt
from traedesten.journal.rules import Problem, reach
from traedesten.journal.rules import control as rule
from traedesten.schedule.models import Session


@action("audit_prompt.record", needs=Permission.RECORD_ENTRY, reach=reach.of_session)
def record(
    *,
    by: Actor,
    session: Session,
    asked: Any,
    wrong: Any,
    uid: UUID | None = None,
    today: date | None = None,
) -> ControlReceipt:
    """Refused for a session that is written down already, and for one where nobody was counted."""
    says, problems = _read(session, today or clock.today(), asked=asked, wrong=wrong)
    written = current(AuditPrompt).filter(session=session).exclude(uid=uid).first()
    if not problems and written is not None:
        message = _("Der er allerede skrevet %(asked)s spørgsmål ind for åbningen. Ret dem i stedet.")
        problems.append(Problem("session", "told_already", message % {"asked": written.asked}))
    return _keep(by, session, uid, problems, None, says)


@action("audit_prompt.correct", needs=(Permission.CORRECT_OWN, Permission.CORRECT_ANY), reach=reach.of_kept_control)
def correct(
    *,
    by: Actor,
    control: AuditPrompt,
    reason: str,
    asked: Any,
    wrong: Any,
    uid: UUID | None = None,
    today: date | None = None,
) -> ControlReceipt:
    """The same session's questions with other numbers."""
    session = control.session
    says, problems = _read(session, today or clock.today(), asked=asked, wrong=wrong)
    return _keep(by, session, uid, problems, kept.Change(control, reason), says)


def _keep(
    by: Actor,
    session: Session,
    uid: UUID | None,
    problems: list[Problem],
    change: kept.Change | None,
    says: dict[str, Any],
) -> ControlReceipt:
    receipt = kept.keep(
        AuditPrompt, by=by, programme=session.programme, uid=uid, problems=problems, change=change, **says
    )
    return handwritten.put_new(receipt)


def _read(session: Session, today: date, **written: Any) -> tuple[dict[str, Any], list[Problem]]:
    numbers, problems = rule.sums_of(written)
    problems += [] if problems else rule.missing(rule.read_numbers(written)[0], written)
    problems += rule.session_problems(session, today)
    problems += [] if problems else _asked_problems(session, **numbers)
    return {"session_id": session.pk, **numbers}, problems


def _asked_problems(session: Session, asked: int, wrong: int) -> list[Problem]:
    if wrong > asked:
        message = _("Der er %(wrong)s forkerte, men kun spurgt %(asked)s gange. Forkerte kan højst være %(asked)s.")
        return [Problem("wrong", "disagrees", message % {"wrong": wrong, "asked": asked})]
    if not Tally.objects.filter(session=session, visits__gt=0).exists():
        message = _("Åbningen er ikke talt endnu. Skriv gæsterne ind først, så spørgsmålene har noget at høre til.")
        return [Problem("session", "not_counted", message)]
    return []
