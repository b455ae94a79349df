"""The plan in a real browser, on phone and desktop: every page, a rhythm composed, two who meet; taps are counted."""

from datetime import date, time

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import expect

from tests.cast import TODAY
from traedesten.programme.models import ClosedWeek, Milestone, Phase
from traedesten.schedule.actions import session as verb
from traedesten.schedule.models import Rhythm, Session
from traedesten.schedule.plan import SessionPlan

pytestmark = pytest.mark.django_db(transaction=True)

HERE = {"programme": "groen-vej"}
NARROW = {"width": 320, "height": 640}
CALENDAR, YEAR, RHYTHMS, NEW, FEEDS, NEW_SESSION = (
    reverse(f"planning:{name}", kwargs=HERE)
    for name in ("calendar", "year", "rhythms", "rhythm_new", "feeds", "session_new")
)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(f"{TODAY.isoformat()} 09:00 +0000", tick=True):
        yield


@pytest.fixture
def planned(cast):
    """A little of everything around the cast's own day."""
    ClosedWeek.objects.create(programme=cast.here, year=2026, week=53)
    Milestone.objects.create(programme=cast.here, code="m", name="Caféen åbner", due_on=date(2026, 3, 1))
    Phase.objects.create(
        programme=cast.here, code="p", name="Opstart", starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30)
    )
    for day, hour in ((20, 10), (24, 9), (24, 13), (26, 10)):
        plan = SessionPlan(cast.cafe, date(2026, 11, day), time(hour), time(hour + 2), cast.area_here,
                           cast.area_here.venues.get(), staff=(cast.nurse,))  # fmt: skip
        verb.plan(by=cast.leader, programme=cast.here, plan=plan)
    off = Session.objects.get(planned_on=date(2026, 11, 26))
    verb.call_off(by=cast.leader, session=off, seen=1)
    return cast


class Taps:
    """Counts what the hand does, for the record."""

    def __init__(self, what):
        self.what, self.count = what, 0

    def tap(self, locator):
        self.count += 1
        locator.click()

    def told(self, at_most):
        print(f"\n{self.what}: {self.count} tryk")  # noqa: T201 - the count is the point
        assert self.count <= at_most


def session_page(session, name="session"):
    return reverse(f"planning:{name}", kwargs={**HERE, "session": session.code})


def chip(page, words):
    return page.locator(".plan-chips label").get_by_text(words, exact=True)


def compose(page, taps):
    page.get_by_label("Aktivitet").select_option("cafe")
    taps.tap(chip(page, "Bestemte uger i måneden"))
    taps.tap(chip(page, "Mandag"))
    page.get_by_label("Sted 1. gang").select_option("havtornen-hus")
    page.get_by_label("Sted 2. gang").select_option("lyngtoppen-hus")
    page.get_by_label("Begynder kl.").fill("10")
    page.get_by_label("Slutter kl.").fill("12")
    page.get_by_label("Sidste dag").fill("30.6.2027")


def test_every_page_fits_and_has_no_accessibility_fault(any_page, planned, log_in, axe, fits):
    log_in(any_page, planned.leader)
    for address in (
        CALENDAR, f"{CALENDAR}?vis=maaned", f"{CALENDAR}?dag=2026-12-24", f"{CALENDAR}?dag=2026-05-04", YEAR,
        f"{YEAR}?aar=2028", RHYTHMS, NEW, FEEDS, NEW_SESSION, session_page(planned.cafe_session),
        session_page(planned.cafe_session, "session_edit"),
    ):  # fmt: skip
        any_page.goto(address)
        axe(any_page)
        fits(any_page)


def test_every_page_fits_320_points(new_page, planned, log_in, fits):
    page = new_page(NARROW)
    log_in(page, planned.leader)
    for address in (CALENDAR, f"{CALENDAR}?vis=maaned", YEAR, RHYTHMS, NEW, FEEDS, NEW_SESSION):
        page.goto(address)
        fits(page)


def test_mondays_in_turn_are_composed_seen_and_saved(any_page, planned, log_in, axe, fits):
    page, taps = any_page, Taps("En rytme på skift, fra kalenderen")
    log_in(page, planned.leader)
    page.goto(RHYTHMS)
    taps.tap(page.get_by_role("link", name="Begynd en rytme"))
    compose(page, taps)
    taps.tap(page.get_by_role("button", name="Se, hvad det bliver til"))
    expect(page.locator(".preview-said")).to_contain_text("gange.")
    expect(page.locator(".preview-list")).to_contain_text("mandag 7. december")
    assert not Rhythm.objects.exists()
    axe(page)
    fits(page)
    taps.tap(page.get_by_role("button", name="Gem rytmen"))
    expect(page.locator(".rhythm-said")).to_contain_text("1. mandag i måneden i Beboerhuset Havtornen")
    axe(page)
    taps.told(at_most=6)


