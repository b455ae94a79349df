"""One press takes back what was just done to money and targets: by the same person, for ten minutes, while nothing has
been built on it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from tests.cast import log_in
from tests.setup.screen import Screen
from tests.setup.test_criterion import text
from traedesten.core import clock
from traedesten.core.models import AuditEvent
from traedesten.measures import board
from traedesten.programme.actions import criterion as criteria
from traedesten.programme.actions import expense
from traedesten.programme.actions import target as targets
from traedesten.programme.actions.target import Decision
from traedesten.programme.models import CriterionChange, Expense, RoleGrant, Target
from traedesten.programme.promise import Wording

MONEY = "/p/groen-vej/opsaetning/forbrug/"
TARGETS = "/p/groen-vej/opsaetning/kriterier/k/s1/maal/"
DECIDED = {"beslut-decided_by": "Styregruppen", "beslut-reason": "For få boliger", "beslut-valid_from": "1.1.2027",
           "beslut-decided_on": "20.11.2026"}  # fmt: skip
SAID = {"kind": "grant", "year": 2026, "amount": 900, "note": "Stole"}


@pytest.fixture
def leader(client, cast):
    log_in(client, cast.leader)
    return client


@pytest.fixture
def spent(cast):
    return expense.record(by=cast.leader, programme=cast.here, values={**SAID, "funder": cast.municipality})


def press(client, page, then=None):
    """Press Fortryd on a page that followed; ``then`` is what happens before."""
    address = page.context["saved"]["href"]
    assert f'action="{address}"' in page.content.decode()
    if then:
        then()
    return client.post(address, follow=True)


def current(cast):
    return [(row.amount, row.note) for row in Expense.objects.current().filter(programme=cast.here)]


# --- money ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def corrected(leader, spent):
    screen = Screen(leader.get(f"{MONEY}{spent.pk}/").content.decode())
    screen.write("amount", "800")
    page = leader.post(f"{MONEY}{spent.pk}/", screen.sent(), follow=True)
    assert "er rettet. Det gamle beløb tæller ikke længere med" in text(page)
    return page


@pytest.fixture
def withdrawn(leader, spent):
    page = leader.post(f"{MONEY}{spent.pk}/tilbage/", {"tilbage-reason": "Bogført to gange"}, follow=True)
    assert "er taget tilbage og tæller ikke med" in text(page)
    return page


def test_a_correction_is_taken_back_and_the_old_sum_counts_again(cast, leader, corrected):
    assert current(cast) == [(800, "Stole")]
    assert "Fortrudt" in text(press(leader, corrected))
    assert current(cast) == [(900, "Stole")]
    gone = Expense.objects.get(amount=800)
    assert (gone.withdrawn_because, gone.supersedes) == ("Fortrudt med det samme", None)
    assert AuditEvent.objects.filter(verb="expense.uncorrect").count() == 1


def test_the_sum_that_counts_again_can_be_put_right_once_more(cast, leader, spent, corrected):
    press(leader, corrected)
    expense.correct(by=cast.leader, expense=spent, values={**SAID, "funder": cast.municipality, "amount": 850})
    assert current(cast) == [(850, "Stole")]


def test_a_sum_taken_back_by_mistake_counts_again(cast, leader, withdrawn):
    assert current(cast) == []
    assert "Fortrudt" in text(press(leader, withdrawn))
    assert current(cast) == [(900, "Stole")]
    assert Expense.objects.get().withdrawn_because == ""


@pytest.mark.parametrize("what", ["corrected", "withdrawn"])
@pytest.mark.parametrize(("minutes", "is_undone"), [(9, True), (11, False)])
def test_after_ten_minutes_money_stands(cast, leader, request, what, minutes, is_undone):
    page = request.getfixturevalue(what)
    before = current(cast)
    with time_machine.travel(clock.now() + timedelta(minutes=minutes)):
        answer = press(leader, page)
    assert ("De ti minutter er gået" in text(answer)) is not is_undone
    assert (current(cast) == [(900, "Stole")]) is is_undone
    assert (current(cast) == before) is not is_undone


@pytest.mark.parametrize("what", ["corrected", "withdrawn"])
def test_nobody_takes_back_what_a_colleague_did_with_money(cast, client, leader, request, what):
    address, before = request.getfixturevalue(what).context["saved"]["href"], current(cast)
    for person, status in ((cast.administrator, 200), (cast.nurse, 403), (cast.leader_elsewhere, 404)):
        client.logout()
        log_in(client, person)
        answer = client.post(address, follow=True)
        assert answer.status_code == status
    assert current(cast) == before


def test_a_correction_that_was_put_right_since_stays(cast, leader, corrected):
    newer = {**SAID, "funder": cast.municipality, "amount": 700}

    def then():
        expense.correct(by=cast.administrator, expense=Expense.objects.get(amount=800), values=newer)

    assert "allerede rettet eller taget tilbage" in text(press(leader, corrected, then))
    assert current(cast) == [(700, "Stole")]


def test_a_sum_that_counts_again_already_is_not_made_to_twice(cast, leader, withdrawn):
    assert "tæller med igen allerede" in text(
        press(leader, withdrawn, lambda: expense.restore(by=cast.administrator, expense=Expense.objects.get()))
    )
    assert current(cast) == [(900, "Stole")]


def test_only_a_correction_is_undone_as_one_and_only_by_who_sets_up_the_whole(cast, spent):
    with pytest.raises(ValidationError, match="retter ikke et andet"):
        expense.uncorrect(by=cast.leader, expense=spent, reason="x")
    RoleGrant.objects.get(staff=cast.leader).areas.set([cast.area_here])
    for act in (lambda: expense.uncorrect(by=cast.leader, expense=spent, reason="x"),
                lambda: expense.restore(by=cast.leader, expense=spent)):  # fmt: skip
        with pytest.raises(PermissionDenied):
            act()


# --- targets ----------------------------------------------------------------------------------------------------------


def state(cast):
    rows = cast.criterion.targets.values_list("value", "area", "valid_from", "valid_until", "decision")
    changes = cast.criterion.changes.filter(kind=CriterionChange.Kind.TARGET).values_list("reason", flat=True)
    return sorted(rows, key=str), list(changes)


def decide(client, cast, verb):
    """The page that follows a decision typed on screen."""
    row = cast.criterion.targets.get(area=None)
    address = {"add": f"{TARGETS}nyt/", "change": f"{TARGETS}{row.pk}/", "end": f"{TARGETS}{row.pk}/opgiv/"}[verb]
    screen = Screen(client.get(address).content.decode())
    for name, value in DECIDED.items():
        screen.write(name, value)
    if verb != "end":
        screen.write("maal-value", "8000")
    if verb == "add":
        screen.choose("maal-area", str(cast.area_here.pk))
    return client.post(address, screen.sent(), follow=True)


VERBS = ("add", "change", "end")


@pytest.mark.parametrize("verb", VERBS)
def test_a_target_typed_wrong_is_taken_back_as_if_it_had_not_been(cast, leader, verb):
    before = state(cast)
    page = decide(leader, cast, verb)
    assert state(cast) != before
    assert text(press(leader, page)).count("Fortrudt. Målet er, som før du gemte.") == 1
    assert state(cast) == before
    assert AuditEvent.objects.filter(verb="target.take_back", programme_id=cast.here.pk).count() == 1
    assert [
        each.target.value for each in board.of_areas(cast.here, date(2027, 2, 1)) if each.criterion.code == "s1"
    ] == [100]


@pytest.mark.parametrize("verb", VERBS)
def test_the_button_is_there_for_ten_minutes(cast, leader, verb):
    page = decide(leader, cast, verb)
    decided = state(cast)
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        assert leader.get(page.redirect_chain[-1][0]).context["saved"] is None
        assert "De ti minutter er gået" in text(press(leader, page))
    assert state(cast) == decided


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_takes_a_colleague_s_decision_back(cast, client, leader, verb):
    address = decide(leader, cast, verb).context["saved"]["href"]
    decided = state(cast)
    RoleGrant.objects.create(staff=cast.administrator, programme=cast.here, role="project_leader")
    for person, status in ((cast.administrator, 200), (cast.nurse, 403), (cast.leader_elsewhere, 404)):
        client.logout()
        log_in(client, person)
        assert client.post(address, follow=True).status_code == status
    change = cast.criterion.changes.get()
    row = cast.criterion.targets.last()
    with pytest.raises(ValidationError, match="ændret igen siden"):
        targets.take_back(by=cast.administrator, criterion=cast.criterion, target=row, change=change)
    assert state(cast) == decided


def newer_target(cast):
    row = cast.criterion.targets.order_by("pk").last()
    targets.change(
        by=cast.leader, criterion=cast.criterion, target=row, valid_from=date(2027, 3, 1), new={"value": 50},
        decision=Decision("Bestyrelsen", date(2026, 11, 20), "Nyt"),
    )  # fmt: skip


def other_measure(cast):
    measure = {"preset": "visits", "activities": ["cafe"]}
    wording = Wording(code="s1", text=cast.criterion.text, measure=measure)
    criteria.change(
        by=cast.leader, criterion=cast.criterion, wording=wording, valid_from=date(2026, 11, 20), reason="Nyt"
    )


@pytest.mark.parametrize("verb", ["add", "change"])
@pytest.mark.parametrize("then", [newer_target, other_measure])
def test_what_something_has_been_built_on_since_stays(cast, leader, verb, then):
    page = decide(leader, cast, verb)
    answer = press(leader, page, lambda: then(cast))
    assert "ændret igen siden. Intet er ændret." in text(answer)
    assert Target.objects.filter(criterion=cast.criterion, value=8000).exists()


def test_one_that_is_gone_already_is_told_so(cast, leader):
    page = decide(leader, cast, "change")
    answer = press(leader, page, lambda: Target.objects.filter(value=8000).delete())
    assert "ændret igen siden, så det kan ikke fortrydes" in text(answer)


def test_a_decision_about_another_area_since_is_not_in_the_way(cast, leader):
    page = decide(leader, cast, "change")

    def then():
        targets.add(
            by=cast.leader, criterion=cast.criterion, target=Target(kind="reach_by", value=5, area=cast.area_next_door),
            decision=Decision("Bestyrelsen", date(2026, 11, 20), "Nyt"), valid_from=date(2027, 1, 1),
        )  # fmt: skip

    assert "Fortrudt" in text(press(leader, page, then))
    assert sorted(cast.criterion.targets.values_list("value", flat=True)) == [5, 100]


def test_who_leads_one_area_takes_back_what_they_decided_for_it(cast, client):
    RoleGrant.objects.get(staff=cast.leader).areas.set([cast.area_next_door])
    log_in(client, cast.leader)
    row, own = cast.criterion_next_door.targets.get(), TARGETS.replace("s1", "s2")
    screen = Screen(client.get(f"{own}{row.pk}/").content.decode())
    for name, value in {**DECIDED, "maal-value": "7"}.items():
        screen.write(name, value)
    page = client.post(f"{own}{row.pk}/", screen.sent(), follow=True)
    assert "Fortrudt" in text(press(client, page))
    assert [each.value for each in cast.criterion_next_door.targets.all()] == [100]


def test_the_token_of_one_criterion_takes_nothing_back_at_another(cast, leader):
    address = decide(leader, cast, "change").context["saved"]["href"]
    decided = state(cast)
    assert "De ti minutter er gået" in text(leader.post(address.replace("/k/s1/", "/k/s2/"), follow=True))
    token = address.rstrip("/").rpartition("/")[2]
    assert leader.post(reverse("setup:undo", kwargs={"programme": "groen-vej", "token": token})).status_code == 404
    assert state(cast) == decided
