"""Frozen against live: every reason for a difference is told, and no other."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import TODAY
from traedesten.journal.actions import entry
from traedesten.measures import difference, freezing
from traedesten.measures.actions import snapshot as snapshots
from traedesten.measures.difference import Why
from traedesten.people.models import Subject, SubjectAlias
from traedesten.places.models import AreaFigure
from traedesten.programme import promise
from traedesten.programme.actions import criterion as criteria
from traedesten.programme.actions import target as targets
from traedesten.programme.actions.target import Decision
from traedesten.programme.models import Criterion, Target, Version
from traedesten.schedule.models import Session

pytestmark = pytest.mark.django_db

YESTERDAY = TODAY - timedelta(days=1)


def meet(record, area, *names, on=YESTERDAY):
    return [record(kind="contact", channel="door", subject=name, area=area.code, on=on) for name in names]


def freeze(cast):
    return snapshots.freeze(by=cast.leader, draft=freezing.draft(cast.here, YESTERDAY)).snapshot


@pytest.fixture
def met(cast, contacts, record):
    return meet(record, cast.area_here, "anna", "bo", "carl")


@pytest.fixture
def snapshot(cast, met):
    return freeze(cast)


def of(snapshot, scope="Havtornen", area_ids=None):
    found = [each for each in difference.of(snapshot, area_ids) if each.scope == scope]
    assert len(found) == 1
    return found[0]


def whys(told):
    return [reason.why for reason in told.reasons]


def moved(cast):
    """What changes a plan or a person also moves the programme's version."""
    Version.objects.next_for(cast.here.pk)


def test_nothing_changed_is_nothing_told(snapshot):
    assert all(each.is_same and not each.reasons for each in difference.of(snapshot, None))


def test_late_entries_are_counted_with_kind_and_day(cast, snapshot, record):
    meet(record, cast.area_here, "dorte", "erik")
    told = of(snapshot)
    assert whys(told) == [Why.LATE]
    assert told.reasons[0].text == (
        "2 registreringer er skrevet ind siden: kontakt (2). Skrevet den 20. november 2026."
    )
    assert (told.frozen.shown, told.shown) == ("3", "5")
    assert of(snapshot, "Lyngtoppen").is_same


def test_an_entry_of_a_later_day_changes_nothing(cast, snapshot, record):
    meet(record, cast.area_here, "dorte", on=TODAY)
    assert of(snapshot).is_same


def test_a_late_entry_that_a_figure_does_not_read_is_not_told(cast, snapshot, record):
    record(kind="log_entry", on=YESTERDAY, activity=cast.cafe.code, note="Et møde")
    assert of(snapshot).is_same


def test_a_correction_is_told_as_one_and_not_as_late(cast, snapshot, met):
    row = {"on": YESTERDAY, "channel": "door", "subject": "anna", "area": cast.area_next_door.code}
    entry.correct(by=cast.leader, entry=met[0], row=row, reason="Forkert område")
    told, next_door = of(snapshot), of(snapshot, "Lyngtoppen")
    assert whys(told) == whys(next_door) == [Why.CORRECTED]
    assert told.reasons[0].text == "1 registrering er rettet siden: kontakt (1)."
    assert (told.shown, next_door.shown) == ("2", "1")


def test_an_entry_corrected_twice_is_told_once(cast, snapshot, met):
    row = {"on": YESTERDAY, "channel": "door", "subject": "anna", "area": cast.area_next_door.code}
    newer = entry.correct(by=cast.leader, entry=met[0], row=row, reason="Forkert område").entry
    entry.correct(by=cast.leader, entry=newer, row={**row, "channel": "phone"}, reason="Det var i telefon")
    assert of(snapshot).reasons[0].text == "1 registrering er rettet siden: kontakt (1)."


def test_a_withdrawal_is_told(cast, snapshot, met):
    entry.withdraw(by=cast.leader, entry=met[0], reason="Tastefejl")
    told = of(snapshot)
    assert whys(told) == [Why.WITHDRAWN]
    assert told.reasons[0].text == "1 registrering er trukket tilbage siden: kontakt (1)."


