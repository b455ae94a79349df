"""Screens that write several entries, counted in taps; and what happens when the net, the log-in or the hand fails."""

from datetime import time
from functools import partial

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import expect

from tests.cast import PASSWORD
from tests.desk import scene
from traedesten.journal.actions import entry
from traedesten.journal.models import Entry
from traedesten.journal.store import details
from traedesten.schedule.models import Session

pytestmark = pytest.mark.django_db(transaction=True)

HERE = {"programme": "groen-vej"}
BUTTONS = reverse("desk:register", kwargs=HERE)


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


@pytest.fixture
def opening(office):
    """The café is open this morning."""
    times = {"starts_at": time(9), "ends_at": time(11)}
    where = {"activity": office.cafe, "area": office.area_here}
    return Session.objects.create(programme=office.here, code="nu", planned_on="2026-11-20", **times, **where)


def form_of(kind):
    return reverse("desk:register_kind", kwargs={**HERE, "kind": kind})


def press(page, name):
    return page.get_by_role("button", name=name, exact=True)


def saved(page):
    expect(page.locator(".saved")).to_be_focused()
    return page.locator(".saved")


# --- Few taps ---------------------------------------------------------------------------------------------------------


def test_a_session_with_head_count_and_who_helped(any_page, log_in, office, record, opening, taps, axe, fits):
    page = any_page
    for code in ("FR-101", "FR-102"):
        record(kind="volunteer_status", step="active", subject=code, area="havtornen")
    log_in(page, office.worker)
    page.goto(BUTTONS)
    counted = taps(page, "Åbning med antal personer og familier, fra Registrér")
    counted.tap(page.get_by_role("link", name="Åbning eller mødegang").first)
    counted.type(page.get_by_label("Antal personer"), "14")
    counted.type(page.get_by_label("Antal familier"), "5")
    axe(page)
    counted.tap(press(page, "Gem"))
    expect(saved(page)).to_contain_text("14 personer og 5 familier")
    counted.told(at_most=5)
    counted = taps(page, "Fortryd åbningen")
    counted.tap(press(page, "Fortryd"))
    counted.told(at_most=1)
    expect(page.get_by_label("Antal personer")).to_have_value("14")

    counted = taps(page, "Sæt to frivillige og en partner på åbningen")
    counted.tap(page.get_by_text("Hvem hjalp til?"))
    counted.choose("FR-101")
    counted.choose("FR-102")
    counted.tap(page.locator("#id_partners").get_by_text("Havkøbing Strandskole"))
    axe(page)
    fits(page)
    counted.tap(press(page, "Gem"))
    expect(saved(page)).to_contain_text("FR-101 gav 2 timer til Sundhedscafé i Havtornen.")
    axe(page)
    counted.told(at_most=5)
    assert Entry.objects.current().filter(kind="contribution").count() == 3
    counted = taps(page, "Fortryd åbning og alle bidrag")
    counted.tap(press(page, "Fortryd det hele"))
    counted.told(at_most=1)
    expect(page.get_by_text("Alle 4 registreringer er taget tilbage")).to_be_visible()
    expect(page.get_by_label("FR-101")).to_be_checked()
    assert not Entry.objects.current().exclude(kind="volunteer_status").exists()


def test_heads_are_counted_up_without_typing(phone, log_in, office, opening, taps):
    log_in(phone, office.cafe_host)
    phone.goto(form_of("session"))
    counted = taps(phone, "Åbning med 7 personer, kun med tryk")
    for name in ("fem flere", "én flere", "én flere"):
        counted.tap(phone.get_by_role("button", name=f"Antal personer: {name}"))
    counted.tap(press(phone, "Gem"))
    expect(saved(phone)).to_contain_text("7 personer")
    counted.told(at_most=4)


def test_a_conversation_with_topic_and_minutes(any_page, log_in, office, record, taps, axe, fits):
    page = any_page
    record(by=office.nurse, kind="contact", channel="door", subject="KM-427", area="havtornen")
    log_in(page, office.nurse)
    page.goto(BUTTONS)
    for at_most, first in ((8, True), (6, False)):
        what = "første gang" if first else "næste gang"
        counted = taps(page, f"Samtale med person, emne og minutter, {what}, fra Registrér")
        counted.tap(page.get_by_role("link", name="Samtale").first)
        counted.choose("KRAM-samtale" if first else "Sundhedssamtale")
        counted.tap(page.get_by_role("button", name="KM-427"))
        counted.tap(page.get_by_role("button", name="Minutter: 45"))
        counted.choose("Søvn")
        if first:
            counted.choose("Hører ikke til en aktivitet")
            counted.choose("Havtornen")
        counted.tap(press(page, "Gem"))
        expect(saved(page)).to_contain_text("med KM-427 i Havtornen: 45 minutter.")
        counted.told(at_most)
        page.goto(BUTTONS)
    page.goto(form_of("conversation"))
    page.get_by_text("Satte I et mål?").click()
    page.get_by_text("Målinger", exact=True).click()
    axe(page)
    fits(page)


