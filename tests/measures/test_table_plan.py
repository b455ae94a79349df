"""What the columns are read by, as the database itself chooses it among the entries of many programmes: one index that
holds all that is asked for, and of what is new only the new."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import TODAY
from traedesten.core import clock
from traedesten.core.ids import new_id
from traedesten.journal.models import Entry
from traedesten.measures import board, table

pytestmark = pytest.mark.django_db(transaction=True)

ENTRIES, OURS = 6_000, 20  # one in twenty is ours, as of twenty programmes
KINDS = ("contact", "visit", "enquiry", "need")
INDEX, SINCE = "entry_covering", "entry_since_version"


@pytest.fixture
def many(cast):
    programmes = [cast.here, *[cast.elsewhere] * (OURS - 1)]
    if connection.vendor == "postgresql":  # only what is known to be written down can be known to be seen by all
        ask("SET synchronous_commit = on")
    Entry.objects.bulk_create(
        Entry(uid=new_id(), programme=programmes[n % OURS], kind=KINDS[n // OURS % 4], happened_on=TODAY,
              happened_month=202611, recorded_at=clock.now(), origin="screen", version=n)
        for n in range(ENTRIES)
    )  # fmt: skip
    if connection.vendor == "postgresql":
        ask("VACUUM ANALYZE journal_entry")  # as autovacuum leaves it
        ask("RESET synchronous_commit")


def ask(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def steps(asked):
    """How the database goes about each question to the entries that was really asked; no switch is turned."""
    with CaptureQueriesContext(connection) as said:
        asked()
    found = [
        each["sql"] for each in said if 'FROM "journal_entry"' in each["sql"] or "FROM journal_entry" in each["sql"]
    ]
    lines = []
    with connection.cursor() as cursor:
        for sql in found:
            cursor.execute(f"{'EXPLAIN' if connection.vendor == 'postgresql' else 'EXPLAIN QUERY PLAN'} {sql}")
            lines += [row[-1] for row in cursor.fetchall()]
    return [line for line in lines if "journal_entry" in line]


def of_programme(lines):
    """Without the looking up of the smallest and largest id of all."""
    return [line for line in lines if line != "SEARCH journal_entry" and "journal_entry_pkey" not in line]


def is_covered(line):
    if connection.vendor == "postgresql":
        return f"Index Only Scan using {INDEX} on journal_entry" in line
    return f"USING COVERING INDEX {INDEX} (programme_id=? AND kind=?)" in line


def test_a_first_look_never_touches_the_table(cast, many):
    read = of_programme(steps(lambda: table.read(cast.here, board.ALWAYS_READ)))
    assert len(read) == len(board.ALWAYS_READ)
    assert all(map(is_covered, read)), read


def test_nor_does_reading_a_value_at_a_time(cast, many):
    read = of_programme(steps(lambda: table.read_plainly(cast.here, board.ALWAYS_READ)))
    assert read
    assert all(map(is_covered, read)), read


def test_what_is_new_is_found_by_its_version(cast, many):
    before = table.read(cast.here, board.ALWAYS_READ)
    read = of_programme(steps(lambda: table.told_since(before, cast.here, ENTRIES - OURS, board.ALWAYS_READ)))
    assert read
    assert all(SINCE in line for line in read), read


def test_one_column_more_would_be_told(cast, many):
    """The near miss: a column that the index lacks, read in the same way, is not covered."""
    wider = Entry.objects.filter(programme=cast.here, kind="visit").order_by().values_list("seq", "recorded_at")
    assert not any(map(is_covered, steps(lambda: list(wider))))
