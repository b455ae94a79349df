"""From log-in to the compass, a criterion, how it is counted, and the entries behind it."""

from datetime import date

import pytest

from tests.cast import Cast
from traedesten.journal.actions import entry
from traedesten.measures import board
from traedesten.programme.models import Criterion, Target

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene(db):
    board.forget()
    cast = Cast.make()
    Criterion.objects.filter(programme=cast.here).delete()
    made = Criterion.objects.create(
        programme=cast.here, code="K1", text="Kontakt med beboerne", measure={"preset": "people_contacted"}
    )
    Target.objects.create(criterion=made, kind="reach_by", value=3, ends_on=date(2028, 12, 31))
    weekly = Criterion.objects.create(
        programme=cast.here, code="K2", text="Åbent hver måned", measure={"preset": "sessions_held"}
    )
    Target.objects.create(criterion=weekly, kind="every_period", period="month", value=1)
    for person in ("p1", "p2"):
        row = {"kind": "contact", "on": "2026-03-02", "channel": "door", "subject": person, "area": "havtornen"}
        assert entry.record(by=cast.leader, programme=cast.here, row=row).entry
    yield cast
    board.forget()


def test_from_figure_to_definition_to_entries(scene, any_page, log_in, axe, fits):
    page = any_page
    log_in(page, scene.leader)
    page.goto(f"/p/{scene.here.code}/kompas/")
    assert page.locator("#k-K1").get_by_text("2 af 3").is_visible()
    axe(page), fits(page)

    page.get_by_role("link", name="Kontakt med beboerne").last.click()
    page.get_by_role("heading", name="Sådan tælles det").wait_for()
    page.get_by_text("Regnet ud trin for trin").click()
    axe(page), fits(page)

    page.get_by_role("link", name="Se registreringerne bag tallet").click()
    page.get_by_text("2 registreringer tæller med.").wait_for()
    assert page.get_by_role("cell", name="p1").is_visible()
    axe(page), fits(page)


def test_a_criterion_with_periods_shows_each(scene, any_page, log_in, axe, fits):
    log_in(any_page, scene.leader)
    any_page.goto(f"/p/{scene.here.code}/kriterier/K2/")
    assert any_page.get_by_role("row", name="marts 2026").is_visible()
    axe(any_page), fits(any_page)


def test_another_day_is_asked_for_by_keyboard(scene, page, log_in, axe):
    log_in(page, scene.leader)
    page.goto(f"/p/{scene.here.code}/kompas/")
    page.get_by_label("Tal til og med").fill("1.3.2026")
    page.keyboard.press("Enter")
    page.get_by_text("til og med søndag 1. marts").wait_for()
    assert page.locator("#k-K1").get_by_text("0 af 3").is_visible()
    page.get_by_label("Tal til og med").fill("1.3.2099")
    page.keyboard.press("Enter")
    page.get_by_text("Datoen ligger i fremtiden").first.wait_for()
    page.wait_for_load_state()
    axe(page)


def test_a_steering_reader_sees_promises(scene, any_page, log_in, axe, fits):
    log_in(any_page, scene.funder)
    any_page.goto(f"/p/{scene.here.code}/kompas/")
    assert any_page.get_by_text("Kontakt med beboerne").is_visible()
    axe(any_page), fits(any_page)
