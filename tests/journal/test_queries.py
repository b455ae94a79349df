"""Who sees which entries, and that a list asks the database the same few questions at one row and at three."""

import pytest

from tests.cast import TODAY
from tests.journal.conftest import JOB
from traedesten.journal import queries
from traedesten.journal.actions import entry

CONTACT = {"kind": "contact", "on": "2026-11-12", "channel": "door", "first_time": "yes", "area": "havtornen"}


@pytest.fixture
def record(cast, book):
    def write(by=JOB, programme=cast.here, **changes):
        return entry.record(by=by, programme=programme, row={**CONTACT, **changes}, today=TODAY).entry

    return write


def seen(cast, person):
    return set(queries.visible_entries(person, cast.here).current())


def test_a_worker_sees_their_area_and_not_next_door(cast, record):
    here, next_door = record(), record(area="lyngtoppen")
    assert seen(cast, cast.worker) == {here}
    assert seen(cast, cast.worker_next_door) == {next_door}
    assert seen(cast, cast.leader) == {here, next_door}


def test_nobody_sees_another_programmes_entries(cast, record):
    theirs = record(programme=cast.elsewhere, area="marehalmen")
    assert seen(cast, cast.leader) == set()
    assert seen(cast, cast.leader_elsewhere) == set()
    assert list(queries.visible_entries(cast.leader_elsewhere, cast.elsewhere)) == [theirs]


def test_history_is_the_whole_chain_from_any_link(cast, record):
    first = record()
    second = entry.correct(by=JOB, entry=first, row={**CONTACT, "channel": "text"}, reason="a", today=TODAY).entry
    third = entry.withdraw(by=JOB, entry=second, reason="b").entry
    for link in (first, second, third):
        assert queries.history(link) == [first, second, third]
        assert queries.newest_of(link) == third
    assert seen(cast, cast.leader) == set()


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_asks_few_questions(cast, record, rows, django_assert_num_queries):
    for _ in range(rows):
        record(subject="P-1", first_time="")
    with django_assert_num_queries(3):
        for found in queries.visible_entries(cast.nurse, cast.here).select_related(*queries.RELATED):
            assert (found.subject.code, found.area.code, found.recorded_by) == ("P-1", "havtornen", None)
