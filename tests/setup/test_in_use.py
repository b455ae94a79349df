"""What is in use stays and says by what, and money is not put right twice."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import models

from traedesten.core.reference import references_to
from traedesten.journal.actions import entry
from traedesten.offers.actions import offer as offer_actions
from traedesten.offers.models import Offer
from traedesten.programme.actions import expense
from traedesten.programme.models import Expense, Version
from traedesten.programme.use import NOUNS
from traedesten.setup.part import PARTS


def test_everything_that_keeps_a_row_has_a_name():
    """Else the sentence would say a bare number; the programme itself is never what keeps its own area."""
    removable = {part.model for part in PARTS.values() if part.remove}
    keeping = {
        relation.related_model._meta.label
        for model in removable
        for relation in references_to(model)
        if getattr(relation, "on_delete", None) is not models.CASCADE
    }
    assert removable
    assert keeping - {"programme.Programme"} <= set(NOUNS)


def test_who_sees_no_figures_is_not_told_how_many_were_bridged_to_an_offer(cast):
    offer = Offer.objects.create(programme=cast.here, code="misbrug", name="Rådgivningen", provider=cast.association)
    row = {"kind": "referral", "on": date(2026, 11, 12), "subject": "KM-1", "offer": "misbrug", "step": "offered"}
    receipt = entry.record(by=cast.leader, programme=cast.here, row={**row, "thread": "T-1", "area": "havtornen"})
    assert receipt.entry, receipt.problems
    with pytest.raises(ValidationError) as refused:
        offer_actions.remove(by=cast.administrator, offer=offer)
    assert "registreringer hører til" in refused.value.messages[0]
    assert not any(sign.isdigit() for sign in refused.value.messages[0])


def test_of_two_who_take_back_and_put_right_an_expense_the_second_is_told(cast, monkeypatch):
    said = {"funder": cast.municipality, "kind": "grant", "year": 2026, "amount": 900}
    kept = expense.record(by=cast.leader, programme=cast.here, values=said)
    lock, other = Version.objects.next_for, []

    def wait(programme):
        """The other one was first at the lock."""
        if not other:
            other.append(Expense.objects.filter(pk=kept.pk).update(withdrawn_on=date(2026, 11, 20)))
        return lock(programme)

    monkeypatch.setattr(Version.objects, "next_for", wait)
    with pytest.raises(ValidationError, match="allerede rettet eller taget tilbage"):
        expense.correct(by=cast.leader, expense=kept, values={**said, "amount": 800})
    assert not Expense.objects.filter(amount=800).exists()
