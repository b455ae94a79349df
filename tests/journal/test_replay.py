"""Offline devices send what they have in any order, some of it twice: the journal ends up the same."""

import random
from uuid import UUID

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import TODAY
from tests.journal.conftest import JOB
from traedesten.journal.actions import entry
from traedesten.journal.models import Entry
from traedesten.journal.receipt import Outcome
from traedesten.journal.store import stored

CHANNELS = ("door", "phone", "text", "yard")


def contact(channel):
    return {"kind": "contact", "on": "2026-11-12", "channel": channel, "first_time": "yes", "note": f"Sagt {channel}"}


@st.composite
def histories(draw):
    """Operations as (verb, id, id of what it changes, channel); each entry has one successor at most."""
    operations, open_ends = [], []
    for number in range(draw(st.integers(1, 8))):
        uid, channel = UUID(int=number + 1, version=4), draw(st.sampled_from(CHANNELS))
        verb = draw(st.sampled_from(("record", "correct", "withdraw"))) if open_ends else "record"
        target = None
        if verb != "record":
            target = open_ends.pop(draw(st.integers(0, len(open_ends) - 1)))
        operations.append((verb, uid, target, channel))
        if verb != "withdraw":
            open_ends.append(uid)
    return operations


def send(cast, operation):
    """Whether it could be sent: what it changes must have arrived."""
    verb, uid, target, channel = operation
    if verb == "record":
        return entry.record(by=JOB, programme=cast.here, row=contact(channel), uid=uid, today=TODAY).is_saved
    changed = Entry.objects.filter(uid=target).first()
    if changed is None:
        return False
    if verb == "withdraw":
        return entry.withdraw(by=JOB, entry=changed, reason="Skete ikke", uid=uid).is_saved
    row = contact(channel)
    return entry.correct(by=JOB, entry=changed, row=row, reason="Tastefejl", uid=uid, today=TODAY).is_saved


def state():
    """What counts now, and the chain behind it."""
    now = {row.uid: stored(row) for row in Entry.objects.current()}
    chain = set(Entry.objects.values_list("uid", "supersedes__uid", "is_withdrawal"))
    return now, chain


def arrive(cast, operations):
    """Send all, those that must wait again and again, until all have arrived; then give the state and undo it."""
    with transaction.atomic():
        waiting = list(operations)
        while waiting:
            left = [operation for operation in waiting if not send(cast, operation)]
            assert len(left) < len(waiting)
            waiting = left
        found = state()
        transaction.set_rollback(True)
    return found


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories(), st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_gives_the_same_journal(cast, book, operations, luck: random.Random):
    in_order = arrive(cast, operations)
    shuffled = [*operations, *luck.choices(operations, k=len(operations))]
    luck.shuffle(shuffled)
    assert arrive(cast, shuffled) == in_order


def test_two_corrections_of_one_entry_leave_the_second_to_a_person(cast, book):
    first = entry.record(by=JOB, programme=cast.here, row=contact("door"), today=TODAY).entry
    one = entry.correct(by=JOB, entry=first, row=contact("phone"), reason="Rettet", today=TODAY)
    other = entry.correct(by=JOB, entry=first, row=contact("text"), reason="Rettet", today=TODAY)
    assert (one.outcome, other.outcome, other.entry) == (Outcome.NEW, Outcome.CONFLICT, one.entry)
