"""The page frame in a real browser: fits every width, works by keyboard, and has no accessibility fault anywhere."""

import re

import pytest
from django.urls import reverse

from tests.cast import PASSWORD
from traedesten.programme.models import RoleGrant

pytestmark = pytest.mark.django_db(transaction=True)

NARROW = {"width": 320, "height": 640}


@pytest.fixture
def finn(cast):
    """He can log in and has no role, so that these pages are the same whatever other apps show in a programme."""
    return cast.stranger


@pytest.fixture
def lise(cast):
    """She works in two programmes."""
    RoleGrant.objects.create(staff=cast.leader, programme=cast.elsewhere, role="project_leader")
    return cast.leader


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.DEMO = True


OPEN = ["account_login", "core:accessibility", "core:licence", "account_inactive"]
INSIDE = ["home", "core:gallery", "mfa_index", "account_change_password", "account_logout", "account_reauthenticate"]


@pytest.mark.parametrize("name", OPEN)
def test_pages_for_everybody(any_page, axe, fits, name):
    any_page.goto(reverse(name))
    axe(any_page)
    fits(any_page)


@pytest.mark.parametrize("name", INSIDE)
def test_pages_for_staff(any_page, log_in, lise, axe, fits, name):
    log_in(any_page, lise)
    any_page.goto(reverse(name))
    axe(any_page)
    fits(any_page)


@pytest.mark.parametrize("name", ["home", "core:gallery", "mfa_index"])
def test_pages_at_320_points(new_page, log_in, lise, fits, name):
    page = new_page(NARROW)
    log_in(page, lise)
    page.goto(reverse(name))
    fits(page)


def test_an_unknown_address(any_page, log_in, finn, axe, fits):
    log_in(any_page, finn)
    any_page.goto("/findes-ikke/")
    axe(any_page)
    fits(any_page)


def test_logging_in_by_keyboard_alone(page, lise, axe):
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Gå til sidens indhold"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type(lise.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Hej, Lise").wait_for()
    axe(page)


def test_a_refused_log_in_is_read_out_and_nothing_typed_is_lost(any_page, finn, axe):
    any_page.goto("/")
    any_page.get_by_label("E-mail").fill(finn.email)
    any_page.get_by_label("Adgangskode").fill("forkert")
    any_page.get_by_role("button", name="Log ind", exact=True).click()
    summary = any_page.get_by_role("alert")
    summary.wait_for()
    assert "passer ikke sammen" in summary.inner_text()
    assert any_page.get_by_label("E-mail").input_value() == finn.email
    any_page.locator(".error-summary:focus").wait_for()
    axe(any_page)


def test_the_locked_door(any_page, finn, axe, fits):
    any_page.goto("/")
    for _attempt in range(5):
        any_page.get_by_label("E-mail").fill(finn.email)
        any_page.get_by_label("Adgangskode").fill("forkert")
        any_page.get_by_role("button", name="Log ind", exact=True).click()
        any_page.wait_for_load_state("load")
    any_page.get_by_role("heading", name="Vent lidt, og prøv igen").wait_for()
    axe(any_page)
    fits(any_page)


def test_the_faults_of_a_form_lead_to_their_fields(any_page, log_in, finn, axe, fits):
    log_in(any_page, finn)
    any_page.goto(reverse("core:gallery"))
    any_page.get_by_label("Dato", exact=False).first.fill("i overmorgen")
    any_page.get_by_role("button", name="Prøv").click()
    fault = any_page.get_by_role("link", name=re.compile("^Dato: »i overmorgen«"))
    fault.wait_for()
    axe(any_page)
    fits(any_page)
    fault.click()
    assert any_page.evaluate("document.activeElement.name") == "on"
    assert any_page.evaluate("document.activeElement.value") == "i overmorgen"


def test_a_day_from_the_calendar_is_written_the_danish_way(page, log_in, finn):
    log_in(page, finn)
    page.goto(reverse("core:gallery"))
    calendar = page.locator(".date-entry-native").first
    calendar.evaluate("c => { c.value = '2026-11-03'; c.dispatchEvent(new Event('change')); }")
    assert page.locator("[name=on]").input_value() == "03.11.2026"
    assert page.get_by_role("button", name="Vælg dato i kalender").count() == 2


