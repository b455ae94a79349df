"""Entries read packed are those read a value at a time, whatever they hold; where they do not fit, it is said."""

import logging
import math
import random
from datetime import date

import numpy as np
import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from measure_engine.columns import ColumnRegister
from tests.cast import TODAY
from traedesten.core import clock
from traedesten.core.ids import new_id
from traedesten.journal import catalogue
from traedesten.journal import vocabulary as v
from traedesten.journal.models import Entry
from traedesten.measures import packed, table, world
from traedesten.measures.packed import part
from traedesten.offers.models import Offer
from traedesten.people.models import Household, Subject
from traedesten.programme.models import Topic
from traedesten.schedule.models import Thread

pytestmark = pytest.mark.django_db

ALL = frozenset(catalogue.KINDS)
LARGE = (1, 2, 32_766, 32_767, 32_768, 65_535, 65_536, 1_114_111, 2**30 - 1, 2**30, 2**31, 2**45, 2**62, 2**63 - 1)
VALUES = (0.0, 1.0, -1.0, 0.1, 1 / 3, 2.5, 32_764.0, 32_765.0, 32_766.0, 1e-300, -1e300, 2.0**53 + 2, 1e15 + 0.3)
COUNTS = (0, 1, 7, 254, 255, 32_765, 32_766)
WORDS = {"step": v.STEPS, "channel": v.CHANNELS, "source": v.SOURCES, "sex": v.SEXES, "age_band": v.AGE_BANDS,
         "first_time": v.FIRST_TIMES}  # fmt: skip


@pytest.fixture
def ids(cast):
    """What entries may refer to, with ids from the smallest to the largest there is room for in a database."""
    here = {"programme": cast.here}
    found = {"activity": [cast.cafe.pk, cast.course.pk], "area": [cast.area_here.pk], "venue": [],
             "session": [cast.cafe_session.pk], "run": [cast.run.pk], "partner": [cast.school.pk]}  # fmt: skip
    made = {
        "subject": [Subject(pk=pk, code=f"p{pk}", **here) for pk in LARGE[4:]],
        "household": [Household(pk=pk, code=f"h{pk}", **here) for pk in LARGE[2:5]],
        "thread": [Thread(pk=pk, code=f"t{pk}", **here) for pk in LARGE[3:9]],
        "topic": [Topic(pk=pk, list="matter", code=f"æøå.{pk}", name="Ensomhed", **here) for pk in LARGE[5:8]],
        "offer": [Offer(pk=pk, code=f"o{pk}", name="Tilbud", provider=cast.school, **here) for pk in (254, 256)],
    }
    for name, rows in made.items():
        type(rows[0])._default_manager.bulk_create(rows)
        found[name] = [row.pk for row in rows]
    return found | {"linked_subject": found["subject"]}


def invented(ids, chance, programme, counts, kind=None):
    """An entry that fills some of the columns of its kind."""
    kind = kind or chance.choice(sorted(ALL))
    filled = {name for name in part.columns_of(kind) if chance.random() < 0.6}
    filled |= {"subject"} if "linked_subject" in filled else set()
    row = {f"{name}_id": chance.choice([None, *ids[name]]) for name in filled & {*part.REFERRED}}
    if row.get("subject_id") is None:
        row.pop("linked_subject_id", None)
    row |= {name: chance.choice(["", *words]) for name, words in WORDS.items() if name in filled}
    row |= {name: chance.choice([None, *counts]) for name in part.COUNTS if name in filled}
    row |= {"value": chance.choice([None, *VALUES])} if "value" in filled else {}
    on = date.fromordinal(chance.choice([1, 2, TODAY.toordinal(), TODAY.toordinal() - 1, date.max.toordinal()]))
    return Entry(uid=new_id(), programme=programme, kind=kind, happened_on=on, happened_month=on.year * 100 + on.month,
                 recorded_at=clock.now(), origin="screen", version=1, **row)  # fmt: skip


def write(cast, ids, seed, size, counts=COUNTS):
    """Invented entries, some of which supersede or withdraw others, here and in the other programme."""
    chance = random.Random(seed)
    first = [invented(ids, chance, cast.here, counts) for _ in range(size)]
    if chance.random() < 0.5:
        for entry, seq in zip(first, chance.sample([5, 40_000, 2**31, 2**41, 2**62], k=5), strict=False):
            entry.seq = seq
    for entry in first:
        entry.save(force_insert=True)
    later = [invented(ids, chance, cast.here, counts, old.kind) for old in first[::3]]
    for old, new in zip(first[::3], later, strict=True):
        new.supersedes, new.is_withdrawal = old, chance.random() < 0.5
    elsewhere = [invented(ids, chance, cast.elsewhere, counts) for _ in range(2)]
    Entry.objects.bulk_create([*later, *elsewhere])


def rows_of(cast, read, kinds=ALL):
    """As rows, and once more as the columns have them: a table is what it says, whatever numbers it says it by."""
    found = read(cast.here, kinds)
    return ColumnRegister(world.build(cast.here, []), found.lent()).rows


