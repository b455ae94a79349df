"""Files into the journal: whole or not at all, and the same file twice changes nothing."""

import io
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import TODAY
from tests.journal.conftest import JOB
from traedesten.core.ids import new_id
from traedesten.core.models import AuditEvent
from traedesten.journal.actions import entry
from traedesten.journal.bulk import draft as drafting
from traedesten.journal.bulk import file_import
from traedesten.journal.bulk.draft import draft_file
from traedesten.journal.models import ContactNote, Entry, ImportBatch, StoryText
from traedesten.journal.receipt import Outcome
from traedesten.journal.store import stored
from traedesten.people.models import Subject
from traedesten.programme.models import RoleGrant, Version

HEADER = "id;kind;on;activity;area;session;subject;household;thread;step;topic;channel;first_time;people;value;note"
GOOD = [
    ";contact;12.11.2026;opsoegende;havtornen;;;;;talked;ensomhed;door;yes;2;;Et notat",
    ";visit;;;;cafe-1;P-1;H-1;;;;;;;;",
    ";conversation;2026-11-12;;havtornen;;P-1;;f-1;kram;;;;;45;",
    ";measurement;2026-11-12;;;;P-2;;;;weight;;;;71,5;",
]
FAULTY = ";contact;12.11.2027;;marehalmen;;;;;;;door;yes;;;"


def file_of(*lines):
    return io.BytesIO("\n".join([HEADER, *lines, ""]).encode())


@pytest.fixture
def load(cast, book):
    def run(*lines, by=JOB, **more):
        return file_import.run(by=by, programme=cast.here, file=file_of(*lines), name="fil.csv", today=TODAY, **more)

    return run


def counts(report):
    return (report.row_count, report.new_count, report.identical_count, report.superseded_count, report.faulty_count)


def reasons(report):
    return [(row.number, problem.column, problem.code) for row in report.faulty for problem in row.problems]


def test_a_file_becomes_entries_as_if_each_row_had_been_recorded(cast, load):
    report = load(*GOOD)
    assert counts(report) == (4, 4, 0, 0, 0)
    contact, visit, talk, weight = Entry.objects.order_by("seq")
    assert (contact.activity, contact.area, contact.topic.code, contact.people) == (
        cast.outreach,
        cast.area_here,
        "ensomhed",
        2,
    )
    assert ContactNote.objects.get(entry=contact).note == "Et notat"
    assert (visit.session, visit.area, visit.happened_month) == (cast.cafe_session, cast.area_here, 202611)
    assert (talk.step, talk.value, talk.thread.code) == ("kram", 45.0, "f-1")
    assert (weight.topic.name, weight.value) == ("Vægt", 71.5)
    assert Subject.objects.get(code="P-1").household.code == "H-1"


def test_the_import_is_one_batch_one_version_and_one_audit_line(load):
    report = load(*GOOD)
    batch = ImportBatch.objects.get()
    assert report.batch == batch
    assert (batch.new_count, batch.file_name, len(batch.sha256)) == (4, "fil.csv", 64)
    assert set(Entry.objects.values_list("batch", "version", "origin")) == {(batch.pk, 1, "import")}
    assert AuditEvent.objects.get(verb="import_file.save").count == 4


def test_the_same_file_twice_changes_nothing(load):
    load(*GOOD)
    before = list(Entry.objects.values_list("uid", "version").order_by("seq"))
    again = load(*GOOD)
    assert counts(again) == (4, 0, 4, 0, 0)
    assert not again.is_saved
    assert list(Entry.objects.values_list("uid", "version").order_by("seq")) == before
    assert ImportBatch.objects.count() == 1
    assert Version.objects.get().number == 1


def test_the_same_rows_written_another_way_are_the_same_rows(load):
    load(GOOD[0], GOOD[3])
    again = load(GOOD[0].replace("12.11.2026", "2026-11-12"), GOOD[3].replace("71,5", " 71.5 "))
    assert counts(again) == (2, 0, 2, 0, 0)


def test_rows_that_say_the_same_stay_apart_and_are_known_again(load):
    same = ";contact;2026-11-12;;havtornen;;;;;;;door;yes;;;"
    assert counts(load(same, same, same)) == (3, 3, 0, 0, 0)
    assert counts(load(same, same)) == (2, 0, 2, 0, 0)
    assert counts(load(same, same, same, same)) == (4, 1, 3, 0, 0)


def test_faulty_rows_are_named_and_nothing_is_saved(load):
    report = load(GOOD[0], FAULTY, GOOD[1])
    assert reasons(report) == [(3, "on", "future"), (3, "area", "unknown_code")]
    assert not report.is_saved
    assert (Entry.objects.count(), Subject.objects.count(), ImportBatch.objects.count()) == (0, 0, 0)


