"""The same few invented people, programmes and places in every test.

`cast` is a fixture with everything below; `Cast.make()` makes it where there is no fixture. Two programmes: "here" with
two areas, and "elsewhere" with one. For each "may not", try the nearest person who might: the worker next door, not the
stranger.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time

import pytest
from django.test import override_settings

from traedesten.places.models import Area, AreaFigure, Organisation, Staff, Venue
from traedesten.programme.models import (
    Activity,
    Criterion,
    FocusArea,
    Partner,
    Position,
    Programme,
    RoleGrant,
    Target,
)
from traedesten.schedule.models import CourseRun, Session

PASSWORD = "et langt og opdigtet kodeord"
TODAY = date(2026, 11, 20)  # what the tests that need a fixed day call today


@dataclass
class Cast:
    """Who is who. `here` has `area_here` and `area_next_door`; `elsewhere` has `area_elsewhere`."""

    # Places and promises
    municipality: Organisation
    association: Organisation
    school: Organisation
    area_here: Area
    area_next_door: Area
    area_elsewhere: Area
    here: Programme
    elsewhere: Programme
    cafe: Activity  # open café, in both areas of `here`
    course: Activity  # family course, in both areas
    outreach: Activity  # at doors, in both areas
    activity_elsewhere: Activity
    cafe_session: Session  # 12 November 2026, in area_here
    cafe_session_next_door: Session  # 12 November 2026, in area_next_door
    session_elsewhere: Session
    run: CourseRun  # of `course`, in area_here
    criterion: Criterion  # of the whole of `here`
    criterion_next_door: Criterion  # promises something for area_next_door only
    criterion_elsewhere: Criterion

    # People: those of `here` first
    leader: Staff
    worker: Staff  # outreach health worker, in area_here only
    worker_next_door: Staff  # the same role, in area_next_door only
    caretaker: Staff  # social caretaker, in area_here only
    nurse: Staff
    cafe_host: Staff  # a volunteer, in area_here only
    family_worker: Staff
    course_leader: Staff
    communicator: Staff
    partner: Staff  # of the school
    funder: Staff  # steering reader
    officer: Staff  # data protection officer
    administrator: Staff
    worker_elsewhere: Staff  # outreach health worker of `elsewhere`
    leader_elsewhere: Staff
    administrator_elsewhere: Staff
    superuser: Staff  # no role anywhere
    stranger: Staff  # an account without any role
    closed: Staff  # was nurse; the account is closed, the grant still stands
    everyone: dict[str, Staff] = field(default_factory=dict)

    def holder_of(self, role: str) -> Staff:
        """The person of `here` who holds a role."""
        return RoleGrant.objects.filter(programme=self.here, role=role, staff__is_active=True).earliest("id").staff

    @classmethod
    def make(cls) -> Cast:
        things = {**_places(), **_people()}
        things |= _programmes(things)
        things |= _plans(things)
        _grants(things)
        staff = {name: thing for name, thing in things.items() if isinstance(thing, Staff)}
        return cls(**things, everyone=staff)


PEOPLE = {
    "leader": "Lise Lærke",
    "worker": "Viggo Vibe",
    "worker_next_door": "Solvej Stær",
    "caretaker": "Kaj Krage",
    "nurse": "Nanna Nattergal",
    "cafe_host": "Herdis Hejre",
    "family_worker": "Fie Fasan",
    "course_leader": "Gorm Gøg",
    "communicator": "Mona Mejse",
    "partner": "Palle Pirol",
    "funder": "Frank Falk",
    "officer": "Drude Due",
    "administrator": "Asta Alk",
    "worker_elsewhere": "Ebbe Edderfugl",
    "leader_elsewhere": "Tove Terne",
    "administrator_elsewhere": "Rita Ravn",
    "superuser": "Svend Svane",
    "stranger": "Finn Fremmed",
    "closed": "Ludvig Lom",
}


def _people() -> dict[str, Staff]:
    staff = {key: Staff.objects.create_user(f"{key}@example.org", PASSWORD, name=name) for key, name in PEOPLE.items()}
    Staff.objects.filter(pk=staff["superuser"].pk).update(is_superuser=True)
    Staff.objects.filter(pk=staff["closed"].pk).update(is_active=False)
    return {key: Staff.objects.get(pk=person.pk) for key, person in staff.items()}


def _places() -> dict[str, object]:
    municipality = Organisation.objects.create(code="havkoebing", name="Havkøbing Kommune", kind="municipality")
    association = Organisation.objects.create(code="faelleshaven", name="Foreningen Fælleshaven", kind="association")
    school = Organisation.objects.create(code="strandskolen", name="Havkøbing Strandskole", kind="school")
    areas = {
        "area_here": Area.objects.create(code="havtornen", name="Havtornen"),
        "area_next_door": Area.objects.create(code="lyngtoppen", name="Lyngtoppen"),
        "area_elsewhere": Area.objects.create(code="marehalmen", name="Marehalmen"),
    }
    for area, people in zip(areas.values(), (1078, 409, 620), strict=True):
        AreaFigure.objects.create(area=area, valid_from=date(2026, 1, 1), people=people, dwellings=people // 2)
    return {"municipality": municipality, "association": association, "school": school, **areas}


def _programme(code: str, name: str, areas: Iterable[Area]) -> Programme:
    programme = Programme.objects.create(
        code=code, name=name, kind="project", starts_on=date(2026, 1, 1), ends_on=date(2028, 12, 31)
    )
    programme.areas.set(areas)
    return programme


def _programmes(things: dict) -> dict[str, object]:
    here = _programme("groen-vej", "Grøn Vej", [things["area_here"], things["area_next_door"]])
    elsewhere = _programme("blaa-vej", "Blå Vej", [things["area_elsewhere"]])
    focus = FocusArea.objects.create(programme=here, code="sundhed", name="Sundhed og trivsel")
    Position.objects.create(programme=here, code="sygeplejerske", name="Beboersygeplejerske", weekly_hours=37)
    Partner.objects.create(programme=here, organisation=things["school"], agreed_hours_a_year=20)
    both = [things["area_here"], things["area_next_door"]]
    return {
        "here": here,
        "elsewhere": elsewhere,
        "cafe": _activity(here, "cafe", "Sundhedscafé", "open", focus, both),
        "course": _activity(here, "familieforloeb", "Familieforløb", "course", focus, both),
        "outreach": _activity(here, "opsoegende", "Opsøgende arbejde", "outreach", focus, both),
        "activity_elsewhere": _activity(elsewhere, "cafe", "Torsdagscafé", "open", None, [things["area_elsewhere"]]),
    }


def _activity(programme, code, name, form, focus, areas) -> Activity:
    activity = Activity.objects.create(programme=programme, code=code, name=name, form=form, focus_area=focus)
    activity.areas.set(areas)
    return activity


def _plans(things: dict) -> dict[str, object]:
    here, elsewhere = things["here"], things["elsewhere"]
    for key in ("area_here", "area_next_door", "area_elsewhere"):
        Venue.objects.create(code=f"{things[key].code}-hus", name=f"Beboerhuset {things[key].name}", area=things[key])
    return {
        "cafe_session": _session(things["cafe"], "cafe-1", things["area_here"]),
        "cafe_session_next_door": _session(things["cafe"], "cafe-2", things["area_next_door"]),
        "session_elsewhere": _session(things["activity_elsewhere"], "cafe-1", things["area_elsewhere"]),
        "run": CourseRun.objects.create(
            programme=here,
            code="familie-1",
            name="Familieforløb, efterår",
            activity=things["course"],
            area=things["area_here"],
            starts_on=date(2026, 9, 1),
        ),
        "criterion": _criterion(here, "s1", "Caféen får 300 gæster", things["cafe"], None),
        "criterion_next_door": _criterion(
            here, "s2", "100 gæster fra Lyngtoppen", things["cafe"], things["area_next_door"]
        ),
        "criterion_elsewhere": _criterion(elsewhere, "s1", "50 gæster", things["activity_elsewhere"], None),
    }


def _session(activity: Activity, code: str, area: Area) -> Session:
    return Session.objects.create(
        programme=activity.programme,
        code=code,
        activity=activity,
        planned_on=date(2026, 11, 12),
        starts_at=time(10),
        ends_at=time(13),
        area=area,
        venue=area.venues.first(),
    )


def _criterion(programme, code, text, activity, area) -> Criterion:
    where = {"areas": [area.code]} if area else {}
    criterion = Criterion.objects.create(
        programme=programme,
        code=code,
        text=text,
        activity=activity,
        focus_area=activity.focus_area,
        measure={"preset": "unique_people", "kinds": ["visit"], "activities": [activity.code], **where},
    )
    Target.objects.create(
        criterion=criterion, kind="reach_by", value=100, unit="people", ends_on=programme.ends_on, area=area
    )
    return criterion


def _grants(things: dict) -> None:
    here, elsewhere = things["here"], things["elsewhere"]
    only_here, next_door = [things["area_here"]], [things["area_next_door"]]
    Staff.objects.filter(pk=things["partner"].pk).update(organisation=things["school"])
    things["partner"].refresh_from_db()
    for person, programme, role, areas in (
        ("leader", here, "project_leader", ()),
        ("worker", here, "outreach_health_worker", only_here),
        ("worker_next_door", here, "outreach_health_worker", next_door),
        ("caretaker", here, "social_caretaker", only_here),
        ("nurse", here, "resident_nurse", ()),
        ("cafe_host", here, "cafe_host", only_here),
        ("family_worker", here, "family_worker", ()),
        ("course_leader", here, "course_leader", ()),
        ("communicator", here, "communications_worker", ()),
        ("partner", here, "partner", ()),
        ("funder", here, "steering_reader", ()),
        ("officer", here, "data_protection_officer", ()),
        ("administrator", here, "administrator", ()),
        ("worker_elsewhere", elsewhere, "outreach_health_worker", ()),
        ("leader_elsewhere", elsewhere, "project_leader", ()),
        ("administrator_elsewhere", elsewhere, "administrator", ()),
        ("closed", here, "resident_nurse", ()),
    ):
        RoleGrant.objects.create(staff=things[person], programme=programme, role=role).areas.set(areas)


@pytest.fixture
def cast(db) -> Cast:
    """Everybody and everything, in the database."""
    return Cast.make()


def log_in(client, person: Staff) -> None:
    """Let a test client be a person, without the log-in page."""
    # why without axes: it asks where the request came from, and here there is none
    with override_settings(AXES_ENABLED=False):
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
