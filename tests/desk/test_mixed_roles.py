"""Who sees people in one area and only entries in another is shown the person of an entry in the first only.

The worker of Havtornen also is the school's person, who sees the hours the school gives everywhere, but no people.
"""

import csv
import io

import pytest
from django.urls import reverse

from traedesten.core.access import Permission
from traedesten.desk.workplace import workplace
from traedesten.measures import board
from traedesten.places.models import Staff
from traedesten.programme.models import Criterion, RoleGrant

HERE = {"programme": "groen-vej"}
SEEN, HIDDEN, OWN = "KM-1", "XX-9", "EG-5"


@pytest.fixture
def worker(office, record):
    Staff.objects.filter(pk=office.worker.pk).update(organisation=office.school)
    office.worker.refresh_from_db()
    RoleGrant.objects.create(staff=office.worker, programme=office.here, role="partner")
    hours = {"kind": "contribution", "partner": office.school.code, "value": 3, "activity": "cafe"}
    for who, area, by in ((SEEN, "havtornen", office.leader), (HIDDEN, "lyngtoppen", office.leader)):
        record(by=by, **hours, subject=who, area=area)
    return office.worker


def entry_of(worker, office, code):
    found = workplace(worker, "groen-vej", Permission.SEE_ENTRIES).entries()
    return found.get(subject__code=code)


def page(client, address, **sent):
    answer = client.post(address, sent) if sent else client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_both_entries_are_seen_and_only_one_of_the_persons(worker, office, enter):
    assert {each.subject.code for each in workplace(worker, "groen-vej", Permission.SEE_ENTRIES).entries()} == {
        SEEN,
        HIDDEN,
    }
    html = page(enter(worker), reverse("desk:journal", kwargs=HERE))
    assert html.count("3 timer") == 2
    assert SEEN in html
    assert HIDDEN not in html


@pytest.mark.parametrize(("code", "is_seen"), [(SEEN, True), (HIDDEN, False)])
def test_the_page_of_an_entry_tells_whom_it_is_about_where_one_sees_people(worker, office, enter, code, is_seen):
    entry = entry_of(worker, office, code)
    html = page(enter(worker), reverse("desk:entry", kwargs={**HERE, "uid": entry.uid}))
    assert "3 timer" in html
    assert (code in html) is is_seen


@pytest.mark.parametrize(("code", "found"), [(SEEN, 1), (HIDDEN, 0)])
def test_nobody_is_searched_for_by_code_where_one_sees_no_people(worker, office, enter, code, found):
    client = enter(worker)
    address = client.post(reverse("desk:journal", kwargs=HERE), {"subject": code}).url
    assert len(client.get(address).context["page"].lines) == found


@pytest.mark.parametrize("kind", ["csv", "again"])
def test_no_file_holds_the_code_either(worker, office, enter, kind):
    answer = enter(worker).post(reverse("desk:journal_file", kwargs=HERE), {"format": kind})
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if kind == "csv" else ","))
    assert SEEN in text
    assert HIDDEN not in text
    assert len(rows) == (3 if kind == "csv" else 2), "the hours are told; a file to be read in again needs the person"


def test_codes_are_suggested_from_where_one_sees_people(worker, office, enter):
    client = enter(worker)
    address = reverse("desk:subjects", kwargs=HERE)
    assert [client.post(address, {"subject": words}).context["codes"] for words in ("KM", "XX")] == [[SEEN], []]


def test_who_helped_is_offered_from_where_one_sees_people(worker, office, enter):
    html = page(enter(worker), reverse("desk:register_kind", kwargs={**HERE, "kind": "session"}))
    assert SEEN in html
    assert HIDDEN not in html


def test_one_s_own_entry_tells_of_its_person_wherever_it_was(worker, office, enter, record):
    entry = record(by=worker, kind="contribution", partner=office.school.code, value=1, subject=OWN, area="havtornen")
    type(entry).objects.filter(pk=entry.pk).update(area=office.area_next_door)
    assert OWN in page(enter(worker), reverse("desk:journal", kwargs=HERE))


def test_the_entries_behind_a_figure_tell_of_persons_likewise(worker, office, enter):
    measure = {"preset": "unique_people", "kinds": ["contribution"]}
    Criterion.objects.create(programme=office.here, code="F1", text="Frivillige", measure=measure)
    board.forget()
    html = page(enter(worker), reverse("measures:entries", kwargs={**HERE, "code": "F1"}))
    assert SEEN in html
    assert HIDDEN not in html
    RoleGrant.objects.filter(staff=worker, role="outreach_health_worker").get().areas.clear()
    assert HIDDEN in page(enter(worker), reverse("measures:entries", kwargs={**HERE, "code": "F1"}))
