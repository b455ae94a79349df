"""The way in, in a real browser: what everything else stands on."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.smoke
def test_a_stranger_is_shown_the_log_in_page(page, axe, fits):
    page.goto("/")
    assert reverse("account_login") in page.url
    axe(page)
    fits(page)


def test_the_log_in_page_fits_a_phone(phone, axe, fits):
    phone.goto("/")
    axe(phone)
    fits(phone)
