"""The import screen through its views: send, explain, try, bring in, undo; and who may not."""

import json
from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from tests.desk import sheets
from traedesten.core import clock
from traedesten.core.action import System
from traedesten.core.models import AuditEvent
from traedesten.desk.importing import runner
from traedesten.desk.importing.plan import Plan
from traedesten.journal.actions import entry as entries
from traedesten.journal.actions import import_job
from traedesten.journal.models import Entry, ImportBatch, ImportJob, ImportMapping
from traedesten.schedule.models import Session

pytestmark = pytest.mark.django_db

HERE = {"programme": "groen-vej"}
LIST_QUERIES = 9


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    """In tests the work is done before the answer: a test's transaction is seen by no other connection."""
    monkeypatch.setattr(runner, "in_background", lambda work: work())
    monkeypatch.setattr(runner, "forget_later", lambda: None)


@pytest.fixture
def leader(office, enter):
    return enter(office.leader)


def address(name, **parts):
    return reverse(f"desk:{name}", kwargs={**HERE, **parts})


def send(client, content, name="fil.xlsx"):
    return client.post(address("imports"), {"file": SimpleUploadedFile(name, content)})


def the_job():
    return ImportJob.objects.get()


def plan():
    return Plan.read(the_job().plan)


def explain(client, **answers):
    """Send the mapping page as it stands with some answers changed."""
    job = the_job()
    now = plan()
    sent = {f"column-{key.split(':')[0]}": name for key, name in now.columns.items()}
    sent |= {f"constant-{name}": value for name, value in now.constants.items()}
    sent |= {"kind": now.kind, "sheet": now.sheet, "heading_row": now.heading_row}
    if now.is_wide:
        sent["is_wide"] = "1"
    return client.post(address("import_mapping", job=job.uid), {**sent, **answers})


def bring_in(client):
    return client.post(address("import_begin", job=the_job().uid))


def receipt():
    return json.loads(the_job().told)


# --- A café's sheet -----------------------------------------------------------------------------------------------


def test_a_cafe_sheet_is_understood_by_itself(leader, cast):
    response = send(leader, sheets.cafe(), "Cafe.xlsx")
    assert response.status_code == 302
    found = plan()
    assert found.kind == "session"
    assert found.columns == {"0:hvor": "area", "1:dag": "on", "2:gæster": "people", "4:bemærkninger": "note"}
    assert found.constants["step"] == "held"


def test_a_cafe_sheet_comes_in_with_its_children_counted(leader, cast):
    code = cast.cafe.code
    send(leader, sheets.cafe(), "Cafe.xlsx")
    explain(leader, **{"column-0": "area", "constant-activity": code})
    before = Session.objects.count()
    page = leader.get(address("import_trial", job=the_job().uid))
    assert "16</strong> nye" in page.content.decode()
    assert (Session.objects.count(), Entry.objects.count()) == (before, 0), "a dry run saves nothing"
    bring_in(leader)
    people = Entry.objects.filter(kind="session").order_by("happened_on").values_list("people", flat=True)
    assert list(people) == [15, 14, 20, 9, 13, 17, 15, 12] * 2
    assert Session.objects.count() == before + 16
    assert Entry.objects.filter(area=cast.area_here, happened_on=date(2026, 3, 2), activity=cast.cafe).count() == 1
    job = the_job()
    assert (job.state, job.sheets, job.plan) == ("done", None, None), "what the file said is deleted"
    assert ImportBatch.objects.get().file_name == "Cafe.xlsx"


@pytest.mark.parametrize(("first", "left_out"), [(date(2026, 3, 2), 0), (date(2026, 3, 3), 1)])
def test_no_session_is_laid_outside_the_programme_for_a_row_that_is_refused(leader, cast, first, left_out):
    """The sheet's first day is 2 March 2026."""
    cast.here.starts_on = first
    cast.here.save()
    send(leader, sheets.cafe(), "Cafe.xlsx")
    explain(leader, **{"column-0": "area", "constant-activity": cast.cafe.code})
    before = Session.objects.count()
    page = leader.get(address("import_trial", job=the_job().uid)).content.decode()
    assert ("ligger før programmets start" in page) is bool(left_out)
    bring_in(leader)
    assert (Session.objects.count() - before, Entry.objects.count()) == (16 - left_out, 16 - left_out)
    assert not Session.objects.filter(planned_on__lt=first).exists()


