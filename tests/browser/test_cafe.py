"""A café's page and its sheets in a real browser: three lights, every form, the taps it takes, and no accessibility
fault at 360 and 1280 points."""

import re
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import expect

from tests.cast import TODAY, Cast
from tests.desk import scene
from tests.measures.cafe import open_cafes
from traedesten.journal.actions import box_count, paper_tally, tally
from traedesten.journal.models import BoxCount, PaperTally, Tally
from traedesten.journal.models.control import current
from traedesten.measures import board

pytestmark = pytest.mark.django_db(transaction=True)

FORMS = ("kasse", "doer", "spoergsmaal", "ark", "familieark", "alder", "eftersyn")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(scene.MORNING, tick=True):
        yield
    board.forget()


@pytest.fixture
def office(db):
    return scene.furnish(Cast.make())


def way(cast, name="cafe", activity="cafe", area="havtornen", **more):
    here = {"programme": cast.here.code, "activity": activity, "area": area}
    return reverse(f"desk:{name}", kwargs={**here, **more})


def tapped(cast):
    """Somebody has counted here, so that the café is one of those that are counted."""
    tally.record(by=cast.cafe_host, session=cast.cafe_session, device=uuid4(), revision=1, counters={"visits": 9})


class Taps:
    """Counts what the hand does, typing of one number as one."""

    def __init__(self, page, what):
        self.page, self.what, self.count = page, what, 0

    def tap(self, locator):
        self.count += 1
        locator.click()

    def write(self, label, text):
        self.count += 1
        self.page.get_by_label(re.compile(rf"^{re.escape(label)}\s*(\(|$)")).fill(text)

    def told(self, at_most):
        print(f"\n{self.what}: {self.count} tryk")  # noqa: T201 - the count is the point
        assert self.count <= at_most


@pytest.mark.parametrize(
    ("code", "floor", "light", "to_do"),
    [
        ("kilden", "260", "Sikkert grundlag", ""),
        ("broen", "260", "Noget usikkert grundlag", "Tæl ved døren en dag: sidst gjort tirsdag 23. juni."),
        ("engen", "", "Usikkert grundlag", "Tæl ved døren en dag."),
        ("havnen", "20", "Usikkert grundlag", ""),
    ],
)
def test_a_café_shows_its_light_in_words_and_what_to_do(
    office, monkeypatch, any_page, log_in, axe, fits, code, floor, light, to_do
):
    open_cafes(office, monkeypatch, TODAY)
    page = any_page
    log_in(page, office.leader)
    for activity in office.here.activities.filter(code=code):
        activity.form = "open"
        activity.save()
    page.goto(way(office, activity=code, area="_"))
    main = page.locator(".cafe-main")
    expect(main.get_by_text(light, exact=True)).to_be_visible()
    assert main.locator(".light-mark").is_visible()
    assert floor in main.locator(".estimate-floor").inner_text()
    is_grey = "estimate-unsure" in main.locator(".estimate").get_attribute("class")
    assert is_grey == (light == "Usikkert grundlag")
    if code == "havnen":
        expect(main.get_by_text("for tidligt til et skøn")).to_be_visible()
    if to_do:
        expect(page.locator(".cafe-todo").get_by_text(to_do, exact=True)).to_be_visible()
    page.get_by_text("Hvad betyder tallet?").click()
    expect(page.get_by_text("Vi tæller uden at vide, hvem gæsterne er.")).to_be_visible()
    page.get_by_text("Åbningerne som tabel").click()
    axe(page), fits(page)


def test_every_form_fits_and_has_no_accessibility_fault(office, any_page, log_in, axe, fits):
    page = any_page
    log_in(page, office.leader)
    page.goto(reverse("desk:cafes", kwargs={"programme": office.here.code}))
    axe(page), fits(page)
    for what in FORMS:
        page.goto(way(office, "control", what=what))
        axe(page), fits(page)
        page.get_by_role("button", name="Gem").last.click()
        expect(page.locator(".error-summary")).to_be_visible()
        axe(page), fits(page)


def test_the_box_is_counted_in_few_taps_and_undone_in_one(office, any_page, log_in, axe, fits):
    about = {"programme": office.here, "activity": office.cafe, "area": office.area_here}
    box_count.record(by=office.cafe_host, on=TODAY.replace(month=10), printed=300, left=190, **about)
    page = any_page
    log_in(page, office.cafe_host)
    tapped(office)
    page.goto(reverse("desk:register", kwargs={"programme": office.here.code}))
    hand = Taps(page, "Kort i kassen, fra Registrér")
    hand.tap(page.get_by_role("link", name="Stempelkort og kontrol"))
    hand.tap(page.get_by_role("link", name=office.cafe.name))
    hand.tap(page.get_by_role("link", name="Kort i kassen"))
    hand.write("Tilbage i kassen", "170")
    hand.tap(page.get_by_role("button", name="Gem"))
    expect(page.get_by_text("130 væk af 300 trykte.").first).to_be_visible()
    axe(page), fits(page)
    hand.told(at_most=5)
    page.locator(".saved").get_by_role("button", name="Fortryd").click()
    expect(page.get_by_text("Fortrudt. Den tæller ikke med.")).to_be_visible()
    assert page.get_by_label("Tilbage i kassen").input_value() == "170"
    assert current(BoxCount).get().left == 190


def test_the_box_is_one_tap_from_the_first_page(office, any_page, log_in, axe, fits):
    page = any_page
    log_in(page, office.cafe_host)
    tapped(office)
    page.goto(reverse("desk:today", kwargs={"programme": office.here.code}))
    axe(page), fits(page)
    hand = Taps(page, "Kort i kassen, fra I dag til skemaet")
    hand.tap(page.locator("[aria-labelledby=counting]").get_by_role("link", name="Kort i kassen").first)
    expect(page.get_by_label("Tilbage i kassen")).to_be_visible()
    hand.told(at_most=2)


