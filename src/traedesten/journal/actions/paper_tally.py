"""Writing down the sheet of a session that was counted on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from traedesten.core import clock
from traedesten.core.access import Permission
from traedesten.core.action import Actor, action
from traedesten.journal import control as kept
from traedesten.journal import handwritten
from traedesten.journal.models import Card, PaperTally, Tally
from traedesten.journal.models.control import current
from traedesten.journal.models.paper_tally import BUTTONS, LINES, PARTS
from traedesten.journal.receipt import ControlReceipt
from traedesten.journal.rules import Problem, reach
from traedesten.journal.rules import control as rule
from traedesten.schedule.models import Session


@action("paper_tally.record", needs=Permission.RECORD_ENTRY, reach=reach.of_session)
def record(
    *,
    by: Actor,
    session: Session,
    lines: Mapping[str, Any],
    total: Any,
    card: str = Card.GUEST,
    beside_tablet: bool = False,
    uid: UUID | None = None,
    today: date | None = None,
) -> ControlReceipt:
    """``lines`` are those of the sheet, ``total`` the sum at its foot, which must fit. Refused for a session that is
    written down already, and for one counted on a tablet unless the sheet is said to be of others (`beside_tablet`)."""
    says, problems = _read(session, card, lines, total, today or clock.today())
    problems += [] if problems else list(_counted_before(session, card, uid, beside_tablet))
    return _keep(by, session, uid, problems, None, says)


@action("paper_tally.correct", needs=(Permission.CORRECT_OWN, Permission.CORRECT_ANY), reach=reach.of_kept_control)
def correct(
    *,
    by: Actor,
    control: PaperTally,
    reason: str,
    lines: Mapping[str, Any],
    total: Any,
    uid: UUID | None = None,
    today: date | None = None,
) -> ControlReceipt:
    """The whole sheet as it should have been, of the same session and sort of card."""
    session = control.session
    says, problems = _read(session, control.card, lines, total, today or clock.today())
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
        PaperTally, by=by, programme=session.programme, uid=uid, problems=problems, change=change, **says
    )
    return handwritten.put_new(receipt)


def _read(
    session: Session, card: str, lines: Mapping[str, Any], total: Any, today: date
) -> tuple[dict[str, Any], list[Problem]]:
    sums, problems = rule.sums_of({name: lines.get(name) for name in LINES})
    foot, more = rule.read_numbers({"total": total})
    problems += more + rule.session_problems(session, today)
    problems += [] if problems else list(_disagreements(sums, foot["total"], card))
    return {"session_id": session.pk, "card": card, **sums}, problems


def _disagreements(sums: Mapping[str, int], total: int | None, card: str) -> Iterator[Problem]:
    for part, whole in PARTS.items():
        yield from _at_most(part, sums[part], sums[whole])
    by_card = sums["second_time"] + sums["first_in_quarter"]
    asked = sums["without_card"] + sums["replaced_cards"]
    yield from _at_most("period_by_card", sums["period_by_card"], by_card)
    yield from _at_most("asked_quarter", sums["asked_quarter"], asked)
    yield from _at_most("asked_period", sums["asked_period"], asked)
    if card == Card.FAMILY:
        yield from _family(sums)
    came = sum(sums[name] for name in BUTTONS)
    if total is None:
        yield Problem("total", "missing", _("Skriv, hvor mange der kom i alt; det skal passe med felterne ovenfor."))
    elif total != came:
        message = _("Felterne giver %(came)s tilsammen, men der står %(total)s i alt. Tæl efter, og ret det ene.")
        yield Problem("total", "disagrees", message % {"came": came, "total": total})


def _at_most(name: str, number: int, most: int) -> Iterator[Problem]:
    if number > most:
        message = _("%(number)s er flere, end der er at tage af: det kan højst være %(most)s.")
        yield Problem(name, "disagrees", message % {"number": number, "most": most})


def _family(sums: Mapping[str, int]) -> Iterator[Problem]:
    """A family is at least one adult and one child."""
    for name in ("adults", "children"):
        if sums[name] < sums["new_guests"]:
            message = _("%(number)s er færre end de %(families)s nye familier; hver har mindst én.")
            values = {"number": sums[name], "families": sums["new_guests"]}
            yield Problem(name, "disagrees", message % values)


def _counted_before(session: Session, card: str, uid: UUID | None, beside_tablet: bool) -> Iterator[Problem]:
    written = current(PaperTally).filter(session=session, card=card).exclude(uid=uid).first()
    if written is not None:
        message = _("Åbningen er allerede skrevet ind med %(visits)s besøg. Ret den i stedet.")
        yield Problem("session", "told_already", message % {"visits": written.visits})
        return
    tablets = Tally.objects.filter(session=session, card=card, visits__gt=0).exclude(device__in=handwritten.BY_HAND)
    tapped = sum(tablets.values_list("visits", flat=True))
    if tapped and not beside_tablet:
        message = _(
            "Åbningen er talt på tablet med %(visits)s besøg. Skriv kun dem, der ikke blev talt der, og sæt kryds ved, "
            "at arket er ud over tabletten."
        )
        yield Problem("session", "told_already", message % {"visits": tapped})
