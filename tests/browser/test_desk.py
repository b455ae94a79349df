"""The team's day in a real browser, on phone and desktop: register, regret, put right, find; taps are counted."""

from functools import partial

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import expect

from tests.cast import PASSWORD
from tests.desk import scene
from traedesten.core.models import Look
from traedesten.journal.catalogue import KINDS
from traedesten.journal.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)

HERE = {"programme": "groen-vej"}
NARROW = {"width": 320, "height": 640}
BUTTONS = reverse("desk:register", kwargs=HERE)
JOURNAL = reverse("desk:journal", kwargs=HERE)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(scene.MORNING, tick=True):
        yield


@pytest.fixture
def office(cast):
    return scene.furnish(cast)


@pytest.fixture
def record(office):
    return partial(scene.write, office)


def form_of(kind):
    return reverse("desk:register_kind", kwargs={**HERE, "kind": kind})


def page_of(entry, name="entry"):
    return reverse(f"desk:{name}", kwargs={**HERE, "uid": entry.uid})


def choose(page, words):
    page.locator(".chips label", has_text=words).get_by_text(words, exact=True).click()


# --- Every page ---------------------------------------------------------------------------------------------------


def test_every_page_fits_and_has_no_accessibility_fault(any_page, log_in, office, record, axe, fits):
    entry = record(kind="conversation", subject="KM-427", step="kram", area="havtornen", note="Vil gerne gå ture")
    log_in(any_page, office.worker)
    pages = [BUTTONS, JOURNAL, page_of(entry)]
    pages += [page_of(entry, "correct"), page_of(entry, "withdraw"), f"{form_of('conversation')}?gemt={entry.uid}"]
    pages += [form_of(kind) for kind in ("contact", "visit", "session", "referral", "rating", "answer")]
    for address in pages:
        any_page.goto(address)
        axe(any_page)
        fits(any_page)
    any_page.goto(JOURNAL)
    find(any_page, "KM-427")
    assert "KM-427" not in any_page.url
    axe(any_page)
    fits(any_page)


def find(page, code):
    """Search the journal for a person, as somebody would."""
    page.get_by_text("Find bestemte registreringer").click()
    page.get_by_label("Persons kode").fill(code)
    page.get_by_role("button", name="Find").click()
    page.wait_for_load_state()


def test_empty_and_refused_pages_say_what_to_do(any_page, log_in, office, axe, fits):
    for person, address, said in (
        (office.caretaker, JOURNAL, "Begynd med det, der lige er sket."),
        (office.caretaker, form_of("conversation"), "Din rolle registrerer ikke slagsen »Samtale«."),
        (office.funder, BUTTONS, "Din rolle giver ikke lov til at registrere"),
    ):
        log_in(any_page, person)
        any_page.goto(address)
        expect(any_page.get_by_text(said)).to_be_visible()
        axe(any_page)
        fits(any_page)


def test_a_search_that_finds_nothing_says_what_to_try(any_page, log_in, office, axe, fits):
    log_in(any_page, office.caretaker)
    any_page.goto(JOURNAL)
    find(any_page, "KM-1")
    expect(any_page.get_by_text("Prøv en længere periode")).to_be_visible()
    axe(any_page)
    fits(any_page)


def test_every_form_fits_320_points(new_page, log_in, office, fits):
    page = new_page(NARROW)
    log_in(page, office.leader)
    for address in (BUTTONS, *(form_of(kind) for kind in KINDS if kind not in ("measurement", "goal"))):
        page.goto(address)
        fits(page)


# --- Registering --------------------------------------------------------------------------------------------------


def test_a_contact_at_a_door_from_log_in_to_regret(any_page, office, axe, taps):
    page = any_page
    page.goto(BUTTONS)
    page.get_by_label("E-mail").fill(office.caretaker.email)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind", exact=True).click()
    expect(page.get_by_role("heading", name="Hvad er der sket?")).to_be_visible()
    counted = taps(page, "Første kontakt ved døren, fra forsiden")
    counted.tap(page.get_by_role("link", name="Kontakt", exact=False).first)
    counted.choose("Ved døren")
    counted.choose("Ja, første gang")
    counted.choose("Talte sammen")
    counted.tap(page.get_by_role("button", name="Gem"))
    expect(page.get_by_text("Kontakt ved døren i Havtornen: talte sammen, første gang.")).to_be_visible()
    expect(page.locator(".saved")).to_be_focused()
    axe(page)
    counted.told(at_most=5)

    counted = taps(page, "Næste kontakt samme sted")
    counted.choose("Nej, set før")
    counted.tap(page.get_by_role("button", name="Gem"))
    expect(page.get_by_text("Kontakt ved døren i Havtornen: set før.")).to_be_visible()
    counted.told(at_most=2)

    counted = taps(page, "Fortryd")
    counted.tap(page.get_by_role("button", name="Fortryd"))
    expect(page.get_by_text("Fortrudt.")).to_be_visible()
    expect(page.get_by_label("Nej, set før")).to_be_checked()
    axe(page)
    counted.told(at_most=1)
    assert Entry.objects.current().count() == 1