def test_what_was_written_and_withdrawn_since_is_no_difference(cast, snapshot, record):
    late = meet(record, cast.area_here, "dorte")[0]
    entry.withdraw(by=cast.leader, entry=late, reason="Tastefejl")
    assert of(snapshot).is_same


def test_people_merged_since_are_told(cast, snapshot):
    anna, bo = Subject.objects.get(code="anna"), Subject.objects.get(code="bo")
    SubjectAlias.objects.create(alias=bo, canonical=anna)
    moved(cast)
    told = of(snapshot)
    assert whys(told) == [Why.PEOPLE]
    assert told.reasons[0].text == "1 person er siden vist sig at være en anden og er lagt sammen med den."
    assert (told.frozen.shown, told.shown) == ("3", "2")
    assert of(snapshot, "Lyngtoppen").is_same


def test_people_parted_since_are_told(cast, met):
    alias = SubjectAlias.objects.create(
        alias=Subject.objects.get(code="bo"), canonical=Subject.objects.get(code="anna")
    )
    moved(cast)
    snapshot = freeze(cast)
    alias.delete()
    moved(cast)
    assert whys(of(snapshot)) == [Why.PEOPLE]
    assert "skilt ad" in of(snapshot).reasons[0].text


def test_merged_people_who_change_nothing_are_not_told(cast, snapshot, record):
    meet(record, cast.area_here, "dorte")
    one, other = (Subject.objects.create(programme=cast.here, code=code) for code in ("x", "y"))
    SubjectAlias.objects.create(alias=one, canonical=other)
    moved(cast)
    assert whys(of(snapshot)) == [Why.LATE]


def test_a_changed_target_is_told_with_its_decision(cast, snapshot, contacts):
    held = contacts.targets.get(area=cast.area_here)
    decision = Decision("Styregruppen", TODAY, "for få boliger")
    targets.change(
        by=cast.leader, criterion=contacts, target=held, decision=decision, valid_from=YESTERDAY, new={"value": 9}
    )
    told = of(snapshot)
    assert whys(told) == [Why.TARGET]
    assert told.reasons[0].text == (
        "Målet var 2 og er nu 9. Besluttet: Styregruppen, 20. november 2026: for få boliger."
    )
    assert (told.frozen.status, told.is_same_figure, told.is_same_status) == ("reached", True, False)


def test_a_target_that_holds_only_later_changes_nothing(cast, snapshot, contacts):
    held = contacts.targets.get(area=cast.area_here)
    decision = Decision("Styregruppen", TODAY, "for få boliger")
    targets.change(
        by=cast.leader, criterion=contacts, target=held, decision=decision, valid_from=TODAY, new={"value": 9}
    )
    assert of(snapshot).is_same


def test_a_changed_definition_is_told_with_what_it_was(cast, snapshot, contacts):
    criteria.measure_from(
        by=cast.leader, criterion=contacts, measure={"preset": "people_contacted", "channels": ["phone"]},
        valid_from=YESTERDAY, reason="Kun telefon tæller", told="Mennesker vi har haft kontakt med",
    )  # fmt: skip
    told = of(snapshot)
    assert whys(told) == [Why.DEFINITION]
    assert "Mennesker vi har haft kontakt med" in told.reasons[0].text
    assert "Kun telefon tæller" in told.reasons[0].text
    assert told.shown == "0"


def test_several_reasons_are_all_told(cast, snapshot, contacts, met, record):
    meet(record, cast.area_here, "dorte", "erik")
    entry.withdraw(by=cast.leader, entry=met[2], reason="Tastefejl")
    SubjectAlias.objects.create(alias=Subject.objects.get(code="bo"), canonical=Subject.objects.get(code="anna"))
    moved(cast)
    held = contacts.targets.get(area=cast.area_here)
    decision = Decision("Styregruppen", TODAY, "for få boliger")
    targets.change(
        by=cast.leader, criterion=contacts, target=held, decision=decision, valid_from=YESTERDAY, new={"value": 9}
    )
    assert set(whys(of(snapshot))) == {Why.TARGET, Why.LATE, Why.WITHDRAWN, Why.PEOPLE}


