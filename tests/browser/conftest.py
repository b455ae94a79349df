"""A real Chromium against a live server: pages at two widths, axe, and no fault in the console goes unseen."""

import os
from urllib.parse import urlsplit

import pytest

from tools import chromium as finder
from tools.place import DEV_ASSETS

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's own loop runs in the thread that also asks the database

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
AXE = DEV_ASSETS / "axe-core" / "axe.min.js"
# What is not this machine is asked of a proxy that is not there. Not `route`: it asks Python for each request, and
# turns the browser's memory of what it has fetched off.
NOWHERE = {"server": "http://127.0.0.1:9", "bypass": "localhost,127.0.0.1"}
PATIENCE = 10_000  # milliseconds
NEVER_RIGHT = ("Content Security Policy", "Content-Security-Policy", "Refused to", "violates the following")


@pytest.fixture(scope="session")
def chromium():
    """The browser; without one every test that asks for it is skipped, with what to install."""
    path = finder.find()
    if path is None:
        pytest.skip(finder.BY_HAND.splitlines()[0])
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=finder.arguments(), proxy=NOWHERE)
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium, live_server):
    """A function that opens a page of its own visitor, `new_page(PHONE)`; what went wrong in them fails the test."""
    contexts, problems = [], []

    def open_page(viewport=DESKTOP, **options):
        context = chromium.new_context(
            viewport=viewport, base_url=live_server.url, locale="da-DK", timezone_id="Europe/Copenhagen", **options
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        return watched(context, live_server.url, problems)

    yield open_page
    for context in contexts:
        context.close()
    assert not problems, "\n".join(problems)


def watched(context, address: str, problems: list[str]):
    """A new page whose faults are noted: script that fails or is refused, missing parts, other hosts."""
    page = context.new_page()
    host = urlsplit(address).netloc
    page.on("request", lambda request: _note_request(request.url, host, problems))
    page.on("pageerror", lambda error: problems.append(f"script: {error}"))
    page.on("console", lambda message: _note(message, problems))
    page.on("response", lambda response: _note_answer(response, problems))
    return page


def _note_request(url: str, host: str, problems: list[str]) -> None:
    """Anything but what the live server answers is a fault, for no page loads from elsewhere."""
    parts = urlsplit(url)
    if parts.netloc != host and parts.scheme not in ("data", "blob"):
        problems.append(f"reaches another host: {url}")


def _note(message, problems: list[str]) -> None:
    if any(words in message.text for words in NEVER_RIGHT):
        problems.append(f"console: {message.text}")


def _note_answer(response, problems: list[str]) -> None:
    """The server's own faults, and parts of a page that are not there."""
    missing = response.status >= 400 and response.request.resource_type in ("stylesheet", "script", "image", "font")
    if missing or response.status >= 500:
        problems.append(f"{response.status}: {response.url}")


@pytest.fixture
def page(new_page):
    return new_page(DESKTOP)


@pytest.fixture
def phone(new_page):
    return new_page(PHONE)


@pytest.fixture(params=[PHONE, DESKTOP], ids=["360", "1280"])
def any_page(request, new_page):
    """The test runs twice: on a phone and on a desktop."""
    return new_page(request.param)


@pytest.fixture
def log_in(live_server, client):
    """`log_in(page, person)`: the person is logged in on that page without typing; test log-in itself elsewhere."""
    from django.conf import settings

    def enter(page, person):
        client.force_login(person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return enter


@pytest.fixture
def axe():
    """`axe(page)` fails on any accessibility fault in the page as it stands, and names each place."""

    def check(page, *, without: tuple[str, ...] = ()):
        if not AXE.is_file():
            pytest.fail("axe-core is not fetched: python -m tools.fetch_assets --all")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        options = {"resultTypes": ["violations"], "rules": {name: {"enabled": False} for name in without}}
        found = page.evaluate("options => axe.run(document, options)", options)["violations"]
        assert not found, f"{page.url}\n" + "\n".join(_readable(violation) for violation in found)

    return check


def _readable(violation: dict) -> str:
    places = [f"    {' '.join(map(str, node['target']))}\n      {node['html'][:200]}" for node in violation["nodes"]]
    return "\n".join([f"{violation['impact']}: {violation['help']} ({violation['id']})", *places])


@pytest.fixture
def fits():
    """`fits(page)` fails when the page scrolls sideways."""

    def check(page):
        wide, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert wide <= seen, f"{page.url} is {wide} px wide in a window of {seen} px"

    return check


@pytest.fixture
def open_all():
    """`open_all(page)` opens every part of a compass; on a phone they begin closed."""

    def open_blocks(page):
        closed = page.locator("details.compass-block:not([open]) > summary")
        while closed.count():
            closed.first.click()

    return open_blocks