def test_only_the_places_that_are_asked_about_are_shown(any_page, planned, log_in):
    page = any_page
    log_in(page, planned.leader)
    page.goto(NEW)
    expect(page.get_by_label("Sted 2. gang")).to_be_hidden()
    chip(page, "Hver uge, på skift mellem steder").click()
    expect(page.get_by_label("Sted 2. gang")).to_be_visible()


def test_an_error_is_told_and_nothing_typed_is_lost(any_page, planned, log_in, axe):
    page = any_page
    log_in(page, planned.leader)
    page.goto(NEW)
    page.get_by_label("Begynder kl.").fill("ti")
    page.get_by_role("button", name="Se, hvad det bliver til").click()
    summary = page.locator(".error-summary")
    expect(summary).to_contain_text("Vælg, hvor den holdes.")
    expect(page.get_by_label("Begynder kl.")).to_have_value("ti")
    axe(page)
    summary.get_by_role("link", name="Begynder kl.").click()
    expect(page.get_by_label("Begynder kl.")).to_be_focused()


def test_from_the_calendar_one_tap_registers(any_page, planned, log_in):
    page, taps = any_page, Taps("Fra kalenderen til registreringen af dagens åbning")
    log_in(page, planned.nurse)
    page.goto(CALENDAR)
    taps.tap(page.get_by_role("link", name="Registrér Sundhedscafé"))
    expect(page.get_by_label("Hvilken åbning")).to_have_value("cafe-2026-11-20")
    taps.told(at_most=1)


def test_called_off_and_deleted_with_a_way_back(any_page, planned, log_in, axe):
    page = any_page
    log_in(page, planned.leader)
    page.goto(session_page(planned.cafe_session))
    page.get_by_role("button", name="Aflys").click()
    expect(page.get_by_text("Aflyst. Den står stadig i kalenderen")).to_be_visible()
    page.get_by_role("button", name="Den er på alligevel").click()
    expect(page.get_by_role("button", name="Aflys")).to_be_visible()
    page.get_by_role("button", name="Slet").click()
    expect(page.get_by_text("»Sundhedscafé« er slettet.")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Fortryd").click()
    expect(page.get_by_text("Fortrudt. Den står i kalenderen igen.")).to_be_visible()


def test_two_people_change_one_plan(any_page, planned, log_in, axe, fits):
    page = any_page
    log_in(page, planned.leader)
    page.goto(session_page(planned.cafe_session, "session_edit"))
    page.get_by_label("Tema eller navn").fill("Min egen tekst")
    other = SessionPlan(planned.cafe, date(2026, 11, 12), time(9), time(13), planned.area_here)
    verb.change(by=planned.nurse, session=planned.cafe_session, plan=other, seen=1)
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("En anden har ændret det her imens")).to_be_visible()
    expect(page.get_by_text("Tid: 09.00–13.00")).to_be_visible()
    expect(page.get_by_label("Tema eller navn")).to_have_value("Min egen tekst")
    axe(page)
    fits(page)
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Planen er ændret.")).to_be_visible()


def test_a_session_by_keyboard_alone(page, planned, log_in):
    log_in(page, planned.leader)
    page.goto(NEW_SESSION)
    page.get_by_label("Aktivitet").focus()
    page.keyboard.type("Sundh")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Dag", exact=False).first).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("3.12")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sundhedscafé")).to_be_visible()
    assert Session.objects.filter(programme=planned.here, planned_on=date(2026, 12, 3)).exists()


def test_the_year_is_months_on_the_phone_and_a_ring_beside(phone, page, planned, log_in):
    for one, is_below in ((phone, True), (page, False)):
        log_in(one, planned.leader)
        one.goto(YEAR)
        ring, months = one.locator(".wheel svg").bounding_box(), one.locator(".year-months").bounding_box()
        assert (ring["y"] > months["y"]) is is_below
        expect(one.get_by_role("heading", name="November")).to_be_visible()


def test_a_calendar_is_opened_and_its_address_read(any_page, planned, log_in, axe, fits):
    page, taps = any_page, Taps("Abonnér på egne vagter")
    log_in(page, planned.nurse)
    page.goto(FEEDS)
    taps.tap(page.get_by_role("button", name="Lav en adresse"))
    address = page.get_by_label("Adresse til abonnement").input_value()
    assert address.endswith(".ics")
    axe(page)
    fits(page)
    answer = page.context.browser.new_context().request.get(address)
    assert answer.ok
    assert answer.text().count("BEGIN:VEVENT") == 4
    taps.told(at_most=1)


@pytest.mark.smoke
def test_the_plan_works_without_javascript(new_page, planned, log_in):
    page = new_page(java_script_enabled=False)
    log_in(page, planned.leader)
    page.goto(NEW)
    compose(page, Taps("uden JavaScript"))
    page.get_by_role("button", name="Se, hvad det bliver til").click()
    page.get_by_role("button", name="Gem rytmen").click()
    expect(page.get_by_text("Rytmen er gemt")).to_be_visible()
