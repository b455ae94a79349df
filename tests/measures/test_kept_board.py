"""Finished standings in the database: current until something is registered, never an older over a newer."""

import json
import logging
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import translation

from tests.cast import TODAY
from traedesten.core.access import Permission
from traedesten.measures import board, kept_board
from traedesten.measures.kept_board import Wanted
from traedesten.measures.models import KeptBoard
from traedesten.programme import rules
from traedesten.programme.models import Criterion, Target, Version

pytestmark = pytest.mark.django_db


def version(programme):
    return Version.objects.get(programme=programme).number


def kept(programme, area_ids=None):
    return kept_board.read([Wanted(programme, area_ids)]).get(programme.pk)


def is_current(programme):
    found = kept(programme)
    return found is not None and found.is_current(programme, version(programme))


def test_working_a_board_out_keeps_it_as_the_compass_tells_it(cast, contacts, record):
    record(kind="contact", channel="door", subject="p1", area=cast.area_here.code)
    readings = board.of_areas(cast.here, TODAY)
    (standing,) = kept(cast.here).standings
    assert (standing.code, standing.text, standing.measure) == ("K1", "Kontakt med beboerne", "people_contacted")
    assert standing.standing == readings[0].status == "behind"
    assert standing.figure == "1, 2 mål"
    assert kept(cast.here).told_on == TODAY


def test_a_registration_makes_it_stale_at_once(cast, contacts, record):
    record(kind="contact", channel="door", subject="p1", area=cast.area_here.code)
    board.of_areas(cast.here, TODAY)
    assert is_current(cast.here)
    record(kind="contact", channel="door", subject="p2", area=cast.area_here.code)
    assert not is_current(cast.here)
    assert kept(cast.here).standings[0].figure == "1, 2 mål", "shown with what it was"
    board.of_areas(cast.here, TODAY)
    assert is_current(cast.here)
    assert kept(cast.here).standings[0].figure == "2, 2 mål"


def test_a_registration_itself_works_nothing_out(cast, contacts, record, monkeypatch):
    monkeypatch.setattr(board, "readings_by", lambda *_: pytest.fail("a registration waited for figures"))
    record(kind="contact", channel="door", subject="p1", area=cast.area_here.code)
    assert not KeptBoard.objects.exists()


def test_another_day_makes_it_stale(cast, contacts, record):
    record(kind="contact", channel="door", subject="p1", area=cast.area_here.code)
    board.of_areas(cast.here, TODAY)
    with time_machine.travel(f"{TODAY + timedelta(days=1)} 09:00 +0000", tick=True):
        assert not is_current(cast.here)


def test_the_last_day_of_a_programme_that_ended_stays_current(cast, contacts, record):
    record(kind="contact", channel="door", subject="p1", area=cast.area_here.code)
    type(cast.here).objects.filter(pk=cast.here.pk).update(ends_on=TODAY)
    cast.here.refresh_from_db()
    board.of_areas(cast.here, TODAY)
    with time_machine.travel(f"{TODAY + timedelta(days=90)} 09:00 +0000", tick=True):
        assert is_current(cast.here)


def test_a_look_at_an_earlier_day_is_not_kept(cast, contacts):
    board.of_areas(cast.here, TODAY - timedelta(days=1))
    assert not KeptBoard.objects.exists()


def test_those_who_see_other_areas_have_a_board_of_their_own(cast, contacts, record):
    record(kind="contact", channel="door", subject="p1", area=cast.area_here.code)
    mine = frozenset({cast.area_here.pk})
    board.of_areas(cast.here, TODAY)
    board.of_areas(cast.here, TODAY, mine)
    assert kept(cast.here).standings[0].figure == "1, 2 mål"
    assert kept(cast.here, mine).standings[0].figure == "1 af 2"
    assert kept(cast.here, frozenset({cast.area_next_door.pk})) is None


def test_each_language_has_its_own_words(cast, contacts):
    board.of_areas(cast.here, TODAY)
    with translation.override("en"):
        assert kept(cast.here) is None
        board.of_areas(cast.here, TODAY)
        assert kept(cast.here).standings[0].name == "Behind"
    assert kept(cast.here).standings[0].name == "Bagud"


