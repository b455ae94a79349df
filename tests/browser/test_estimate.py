"""Guests by stamp card on the compass and the criterion page: green, yellow and red light, and too early to tell."""

import pytest

from tests.cast import Cast
from tests.measures.cafe import open_cafes
from traedesten.core import clock
from traedesten.measures import board

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene(db, monkeypatch):
    cast = Cast.make()
    open_cafes(cast, monkeypatch, clock.today())
    yield cast
    board.forget()


def test_each_light_is_a_mark_and_a_word_beside_the_number(scene, any_page, log_in, axe, fits, open_all):
    page = any_page
    log_in(page, scene.leader)
    page.goto(f"/p/{scene.here.code}/kompas/")
    open_all(page)
    green, yellow, red, early = (page.locator(f"#k-G{number}") for number in (1, 2, 3, 4))
    assert green.locator(".estimate").inner_text().split() == ["mindst", "260", "sandsynligvis", "280-350"]
    assert green.get_by_text("Sandsynligvis nået", exact=True).is_visible()
    for card, word in ((green, "Sikkert grundlag"), (yellow, "Noget usikkert grundlag"), (red, "Usikkert grundlag")):
        assert card.locator("summary").get_by_text(word, exact=True).is_visible()
        assert card.locator("summary .light-mark").is_visible()
    assert "estimate-unsure" in red.locator(".estimate").get_attribute("class")
    assert early.get_by_text("for tidligt til et skøn").is_visible()
    axe(page), fits(page)

    red.locator("summary").focus()
    page.keyboard.press("Enter")
    assert red.get_by_text("Vi tæller uden at vide, hvem gæsterne er.").is_visible()
    assert red.get_by_text("Der er ikke lavet en dørtælling.").is_visible()
    axe(page), fits(page)


@pytest.mark.parametrize("code", ["G1", "G2", "G3", "G4"])
def test_the_criterion_page_says_how_sure_it_is_and_where_it_is_heading(scene, any_page, log_in, axe, fits, code):
    page = any_page
    log_in(page, scene.leader)
    page.goto(f"/p/{scene.here.code}/kriterier/{code}/")
    page.locator(".light-details summary").click()
    assert page.get_by_text("Vi tæller uden at vide, hvem gæsterne er.").first.is_visible()
    assert page.get_by_text("Usikkerhed (80 %): ").count() == (code != "G4")
    assert page.get_by_text("Usikkerhed (95 %)").count() == 0
    assert page.get_by_text("Forventet ved målets slutning: ").count() == (code in ("G2", "G3"))
    page.get_by_text("Regnet ud trin for trin").click()
    axe(page), fits(page)
