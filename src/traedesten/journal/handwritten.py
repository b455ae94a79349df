"""What people write by hand about a session, put where the engine reads it, beside the tablets' tallies."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from traedesten.core.ids import content_id
from traedesten.journal.models import AuditPrompt, Card, PaperTally, Tally
from traedesten.journal.models.tally import COUNTERS
from traedesten.journal.receipt import ControlReceipt, Outcome

# The sheet and the prompt count as two more tablets of every session; no tablet has these ids.
PAPER = content_id("tally", "paper")
PROMPT = content_id("tally", "prompt")
BY_HAND = (PAPER, PROMPT)


def put_new(receipt: ControlReceipt) -> ControlReceipt:
    """Make the session's tally say what was just written, or nothing when that was taken back."""
    control = receipt.control
    if receipt.outcome is Outcome.NEW and isinstance(control, PaperTally):
        _put(control, PAPER, control.card, counters_of(control))
    elif receipt.outcome is Outcome.NEW and isinstance(control, AuditPrompt):
        _put(control, PROMPT, Card.GUEST, {"audit_asked": control.asked, "audit_wrong": control.wrong})
    return receipt


def counters_of(sheet: PaperTally) -> dict[str, int]:
    """The sheet's strokes as counters: everybody without a card, and who got a new one, is asked about the quarter and
    the period; the others' cards tell."""
    asked = sheet.without_card + sheet.replaced_cards
    return {
        "visits": sheet.visits,
        "card_visits": sheet.second_time + sheet.first_in_quarter + sheet.known,
        "new_guests": sheet.new_guests,
        "new_without_card": sheet.new_without_card,
        "replaced_cards": sheet.replaced_cards,
        "forgotten_or_lost": sheet.forgotten,
        "second_by_card": sheet.second_time,
        "second_asked": sheet.asked_second,
        "quarter_first_by_card": sheet.first_in_quarter + sheet.second_new_quarter,
        "quarter_asked_yes": sheet.asked_quarter,
        "quarter_asked": asked,
        "period_first_by_card": sheet.period_by_card,
        "period_asked_yes": sheet.asked_period,
        "period_asked": asked,
        "families": sheet.new_guests if sheet.card == Card.FAMILY else 0,
        "adults": sheet.adults,
        "children": sheet.children,
    }


def _put(control: PaperTally | AuditPrompt, device: UUID, card: str, sums: Mapping[str, int]) -> None:
    here = Tally.objects.filter(session=control.session_id, device=device, card=card)
    if control.is_withdrawal:
        here.delete()
        return
    revision = (here.values_list("revision", flat=True).first() or 0) + 1
    says = {name: sums.get(name, 0) for name in COUNTERS}
    says |= {"programme_id": control.programme_id, "revision": revision, "version": control.version}
    Tally.objects.update_or_create(session_id=control.session_id, device=device, card=card, defaults=says)