def test_the_same_file_twice_changes_nothing_and_needs_no_mapping(leader, cast):
    for _time in range(2):
        response = send(leader, sheets.cafe(), "Cafe.xlsx")
        if _time:
            assert response.url.endswith("/proev/"), "known headings need no mapping"
        else:
            explain(leader, **{"column-0": "area", "constant-activity": cast.cafe.code})
        bring_in(leader)
        told = receipt()
        ImportJob.objects.all().delete()
    assert (Entry.objects.count(), told["same"], ImportBatch.objects.count()) == (16, 16, 1)


def test_the_next_month_of_another_programme_is_not_understood_by_ours(leader, cast, enter):
    ImportMapping.objects.create(
        programme=cast.elsewhere, headings_sha="x", plan=Plan(kind="contact").written(), used_at=clock.now()
    )
    send(leader, sheets.cafe(), "Cafe.xlsx")
    assert not plan().is_remembered


def test_who_leads_one_area_sees_their_own_files_and_those_that_lie_there(office, cast, enter):
    """The names of other people's files tell of what is in them."""

    def batch(name, by, *areas):
        made = ImportBatch.objects.create(programme=cast.here, file_name=name, sha256=name, imported_by=by, new_count=1)
        for area in areas:
            row = {"kind": "contact", "channel": "door", "first_time": "yes", "on": "2026-11-12"}
            written = entries.record(
                by=cast.leader, programme=cast.here, row={**row, **({"area": area} if area else {})}
            )
            Entry.objects.filter(pk=written.entry.pk).update(batch=made)
        return made

    other = cast.administrator
    made = [
        batch("egen", cast.leader, "lyngtoppen"), batch("her", other, "havtornen", "havtornen"),
        batch("begge", other, "havtornen", "lyngtoppen"), batch("naboen", other, "lyngtoppen"),
        batch("uden-sted", other, ""), batch("tom", other),
    ]  # fmt: skip

    def seen():
        client = enter(cast.leader)
        names = {line.name for line in client.get(address("imports")).context["page"].batches}
        opened = {each.file_name for each in made
                  if client.get(address("import_batch", batch=each.pk)).status_code == 200}  # fmt: skip
        assert opened == names
        return names

    assert seen() == {each.file_name for each in made}
    cast.leader.grants.get().areas.set([cast.area_here])
    assert seen() == {"egen", "her"}


# --- An outreach log ----------------------------------------------------------------------------------------------


def test_an_outreach_log_comes_in_without_names_and_with_its_faults_told(leader, cast):
    send(leader, sheets.outreach(), "log.csv")
    found = plan()
    assert found.kind == "contact"
    assert "1:navn" not in found.columns
    assert found.words["channel"] == {
        "ved hoveddøren": "door", "opkald": "phone", "i gården": "yard", "vaskeri": "laundry"
    }  # fmt: skip
    assert found.words["topic"]["boligen"] == "bolig"
    assert found.words["step"]["ikke hjemme"] == "no_answer"
    explain(leader, **{"constant-area": "havtornen", "try": "1"})
    shown = leader.get(address("import_trial", job=the_job().uid) + "?fejl=1").content.decode()
    assert "»31/2-26« kan ikke læses som en dato" in shown
    assert "Regnearket viser en fejl: #REF!" in shown
    assert "Opdigtet Beboer" not in shown
    bring_in(leader)
    assert Entry.objects.filter(kind="contact", area=cast.area_here).count() == 24
    assert Entry.objects.filter(first_time="yes").count() == 6
    assert receipt()["faulty"] == 2
    assert "Opdigtet" not in json.dumps(receipt())


def test_a_name_column_stays_out_whatever_is_chosen(leader, cast):
    send(leader, sheets.outreach(), "log.csv")
    explain(leader, **{"column-1": "note", "constant-area": "havtornen"})
    page = leader.get(address("import_mapping", job=the_job().uid)).content.decode()
    assert "Navne og numre på personer indlæses ikke" in page
    assert "Opdigtet Beboer" not in leader.get(address("import_trial", job=the_job().uid)).content.decode()
    bring_in(leader)
    from traedesten.journal.models import ContactNote  # why inside: only this test

    assert [row.note for row in ContactNote.objects.all()] == ["Vil gerne høre om gåturen"]


def test_a_cell_is_put_right_in_place_and_a_row_left_out(leader, cast):
    send(leader, sheets.outreach(), "log.csv")
    explain(leader, **{"constant-area": "havtornen"})
    trial = address("import_trial", job=the_job().uid)
    leader.post(trial, {"fix-24-0": "28/2-26", "leave": "25"})
    page = leader.get(trial).content.decode()
    assert "25</strong> nye" in page
    assert "0</strong> med fejl" in page
    assert "Du har ladt 1 række være." in page
    leader.post(trial, {"take_back": "1"})
    assert "1</strong> med fejl" in leader.get(trial).content.decode()
    bring_in(leader)
    assert Entry.objects.filter(happened_on=date(2026, 2, 28)).count() == 1


