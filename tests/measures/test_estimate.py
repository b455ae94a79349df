"""Estimated guests on the pages, in files and on the command line: never more certain than they are."""

import csv
import io
import json
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.utils import translation

from measure_engine.estimate import Colour
from measure_engine.explain import band
from measure_engine.figure import Shape
from measure_engine.judgement import Status
from tests.cast import TODAY
from tests.measures.cafe import EARLY, GREEN, LIGHTS, RED, YELLOW, open_cafes
from traedesten.measures import bar, board, card, compass
from traedesten.programme.models import Target

pytestmark = pytest.mark.django_db


@pytest.fixture
def cards(cast, monkeypatch):
    """`cards(GREEN, ...)`: the cards of those cafés by code."""

    def make(*cafes):
        open_cafes(cast, monkeypatch, TODAY, cafes or LIGHTS)
        found = [card.card(each) for each in board.of_areas(cast.here, TODAY)]
        return {each.criterion.activity.code: each for each in found}

    return make


def verdict(cast, code):
    found = board.of_areas(cast.here, TODAY)
    return next(each.verdicts[0] for each in found if each.criterion.activity.code == code)


def run(*arguments):
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_the_floor_stands_large_and_the_likely_range_beside_it(cards):
    span = cards(GREEN)["kilden"].span
    assert (span.floor, span.likely, span.beside) == ("260", "280-350", "sandsynligvis 280-350")


def test_people_with_families_reckoned_in_are_flagged_as_worked_out(cast, monkeypatch, enter):
    (made,) = open_cafes(cast, monkeypatch, TODAY, [GREEN])
    made.measure = {**made.measure, "with_families": True}
    made.save()
    board.forget()
    assert card.card(board.of_areas(cast.here, TODAY)[0]).span.beside == "sandsynligvis 280-350 (beregnet)"
    page = enter(cast.leader).get(f"/p/{cast.here.code}/kriterier/{made.code}/").content.decode()
    assert "sandsynligvis 280-350 (beregnet)" in page
    assert "Ingen nye familier er talt med familiekort; her er gæsterne alene." in page
    assert "Beregnet, ikke talt: gæster med eget kort plus familier gange personer i en ny familie." in page


def test_the_light_has_a_word_and_its_reasons(cards):
    found = cards()
    assert [(found[each.code].span.colour, found[each.code].span.light) for each in (GREEN, YELLOW, RED)] == [
        (Colour.GREEN, "Sikkert grundlag"),
        (Colour.YELLOW, "Noget usikkert grundlag"),
        (Colour.RED, "Usikkert grundlag"),
    ]
    assert [found[each.code].span.is_red for each in (GREEN, YELLOW, RED)] == [False, False, True]
    assert found["kilden"].span.reasons == ()
    assert found["broen"].span.reasons == (
        "Seneste dørtælling er fra 23. juni 2026; den skal være under fire måneder gammel.",
    )


def test_probably_reached_is_said_instead_of_the_status_and_counted_for_itself(cards):
    found = cards(GREEN, YELLOW)
    assert (found["kilden"].status, found["kilden"].status_name) == (Status.ON_COURSE, "Sandsynligvis nået")
    assert found["kilden"].reason == "Målet er mindst 275."
    tallies = [(each.name, each.count) for each in compass.tallies(found.values())]
    assert tallies == [("På vej", 1), ("Sandsynligvis nået", 1)]


def test_before_a_hundred_visits_it_is_too_early_for_a_range(cards):
    found = cards(EARLY)["havnen"]
    assert (found.span.floor, found.span.likely, found.span.beside) == ("20", "", "for tidligt til et skøn")
    assert (found.status, found.reason) == (Status.TOO_EARLY, "Målet er mindst 60.")
    assert found.bar.likely is None


def test_a_reason_does_not_say_again_what_the_light_says(cards, cast):
    found = cards(YELLOW)["broen"]
    assert "dørtælling" in verdict(cast, "broen").reason
    assert "dørtælling" not in found.reason
    assert found.reason.startswith("Målet er mindst 500; ")


def test_the_bar_shows_where_it_lies_and_where_it_is_heading_and_says_the_same(cards, cast):
    drawn, heading = cards(YELLOW)["broen"].bar, verdict(cast, "broen").forecast
    whole = heading.high80
    assert float(drawn.done) == pytest.approx(200 * 260 / whole, abs=0.1)
    assert (float(drawn.likely.start), float(drawn.likely.width)) == pytest.approx(
        (200 * 280 / whole, 200 * 70 / whole), abs=0.1
    )
    assert float(drawn.heading.start) == pytest.approx(200 * heading.low80 / whole, abs=0.1)
    assert float(drawn.heading.start) + float(drawn.heading.width) == pytest.approx(200, abs=0.1)
    assert drawn.label.startswith("mindst 260, sandsynligvis 280-350, målet er 500, ")
    assert drawn.label.endswith(f"på vej mod {band(heading)}")


