"""From a figure on the compass to how it is counted, and the handbook itself, on a phone and a desktop."""

from datetime import date

import pytest

from tests.cast import Cast
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
    yield cast
    board.forget()


def test_from_a_figure_to_what_counts_and_what_does_not(scene, any_page, log_in, axe, fits, open_all, taps):
    page = any_page
    log_in(page, scene.leader)
    page.goto(f"/p/{scene.here.code}/kompas/")
    open_all(page)
    axe(page)
    counted = taps(page, "Fra et tal på kompasset til håndbogen")
    counted.tap(page.locator("#k-K1").get_by_role("link", name="Sådan tælles det"))
    page.get_by_role("heading", name="Beboere, der er kontaktet").wait_for()
    counted.told(at_most=1)
    assert page.get_by_text("ingen åbnede, så det blev ikke til en kontakt").first.is_visible()
    assert page.locator("nav[aria-label=Hovedmenu] [aria-current=page]").count() == 0
    page.get_by_text("Ordene i tabellerne").click()
    page.get_by_text("Se, hvad skemaerne spørger om").click()
    axe(page), fits(page)

    page.get_by_role("link", name="Når to tal ikke er ens").click()
    page.get_by_role("heading", name="Områderne giver mere end det hele").wait_for()
    axe(page), fits(page)


def test_a_word_finds_the_chapter_and_the_keyboard_is_enough(scene, any_page, log_in, axe, fits):
    page = any_page
    log_in(page, scene.worker)
    page.goto("/haandbog/")
    axe(page), fits(page)
    page.get_by_role("searchbox").press_sequentially("nyhedsblad")
    page.get_by_role("heading", name="Kriterier, der passer").wait_for()
    assert page.get_by_role("link", name="Beboerhistorier").count() == 0
    found = page.get_by_role("link", name="Fire trykte nyhedsblade om året")
    found.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="2 nyhedsblade om året til alle husstande").wait_for()
    assert page.url.endswith("/haandbog/udgivelser/#raekke-10")
    axe(page), fits(page)


def test_guests_and_the_words_fit_a_phone(scene, phone, log_in, axe, fits):
    log_in(phone, scene.worker)
    for slug in ("forskellige-gaester", "ordene", "maal-og-status", "emne-mennesker"):
        phone.goto(f"/haandbog/{slug}/")
        axe(phone), fits(phone)


def test_read_in_english_the_frame_is_english_and_says_so(scene, page, log_in, axe):
    log_in(page, scene.worker)
    page.goto("/haandbog/samtaler/")
    page.get_by_role("button", name="English").first.click()
    page.get_by_text("The handbook is in Danish only.").wait_for()
    axe(page)