def test_a_known_visitor_is_found_by_the_first_letters(any_page, log_in, office, record, axe, taps):
    page = any_page
    record(kind="contact", channel="door", subject="KM-427", area="havtornen")
    log_in(page, office.worker)
    page.goto(f"{form_of('visit')}?session=cafe-1")
    counted = taps(page, "Kendt gæst i caféen, når åbningen er valgt")
    page.get_by_label("Person").press_sequentially("km")
    counted.tap(page.get_by_role("button", name="KM-427"))
    axe(page)
    counted.tap(page.get_by_role("button", name="Gem"))
    expect(page.get_by_text("KM-427 besøgte Sundhedscafé i Havtornen.")).to_be_visible()
    counted.told(at_most=2)
    expect(page.get_by_label("Hvilken åbning")).to_have_value("cafe-1")


def test_a_new_person_gets_a_code_and_what_was_chosen_stays(any_page, log_in, office):
    page = any_page
    log_in(page, office.worker)
    page.goto(form_of("conversation"))
    choose(page, "KRAM-samtale")
    choose(page, "Sundhedscafé")
    page.get_by_role("button", name="Ny person").click()
    expect(page.get_by_text("Ny kode:")).to_be_visible()
    code = page.get_by_label("Person").input_value()
    expect(page.get_by_label("KRAM-samtale", exact=True)).to_be_checked()
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text(f"KRAM-samtale med {code} i Havtornen.")).to_be_visible()


def test_two_quick_presses_are_one_entry(any_page, log_in, office):
    page = any_page
    log_in(page, office.worker)
    page.goto(form_of("contact"))
    choose(page, "I gården")
    choose(page, "Ja, første gang")
    page.get_by_role("button", name="Gem").dblclick()
    expect(page.get_by_text("Kontakt i gården i Havtornen: første gang.")).to_be_visible()
    page.go_back()
    page.wait_for_url("**?sendt=**")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Den var gemt allerede, så der er kun én")).to_be_visible()
    assert Entry.objects.count() == 1


def test_an_error_is_told_and_nothing_typed_is_lost(any_page, log_in, office, axe, fits):
    page = any_page
    log_in(page, office.worker)
    page.goto(form_of("conversation"))
    choose(page, "KRAM-samtale")
    choose(page, "Sundhedscafé")
    page.get_by_label("Person").fill("XX-1")
    page.get_by_label("Minutter").fill("tolv")
    page.get_by_label("Notat").fill("Vil gerne gå ture")
    page.get_by_role("button", name="Gem").click()
    summary = page.locator(".error-summary")
    expect(summary).to_contain_text("Der er 2 felter")
    expect(page.get_by_label("Notat")).to_have_value("Vil gerne gå ture")
    expect(page.get_by_label("KRAM-samtale", exact=True)).to_be_checked()
    axe(page)
    fits(page)
    summary.get_by_role("link", name="Minutter").click()
    expect(page.get_by_label("Minutter")).to_be_focused()
    page.get_by_label("Minutter").fill("12")
    page.get_by_text("Opret »XX-1« som ny person").click()
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("KRAM-samtale med XX-1 i Havtornen: 12 minutter.")).to_be_visible()


def test_a_visit_by_keyboard_alone(page, log_in, office, record):
    record(kind="contact", channel="door", subject="KM-427", area="havtornen")
    record(kind="contact", channel="door", subject="KM-428", area="havtornen")
    log_in(page, office.worker)
    page.goto(f"{form_of('visit')}?session=cafe-1")
    page.get_by_label("Hvilken åbning").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Person")).to_be_focused()
    page.keyboard.type("km")
    expect(page.get_by_role("button", name="KM-428")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="KM-428")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Person")).to_be_focused()
    expect(page.get_by_label("Person")).to_have_value("KM-427")
    page.keyboard.press("Enter")
    expect(page.get_by_text("KM-427 besøgte Sundhedscafé i Havtornen.")).to_be_visible()