def test_a_changed_number_of_residents_is_told(cast, contacts, record):
    contacts.measure = {"preset": "people_contacted", "of_population": True}
    contacts.save()
    meet(record, cast.area_here, "anna")
    snapshot = freeze(cast)
    AreaFigure.objects.filter(area=cast.area_here).update(people=999)
    moved(cast)
    told = of(snapshot)
    assert whys(told) == [Why.PLAN]
    assert told.reasons[0].text == "Det, tallet regnes ud fra, er ændret siden: områder og deres beboertal."
    assert (told.frozen.shown, told.shown) == ("1 af 1.078", "1 af 999")


def test_a_plan_ahead_that_moves_only_the_status_is_told_as_such(cast, snapshot, monkeypatch):
    Session.objects.filter(pk=cast.cafe_session.pk).update(planned_on=TODAY + timedelta(days=7))
    moved(cast)
    assert of(snapshot).is_same  # the status is the same: nothing to explain
    snapshot.figures.filter(area=cast.area_here).update(status="open")
    told = of(snapshot)
    assert whys(told) == [Why.PLAN]
    assert told.reasons[0].text == "Tallet er det samme. Det, der er planlagt efter dagen, er ændret siden."


def test_what_nothing_explains_is_said_to_come_from_the_software(cast, snapshot):
    snapshot.figures.filter(area=cast.area_here).update(value=2, numerator=2)
    assert whys(of(snapshot)) == [Why.UNKNOWN]


def test_what_has_come_since_and_what_has_gone_is_told(cast, snapshot, contacts):
    Target.objects.filter(criterion=contacts, area=cast.area_next_door).delete()
    Criterion.objects.create(programme=cast.here, code="K9", text="Nyt", measure={"preset": "people_contacted"})
    moved(cast)
    gone = next(each for each in difference.of(snapshot, None) if each.frozen and each.scope == "Lyngtoppen")
    assert (gone.shown, whys(gone)) == ("", [Why.TARGET])
    new = [each for each in difference.of(snapshot, None) if each.code == "K9"]
    assert new
    assert all((each.frozen, whys(each)) == (None, [Why.CRITERION]) for each in new)


def test_a_definition_that_lost_its_activity_is_told_and_never_a_wrong_number(cast, snapshot, contacts):
    contacts.measure = {"preset": "people_contacted", "activities": ["findes-ikke"]}
    contacts.save()
    moved(cast)
    told = of(snapshot)
    assert told.shown == "–"
    assert whys(told)[0] is Why.DEFINITION


def test_who_works_in_one_area_is_shown_that_area(cast, snapshot, record, client):
    meet(record, cast.area_here, "dorte")
    found = difference.of(snapshot, frozenset({cast.area_next_door.pk}))
    assert [each.scope for each in found] == ["Lyngtoppen"]


def test_the_page_tells_both_figures_and_why(cast, snapshot, record, enter):
    meet(record, cast.area_here, "dorte")
    address = reverse("measures:difference", args=[cast.here.code, YESTERDAY.isoformat()])
    page = enter(cast.nurse).get(address).content.decode()
    assert "1 tal er anderledes nu." in page
    assert "1 registrering er skrevet ind siden: kontakt (1)." in page
    assert "Alle tal er de samme" not in page
    own = enter(cast.worker_next_door).get(address).content.decode()
    assert "kontakt (1)" not in own


def test_asking_again_asks_for_nothing_anew(cast, snapshot, record, enter):
    meet(record, cast.area_here, "dorte")
    client, address = enter(cast.leader), reverse("measures:difference", args=[cast.here.code, YESTERDAY.isoformat()])
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert not [each for each in asked if "journal_entry" in each["sql"]]


def test_the_measure_frozen_is_the_one_of_the_day(cast, snapshot, contacts):
    assert snapshot.figures.first().measure == promise.measure_on(contacts, YESTERDAY)
