"""The page of what needs a look: what each role sees of it, setting aside, and what it leaves in the logs."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.cast import TODAY
from tests.desk import scene
from traedesten.core.models import AuditEvent, Look
from traedesten.journal.actions import entry
from traedesten.measures import board
from traedesten.measures.models import SetAside
from traedesten.programme.models import Activity, Criterion, Version
from traedesten.schedule.models import Session

HERE = {"programme": "groen-vej"}
PAGE = reverse("desk:attention", kwargs=HERE)
COUNT = reverse("desk:attention_count", kwargs=HERE)
MARKED = {"subject": "H-7", "channel": "door"}


@pytest.fixture
def twice(office, record):
    """The same contact told by two devices, in the worker's area."""
    return [record(kind="contact", area="havtornen", **MARKED) for _time in range(2)]


@pytest.fixture
def people(office):
    """A criterion that reads contacts, and one that has lost its activity."""
    Criterion.objects.filter(programme=office.here).delete()
    for code, measure in (
        ("K1", {"definition": {"select": [{"kinds": ["contact"]}], "unit": "entry"}}),
        ("K2", {"preset": "unique_people", "kinds": ["contact"], "activities": ["borte"]}),
    ):
        Criterion.objects.create(programme=office.here, code=code, text=f"Kontakter {code}", measure=measure)
    return office


def shown(client, part="contradictions"):
    page = client.get(PAGE).context["page"]
    return next((each.items for each in page.parts if each.code == part), ())


def one(client):
    return reverse("desk:finding", kwargs={**HERE, "mark": shown(client)[0].mark})


def test_what_is_wrong_why_it_matters_and_the_one_tap(people, twice, enter):
    (item,) = shown(enter(people.worker))
    assert item.said == "H-7 har »Kontakt« 2 gange 20. november 2026, helt ens."
    assert [each.code for each in item.criteria] == ["K1"]
    assert [each.label for each in item.deeds] == ["Træk den ene tilbage"]
    assert item.deeds[0].href == reverse("desk:withdraw", kwargs={**HERE, "uid": twice[1].uid})


def test_taken_back_it_is_gone(people, twice, enter):
    client = enter(people.worker)
    entry.withdraw(by=people.worker, entry=twice[1], reason="To gange")
    assert shown(client) == ()


def test_the_figure_with_and_without(people, twice, enter):
    page = (client := enter(people.leader)).get(one(client)).context["page"]
    assert [(each.code, each.now, each.without) for each in page.differences] == [("K1", "2", "1")]
    assert len(page.lines) == 2


@pytest.mark.parametrize(
    ("person", "sees"),
    [("leader", True), ("worker", True), ("caretaker", True), ("nurse", True), ("family_worker", True),
     ("worker_next_door", False), ("cafe_host", False), ("course_leader", False), ("communicator", False),
     ("partner", False)],
)  # fmt: skip
def test_who_sees_it_is_who_sees_such_entries_there(people, twice, enter, person, sees):
    client = enter(people.everyone[person])
    mark = shown(enter(people.leader))[0].mark
    client = enter(people.everyone[person])
    assert bool(shown(client)) is sees
    assert client.get(reverse("desk:finding", kwargs={**HERE, "mark": mark})).status_code == (200 if sees else 404)


@pytest.mark.parametrize(
    ("person", "status"),
    [("funder", 403), ("officer", 403), ("administrator", 403), ("worker_elsewhere", 404), ("stranger", 404),
     ("superuser", 404)],
)  # fmt: skip
def test_who_sees_neither_entries_nor_figures_is_turned_away(people, twice, enter, person, status):
    assert enter(people.everyone[person]).get(PAGE).status_code == status


def test_a_health_kind_is_for_who_sees_it(office, record, enter):
    """Two plans alike: the course leader sees the same person's enrolments, and no plans."""
    for _time in range(2):
        record(by=office.nurse, kind="plan", subject="H-7", step="made", topic="health_book", area="havtornen")
    assert shown(enter(office.nurse))
    assert shown(enter(office.course_leader)) == ()


def test_a_person_is_named_by_code_only_where_the_reader_sees_people(office, enter):
    """What the communicator may see of a session's entries names nobody; nor does a page for who sees no people."""
    scene.write(office, kind="session", session=office.cafe_session.code, step="held", on=date(2026, 11, 12), people=0)
    Session.objects.filter(pk=office.cafe_session.pk).update(planned_on=date(2026, 11, 10))
    Version.objects.next_for(office.here.pk)
    (item,) = shown(enter(office.communicator))
    assert item.said.startswith("Det, der er registreret 12. november 2026 (1)")
    assert not item.shows_person


def test_every_look_at_a_person_is_logged_and_the_count_is_not_one(people, twice, enter):
    client = enter(people.worker)
    client.get(COUNT)
    assert not Look.objects.filter(what__startswith="desk.").exists()
    client.get(PAGE)
    client.get(one(client))
    assert list(Look.objects.filter(what="desk.finding").values_list("count", flat=True)) == [2]
    assert set(Look.objects.filter(what="desk.attention").values_list("count", flat=True)) == {1}


def test_no_person_stands_in_an_address(people, twice, enter):
    assert "H-7" not in one(enter(people.worker))


