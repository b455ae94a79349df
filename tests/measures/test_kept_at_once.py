"""Several workers who work the same board out at once: nobody fails, and the newest is what stays."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from tests.cast import TODAY, Cast
from traedesten.journal.actions import entry
from traedesten.measures import board, kept_board
from traedesten.measures.models import KeptBoard
from traedesten.programme.models import Version

WORKERS = 6

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite in memory has one connection"),
]


def at_once(work):
    """The same from several connections at the same moment."""
    start = Barrier(WORKERS)

    def run(number):
        try:
            start.wait(timeout=20)
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(run, range(WORKERS)))


def test_the_newest_stays_whoever_comes_last():
    cast = Cast.make()
    readings = board.of_areas(cast.here, TODAY)
    Version.objects.update_or_create(programme=cast.here, defaults={"number": WORKERS})
    KeptBoard.objects.all().delete()
    kept_board.forget()
    at_once(lambda number: kept_board.keep(cast.here, number + 1, TODAY, None, readings))
    row = KeptBoard.objects.get(programme=cast.here)
    assert row.version == WORKERS
    assert row.mark == kept_board.mark_of(row.written)


def test_working_out_while_others_register_ends_with_what_the_database_says():
    cast = Cast.make()
    contact = {"kind": "contact", "on": TODAY, "channel": "door", "first_time": "yes", "area": "havtornen"}

    def work(number):
        if number % 2:
            return entry.record(by=cast.leader, programme=cast.here, row=contact)
        return kept_board.bring_up_to_date(cast.here, None)

    at_once(work)
    last = kept_board.bring_up_to_date(cast.here, None)
    number = Version.objects.get(programme=cast.here).number
    row = KeptBoard.objects.get(programme=cast.here)
    assert (row.version, last.version) == (number, number)
    board.forget()
    fresh = board.of_areas(cast.here, TODAY)
    assert [each.standing for each in last.standings] == [each.status for each in fresh]
