"""Courses and groups: who joined, who came, who left, told the same way everywhere."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from demo.page import Page, Person

REASONS_TO_LEAVE = ("own_choice", "stayed_away", "event", "moved")


@dataclass(frozen=True, slots=True)
class Course:
    """A run with the days it meets."""

    run: str
    activity: str
    days: tuple[date, ...]
    venue: str
    area: str


@dataclass(frozen=True, slots=True)
class Place:
    """One person's place on a course: the thread that ties it together, and whether they stayed to the end."""

    person: Person
    thread: str
    stayed: bool


def plan(page: Page, course: Course, *, tags: Sequence[tuple[int, str]] = (), **more: Any) -> list[str]:
    """Put the course's sessions in the calendar; `tags` are (number of the meeting, tag). Returns their codes."""
    marked: dict[int, list[str]] = {}
    for number, tag in tags:
        marked.setdefault(number, []).append(tag)
    return [
        page.session(
            f"{course.run}-{number}", course.activity, day, run=course.run, venue=course.venue, area=course.area,
            form="course", tags=marked.get(number), **more,
        )
        for number, day in enumerate(course.days, start=1)
    ]  # fmt: skip


def hold(
    page: Page,
    course: Course,
    people: Sequence[Person],
    dice: random.Random,
    *,
    staying: float,
    showing: float = 0.92,
    **joined: Any,
) -> list[Place]:
    """Enrol people, let those who stay come most times and the others twice, and end everybody's part."""
    places = [_join(page, course, person, dice, staying, joined) for person in people]
    for number, day in enumerate(course.days, start=1):
        present = [place for place in places if _comes(place, number, dice, showing)]
        session = f"{course.run}-{number}"
        page.held(session, day, people=len(present), lag=0)
        for place in present:
            page.about(place.person, "attendance", day, session=session, thread=place.thread, lag=0)
    for place in places:
        _leave(page, course, place, dice)
    return places


def _join(
    page: Page, course: Course, person: Person, dice: random.Random, staying: float, joined: dict[str, Any]
) -> Place:
    place = Place(person, f"{course.run}.{person.code}", dice.random() < staying)
    columns = {name: value(person) if callable(value) else value for name, value in joined.items()}
    page.about(
        person, "enrolment", course.days[0], run=course.run, step="joined", thread=place.thread, area=course.area,
        lag=0, **columns,
    )  # fmt: skip
    return place


def _comes(place: Place, number: int, dice: random.Random, showing: float) -> bool:
    return number == 1 or (dice.random() < showing if place.stayed else number == 2 and dice.random() < 0.6)


def _leave(page: Page, course: Course, place: Place, dice: random.Random) -> None:
    last = course.days[-1] if place.stayed else page.after(course.days[min(2, len(course.days) - 1)], 3)
    reason = "as_planned" if place.stayed else dice.choice(REASONS_TO_LEAVE)
    page.about(
        place.person, "enrolment", last, run=course.run, step="ended", thread=place.thread, topic=reason,
        area=course.area,
    )  # fmt: skip
