"""What goes out comes in again, equal, and no spreadsheet takes a text for a formula."""

import io
import json

import jsonschema
import openpyxl
import pytest
from django.core.management import CommandError, call_command

from tests.cast import TODAY
from tests.journal.conftest import JOB
from traedesten.core.models import Look
from traedesten.journal import export
from traedesten.journal.actions import entry
from traedesten.journal.bulk import file_import
from traedesten.journal.models import Entry
from traedesten.journal.schema import entry_schema
from traedesten.programme.models import RoleGrant

ROWS = [
    {"kind": "contact", "on": "2026-11-12", "at": "09:05", "channel": "door", "first_time": "yes", "note": "=HYPER()"},
    {"kind": "visit", "subject": "P-1", "session": "cafe-1", "household": "H-1", "age_band": "6-12"},
    {"kind": "conversation", "on": "2026-11-12", "subject": "P-1", "step": "kram", "value": 45, "agreed": "'=1\nto"},
    {"kind": "outside_figure", "on": "2021-05-01", "topic": "tryghed", "value": "-0,125", "source_name": '@Kilde; "a"'},
    {
        "kind": "story",
        "on": "2026-11-12",
        "thread": "s-1",
        "step": "published",
        "text": "+1",
        "consented_on": "1.1.2026",
    },
    {"kind": "contribution", "on": "2026-11-12", "partner": "strandskolen", "value": 1234.5},
    {
        "kind": "enrolment",
        "on": "2026-11-12",
        "subject": "P-2",
        "linked_subject": "B-1",
        "run": "familie-1",
        "step": "joined",
    },
    {"kind": "log_entry", "on": "2026-11-12", "activity": "cafe", "note": "-  stille"},
]


@pytest.fixture
def entries(cast, book):
    for row in ROWS:
        assert entry.record(by=JOB, programme=cast.here, row=row, today=TODAY).is_saved
    gone = entry.record(by=JOB, programme=cast.here, row=ROWS[0], today=TODAY)
    entry.withdraw(by=JOB, entry=gone.entry, reason="Skete ikke")
    return Entry.objects.filter(programme=cast.here)


def written(entries, file_format, **more):
    file = io.BytesIO()
    count = export.write(entries, file, file_format=file_format, **more)
    return file, count


def told(entries, **more):
    return list(export.rows(entries, **more))


@pytest.mark.parametrize("file_format", ["csv", "jsonl", "xlsx"])
def test_what_goes_out_comes_in_again_equal(cast, entries, file_format):
    file, count = written(entries, file_format, with_notes=True)
    before = told(entries, with_notes=True)
    assert count == len(before) == len(ROWS)
    again = file_import.run(by=JOB, programme=cast.here, file=file, name=f"ud.{file_format}", today=TODAY)
    assert (again.identical_count, again.faulty) == (len(ROWS), [])
    _forget(entries)
    back = file_import.run(by=JOB, programme=cast.here, file=file, name=f"ud.{file_format}", today=TODAY)
    assert (back.new_count, back.faulty) == (len(ROWS), [])
    assert told(entries, with_notes=True) == before


def _forget(entries):
    for row in entries.order_by("-seq"):
        row.delete()


def test_what_goes_out_as_json_lines_fits_the_schema(entries):
    validator = jsonschema.Draft202012Validator(entry_schema())
    file, _count = written(entries, "jsonl", with_notes=True)
    lines = [json.loads(line) for line in file.getvalue().splitlines()]
    assert len(lines) == len(ROWS)
    for line in lines:
        validator.validate(line)


def test_notes_about_people_go_out_only_when_asked_for(entries):
    for file_format in ("csv", "jsonl", "xlsx"):
        secret = json.dumps(told(entries), default=str)
        assert written(entries, file_format)[1] == len(ROWS)
        assert "HYPER" not in secret
        assert "Kilde" in secret
        assert "stille" in secret
    assert "HYPER" in json.dumps(told(entries, with_notes=True), default=str)


def test_a_text_that_looks_like_a_formula_is_guarded_in_csv(entries):
    text = written(entries, "csv", with_notes=True)[0].getvalue().decode("utf-8-sig")
    assert "'=HYPER()" in text
    assert ";'@Kilde" in text or "\"'@Kilde" in text
    assert ";-0,125;" in text