def test_two_tablets_with_one_id_are_told_apart_in_two_taps(office, any_page, log_in, axe, fits):
    tapped(office)
    device = Tally.objects.get().device
    sums = {"visits": 30, "new_guests": 4}
    tally.record(by=office.cafe_host, session=office.cafe_session, device=device, revision=1, counters=sums)
    page = any_page
    log_in(page, office.cafe_host)
    page.goto(reverse("desk:today", kwargs={"programme": office.here.code}))
    expect(page.get_by_text("Tabletten har sendt tal, der ikke passer sammen.")).to_be_visible()
    axe(page), fits(page)
    hand = Taps(page, "To tablets med samme id, fra I dag")
    hand.tap(page.locator("[aria-labelledby=counting]").get_by_role("link", name=office.cafe.name).first)
    expect(page.locator(".cafe-clash")).to_contain_text("Besøg i alt")
    axe(page), fits(page)
    hand.tap(page.get_by_role("button", name="Det var to tablets"))
    expect(page.get_by_text("tallene fra to tablets er lagt sammen").first).to_be_visible()
    hand.told(at_most=2)
    axe(page), fits(page)
    assert sorted(Tally.objects.values_list("visits", flat=True)) == [9, 30]
    page.get_by_role("button", name="Fortryd").click()
    expect(page.locator(".cafe-clash")).to_be_visible()
    assert Tally.objects.get().visits == 9


def test_the_door_is_checked_in_few_taps_and_a_slip_is_told_at_its_field(office, any_page, log_in, axe, fits):
    page = any_page
    log_in(page, office.cafe_host)
    page.goto(way(office))
    hand = Taps(page, "Dørtælling, fra caféens side")
    hand.tap(page.locator(".deed").filter(has_text="Dørtælling"))
    hand.write("Talt ved døren", "18")
    hand.write("Trykt på tabletten", "20")
    hand.tap(page.get_by_role("button", name="Gem"))
    expect(page.locator(".error-summary").get_by_text("Ved døren er der talt 18, men trykt 20")).to_be_visible()
    axe(page), fits(page)
    hand.write("Talt ved døren", "21")
    hand.tap(page.get_by_role("button", name="Gem"))
    expect(page.get_by_text("20 trykt af 21 talt ved døren.").first).to_be_visible()
    hand.told(at_most=6)


def test_the_sheet_adds_itself_up_and_is_put_right_with_a_reason(office, any_page, log_in, axe, fits):
    page = any_page
    log_in(page, office.cafe_host)
    page.goto(way(office, "control", what="ark"))
    hand = Taps(page, "Åbning talt på papir, fra skemaet")
    for label, number in (("Ny", "4"), ("2. gang (kortet har ét stempel)", "2"), ("Kendt", "5"), ("Uden kort", "1")):
        hand.write(label, number)
    hand.write("I alt", "13")
    expect(page.get_by_text("Felterne giver 12, men der står 13 i alt.")).to_be_visible()
    hand.tap(page.get_by_role("button", name="Gem"))
    expect(page.locator(".error-summary").get_by_text("Felterne giver 12 tilsammen")).to_be_visible()
    axe(page), fits(page)
    hand.write("I alt", "12")
    expect(page.get_by_text("Felterne giver 12, og det passer.")).to_be_visible()
    hand.tap(page.get_by_role("button", name="Gem"))
    expect(page.get_by_text("12 besøg, 4 nye.").first).to_be_visible()
    hand.told(at_most=8)
    page.locator(".cafe-written").get_by_role("link", name="Ret").click()
    page.get_by_label("Kendt", exact=True).fill("6")
    page.get_by_label(re.compile("^I alt")).fill("13")
    page.get_by_label("Hvorfor").fill("talt om")
    axe(page), fits(page)
    page.get_by_role("button", name="Gem rettelsen").click()
    expect(page.get_by_text("Fordi: talt om")).to_be_visible()
    assert current(PaperTally).get().visits == 13
    page.locator(".cafe-written").get_by_role("link", name="Træk tilbage").click()
    page.get_by_label("Hvorfor").fill("forkert åbning")
    axe(page), fits(page)
    page.get_by_role("button", name="Træk tilbage").click()
    expect(page.get_by_text("Trukket tilbage. Den tæller ikke længere med.")).to_be_visible()
    axe(page), fits(page)
    assert not current(PaperTally).exists()


def test_every_form_fits_320_points_and_the_keyboard_alone_saves_a_box(office, new_page, log_in, fits):
    page = new_page({"width": 320, "height": 640})
    log_in(page, office.cafe_host)
    for what in FORMS:
        page.goto(way(office, "control", what=what))
        fits(page)
    page.goto(way(office, "control", what="kasse"))
    page.get_by_label("Trykt i alt").focus()
    page.keyboard.type("300")
    page.keyboard.press("Tab")
    page.keyboard.type("200")
    page.keyboard.press("Enter")
    expect(page.get_by_text("100 væk af 300 trykte.").first).to_be_visible()


def test_a_sheet_of_somebody_else_is_seen_and_not_touched(office, page, log_in):
    lines = {"new_guests": 2, "known": 3}
    paper_tally.record(by=office.cafe_host, session=office.cafe_session, lines=lines, total=5)
    log_in(page, office.worker)
    page.goto(way(office))
    expect(page.get_by_text("5 besøg, 2 nye.").first).to_be_visible()
    assert page.locator(".cafe-written").get_by_role("link").count() == 0
