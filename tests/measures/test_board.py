import pytest
from django.utils import translation

from measure_engine.judgement import Status
from measure_engine.world import Row, SessionRow
from tests.cast import TODAY
from tests.journal.conftest import JOB
from traedesten.journal.actions import entry
from traedesten.measures import board, world
from traedesten.programme.models import Criterion, Version

pytestmark = pytest.mark.django_db

DAY = TODAY


def figure(cast, line=0):
    return board.of_areas(cast.here, DAY)[0].verdicts[line].figure.value


def met(record, cast, person, area=None):
    return record(kind="contact", channel="door", subject=person, area=(area or cast.area_here).code)


def test_a_registration_is_in_the_figure_at_once(cast, contacts, record):
    assert figure(cast) == 0
    met(record, cast, "p1")
    assert figure(cast) == 1


def test_the_same_person_twice_counts_once(cast, contacts, record):
    met(record, cast, "p1")
    met(record, cast, "p1")
    assert figure(cast) == 1


def test_a_withdrawn_entry_does_not_count_and_a_corrected_one_counts_as_it_stands_now(cast, contacts, record):
    first, second = met(record, cast, "p1"), met(record, cast, "p2")
    assert figure(cast) == 2
    entry.withdraw(by=cast.leader, entry=first, reason="Forkert person")
    moved = {"on": DAY, "channel": "door", "subject": "p2", "area": cast.area_next_door.code}
    entry.correct(by=cast.leader, entry=second, row=moved, reason="Forkert område")
    assert figure(cast, 0) == 0
    assert figure(cast, 1) == 1


def test_nothing_is_worked_out_again_while_nothing_changed(cast, contacts, record, django_assert_num_queries):
    met(record, cast, "p1")
    first = board.of_areas(cast.here, DAY)
    with django_assert_num_queries(1):  # the version alone
        assert board.of_areas(cast.here, DAY) is first


def test_a_change_by_another_process_is_seen(cast, contacts, record):
    met(record, cast, "p1")
    first = board.of_areas(cast.here, DAY)
    Version.objects.filter(programme=cast.here).update(number=999)
    assert board.of_areas(cast.here, DAY) is not first


def test_each_language_has_texts_of_its_own(cast, contacts):
    with translation.override("da"):
        danish = board.of_areas(cast.here, DAY)
    with translation.override("en"):
        assert board.of_areas(cast.here, DAY) is not danish


def test_a_definition_that_no_longer_reads_is_a_sentence_and_never_a_number(cast, contacts):
    contacts.measure = {"preset": "findes_ikke"}
    contacts.save()
    reading = board.of_areas(cast.here, DAY)[0]
    assert reading.assessment is None
    assert "findes_ikke" in reading.fault
    assert reading.status is Status.NO_DATA


def test_who_works_in_one_area_is_told_of_that_area_alone(cast, contacts):
    readings = board.of_staff(cast.worker, cast.here, DAY)
    assert [verdict.target.area for reading in readings for verdict in reading.verdicts] == [cast.area_here.code]


def test_stamp_card_guests_are_not_measurable_yet_and_never_zero(cast, contacts):
    contacts.measure = {"preset": "unique_guests"}
    contacts.save()
    reading = board.of_areas(cast.here, DAY)[0]
    assert reading.verdicts[0].figure.value is None
    assert reading.verdicts[0].figure.not_measurable


def test_measurements_and_goals_are_never_read(cast, contacts, record):
    met(record, cast, "p1")
    assert {row.kind for row in board.evaluator_of(cast.here).register.rows} == {"contact"}


def test_columns_read_are_in_the_engine_s_order():
    """Rows are made by position; this holds the two orders together."""
    engine = list(Row.__dataclass_fields__)
    ours = [{"seq": "id", "happened_on": "on"}.get(name, name.removesuffix("_id")) for name in world.READ_COLUMNS[:-2]]
    assert engine[:3] + engine[4:] == ours  # "at" is not read
    planned = {"pk": "id", "planned_on": "on", "initiative__thread_id": "initiative"}
    ours = [planned.get(name, name.removesuffix("_id")) for name in world.SESSION_COLUMNS]
    assert list(SessionRow.__dataclass_fields__)[: len(ours)] == ours


def test_kept_drops_what_was_asked_for_longest_ago():
    kept = board.Kept(2)
    assert [kept.get((key, 1), lambda key=key: key.upper()) for key in "abc"] == ["A", "B", "C"]
    made = []
    kept.get(("a", 1), lambda: made.append("again") or "A")
    assert made == ["again"]


def test_what_was_kept_of_an_earlier_version_goes_when_there_is_a_later():
    """Figures hold on to the columns they were counted over; yesterday's would fill the memory."""
    kept = board.Kept(9)
    for key in ((1, 1, "x"), (2, 1, "x"), (1, 2, "x")):
        kept.get(key, lambda: "figure")
    assert [kept.has(key) for key in ((1, 1, "x"), (2, 1, "x"), (1, 2, "x"))] == [False, True, True]


def test_a_kind_no_row_of_the_field_reads_is_counted_when_a_criterion_asks_for_it(cast, contacts, record):
    contacts.measure = {"preset": "unique_people", "kinds": ["measurement", "goal"]}
    contacts.save()
    record(by=JOB, kind="goal", subject="p1", step="set", area=cast.area_here.code)
    assert figure(cast) == 1


def test_only_what_rests_on_what_was_touched_is_worked_out_anew(cast, contacts, record, monkeypatch):
    """A contact at a door moves no visit; what was told of visits is told again, the same."""
    visits = Criterion.objects.create(programme=cast.here, code="B", text="Besøg", measure={"preset": "visits"})
    day = board.day_for(cast.here)
    before = {each.criterion.code: each for each in board.of_areas(cast.here, day)}
    record(kind="contact", area=cast.area_here.code, channel="door", first_time="yes")
    after = {each.criterion.code: each for each in board.of_areas(cast.here, day)}
    assert after["B"] is before["B"]
    assert after[contacts.code] is not before[contacts.code]
    assert after[contacts.code].assessment.figure.value == before[contacts.code].assessment.figure.value + 1
    monkeypatch.setattr(board, "MOST_VERSIONS", 0)
    record(kind="contact", area=cast.area_here.code, channel="door", first_time="yes")
    assert next(each for each in board.of_areas(cast.here, day) if each.criterion == visits) is not before["B"]