def test_the_good_rows_are_saved_when_they_are_asked_for(load):
    report = load(GOOD[0], FAULTY, GOOD[1], good_only=True)
    assert (counts(report), report.is_saved) == ((3, 2, 0, 0, 1), True)
    assert Entry.objects.count() == 2


def test_a_dry_run_saves_nothing_and_makes_no_pseudonym(load):
    report = load(*GOOD, dry_run=True)
    assert counts(report) == (4, 4, 0, 0, 0)
    assert (Entry.objects.count(), Subject.objects.count(), Version.objects.count()) == (0, 0, 0)


def test_an_id_twice_in_a_file_with_other_content_names_the_row_above(load):
    uid = str(new_id())
    report = load(uid + GOOD[0], uid + GOOD[0], uid + GOOD[3])
    assert reasons(report) == [(4, "id", "same_id")]
    assert "række 2" in report.faulty[0].problems[0].message
    assert report.identical_count == 1


def test_an_id_that_is_in_the_journal_with_other_content_is_told(load):
    uid = str(new_id())
    load(uid + GOOD[0])
    assert counts(load(uid + GOOD[0])) == (1, 0, 1, 0, 0)
    assert reasons(load(uid + GOOD[0].replace("Et notat", "Et andet"))) == [(2, "id", "same_id")]
    assert reasons(load(uid + GOOD[3])) == [(2, "id", "same_id")]


def test_a_registers_own_number_is_the_same_row_again(load):
    assert counts(load("17" + GOOD[0], "sag 18/b" + GOOD[3])) == (2, 2, 0, 0, 0)
    again = load("17" + GOOD[0], "sag 18/b" + GOOD[3], "19" + GOOD[1])
    assert counts(again) == (3, 1, 2, 0, 0)
    assert Entry.objects.count() == 3


def test_a_registers_own_number_with_other_content_is_told(load):
    load("17" + GOOD[0])
    assert reasons(load("17" + GOOD[3])) == [(2, "id", "same_id")]
    assert reasons(load("20" + GOOD[0], "20" + GOOD[3])) == [(3, "id", "same_id")]


def test_a_cpr_number_is_no_id(load):
    assert reasons(load("010170-1234" + GOOD[0])) == [(2, "id", "cpr")]


def test_an_id_cannot_be_endless(load):
    assert reasons(load("x" * 101 + GOOD[0])) == [(2, "id", "id_format")]


def test_an_entry_that_was_corrected_since_is_not_brought_back(load):
    load(*GOOD)
    entry.withdraw(by=JOB, entry=Entry.objects.get(kind="visit"), reason="Fejl")
    assert counts(load(*GOOD)) == (4, 0, 3, 1, 0)
    assert Entry.objects.current().count() == 3


def test_rows_of_one_file_hold_each_other_to_the_rules(load):
    visit, talk = GOOD[1], GOOD[2]
    report = load(
        visit,
        visit.replace("H-1", ""),
        ";session;;;;cafe-1;;;;cancelled;;;;;;",
        ";session;;;;cafe-2;;;;cancelled;;;;;;",
        visit.replace("cafe-1", "cafe-2"),
        talk,
        talk.replace(";45;", ";30;"),
    )
    assert reasons(report) == [
        (3, "subject", "twice"),
        (4, "step", "told_already"),
        (6, "session", "cancelled_session"),
        (8, "subject", "twice"),
    ]


def test_rows_are_held_to_what_is_registered_already(cast, load):
    entry.record(by=JOB, programme=cast.here, row={"kind": "session", "session": "cafe-1", "step": "held"}, today=TODAY)
    entry.record(by=JOB, programme=cast.here, row={"kind": "visit", "session": "cafe-1", "subject": "P-1"}, today=TODAY)
    report = load(GOOD[1], ";session;;;;cafe-1;;;;cancelled;;;;;;", GOOD[1].replace("P-1", "P-2"), good_only=True)
    assert reasons(report) == [(2, "subject", "twice"), (3, "session", "told_already")]
    assert report.batch.new_count == 1


def test_a_file_is_checked_again_when_somebody_wrote_meanwhile(cast, book):
    draft = draft_file(by=JOB, programme=cast.here, file=file_of(GOOD[1]), name="fil.csv", today=TODAY)
    row = {"kind": "session", "session": "cafe-1", "step": "cancelled"}
    entry.record(by=JOB, programme=cast.here, row=row, today=TODAY)
    saved = file_import.import_file.save(by=JOB, draft=draft)
    assert saved.batch is None
    assert [problem.code for problem in saved.draft.faulty[0].problems] == ["cancelled_session"]