def test_set_aside_it_does_not_come_back_until_its_entries_change(people, twice, enter):
    client = enter(people.worker)
    answer = client.post(one(client), {"reason": "Der var to besøg"})
    assert answer.url == PAGE
    assert shown(client) == ()
    assert [item.aside.reason for item in client.get(PAGE).context["page"].set_aside] == ["Der var to besøg"]
    assert AuditEvent.objects.filter(verb="finding.set_aside", actor_id=people.worker.pk).count() == 1
    scene.write(people, kind="contact", area="havtornen", subject="H-8", channel="door")
    assert shown(client) == ()
    row = {"on": TODAY, "area": "havtornen", **MARKED}
    moved = entry.correct(by=people.worker, entry=twice[0], row={**row, "on": TODAY - timedelta(days=1)}, reason="Dag")
    assert shown(client) == ()
    entry.correct(by=people.worker, entry=moved.entry, row=row, reason="Dagen igen")
    assert len(shown(client)) == 1


def test_taken_forth_again(people, twice, enter):
    client = enter(people.worker)
    address = one(client)
    client.post(address, {"reason": "Der var to besøg"})
    client.post(f"{address}frem/")
    assert len(shown(client)) == 1
    assert not SetAside.objects.exists()
    assert AuditEvent.objects.filter(verb="finding.take_up").count() == 1


@pytest.mark.parametrize("reason", ["", "   ", "Det er 010190-1234"])
def test_a_reason_is_asked_for_and_nothing_is_half_done(people, twice, enter, reason):
    client = enter(people.worker)
    answer = client.post(one(client), {"reason": reason})
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert not SetAside.objects.exists()


def test_the_nearest_who_may_not_set_aside(people, twice, enter):
    """The caretaker sees both entries and may correct neither."""
    client = enter(people.caretaker)
    (item,) = shown(client)
    assert item.about is None
    assert item.deeds == ()
    assert client.post(one(client), {"reason": "Nej"}).status_code == 403
    assert not SetAside.objects.exists()


def test_a_criterion_that_lost_what_it_counts(people, enter):
    items = shown(enter(people.leader), "uncounted")
    said = {item.criteria[0].code: item for item in items}
    assert said["K2"].said.startswith("Kan ikke tælles: ")
    assert "borte" in said["K2"].said
    assert said["K2"].about is None  # never right as it is
    assert said["K2"].deeds[0].href == reverse("setup:criterion_edit", kwargs={**HERE, "code": "K2"})


def test_a_closed_activity_leaves_its_figure_and_says_that_nothing_more_can_come(people, enter, record):
    record(kind="contact", channel="door", subject="p1", activity="cafe", area="havtornen", on=date(2026, 3, 2))
    measure = {"preset": "unique_people", "kinds": ["contact"], "activities": ["cafe"]}
    Criterion.objects.create(programme=people.here, code="K3", text="Caféen", measure=measure)
    Activity.objects.filter(code="cafe").update(ends_on=date(2026, 6, 30))
    Version.objects.next_for(people.here.pk)
    reading = {each.criterion.code: each for each in board.of_areas(people.here, TODAY)}["K3"]
    assert reading.assessment.figure.value == 1
    said = [item.said for item in shown(enter(people.leader), "uncounted") if item.criteria[0].code == "K3"]
    assert len(said) == 1
    assert "er lukket 30. juni 2026. Tallet står, som det var" in said[0]


def test_never_written_is_told_and_the_nearest_is_not(people, enter, record):
    for code, kind in (("K4", "story"), ("K1", "contact")):
        measure = {"definition": {"select": [{"kinds": [kind]}], "unit": "entry"}}
        Criterion.objects.update_or_create(
            programme=people.here, code=code, defaults={"text": code, "measure": measure}
        )
    record(kind="contact", area="havtornen", **MARKED)
    Version.objects.next_for(people.here.pk)
    items = {item.criteria[0].code: item.said for item in shown(enter(people.leader), "uncounted")}
    assert items["K4"] == "Der er aldrig registreret noget af det, kriteriet tæller: beboerfortælling."
    assert "K1" not in items


def test_i_dag_and_the_compass_count_it_for_who_can_mend_it(people, twice, enter):
    today, compass = reverse("desk:today_figures", kwargs=HERE), reverse("measures:compass", kwargs=HERE)
    assert "Én ting kræver et kig" in enter(people.worker).get(today).content.decode()
    assert "Én ting kræver et kig" in enter(people.worker).get(COUNT).content.decode()
    assert "kræver et kig" not in enter(people.caretaker).get(today).content.decode()
    assert COUNT in enter(people.worker).get(compass).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_more_findings_ask_no_more_questions(people, enter, number, django_assert_num_queries):
    for each in range(number):
        for _time in range(2):
            scene.write(people, kind="contact", area="havtornen", subject=f"H-{each}", channel="door")
    client = enter(people.worker)
    assert len(shown(client)) == number
    with django_assert_num_queries(23):
        client.get(PAGE)


def test_the_empty_page_says_so(office, enter):
    Criterion.objects.filter(programme=office.here).delete()
    board.forget()
    assert "Intet at se efter" in enter(office.leader).get(PAGE).content.decode()


def test_what_no_criterion_reads_comes_last_and_says_so(people, record, enter):
    """A need met before it was voiced touches nothing here; the contact told twice may."""
    record(kind="need", step="met", thread="n-1", topic="cykel", area="havtornen", on=date(2026, 5, 4))
    record(kind="need", step="voiced", thread="n-1", topic="cykel", area="havtornen", on=date(2026, 5, 5))
    for _time in range(2):
        record(kind="contact", area="havtornen", **MARKED)
    items = shown(enter(people.leader))
    assert [(item.harm, item.level_name) for item in items] == [
        (2, "Kan gøre et tal forkert"), (0, "Rører intet kriterium")
    ]  # fmt: skip
