"""The main job from end to end in a real browser, on both databases: log in, write something down, see it counted."""

import pytest
import time_machine
from django.urls import reverse

from tests.cast import PASSWORD, TODAY
from traedesten.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(f"{TODAY.isoformat()} 10:00 +0000", tick=True):
        yield


def log_in_by_typing(page, person):
    page.goto("/")
    page.fill("input[name=login]", person.email)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Log ind", exact=True).click()
    page.wait_for_url(lambda address: reverse("account_login") not in address)


@pytest.mark.smoke
def test_a_worker_logs_in_writes_a_contact_down_and_takes_it_back(page, axe, fits, cast):
    log_in_by_typing(page, cast.worker)
    page.goto(reverse("desk:register_kind", kwargs={"programme": cast.here.code, "kind": "contact"}))
    page.locator("label", has_text="Ved døren").click()
    page.locator("label", has_text="Ja, første gang").click()
    page.locator("label", has_text="Vil gerne have besøg").click()
    axe(page)
    page.get_by_role("button", name="Gem", exact=True).click()
    page.get_by_text("Gemt", exact=True).wait_for()
    axe(page)
    written = Entry.objects.get()
    assert (written.programme_id, written.area_id) == (cast.here.pk, cast.area_here.pk)

    page.goto(reverse("desk:journal", kwargs={"programme": cast.here.code}))
    axe(page)
    page.locator("a.line").click()
    page.get_by_role("link", name="Træk tilbage").click()
    page.locator("[name=reason]").fill("Skrevet to gange")
    page.get_by_role("button", name="Træk tilbage").click()
    page.wait_for_url(lambda address: "/traek-tilbage/" not in address)
    fits(page)
    assert Entry.objects.count() == 2  # nothing is taken away: the withdrawal is a row too


def test_a_stranger_is_shown_the_log_in_page(any_page, axe, fits):
    any_page.goto("/")
    assert reverse("account_login") in any_page.url
    axe(any_page)
    fits(any_page)
