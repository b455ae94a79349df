"""From log-in to the compass, a criterion, how it is counted, and the entries behind it."""

import re
from datetime import date

import pytest

from tests.browser.conftest import DESKTOP, PHONE
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


def test_from_figure_to_definition_to_entries(scene, any_page, log_in, axe, fits, open_all):
    page = any_page
    log_in(page, scene.leader)
    page.goto(f"/p/{scene.here.code}/kompas/")
    open_all(page)
    assert page.locator("#k-K1").get_by_text("2 af 3").is_visible()
    axe(page), fits(page)

    page.locator("#k-K1").get_by_role("link", name="Kontakt med beboerne").click()
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
    any_page.get_by_text("Tallene i en tabel").first.click(timeout=30_000)
    assert any_page.get_by_role("row", name="marts 2026").is_visible()
    axe(any_page), fits(any_page)


@pytest.mark.parametrize("way", ["", "?vis=omraade", "?vis=status", "?ansvarlig=mig"])
def test_the_three_ways_to_look_and_one_s_own(scene, any_page, log_in, axe, fits, open_all, way):
    page = any_page
    log_in(page, scene.leader)
    page.goto(f"/p/{scene.here.code}/kompas/{way}")
    open_all(page)
    page.get_by_text("Hvad betyder ordene?").click()
    page.get_by_text("Billedet i ord").click()
    axe(page), fits(page)


def test_the_order_is_chosen_by_keyboard_and_stands_in_the_address(scene, page, log_in):
    log_in(page, scene.leader)
    page.goto(f"/p/{scene.here.code}/kompas/")
    page.get_by_role("link", name="Efter status").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/kompas/?vis=status")
    assert page.get_by_role("link", name="Efter status").get_attribute("aria-current") == "page"
    page.locator("#k-K1").get_by_role("link", name="Kontakt med beboerne", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/kriterier/K1/?vis=status")
    page.get_by_label("Brødkrumme").get_by_role("link", name="Kompas").click()
    page.wait_for_url("**/kompas/?vis=status")


def test_a_phone_is_short_and_what_was_opened_stays_open(scene, phone, log_in, axe, fits):
    log_in(phone, scene.leader)
    phone.goto(f"/p/{scene.here.code}/kompas/")
    block = phone.locator("details.compass-block").first
    assert not phone.locator("#k-K1").is_visible()
    length = phone.evaluate("document.documentElement.scrollHeight")
    block.locator("summary").focus()
    phone.keyboard.press("Enter")
    assert phone.locator("#k-K1").is_visible()
    axe(phone), fits(phone)
    phone.reload()
    assert phone.locator("#k-K1").is_visible()
    print(f"the compass on a phone: {length} px closed")  # noqa: T201
    assert length < 2 * phone.viewport_size["height"] + 200


def test_from_the_picture_to_a_criterion_in_one_tap(scene, any_page, log_in):
    log_in(any_page, scene.leader)
    any_page.goto(f"/p/{scene.here.code}/kompas/")
    any_page.get_by_label("Billede af aftalen").get_by_role("link", name="K1").click()
    any_page.get_by_role("heading", name="Sådan tælles det").wait_for()


def test_the_compass_is_one_sheet_of_a3(scene, page, log_in):
    """28 criteria, as many as the longest agreement we know has; from a closed page too."""
    for number in range(3, 29):
        made = Criterion.objects.create(
            programme=scene.here, code=f"K{number}", position=number, measure={"preset": "people_contacted"},
            text="Så mange forskellige beboere har vi haft kontakt med i opgange og gårde, og nogle af dem flere gange",
        )  # fmt: skip
        Target.objects.create(criterion=made, kind="reach_by", value=80, ends_on=date(2028, 12, 31))
    board.forget()
    log_in(page, scene.leader)
    page.goto(f"/p/{scene.here.code}/kompas/")
    page.locator("details.compass-block > summary").first.click()
    assert not page.locator("#k-K28").is_visible()
    for options in ({"prefer_css_page_size": True}, {"format": "A3", "landscape": True}):
        printed = page.pdf(**options)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("#k-K28").is_visible()
    assert page.locator(".compass-print-name").inner_text() == scene.here.name
    assert not page.get_by_label("Hovedmenu").is_visible()


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


def test_a_curve_is_live_where_there_is_a_pointer_and_still_on_a_phone(scene, new_page, log_in, axe, fits):
    """The same specification: still for phones, paper and without script; live, the figure is told at the pointer."""
    for viewport, is_live in ((PHONE, False), (DESKTOP, True)):
        page = new_page(viewport)
        fetched = []
        page.on("request", lambda request, fetched=fetched: fetched.append(request.url))
        log_in(page, scene.leader)
        page.goto(f"/p/{scene.here.code}/kriterier/K1/")
        page.get_by_role("heading", name="Sådan er det gået").wait_for(timeout=30_000)
        chart = page.locator(".chart").first
        chart.scroll_into_view_if_needed()
        if is_live:
            page.locator(".chart-live svg").first.wait_for(timeout=30_000)
            page.locator(".chart-live .mark-symbol path").last.hover()
            assert chart.locator(".chart-told").inner_text().endswith(": 2")
        else:
            assert chart.locator(".chart-narrow svg").is_visible()
        assert any("vega-embed" in url for url in fetched) is is_live
        axe(page), fits(page)


def test_a_criterion_is_printed_with_its_curve_and_its_table(scene, page, log_in):
    log_in(page, scene.leader)
    page.goto(f"/p/{scene.here.code}/kriterier/K1/?tegn=1", timeout=30_000)
    page.locator(".chart-live svg").first.wait_for(timeout=30_000)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) <= 2
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator(".chart-wide svg").first.is_visible()
    assert not page.locator(".chart-live").first.is_visible()
    assert page.get_by_role("table").first.is_visible()
    assert not page.get_by_label("Hovedmenu").is_visible()


def test_without_script_there_is_a_way_to_the_curve(scene, new_page, log_in):
    page = new_page(DESKTOP, java_script_enabled=False)
    log_in(page, scene.leader)
    page.goto(f"/p/{scene.here.code}/kriterier/K1/")
    page.get_by_role("link", name="Tegn kurven").click(no_wait_after=True)
    page.locator(".chart-wide svg").first.wait_for(timeout=30_000)  # the first drawing of a process takes a while


def test_a_steering_reader_sees_promises(scene, any_page, log_in, axe, fits):
    log_in(any_page, scene.funder)
    any_page.goto(f"/p/{scene.here.code}/kompas/")
    assert any_page.get_by_text("Kontakt med beboerne").is_visible()
    axe(any_page), fits(any_page)
