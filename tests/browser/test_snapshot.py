"""A leader freezes the figures and a funder reads them, in a real browser on phone and desktop; taps are counted."""

import re
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from tests.cast import TODAY
from traedesten.journal.actions import entry
from traedesten.measures import board
from traedesten.measures.models import Snapshot
from traedesten.programme.models import Criterion, Target

pytestmark = pytest.mark.django_db(transaction=True)

COMPASS = "/p/groen-vej/kompas/"
NARROW = {"width": 320, "height": 640}
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    board.forget()
    with time_machine.travel(f"{TODAY.isoformat()} 09:00 +0000", tick=True):
        yield
    board.forget()


@pytest.fixture
def contacts(cast):
    Criterion.objects.filter(programme=cast.here).delete()
    criterion = Criterion.objects.create(
        programme=cast.here, code="K1", text="Kontakt med beboerne", measure={"preset": "people_contacted"}
    )
    for area, value in ((cast.area_here, 40), (cast.area_next_door, 20)):
        Target.objects.create(criterion=criterion, kind="reach_by", value=value, area=area)
    for number in range(23):
        meet(cast, f"nabo-{number}", cast.area_here)
    meet(cast, "en", cast.area_next_door)
    return criterion


def meet(cast, code, area):
    row = {"kind": "contact", "channel": "door", "subject": code, "area": area.code, "on": YESTERDAY}
    assert entry.record(by=cast.leader, programme=cast.here, row=row).entry


# long: one story in three visits, each of which needs the one before
def test_a_leader_freezes_a_funder_reads_and_a_difference_is_explained(
    any_page, new_page, log_in, cast, contacts, taps, axe, fits
):
    page = any_page
    log_in(page, cast.leader)
    page.goto(COMPASS)
    counted = taps(page, "Frys og offentliggør en dag, fra kompasset")
    counted.tap(page.get_by_role("link", name="Frosne og offentliggjorte tal"))
    expect(page.get_by_role("heading", name="Ingen tal er offentliggjort endnu")).to_be_visible()
    axe(page)
    counted.tap(page.get_by_role("link", name="Frys og offentliggør tal"))
    page.get_by_role("textbox", name=re.compile("Tal til og med")).fill("20.11.2026")
    page.get_by_role("button", name="Vis, hvad der bliver offentliggjort").click()
    expect(page.get_by_role("alert")).to_contain_text("Dagen er ikke slut endnu.")
    axe(page)
    page.get_by_role("textbox", name=re.compile("Tal til og med")).fill("19.11.2026")
    counted.tap(page.get_by_role("button", name="Vis, hvad der bliver offentliggjort"))
    expect(page.get_by_role("heading", name=re.compile("sådan vil det se ud"))).to_be_visible()
    expect(page.locator(".published-figure")).to_have_text(["25", "<5"])
    axe(page)
    fits(page)
    assert not Snapshot.objects.exists()
    counted.tap(page.get_by_role("button", name="Frys og offentliggør", exact=True))
    counted.told(at_most=4)
    expect(page.get_by_role("heading", name="Til og med 19. november 2026")).to_be_visible()
    expect(page.locator(".published-exact-block").first).to_contain_text("23")
    axe(page)
    fits(page)

    reader = new_page(page.viewport_size)
    log_in(reader, cast.funder)
    reader.goto(COMPASS)
    expect(reader.locator(".published-figure")).to_have_text(["25", "<5"])
    expect(reader.get_by_role("img", name="25, målet er 40")).to_be_visible()
    expect(reader.locator("main")).not_to_contain_text("23")
    axe(reader)
    fits(reader)
    reader.get_by_role("link", name="Alle offentliggjorte tal").click()
    expect(reader.get_by_role("link", name="Frys og offentliggør tal")).to_have_count(0)
    axe(reader)
    with reader.expect_download() as told:
        reader.get_by_role("link", name=re.compile("Hent som regneark")).click()
    assert told.value.suggested_filename == "groen-vej-2026-11-19.csv"

    meet(cast, "sen", cast.area_here)
    log_in(page, cast.leader)
    page.get_by_role("link", name="Sammenlign med i dag").click()
    expect(page.locator(".difference-reasons")).to_contain_text("1 registrering er skrevet ind siden: kontakt (1).")
    axe(page)
    fits(page)
    page.set_viewport_size(NARROW)
    fits(page)
