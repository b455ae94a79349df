"""A criterion through time: the definition, target and end that were valid on the day shown, and its history."""

from datetime import date

import pytest

from traedesten.measures import board
from traedesten.programme.actions import criterion as criteria
from traedesten.programme.actions import target as targets
from traedesten.programme.actions.target import Decision
from traedesten.programme.promise import Wording

DECISION = Decision("Styregruppen", date(2026, 11, 20), "Færre beboere end ventet")
JULY, OCTOBER = date(2026, 7, 1), date(2026, 10, 1)


@pytest.fixture
def met(cast, contacts, record):
    """Two met for the first time: before and after the summer."""
    for on in (date(2026, 5, 5), date(2026, 9, 9)):
        record(kind="contact", on=on, area="havtornen", channel="door", step="talked", first_time="yes")
    return contacts


def figure(cast, day):
    (reading,) = board.of_areas(cast.here, day)
    return reading.assessment.figure.value


def change(cast, criterion, **more):
    wording = Wording(
        code="K1", row="31", text=criterion.text, measure={"preset": "people_contacted", "areas": ["lyngtoppen"]}
    )
    criteria.change(
        by=cast.leader, criterion=criterion, wording=wording, reason="Kun i Lyngtoppen", told="Kontakt.", **more
    )


def test_a_figure_of_an_old_day_is_counted_as_it_was_then(cast, met):
    met.targets.all().delete()
    assert [figure(cast, day) for day in (JULY, OCTOBER)] == [1, 2]
    change(cast, met, valid_from=date(2026, 8, 1))
    assert [figure(cast, day) for day in (JULY, OCTOBER)] == [1, 0]


def test_an_ended_criterion_stands_as_on_its_last_day_and_apart(cast, met, enter):
    criteria.retire(by=cast.leader, criterion=met, last_day=JULY, reason="Opgaven er løst")
    (reading,) = board.of_areas(cast.here, OCTOBER)
    assert (reading.is_ended, reading.assessment.figure.value) == (True, 1)
    (reading,) = board.of_areas(cast.here, JULY)
    assert not reading.is_ended
    page = enter(cast.leader).get("/p/groen-vej/kompas/").content.decode()
    assert "1 afsluttet kriterium" in page
    assert "Talt til og med onsdag 1. juli" in page
    page = enter(cast.leader).get("/p/groen-vej/kompas/?dato=2026-07-01").content.decode()
    assert "afsluttet kriterium" not in page


def test_the_page_tells_the_history_with_reason_and_name(cast, met, enter):
    change(cast, met, valid_from=date(2026, 12, 1))
    row = met.targets.order_by("value").first()
    targets.end(by=cast.leader, criterion=met, target=row, decision=DECISION, last_day=date(2026, 11, 19))
    page = " ".join(enter(cast.leader).get("/p/groen-vej/kriterier/K1/").content.decode().split())
    assert "Kriteriets historie" in page
    assert "Kun i Lyngtoppen" in page
    assert "(gælder først fra tirsdag 1. december" in page
    assert "Skrevet af Lise Lærke" in page
    assert "gjaldt til og med 19. november 2026" in page
    assert "Opgivet: Styregruppen, 20. november 2026: Færre beboere end ventet" in page


def test_a_target_given_up_is_judged_no_more_and_was_until_then(cast, contacts):
    row = contacts.targets.order_by("value").first()
    targets.end(by=cast.leader, criterion=contacts, target=row, decision=DECISION, last_day=JULY)
    assert [len(board.of_areas(cast.here, day)[0].verdicts) for day in (JULY, OCTOBER)] == [2, 1]