def test_a_person_imports_what_their_role_records_in_the_areas_they_work_in(cast, load):
    RoleGrant.objects.get(staff=cast.leader).areas.set([cast.area_here])
    next_door = GOOD[0].replace("havtornen", "lyngtoppen")
    report = load(GOOD[0], next_door, GOOD[3], by=cast.leader, good_only=True)
    assert reasons(report) == [(3, "area", "not_yours"), (4, "kind", "not_yours")]
    assert (report.batch.imported_by, Entry.objects.get().recorded_by) == (cast.leader, cast.leader)


def test_a_person_needs_leave_to_import(cast, load):
    with pytest.raises(PermissionDenied):
        load(GOOD[0], by=cast.cafe_host)
    with pytest.raises(PermissionDenied):
        load(GOOD[0], by=cast.leader_elsewhere, dry_run=True)


def test_a_fault_half_way_leaves_nothing(load, monkeypatch):
    monkeypatch.setattr(drafting, "CHUNK", 2)
    monkeypatch.setattr("traedesten.journal.bulk.packed.CHUNK", 2)

    def fail(batch):
        raise RuntimeError("stop")

    monkeypatch.setattr("traedesten.journal.actions.import_file._demand_all_written", fail)
    with pytest.raises(RuntimeError):
        load(*GOOD)
    assert (Entry.objects.count(), Subject.objects.count(), Version.objects.count()) == (0, 0, 0)


def test_many_chunks_give_the_same_as_one(load, monkeypatch):
    monkeypatch.setattr(drafting, "CHUNK", 3)
    monkeypatch.setattr("traedesten.journal.bulk.packed.CHUNK", 2)
    lines = [f";contact;2026-11-12;;havtornen;;P-{n % 5};;;;;door;;{n};;{'note' * (n % 2)}" for n in range(20)]
    assert counts(load(*lines)) == (20, 20, 0, 0, 0)
    assert list(Entry.objects.order_by("seq").values_list("people", flat=True)) == list(range(20))
    assert counts(load(*reversed(lines))) == (20, 0, 20, 0, 0)


def test_a_storys_consent_comes_in_as_a_date(cast, book):
    line = (
        '{"kind": "story", "on": "2026-11-12", "thread": "s-1", "step": "published", "text": "Tekst",'
        ' "consented_on": "1.11.2026"}'
    )
    file = io.BytesIO(line.encode())
    file_import.run(by=JOB, programme=cast.here, file=file, name="fil.jsonl", today=TODAY)
    assert (StoryText.objects.get().text, StoryText.objects.get().consented_on) == ("Tekst", date(2026, 11, 1))


WORDS = {
    "kind": ["visit", "contact", "conversation", "session", "measurement", "delivery", "story", "besøg", ""],
    "on": ["2026-11-12", "12.11.2026", "20/11-2026", "2026-11-21", "2025-12-31", "i går", ""],
    "activity": ["cafe", "opsoegende", "kafe", ""],
    "area": ["havtornen", "lyngtoppen", "marehalmen", ""],
    "session": ["cafe-1", "cafe-2", "cafe-3", ""],
    "subject": ["P-1", "P-2", "Per Hansen", "010170-1234", ""],
    "step": ["kram", "held", "cancelled", "published", "talked", "kran", ""],
    "topic": ["ensomhed", "weight", "vægt", ""],
    "channel": ["door", "newsletter", "dør", ""],
    "first_time": ["yes", "måske", ""],
    "people": ["3", "-1", "2,5", "600", ""],
    "value": ["45", "1.234", "12,5", "-1", ""],
    "thread": ["t-1", "t 1", ""],
}
ROWS = st.fixed_dictionaries({name: st.sampled_from(words) for name, words in WORDS.items()})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROWS, min_size=1, max_size=6))
def test_a_file_and_single_entries_accept_and_refuse_the_same_rows_for_the_same_reasons(cast, book, rows):
    lines = [";".join(row[name] for name in WORDS) for row in rows]
    file = io.BytesIO("\n".join([";".join(WORDS), *lines, ""]).encode())
    with transaction.atomic():
        report = file_import.run(by=JOB, programme=cast.here, file=file, name="a.csv", today=TODAY, good_only=True)
        by_file = [stored(row) for row in Entry.objects.order_by("seq")]
        transaction.set_rollback(True)
    with transaction.atomic():
        receipts = [entry.record(by=JOB, programme=cast.here, row=row, today=TODAY) for row in rows]
        singly = [stored(row) for row in Entry.objects.order_by("seq")]
        transaction.set_rollback(True)
    told = {row.number: row.problems for row in report.faulty}
    filled = [number for number, row in enumerate(rows) if any(row.values())]
    assert {number: told.get(number + 2, ()) for number in filled} == {
        number: receipts[number].problems for number in filled
    }
    assert by_file == singly
    assert [receipts[number].outcome is Outcome.NEW for number in filled].count(True) == report.new_count
