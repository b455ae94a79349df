"""Taking out of the journal what one sees: who may, what is in the file and what is not, and the line in the log."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from tests.cast import TODAY
from traedesten.core.models import Look
from traedesten.desk import entry_table
from traedesten.journal.actions import entry as journal_entry
from traedesten.journal.bulk import file_import
from traedesten.journal.models import Entry

HERE = {"programme": "groen-vej"}
JOURNAL = reverse("desk:journal", kwargs=HERE)
FILE = reverse("desk:journal_file", kwargs=HERE)


@pytest.fixture
def entries(record, office):
    record(kind="contact", channel="door", first_time="yes", area="havtornen", note="Hos fru Holm", people=3)
    record(kind="conversation", subject="KM-427", step="kram", value=45, area="havtornen", note="Vil gerne gå ture")
    record(by=office.worker_next_door, kind="contact", channel="yard", subject="KM-999", area="lyngtoppen")


def table(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_the_file_says_what_the_list_says(office, enter, entries):
    heading, *rows = table(enter(office.worker).post(FILE, {"format": "csv"}))
    assert heading == [str(column.heading) for column in entry_table.COLUMNS]
    assert rows == [
        [
            "20-11-2026",
            "Kontakt",
            "Kontakt ved døren med 3 personer i Havtornen: første gang.",
            "",
            "",
            "Havtornen",
            "",
            "",
            "3",
            "",
            "Viggo Vibe",
            "20-11-2026",
        ],
        [
            "20-11-2026",
            "Samtale",
            "KRAM-samtale med KM-427 i Havtornen: 45 minutter.",
            "",
            "",
            "Havtornen",
            "",
            "KM-427",
            "",
            "",
            "Viggo Vibe",
            "20-11-2026",
        ],
    ]


def test_excel_has_days_as_days_and_tells_what_it_is(office, enter, entries):
    response = enter(office.worker).post(f"{FILE}?kind=conversation", {"format": "xlsx"})
    assert response.headers["Content-Disposition"] == 'attachment; filename="journal-groen-vej-2026-11-20.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    rows, told = book.worksheets
    assert rows.max_row == 2
    assert rows["A2"].value.date() == TODAY
    said = [cell.value for cell in told["A"]]
    assert "Slags: Samtale" in said
    assert any("Viggo Vibe" in line for line in said)
    assert "1 registrering, uden notater" in said


@pytest.mark.parametrize("kind", ["csv", "xlsx", "again"])
def test_no_note_goes_out(kind, office, enter, entries):
    response = enter(office.nurse).post(FILE, {"format": kind})
    content = response.content
    if kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        content = repr([[cell.value for cell in row] for sheet in book for row in sheet.rows]).encode()
    assert b"KM-427" in content
    assert b"fru Holm" not in content
    assert "gå ture".encode() not in content


def test_what_can_be_read_in_again_changes_nothing(office, enter, entries):
    content = enter(office.leader).post(FILE, {"format": "again"}).content
    before = Entry.objects.count()
    assert len(table(enter(office.leader).post(FILE, {"format": "again"}))) == 4
    report = file_import.run(
        by=office.leader, programme=office.here, file=io.BytesIO(content), name="j.csv", today=TODAY
    )
    assert (report.new_count, Entry.objects.count()) == (0, before)


def test_a_text_that_looks_like_a_formula_is_a_text(office, enter, record):
    office.area_here.name = "=HYPERLINK(1)"
    office.area_here.save()
    record(kind="contact", channel="door", first_time="yes", area="havtornen")
    rows = table(enter(office.worker).post(FILE, {"format": "csv"}))
    assert rows[1][5] == "'=HYPERLINK(1)"


def test_the_log_says_who_took_out_how_much_and_about_whom(office, enter, entries):
    client = enter(office.nurse)
    address = client.post(JOURNAL, {"subject": "KM-427"}).url
    Look.objects.all().delete()
    client.post(f"{FILE}?{address.partition('?')[2]}", {"format": "csv"})
    line = Look.objects.get()
    assert (line.actor_id, line.way, line.what, line.count, line.words) == (
        office.nurse.pk,
        "export",
        "journal.export",
        1,
        "KM-427",
    )


@pytest.mark.parametrize(
    ("person", "status"), [("worker", 200), ("partner", 403), ("funder", 403), ("officer", 403), ("stranger", 404)]
)
def test_who_takes_files_out(person, status, office, enter, entries):
    assert enter(office.everyone[person]).post(FILE, {"format": "csv"}).status_code == status


def test_who_sees_no_persons_gets_no_codes(office, enter, record):
    record(by=office.leader, kind="story", thread="f-1", step="told", title="En dag")
    client = enter(office.communicator)
    response = client.post(FILE, {"format": "csv"})
    assert response.status_code == 200
    assert len(table(response)) == 2
    assert "Person" not in table(response)[0]
    assert client.post(FILE, {"format": "again"}).status_code == 403


def test_a_withdrawn_entry_is_not_in_the_file_unless_asked_for(office, enter, entries):
    talk = Entry.objects.get(subject__code="KM-427")
    journal_entry.withdraw(by=office.worker, entry=talk, reason="Blev ikke til noget")
    assert len(table(enter(office.worker).post(FILE, {"format": "csv"}))) == 2
    assert len(table(enter(office.worker).post(f"{FILE}?all=on", {"format": "csv"}))) == 3


@pytest.mark.parametrize("query", ["?person=forgotten", "?starts_on=40.13.2026"])
def test_what_cannot_be_understood_gives_no_file(query, office, enter, entries):
    response = enter(office.worker).post(f"{FILE}{query}", {"format": "csv"}, follow=True)
    assert "Filen kunne ikke laves" in response.content.decode()
    assert not Look.objects.filter(way="export").exists()


def test_too_much_for_one_file_is_said_before_it_is_made(office, enter, entries, monkeypatch):
    monkeypatch.setattr(entry_table, "MOST_ROWS", 1)
    client = enter(office.worker)
    assert "Vælg en kortere periode" in client.post(FILE, {"format": "csv"}, follow=True).content.decode()
    assert client.post(FILE, {"format": "again"}).status_code == 200


def test_a_file_asks_the_database_as_often_for_one_as_for_three(office, enter, record, django_assert_num_queries):
    client = enter(office.nurse)
    client.post(FILE, {"format": "csv"})
    for number in (1, 2):
        for _again in range(number):
            record(kind="contact", channel="door", subject="KM-427", area="havtornen", activity="cafe", topic="bolig")
        with django_assert_num_queries(11):
            client.post(FILE, {"format": "csv"})
