"""Reading what definitions read never touches the table: one index holds it all."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import TODAY
from tests.journal.conftest import JOB
from traedesten.core.ids import new_id
from traedesten.journal import queries
from traedesten.journal.actions import entry, import_correction
from traedesten.journal.models import Entry
from traedesten.journal.rules import past
from traedesten.measures import world

INDEX = "entry_covering"


KINDS = ("contact", "enquiry", "log_entry", "need")


def programmes(cast):
    return cast.here.pk, cast.elsewhere.pk


def reading(cast, kinds=("contact", "visit")):
    entries = Entry.objects.filter(programme=cast.here, kind__in=kinds).order_by()
    return entries.values_list(*queries.READ_COLUMNS)


@pytest.fixture
def many(cast, book):
    row = {"kind": "contact", "on": "2026-11-12", "channel": "door", "first_time": "yes", "area": "havtornen"}
    made = entry.record(by=JOB, programme=cast.here, row=row, today=TODAY).entry
    told = {f.attname: getattr(made, f.attname) for f in Entry._meta.fields if f.name != "seq"}
    # Several kinds in two programmes, as it is in use: an index that only knows the programme would read too much.
    Entry.objects.bulk_create(
        Entry(**{**told, "uid": new_id(), "kind": KINDS[n % 4], "programme_id": programmes(cast)[n % 2]})
        for n in range(4000)
    )


@pytest.mark.skipif(connection.vendor != "sqlite", reason="this is SQLite's way of saying it")
def test_sqlite_reads_from_the_covering_index(cast, many):
    plan = reading(cast).explain()
    assert f"USING COVERING INDEX {INDEX}" in plan
    wider = Entry.objects.filter(programme=cast.here).order_by().values_list(*queries.READ_COLUMNS, "recorded_at")
    assert "COVERING" not in wider.explain()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="this is SQLite's way of saying it")
def test_what_is_at_a_session_is_found_without_reading_a_kind_through(cast, many):
    asked = past.Asked(cast.here.pk)._entries.filter(kind="visit", session=cast.cafe_session.pk)
    assert "entry_of_session" in asked.explain()
    talks = past.Asked(cast.here.pk)._entries.filter(programme=cast.here.pk, kind="conversation", happened_on=TODAY)
    assert f"{INDEX} (programme_id=? AND kind=? AND happened_on=?)" in talks.explain()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="this is SQLite's way of saying it")
def test_a_few_ids_are_found_without_reading_a_programme_through(cast, many):
    uids = list(Entry.objects.filter(programme=cast.here, kind="contact").values_list("uid", flat=True)[:300])
    with CaptureQueriesContext(connection) as asked:
        assert Entry.objects.filter(programme=cast.here, supersedes=None).of_ids(uids[:3]).count() == 3
        wishes = [import_correction.Wish(new_id(), uid, "Talt to gange.") for uid in uids]
        assert import_correction.save(by=JOB, programme=cast.here, wishes=wishes, today=TODAY).new_count == 300
    by_id = [each["sql"] for each in asked if each["sql"].startswith("SELECT") and '"uid" IN' in each["sql"]]
    assert len(by_id) == 3
    for sql in by_id:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            (step,) = cursor.fetchall()
        assert "(uid=?)" in step[-1]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="this is PostgreSQL's way of saying it")
@pytest.mark.django_db(transaction=True)
def test_postgresql_reads_from_the_covering_index(cast, many):
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE journal_entry")
        cursor.execute("SET enable_seqscan = off")
        cursor.execute("SET enable_bitmapscan = off")
        plan = reading(cast).explain()
        cursor.execute("RESET ALL")
    assert f"Index Only Scan using {INDEX}" in plan


def test_reading_reads_what_the_engine_reads():
    assert set(world.READ_COLUMNS) <= {*queries.READ_COLUMNS}
