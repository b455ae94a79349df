"""The journal's list is found in an index, whatever one asks for: never by reading a programme's entries through."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from traedesten.core.access import Permission
from traedesten.core.ids import new_id
from traedesten.desk import habit, thread
from traedesten.desk.workplace import workplace
from traedesten.journal.models import Entry

pytestmark = pytest.mark.django_db

HERE = {"programme": "groen-vej"}
KINDS = ("contact", "enquiry", "log_entry", "need", "contact", "concern")
SEARCHES = {
    "": "entry_newest",
    "?side=9": "entry_newest",
    "?kind=contact": "entry_newest",
    "?kind=enquiry": "entry_newest",
    "?activity=cafe": "entry_newest",
    "?area=havtornen": "entry_newest",
    "?by={worker}": "entry_newest",
    "?starts_on=01.11.2026&ends_on=20.11.2026": "entry_newest",
    "?kind=contact&area=havtornen&by={worker}&starts_on=01.11.2026": "entry_newest",
    "?kind=contact&all=on": "entry_newest",
}

NOTHING = ("?kind=enquiry", "?activity=cafe")  # what finds nothing reads nothing


@pytest.fixture
def many(office, record):
    """Several kinds in two programmes by two people, half of them corrected since."""
    made = record(kind="contact", channel="door", first_time="yes", area="havtornen")
    told = {f.attname: getattr(made, f.attname) for f in Entry._meta.fields if f.name != "seq"}
    programmes, people = (office.here.pk, office.elsewhere.pk), (office.worker.pk, office.leader.pk)
    rows = [
        Entry(
            **{**told, "uid": new_id(), "kind": KINDS[n % 6], "programme_id": programmes[n % 2],
               "recorded_by_id": people[n // 2 % 2]}
        )
        for n in range(3000)
    ]  # fmt: skip
    Entry.objects.bulk_create(rows)
    before = list(Entry.objects.filter(programme=office.here, kind="contact").values_list("pk", flat=True)[:400])
    Entry.objects.bulk_create(
        Entry(**{**told, "uid": new_id(), "kind": "contact", "supersedes_id": pk}) for pk in before
    )


def plan(sql):
    """The steps in which the database answers."""
    with connection.cursor() as cursor:
        cursor.execute(("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + sql)
        return [row[-1] for row in cursor.fetchall()]


def found_by(client, address):
    """The steps in which the database finds the ids of a page, and the statement that reads its entries."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    told = [each["sql"] for each in asked if "journal_entry" in each["sql"]]
    (ids,) = [sql for sql in told if "LIMIT 41" in sql]
    whole = [sql for sql in told if '"journal_entry"."uid"' in sql]
    return plan(ids), whole


@pytest.mark.parametrize("name", ["leader", "worker"])
@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="this is SQLite's way of saying it")
def test_sqlite_finds_each_page_in_the_index_alone(office, enter, many, name, search):
    address = reverse("desk:journal", kwargs=HERE) + search.format(worker=office.worker.pk)
    steps, whole = found_by(enter(getattr(office, name)), address)
    (entries,) = [step for step in steps if " journal_entry " in step]
    assert f"USING COVERING INDEX {SEARCHES[search]} (programme_id=?" in entries
    assert not [step for step in steps if "TEMP B-TREE" in step or step.startswith("SCAN")]
    assert [sql.rpartition('"seq" IN (')[2].partition(")")[0].count(",") < 40 for sql in whole] in ([True], [])
    assert bool(whole) == (search not in NOTHING)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="this is SQLite's way of saying it")
def test_sqlite_finds_a_person_by_the_person(office, enter, many, record):
    record(kind="referral", step="accepted", thread="b-1", subject="KM-427", offer="svoemning", area="havtornen")
    client = enter(office.leader)
    sent = client.post(reverse("desk:journal", kwargs=HERE), {"subject": "KM-427"})
    steps, whole = found_by(client, sent["Location"])
    assert any("journal_entry USING INDEX entry_of_subject (subject_id=?" in step for step in steps)
    assert len(whole) == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="this is PostgreSQL's way of saying it")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("search", SEARCHES)
def test_postgresql_finds_each_page_in_the_index(office, enter, many, search):
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE journal_entry")
        cursor.execute("SET enable_seqscan = off")
        cursor.execute("SET enable_bitmapscan = off")
    try:
        address = reverse("desk:journal", kwargs=HERE) + search.format(worker=office.worker.pk)
        steps, _whole = found_by(enter(office.leader), address)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ALL")
    # Of a single kind the index that figures are read from serves as well, and then PostgreSQL may take that one.
    (entries,) = [step for step in steps if step.endswith(")") and " on journal_entry  (" in step]
    assert re.search(r"Index (Only )?Scan .*using (entry_newest|entry_covering) on", entries), "\n".join(steps)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="this is SQLite's way of saying it")
def test_what_a_person_does_most_is_found_among_their_own(office, enter, many):
    here = workplace(office.worker, "groen-vej", Permission.RECORD_ENTRY)
    with CaptureQueriesContext(connection) as asked:
        assert habit._most_used(here)[0] == "contact"
    (step,) = plan(asked[-1]["sql"])
    assert "USING INDEX entry_by_author (programme_id=? AND recorded_by_id=?)" in step


@pytest.mark.skipif(connection.vendor != "sqlite", reason="this is SQLite's way of saying it")
@pytest.mark.parametrize("count", [1, 3])
def test_threads_to_go_on_with_are_found_in_the_index_and_only_those_shown_are_read(office, many, record, count):
    told = {"kind": "referral", "step": "accepted", "offer": "svoemning", "area": "havtornen", "subject": "KM-427"}
    for number in range(count):
        record(**told, thread=f"b-{number}")
    here = workplace(office.leader, "groen-vej", Permission.RECORD_ENTRY)
    with CaptureQueriesContext(connection) as asked:
        pairs, persons = thread._latest(here, ("referral",))
    assert (len(pairs), persons) == (count, count)
    ids, *whole = [
        each["sql"] for each in asked if each["sql"].startswith("SELECT") and '"journal_entry"' in each["sql"]
    ]
    assert "USING COVERING INDEX entry_covering (programme_id=? AND kind=?" in plan(ids)[0]
    assert len(whole) == 1
    assert whole[0].rpartition('"seq" IN (')[2].partition(")")[0].count(",") == count - 1
