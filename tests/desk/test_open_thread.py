"""What is in hand: told with the next steps, the most pressing first, and only to who may see and go on with it."""

import pytest
from django.urls import reverse

from tests.desk.example import typed
from traedesten.core.access import Permission
from traedesten.core.models import Look
from traedesten.desk import open_thread
from traedesten.desk.thread import NO_DIGITS
from traedesten.desk.workplace import workplace
from traedesten.journal.catalogue import KINDS
from traedesten.journal.models import Entry

HERE = {"programme": "groen-vej"}


def form_of(kind):
    return reverse("desk:register_kind", kwargs={**HERE, "kind": kind})


def at_work(staff):
    return workplace(staff, "groen-vej", Permission.RECORD_ENTRY)


@pytest.fixture
def referral(record):
    def take(step, thread="b-1", **more):
        told = {"subject": "KM-427", "offer": "svoemning", "area": "havtornen", **more}
        return record(kind="referral", step=step, thread=thread, **told)

    return take


def test_every_step_that_may_come_next_belongs_to_the_kind():
    for kind, steps in open_thread.NEXT.items():
        assert {*steps, *(step for nexts in steps.values() for step in nexts)} <= set(KINDS[kind].steps)


def test_only_the_newest_step_of_a_thread_is_told_and_an_ended_one_not(office, referral):
    referral("offered")
    newest = referral("accepted")
    referral("offered", thread="b-2")
    referral("refused", thread="b-2")
    found = open_thread.of(at_work(office.worker), ["referral"])
    assert [row.entry for row in found] == [newest]
    assert [step.name for step in found[0].steps] == ["Fulgt derhen", "Begyndt", "Løbet ud i sandet"]


def test_a_step_that_was_taken_back_leaves_the_one_before(office, referral, enter):
    first = referral("offered")
    client = enter(office.worker)
    client.post(reverse("desk:undo", kwargs={**HERE, "uid": referral("refused").uid}))
    assert [row.entry for row in open_thread.of(at_work(office.worker), ["referral"])] == [first]


def test_what_is_due_stands_first_and_says_when_it_is_late(office, record):
    record(kind="enquiry", step="received", thread="h-1", area="havtornen", on="2026-11-02")
    record(kind="enquiry", step="received", thread="h-2", area="havtornen", due_on="2026-12-01")
    record(kind="enquiry", step="received", thread="h-3", area="havtornen", due_on="2026-11-19")
    found = open_thread.of(at_work(office.worker), ["enquiry"])
    assert [(row.entry.thread.code, row.is_late) for row in found] == [("h-3", True), ("h-2", False), ("h-1", False)]


def test_the_next_area_and_other_roles_see_none_of_it(office, referral, enter):
    referral("offered")
    for person in (office.worker_next_door, office.cafe_host, office.communicator):
        assert open_thread.of(at_work(person), ["referral"]) == []
    assert "KM-427" not in enter(office.worker_next_door).get(form_of("referral")).content.decode()


def test_going_on_fills_the_form_without_a_person_in_the_address(office, referral, enter):
    entry = referral("offered")
    found = open_thread.of(at_work(office.worker), ["referral"])[0]
    href = found.steps[0].href
    assert "KM-427" not in href
    form = enter(office.worker).get(href).context["form"]
    told = [form[name].value() for name in ("step", "thread", "subject", "offer", "area")]
    assert told == ["accepted", "b-1", "KM-427", "svoemning", "havtornen"]
    assert Look.objects.filter(what="desk.known").exists()
    elsewhere = enter(office.worker_next_door).get(f"{form_of('referral')}?efter={entry.uid}&step=accepted")
    assert not elsewhere.context["form"]["subject"].value()


def test_a_kind_that_is_another_carries_nothing_on(office, referral, enter):
    entry = referral("offered")
    form = enter(office.worker).get(f"{form_of('goal')}?efter={entry.uid}").context["form"]
    assert not form["subject"].value()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_one_as_for_three(rows, office, referral, django_assert_num_queries):
    for number in range(rows):
        referral("offered", thread=f"b-{number}", subject=f"KM-{number}")
    here = at_work(office.worker)
    assert here.visible
    with django_assert_num_queries(3):
        assert len(open_thread.of(here, ["referral"])) == rows


def test_a_thread_of_ours_never_looks_like_a_cpr_number():
    assert not any(sign.isdigit() for sign in "0101701234ab".translate(NO_DIGITS))


def test_a_follow_up_day_may_lie_ahead_and_nothing_else_may(office, enter):
    sent = typed("enquiry", due_on="27.11.2026")
    assert enter(office.worker).post(form_of("enquiry"), sent).status_code == 302
    response = enter(office.worker).post(form_of("enquiry"), typed("enquiry", on="27.11.2026"))
    assert response.context["form"].errors.keys() == {"on"}
    assert Entry.objects.count() == 1
