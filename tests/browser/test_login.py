"""Getting in: by a link once, then with a passkey of one's own, in a browser whose passkeys are simulated."""

import pytest
from django.urls import reverse

from traedesten.places.actions import invitation
from traedesten.places.models import Invitation

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "hest-lampe-sky-43"
HAS_FINGERS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def _must_have_a_second_step(settings):
    settings.SECOND_FACTOR = True


@pytest.fixture
def _no_second_step(_must_have_a_second_step, settings):
    settings.SECOND_FACTOR = False


def give_passkeys(page, **options):
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {**HAS_FINGERS, **options}})


def test_a_new_colleague_comes_in_by_link_and_from_then_on_with_a_finger(any_page, cast, axe, fits):
    page = any_page
    give_passkeys(page)
    made = invitation.make(by=cast.administrator, staff=cast.worker)
    page.goto(reverse("account_invitation", kwargs={"token": made.token}))
    axe(page)
    fits(page)
    page.locator("[name=new_password1]").fill(PASSWORD)
    page.locator("[name=new_password2]").fill(PASSWORD)
    page.get_by_role("button", name="Gem og log ind").click()
    page.get_by_text("Vælg et andet trin, før du går i gang").wait_for()
    axe(page)
    page.get_by_role("link", name="Lav en adgangsnøgle").click()
    page.wait_for_load_state()
    axe(page)
    fits(page)
    page.get_by_label("Hvad nøglen skal hedde").fill("Min telefon")
    page.get_by_role("button", name="Lav adgangsnøglen").click()
    page.wait_for_url(lambda address: "/noedkoder/" in address)
    axe(page)
    page.goto(reverse("mfa_list_webauthn"))
    page.get_by_role("heading", name="Min telefon").wait_for()
    axe(page)
    fits(page)
    journal = reverse("desk:journal", kwargs={"programme": cast.here.code})
    page.goto(journal)
    page.get_by_role("heading", name="Journal", exact=True).wait_for()

    page.context.clear_cookies()
    page.goto(reverse("account_login"))
    axe(page)
    page.get_by_role("button", name="Log ind med adgangsnøgle").click()
    page.wait_for_url(lambda address: "/log/" not in address)
    page.goto(journal)
    page.get_by_role("heading", name="Journal", exact=True).wait_for()
    assert Invitation.objects.get().used_at


def test_a_passkey_is_also_the_second_step_after_a_password(page, cast, axe):
    give_passkeys(page)
    made = invitation.make(by=cast.administrator, staff=cast.worker)
    page.goto(reverse("account_invitation", kwargs={"token": made.token}))
    for name in ("new_password1", "new_password2"):
        page.locator(f"[name={name}]").fill(PASSWORD)
    page.get_by_role("button", name="Gem og log ind").click()
    page.get_by_role("link", name="Lav en adgangsnøgle").click()
    page.get_by_role("button", name="Lav adgangsnøglen").click()
    page.wait_for_url(lambda address: "/noedkoder/" in address)
    page.context.clear_cookies()
    page.goto(reverse("account_login"))
    page.locator("[name=login]").fill(cast.worker.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Log ind", exact=True).click()
    page.get_by_role("heading", name="Andet trin").wait_for()
    axe(page)
    page.get_by_role("button", name="Brug en adgangsnøgle").click()
    page.wait_for_url(lambda address: "/log/" not in address)


def test_a_passkey_that_fails_says_what_to_do(page, axe):
    give_passkeys(page, isUserVerified=False)
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Log ind med adgangsnøgle").click()
    page.get_by_text("Det gik ikke med adgangsnøglen").wait_for()
    axe(page)


def test_a_used_link_says_whom_to_ask(any_page, axe, fits):
    any_page.goto(reverse("account_invitation", kwargs={"token": "x" * 32}))
    any_page.get_by_role("heading", name="Linket virker ikke").wait_for()
    axe(any_page)
    fits(any_page)


@pytest.mark.usefixtures("_no_second_step")
def test_an_administrator_invites_gives_and_takes_roles_and_closes(any_page, log_in, cast, axe, fits):
    page = any_page
    log_in(page, cast.administrator)
    page.goto(reverse("setup:team", kwargs={"programme": cast.here.code}))
    axe(page)
    fits(page)
    page.get_by_role("link", name="Invitér en kollega").click()
    axe(page)
    page.get_by_label("Navn").fill("Nanna Nord")
    page.get_by_label("E-mail").fill("nanna@example.org")
    page.get_by_label("Rolle").select_option(label="Beboersygeplejerske")
    page.get_by_role("button", name="Lav et link").click()
    page.get_by_role("heading", name="Send dette link til kollegaen").wait_for()
    assert "/log/invitation/" in page.get_by_role("textbox", name="Link").input_value()
    axe(page)
    fits(page)
    page.get_by_role("button", name="Kopiér").click()
    page.get_by_role("button", name="Kopieret").wait_for()
    page.get_by_text("Giv en rolle mere").click()
    page.get_by_label("Rolle").select_option(label="Cafévært")
    page.get_by_role("button", name="Giv rollen").click()
    page.get_by_text("Rollen er givet").wait_for()
    page.get_by_role("button", name="Tag rollen tilbage Cafévært").click()
    page.get_by_text("Nanna Nord er ikke længere cafévært.").wait_for()
    page.get_by_role("button", name="Luk adgangen").click()
    page.get_by_role("button", name="Åbn adgangen igen").click()
    page.get_by_text("Adgangen er åben igen.").wait_for()
    axe(page)
    page.goto(reverse("setup:roles", kwargs={"programme": cast.here.code}))
    axe(page)
    fits(page)
