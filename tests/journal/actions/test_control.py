"""Counted boxes, door checks and audits: taken when they can be true, refused with a sentence when they cannot."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tests.cast import TODAY
from tests.journal.conftest import JOB
from traedesten.core.models import AuditEvent
from traedesten.journal.actions import box_count, door_check, entry, site_audit, tally
from traedesten.journal.models import BoxCount, Card, DoorCheck, SiteAudit, Tally
from traedesten.journal.receipt import Outcome
from traedesten.measures import world


@pytest.fixture
def count(cast):
    def write(by=JOB, on=TODAY, uid=None, **numbers):
        about = {"programme": cast.here, "activity": cast.cafe_session.activity, "area": cast.area_here}
        return box_count.record(by=by, on=on, uid=uid, today=TODAY, **about, **numbers)

    return write


@pytest.fixture
def check(cast):
    def write(by=JOB, session=cast.cafe_session, **numbers):
        return door_check.record(by=by, session=session, today=TODAY, **numbers)

    return write


def _said(receipt):
    assert receipt.outcome is Outcome.REFUSED
    return [(problem.column, problem.message) for problem in receipt.problems]


def test_a_box_count_is_kept_and_reaches_the_engine(count, cast):
    receipt = count(printed=300, left=180)
    assert receipt.outcome is Outcome.NEW
    assert receipt.control.recorded_by is None
    (found,) = world.build(cast.here, []).box_counts
    assert (found.gone, found.area, found.card) == (120, cast.area_here.pk, "guest")
    assert AuditEvent.objects.filter(verb="box_count.record", object_type="journal.BoxCount").count() == 1


def test_a_second_count_of_the_day_takes_the_place_of_the_first(count, cast):
    count(printed=300, left=180)
    count(printed=300, left=175)
    count(printed=100, left=60, card=Card.FAMILY)
    assert sorted(each.gone for each in world.build(cast.here, []).box_counts) == [40, 125]


def test_the_same_count_sent_twice_changes_nothing(count):
    uid = uuid4()
    assert count(printed=300, left=180, uid=uid).outcome is Outcome.NEW
    assert count(printed=300, left=180, uid=uid).outcome is Outcome.IDENTICAL
    assert count(printed=300, left=181, uid=uid).outcome is Outcome.CONFLICT
    assert BoxCount.objects.get().left == 180


@pytest.mark.parametrize(
    ("numbers", "column", "words"),
    [
        ({"printed": 100, "handed_out": 101}, "handed_out", "Der er væk 101 kort, men kun trykt 100"),
        ({"printed": 100, "left": -1}, "left", "skriv 0 eller mere"),
        ({"printed": -5, "left": 0}, "printed", "skriv 0 eller mere"),
        ({"printed": 100, "left": 120}, "left", "der er kun trykt 100"),
        ({"printed": 100, "left": 40, "handed_out": 50}, "left", "ikke tilsammen"),
        ({"printed": 100}, "left", "hvor mange kort der er tilbage"),
        ({"printed": "", "left": 4}, "printed", "Antallet mangler"),
        ({"printed": "mange", "left": 4}, "printed", "tal"),
        ({"printed": 100, "left": 1.5}, "left", "helt tal"),
    ],
)
def test_a_box_that_cannot_be_is_refused_in_words(count, numbers, column, words):
    ((name, message),) = _said(count(**numbers))
    assert name == column
    assert words in message
    assert not BoxCount.objects.exists()


def test_a_box_is_not_counted_tomorrow_or_before_the_programme(count, cast):
    assert "fremtiden" in _said(count(printed=9, left=1, on=TODAY + timedelta(days=1)))[0][1]
    assert "begynder først" in _said(count(printed=9, left=1, on=cast.here.starts_on - timedelta(days=1)))[0][1]


def test_a_door_check_is_kept_and_the_newest_counts(check, cast):
    assert check(clicked=30, tapped=28).outcome is Outcome.NEW
    assert check(clicked="31", tapped="29").outcome is Outcome.NEW
    (found,) = world.build(cast.here, []).door_checks
    assert (found.clicked, found.tapped, found.session) == (31, 29, cast.cafe_session.pk)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"clicked": 10, "tapped": 11}, "Ved døren er der talt 10, men trykt 11"),
        ({"clicked": -1, "tapped": 0}, "skriv 0 eller mere"),
        ({"clicked": 5, "tapped": None}, "Antallet mangler"),
    ],
)
def test_a_door_check_that_cannot_be_is_refused_in_words(check, numbers, words):
    assert words in _said(check(**numbers))[0][1]
    assert not DoorCheck.objects.exists()


def test_nobody_came_through_the_door_of_a_cancelled_session(check, cast):
    row = {"kind": "session", "on": cast.cafe_session.planned_on, "session": cast.cafe_session.code}
    entry.record(by=JOB, programme=cast.here, row={**row, "step": "cancelled"}, today=TODAY)
    assert "aflyst" in _said(check(clicked=3, tapped=3))[0][1]


def test_an_audit_gives_rates_and_no_more_than_was_watched(cast):
    numbers = {"visits": 120, "first_visits": 20, "first_visits_tapped_new": 18}
    made = site_audit.record(by=JOB, programme=cast.here, on=TODAY, numbers=numbers, today=TODAY)
    assert made.outcome is Outcome.NEW
    assert world.build(cast.here, []).site_audits[0].first_visits_tapped_new == 18
    wrong = {**numbers, "losses": 2, "losses_untold": 3}
    refused = site_audit.record(by=JOB, programme=cast.here, on=TODAY, numbers=wrong, today=TODAY)
    assert "3 i »losses_untold« af 2" in _said(refused)[0][1]
    assert "mangler" in _said(site_audit.record(by=JOB, programme=cast.here, on=TODAY, numbers={}, today=TODAY))[0][1]
    assert SiteAudit.objects.count() == 1


def test_controls_are_made_where_one_works(count, check, cast):
    assert count(by=cast.worker, printed=9, left=1).control.recorded_by == cast.worker
    with pytest.raises(PermissionDenied):
        count(by=cast.worker_next_door, printed=9, left=1)
    with pytest.raises(PermissionDenied):
        check(by=cast.worker_elsewhere, clicked=2, tapped=2)


def test_the_database_itself_refuses_what_cannot_be(count, check):
    count(printed=300, left=180)
    check(clicked=30, tapped=28)
    for model, change in ((BoxCount, {"left": 301}), (DoorCheck, {"tapped": 31})):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(**change)


def test_two_tablets_with_one_id_are_set_aside(cast):
    device = uuid4()

    def send(revision, visits, card=Card.GUEST):
        return tally.record(
            by=JOB, session=cast.cafe_session, device=device, revision=revision, counters={"visits": visits},
            card=card, today=TODAY,
        )  # fmt: skip

    assert send(4, 30).outcome is Outcome.NEW
    assert send(5, 27).outcome is Outcome.NEW  # three undone
    aside = send(6, 4)
    assert aside.outcome is Outcome.CONFLICT
    assert "samme id" in aside.problems[0].message
    assert Tally.objects.get().visits == 27
    assert send(1, 9, Card.FAMILY).outcome is Outcome.NEW
    assert send(7, 0).outcome is Outcome.NEW  # the whole count taken back
    assert send(8, 27).outcome is Outcome.NEW
    assert send(9, 28, "grønt").outcome is Outcome.REFUSED
    built = world.build(cast.here, [])
    assert built.tallies[cast.cafe_session.pk].visits == 27
    assert built.family_tallies[cast.cafe_session.pk].visits == 9
