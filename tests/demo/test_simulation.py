"""Neighbourhoods of any size: the same by seed, never ahead of their day, and known in full."""

import io
import json
from collections import Counter
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from demo import generate
from demo.setting import NAMES, SETTINGS
from demo.simulation import PART, orders, simulate
from demo.simulation import told as tell_all
from tests.cast import TODAY
from tests.demo.test_truth import differences
from traedesten.core.action import System
from traedesten.journal.actions import import_counting
from traedesten.journal.models import BoxCount, Correction, DoorCheck, Entry, Tally
from traedesten.measures import board
from traedesten.programme.models import Programme


@pytest.fixture(autouse=True)
def _here(settings):
    settings.DEMO = True
    board.forget()
    yield
    board.forget()


def told(code, entries, **how):
    out = io.StringIO()
    made = simulate(generate.read(code), code, out, entries=entries, today=how.pop("today", TODAY), **how)
    return made, out.getvalue()


def test_the_same_seed_tells_the_same_and_another_something_else():
    first, again, other = (told("gyvelby", 4000, seed=seed) for seed in (1, 1, 2))
    assert first[1] == again[1]
    assert first[0].truth() == again[0].truth()
    assert first[1] != other[1]


@pytest.mark.parametrize("code", sorted(SETTINGS))
def test_nothing_is_ahead_of_its_day_and_the_number_is_what_was_asked(code):
    made, text = told(code, 9000)
    rows = [json.loads(line) for line in text.splitlines()]
    assert 9000 <= len(rows) == made.entry_count < 9010
    assert max(row["on"] for row in rows) <= TODAY.isoformat()
    assert all(each.on <= TODAY for each in made.corrections)
    assert len({row["id"] for row in rows}) == len(rows)
    known = {plan["code"] for plan in made.programme["sessions"]}
    assert {row["session"] for row in rows if "session" in row} <= known


def test_few_entries_are_the_story_up_to_the_day_when_there_were_so_many():
    made, _text = told("elmelev-syd", 1000)
    assert 1000 <= made.entry_count < 1050
    assert date(2020, 3, 1) < made.today < date(2022, 1, 1)
    assert {line.span.end for line in made.happened} <= {made.today} | {line.span.end for line in made.happened}
    assert max(line.span.end for line in made.happened) <= made.today


def test_parts_are_of_other_people_in_the_same_places(monkeypatch):
    monkeypatch.setattr("demo.simulation.PART", 4000)
    made, text = told("marehalm", 12_000)
    rows = [json.loads(line) for line in text.splitlines()]
    people = [row["subject"] for row in rows if "subject" in row]
    assert {subject.rpartition("-p")[2] for subject in people if "-p" in subject} == {"1", "2"}
    assert len({row["id"] for row in rows}) == len(rows)
    assert len({plan["code"] for plan in made.programme["sessions"]}) == len(made.programme["sessions"])
    assert PART > 4000


def test_every_part_has_stamp_card_cafes_of_its_own(monkeypatch):
    monkeypatch.setattr("demo.simulation.PART", 4000)
    made, _text = told("mosevad", 12_000)
    venues = {plan["code"]: plan.get("venue") for plan in made.programme["sessions"]}
    of_cafe = {row["session"]: venues[row["session"]] for row in made.tallies}
    parts = Counter(venue.rpartition("-p")[2] if "-p" in venue else "" for venue in of_cafe.values())
    assert set(parts) == {"", "1", "2"}
    assert min(parts.values()) > 50
    assert {row["venue"] for row in made.box_counts} <= set(of_cafe.values())
    assert set(of_cafe.values()) <= {venue["code"] for venue in made.programme["venues"]}
    assert len(of_cafe) == len({(row["session"]) for row in made.tallies})


def test_other_processes_tell_the_same_as_this_one(monkeypatch):
    monkeypatch.setattr("demo.simulation.PART", 1500)
    ordered = orders(generate.read("marehalm"), "marehalm", entries=6000, today=TODAY)
    assert len(ordered) == 4
    here, there = (list(tell_all(ordered, workers=workers)) for workers in (0, 2))
    assert there == here
    assert sum(len(part.entries) for part in here) >= 6000


def test_some_are_late_wrong_and_doubled_and_most_are_not():
    made, _text = told("elmelev-syd", 10_000)
    doubled = sum(each.row is None for each in made.corrections)
    wrong = len(made.corrections) - doubled
    assert 0.0003 < doubled / made.entry_count < 0.01
    assert 0.003 < wrong / made.entry_count < 0.03