def test_an_older_board_never_takes_the_place_of_a_newer(cast, contacts, record):
    record(kind="contact", channel="door", subject="p1", area=cast.area_here.code)
    old_version, old = version(cast.here), board.of_areas(cast.here, TODAY)
    record(kind="contact", channel="door", subject="p2", area=cast.area_here.code)
    board.of_areas(cast.here, TODAY)
    kept_board.keep(cast.here, old_version, TODAY, None, old)  # a slow worker that began before
    assert is_current(cast.here)
    assert kept(cast.here).standings[0].figure == "2, 2 mål"


def test_one_from_a_future_that_a_restore_undid_gives_way(cast, contacts, record):
    record(kind="contact", channel="door", subject="p1", area=cast.area_here.code)
    board.of_areas(cast.here, TODAY)
    KeptBoard.objects.update(version=version(cast.here) + 1000)
    assert not is_current(cast.here)
    kept_board.bring_up_to_date(cast.here, None)
    assert is_current(cast.here)


def test_two_workers_who_write_the_same_leave_one_row(cast, contacts):
    readings = board.of_areas(cast.here, TODAY)
    kept_board.keep(cast.here, 0, TODAY, None, readings)
    kept_board.keep(cast.here, 0, TODAY, None, readings)
    assert KeptBoard.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"written": "{"},
        {"written": "[]"},
        {"mark": "0" * 16},
        {"shape": kept_board.SHAPE + 1},
        {"shape": kept_board.SHAPE - 1},
    ],
)
def test_a_row_that_is_damaged_or_of_another_shape_is_worked_out_anew_and_said_in_the_log(
    cast, contacts, record, caplog, change
):
    record(kind="contact", channel="door", subject="p1", area=cast.area_here.code)
    board.of_areas(cast.here, TODAY)
    KeptBoard.objects.update(**change)
    kept_board.forget()
    with caplog.at_level(logging.WARNING, logger="traedesten.measures.kept_board"):
        assert kept(cast.here) is None
    assert "worked out anew" in caplog.text
    kept_board.bring_up_to_date(cast.here, None)
    assert kept(cast.here).standings[0].figure == "1, 2 mål"


@pytest.mark.parametrize(
    "change",
    [
        lambda plain: plain["fields"].remove("figure"),
        lambda plain: plain["standings"][0].pop(),
        lambda plain: plain["standings"][0].clear(),
        lambda plain: plain["standings"][0].append(1),
        lambda plain: plain.pop("totals"),
    ],
)
def test_a_sound_sum_over_other_fields_is_still_refused(cast, contacts, record, change):
    """Written by another edition that forgot to raise the shape."""
    board.of_areas(cast.here, TODAY)
    row = KeptBoard.objects.get()
    plain = json.loads(row.written)
    change(plain)
    written = json.dumps(plain)
    KeptBoard.objects.update(written=written, mark=kept_board.mark_of(written))
    kept_board.forget()
    assert kept(cast.here) is None


def test_a_busy_database_costs_the_page_nothing_but_the_writing(cast, contacts, record, monkeypatch):
    record(kind="contact", channel="door", subject="p1", area=cast.area_here.code)

    class Busy:
        def __enter__(self):
            raise OperationalError("database is locked")

        def __exit__(self, *_):
            return False

    with monkeypatch.context() as patched:
        patched.setattr(kept_board, "_without_waiting", Busy)
        (reading,) = board.of_areas(cast.here, TODAY)
    assert reading.status == "behind"
    assert not KeptBoard.objects.exists()
    assert kept_board.bring_up_to_date(cast.here, None).standings[0].figure == "1, 2 mål"
    assert is_current(cast.here), "written though it was worked out before"


def test_what_a_page_waits_for_is_put_back(cast, contacts):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has one writer for all")
    connection.ensure_connection()
    before = connection.connection.execute("PRAGMA busy_timeout").fetchone()
    board.of_areas(cast.here, TODAY)
    assert connection.connection.execute("PRAGMA busy_timeout").fetchone() == before


def test_a_criterion_that_cannot_be_counted_says_why(cast):
    Criterion.objects.filter(programme=cast.here).delete()
    Criterion.objects.create(programme=cast.here, code="K9", text="Ukendt", measure={"preset": "findes_ikke"})
    board.of_areas(cast.here, TODAY)
    (standing,) = kept(cast.here).standings
    assert (standing.standing, standing.name) == ("uncounted", "Kan ikke tælles")
    assert "findes_ikke" in standing.reason


