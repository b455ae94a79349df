"""Sums of one tablet that speak against each other: set aside, counted nowhere, settled by who counts there, undone."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db.models import Sum

from tests.cast import TODAY
from tests.journal.conftest import JOB
from traedesten.core.models import AuditEvent
from traedesten.journal.actions import tally, tally_clash
from traedesten.journal.actions.tally_clash import Choice, NotAsSeen
from traedesten.journal.models import Tally, TallyClash
from traedesten.journal.receipt import Outcome

DEVICE = UUID(int=7)


@pytest.fixture(autouse=True)
def moment():
    with time_machine.travel(f"{TODAY.isoformat()} 09:00 +0000", tick=False) as clock:
        yield clock


@pytest.fixture
def send(cast):
    def write(revision, device=DEVICE, **sums):
        return tally.record(
            by=JOB, session=cast.cafe_session, device=device, revision=revision, counters=sums, today=TODAY
        ).outcome

    return write


@pytest.fixture
def clash(send):
    """Forty and eleven guests under one id and one revision."""
    assert send(4, visits=40, new_guests=6) is Outcome.NEW
    assert send(4, visits=11, new_guests=2) is Outcome.CONFLICT
    return TallyClash.objects.get()


def counted():
    return Tally.objects.aggregate(visits=Sum("visits"), new=Sum("new_guests"))


def settle(cast, clash, choice, seen=(40, 11), by="cafe_host"):
    return tally_clash.settle(by=cast.everyone[by], clash=clash, choice=choice, seen=seen)


def test_what_clashes_is_set_aside_and_counts_nowhere(clash):
    assert (clash.visits, clash.new_guests, clash.settled_as) == (11, 2, "")
    assert counted() == {"visits": 40, "new": 6}


def test_a_great_fall_is_set_aside_too_and_the_newest_takes_its_place(send):
    send(4, visits=40)
    assert send(5, visits=11) is Outcome.CONFLICT
    assert send(6, visits=12) is Outcome.CONFLICT
    assert (TallyClash.objects.get().visits, TallyClash.objects.get().revision) == (12, 6)


@pytest.mark.parametrize("revision", [3, 4])
def test_what_does_not_clash_sets_nothing_aside(revision, send):
    send(4, visits=40)
    assert send(revision, visits=40) in (Outcome.IDENTICAL, Outcome.SUPERSEDED)
    assert not TallyClash.objects.exists()


@pytest.mark.parametrize(
    ("choice", "visits", "new"), [(Choice.KEEP, 40, 6), (Choice.REPLACE, 11, 2), (Choice.ANOTHER, 51, 8)]
)
def test_each_answer_counts_what_it_says_and_undo_brings_back_what_stood(choice, visits, new, cast, clash):
    settled = settle(cast, clash, choice)
    assert counted() == {"visits": visits, "new": new}
    assert settled.settled_as == choice
    back = tally_clash.unsettle(by=cast.cafe_host, clash=settled)
    assert counted() == {"visits": 40, "new": 6}
    assert (back.visits, back.new_guests, back.settled_as, back.new_device) == (11, 2, "", None)
    verbs = AuditEvent.objects.filter(actor_id=cast.cafe_host.pk).values_list("verb", flat=True)
    assert list(verbs.order_by("id")) == ["tally_clash.settle", "tally_clash.unsettle"]


def test_the_second_tablet_gets_an_id_of_its_own_and_counts_on_under_it(cast, clash, send):
    settled = settle(cast, clash, Choice.ANOTHER)
    assert settled.new_device not in (None, DEVICE)
    assert send(5, device=settled.new_device, visits=15, new_guests=2) is Outcome.NEW
    assert send(5, visits=42, new_guests=6) is Outcome.NEW
    assert counted() == {"visits": 57, "new": 8}


def test_after_the_new_ones_were_right_the_tablet_counts_on(cast, clash, send):
    settle(cast, clash, Choice.REPLACE)
    assert send(4, visits=11, new_guests=2) is Outcome.IDENTICAL
    assert send(5, visits=12, new_guests=2) is Outcome.NEW


@pytest.mark.parametrize("choice", [Choice.REPLACE, Choice.ANOTHER])
def test_what_was_counted_since_is_not_undone(choice, cast, clash, send):
    settled = settle(cast, clash, choice)
    device = settled.new_device or DEVICE
    send(6, device=device, visits=30, new_guests=2)
    before = counted()
    with pytest.raises(NotAsSeen):
        tally_clash.unsettle(by=cast.cafe_host, clash=settled)
    assert counted() == before


def test_after_ten_minutes_it_stands_and_the_sums_are_forgotten(cast, clash, send, moment):
    settled = settle(cast, clash, Choice.KEEP)
    moment.shift(timedelta(minutes=11))
    with pytest.raises(NotAsSeen):
        tally_clash.unsettle(by=cast.cafe_host, clash=settled)
    other = uuid4()
    send(1, device=other, visits=9)
    send(1, device=other, visits=3)
    settle(cast, TallyClash.objects.get(device=other), Choice.KEEP, seen=(9, 3))
    assert not TallyClash.objects.filter(device=DEVICE).exists()


def test_only_what_was_seen_is_settled_and_only_once(cast, clash, send):
    with pytest.raises(NotAsSeen):
        settle(cast, clash, Choice.REPLACE, seen=(40, 12))
    send(5, visits=44, new_guests=6)
    with pytest.raises(NotAsSeen):
        settle(cast, clash, Choice.REPLACE)
    settle(cast, clash, Choice.KEEP, seen=(44, 11))
    with pytest.raises(NotAsSeen):
        settle(cast, clash, Choice.ANOTHER, seen=(44, 11))
    with pytest.raises(ValueError, match="sometimes"):
        settle(cast, clash, "sometimes", seen=(44, 11))
    assert counted() == {"visits": 44, "new": 6}


@pytest.mark.parametrize("person", ["worker_next_door", "communicator", "partner", "funder", "leader_elsewhere"])
def test_who_does_not_count_there_settles_nothing(person, cast, clash):
    with pytest.raises(PermissionDenied):
        settle(cast, clash, Choice.KEEP, by=person)
    settled = settle(cast, clash, Choice.KEEP)
    with pytest.raises(PermissionDenied):
        tally_clash.unsettle(by=cast.everyone[person], clash=settled)