def test_a_text_that_looks_like_a_formula_is_a_text_in_excel(entries):
    file = written(entries, "xlsx", with_notes=True)[0]
    sheet = openpyxl.load_workbook(file).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any(cell.value == "=HYPER()" for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n"}


# --- The commands ----------------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "fil.csv"
    path.write_text("kind;on;channel;first_time\ncontact;2026-11-12;door;yes\ncontact;2026-11-12;doorr;yes\n", "utf-8")
    return path


def run(capsys, *arguments, **options):
    call_command(*arguments, **options)
    return capsys.readouterr().out


def test_the_command_names_faulty_rows_and_saves_nothing(cast, file, capsys):
    with pytest.raises(CommandError, match="Intet er gemt"):
        call_command("import_entries", file, programme="groen-vej")
    out = capsys.readouterr().out
    assert "Række 3, channel: »doorr« kan ikke bruges her. Mente du »door«?" in out
    assert "2 rækker: 1 ny, 0 kendte i forvejen, 1 med fejl." in out
    assert not Entry.objects.exists()


def test_the_command_tries_a_file_and_saves_the_good_rows(cast, file, capsys):
    with pytest.raises(CommandError, match="intet er gemt") as refusal:
        call_command("import_entries", file, programme="groen-vej", dry_run=True)
    assert refusal.value.returncode == 1
    assert not Entry.objects.exists()
    assert "1 ny registrering er gemt." in run(capsys, "import_entries", file, programme="groen-vej", good_only=True)
    assert Entry.objects.count() == 1


def test_a_file_without_one_right_row_is_told_so(cast, tmp_path):
    (tmp_path / "fil.csv").write_text("kind\nkontakt\n", "utf-8")
    with pytest.raises(CommandError, match="ingen nye rækker er rigtige"):
        call_command("import_entries", tmp_path / "fil.csv", programme="groen-vej", good_only=True)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"programme": "roed-vej"}, "Programmerne er: blaa-vej, groen-vej."),
        ({"programme": "groen-vej", "by": "ingen@example.org"}, "ingen medarbejder"),
        ({"programme": "groen-vej", "by": "worker_elsewhere@example.org"}, "Din rolle giver ikke lov"),
    ],
)
def test_the_command_says_what_is_wrong(cast, file, options, message):
    with pytest.raises(CommandError, match=message):
        call_command("import_entries", file, **options)


def test_a_file_that_is_not_there_is_told(cast, tmp_path):
    with pytest.raises(CommandError, match="kan ikke åbnes"):
        call_command("import_entries", tmp_path / "væk.csv", programme="groen-vej")


def test_the_export_command_writes_a_file_and_a_line_in_the_access_log(cast, entries, tmp_path):
    call_command("export_entries", "groen-vej", output=tmp_path / "ud.csv", format="csv")
    assert (tmp_path / "ud.csv").read_bytes().count(b"\r\n") == len(ROWS) + 1
    assert (Look.objects.get().way, Look.objects.get().count) == ("export", len(ROWS))


def test_a_person_exports_what_they_may_see_and_notes_only_with_leave(cast, entries, tmp_path):
    options = {"output": tmp_path / "ud.jsonl", "format": "jsonl"}
    with pytest.raises(CommandError, match="Din rolle giver ikke lov"):
        call_command("export_entries", "groen-vej", by="cafe_host@example.org", **options)
    with pytest.raises(CommandError):
        call_command("export_entries", "groen-vej", by="leader_elsewhere@example.org", **options)
    call_command("export_entries", "groen-vej", by="leader@example.org", **options)
    assert (tmp_path / "ud.jsonl").read_text().count("\n") <= len(ROWS)
    assert (tmp_path / "ud.jsonl").stat().st_mode & 0o077 == 0
    assert Look.objects.filter(way="export").count() == 1


def test_notes_go_out_only_to_who_reads_them_in_every_area(cast, entries, tmp_path):
    grant = RoleGrant.objects.create(staff=cast.leader, programme=cast.here, role="resident_nurse")
    grant.areas.set([cast.area_here])
    options = {"output": tmp_path / "ud.jsonl", "format": "jsonl", "with_notes": True, "by": cast.leader.email}
    with pytest.raises(CommandError, match="Din rolle giver ikke lov"):
        call_command("export_entries", "groen-vej", **options)
    assert not (tmp_path / "ud.jsonl").exists()
    grant.areas.clear()
    call_command("export_entries", "groen-vej", **options)
    assert (tmp_path / "ud.jsonl").exists()


def test_a_refused_export_leaves_the_file_that_was_there(cast, entries, tmp_path):
    kept = tmp_path / "ud.csv"
    kept.write_text("fra i fredags")
    with pytest.raises(CommandError):
        call_command("export_entries", "groen-vej", by="cafe_host@example.org", output=kept)
    assert kept.read_text() == "fra i fredags"


def test_an_export_that_breaks_off_is_logged_all_the_same(cast, entries, tmp_path, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError("no space left")

    monkeypatch.setattr(export, "write", full)
    with pytest.raises(CommandError):
        call_command("export_entries", "groen-vej", output=tmp_path / "ud.csv")
    assert Look.objects.get().way == "export"
