"""The eyes of the browser tests can see: each fault they look for is really found."""

import pytest
from django.urls import reverse

from tests.browser.conftest import DESKTOP, PHONE, watched

pytestmark = pytest.mark.django_db


@pytest.fixture
def start():
    return reverse("account_login")


APPEND = """([tag, properties]) =>
    document.querySelector('main').append(Object.assign(document.createElement(tag), properties))"""


def append(page, tag: str, **properties) -> None:
    page.evaluate(APPEND, [tag, properties])


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            "() => { const s = document.createElement('style'); s.textContent = 'p {}'; document.head.append(s) }",
            "Content",
        ),
        ("() => { setTimeout(() => { throw new Error('broken step') }, 0) }", "broken step"),
        ("() => { document.body.append(Object.assign(new Image(), {src: '/static/missing.png'})) }", "404: http"),
        ("() => { location.href = 'http://192.0.2.1/' }", "reaches another host: http://192.0.2.1/"),
    ],
)
def test_a_fault_in_a_page_is_noted(chromium, live_server, start, fault, said):
    problems = []
    context = chromium.new_context(base_url=live_server.url)
    page = watched(context, live_server.url, problems)
    page.goto(start)
    assert problems == []
    page.evaluate(fault)
    page.wait_for_timeout(300)
    context.close()
    assert [problem for problem in problems if said in problem]


def test_axe_names_a_picture_without_words(page, axe, start):
    page.goto(start)
    append(page, "img", src="/static/traedesten/img/mark.svg")
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)
    axe(page, without=("image-alt",))


def test_fits_sees_a_page_that_scrolls_sideways(phone, fits, start):
    phone.goto(start)
    fits(phone)
    append(phone, "hr", id="wide")
    phone.evaluate("document.getElementById('wide').style.minWidth = '500px'")
    with pytest.raises(AssertionError, match="in a window of 360 px"):
        fits(phone)


def test_the_two_widths(any_page):
    assert any_page.viewport_size in (PHONE, DESKTOP)


def test_who_logs_in_is_let_past_the_log_in_page(page, log_in, cast, start):
    log_in(page, cast.worker)
    page.goto("/")
    assert start not in page.url