def test_a_cpr_number_keeps_its_column_out(leader, cast):
    content = sheets.table(["Dato", "Antal", "Andet"], ["3/3-26", 4, "010190-1234"], ["4/3-26", 5, "gul dør"])
    send(leader, content)
    page = leader.get(address("import_mapping", job=the_job().uid)).content.decode()
    assert "010190" not in page
    assert "gul dør" not in page.partition("Arkets kolonner")[2].partition("<details")[0]


def test_a_column_a_day_is_turned_by_itself(leader, cast):
    send(leader, sheets.wide(), "hold.xlsx")
    found = plan()
    assert found.is_wide
    explain(leader, kind="visit", **{"constant-activity": cast.cafe.code, "constant-area": "havtornen"})
    explain(leader, **{"constant-activity": cast.cafe.code, "constant-area": "havtornen"})
    bring_in(leader)
    assert Entry.objects.filter(kind="visit").count() == 8
    assert Session.objects.filter(planned_on=date(2026, 3, 3)).count() == 1


# --- Undo ---------------------------------------------------------------------------------------------------------


def brought_in(leader, cast):
    send(leader, sheets.outreach(), "log.csv")
    explain(leader, **{"constant-area": "havtornen"})
    bring_in(leader)
    ImportJob.objects.all().delete()
    return ImportBatch.objects.get()


def take_back(client, batch, reason="forkert fil"):
    there = address("import_batch", batch=batch.pk)
    form_id = client.get(there).context["form"]["id"].value()
    return client.post(there, {"id": form_id, "reason": reason}, follow=True).content.decode()


def test_a_whole_import_is_taken_back_and_what_was_corrected_is_left(leader, cast, enter):
    batch = brought_in(leader, cast)
    first, second = Entry.objects.filter(batch=batch)[:2]
    row = {"on": first.happened_on, "channel": "phone", "first_time": "no", "area": "havtornen"}
    assert entries.correct(by=cast.leader, entry=first, row=row, reason="det var i telefonen").entry
    entries.withdraw(by=cast.leader, entry=second, reason="skete ikke")
    with time_machine.travel(clock.now() + timedelta(days=200)):
        enter(cast.leader)
        page = take_back(leader, batch)
    assert "22 registreringer er taget tilbage. 2 er rettet siden og står endnu." in page
    assert Entry.objects.current().count() == 1
    batch.refresh_from_db()
    assert (batch.undone_count, batch.undone_by) == (22, cast.leader)
    assert AuditEvent.objects.filter(verb="import_file.undo", count=22).exists()
    assert "Taget tilbage" in leader.get(address("imports")).content.decode()


def test_what_was_undone_can_come_in_again_once(leader, cast):
    batch = brought_in(leader, cast)
    take_back(leader, batch)
    assert Entry.objects.current().count() == 0
    for _time in range(2):
        send(leader, sheets.outreach(), "log.csv")
        bring_in(leader)
        ImportJob.objects.all().delete()
        assert Entry.objects.current().count() == 24


def test_an_undo_needs_a_reason(leader, cast):
    batch = brought_in(leader, cast)
    assert "Skriv kort hvorfor" in take_back(leader, batch, " ")
    assert Entry.objects.current().count() == 24


# --- Progress, stopping, forgetting ---------------------------------------------------------------------------------


def test_a_stopped_server_leaves_it_unfinished_and_says_so(leader, cast):
    send(leader, sheets.outreach(), "log.csv")
    explain(leader, **{"constant-area": "havtornen"})
    import_job.begin(by=cast.leader, job=the_job(), runner=runner.HERE.rpartition(":")[0] + ":other", row_count=26)
    page = leader.get(address("import_progress", job=the_job().uid)).content.decode()
    assert "Indlæsningen gik i stå" in page
    assert Entry.objects.count() == 0
    bring_in(leader)
    assert (the_job().state, Entry.objects.count()) == ("done", 24)


def test_a_fault_of_ours_saves_nothing_and_says_so(leader, cast, monkeypatch):
    def break_down(*_args, **_kwargs):
        raise RuntimeError("the disk is full")

    send(leader, sheets.cafe(), "Cafe.xlsx")
    explain(leader, **{"column-0": "area", "constant-activity": cast.cafe.code})
    before = Session.objects.count()
    monkeypatch.setattr("traedesten.journal.bulk.writer.Writer.write", break_down)
    bring_in(leader)
    page = leader.get(address("import_progress", job=the_job().uid)).content.decode()
    assert "Intet er gemt" in page
    assert (Entry.objects.count(), Session.objects.count()) == (0, before)
    assert not ImportBatch.objects.exists()


