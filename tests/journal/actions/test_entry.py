"""Recording, correcting and withdrawing, with each named outcome."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from tests.cast import TODAY
from tests.journal.conftest import JOB
from traedesten.core.ids import new_id
from traedesten.core.models import AuditEvent
from traedesten.journal.actions import entry
from traedesten.journal.catalogue import KINDS
from traedesten.journal.models import ContactNote, Correction, Entry
from traedesten.journal.receipt import Outcome
from traedesten.people.models import Subject
from traedesten.programme.models import Topic, Version

CONTACT = {"kind": "contact", "on": "2026-11-12", "channel": "door", "first_time": "yes", "area": "havtornen"}
VISIT = {"kind": "visit", "subject": "P-1", "session": "cafe-1"}
TALK = {"kind": "conversation", "on": "2026-11-12", "subject": "P-1", "step": "kram"}
HELD = {"kind": "session", "session": "cafe-1", "step": "held"}
CANCELLED = {"kind": "session", "session": "cafe-1", "step": "cancelled"}


@pytest.fixture
def record(cast, book):
    def write(row, by=JOB, **more):
        return entry.record(by=by, programme=cast.here, row=row, today=TODAY, **more)

    return write


def correct(receipt, row, **more):
    return entry.correct(by=JOB, entry=receipt.entry, row=row, reason="Tastefejl", today=TODAY, **more)


def withdraw(receipt, **more):
    return entry.withdraw(by=JOB, entry=receipt.entry, reason="Skete ikke", **more)


def codes(receipt):
    return (receipt.outcome, [problem.code for problem in receipt.problems])


def test_an_entry_is_written_with_what_the_person_said_and_who_they_are(cast, record):
    receipt = record({**CONTACT, "people": "2", "note": "Vil gerne høre mere"}, by=cast.worker)
    made = Entry.objects.get(uid=receipt.uid)
    assert receipt.outcome is Outcome.NEW
    assert receipt.is_saved
    assert (made.happened_on, made.happened_month, made.area, made.people) == (
        date(2026, 11, 12),
        202611,
        cast.area_here,
        2,
    )
    assert (made.recorded_by, made.origin, made.version) == (cast.worker, "screen", 1)
    assert ContactNote.objects.get(entry=made).note == "Vil gerne høre mere"


def test_a_reason_lies_encrypted_in_the_database(record):
    withdraw(record(CONTACT))
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM journal_correction")
        kept = bytes(cursor.fetchone()[0])
    assert b"Skete" not in kept
    assert Correction.objects.get().reason == "Skete ikke"


def test_a_note_lies_encrypted_in_the_database(record):
    receipt = record({**CONTACT, "note": "Hjertet"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM journal_contactnote WHERE entry_id = %s", [receipt.entry.pk])
        kept = bytes(cursor.fetchone()[0])
    assert b"Hjertet" not in kept
    assert kept.startswith(b"gAAAA")


def test_a_new_pseudonym_is_made_with_the_household_it_was_told_with(cast, record):
    record({**TALK, "household": "H-1"})
    assert Subject.objects.get(code="P-1").household.code == "H-1"
    record({**TALK, "on": "2026-11-13", "household": "H-2"})
    assert Subject.objects.get(programme=cast.here, code="P-1").household.code == "H-1"


def test_a_standard_topic_gets_its_row_when_it_is_first_used(cast, record):
    weight = {"kind": "measurement", "on": "2026-11-12", "subject": "P-1", "topic": "weight", "value": "70"}
    assert record(weight).entry.topic.code == "weight"
    assert record(weight).entry.topic.code == "weight"
    assert Topic.objects.get(programme=cast.here, list="measurement", code="weight").name == "Vægt"


def test_the_same_again_changes_nothing(record):
    uid = new_id()
    first = record({**CONTACT, "note": "Hej"}, uid=uid)
    again = record({**CONTACT, "note": "Hej", "on": "12.11.2026"}, uid=uid)
    assert (again.outcome, again.entry) == (Outcome.IDENTICAL, first.entry)
    assert Entry.objects.count() == 1


def test_the_same_again_is_identical_even_when_the_session_filled_in_the_rest(record):
    uid = new_id()
    record(VISIT, uid=uid)
    assert record(VISIT, uid=uid).outcome is Outcome.IDENTICAL


@pytest.mark.parametrize("change", [{"channel": "phone"}, {"note": "Mere"}, {"people": "1"}, {"note": ""}])
def test_the_same_id_with_other_content_is_a_conflict(record, change):
    uid = new_id()
    record({**CONTACT, "note": "Hej"}, uid=uid)
    assert codes(record({**CONTACT, "note": "Hej", **change}, uid=uid)) == (Outcome.CONFLICT, ["same_id"])
    assert Entry.objects.count() == 1


def test_an_id_of_another_programme_is_a_conflict_that_shows_nothing(cast, record):
    uid = new_id()
    record(CONTACT, uid=uid)
    theirs = entry.record(by=JOB, programme=cast.elsewhere, row={**CONTACT, "area": "marehalmen"}, uid=uid, today=TODAY)
    assert codes(theirs) == (Outcome.CONFLICT, ["same_id"])
    assert theirs.entry is None


def test_the_same_again_after_a_correction_is_superseded(record):
    uid = new_id()
    first = record(CONTACT, uid=uid)
    newer = correct(first, {**CONTACT, "channel": "phone"})
    again = record(CONTACT, uid=uid)
    assert (again.outcome, again.entry) == (Outcome.SUPERSEDED, newer.entry)


def test_a_wrong_row_is_refused_and_nothing_is_half_saved(record):
    receipt = record({**TALK, "subject": "P-7", "household": "H-7", "value": "9999"})
    assert codes(receipt) == (Outcome.REFUSED, ["range"])
    assert (Entry.objects.count(), Subject.objects.count(), Version.objects.count()) == (0, 0, 0)


def test_a_correction_takes_the_place_and_says_why(record):
    first = record(CONTACT)
    newer = correct(first, {**CONTACT, "channel": "phone"})
    assert newer.outcome is Outcome.NEW
    assert list(Entry.objects.current()) == [newer.entry]
    assert (newer.entry.supersedes, newer.entry.correction.reason) == (first.entry, "Tastefejl")
    assert newer.entry.version == first.entry.version + 1


def test_a_correction_sent_twice_changes_nothing(record):
    first, uid = record(CONTACT), new_id()
    correct(first, {**CONTACT, "channel": "phone"}, uid=uid)
    assert correct(first, {**CONTACT, "channel": "phone"}, uid=uid).outcome is Outcome.IDENTICAL
    assert codes(correct(first, {**CONTACT, "channel": "text"}, uid=uid)) == (Outcome.CONFLICT, ["same_id"])


def test_a_corrected_entry_cannot_be_corrected_again_and_points_to_the_newest(record):
    first = record(CONTACT)
    newest = correct(correct(first, {**CONTACT, "channel": "phone"}), {**CONTACT, "channel": "text"})
    again = correct(first, {**CONTACT, "channel": "yard"})
    assert codes(again) == (Outcome.CONFLICT, ["corrected_already"])
    assert again.entry == newest.entry
    assert "Ret den nyeste udgave i stedet" in again.problems[0].message


def test_a_withdrawn_entry_can_be_neither_corrected_nor_withdrawn(record):
    first = record(CONTACT)
    gone = withdraw(first)
    assert gone.outcome is Outcome.NEW
    assert not Entry.objects.current().exists()
    assert codes(correct(first, CONTACT)) == (Outcome.CONFLICT, ["corrected_already"])
    assert codes(withdraw(first)) == (Outcome.CONFLICT, ["corrected_already"])
    assert codes(withdraw(gone)) == (Outcome.CONFLICT, ["corrected_already"])


def test_a_withdrawal_says_nothing_about_the_person(record):
    gone = withdraw(record({**VISIT, "sex": "female"})).entry
    assert (gone.subject, gone.sex, gone.happened_on) == (None, "", date(2026, 11, 12))


def test_a_withdrawal_sent_twice_changes_nothing(record):
    first, uid = record(CONTACT), new_id()
    withdraw(first, uid=uid)
    assert withdraw(first, uid=uid).outcome is Outcome.IDENTICAL
    other = record({**CONTACT, "channel": "phone"})
    assert codes(withdraw(other, uid=uid)) == (Outcome.CONFLICT, ["same_id"])


@pytest.mark.parametrize(
    ("reason", "code"), [("", "missing"), ("  ", "missing"), ("a" * 301, "too_long"), ("010170-1234", "cpr")]
)
def test_a_reason_is_required_short_and_without_cpr_numbers(record, reason, code):
    first = record(CONTACT).entry
    for refused in (
        entry.correct(by=JOB, entry=first, row=CONTACT, reason=reason, today=TODAY),
        entry.withdraw(by=JOB, entry=first, reason=reason),
    ):
        assert codes(refused) == (Outcome.REFUSED, [code])


def test_a_correction_keeps_the_kind(record):
    first = record(CONTACT)
    assert codes(correct(first, VISIT)) == (Outcome.REFUSED, ["other_kind"])


# --- What is registered already -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "passes"),
    [
        (VISIT, VISIT, {**VISIT, "subject": "P-2"}),
        (VISIT, VISIT, {**VISIT, "session": "cafe-2"}),
        (TALK, TALK, {**TALK, "on": "2026-11-13"}),
        (TALK, TALK, {**TALK, "step": "guidance"}),
        (TALK, TALK, {**TALK, "subject": "P-2"}),
        ({**VISIT, "kind": "attendance"}, {**VISIT, "kind": "attendance"}, VISIT),
    ],
)
def test_a_person_counts_once(record, first, second, passes):
    record(first)
    assert codes(record(second)) == (Outcome.CONFLICT, ["twice"])
    assert record(passes).outcome is Outcome.NEW


def test_a_correction_is_not_its_own_double(record):
    first = record(TALK)
    assert correct(first, {**TALK, "value": "30"}).outcome is Outcome.NEW


def test_a_withdrawn_visit_can_be_told_again(record):
    withdraw(record(VISIT))
    assert record(VISIT).outcome is Outcome.NEW


@pytest.mark.parametrize("again", [HELD, CANCELLED])
def test_a_session_is_told_once(record, again):
    record(HELD)
    assert codes(record(again)) == (Outcome.CONFLICT, ["told_already"])
    assert record({**again, "session": "cafe-2"}).outcome is Outcome.NEW


@pytest.mark.parametrize(
    "row",
    [
        VISIT,
        {**VISIT, "kind": "attendance"},
        {"kind": "contribution", "subject": "V-1", "session": "cafe-1", "value": "3"},
        {"kind": "rating", "session": "cafe-1", "value": "5"},
    ],
    ids=lambda row: row["kind"],
)
def test_a_cancelled_session_takes_nobody(record, row):
    cancelled = record(CANCELLED)
    assert codes(record(row)) == (Outcome.REFUSED, ["cancelled_session"])
    assert record({**row, "session": "cafe-2"}).outcome is Outcome.NEW
    withdraw(cancelled)
    assert record(row).outcome is Outcome.NEW


def test_a_session_that_somebody_came_to_cannot_be_cancelled(record):
    visit = record(VISIT)
    assert codes(record(CANCELLED)) == (Outcome.CONFLICT, ["told_already"])
    assert record({**CANCELLED, "session": "cafe-2"}).outcome is Outcome.NEW
    withdraw(visit)
    assert record(CANCELLED).outcome is Outcome.NEW


# --- Who may --------------------------------------------------------------------------------------------------------


def test_a_worker_records_in_their_own_area_and_not_next_door(cast, record):
    assert record(CONTACT, by=cast.worker).outcome is Outcome.NEW
    assert codes(record(CONTACT, by=cast.worker_next_door)) == (Outcome.REFUSED, ["not_yours"])


def test_the_area_that_a_session_fills_in_counts_too(cast, record):
    assert codes(record({**HELD, "session": "cafe-2"}, by=cast.cafe_host)) == (Outcome.REFUSED, ["not_yours"])
    assert record(HELD, by=cast.cafe_host).outcome is Outcome.NEW


def test_a_kind_outside_the_role_is_denied(cast, record):
    with pytest.raises(PermissionDenied):
        record(TALK, by=cast.cafe_host)
    with pytest.raises(PermissionDenied):
        record(CONTACT, by=cast.worker_elsewhere)


def test_only_who_wrote_it_or_may_correct_others_corrects(cast, record):
    first = record(CONTACT, by=cast.worker)
    with pytest.raises(PermissionDenied):
        entry.correct(by=cast.caretaker, entry=first.entry, row=CONTACT, reason="x", today=TODAY)
    with pytest.raises(PermissionDenied):
        entry.withdraw(by=cast.caretaker, entry=first.entry, reason="x")
    moved = {**CONTACT, "area": "lyngtoppen"}
    refused = entry.correct(by=cast.worker, entry=first.entry, row=moved, reason="x", today=TODAY)
    assert codes(refused) == (Outcome.REFUSED, ["not_yours"])
    mine = entry.correct(
        by=cast.worker, entry=first.entry, row={**CONTACT, "channel": "phone"}, reason="x", today=TODAY
    )
    assert mine.outcome is Outcome.NEW


def test_every_outcome_leaves_an_audit_line_with_what_it_wrote(record):
    uid = new_id()
    record(CONTACT, uid=uid)
    record(CONTACT, uid=uid)
    lines = AuditEvent.objects.filter(verb="entry.record", object_key=str(uid)).order_by("id")
    assert list(lines.values_list("count", flat=True)) == [1, 0]


def test_a_registration_asks_the_database_little(cast, record, django_assert_max_num_queries):
    with django_assert_max_num_queries(26):
        assert record({**VISIT, "sex": "female"}, by=cast.nurse).outcome is Outcome.NEW


def test_every_kind_can_be_recorded(record):
    rows = {
        "contact": CONTACT,
        "visit": VISIT,
        "conversation": TALK,
        "session": HELD,
        "enquiry": {"step": "received"},
        "concern": {"step": "received"},
        "measurement": {"subject": "P-1", "topic": "fitness", "value": "40"},
        "goal": {"subject": "P-1", "step": "set", "note": "Gå en tur"},
        "plan": {"subject": "P-1", "step": "made", "topic": "health_book"},
        "enrolment": {"subject": "P-1", "step": "joined", "run": "familie-1"},
        "attendance": {"subject": "P-1", "run": "familie-1"},
        "outcome": {"subject": "P-1", "step": "smoke_free", "value": "1"},
        "follow_up": {"subject": "P-1", "step": "reached", "topic": "m3"},
        "told_visit": {"subject": "P-1", "step": "yes", "activity": "cafe"},
        "contribution": {"partner": "strandskolen", "value": "2,5"},
        "volunteer_status": {"subject": "V-1", "step": "active"},
        "publication": {"channel": "newsletter", "thread": "blad-1", "title": "Nyt"},
        "delivery": {"thread": "blad-1", "area": "havtornen", "people": "500"},
        "outside_figure": {"topic": "tryghed", "value": "60", "source_name": "Måling", "published_on": "1.2.2026"},
        "training": {"topic": "abcd", "people": "4"},
        "initiative": {"thread": "i-1", "step": "from_need", "title": "Cykelhold"},
        "need": {"step": "voiced", "topic": "cykel", "people": "5"},
        "theme": {"thread": "t-1", "step": "identified"},
        "log_entry": {"activity": "cafe", "note": "Stille formiddag"},
        "story": {"thread": "s-1", "step": "published", "text": "Før sad jeg alene", "consented_on": "2026-11-01"},
        "answer": {"topic": "who5.score", "value": "64", "thread": "svar-1"},
        "rating": {"session": "cafe-1", "value": "4", "people": "3"},
    }
    assert set(rows) | {"referral"} == set(KINDS)
    for kind, row in rows.items():
        when = {} if "session" in row else {"on": "2026-11-12"}
        assert codes(record({"kind": kind, **when, **row})) == (Outcome.NEW, [])