def test_a_known_visitor_is_one_tap(any_page, log_in, office, record, opening, taps, axe, fits):
    page = any_page
    for code in ("KM-427", "KM-428"):
        record(kind="visit", session="cafe-1", subject=code, on=None)
    log_in(page, office.worker)
    page.goto(form_of("visit"))
    axe(page)
    fits(page)
    counted = taps(page, "Kendt gæst i caféen, fra besøgssiden")
    counted.tap(page.get_by_role("button", name="KM-428"))
    expect(saved(page)).to_contain_text("KM-428 besøgte Sundhedscafé")
    counted.told(at_most=1)
    expect(page.get_by_role("button", name="KM-428")).to_have_count(0)
    expect(page.get_by_role("button", name="KM-427")).to_be_visible()


def test_another_opening_shows_its_own_guests(page, log_in, office, record, opening):
    record(kind="visit", session="nu", subject="KM-427", on=None)
    log_in(page, office.worker)
    page.goto(f"{form_of('visit')}?session=nu")
    expect(page.locator(".known")).to_have_count(0)
    page.get_by_label("Hvilken åbning").select_option("cafe-1")
    expect(page.get_by_role("button", name="KM-427")).to_be_visible()


def test_a_roster_is_one_tap_each(any_page, log_in, office, record, taps, axe, fits):
    page = any_page
    for code in ("KM-1", "KM-2", "KM-3"):
        record(by=office.nurse, kind="enrolment", step="joined", subject=code, run="familie-1")
    where = {"activity": office.course, "run": office.run, "area": office.area_here}
    Session.objects.create(programme=office.here, code="m1", planned_on="2026-11-20", **where)
    log_in(page, office.family_worker)
    page.goto(form_of("attendance"))
    counted = taps(page, "Fremmøde for to af tre på holdet, fra siden")
    counted.choose("KM-1")
    counted.choose("KM-3")
    axe(page)
    fits(page)
    counted.tap(press(page, "Gem"))
    expect(saved(page)).to_contain_text("KM-3 var til stede på »Familieforløb")
    counted.told(at_most=3)
    expect(page.get_by_text("Registreret allerede: KM-1, KM-3.")).to_be_visible()
    page.get_by_role("button", name="Alle på listen var her").click()
    expect(page.get_by_label("KM-2")).to_be_checked()


def test_several_measurements_and_an_unusual_one(any_page, log_in, office, record, taps, axe, fits):
    page = any_page
    record(by=office.nurse, kind="contact", channel="door", subject="KM-427", area="havtornen")
    log_in(page, office.nurse)
    page.goto(f"{form_of('measurement')}?activity=cafe&area=havtornen")
    counted = taps(page, "Blodtryk og vægt hos en, man lige har skrevet om")
    counted.tap(page.get_by_role("button", name="KM-427"))
    counted.type(page.get_by_label("Blodtryk, øverste tal"), "142")
    counted.type(page.get_by_label("Blodtryk, nederste tal"), "88")
    counted.type(page.get_by_label("Vægt"), "190")
    counted.tap(press(page, "Gem"))
    expect(page.locator(".error-summary")).to_contain_text("usædvanligt")
    axe(page)
    fits(page)
    counted.tap(page.get_by_text("190 kg er rigtigt"))
    counted.tap(press(page, "Gem"))
    expect(saved(page)).to_contain_text("Blodtryk, øverste tal hos KM-427 i Havtornen: 142 mmHg.")
    counted.told(at_most=7)
    assert Entry.objects.filter(kind="measurement").count() == 3


def test_an_enquiry_is_followed_up_from_the_list_of_open_ones(any_page, log_in, office, record, taps, axe, fits):
    page = any_page
    record(kind="enquiry", step="received", area="havtornen", thread="h-1", channel="phone", due_on="2026-11-19")
    record(kind="enquiry", step="received", area="havtornen", thread="h-2", channel="mail")
    record(kind="enquiry", step="closed", area="havtornen", thread="h-2", channel="mail")
    log_in(page, office.worker)
    page.goto(form_of("enquiry"))
    counted = taps(page, "Følg op på en åben henvendelse, fra siden")
    counted.tap(page.get_by_text("1 er i gang"))
    expect(page.get_by_text("følg op senest torsdag 19. november")).to_be_visible()
    axe(page)
    fits(page)
    counted.tap(page.get_by_role("link", name="Afsluttet"))
    expect(page.get_by_label("Afsluttet", exact=True)).to_be_checked()
    counted.tap(press(page, "Gem"))
    expect(saved(page)).to_contain_text("Henvendelse afsluttet på telefon")
    counted.told(at_most=3)
    expect(page.get_by_text("er i gang")).to_have_count(0)
    assert {row.thread.code for row in Entry.objects.filter(step="closed")} == {"h-1", "h-2"}