@pytest.mark.smoke
def test_it_all_works_without_javascript(new_page, log_in, office):
    page = new_page(java_script_enabled=False)
    log_in(page, office.worker)
    page.goto(form_of("conversation"))
    choose(page, "KRAM-samtale")
    choose(page, "Sundhedscafé")
    page.get_by_role("button", name="Ny person").click()
    code = page.get_by_label("Person").input_value()
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text(f"KRAM-samtale med {code} i Havtornen.")).to_be_visible()
    page.get_by_role("button", name="Fortryd").click()
    expect(page.get_by_text("Fortrudt.")).to_be_visible()


# --- Logged out ---------------------------------------------------------------------------------------------------


def test_what_was_typed_survives_being_logged_out(any_page, log_in, office):
    page = any_page
    log_in(page, office.worker)
    page.goto(form_of("contact"))
    choose(page, "I gården")
    choose(page, "Ja, første gang")
    page.get_by_label("Notat").fill("Vil gerne gå ture")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Gem").click()
    page.wait_for_url("**/log/ind/**")  # the form left behind has an »E-mail« too
    page.get_by_label("E-mail").fill(office.worker.email)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind", exact=True).click()
    expect(page.get_by_text("Det, du skrev, står her endnu.")).to_be_visible()
    expect(page.get_by_label("Notat")).to_have_value("Vil gerne gå ture")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Kontakt i gården i Havtornen: første gang.")).to_be_visible()
    assert Entry.objects.count() == 1


def test_a_conversation_asks_once_where_it_belongs_and_remembers(any_page, log_in, office, record, axe, taps):
    page = any_page
    record(by=office.nurse, kind="contact", channel="door", subject="KM-427", area="havtornen")
    log_in(page, office.nurse)
    for at_most, first in ((5, True), (2, False)):
        page.goto(form_of("conversation"))
        counted = taps(page, "Samtale, første gang" if first else "Samtale, næste gang")
        counted.choose("KRAM-samtale" if first else "Sundhedssamtale")
        page.get_by_label("Person").fill("KM-427")
        counted.tap(page.get_by_role("button", name="Gem"))
        if first:
            expect(page.locator(".error-summary")).to_contain_text("Hører ikke til en aktivitet")
            axe(page)
            counted.choose("Hører ikke til en aktivitet")
            counted.choose("Havtornen")
            counted.tap(page.get_by_role("button", name="Gem"))
        expect(page.locator(".saved")).to_be_focused()
        counted.told(at_most)


# --- The journal --------------------------------------------------------------------------------------------------


def test_an_entry_is_found_put_right_and_taken_back(any_page, log_in, office, record, axe):
    page = any_page
    record(kind="contact", channel="door", first_time="yes", area="havtornen", note="Vil gerne gå ture")
    record(kind="enquiry", step="received", area="havtornen")
    log_in(page, office.worker)
    page.goto(JOURNAL)
    page.get_by_text("Find bestemte registreringer").click()
    page.get_by_label("Slags").select_option(label="Kontakt")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("link", name="Slags: Kontakt")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Kontakt ved døren i Havtornen: første gang.").click()
    page.go_back()
    expect(page.get_by_role("link", name="Slags: Kontakt")).to_be_visible()
    page.get_by_role("link", name="Kontakt ved døren i Havtornen: første gang.").click()
    page.get_by_role("link", name="Ret", exact=True).click()
    choose(page, "I vaskeriet")
    page.get_by_role("button", name="Gem rettelsen").click()
    expect(page.locator(".error-summary")).to_contain_text("Skriv kort hvorfor")
    page.get_by_label("Hvorfor").fill("Det var i vaskeriet")
    page.get_by_role("button", name="Gem rettelsen").click()
    expect(page.get_by_role("heading", name="Kontakt i vaskeriet i Havtornen: første gang.")).to_be_visible()
    expect(page.get_by_text("Fordi: Det var i vaskeriet")).to_be_visible()
    expect(page.get_by_text("Vil gerne gå ture")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Træk tilbage").click()
    page.get_by_label("Hvorfor").fill("Skete ikke")
    page.get_by_role("button", name="Træk tilbage").click()
    expect(page.get_by_text("Registreringen er trukket tilbage og tæller ikke med.")).to_be_visible()
    axe(page)
    assert [entry.kind for entry in Entry.objects.current()] == ["enquiry"]


def test_what_was_found_is_taken_home_as_a_spreadsheet(any_page, log_in, office, record, axe, fits):
    page = any_page
    record(kind="contact", channel="door", first_time="yes", area="havtornen", subject="KM-427")
    log_in(page, office.worker)
    page.goto(JOURNAL)
    find(page, "KM-427")
    page.get_by_text("Hent det, du ser, som fil").click()
    axe(page)
    fits(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Excel").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    assert Look.objects.filter(way="export", count=1).exists()
