"""What entries, plans or rights refer to cannot be taken away by leaving it out of the file; the rest can."""

from datetime import date

import pytest

from tests.documents import sample
from tests.documents.test_load import load, load_refused
from traedesten.core import clock
from traedesten.core.ids import new_id
from traedesten.journal.models import Entry
from traedesten.places.models import Area, Organisation, Staff
from traedesten.programme.models import Activity, RoleGrant, Topic
from traedesten.schedule.models import Session, Thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return load(sample.plain()).programme


def enter(programme, kind="visit", **columns):
    """An entry as a row, whatever it says; the rules of recording are the journal's own matter."""
    return Entry.objects.create(
        uid=new_id(), programme=programme, kind=kind, happened_on=date(2026, 1, 6), happened_month=202601,
        recorded_at=clock.now(), origin="screen", version=1, **columns,
    )  # fmt: skip


def without(section, code, **changes):
    plain = sample.plain()
    plain[section] = [each for each in plain[section] if each.get("code") != code]
    return {**plain, **changes}


def test_a_session_with_entries_stays_and_the_file_is_refused(programme):
    session = Session.objects.get(code="c1")
    enter(programme, session=session)
    enter(programme, kind="session", session=session)
    assert load_refused(without("sessions", "c1")) == [
        "sessions: sessionen c1 kan ikke fjernes: 2 registreringer henviser hertil. Skriv c1 i filen igen."
    ]
    assert Session.objects.count() == 2


def test_a_session_without_entries_goes(programme):
    enter(programme, session=Session.objects.get(code="k1"))
    assert load(without("sessions", "c1")).removed == {"sessions": 1}
    assert [each.code for each in Session.objects.all()] == ["k1"]


def test_an_activity_that_plans_refer_to_stays(programme):
    plain = without("activities", "kursus")
    del plain["runs"], plain["rhythms"], plain["rhythm_turns"], plain["sessions"]
    assert load_refused(plain) == [
        (
            "activities: aktiviteten kursus kan ikke fjernes: 1 i runs, 1 i rhythms, 1 i sessions henviser hertil. "
            "Skriv kursus i filen igen."
        )
    ]
    assert Activity.objects.filter(code="kursus").exists()


def test_all_that_stands_in_the_way_is_told_at_once(programme):
    enter(programme, topic=Topic.objects.get(programme=programme, code="kursus.ny-viden"))
    enter(programme, activity=Activity.objects.get(code="cafe-tema"))
    plain = without("activities", "cafe-tema")
    plain["topics"].pop()
    assert load_refused(plain) == [
        (
            "activities: aktiviteten cafe-tema kan ikke fjernes: 1 registrering henviser hertil. Skriv cafe-tema "
            "i filen igen."
        ),
        (
            "topics: emnet kursus.ny-viden kan ikke fjernes: 1 registrering henviser hertil. Skriv kursus.ny-viden "
            "i filen igen."
        ),
    ]


def test_a_parent_and_its_child_can_go_together(programme):
    plain = without("activities", "cafe-tema")
    plain["activities"].append({"code": "nyt", "name": "Nyt"})
    plain["activities"].append({"code": "nyt-del", "name": "Del", "parent": "nyt"})
    load(plain)
    assert load(sample.plain()).removed == {"activities": 2}


def test_an_initiative_whose_thread_has_entries_stays(programme):
    plain = without("initiatives", "gaahold")
    del plain["runs"][0]["initiative"]
    plain["sessions"] = [
        {key: value for key, value in each.items() if key != "initiative"} for each in plain["sessions"]
    ]
    entry = enter(programme, kind="initiative", thread=Thread.objects.get(code="gaahold"))
    assert load_refused(plain) == [
        "initiatives: initiativet gaahold kan ikke fjernes: 1 registrering henviser hertil. Skriv gaahold i filen igen."
    ]
    entry.delete()
    assert load(plain).removed == {"initiatives": 1}
    assert [thread.code for thread in Thread.objects.all()] == ["behov-1"]


def area_left_out():
    plain = without("areas", "syd")
    plain["activities"][0]["areas"] = ["nord"]
    plain["criteria"][0]["targets"].pop()
    return plain


def test_an_area_that_a_right_is_limited_to_stays_lest_the_right_should_widen(programme):
    host = Staff.objects.create_user("vaert@example.org", None, name="Herdis Hejre")
    grant = RoleGrant.objects.create(staff=host, programme=programme, role="cafe_host")
    grant.areas.set([Area.objects.get(code="syd")])
    assert load_refused(area_left_out()) == [
        ("areas: området syd kan ikke fjernes: 1 begrænset rettighed henviser hertil. Skriv syd i filen igen.")
    ]
    grant.areas.set([Area.objects.get(code="nord")])
    assert load(area_left_out()).removed == {"areas": 1, "targets": 1}


def test_an_area_that_another_programme_has_leaves_this_one_but_is_not_deleted(programme):
    other = sample.plain()
    other["programme"]["code"] = "sydby"
    load(other)
    load(area_left_out())
    assert [area.code for area in programme.areas.all()] == ["nord"]
    assert [each.code for each in Area.objects.get(code="syd").programmes.all()] == ["sydby"]


def organisation_left_out():
    plain = without("organisations", "nordby-if", partners=[])
    del plain["activities"][0]["partners"], plain["offers"][0]["provider"], plain["runs"][0]["partner"]
    return plain


def test_an_organisation_that_staff_belong_to_is_not_deleted(programme):
    Staff.objects.create_user("a@example.org", None, name="A", organisation=Organisation.objects.get(code="nordby-if"))
    assert load(organisation_left_out()).removed == {"partners": 1}
    assert Organisation.objects.filter(code="nordby-if").exists()


def test_an_organisation_nobody_uses_any_more_is_deleted(programme):
    assert load(organisation_left_out()).removed == {"partners": 1, "organisations": 1}
    assert not Organisation.objects.filter(code="nordby-if").exists()


def test_an_organisation_that_entries_name_as_partner_stays(programme):
    enter(programme, kind="contribution", partner=Organisation.objects.get(code="nordby-if"))
    assert load_refused(organisation_left_out()) == [
        (
            "organisations: organisationen nordby-if kan ikke fjernes: 1 registrering henviser hertil. Skriv "
            "nordby-if i filen igen."
        )
    ]


@pytest.mark.parametrize(("last", "is_taken"), [("2028-06-30", True), ("2028-06-29", False)])
def test_a_shorter_period_must_hold_what_the_team_planned_and_the_file_does_not_name(programme, last, is_taken):
    Session.objects.filter(code="k1").update(planned_on=date(2028, 6, 30))
    dated = ("phases", "closed_weeks", "criteria", "milestones", "sessions")
    short = {name: rows for name, rows in sample.plain().items() if name not in dated}
    short["programme"] = {**short["programme"], "ends_on": last}
    if is_taken:
        assert load(short).programme.ends_on.isoformat() == last
        return
    assert load_refused(short) == [
        (
            "programme › ends_on: En planlagt gang i Familiekursus (fredag 30. juni 2028) ligger efter. Flyt det "
            "først, eller vælg en anden dato."
        )
    ]
    programme.refresh_from_db()
    assert programme.ends_on.isoformat() == "2028-12-31"
