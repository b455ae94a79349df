"""Running sums from several tablets: they add up, and sending again changes nothing."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Sum

from tests.cast import TODAY
from tests.journal.conftest import JOB
from traedesten.journal.actions import entry, tally
from traedesten.journal.models import Tally
from traedesten.journal.receipt import Outcome
from traedesten.journal.rules import past

SUMS = {"visits": 12, "card_visits": 9, "new_guests": 2}


@pytest.fixture
def send(cast):
    def write(revision=1, counters=SUMS, device=None, by=JOB, session=cast.cafe_session):
        return tally.record(
            by=by, session=session, device=device or DEVICE, revision=revision, counters=counters, today=TODAY
        )

    return write


DEVICE = uuid4()


def test_a_higher_revision_takes_the_place_of_a_lower_one(send):
    assert send(1).outcome is Outcome.NEW
    assert send(3, {**SUMS, "visits": 15}).outcome is Outcome.NEW
    assert send(2, {**SUMS, "visits": 14}).outcome is Outcome.SUPERSEDED
    assert Tally.objects.get().visits == 15


def test_the_same_revision_again_changes_nothing(send):
    send(1)
    version = Tally.objects.get().version
    assert send(1).outcome is Outcome.IDENTICAL
    assert send(1, {**SUMS, "visits": 13}).outcome is Outcome.CONFLICT
    assert (Tally.objects.get().visits, Tally.objects.get().version) == (12, version)


def test_tablets_add_up(send):
    send(1)
    send(5, {"visits": 3}, device=uuid4())
    assert Tally.objects.aggregate(sum=Sum("visits"))["sum"] == 15


@pytest.mark.parametrize(
    ("counters", "wrong", "code"),
    [
        ({"visits": 2, "card_visits": 3}, "card_visits", "disagrees"),
        ({"visits": 2, "new_guests": 3}, "new_guests", "disagrees"),
        ({"audit_asked": 1, "audit_wrong": 2}, "audit_wrong", "disagrees"),
        ({"quarter_asked": 1, "quarter_asked_yes": 2}, "quarter_asked_yes", "disagrees"),
        ({"visits": -1}, "visits", "range"),
        ({"visits": "tolv"}, "visits", "number_format"),
        ({"visit": 1}, "visit", "unknown_column"),
    ],
)
def test_sums_that_cannot_be_are_refused(send, counters, wrong, code):
    receipt = send(1, counters)
    assert (receipt.outcome, [(p.column, p.code) for p in receipt.problems]) == (Outcome.REFUSED, [(wrong, code)])
    assert not Tally.objects.exists()


def test_parts_may_be_as_large_as_the_whole(send):
    assert send(1, {"visits": 3, "card_visits": 3, "audit_asked": 1, "audit_wrong": 1}).outcome is Outcome.NEW


def test_a_cancelled_session_and_one_that_lies_ahead_are_not_counted(cast, send):
    row = {"kind": "session", "session": "cafe-1", "step": "cancelled"}
    entry.record(by=JOB, programme=cast.here, row=row, today=TODAY)
    assert [p.code for p in send(1).problems] == ["cancelled_session"]
    cast.cafe_session_next_door.planned_on = date(2026, 11, 21)
    assert [p.code for p in send(1, session=cast.cafe_session_next_door).problems] == ["future"]
    cast.cafe_session_next_door.planned_on = TODAY
    assert send(1, session=cast.cafe_session_next_door).outcome is Outcome.NEW


@pytest.mark.parametrize("of_file", [False, True])
def test_a_session_where_guests_were_tapped_cannot_be_cancelled(cast, send, of_file):
    send(1)
    asked = past.Loaded(cast.here.pk) if of_file else past.Asked(cast.here.pk)
    if of_file:
        asked.meet([("session", {"session": each.pk}) for each in (cast.cafe_session, cast.cafe_session_next_door)])
    assert asked.is_used(cast.cafe_session.pk)
    assert not asked.is_used(cast.cafe_session_next_door.pk)
    row = {"kind": "session", "session": "cafe-1", "step": "cancelled"}
    refused = entry.record(by=JOB, programme=cast.here, row=row, today=TODAY)
    assert (refused.outcome, [p.code for p in refused.problems]) == (Outcome.CONFLICT, ["told_already"])
    send(2, {})
    assert entry.record(by=JOB, programme=cast.here, row=row, today=TODAY).outcome is Outcome.NEW


def test_a_revision_starts_at_one(send):
    assert [p.code for p in send(0).problems] == ["range"]


def test_a_host_counts_in_their_own_area_only(cast, send):
    assert send(1, by=cast.cafe_host).outcome is Outcome.NEW
    with pytest.raises(PermissionDenied):
        send(1, by=cast.cafe_host, session=cast.cafe_session_next_door)


def test_an_opening_in_no_area_is_counted_by_who_has_the_whole_programme(cast, send):
    cast.cafe_session.area = None
    cast.cafe_session.save()
    with pytest.raises(PermissionDenied):
        send(1, by=cast.cafe_host)
    assert send(1, by=cast.leader).outcome is Outcome.NEW