def test_nobody_begins_twice(leader, cast):
    send(leader, sheets.outreach(), "log.csv")
    explain(leader, **{"constant-area": "havtornen"})
    for _time in range(2):
        bring_in(leader)
    assert ImportBatch.objects.count() == 1


def test_the_file_is_kept_encrypted_and_gone_after_a_day(leader, cast):
    send(leader, sheets.outreach(), "Fru Hansens liste.csv")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sheets, file_name FROM journal_importjob")
        for kept in cursor.fetchone():
            assert b"Opdigtet" not in bytes(kept)
            assert b"Hansen" not in bytes(kept)
    uid = the_job().uid
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        runner.forget()
    assert not ImportJob.objects.filter(uid=uid).exists()


def test_a_process_that_begins_forgets_what_came_to_one_that_is_gone(leader, cast, monkeypatch):
    later = []
    monkeypatch.setattr(runner, "forget_later", lambda: later.append(True))
    send(leader, sheets.outreach(), "log.csv")
    later.clear()
    runner.at_start()
    assert (ImportJob.objects.count(), later) == (1, [True])
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        runner.at_start()
    assert not ImportJob.objects.exists()


def test_a_file_of_today_is_not_forgotten_and_an_old_one_cannot_be_opened(leader, cast, enter):
    send(leader, sheets.outreach(), "log.csv")
    import_job.forget(by=System("forget-imports"))
    uid = the_job().uid
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        enter(cast.leader)
        assert leader.get(address("import_mapping", job=uid)).status_code == 404


def test_the_name_of_the_file_of_an_import_is_encrypted(leader, cast):
    brought_in(leader, cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT file_name FROM journal_importbatch")
        assert b"log.csv" not in bytes(cursor.fetchone()[0])


def test_every_import_is_in_the_audit_log(leader, cast):
    brought_in(leader, cast)
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"import_job.receive", "import_job.begin", "import_file.save", "import_job.end"} <= verbs


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_little_with_many_as_with_one(leader, cast, count, django_assert_num_queries):
    for number in range(count):
        ImportBatch.objects.create(
            programme=cast.here, file_name=f"{number}.csv", sha256="", imported_by=cast.leader, new_count=2
        )
        import_job.receive(by=cast.leader, programme=cast.here, file_name=f"{number}.csv", sheets="[]")
    leader.get(address("imports"))
    with django_assert_num_queries(LIST_QUERIES):
        leader.get(address("imports"))


# --- Who may not ----------------------------------------------------------------------------------------------------


def test_only_who_may_import_sees_the_screen(office, enter, cast):
    assert enter(cast.worker).get(address("imports")).status_code == 403
    assert "Indlæs et regneark" not in enter(cast.worker).get(address("journal")).content.decode()
    assert enter(cast.leader_elsewhere).get(address("imports")).status_code == 404
    assert "Indlæs et regneark" in enter(cast.leader).get(address("journal")).content.decode()


def test_another_leader_of_the_programme_cannot_open_ones_file(leader, cast, enter):
    from traedesten.programme.models import RoleGrant  # why inside: only this test

    send(leader, sheets.outreach(), "log.csv")
    RoleGrant.objects.create(programme=cast.here, staff=cast.leader_elsewhere, role="project_leader")
    other = enter(cast.leader_elsewhere)
    for name in ("import_mapping", "import_trial", "import_progress"):
        assert other.get(address(name, job=the_job().uid)).status_code == 404


def test_a_wrong_file_is_refused_on_the_page_and_nothing_is_kept(leader):
    response = send(leader, b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "billede.xlsx")
    assert response.status_code == 422
    assert "ikke et Excel-regneark" in response.content.decode()
    response = send(leader, sheets.table(["Dato", "Antal"]), "kun-overskrifter.xlsx")
    assert "kun overskrifter" in response.content.decode()
    assert not ImportJob.objects.exists()


def test_what_is_missing_is_said_before_the_file_is_tried(leader):
    send(leader, sheets.table(["Dato", "Antal"], ["3/3-26", 4]), "antal.xlsx")
    response = explain(leader, **{"constant-activity": "", "try": "1"})
    assert response.status_code == 422
    assert "Sig, hvad »Aktivitet« er" in response.content.decode()
