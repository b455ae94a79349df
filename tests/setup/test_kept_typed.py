"""Logged out while a form of the set-up was being filled: what was typed, unticked and emptied is there again.

Each form is filled as it stands on the screen, sent without a log-in, and opened again after one.
"""

from datetime import date

import pytest
from django.urls import reverse

from tests.cast import log_in
from tests.setup.screen import Screen
from traedesten.core import draft, meanwhile
from traedesten.programme.actions import criterion as criteria
from traedesten.programme.actions import expense
from traedesten.programme.models import Criterion, CriterionChange, Expense, RoleGrant, Target

CRITERIA = "/p/groen-vej/opsaetning/kriterier/"
DECIDED = {"beslut-decided_by": "Styregruppen", "beslut-reason": "For få boliger", "beslut-valid_from": "1.1.2027",
           "beslut-decided_on": "i går"}  # fmt: skip


@pytest.fixture
def refill(cast, client):
    """`refill(address, fill)`: what stood in the form when the log-in ran out, and what stands in it afterwards."""

    def go(address, fill, person=None):
        log_in(client, cast.leader)
        screen = Screen(client.get(address).content.decode())
        fill(screen)
        client.logout()
        answer = client.post(address, screen.sent())
        assert (answer.status_code, answer.url) == (302, f"{reverse('account_login')}?next={address}")
        log_in(client, person or cast.leader)
        again = client.get(address)
        assert again.status_code == 200
        return _typed(screen), _typed(Screen(again.content.decode()))

    return go


def _typed(screen):
    never = ("csrfmiddlewaretoken", "writer", "key")
    sent = {name: value for name, value in screen.sent().items() if name not in never and value != []}
    return {**sent, **({"seen": meanwhile.read(sent["seen"])} if "seen" in sent else {})}


def writing(**texts):
    return lambda screen: [screen.write(name, text) for name, text in texts.items()]


def test_a_target_s_change_stands_there_again(cast, refill):
    row = cast.criterion.targets.get()
    Target.objects.filter(pk=row.pk).update(direction="down")  # so that "at most" stands ticked

    def fill(screen):
        writing(**DECIDED, **{"maal-value": "80,5", "maal-ends_on": ""})(screen)
        screen.tick("maal-at_most")

    sent, again = refill(f"{CRITERIA}k/s1/maal/{row.pk}/", fill)
    assert again == sent
    assert "maal-at_most" not in again, "it was unticked"
    assert (again["maal-value"], again["beslut-reason"]) == ("80,5", "For få boliger")
    assert cast.criterion.targets.count() == 1


def test_a_new_target_and_a_given_up_one_stand_there_again(cast, refill):
    def fill(screen):
        writing(**DECIDED, **{"maal-value": "12"})(screen)
        screen.tick("maal-kind", "every_period")
        screen.tick("maal-period", "season")
        screen.tick("maal-season_starts", "2", "9")
        screen.choose("maal-area", str(cast.area_here.pk))

    sent, again = refill(f"{CRITERIA}k/s1/maal/nyt/", fill)
    assert again == sent
    sent, again = refill(f"{CRITERIA}k/s1/maal/{cast.criterion.targets.get().pk}/opgiv/", writing(**DECIDED))
    assert again == sent


def test_the_ending_of_a_criterion_and_its_return_stand_there_again(cast, refill):
    told = {"last_day": "31.12.2026", "reason": "Erstattet af s2"}
    sent, again = refill(f"{CRITERIA}k/s1/afslut/", writing(**told))
    assert again == sent == {**told, **again}
    criteria.retire(by=cast.leader, criterion=cast.criterion, last_day=date(2026, 12, 31), reason="Slut")
    sent, again = refill(f"{CRITERIA}k/s1/tag-i-brug/", writing(reason="Det var en fejl"))
    assert again == sent
    assert again["reason"] == "Det var en fejl"
    assert list(CriterionChange.objects.values_list("kind", flat=True)) == ["retired"]


def test_what_becomes_of_the_criteria_of_a_closing_activity_stands_there_again(cast, refill):
    def fill(screen):
        writing(last_day="30.6.2027", reason="Flytter til forløbet")(screen)
        screen.choose("successor", str(cast.course.pk))
        screen.tick(f"fate-{cast.criterion.pk}", "move")
        screen.tick(f"fate-{cast.criterion_next_door.pk}", "end")

    sent, again = refill(f"{CRITERIA}aktivitet/cafe/", fill)
    assert again == sent
    assert again[f"fate-{cast.criterion_next_door.pk}"] == ["end"]
    assert not CriterionChange.objects.exists()


def test_the_closing_of_an_activity_stands_there_again(cast, refill):
    address = f"/p/groen-vej/opsaetning/aktiviteter/{cast.cafe.pk}/luk/"
    sent, again = refill(address, writing(ends_on="30.6.2027", close_reason="Lokalet er solgt"))
    assert again == sent
    assert again["close_reason"] == "Lokalet er solgt"


def test_the_reason_an_expense_is_taken_back_stands_there_again_and_the_sum_as_it_was(cast, client, refill):
    said = {"funder": cast.municipality, "kind": "grant", "year": 2026, "amount": 900, "note": "Stole"}
    kept = expense.record(by=cast.leader, programme=cast.here, values=said)
    address = f"/p/groen-vej/opsaetning/forbrug/{kept.pk}/tilbage/"
    sent, again = refill(address, writing(**{"tilbage-reason": "Bogført to gange"}))
    assert again == sent
    assert (again["tilbage-reason"], again["note"]) == ("Bogført to gange", "Stole")
    page = client.get(address).content.decode()
    assert f'action="/p/groen-vej/opsaetning/forbrug/{kept.pk}/"' in page, "putting it right is another form"
    assert not Expense.objects.exclude(withdrawn_on=None).exists()


def test_a_box_of_a_row_that_was_unticked_and_a_text_that_was_emptied_are_not_filled_again(cast, refill):
    cast.cafe.description = "Flere skal ud"
    cast.cafe.save()

    def fill(screen):
        screen.write("description", "")
        screen.tick("areas", str(cast.area_next_door.pk))

    sent, again = refill(f"/p/groen-vej/opsaetning/aktiviteter/{cast.cafe.pk}/", fill)
    assert again == sent
    assert again["areas"] == [str(cast.area_next_door.pk)]


def test_every_box_unticked_is_kept_so_too(cast, refill):
    address = f"/p/groen-vej/opsaetning/aktiviteter/{cast.cafe.pk}/"
    sent, again = refill(address, lambda screen: screen.tick("areas"))
    assert "areas" not in {**sent, **again}


def test_a_colleague_who_logs_in_there_gets_nothing_of_it(cast, refill):
    other = cast.administrator
    RoleGrant.objects.create(staff=other, programme=cast.here, role="project_leader")
    sent, again = refill(f"{CRITERIA}k/s1/afslut/", writing(reason="Kun Lise ved det"), person=other)
    assert sent["reason"] == "Kun Lise ved det"
    assert again["reason"] == ""


def test_a_form_of_another_criterion_stays_empty(cast, client, refill):
    refill(f"{CRITERIA}k/s1/afslut/", writing(reason="Kun s1"))
    client.logout()
    screen = {"reason": "Kun s1", "last_day": "31.12.2026", "writer": draft.writer_of(cast.leader)}
    client.post(f"{CRITERIA}k/s1/afslut/", screen)
    log_in(client, cast.leader)
    assert Screen(client.get(f"{CRITERIA}k/s2/afslut/").content.decode()).texts["reason"].strip() == ""
    assert Criterion.objects.filter(ends_on=None).count() == 3
