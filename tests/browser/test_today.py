"""The first page of the day in a real browser, phone and desktop: from log-in to done."""

from datetime import time, timedelta

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import expect

from tests.cast import TODAY
from tests.desk import scene
from traedesten.journal.models import Entry
from traedesten.schedule.models import Session

pytestmark = pytest.mark.django_db(transaction=True)

NARROW = {"width": 320, "height": 640}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(scene.MORNING, tick=True):
        yield


@pytest.fixture
def office(cast):
    scene.furnish(cast)
    for code, on, name in (("i-dag", TODAY, "Morgencafé"), ("i-gaar", TODAY - timedelta(days=1), "Aftencafé")):
        made = Session.objects.create(
            programme=cast.here, code=code, name=name, activity=cast.cafe, area=cast.area_here, planned_on=on,
            starts_at=time(9), ends_at=time(11),
        )  # fmt: skip
        made.staff.set([cast.worker])
    scene.write(cast, kind="concern", step="received", area="havtornen", thread="b-1")
    scene.write(cast, kind="contact", channel="door", first_time="yes", area="havtornen")
    return cast


def test_the_day_leads_to_what_is_to_be_done(any_page, log_in, office, axe, fits):
    page = any_page
    log_in(page, office.worker)
    page.goto("/")
    expect(page.get_by_role("heading", name="Hej, Viggo")).to_be_visible()
    expect(page.locator(".today-day")).to_have_text("Fredag 20. november")
    expect(page.get_by_text("du er på")).to_be_visible()
    expect(page.locator("#look")).to_be_visible()
    page.get_by_role("link", name="Se kompasset").wait_for()
    axe(page)
    fits(page)
    page.get_by_role("link", name="Registrér Morgencafé", exact=True).click()
    page.get_by_label("Hvor mange").or_(page.locator("[name=people]")).first.fill("14")
    page.get_by_role("button", name="Gem", exact=True).click()
    page.get_by_text("Gemt", exact=True).wait_for()
    page.goto("/")
    expect(page.locator(".day-state", has_text="Registreret")).to_be_visible()
    page.get_by_role("button", name="Fortryd").first.click()
    page.goto("/")
    expect(page.locator(".day-state", has_text="Registreret")).to_have_count(0)
    assert not Entry.objects.current().filter(kind="session").exists()
    page.get_by_role("link", name="Fulgt op").first.click()
    expect(page.get_by_role("button", name="Gem", exact=True)).to_be_visible()


@pytest.mark.parametrize("person", ["nurse", "leader", "funder", "officer", "administrator", "partner"])
def test_every_role_has_a_day_without_faults(page, log_in, office, axe, fits, person):
    log_in(page, office.everyone[person])
    page.goto(reverse("desk:today", kwargs={"programme": office.here.code}))
    page.wait_for_load_state("networkidle")
    axe(page)
    fits(page)


def test_it_fits_a_narrow_phone_and_is_walked_by_keyboard(new_page, log_in, office, fits):
    page = new_page(NARROW)
    log_in(page, office.worker)
    page.goto("/")
    fits(page)
    first = page.locator(".deed-usual").first
    first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Gem", exact=True)).to_be_visible()


def test_an_opening_nobody_planned_is_told_of_in_few_taps(any_page, log_in, office, taps, axe, fits):
    yesterday = Session.objects.get(code="i-gaar")
    scene.write(office, kind="session", session=yesterday.code, step="held", people=9, on=None, by=office.cafe_host)
    Session.objects.filter(code="i-dag").delete()
    page = any_page
    log_in(page, office.cafe_host)
    page.goto("/")
    counted = taps(page, "En åbning, der ikke stod i kalenderen, fra I dag")
    counted.tap(page.get_by_role("link", name="Holdt I noget, der ikke stod i kalenderen?"))
    axe(page), fits(page)
    counted.type(page.get_by_label("Antal personer"), "14")
    counted.tap(page.get_by_role("button", name="Gem", exact=True))
    expect(page.locator(".saved")).to_contain_text("14 personer")
    counted.told(at_most=3)
    axe(page), fits(page)
    assert Session.objects.get(is_unplanned=True).area == office.area_here
    page.get_by_label("Antal personer").fill("15")
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.get_by_text("Er det en af dem, der står der?")).to_be_visible()
    axe(page), fits(page)
    page.get_by_role("link", name="Den er registreret. Se registreringen").click()
    page.wait_for_url("**/journal/**")
    page.goto("/")
    page.get_by_role("button", name="Fortryd").first.click()
    expect(page.get_by_label("Antal personer")).to_have_value("14")
    assert not Entry.objects.current().filter(session__is_unplanned=True).exists()
    assert not Session.objects.standing().filter(is_unplanned=True).exists()