def test_a_newsletter_with_its_delivery(any_page, log_in, office, taps, axe, fits):
    page = any_page
    log_in(page, office.communicator)
    page.goto(form_of("publication"))
    counted = taps(page, "Nyhedsblad og omdeling i to områder, fra siden")
    counted.choose("Nyhedsblad")
    counted.type(page.get_by_label("Overskrift"), "Marts")
    counted.tap(page.get_by_text("Blev den delt ud til boliger?"))
    counted.tap(page.get_by_role("button", name="Alle 539"))
    counted.type(page.get_by_role("textbox", name="Lyngtoppen"), "120")
    axe(page)
    fits(page)
    counted.tap(press(page, "Gem"))
    expect(saved(page)).to_contain_text("Delt ud til 539 boliger i Havtornen.")
    counted.told(at_most=6)


def test_help_stands_where_the_question_arises(any_page, log_in, office, axe):
    log_in(any_page, office.worker)
    any_page.goto(form_of("contact"))
    any_page.get_by_text("Hvad tæller?").click()
    expect(any_page.get_by_text("er det både et besøg og en kontakt")).to_be_visible()
    axe(any_page)


# --- Bad input --------------------------------------------------------------------------------------------------------


def contact_in_the_yard(page, log_in, person, note):
    log_in(page, person)
    page.goto(form_of("contact"))
    for words in ("I gården", "Ja, første gang"):
        page.locator(".chips label", has_text=words).get_by_text(words, exact=True).click()
    page.get_by_label("Notat").fill(note)


def test_two_quick_presses_write_a_session_and_its_helpers_once(page, log_in, office, opening):
    log_in(page, office.worker)
    page.goto(form_of("session"))
    page.get_by_text("Hvem hjalp til?").click()
    page.get_by_label("Hvor mange frivillige hjalp").fill("2")
    press(page, "Gem").dblclick()
    saved(page)
    page.go_back()
    page.wait_for_url("**?sendt=**")
    expect(page.get_by_label("Hvor mange frivillige hjalp")).to_have_value("2")
    press(page, "Gem").click()
    expect(page.get_by_text("Den var gemt allerede, så der er kun én")).to_be_visible()
    assert Entry.objects.count() == 2


def test_back_shows_the_form_as_it_was(any_page, log_in, office):
    page = any_page
    contact_in_the_yard(page, log_in, office.worker, "Vil gerne gå ture")
    press(page, "Gem").click()
    saved(page)
    page.go_back()
    page.wait_for_url("**?sendt=**")
    expect(page.get_by_text("Det her er gemt allerede.")).to_be_visible()
    expect(page.get_by_label("Notat")).to_have_value("Vil gerne gå ture")
    expect(page.get_by_label("I gården", exact=True)).to_be_checked()
    press(page, "Gem").click()
    expect(page.get_by_text("Den var gemt allerede")).to_be_visible()
    assert Entry.objects.count() == 1


def test_several_choices_and_a_goal_survive_being_logged_out(any_page, log_in, office, record):
    page = any_page
    record(by=office.nurse, kind="contact", channel="door", subject="KM-427", area="havtornen")
    log_in(page, office.nurse)
    page.goto(f"{form_of('conversation')}?activity=cafe&area=havtornen")
    for words in ("KRAM-samtale", "Kost", "Søvn"):
        page.locator(".chips label", has_text=words).get_by_text(words, exact=True).click()
    page.get_by_role("button", name="KM-427").click()
    page.get_by_text("Satte I et mål?").click()
    page.get_by_label("Målet med egne ord").fill("Gå en tur efter frokost")
    page.context.clear_cookies(name="sessionid")
    press(page, "Gem").click()
    page.get_by_label("E-mail").fill(office.nurse.email)
    assert "frokost" not in page.url
    assert not [cookie for cookie in page.context.cookies() if "frokost" in cookie["value"]]
    assert "frokost" not in page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind", exact=True).click()
    expect(page.get_by_text("Det, du skrev, står her endnu.")).to_be_visible()
    for words in ("KRAM-samtale", "Kost", "Søvn"):
        expect(page.get_by_label(words, exact=True)).to_be_checked()
    expect(page.get_by_label("Målet med egne ord")).to_have_value("Gå en tur efter frokost")
    press(page, "Gem").click()
    saved(page)
    assert set(Entry.objects.values_list("kind", flat=True)) == {"contact", "conversation", "goal"}


