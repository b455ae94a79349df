"""The one chart language: Danish numbers and days, no style of its own, and nothing that needs a browser."""

import re

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import translation

from traedesten.core import chart
from traedesten.core.gallery import sample_chart


@pytest.fixture(autouse=True)
def fresh():
    sample_chart.cache_clear()
    yield
    sample_chart.cache_clear()


def texts(svg):
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_danish_is_the_library_s_own_danish():
    import vl_convert  # why inside: as in the product

    assert chart.DANISH["number"] == vl_convert.get_format_locale("da-DK")
    theirs = vl_convert.get_time_format_locale("da-DK")
    assert {name: theirs[name] for name in ("days", "months", "shortMonths", "shortDays")} == {
        name: chart.DANISH["time"][name] for name in ("days", "months", "shortMonths", "shortDays")
    }


def test_numbers_and_months_are_written_in_the_language_of_the_page():
    with translation.override("da"):
        drawn = texts(sample_chart("da")["wide"])
    assert "1.000" in drawn
    assert "okt 2026" in drawn
    with translation.override("en"):
        drawn = texts(sample_chart("en")["wide"])
    assert "1,000" in drawn
    assert "Oct 2026" in drawn


def test_a_drawing_has_the_design_system_s_letters_and_nothing_our_policy_refuses():
    drawn = sample_chart("da")["wide"]
    assert 'font-family="IBM Plex Sans, system-ui, sans-serif"' in drawn.replace("&quot;", "")
    assert "style=" not in drawn
    assert "<script" not in drawn
    assert "<style" not in drawn
    assert "http" not in drawn.replace("http://www.w3.org", "")


def test_the_inner_names_of_two_drawings_are_apart():
    spec = sample_chart("da")["spec"]
    named = [set(re.findall(r'id="([^"]+)"', chart.picture(spec, mark=mark))) for mark in ("a", "b")]
    assert not named[0] & named[1]


@pytest.mark.django_db
def test_the_gallery_shows_the_chart_language(cast, client):
    client.force_login(cast.leader)
    with override_settings(DEMO=True):
        page = client.get(reverse("core:gallery")).content.decode()
    assert 'role="img" aria-label="Besøg fra januar' in page
    assert "1.000" in page