def test_what_was_written_survives_being_logged_out(page, log_in, finn, axe, settings):
    log_in(page, finn)
    page.goto(reverse("core:gallery"))
    page.get_by_label("Notat").fill("En lang og god historie")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Prøv").click()
    page.get_by_role("heading", name="Du er blevet logget ud").wait_for()
    axe(page)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Log ind i en ny fane").click()
    tab = opened.value
    tab.get_by_label("E-mail").fill(finn.email)
    tab.get_by_label("Adgangskode").fill(PASSWORD)
    tab.get_by_role("button", name="Log ind", exact=True).click()
    tab.get_by_role("heading", name="Hej, Finn").wait_for()
    tab.close()
    with page.expect_response(lambda answer: answer.url.endswith(reverse("core:form_mark"))):
        page.go_back()
    assert page.get_by_label("Notat").input_value() == "En lang og god historie"
    page.get_by_role("button", name="Prøv").click()
    page.get_by_role("heading", name="Der er 6 felter at rette").wait_for()
    assert page.get_by_label("Notat").input_value() == "En lang og god historie"


def test_parts_of_pages_are_fetched_under_the_strict_policy(page, log_in, finn, axe, settings):
    log_in(page, finn)
    page.goto(reverse("core:gallery"))
    page.wait_for_function("window.htmx")
    wanted = {"allowEval": False, "includeIndicatorStyles": False, "selfRequestsOnly": True, "historyCacheSize": 0}
    assert page.evaluate("names => Object.fromEntries(names.map(n => [n, htmx.config[n]]))", list(wanted)) == wanted
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.evaluate("address => htmx.ajax('POST', address, '#main-content')", reverse("core:gallery"))
    page.get_by_role("heading", name="Du er blevet logget ud").wait_for()
    assert page.get_by_role("heading", name="Galleri", exact=True).is_visible()
    axe(page)


def test_no_answer_is_said_and_nothing_on_the_page_goes(page, log_in, finn, axe):
    log_in(page, finn)
    page.goto(reverse("core:gallery"))
    page.get_by_label("Notat").fill("En lang og god historie")
    page.context.set_offline(True)
    page.evaluate("address => { htmx.ajax('POST', address, '#main-content').catch(() => {}); }", reverse("home"))
    page.get_by_role("heading", name="Vi fik ikke svar").wait_for()
    assert page.get_by_label("Notat").input_value() == "En lang og god historie"
    page.context.set_offline(False)
    axe(page)


def test_the_menu_of_a_phone(phone, log_in, lise, axe):
    log_in(phone, lise)
    phone.goto(reverse("core:gallery"))
    phone.get_by_role("button", name="Menu").click()
    drawer = phone.get_by_role("dialog", name="Menu")
    drawer.wait_for()
    phone.wait_for_timeout(400)  # the drawer slides in; axe reads colours half-way otherwise
    axe(phone)
    phone.keyboard.press("Escape")
    drawer.wait_for(state="hidden")


def test_logging_out(page, log_in, finn):
    log_in(page, finn)
    page.goto("/")
    page.get_by_role("button", name="Log ud").click()
    page.get_by_role("heading", name="Godt at se dig").wait_for()
    page.goto("/")
    assert reverse("account_login") in page.url


def test_two_steps_from_setting_up_to_logging_in(page, finn, axe, fits):
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    def code(secret: str) -> str:
        return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))

    page.goto(reverse("account_login"))
    page.get_by_label("E-mail").fill(finn.email)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind", exact=True).click()
    page.goto(reverse("mfa_activate_totp"))
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Fortsæt").click()
    secret = page.locator(".key-text").inner_text()
    axe(page)
    page.locator("[name=code]").fill(code(secret))
    page.get_by_role("button", name="Slå to trin til").click()
    page.get_by_role("heading", name="Nødkoder").wait_for()
    axe(page)
    fits(page)
    emergency = page.locator(".code-list li").first.inner_text()
    page.goto(reverse("mfa_index"))
    axe(page)
    page.get_by_role("button", name="Log ud").click()
    page.get_by_label("E-mail").fill(finn.email)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind", exact=True).click()
    page.get_by_role("heading", name="Andet trin").wait_for()
    axe(page)
    page.locator("[name=code]").fill(emergency)
    page.get_by_role("button", name="Log ind", exact=True).click()
    page.get_by_role("heading", name="Hej, Finn").wait_for()


def test_switching_to_english_and_back(page, finn):
    page.goto(reverse("core:accessibility"))
    page.get_by_role("button", name="English").click()
    page.wait_for_load_state("load")
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("button", name="Dansk").click()
    page.wait_for_load_state("load")
    assert page.locator("html").get_attribute("lang") == "da"
    assert page.url.endswith(reverse("core:accessibility"))


def test_on_paper_only_the_content_remains(page, log_in, lise):
    log_in(page, lise)
    page.goto("/")
    page.emulate_media(media="print")
    for text in ("English", "Log ud", "Menu"):
        assert not page.get_by_text(text, exact=True).first.is_visible(), text
    assert page.get_by_role("heading", name="Hej, Lise").is_visible()
