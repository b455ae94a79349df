"""The gallery shows every state a session of the calendar can be in, each once."""

from django.urls import reverse

from tests.cast import log_in
from traedesten.core import gallery
from traedesten.planning import shelf
from traedesten.planning.calendar_page import STATES


def test_the_gallery_has_the_calendar_s_pieces_in_every_state(cast, client, settings):
    settings.DEMO = True
    log_in(client, cast.worker)
    html = client.get(reverse("core:gallery")).content.decode()
    assert {state: html.count(f"plan-{state}") for state in STATES} == dict.fromkeys(STATES, 1)
    assert 'class="plan-tabs' in html
    assert "planning/planning.css" in html
    assert "En anden har ændret det her imens" in html


def test_it_is_put_on_the_shelf_once():
    assert [each.shown for each in gallery.SHELVES].count(shelf.SHOWN) == 1