def test_without_net_nothing_is_lost_and_it_is_sent_when_the_net_is_back(any_page, log_in, office, axe, fits):
    page = any_page
    contact_in_the_yard(page, log_in, office.worker, "Vil gerne gå ture")
    page.context.set_offline(True)
    expect(page.locator(".send-notice")).to_contain_text("Vi kan ikke få forbindelse")
    press(page, "Gem").click()
    expect(page.locator(".send-notice")).to_contain_text("Det, du har skrevet, står her stadig")
    expect(page.get_by_label("Notat")).to_have_value("Vil gerne gå ture")
    axe(page)
    fits(page)
    page.context.set_offline(False)
    expect(page.locator(".send-notice")).to_contain_text("Der er net igen")
    press(page, "Gem").click()
    saved(page)
    assert Entry.objects.count() == 1


def test_a_server_that_does_not_answer_is_told_and_can_be_tried_again(page, log_in, office):
    contact_in_the_yard(page, log_in, office.worker, "Vil gerne gå ture")
    page.route("**/desk/send*.js", lambda route: route.abort() if route.request.method == "HEAD" else route.continue_())
    press(page, "Gem").click()
    expect(page.locator(".send-notice")).to_contain_text("Vi kan ikke få forbindelse")
    assert not Entry.objects.exists()
    page.unroute("**/desk/send*.js")
    press(page, "Gem").click()
    saved(page)
    assert Entry.objects.count() == 1


def test_a_whole_document_is_told_too_long_and_stays_whole(any_page, log_in, office, axe):
    page = any_page
    contact_in_the_yard(page, log_in, office.worker, "æ" * 20_321)
    expect(page.get_by_text("321 tegn for mange. Intet er klippet af.")).to_be_visible()
    press(page, "Gem").click()
    expect(page.locator(".send-notice")).to_contain_text("Intet er klippet af")
    expect(page.get_by_label("Notat")).to_be_focused()
    assert page.get_by_label("Notat").input_value() == "æ" * 20_321
    axe(page)
    page.get_by_label("Notat").fill("æ" * 20_000)
    press(page, "Gem").click()
    saved(page)
    assert details(Entry.objects.get())["note"] == "æ" * 20_000


def test_a_file_dropped_on_the_form_does_not_replace_it(page, log_in, office):
    contact_in_the_yard(page, log_in, office.worker, "Vil gerne gå ture")
    dropped = page.evaluate_handle(
        "() => { const box = new DataTransfer(); box.items.add(new File(['x'], 'referat.docx')); return box; }"
    )
    page.dispatch_event("main", "drop", {"dataTransfer": dropped})
    expect(page.locator(".send-notice")).to_contain_text("Filer kan ikke lægges her")
    expect(page.get_by_label("Notat")).to_have_value("Vil gerne gå ture")


def test_a_note_in_any_script_is_kept_and_shown_its_own_way(any_page, log_in, office):
    page, note = any_page, "مرحبا، أريد أن أمشي 🚶🏽‍♀️ hver dag"
    contact_in_the_yard(page, log_in, office.worker, note)
    direction = page.get_by_label("Notat").evaluate("field => getComputedStyle(field).direction")
    assert direction == "rtl"
    press(page, "Gem").click()
    page.get_by_role("link", name="Se registreringen").click()
    shown = page.locator("dd", has_text="أمشي")
    expect(shown).to_have_text(note)
    assert shown.evaluate("field => getComputedStyle(field).direction") == "rtl"


def test_the_later_of_two_who_put_one_plan_right_sees_what_changed(page, log_in, office, record, axe):
    plan = record(by=office.nurse, kind="plan", subject="KM-427", step="made", topic="health_book", area="havtornen")
    address = reverse("desk:correct", kwargs={**HERE, "uid": plan.uid})
    log_in(page, office.nurse)
    page.goto(address)
    page.get_by_label("Notat").fill("Vil også sove bedre")
    page.get_by_label("Hvorfor").fill("Glemte noget")
    row = {"on": "2026-11-20", "subject": "KM-427", "step": "made", "topic": "health_book", "area": "lyngtoppen"}
    entry.correct(by=office.leader, entry=plan, row=row, reason="Forkert område")
    press(page, "Gem rettelsen").click()
    expect(page.get_by_text("En anden har rettet den siden")).to_be_visible()
    expect(page.get_by_text("Område: fra »Havtornen« til »Lyngtoppen«")).to_be_visible()
    expect(page.get_by_label("Notat")).to_have_value("Vil også sove bedre")
    axe(page)
