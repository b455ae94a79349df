"""Pictures of the demo on a phone and a desktop, to be looked at: `make screenshots` puts them in var/screenshots.

It serves this copy's own database on a free port, logs in as one of the demo's people, starts at the first page and
follows the links it finds there. Name other pages or another person: python -m tools.screenshots --as EMAIL /page/ …
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tools import chromium, serve
from tools.place import ROOT, VAR, say

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDER = VAR / "screenshots"
WIDTHS = {360: 740, 1280: 900}
MOST_PAGES = 20
NOT_PAGES = re.compile(r"/(log|sprog|static|api)/|\.(csv|xlsx|json|yaml|ics)$")


@contextmanager
def served(port: int) -> Iterator[str]:
    command = [sys.executable, "-m", "traedesten", "runserver", "--noreload", f"{serve.HOST}:{port}"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        if not serve.answers(server, port):
            sys.exit("Serveren startede ikke.  /  The server did not start.")
        yield f"http://{serve.HOST}:{port}"
    finally:
        server.terminate()
        server.wait()


def session_of(email: str | None) -> tuple[str, str]:
    """The name and value of a log-in cookie for that person, or for the first who is active."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "traedesten.settings")
    import django  # why inside: the settings must be named first

    django.setup()
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    people = get_user_model()._default_manager.filter(is_active=True).order_by("pk")
    person = people.filter(email=email).first() if email else people.first()
    if person is None:
        sys.exit("Der er ingen at logge ind som; kør make run først.  /  Nobody to log in as; run make run first.")
    client = Client()
    client.force_login(person)
    return settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value


def links(page: Page, address: str) -> list[str]:
    """The paths of this site that the page links to, each once, in their order."""
    found = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    host = urlsplit(address).netloc
    paths = [urlsplit(link).path for link in found if urlsplit(link).netloc == host]
    return [path for path in dict.fromkeys(paths) if not NOT_PAGES.search(path)]


def file_name(path: str, width: int) -> str:
    return f"{re.sub(r'[^a-z0-9æøå]+', '-', path.lower()).strip('-') or 'forside'}-{width}.png"


def photograph(browser: Browser, address: str, cookie: tuple[str, str], paths: list[str]) -> int:
    taken = 0
    for width, height in WIDTHS.items():
        context = browser.new_context(viewport={"width": width, "height": height}, base_url=address, locale="da-DK")
        context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": address}])
        page = context.new_page()
        page.goto("/")
        for path in paths or ["/", *[link for link in links(page, address) if link != "/"]][:MOST_PAGES]:
            page.goto(path)
            page.screenshot(path=FOLDER / file_name(path, width), full_page=True)
            taken += 1
        context.close()
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--as", dest="email", help="log in as this person of the demo")
    parser.add_argument("paths", nargs="*", help="pages; without any, the first page and those it links to")
    options = parser.parse_args()
    serve.prepare()
    browser_path = chromium.find_or_install()
    if browser_path is None:
        sys.exit(1)
    cookie = session_of(options.email)
    from playwright.sync_api import sync_playwright  # why inside: only developers have it

    FOLDER.mkdir(parents=True, exist_ok=True)
    with served(serve.free_port(8100)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=chromium.arguments())
        taken = photograph(browser, address, cookie, options.paths)
        browser.close()
    say(f"{taken} billeder i {Path(FOLDER).relative_to(ROOT)}")


if __name__ == "__main__":
    main()
