"""What holds for every page: the policy, the login, the cookies, the language, and kindness when something fails."""

import logging

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponseServerError
from django.template.loader import render_to_string
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.views.debug import SafeExceptionReporterFilter

from tests.cast import PASSWORD
from traedesten.core import logged_out

pytestmark = pytest.mark.django_db

# The only addresses that answer somebody who is not logged in. Adding one is a decision, not a side effect.
OPEN = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "core:accessibility",
    "core:licence",
    "core:language",
    "core:form_mark",
    "account_invitation",  # whoever has the link it was made for
    "mfa_login_webauthn",  # a passkey in place of a password
    "planning:feed",  # a calendar by its secret address
}
# Open to who knows a secret; to others there is nothing there.
SECRET = {"account_invitation": 410, "planning:feed": 404}
SAMPLES = {"slug": "vang", "str": "vang", "int": "1", "uuid": "0190163d-8694-739b-aea5-966c26f8ad91", "path": "vang"}


@pytest.fixture
def finn(cast):
    """He can log in and has no role, so that these pages are the same whatever other apps show in a programme."""
    return cast.stranger


def addresses(resolver=None, prefix="/", namespace=""):
    """Every address of the project as (name, an example of it)."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from addresses(entry, prefix + example(entry), inner)
        else:
            yield namespace + (entry.name or ""), prefix + example(entry)


def example(entry: URLPattern | URLResolver) -> str:
    route = str(entry.pattern)
    for name, converter in entry.pattern.converters.items():
        kind = {"StringConverter": "str", "SlugConverter": "slug", "IntConverter": "int", "UUIDConverter": "uuid"}
        shown = SAMPLES[kind.get(type(converter).__name__, "path")]
        route = route.replace(f"<{name}>", shown)
        for word in SAMPLES:
            route = route.replace(f"<{word}:{name}>", shown)
    return route


def test_every_address_is_walked():
    found = dict(addresses())
    assert OPEN - set(found) == set()
    assert found["home"] == "/"
    assert all("<" not in address for address in found.values())


def test_nothing_is_shown_to_a_stranger_but_what_is_listed(client):
    login = reverse("account_login")
    leaks = [address for name, address in addresses() if name not in OPEN and not _sends_to(client.get(address), login)]
    assert leaks == []


def _sends_to(response, address: str) -> bool:
    return response.status_code == 302 and response["Location"].startswith(address)


@pytest.mark.parametrize(
    ("headers", "template"),
    [
        ({}, "account/logged_out.html"),
        ({"HX-Request": "true"}, "account/_components/logged_out_notice.html"),
    ],
)
def test_nothing_is_taken_from_a_stranger_either(client, headers, template):
    for name, address in addresses():
        if name not in OPEN and (headers or not keeps_typed(address)):
            response = client.post(address, {"note": "skrevet"}, headers=headers)
            assert (response.status_code, response.templates[0].name) == (403, template), address


def keeps_typed(address: str) -> bool:
    return getattr(resolve(address).func, logged_out.KEEPS_TYPED, False)


def test_a_view_that_keeps_what_was_typed_sends_to_the_log_in_page(rf):
    def form(request):
        return None

    request = rf.post("/skema/", {"note": "skrevet"})
    request.user = AnonymousUser()
    demand = logged_out.KindLoginRequiredMiddleware(form)
    assert demand.process_view(request, form, (), {}).status_code == 403
    setattr(form, logged_out.KEEPS_TYPED, True)
    answer = demand.process_view(request, form, (), {})
    assert (answer.status_code, answer["Location"]) == (302, f"{reverse('account_login')}?next=/skema/")


def test_a_part_of_a_page_is_not_replaced_by_the_log_in_page(client):
    response = client.get(reverse("home"), headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Retarget"]) == (403, "#page-notice")
    assert "står her stadig" in response.content.decode()
    assert "<html" not in response.content.decode()


@pytest.mark.parametrize("name", sorted(OPEN))
def test_what_is_open_shows_a_stranger_nothing_of_the_work(client, finn, name):
    response = client.get(dict(addresses())[name])
    assert response.status_code in ((SECRET[name],) if name in SECRET else (200, 302, 405))
    assert b"finn" not in response.content.lower()


POLICY = {
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}


def policy(response) -> set[str]:
    return {part.strip() for part in response["Content-Security-Policy"].split(";") if part.strip()}


def test_every_response_carries_the_whole_policy(client, finn):
    client.force_login(finn)
    client.raise_request_exception = False
    for name, address in addresses():
        if name != "mfa_activate_totp":
            assert policy(client.get(address)) == POLICY, address
    assert policy(client.get("/findes-ikke/")) == POLICY
    file = client.get("/static/traedesten/css/traedesten.css")
    file.close()
    assert (file.status_code, policy(file)) == (200, POLICY)


def test_only_the_page_with_the_qr_code_may_hold_a_picture_in_its_html(client, finn):
    client.force_login(finn)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    response = client.get(reverse("mfa_activate_totp"))
    assert response.status_code == 200
    assert policy(response) == (POLICY - {"img-src 'self'"}) | {"img-src 'self' data:"}


def test_no_page_holds_inline_script_or_style(client, finn):
    client.force_login(finn)
    for _name, address in addresses():
        html = client.get(address).content.decode(errors="replace")
        assert "<script>" not in html, address
        assert " style=" not in html, address
        assert "<style" not in html, address
        assert "onclick=" not in html, address


def test_headers_that_keep_others_out(client):
    response = client.get(reverse("account_login"))
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client, finn, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client.get(reverse("account_login"))
    client.post(reverse("account_login"), {"login": finn.email, "password": PASSWORD})
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax"), name
    assert client.cookies[settings.SESSION_COOKIE_NAME]["expires"] == ""


def log_in(client: Client, email: str, password: str):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_logging_in_leads_home(client, finn):
    response = log_in(client, "Stranger@Example.org", PASSWORD)
    assert (response.status_code, response["Location"]) == (302, reverse("home"))
    assert client.get(reverse("home")).status_code == 200


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("account/messages/logged_in.txt", ""),
        ("account/messages/logged_out.txt", "Du er logget ud."),
        ("account/messages/password_changed.txt", "Din adgangskode er ændret."),
        ("mfa/messages/totp_activated.txt", "To trin er slået til."),
        ("mfa/messages/totp_deactivated.txt", "To trin er slået fra."),
        ("mfa/messages/recovery_codes_generated.txt", "Du har fået nye nødkoder. De gamle virker ikke mere."),
    ],
)
def test_what_happened_is_told_in_our_own_words(template, told):
    assert render_to_string(template).strip() == told


def test_logging_in_is_not_announced(client, finn):
    log_in(client, finn.email, PASSWORD)
    assert "succesfuldt" not in client.get(reverse("home")).content.decode()


def test_a_wrong_password_keeps_what_was_typed_and_says_what_to_try(client, finn):
    html = log_in(client, finn.email, "forkert").content.decode()
    assert "E-mail og adgangskode passer ikke sammen." in html
    assert f'value="{finn.email}"' in html
    assert "forkert" not in html.replace("skrevet forkert", "")


def test_an_unknown_person_is_told_the_same_as_a_known_one(client, finn):
    known, unknown = log_in(client, finn.email, "forkert"), log_in(client, "ukendt@eksempel.dk", "forkert")
    assert "passer ikke sammen" in unknown.content.decode()
    assert known.status_code == unknown.status_code == 200


def test_too_many_attempts_meet_a_kind_closed_door(client, finn):
    for _attempt in range(settings.AXES_FAILURE_LIMIT - 1):
        assert log_in(client, finn.email, "forkert").status_code == 200
    assert log_in(client, finn.email, "forkert").status_code == 429
    response = log_in(client, finn.email, PASSWORD)
    html = response.content.decode()
    assert response.status_code == 429
    assert "Du har ikke gjort noget galt" in html
    assert "15 minutter" in html
    assert finn.email not in html


def test_a_colleague_at_the_same_address_is_not_shut_out(client, cast, finn):
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        log_in(client, finn.email, "forkert")
    assert log_in(client, cast.nurse.email, PASSWORD).status_code == 302


def test_one_success_wipes_the_failures_before_it(client, finn):
    for _attempt in range(settings.AXES_FAILURE_LIMIT - 1):
        log_in(client, finn.email, "forkert")
    assert log_in(client, finn.email, PASSWORD).status_code == 302
    client.post(reverse("account_logout"))
    assert log_in(client, finn.email, "forkert").status_code == 200


def test_attempts_leave_no_address_of_a_person_behind(client, finn, caplog):
    from axes.models import AccessAttempt, AccessLog

    with caplog.at_level(logging.DEBUG):
        for _attempt in range(settings.AXES_FAILURE_LIMIT + 1):
            log_in(client, finn.email, "min hemmelighed")
    rows = [str(vars(row)) for model in (AccessAttempt, AccessLog) for row in model.objects.all()]
    assert len(rows) == 1
    for text in (*rows, *(line.getMessage() for line in caplog.records if line.levelno >= logging.INFO)):
        assert finn.email not in text
        assert "min hemmelighed" not in text


def test_logging_out_takes_a_click_not_a_link(client, finn):
    client.force_login(finn)
    assert "Vil du logge ud?" in client.get(reverse("account_logout")).content.decode()
    assert client.get(reverse("home")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("home")).status_code == 302


def test_nobody_signs_up_on_their_own(client):
    for address in ("/log/signup/", "/accounts/signup/", "/log/password/reset/"):
        assert client.get(address).status_code == 404
    assert "signup" not in client.get(reverse("account_login")).content.decode()


def test_the_language_is_danish_until_somebody_switches(client):
    first = client.get(reverse("account_login"), headers={"accept-language": "da,en;q=0.5"})
    assert b'<html lang="da">' in first.content
    client.post(reverse("core:language"), {"language": "en", "next": "/was/"})
    cookie = client.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["samesite"], cookie["httponly"]) == ("en", "Lax", True)
    assert b'<html lang="en">' in client.get(reverse("account_login")).content


def test_a_browser_set_to_another_language_still_gets_danish(client):
    for wish in ("de", "ar,en;q=0.5", "en-US"):
        response = client.get(reverse("account_login"), headers={"accept-language": wish})
        assert b'<html lang="da">' in response.content, wish


def test_switching_language_leads_nowhere_else(client):
    response = client.post(reverse("core:language"), {"language": "en", "next": "https://ondsindet.eksempel/"})
    assert response["Location"] == "/"


def test_a_form_sent_too_late_is_met_kindly(finn):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(reverse("account_login"), {"login": finn.email, "password": PASSWORD})
    assert response.status_code == 403
    assert "Gå tilbage med browserens tilbageknap" in response.content.decode()
    assert policy(response) == POLICY


def test_a_form_written_before_a_log_in_can_be_sent_after_it(finn):
    strict = Client(enforce_csrf_checks=True)
    strict.get(reverse("account_login"))
    strict.force_login(finn)
    mark = strict.get(reverse("core:form_mark")).json()["mark"]
    response = strict.post(reverse("account_logout"), {"csrfmiddlewaretoken": mark})
    assert response.status_code == 302


def test_an_unknown_address_is_met_in_danish(client, finn):
    client.force_login(finn)
    response = client.get("/findes-ikke/")
    assert response.status_code == 404
    assert "Siden findes ikke" in response.content.decode()


def test_an_address_that_only_takes_forms_leads_on_when_it_is_opened(client, finn):
    address = reverse("desk:journal_file", kwargs={"programme": "groen-vej"})
    client.force_login(finn)
    response = client.get(address)
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "Her er ikke noget at se" in response.content.decode()
    assert f'href="{reverse("home")}"' in response.content.decode()
    assert client.get(address, headers={"HX-Request": "true"}).content == b""
    assert client.delete(address).content == b""


def test_when_the_server_fails_the_page_needs_nothing_else(client, rf):
    from django.views.defaults import server_error

    response = server_error(rf.get("/"))
    html = response.content.decode()
    assert isinstance(response, HttpResponseServerError)
    assert "Noget gik galt hos os" in html
    assert "dkfds" not in html


def test_the_gallery_is_for_those_who_build(client, finn, settings):
    client.force_login(finn)
    assert client.get(reverse("core:gallery")).status_code == 404
    settings.DEMO = True
    assert client.get(reverse("core:gallery")).status_code == 200


def test_failure_reports_hide_what_was_typed(rf):
    request = rf.post("/", {"password": PASSWORD})
    request.sensitive_post_parameters = "__ALL__"
    assert PASSWORD not in str(SafeExceptionReporterFilter().get_post_parameters(request))
