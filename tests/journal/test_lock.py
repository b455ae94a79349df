"""Two people writing in one programme at once get a version each, and none is missed."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from tests.cast import TODAY, Cast
from tests.journal.conftest import JOB
from traedesten.journal.actions import entry
from traedesten.journal.models import Entry
from traedesten.journal.receipt import Outcome
from traedesten.programme.models import Version

CONTACT = {"kind": "contact", "on": "2026-11-12", "channel": "door", "first_time": "yes", "area": "havtornen"}
VISIT = {"kind": "visit", "subject": "P-1", "session": "cafe-1"}
WRITERS = 6

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite in memory has one connection"),
]


def at_once(programme, row):
    """The same row from several connections at the same moment."""
    start = Barrier(WRITERS)

    def write(_number):
        try:
            start.wait(timeout=20)
            return entry.record(by=JOB, programme=programme, row=row, today=TODAY)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(write, range(WRITERS)))


def test_every_write_has_a_version_of_its_own():
    here = Cast.make().here
    receipts = at_once(here, CONTACT)
    assert [receipt.outcome for receipt in receipts] == [Outcome.NEW] * WRITERS
    assert sorted(Entry.objects.values_list("version", flat=True)) == list(range(1, WRITERS + 1))
    assert Version.objects.get(programme=here).number == WRITERS


def test_a_visit_told_by_several_at_once_is_there_once():
    receipts = at_once(Cast.make().here, VISIT)
    assert sorted(receipt.outcome for receipt in receipts) == [Outcome.CONFLICT] * (WRITERS - 1) + [Outcome.NEW]
    assert Entry.objects.count() == 1