def test_a_criterion_that_was_ended_is_not_among_them(cast, contacts):
    Criterion.objects.filter(pk=contacts.pk).update(ends_on=TODAY - timedelta(days=1))
    board.of_areas(cast.here, TODAY)
    assert kept(cast.here).standings == ()


def test_how_far_along_and_what_is_lacking(cast, record):
    Criterion.objects.filter(programme=cast.here).delete()
    made = Criterion.objects.create(programme=cast.here, code="K1", text="Fire", measure={"preset": "people_contacted"})
    Target.objects.create(criterion=made, kind="reach_by", value=4)
    record(kind="contact", channel="door", subject="p1", area=cast.area_here.code)
    (standing,) = kept_board.bring_up_to_date(cast.here, None).standings
    assert (standing.value, standing.done, standing.wanted, standing.figure) == (1, 0.25, "4", "1 af 4")
    assert standing.is_whole
    assert standing.short_of == standing.due - 0.25 > 0
    Target.objects.update(starts_on=cast.here.starts_on + timedelta(days=1))
    Version.objects.next_for(cast.here.pk)
    assert not kept_board.bring_up_to_date(cast.here, None).standings[0].is_whole


def test_of_several_targets_the_one_that_lacks_most_tells_how_far_along(cast, contacts, record):
    for person in ("p1", "p2"):
        record(kind="contact", channel="door", subject=person, area=cast.area_next_door.code)
    (standing,) = kept_board.bring_up_to_date(cast.here, None).standings
    assert standing.done == 0, "none of 2 here; 2 of 5 next door"


def test_totals_are_of_the_areas_seen_alone(cast, record):
    for area, session in ((cast.area_here, cast.cafe_session), (cast.area_next_door, cast.cafe_session_next_door)):
        record(kind="session", step="held", session=session.code, activity="cafe", area=area.code, people=7,
               on=session.planned_on)  # fmt: skip
    every = kept_board.bring_up_to_date(cast.here, None)
    assert {(each.area_id, each.sessions, each.visits) for each in every.totals} == {
        (cast.area_here.pk, 1, 7),
        (cast.area_next_door.pk, 1, 7),
    }
    mine = kept_board.bring_up_to_date(cast.here, frozenset({cast.area_here.pk}))
    assert [each.area_id for each in mine.totals] == [cast.area_here.pk]


# --- The command ------------------------------------------------------------------------------------------------------


def told(**options):
    from io import StringIO

    out = StringIO()
    call_command("keep_boards", stdout=out, **options)
    return out.getvalue().strip()


def test_the_command_brings_every_board_up_to_date_that_somebody_sees(cast, contacts, record):
    record(kind="contact", channel="door", subject="p1", area=cast.area_here.code)
    scopes = len({(cast.here.pk, None), (cast.elsewhere.pk, None)} | rules.area_sets(Permission.SEE_FIGURES))
    assert scopes > 2, "people of one area too"
    assert told() == f"{scopes} regnet ud."
    assert KeptBoard.objects.count() == scopes
    assert told() == "0 regnet ud."
    record(kind="contact", channel="door", subject="p2", area=cast.area_here.code)
    here = len(
        {each for each in rules.area_sets(Permission.SEE_FIGURES) if each[0] == cast.here.pk} | {(cast.here.pk, None)}
    )
    assert told() == f"{here} regnet ud."


def test_the_command_stops_in_time_and_says_what_is_left(cast, contacts):
    assert told(seconds=0).startswith("0 regnet ud, ")
    assert not KeptBoard.objects.exists()


def test_the_command_removes_what_no_role_asks_for(cast, contacts):
    both = frozenset({cast.area_here.pk, cast.area_next_door.pk})
    assert (cast.here.pk, both) not in rules.area_sets(Permission.SEE_FIGURES)
    board.of_areas(cast.here, TODAY, both)
    assert "1, ingen ser længere, fjernet" in told()
    assert kept(cast.here, both) is None
    assert kept(cast.here) is not None


def test_areas_everywhere_says_what_is_said_of_each_programme(cast):
    for person in cast.everyone.values():
        for permission in (Permission.SEE_FIGURES, Permission.SEE_PROGRAMME, Permission.SEE_PEOPLE):
            found = rules.areas_everywhere(person, permission)
            for programme in (cast.here, cast.elsewhere):
                here = rules.standing(person, programme)
                assert (programme.pk in found) == here.may(permission), person.name
                if programme.pk in found:
                    assert found[programme.pk] == here.area_ids(permission)
