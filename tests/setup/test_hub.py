"""The cards of the set-up: what is missing is said, an empty programme is led on, and the pages ask few questions."""

from datetime import date

import pytest
from django.urls import reverse

from traedesten.core.action import System
from traedesten.programme import rules
from traedesten.programme.actions import activity, expense, position, position_holder
from traedesten.programme.models import BudgetLine
from traedesten.setup import money
from traedesten.setup.hub import hub
from traedesten.setup.site import Site

JOB = System("test")


def site_of(cast, person):
    return Site(person, cast.here, rules.standing(person, cast.here))


def facts(site, key):
    return next(shown.facts for _group, cards in hub(site).groups for shown in cards if shown.card.key == key)


def test_what_is_missing_is_said_until_it_is_there(cast):
    site = site_of(cast, cast.administrator)
    assert facts(site, "stillinger").missing == ("en medarbejder på 1",)
    post = cast.here.positions.get()
    holder = {"staff": cast.nurse, "starts_on": date(2026, 1, 1), "ends_on": None}
    position_holder.add(by=JOB, position=post, values=holder)
    assert facts(site, "stillinger").is_done
    position.add(by=JOB, programme=cast.here, values={"name": "Leder"})
    assert not facts(site, "stillinger").is_done


def test_budget_is_held_against_what_counts_of_the_spending(cast):
    told = {"funder": cast.municipality, "kind": "grant", "focus_area": None}
    BudgetLine.objects.create(programme=cast.here, year=2026, amount=1000, **told)
    spent = {**told, "year": 2026, "spent_on": None, "note": "", "document_number": ""}
    first = expense.record(by=cast.leader, programme=cast.here, values={**spent, "amount": 400})
    expense.correct(by=cast.leader, expense=first, values={**spent, "amount": 300})
    gone = expense.record(by=cast.leader, programme=cast.here, values={**spent, "amount": 50})
    expense.withdraw(by=cast.leader, expense=gone, reason="Bogført to gange")
    total = money.overview(site_of(cast, cast.leader)).total
    assert (total.budget, total.spent, total.left, total.percent) == (1000, 300, 700, "30\u00a0%")
    assert total.said == "Brugt 300 kr. af 1.000 kr. (30\u00a0%)."


def test_delivered_hours_are_for_those_who_see_figures(cast):
    assert [row.given for row in money.overview(site_of(cast, cast.leader)).hours] == [0]
    assert [row.given for row in money.overview(site_of(cast, cast.administrator)).hours] == [None]


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_of_activities_asks_the_same_however_many_there_are(cast, enter, django_assert_num_queries, more):
    for number in range(more):
        activity.add(by=JOB, programme=cast.here, values={"name": f"Gåtur {number}", "areas": [cast.area_here]})
    client = enter(cast.leader)
    address = reverse("setup:part", kwargs={"programme": "groen-vej", "part": "aktiviteter"})
    client.get(address)
    with django_assert_num_queries(11):
        client.get(address)


def test_a_closed_activity_leads_on_to_its_criteria_for_who_may_decide(cast, enter):
    activity.close(by=JOB, activity=cast.cafe, last_day=date(2026, 11, 30), reason="For få kom")
    here = {"programme": "groen-vej", "part": "aktiviteter", "row": cast.cafe.pk}
    decide = reverse("setup:activity_criteria", kwargs={"programme": "groen-vej", "activity": cast.cafe.code})
    for person, leads in ((cast.leader, True), (cast.administrator, False)):
        page = enter(person).get(reverse("setup:row", kwargs=here)).content.decode()
        assert "Kriterier, der tæller den" in page
        assert (decide in page) is leads
