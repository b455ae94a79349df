"""Last year's registrations in: two messy spreadsheets through the screen, on phone and desktop, taps and seconds."""

import time

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import expect

from tests.desk import scene, sheets
from traedesten.journal.models import Entry, ImportJob

pytestmark = pytest.mark.django_db(transaction=True)

IMPORTS = reverse("desk:imports", kwargs={"programme": "groen-vej"})
NARROW = {"width": 320, "height": 640}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(scene.MORNING, tick=True):
        yield


@pytest.fixture
def office(cast):
    return scene.furnish(cast)


class Hand:
    """Counts what the hand does, and how long it takes."""

    def __init__(self, page, what):
        self.page, self.what, self.taps, self.began = page, what, 0, time.perf_counter()

    def tap(self, name, role="button"):
        self.taps += 1
        self.page.get_by_role(role, name=name).click()

    def send(self, content, name):
        self.taps += 2
        self.page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "", "buffer": content})
        self.tap("Se på filen")

    def choose(self, label, answer):
        """The page comes back as it is now understood before the next is chosen."""
        self.taps += 2
        with self.page.expect_response(lambda answered: answered.request.method == "POST"):
            self.page.get_by_label(label).select_option(label=answer)
        self.page.wait_for_timeout(100)  # the swap

    def write(self, label, text):
        self.taps += 1
        self.page.get_by_label(label).fill(text)

    def told(self, at_most):
        seconds = time.perf_counter() - self.began
        print(f"\n{self.what}: {self.taps} tryk, {seconds:.1f} sekunder")  # noqa: T201 - the count is the point
        assert self.taps <= at_most


def test_a_cafe_sheet_from_file_to_journal(any_page, log_in, office, axe, fits):
    log_in(any_page, office.leader)
    any_page.goto(IMPORTS)
    axe(any_page)
    fits(any_page)
    hand = Hand(any_page, "cafeens fremmøde")
    hand.send(sheets.cafe(), "Cafe 2026.xlsx")
    expect(any_page.get_by_role("heading", name="Hvad er hvad?")).to_be_visible()
    if any_page.get_by_label("Aktivitet vælg").count():
        hand.choose("Aktivitet vælg", office.cafe.name)
    axe(any_page)
    fits(any_page)
    hand.tap("Prøv filen")
    expect(any_page.get_by_text("16 nye")).to_be_visible()
    axe(any_page)
    fits(any_page)
    hand.tap("Indlæs 16 registreringer")
    expect(any_page.get_by_role("heading", name="16 registreringer er indlæst")).to_be_visible()
    axe(any_page)
    hand.told(at_most=8)
    assert sorted(Entry.objects.values_list("people", flat=True)) == sorted([15, 14, 20, 9, 13, 17, 15, 12] * 2)
    hand = Hand(any_page, "samme fil igen")
    any_page.goto(IMPORTS)
    hand.send(sheets.cafe(), "Cafe 2026.xlsx")
    expect(any_page.get_by_text("16 samme som før")).to_be_visible()
    hand.told(at_most=3)


def test_an_outreach_log_is_put_right_and_taken_back(any_page, log_in, office, axe, fits):
    log_in(any_page, office.leader)
    any_page.goto(IMPORTS)
    hand = Hand(any_page, "opsøgende log")
    hand.send(sheets.outreach(), "Opsøgende 2026.csv")
    expect(any_page.get_by_text("Navne og numre på personer indlæses ikke")).to_be_visible()
    axe(any_page)
    fits(any_page)
    hand.tap("Prøv filen")
    expect(any_page.get_by_text("2 med fejl")).to_be_visible()
    axe(any_page)
    fits(any_page)
    hand.tap("Kun fejl", role="link")
    hand.write("Dato, række 28", "28/2-26")
    hand.tap("Lad rækken være 29")
    expect(any_page.get_by_text("25 nye")).to_be_visible()
    axe(any_page)
    fits(any_page)
    hand.tap("Indlæs 25 registreringer")
    expect(any_page.get_by_role("heading", name="25 registreringer er indlæst")).to_be_visible()
    hand.told(at_most=9)
    assert Entry.objects.filter(kind="contact").count() == 25
    hand = Hand(any_page, "hele filen taget tilbage")
    hand.tap("Tag filen tilbage", role="link")
    axe(any_page)
    fits(any_page)
    hand.write("Hvorfor", "Det var sidste års fil")
    hand.tap("Tag 25 registreringer tilbage")
    expect(any_page.get_by_text("25 registreringer er taget tilbage.")).to_be_visible()
    axe(any_page)
    fits(any_page)
    hand.told(at_most=3)
    assert Entry.objects.current().count() == 0


def test_a_wrong_file_says_what_would_be_right(any_page, log_in, office, axe, fits):
    log_in(any_page, office.leader)
    any_page.goto(IMPORTS)
    Hand(any_page, "").send(b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "billede.xlsx")
    expect(any_page.get_by_role("alert").get_by_text("Åbn den i et regneark")).to_be_visible()
    axe(any_page)
    fits(any_page)


def test_one_can_leave_and_find_it_again(page, log_in, office, monkeypatch, axe):
    """The work stands still until it is let go."""
    import threading  # why inside: only this test

    from traedesten.desk.importing import runner  # why inside: only this test

    go_on, real = threading.Event(), runner.bring_in

    def slowly(found, progress):
        go_on.wait(20)
        return real(found, progress)

    monkeypatch.setattr(runner, "bring_in", slowly)
    log_in(page, office.leader)
    page.goto(IMPORTS)
    hand = Hand(page, "")
    hand.send(sheets.outreach(), "log.csv")
    hand.tap("Prøv filen")
    hand.tap("Indlæs 24 registreringer")
    expect(page.get_by_role("heading", name="Filen indlæses")).to_be_visible()
    axe(page)
    page.goto(IMPORTS)
    page.get_by_role("link", name="log.csv").click()
    go_on.set()
    expect(page.get_by_role("heading", name="24 registreringer er indlæst")).to_be_visible()
    assert ImportJob.objects.get().sheets is None


def test_every_page_fits_in_320_pixels(new_page, log_in, office, fits):
    page = new_page(NARROW)
    log_in(page, office.leader)
    page.goto(IMPORTS)
    fits(page)
    hand = Hand(page, "")
    hand.send(sheets.outreach(), "log.csv")
    expect(page.get_by_role("heading", name="Hvad er hvad?")).to_be_visible()
    page.wait_for_load_state()
    fits(page)
    hand.tap("Prøv filen")
    expect(page.get_by_role("heading", name="Se filen efter")).to_be_visible()
    page.wait_for_load_state()
    fits(page)