def is_the_same(cast, kinds=ALL):
    packed.read(cast.here.pk, kinds)  # it fits, or this says so
    fast, slow = rows_of(cast, table.read, kinds), rows_of(cast, table.read_plainly, kinds)
    assert fast == slow
    return True


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32), st.integers(0, 40))
def test_packed_is_what_is_read_a_value_at_a_time(cast, ids, seed, size):
    with transaction.atomic():
        write(cast, ids, seed, size)
        assert is_the_same(cast)
        transaction.set_rollback(True)


def test_only_the_kinds_asked_for(cast, ids):
    write(cast, ids, 3, 200)
    assert {row.kind for row in rows_of(cast, table.read, frozenset({"visit", "contact"}))} == {"visit", "contact"}
    assert is_the_same(cast, frozenset({"visit", "contact"}))


def test_a_programme_without_entries(cast):
    assert len(table.read(cast.here, ALL)) == 0
    assert is_the_same(cast)


def one(cast, **more):
    row = {"kind": "session", "session": cast.cafe_session, "people": 3, **more}
    return Entry.objects.create(uid=new_id(), programme=cast.here, happened_on=TODAY, happened_month=202611,
                                recorded_at=clock.now(), origin="screen", version=1, **row)  # fmt: skip


def says_that_it_does_not_fit(cast, caplog):
    with caplog.at_level(logging.WARNING, logger=table.__name__):
        found = rows_of(cast, table.read)
    assert "read the plain way" in caplog.text
    assert found == rows_of(cast, table.read_plainly)
    return found


@pytest.mark.parametrize("people", [32_767, 40_000, 55_295, 55_296, 57_343, 65_533, 65_534, 1_114_110, 2**31 - 1])
def test_a_count_without_room_is_read_the_plain_way(cast, caplog, people):
    one(cast, people=people)
    one(cast, people=2)
    if connection.vendor == "sqlite":
        assert [row.people for row in says_that_it_does_not_fit(cast, caplog)] == [people, 2]
    else:
        assert is_the_same(cast)


def test_an_id_below_one_is_read_the_plain_way(cast, caplog):
    Subject.objects.create(pk=-5, programme=cast.here, code="p-5")
    one(cast, kind="visit", people=None, subject_id=-5)
    assert [row.subject for row in says_that_it_does_not_fit(cast, caplog)] == [-5]


@pytest.mark.parametrize("code", [256, 300, 32_767, -1])
def test_a_code_nobody_knows_is_nobody_s_word(cast, caplog, code):
    found = one(cast)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET sex = %s WHERE seq = %s", [code, found.pk])
    assert [row.sex for row in rows_of(cast, table.read)] == [""]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps days as days")
@pytest.mark.parametrize("day", ["2026-11-20 00:00:00", "2026-11-2"])
def test_a_day_that_is_no_day_is_never_guessed(cast, day):
    found = one(cast)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET happened_on = %s WHERE seq = %s", [day, found.pk])
    with pytest.raises(packed.Misfit):
        packed.read(cast.here.pk, ALL)
    with pytest.raises(ValueError, match="Invalid isoformat"):
        table.read(cast.here, ALL)


def test_an_id_that_grew_beyond_its_room_while_we_asked_is_noticed(cast, caplog, monkeypatch):
    one(cast, kind="visit", people=None, subject=Subject.objects.create(pk=2**40, programme=cast.here, code="p"))
    real, rooms = packed._room, []

    def too_small_at_first(programme_id, row):
        rooms.append(real(programme_id, row))
        small = part.Room(programme_id, {**rooms[-1].most, "subject": 9})
        return small if len(rooms) == 1 else rooms[-1]

    monkeypatch.setattr(packed, "_room", too_small_at_first)
    assert [row.subject for row in says_that_it_does_not_fit(cast, caplog)] == [2**40]


@pytest.mark.parametrize("value", [math.inf, -math.inf, 5e-324, -0.0, 123456789.123456789])
def test_a_value_is_the_number_it_is(cast, value):
    one(cast, kind="rating", people=None, value=value)
    one(cast, kind="rating", people=None, value=4)
    found = table.read(cast.here, ALL).columns["value"]
    assert found.tolist() == [value, 4]
    assert is_the_same(cast)


def test_the_catalogue_s_columns_and_those_of_the_session_or_the_run_are_read():
    for kind, spec in catalogue.KINDS.items():
        told = {*spec.columns, *(part.FILLED_IN if {"session", "run"} & {*spec.columns} else ())}
        assert {*part.columns_of(kind)} == told & {*table.COLUMNS}
    columns = {name for kind in catalogue.KINDS for name in part.columns_of(kind)}
    assert columns == {*table.COLUMNS} - {"id", "kind", "on"}
    assert max(len(words) for words in (v.KINDS, *WORDS.values())) < 2**8


def test_narrow_columns_hold_what_they_must(cast, ids):
    write(cast, ids, 9, 60)
    found = table.read(cast.here, ALL)
    assert {each.dtype.itemsize for name, each in found.columns.items() if name not in ("value", "on")} <= {1, 2, 4}
    assert all(not each.flags.writeable or each.strides != (0,) for each in found.columns.values())
    assert np.issubdtype(found.ids.dtype, np.int64)
