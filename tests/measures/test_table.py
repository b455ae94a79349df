"""A table told what is new is the one read from scratch, and figures over it are the reference's, at every version."""

import threading
from datetime import timedelta

import numpy as np
import pytest
import time_machine

from measure_engine.columns import ColumnEvaluator, ColumnRegister, Table
from measure_engine.definition import Definition
from measure_engine.reference import Evaluator
from measure_engine.reference.register import Register
from measure_engine.selection import Selection
from measure_engine.vocabulary import Unit
from measure_engine.world import Row
from tests.cast import TODAY
from traedesten.journal.actions import entry
from traedesten.journal.models import Entry
from traedesten.measures import board, table, world
from traedesten.programme.models import Version

pytestmark = pytest.mark.django_db

KINDS = frozenset({"contact", "visit", "session"})


def version_of(programme):
    return Version.objects.filter(programme=programme).values_list("number", flat=True).first() or 0


def kept(cast):
    return table.table_of(cast.here, version_of(cast.here), KINDS)


def is_right(cast):
    """Told what is new, read from scratch, and row by row: the same entries, and the same people among them."""
    bare = world.build(cast.here, [])
    slow = world.build(cast.here, KINDS)
    told, afresh = ColumnRegister(bare, kept(cast)), ColumnRegister(bare, table.read(cast.here, KINDS))
    definition = Definition((Selection(("contact", "visit")),), Unit.PERSON)
    fast = ColumnEvaluator(bare, register=told).evaluate(definition, as_of=TODAY)
    return told.rows == afresh.rows == Register(slow).rows and fast == Evaluator(slow).evaluate(definition, as_of=TODAY)


def met(record, cast, person="p1", **more):
    row = {"kind": "contact", "channel": "door", "subject": person, "area": cast.area_here.code}
    return record(**{**row, **more})


def test_a_registration_a_correction_and_a_withdrawal_are_told(cast, record):
    assert is_right(cast)
    first, second = met(record, cast), met(record, cast, "p2", sex="female", first_time="yes")
    assert is_right(cast)
    late = met(record, cast, "p3", on=TODAY - timedelta(days=90))
    assert is_right(cast)
    moved = {"on": TODAY - timedelta(days=2), "channel": "phone", "subject": "p9", "area": cast.area_next_door.code}
    corrected = entry.correct(by=cast.leader, entry=first, row=moved, reason="Forkert person").entry
    assert is_right(cast)
    entry.withdraw(by=cast.leader, entry=corrected, reason="Ikke sket")
    entry.withdraw(by=cast.leader, entry=second, reason="Ikke sket")
    assert is_right(cast)
    assert kept(cast).ids.tolist() == [late.pk]


def test_written_corrected_and_withdrawn_between_two_looks(cast, record):
    kept(cast)
    first = met(record, cast)
    moved = {"on": TODAY, "channel": "phone", "subject": "p9", "area": cast.area_here.code}
    second = entry.correct(by=cast.leader, entry=first, row=moved, reason="Forkert").entry
    assert is_right(cast)
    entry.withdraw(by=cast.leader, entry=second, reason="Ikke sket")
    assert is_right(cast)
    assert len(kept(cast)) == 0


def test_only_what_is_new_is_read(cast, record, django_assert_num_queries):
    met(record, cast)
    first = kept(cast)
    met(record, cast, "p2")
    version = version_of(cast.here)
    with django_assert_num_queries(2):  # the entries since, and what topics are called
        second = table.table_of(cast.here, version, KINDS)
    assert (len(first), len(second)) == (1, 2)
    with django_assert_num_queries(0):
        assert table.table_of(cast.here, version, KINDS) is second


def test_a_change_that_wrote_no_entry_keeps_the_table(cast, record):
    met(record, cast)
    first = kept(cast)
    Version.objects.filter(programme=cast.here).update(number=999)
    assert kept(cast) is first


def test_what_was_read_ahead_of_its_version_is_not_counted_twice(cast, record):
    """Between the reading of the version and of the entries somebody may have written."""
    before = version_of(cast.here)
    met(record, cast)
    assert len(table.table_of(cast.here, before, KINDS)) == 1
    assert is_right(cast)
    assert len(kept(cast)) == 1


def test_a_version_that_went_back_is_read_from_scratch(cast, record):
    met(record, cast)
    table.table_of(cast.here, version_of(cast.here) + 50, KINDS)
    Entry.objects.all().delete()
    assert len(table.table_of(cast.here, 1, KINDS)) == 0


def test_each_day_is_read_anew_so_that_what_was_removed_leaves_memory(cast, record):
    met(record, cast)
    assert len(kept(cast)) == 1
    Entry.objects.all().delete()
    with time_machine.travel(f"{TODAY + timedelta(days=1)} 09:00 +0000"):
        assert len(kept(cast)) == 0


def test_forgetting_drops_every_table(cast, record):
    met(record, cast)
    kept(cast)
    Entry.objects.all().delete()
    board.forget()
    assert len(kept(cast)) == 0


def test_another_programme_s_entries_are_never_in_it(cast, record):
    met(record, cast)
    assert len(table.table_of(cast.elsewhere, version_of(cast.elsewhere), KINDS)) == 0


def test_those_not_asked_for_longest_go_when_there_is_no_more_room(cast, record, monkeypatch):
    met(record, cast)
    first = kept(cast)
    monkeypatch.setattr(table, "MOST_BYTES", 1)
    assert kept(cast) is first
    table.table_of(cast.elsewhere, version_of(cast.elsewhere), KINDS)
    assert kept(cast) is not first


def test_two_who_ask_at_once_wait_for_one_reading(cast, monkeypatch):
    readings, go = [], threading.Barrier(4)

    def read(programme, kinds):
        readings.append(programme)
        return Table.of([])

    monkeypatch.setattr(table, "read", read)

    def ask():
        go.wait()
        table.table_of(cast.here, 5, KINDS)

    asking = [threading.Thread(target=ask) for _ in range(4)]
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    assert len(readings) == 1


def test_every_column_of_the_engine_is_read():
    assert list(table.COLUMNS) == [name for name in Row.__dataclass_fields__ if name != "at"]


def test_a_large_programme_s_columns_take_little(cast, record):
    """200,000 entries may take 60 MB."""
    met(record, cast)
    found = kept(cast)
    assert found.bytes / len(found) < 60_000_000 / 200_000
    assert all(each.dtype.itemsize <= 8 and each.dtype != object for each in (found.ids, *found.columns.values()))
    assert np.issubdtype(found.ids.dtype, np.integer)