def test_a_running_count_has_its_band_too(cast, contacts, record):
    Target.objects.filter(criterion=contacts).delete()
    Target.objects.create(criterion=contacts, kind="reach_by", value=40)
    record(kind="contact", channel="door", subject="p1", area=cast.area_here.code)
    found = card.card(board.of_areas(cast.here, TODAY)[0])
    assert (found.span, found.bar.likely) == (None, None)
    assert found.bar.heading is not None
    assert found.heading.startswith("Forventet ved målets slutning: ")
    assert "Sandsynlighed for at nå målet: " in found.heading


def test_only_marks_that_are_drawn_are_explained(cards, cast):
    drawn = cards()
    assert bar.key([drawn["kilden"].bar]) == bar.Key(True, False, True, False)
    assert bar.key([drawn["broen"].bar, None]) == bar.Key(True, True, True, True)
    assert bar.key([None]) == bar.Key(False, False, False, False)


def test_a_criterion_of_two_targets_says_mindst_of_each(cards, cast):
    cards(GREEN)
    made = Target.objects.get(criterion__code="G1")
    Target.objects.create(criterion=made.criterion, kind="reach_by", value=310, area=cast.area_here)
    board.forget()
    lines = card.card(board.of_areas(cast.here, TODAY)[0]).lines
    assert lines[0].against == "mindst 260 af 275"


def test_the_page_greys_a_number_on_an_unsure_footing(cards, cast, enter):
    cards(GREEN, RED)
    page = enter(cast.leader).get(f"/p/{cast.here.code}/kompas/").content.decode()
    assert page.count("estimate-unsure") == 1
    assert page.count("Vi tæller uden at vide, hvem gæsterne er. Derfor kender vi kun et spænd.") == 2


def test_the_criterion_page_says_eighty_per_cent_and_offers_no_entries_of_guests(cards, cast, enter):
    cards(YELLOW)
    page = enter(cast.leader).get(f"/p/{cast.here.code}/kriterier/G1/").content.decode()
    assert "Usikkerhed (80 %): 280-350" in page
    assert "Usikkerhed (95 %)" not in page
    assert verdict(cast, "broen").forecast is not None
    assert f"Forventet ved målets slutning: {band(verdict(cast, 'broen').forecast)}" in page
    assert "der er ingen registrering af den enkelte gæst" in page
    assert "Se registreringerne bag tallet" not in page


def test_figures_as_json_carry_the_estimate_and_the_forecast_but_no_bare_guess(cards, cast):
    cards(YELLOW)
    row = json.loads(run("figures", cast.here.code, "--format", "json"))["criteria"][0]
    estimate = row["estimate"]
    assert [estimate[key] for key in ("floor", "likely_low", "likely_high", "light")] == [260, 280, 350, "yellow"]
    assert (row["value"], row["interval"], row["interval_level"]) == (260, [280, 350], 0.8)
    assert {"mean", "sd"}.isdisjoint(estimate)
    heading = row["forecast"]
    assert heading["low_95"] < heading["low"] < heading["high"] < heading["high_95"]
    assert f"{heading['low']}-{heading['high']}" in row["heading"]
    assert 0 <= heading["reach"] <= 1


def test_figures_as_csv_carry_them_as_columns(cards, cast):
    cards(GREEN, YELLOW)
    rows = {r["criterion"]: r for r in csv.DictReader(io.StringIO(run("figures", cast.here.code, "--format", "csv")),
                                                      delimiter=";")}  # fmt: skip
    names = ("floor", "likely_low", "likely_high", "light", "forecast_low")
    assert [rows["G1"][name] for name in names] == ["260", "280", "350", "green", ""]
    assert rows["G2"]["light"] == "yellow"
    assert int(rows["G2"]["forecast_low"]) < int(rows["G2"]["forecast_high"])


def test_the_table_has_room_for_both(cards, cast):
    cards(YELLOW)
    text = run("figures", cast.here.code)
    assert "mindst 260, sandsynligvis 280-350" in text
    assert "Forventet ved målets slutning: " in text


def test_explain_says_the_light_and_the_forecast(cards, cast):
    cards(YELLOW)
    text = run("explain", "G1")
    assert "Noget usikkert grundlag. Seneste dørtælling er fra 23. juni 2026" in text
    assert "Forventet ved målets slutning: " in text
    assert "80 ud af 100" in text


def test_in_english_the_same_is_cut_from_the_reason(cards, cast):
    cards(GREEN, YELLOW)
    with translation.override("en"):
        found = [card.card(each) for each in board.of_areas(cast.here, TODAY)]
    by_code = {each.criterion.code: each for each in found}
    assert by_code["G1"].span.light == "Sound footing"
    assert by_code["G1"].status_name == "Probably reached"
    assert "260" not in by_code["G1"].reason
    assert "door" not in by_code["G2"].reason


def test_a_share_is_drawn_of_a_hundred(cards, cast):
    cards(GREEN)
    shown = verdict(cast, "kilden")
    share = replace(
        shown.figure, shape=Shape.SHARE, value=0.4, interval=replace(shown.figure.interval, low=0.45, high=0.6)
    )
    drawn = bar.bar(replace(shown, figure=share, target=replace(shown.target, value=50)), "50 %")
    assert (drawn.done, drawn.likely.start, drawn.target) == ("80.0", "90.0", "100.0")