def test_a_crowd_is_made_of_many_who_do_little_and_few_who_do_much():
    _made, text = told("gyvelby", 20_000)
    rows = [json.loads(line) for line in text.splitlines()]
    acts = sorted(Counter(row["subject"] for row in rows if row.get("subject", "").startswith("X")).values())
    assert acts[len(acts) // 2] < sum(acts) / len(acts)
    assert acts[-1] > 5 * acts[len(acts) // 2]


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["mosevad", "marehalm"])
def test_the_product_says_what_is_true_of_a_simulated_neighbourhood(code, tmp_path, monkeypatch):
    monkeypatch.setattr("demo.simulation.PART", 3000)
    file = tmp_path / "truth.json"
    call_command(
        "simulate", code, entries=6000, seed=11, today=TODAY.isoformat(), truth=str(file), stdout=io.StringIO()
    )
    programme, made = Programme.objects.get(code=code), told(code, 6000, seed=11)[0]
    assert differences(programme, made.registered, TODAY) == []
    written = json.loads(file.read_text(encoding="utf-8"))
    about = {"programme": code, "seed": 11, "settings": "usual"}
    assert written == json.loads(json.dumps(made.truth(**about)))
    assert set(written["criteria"]) == {criterion.code for criterion in programme.criteria.all()}
    assert Entry.objects.count() == made.entry_count + len(made.corrections)
    assert Correction.objects.count() == len(made.corrections)
    assert Tally.objects.count() == len(made.tallies)


@pytest.mark.django_db
def test_estimates_of_guests_lie_near_the_truth(tmp_path):
    call_command("simulate", "mosevad", entries=1500, seed=5, today=TODAY.isoformat(), stdout=io.StringIO())
    programme, made = Programme.objects.get(), told("mosevad", 1500, seed=5)[0]
    assert (BoxCount.objects.count(), DoorCheck.objects.count()) == (len(made.box_counts), len(made.door_checks))
    (reading,) = [each for each in board.of_areas(programme, made.today) if each.criterion.code == "V32"]
    true = {line.area: line.amount.value for line in made.happened if line.code == "V32"}
    for verdict in reading.verdicts:
        estimate = verdict.figure.estimate
        area = next(area for area in true if area and area == verdict.target.area)
        if estimate is not None and not estimate.is_too_early:
            assert abs(estimate.mean - true[area]) <= 2.6 * estimate.sd
            assert estimate.floor <= true[area]


@pytest.mark.parametrize("name", NAMES)
def test_every_named_setting_can_be_told(name):
    made, _text = told("mosevad", 1500, settings=SETTINGS["mosevad"].under(name))
    assert made.tallies


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"entries": 999}, "--entries skal ligge mellem 1000 og 20000000, ikke 999"),
        ({"today": "2100-01-01"}, "ligger i fremtiden"),
        ({"today": "i går"}, "er ikke en dato"),
    ],
)
def test_what_cannot_be_simulated_is_refused(asked, says):
    with pytest.raises(CommandError, match=says):
        call_command("simulate", "gyvelby", **{"entries": 1000, **asked})
    with pytest.raises(CommandError, match="Vælg elmelev-syd"):
        call_command("simulate", "nowhere", entries=1000)
    assert not Programme.objects.exists()


@pytest.mark.django_db
def test_a_filled_programme_is_left_alone_and_another_code_is_another_programme(settings):
    def run(**more):
        call_command("simulate", "marehalm", entries=1000, today=TODAY.isoformat(), stdout=io.StringIO(), **more)

    run()
    with pytest.raises(CommandError, match="allerede registreringer"):
        run()
    run(code="marehalm-2")
    assert sorted(Programme.objects.values_list("code", flat=True)) == ["marehalm", "marehalm-2"]
    settings.DEMO = settings.DEBUG = False
    with pytest.raises(CommandError, match="TRAEDESTEN_DEMO"):
        run(code="marehalm-3")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tally", "says"),
    [
        ({"counters": {"visits": -1}}, "kan ikke være under 0"),
        ({"counters": {"visits": 3, "audit_asked": 1, "audit_wrong": 2}}, "Kontrolspørgsmål, forkert"),
        ({"counters": {"visits": 3, "card_visits": 2, "second_by_card": 3}}, "2. gang, med kort"),
        ({"session": "no-such"}, "findes ikke"),
        ({"session": "cafe-coming"}, "fremtiden"),
    ],
)
def test_counting_that_cannot_be_true_is_refused_whole(cast, tally, says):
    device = "1f9a6a5e-6c2b-4f0b-8a53-1d0f6f3b6f10"
    good = {"session": cast.cafe_session.code, "device": device, "revision": 1, "counters": {"visits": 3}}
    cast.cafe_session.__class__.objects.create(
        programme=cast.here, code="cafe-coming", activity=cast.cafe_session.activity, planned_on=date(2099, 1, 1)
    )
    with pytest.raises(import_counting.CountingRefused, match=says):
        import_counting.save(by=System("test"), programme=cast.here, tallies=[good, {**good, **tally}], today=TODAY)
    assert not Tally.objects.exists()
