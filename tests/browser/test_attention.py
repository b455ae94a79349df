"""What needs a look, in a real browser: from the compass to the one tap that mends it, and setting aside."""

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import expect

from tests.desk import scene
from traedesten.journal.models import Entry
from traedesten.measures.models import SetAside
from traedesten.programme.models import Criterion

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(scene.MORNING, tick=True):
        yield


@pytest.fixture
def office(cast):
    """The same contact twice, twice over; and a criterion that has lost its activity."""
    scene.furnish(cast)
    Criterion.objects.filter(programme=cast.here).delete()
    for code, measure in (
        ("K1", {"definition": {"select": [{"kinds": ["contact"]}], "unit": "entry"}}),
        ("K2", {"preset": "unique_people", "kinds": ["contact"], "activities": ["borte"]}),
    ):
        Criterion.objects.create(programme=cast.here, code=code, text=f"Kontakter {code}", measure=measure)
    for who in ("H-7", "H-7", "H-8", "H-8"):
        scene.write(cast, kind="contact", area="havtornen", subject=who, channel="door")
    return cast


def test_from_the_compass_to_what_mends_it_and_what_is_set_aside(any_page, log_in, office, axe, fits):
    page, taps = any_page, 0
    log_in(page, office.worker)
    page.goto(reverse("measures:compass", kwargs={"programme": office.here.code}))
    page.get_by_role("link", name="2 ting kræver et kig").click()
    taps += 1
    expect(page.get_by_role("heading", name="Kræver et kig")).to_be_visible()
    expect(page.locator(".finding")).to_have_count(3)
    axe(page)
    fits(page)
    page.get_by_role("link", name="Træk den ene tilbage").first.click()
    taps += 1
    page.get_by_label("Hvorfor").fill("Skrevet to gange")
    page.get_by_role("button", name="Træk tilbage").click()
    taps += 1
    page.get_by_text("Trukket tilbage.").wait_for()
    assert Entry.objects.current().count() == 3
    page.goto(reverse("desk:attention", kwargs={"programme": office.here.code}))
    expect(page.locator(".finding")).to_have_count(2)
    page.get_by_role("link", name="Se det, eller sæt det til side").click()
    axe(page)
    fits(page)
    page.get_by_role("button", name="Sæt til side").click()
    expect(page.get_by_text("Skriv kort hvorfor").first).to_be_visible()
    axe(page)
    page.get_by_label("Hvorfor er det rigtigt, som det er?").fill("Vi mødtes to gange")
    page.get_by_role("button", name="Sæt til side").click()
    page.get_by_text("Sat til side.").wait_for()
    assert SetAside.objects.count() == 1
    page.get_by_text("Én er sat til side").click()
    axe(page)
    fits(page)
    page.get_by_role("button", name="Tag frem igen").click()
    page.get_by_text("Taget frem igen.").wait_for()
    expect(page.locator(".finding")).to_have_count(2)
    print(f"\nfrom the compass to an entry taken back: {taps} taps")  # noqa: T201 - the count is the point


def test_i_dag_leads_there_for_who_can_mend_it(page, log_in, office, axe):
    log_in(page, office.leader)
    page.goto(reverse("desk:today", kwargs={"programme": office.here.code}))
    page.get_by_role("link", name="3 ting kræver et kig").click()
    expect(page.get_by_role("heading", name="Kan ikke tælles:")).to_be_visible()
    page.get_by_role("link", name="Ret kriteriet").click()
    axe(page)
