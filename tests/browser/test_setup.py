"""Writing an agreement down on screen: an administrator's first hour, a change of activity, two who edit the same."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import expect

from tests.setup.conftest import MORNING
from traedesten.core.action import System
from traedesten.programme.actions import focus_area, milestone, phase
from traedesten.programme.models import Programme

pytestmark = pytest.mark.django_db(transaction=True)

HERE = {"programme": "groen-vej"}
PARTS = (
    "omraader", "beboertal", "steder", "organisationer", "indsatsomraader", "aktiviteter", "maerker", "emner",
    "stillinger", "bemanding", "budget", "forbrug", "faser", "milepaele", "lukkeuger", "tilbud",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(MORNING, tick=True):
        yield


def at(name="hub", **parts):
    return reverse(f"setup:{name}", kwargs={**HERE, **parts})


def save(page):
    page.get_by_role("button", name="Gem", exact=True).click()
    page.wait_for_load_state()


def test_every_page_of_the_set_up_fits_and_has_no_accessibility_fault(any_page, log_in, cast, axe, fits):
    log_in(any_page, cast.leader)
    pages = [at(), at("programme"), at("close", row=cast.cafe.pk), at("row", part="aktiviteter", row=cast.cafe.pk)]
    pages += [at("row", part="omraader", row=cast.area_here.pk), at("part", part="aktiviteter")]
    pages += [at("part", part=part) for part in ("budget", "milepaele", "stillinger")]
    pages += [at("new_row", part=part) for part in ("aktiviteter", "forbrug", "emner", "bemanding")]
    for address in pages:
        any_page.goto(address)
        axe(any_page)
        fits(any_page)


def test_every_form_of_the_set_up_fits_320_points(new_page, log_in, cast, fits):
    page = new_page({"width": 320, "height": 640})
    log_in(page, cast.leader)
    for part in PARTS:
        for name in ("part", "new_row"):
            page.goto(at(name, part=part))
            fits(page)


def test_an_administrator_is_led_from_nothing_to_a_programme(any_page, log_in, cast, axe, fits):
    page, taps = any_page, 0
    log_in(page, cast.administrator)
    page.goto(at())
    page.get_by_role("link", name="Begynd et nyt program").click()
    page.get_by_label("Navn", exact=False).first.fill("Søparken sammen")
    page.get_by_text("Projekt", exact=True).click()
    page.get_by_label("Første dag").fill("1.1.2027")
    page.get_by_label("Sidste dag").fill("31.12.2028")
    page.get_by_role("button", name="Opret programmet").click()
    expect(page.get_by_role("heading", name="Næste skridt")).to_be_visible()
    axe(page)
    fits(page)
    taps += 4
    for step, typed in (
        ("Skriv boligområderne ned", "Søparken"),
        ("Skriv indsatsområderne ned", "Sundhed"),
        ("Skriv aktiviteterne ned", "Caféen"),
    ):
        page.locator(".way .button-primary", has_text=step).click()
        page.locator(".empty .button-primary").click()
        page.locator("#id_name").fill(typed)
        save(page)
        expect(page.locator(".saved")).to_contain_text(f"»{typed}« er skrevet ned.")
        page.goto(reverse("setup:hub", kwargs={"programme": "soeparken-sammen"}))
        taps += 4
    print(f"\nnyt program med område, indsatsområde og aktivitet: {taps} tryk")  # noqa: T201 - the count is the point
    made = Programme.objects.get(code="soeparken-sammen")
    assert [made.areas.count(), made.focus_areas.count(), made.activities.count()] == [1, 1, 1]
    assert taps <= 16
    axe(page)


def test_an_activity_is_closed_and_another_begun_in_its_place(any_page, log_in, cast, axe, fits):
    page = any_page
    log_in(page, cast.leader)
    page.goto(at("row", part="aktiviteter", row=cast.cafe.pk))
    page.get_by_role("link", name="Luk aktiviteten").click()
    expect(page.get_by_text("Caféen får 300 gæster")).to_be_visible()
    page.get_by_label("Sidste dag").fill("31.12.2026")
    page.get_by_label("Hvorfor").fill("For få kom om tirsdagen")
    page.get_by_role("button", name="Luk aktiviteten").click()
    expect(page.get_by_role("heading", name="Kriterier, der tæller den")).to_be_visible()
    expect(page.get_by_role("link", name="Vælg, hvad der skal ske med dem")).to_be_visible()
    axe(page)
    fits(page)
    page.get_by_role("link", name="Begynd en anden i stedet").click()
    expect(page.get_by_label("Første dag")).to_have_value("01.01.2027")
    page.locator("#id_name").fill("Torsdagscafé")
    save(page)
    cast.cafe.refresh_from_db()
    new = cast.here.activities.get(name="Torsdagscafé")
    assert (new.replaces, new.focus_area, new.areas.count()) == (cast.cafe, cast.cafe.focus_area, 2)
    assert cast.cafe.sessions.count() == 2, "what was planned and held stays"
    expect(page.get_by_text("lukker")).to_be_visible()


def test_what_is_removed_by_mistake_comes_back_with_one_press(any_page, log_in, cast):
    job = System("test")
    made = focus_area.add(by=job, programme=cast.here, values={"name": "Naboskab", "purpose": "Flere hilser"})
    log_in(any_page, cast.leader)
    any_page.goto(at("row", part="indsatsomraader", row=made.pk))
    any_page.get_by_role("button", name="Fjern »Naboskab«").click()
    expect(any_page.locator(".saved")).to_contain_text("»Naboskab« er fjernet.")
    any_page.get_by_role("button", name="Fortryd").click()
    expect(any_page.get_by_text("Flere hilser")).to_be_visible()
    again = cast.here.focus_areas.get(name="Naboskab")
    assert (again.code, again.position, again.purpose) == (made.code, made.position, made.purpose)


def test_the_later_of_two_is_told_and_loses_nothing(any_page, log_in, cast, axe):
    about = {"name": "Opstart", "starts_on": date(2026, 1, 1), "ends_on": date(2026, 6, 30), "focus": "Finde hinanden"}
    made = phase.add(by=System("test"), programme=cast.here, values=about)
    log_in(any_page, cast.leader)
    any_page.goto(at("row", part="faser", row=made.pk))
    any_page.get_by_label("Fokus").fill("Lære området at kende")
    phase.change(by=System("test"), phase=made, values={"focus": "Åbne caféen"})
    save(any_page)
    expect(any_page.get_by_text("En anden har ændret det her imens")).to_be_visible()
    expect(any_page.get_by_text("Fokus: Åbne caféen")).to_be_visible()
    expect(any_page.get_by_label("Fokus")).to_have_value("Lære området at kende")
    axe(any_page)
    save(any_page)
    made.refresh_from_db()
    assert made.focus == "Lære området at kende"


def test_a_milestone_is_reached_with_one_press(any_page, log_in, cast, axe):
    about = {"name": "Caféen er åben", "due_on": date(2026, 10, 1)}
    made = milestone.add(by=System("test"), programme=cast.here, values=about)
    log_in(any_page, cast.leader)
    any_page.goto(at("part", part="milepaele"))
    expect(any_page.get_by_text("overskredet")).to_be_visible()
    axe(any_page)
    any_page.get_by_role("link", name="Caféen er åben").click()
    any_page.get_by_role("button", name="Milepælen er nået").click()
    expect(any_page.get_by_text("skrevet af Lise Lærke")).to_be_visible()
    made.refresh_from_db()
    assert (made.done_on, made.done_by) == (date(2026, 11, 20), cast.leader)
