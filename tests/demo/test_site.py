"""Cafés with families and with guests in common: counted apart, counted once, and watched by somebody now and then."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from demo.cafe.setting import Cafe, Guests, Habits
from demo.neighbourhood import mosevad
from demo.page import Page
from demo.setting import SETTINGS
from demo.site import AUDIT_DAYS, AUDIT_MONTHS, Held, Place, hold
from demo.truth import table
from demo.truth.beside import seen
from tests.cast import TODAY
from tests.demo.test_truth import fill
from traedesten.core.action import System
from traedesten.journal.actions import import_counting
from traedesten.journal.models import BoxCount, SiteAudit, Tally

PERFECT = Habits(
    forgotten=0, refusing=0, refusing_once=0, offered=1, untapped=0, first_missed=0, false_new=(0, 0, 0, 0), misread=0
)
GUESTS = Guests(residents=200, reach=0.5, discovery=10, once=0.1, rate=0.4)


def opened(two_cafes, habits=PERFECT, families=None):
    cafes = []
    for number, name in enumerate(("a", "b")):
        days = [date(2026, 1, 5) + timedelta(days=number, weeks=week) for week in range(60)]
        sessions = {f"{name}-{day}": day for day in days}
        cafe = Cafe(GUESTS, habits, families=families)
        cafes.append(Held(cafe, Place("cafe", name, name), sessions, [1.0] * 60, random.Random(name)))
    return hold(cafes, random.Random(7), two_cafes)


def everybody(site):
    return {guest for session in site.guests for guest in session}


def test_a_guest_of_two_cafes_is_new_in_one_of_them_only():
    first, second = opened(0.3)
    both = everybody(first) & everybody(second)
    assert 40 < len(both) < 100
    new = sum(tapped.sums["new_guests"] for site in (first, second) for tapped in site.count.sessions)
    assert new == len(everybody(first) | everybody(second))


def test_without_wandering_nobody_is_in_both():
    first, second = opened(0.0)
    assert not everybody(first) & everybody(second)


def test_families_are_a_set_of_their_own():
    site = opened(0.0, families=Guests(residents=60, reach=0.6, rate=0.3))[0]
    alone = opened(0.0)[0]
    tapped = [each.sums for each in site.families.count.sessions]
    different = {family for session in site.families.guests for family in session}
    assert sum(each["new_guests"] for each in tapped) == len(different) == sum(each["families"] for each in tapped)
    assert sum(each["adults"] for each in tapped) == sum(site.sizes[family][0] for family in different)
    assert sum(each["children"] for each in tapped) >= len(different)
    assert [each.sums for each in site.count.sessions] != []
    assert sum(map(len, site.guests)) == sum(map(len, alone.guests))
    assert site.people(0) == site.single.came(0) + sum(sum(site.sizes[each]) for each in site.families_at(0))


def test_a_guest_of_two_cafes_counts_in_the_area_where_they_came_first(neighbourhoods):
    page = neighbourhoods["mosevad"].page
    told = {(line.code, line.area): line.amount.value for line in table.lines(page, page.facts, TODAY)}
    areas = [told["V32", area] for area in mosevad.AREAS]
    assert sum(areas) == told["V32", ""]
    beside = seen(page, TODAY)
    assert beside["guests"] == told["V32", ""]
    assert 0 < beside["guests of two cafés"] < beside["guests"] / 5


def test_three_weeks_of_watching_make_one_audit_for_all_cafes(neighbourhoods):
    audits = neighbourhoods["mosevad"].site_audits()
    assert [each["on"][:7] for each in audits] == ["2026-05", "2026-10"]
    for each in audits:
        on = date.fromisoformat(each["on"])
        assert on.month in AUDIT_MONTHS
        assert on.day <= AUDIT_DAYS
        assert each["first_visits_tapped_new"] <= each["first_visits"] <= each["visits"]
        assert each.get("losses_untold", 0) <= each.get("losses", 0)


@pytest.mark.django_db
def test_families_and_audits_come_in_with_the_rest(neighbourhoods, tmp_path):
    found = neighbourhoods["mosevad"]
    programme = fill(found, TODAY, tmp_path)
    assert (
        Tally.objects.filter(card="family").count() == sum(row.get("card") == "family" for row in found.tallies()) > 0
    )
    assert BoxCount.objects.filter(card="family").exists()
    assert SiteAudit.objects.filter(programme=programme).count() == len(found.site_audits()) == 2
    again = import_counting.save(by=System("test"), programme=programme, site_audits=found.site_audits(), today=TODAY)
    assert again.new_count == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"on": "2099-01-01"}, "ligger i fremtiden"),
        ({"first_visits": 3, "first_visits_tapped_new": 4}, "4 i »first_visits_tapped_new« af 3"),
        ({"visits": -1}, "-1 besøg"),
    ],
)
def test_an_audit_that_cannot_be_true_is_refused(cast, more, says):
    row = {"id": "6f1d2c1e-52a7-4f0e-9d53-6a8f0f6f3b77", "on": TODAY.isoformat(), "visits": 10, **more}
    with pytest.raises(import_counting.CountingRefused, match=says):
        import_counting.save(by=System("test"), programme=cast.here, site_audits=[row], today=TODAY)
    assert not SiteAudit.objects.exists()


def test_where_cafes_have_no_cards_heads_are_counted():
    settings = replace(SETTINGS["mosevad"], cafes={})
    from demo import generate  # why inside: only here is the file read without a story

    page = Page(generate.read("mosevad"), 1, settings)
    mosevad.tell(page)
    assert page.counting.sites == []
    assert all(row["people"] >= 1 for row in page.facts if row["kind"] == "session" and row["step"] == "held")
