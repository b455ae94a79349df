"""The demo's three cafés are looked after well, seldom and not at all, and the light of each says so."""

import pytest

from measure_engine.estimate.light import Colour
from tests.cast import TODAY
from tests.demo.test_truth import fill
from traedesten.measures import board

SHOWN = {
    "blaaklokke-humle": (Colour.GREEN, ""),
    "stenurtvangen": (Colour.RED, "Der er ikke lavet en dørtælling."),
    "enghoej-tvaerby": (Colour.YELLOW, "Kortene i kassen er sidst talt 27. maj 2026"),
}


@pytest.mark.django_db
def test_a_green_a_red_and_a_yellow_light_are_honestly_earned(neighbourhoods, tmp_path):
    board.forget()
    programme = fill(neighbourhoods["mosevad"], TODAY, tmp_path)
    (reading,) = [each for each in board.of_areas(programme, TODAY) if each.criterion.code == "V32"]
    lights = {verdict.target.area: verdict.figure.estimate.light for verdict in reading.verdicts}
    assert {area: light.colour for area, light in lights.items()} == {area: shown for area, (shown, _) in SHOWN.items()}
    for area, (_colour, says) in SHOWN.items():
        assert says in lights[area].sentence()
    board.forget()


def test_the_neglect_is_in_what_was_written_not_in_what_happened(neighbourhoods):
    sites = {site.place.area: site for site in neighbourhoods["mosevad"].page.counting.sites}
    assert not sites["stenurtvangen"].count.checked
    assert len(sites["enghoej-tvaerby"].count.boxes) < len(sites["blaaklokke-humle"].count.boxes) / 3
