"""A long sheet costs no more to explain than a short one, is tried once, and what is kept of it is true and private."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import TODAY
from tests.desk import sheets
from tests.desk.test_import_shape import read, table_of
from traedesten.core import clock
from traedesten.desk.importing import glance as glances
from traedesten.desk.importing import outcome, runner, trial
from traedesten.desk.importing.glance import MOST_WORDS, Glance
from traedesten.desk.importing.job import Opened
from traedesten.desk.importing.outcome import Outcome
from traedesten.desk.importing.plan import Plan
from traedesten.desk.importing.upload import Sheet
from traedesten.journal.actions import entry as entries
from traedesten.journal.models import Entry, ImportJob
from traedesten.programme.models import RoleGrant

pytestmark = pytest.mark.django_db

HERE = {"programme": "groen-vej"}
SIZES = (50, 1200)
MAPPING_QUERIES, EXPLAINED_QUERIES, FIRST_TRIAL_QUERIES, NEXT_TRIAL_QUERIES = 12, 18, 32, 10
HEADINGS = ["Dato", "Navn", "Hvordan", "Ny?", "Område", "Noter"]


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr(runner, "in_background", lambda work: work())
    monkeypatch.setattr(runner, "forget_later", lambda: None)


@pytest.fixture
def leader(office, enter):
    return enter(office.leader)


def rows_of(count):
    first = TODAY - timedelta(days=200)
    return [
        [
            f"{first + timedelta(days=n % 200):%d.%m.%Y}",
            f"Opdigtet Beboer {n}",
            "Opkald",
            "nej",
            "Havtornen",
            f"Nr. {n}",
        ]
        for n in range(count)
    ]


def csv(rows):
    return "\n".join(";".join(map(str, row)) for row in [HEADINGS, *rows]).encode()


def send(client, rows):
    client.post(reverse("desk:imports", kwargs=HERE), {"file": SimpleUploadedFile("log.csv", csv(rows))})
    return ImportJob.objects.get()


def address(name):
    return reverse(f"desk:{name}", kwargs={**HERE, "job": ImportJob.objects.get().uid})


def answers():
    plan = Plan.read(ImportJob.objects.get().plan)
    sent = {f"column-{key.split(':')[0]}": name for key, name in plan.columns.items()}
    return sent | {"kind": plan.kind, "sheet": plan.sheet, "heading_row": plan.heading_row}


def asked_by(work):
    with CaptureQueriesContext(connection) as asked:
        answer = work()
    return answer, [each["sql"] for each in asked]


def without_marks(page):
    """The page without what guards its forms, which is another each time."""
    return re.sub(r"\b\w{64}\b", "", page.content.decode())


@pytest.fixture
def attempts(monkeypatch):
    made = []
    monkeypatch.setattr(outcome, "attempt", lambda found: made.append(found) or trial.attempt(found))
    return made


@pytest.fixture
def read_sheets(monkeypatch):
    """One for each time a page read the whole file."""
    made = []
    whole = Opened.sheets.func
    monkeypatch.setattr(Opened, "sheets", property(lambda self: made.append(1) or whole(self)))
    return made


# --- As much for many rows as for few -------------------------------------------------------------------------------


@pytest.mark.parametrize("count", SIZES)
def test_the_page_of_the_columns_reads_no_sheet_however_long_it_is(leader, cast, count, read_sheets):
    send(leader, rows_of(count))
    there, sent = address("import_mapping"), answers()
    leader.get(there)
    read_sheets.clear()
    page, asked = asked_by(lambda: leader.get(there))
    assert (len(asked), read_sheets) == (MAPPING_QUERIES, [])
    assert not [sql for sql in asked if "sheets" in sql]
    assert f"{count}".replace("1200", "1.200") + " rækker" in page.content.decode()
    again, asked = asked_by(lambda: leader.post(there, sent))
    assert (again.status_code, len(asked), read_sheets) == (200, EXPLAINED_QUERIES, [])


def test_what_is_kept_of_a_longer_sheet_is_no_longer(leader, cast):
    lengths = []
    for count in (500, 5000):
        lengths.append(len(send(leader, rows_of(count)).glance))
        ImportJob.objects.all().delete()
    assert abs(lengths[1] - lengths[0]) < 500


@pytest.mark.parametrize("count", SIZES)
def test_a_file_is_tried_once_for_all_its_pages(leader, cast, count, attempts, read_sheets):
    send(leader, rows_of(count))
    there = address("import_trial")
    first, asked = asked_by(lambda: leader.get(there))
    assert (first.status_code, len(attempts), len(asked)) == (200, 1, FIRST_TRIAL_QUERIES)
    read_sheets.clear()
    for number in (1, 2, 1):
        page, asked = asked_by(lambda n=number: leader.get(f"{there}?side={n}"))
        assert (page.status_code, len(asked), read_sheets) == (200, NEXT_TRIAL_QUERIES, [])
    assert len(attempts) == 1
    assert page.content.decode().count("<tr") == first.content.decode().count("<tr")


def test_of_a_long_sheet_the_first_rows_are_tried_and_all_come_in(leader, cast, monkeypatch):
    monkeypatch.setattr(trial, "TRIED_AT_ONCE", 10)
    rows = rows_of(25)
    rows[20][0] = "31/2-26"
    send(leader, rows)
    leader.post(address("import_trial"), {"leave": "3"})
    page = leader.get(address("import_trial")).content.decode()
    for told in ("10</strong> nye", "0</strong> med fejl", "14</strong> prøves under", "Indlæs 24 registreringer"):
        assert told in page
    assert "Nr. 10" in page
    assert "Nr. 11" not in page
    assert "Nr. 3<" not in page
    leader.post(address("import_begin"))
    assert Entry.objects.filter(kind="contact").count() == 23
    assert ImportJob.objects.get().row_count == 24


# --- True -----------------------------------------------------------------------------------------------------------


def test_it_is_tried_anew_when_what_it_rests_on_changes(leader, cast, attempts, enter):
    send(leader, rows_of(5))
    tries = []

    def look():
        page = leader.get(address("import_trial")).content.decode()
        tries.append(len(attempts))
        return page

    look()
    row = {"kind": "contact", "on": TODAY, "channel": "door", "first_time": "yes", "area": "havtornen"}
    assert entries.record(by=cast.leader, programme=cast.here, row=row).entry
    look(), look()  # the journal
    leader.post(address("import_trial"), {"leave": "1"})
    assert "4</strong> nye" in look()  # the plan
    RoleGrant.objects.create(staff=cast.leader, programme=cast.here, role="resident_nurse")
    look(), look()  # the roles
    leader.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    look(), look()  # the language
    with time_machine.travel(clock.now() + timedelta(hours=20)):
        enter(cast.leader)
        look(), look()  # the day
    assert tries == [1, 2, 2, 3, 4, 4, 5, 5, 6, 6]


def test_what_is_kept_is_what_was_tried(leader, cast):
    rows = rows_of(8)
    rows[2][0], rows[5][2] = "31/2-26", "#REF!"
    send(leader, rows)
    fresh = without_marks(leader.get(address("import_trial")))
    kept = Outcome.read(ImportJob.objects.get().trial)
    assert Outcome.read(kept.written()) == kept
    assert (kept.faulty_count, kept.new_count) == (2, 6)
    assert without_marks(leader.get(address("import_trial"))) == fresh


@pytest.mark.parametrize("sheet", [read(sheets.cafe())[0], read(sheets.outreach(), "a.csv")[0], read(sheets.wide())[0]])
def test_a_glance_comes_back_as_it_was_kept(sheet):
    taken = glances.of(table_of(sheet), sheet, 0, "2026-11-20")
    assert Glance.read(taken.written()) == taken


def test_words_are_counted_and_spelled_as_they_first_stand():
    rows = [["Hvor", "Antal"], ["Havtornen", 3], [" havtornen", 4], [None, 5], ["Basen", 3], [7, 3.5]]
    place, number = glances.of(table_of(Sheet("", rows)), Sheet("", rows), 0, "").columns
    told = [(word.text, word.count, word.spelled, word.is_text) for word in place.words]
    assert told == [("havtornen", 2, "Havtornen", True), ("basen", 1, "Basen", True), ("7", 1, "7", False)]
    assert (place.cells, place.has_all) == (["Havtornen", " havtornen", None, "Basen", 7], True)
    assert [word.text for word in number.words] == ["3", "4", "5", "3,5"]


def test_of_a_column_with_very_many_words_the_most_used_are_kept_and_no_place_is_guessed(leader, cast):
    rows = rows_of(MOST_WORDS + 60)
    for number, row in enumerate(rows):
        row[4] = "Havtornen" if number % 2 else f"havtornen, nr. {number}"
    job = send(leader, rows)
    column = Glance.read(job.glance).columns[5]
    assert (len(column.words), column.has_all) == (MOST_WORDS, False)
    whole = Glance.read(job.glance).columns[4]
    assert whole.words[0].text == "havtornen"


def test_a_row_of_headings_with_nothing_below_is_refused_and_the_page_stays(leader, cast):
    send(leader, rows_of(3))
    page = leader.post(address("import_mapping"), {**answers(), "heading_row": "3"})
    assert (page.status_code, Plan.read(ImportJob.objects.get().plan).heading_row) == (200, 0)
    assert "Arket har ingen rækker under overskrifterne." in page.content.decode()
    assert leader.post(address("import_mapping"), {**answers(), "sheet": "7"}).status_code == 200


# --- Private ----------------------------------------------------------------------------------------------------------


def test_what_is_kept_says_nothing_of_persons_is_encrypted_and_goes_with_the_sheet(leader, cast):
    send(leader, rows_of(30))
    leader.get(address("import_trial"))
    job = ImportJob.objects.get()
    assert "Opdigtet" in job.sheets
    assert "Opdigtet" not in job.glance + job.trial
    with connection.cursor() as cursor:
        cursor.execute("SELECT glance, trial FROM journal_importjob")
        for kept in cursor.fetchone():
            assert b"Opkald" not in bytes(kept)
            assert len(bytes(kept)) > 500
    leader.post(address("import_begin"))
    job = ImportJob.objects.get()
    assert (job.state, job.sheets, job.plan, job.glance, job.trial) == ("done", None, None, None, None)


def test_a_cpr_number_below_the_rows_that_are_tried_keeps_the_whole_column_out(leader, cast, monkeypatch):
    monkeypatch.setattr(trial, "TRIED_AT_ONCE", 10)
    rows = rows_of(40)
    rows[39][5] = "ring til 010190-1234"
    send(leader, rows)
    for page in (leader.get(address("import_mapping")), leader.get(address("import_trial"))):
        assert "Nr. 2" not in page.content.decode()
    assert "010190" not in ImportJob.objects.get().glance
    leader.post(address("import_begin"))
    from traedesten.journal.models import ContactNote  # why inside: only this test

    assert not ContactNote.objects.exists()
