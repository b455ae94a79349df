"""What a flow costs the hand: taps and typed characters are counted in the browser tests and told in one table."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page

PROPERTY = "taps"
# By hand, in seconds: finding and hitting a target on a phone, and a key of its keyboard (keystroke-level model).
A_TAP, A_KEY = 1.3, 0.3


class Taps:
    """Counts on one page from the moment it is made; `told` writes the row and holds it to its promise."""

    def __init__(self, page: Page, what: str, record: Callable[[str, object], None]) -> None:
        self.page, self.what, self.record = page, what, record
        self.count, self.keys, self.began = 0, 0, time.perf_counter()

    def tap(self, locator: Locator) -> None:
        self.count += 1
        locator.click()

    def choose(self, words: str) -> None:
        """Tap a chip."""
        self.count += 1
        self.page.locator(".chips label", has_text=words).get_by_text(words, exact=True).click()

    def type(self, locator: Locator, text: str) -> None:
        """One tap into the field, then the keys."""
        self.count += 1
        self.keys += len(text)
        locator.click()
        locator.fill(text)

    def told(self, at_most: int) -> None:
        seconds = time.perf_counter() - self.began
        width = (self.page.viewport_size or {"width": 0})["width"]
        self.record(PROPERTY, (self.what, width, self.count, self.keys, round(seconds, 1), at_most))
        assert self.count <= at_most, f"{self.what}: {self.count} taps, promised {at_most}"


@pytest.fixture
def taps(record_property) -> Callable[[Page, str], Taps]:
    """`taps(page, "what is done")` begins to count."""
    return lambda page, what: Taps(page, what, record_property)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [*terminalreporter.stats.get("passed", ()), *terminalreporter.stats.get("failed", ())]
    rows = sorted({tuple(value) for each in reports for name, value in each.user_properties if name == PROPERTY})
    if not rows:
        return
    terminalreporter.section("taps and seconds")
    terminalreporter.write_line("| flow | px | taps | at most | keys | seconds by hand | seconds of the machine |")
    terminalreporter.write_line("|---|---|---|---|---|---|---|")
    for what, width, count, keys, seconds, at_most in rows:
        by_hand = count * A_TAP + keys * A_KEY
        terminalreporter.write_line(f"| {what} | {width} | {count} | {at_most} | {keys} | {by_hand:.0f} | {seconds} |")
