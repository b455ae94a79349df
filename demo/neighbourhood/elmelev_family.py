"""Elmelev Syd 2020-23, prevention and parents: family courses, groups of mothers, open guidance and family evenings."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, time, timedelta

from demo import course
from demo.course import Course, Place
from demo.neighbourhood.elmelev import AREAS, VENUES, locked_down
from demo.page import THURSDAY, TUESDAY, WEDNESDAY, Page, Person, months, some, weighted

FAMILY_ITEMS = ("familiekursus.ny-viden", "familiekursus.kender-tilbud", "familiekursus.netvaerk")
GUIDANCE_ITEMS = ("familieraad.hjulpet", "familieraad.naeste-skridt")
GUIDED_A_YEAR = {2020: 41, 2021: 52, 2022: 56, 2023: 54}
NEW_MOTHERS_A_YEAR = {2020: 24, 2021: 27, 2022: 29, 2023: 25}
GROUPS = (("moedre-siv", "sivsangerhaven"), ("moedre-terne", "ternegangen"))
PLANS = {"plan_for_job": 5, "plan_for_education": 4, "plan_for_activation": 2}
PARENTS = ("18-29", "30-44", "30-44")


def tell(page: Page) -> None:
    families = page.people("EH", 150, AREAS, women=0.75, ages=PARENTS, families=True)
    _family_courses(page, families[:84])
    _women(page, page.people("EK", 74, AREAS, women=1.0, ages=("18-29", "30-44", "45-59")))
    _mothers(page, page.people("EM", 105, AREAS, women=1.0, ages=PARENTS, families=True))
    _guidance(page, families)
    _evenings(page)


def _family_courses(page: Page, families: list[Person]) -> None:
    seasons = [date(year, month, 1) for year in (2020, 2021, 2022, 2023) for month in (3, 9)]
    for number, start in enumerate(seasons):
        _family_course(page, page.dice(f"families/{start}"), start, families[number * 10 : number * 10 + 10])


def _family_course(page: Page, dice: random.Random, start: date, families: Sequence[Person]) -> None:
    """Five evenings, one of them about health; that evening fell out in the autumn of 2021."""
    days = tuple(day for day in page.weekly(start, start + timedelta(days=45), WEDNESDAY) if not locked_down(day))[:5]
    code, name = f"familier-{start:%Y-%m}", f"Familier sammen {start:%m/%Y}"
    area = AREAS[start.year % 3]
    run = page.run(code, name, "familiekurser", days[0], days[-1], area=area, venue=VENUES[area])
    evenings = Course(run, "familiekurser", days, VENUES[area], area)
    healthy = () if (start.year, start.month) == (2021, 9) else ((min(3, len(days)), "sundhed"),)
    course.plan(page, evenings, tags=healthy, starts_at=time(17), ends_at=time(19, 30))
    places = course.hold(page, evenings, families, dice, staying=0.93, source="daycare")
    for place in places:
        _judge_course(page, dice, place, run, days[-1])


def _judge_course(page: Page, dice: random.Random, place: Place, run: str, day: date) -> None:
    """Three questions at the end; those who left are seldom reached."""
    if dice.random() > (0.9 if place.stayed else 0.2):
        return
    for item, good in zip(FAMILY_ITEMS, (0.9, 0.84, 0.74), strict=True):
        value = dice.choice((4, 5)) if dice.random() < good else dice.choice((2, 3))
        page.about(place.person, "answer", day, run=run, topic=item, step="single", value=value)


def _women(page: Page, women: list[Person]) -> None:
    """One morning a month; new women come each year, and many stay on."""
    dice = page.dice("women")
    for first, last in months(page.starts_on, page.ends_on):
        day = next((day for day in page.weekly(first, last, THURSDAY)), None)
        if day is None or locked_down(day) or not page.is_open(day):
            continue
        code = page.session(
            f"kvinder-{day}", "kvinder-paa-tvaers", day, area="ternegangen", venue="ternestuen", form="open",
            starts_at=time(10), ends_at=time(12),
        )  # fmt: skip
        since = (day.year - 2020) * 12
        here = some(dice, women[since : since + 38], 5, 7)
        page.held(code, day, people=len(here) + dice.randint(0, 3))
        for person in here:
            page.about(person, "attendance", day, session=code)


def _mothers(page: Page, mothers: list[Person]) -> None:
    meetings = {run: _mother_group(page, run, area) for run, area in GROUPS}
    dice, number = page.dice("mothers"), 0
    present: dict[str, int] = {}
    for year, new in NEW_MOTHERS_A_YEAR.items():
        for _one in range(new):
            run, area = GROUPS[number % 2]
            _mother(page, dice, mothers[number], (run, area), meetings[run], present, year)
            number += 1
    for days in meetings.values():
        for code, day in days:
            page.held(code, day, people=present.get(code, 0), lag=0)


def _mother_group(page: Page, run: str, area: str) -> list[tuple[str, date]]:
    """A group without an end, once a month. Its meetings that were held."""
    page.run(run, f"Mødregruppen i {VENUES[area]}", "moedregrupper", date(2020, 1, 15), area=area, venue=VENUES[area])
    held = []
    for day in page.weekly(date(2020, 1, 15), page.ends_on, TUESDAY, every=4):
        plan = {"run": run, "area": area, "venue": VENUES[area], "form": "course"}
        code = page.session(f"{run}-{day}", "moedregrupper", day, starts_at=time(9, 30), ends_at=time(11, 30), **plan)
        if locked_down(day):
            page.cancelled(code, day)
        else:
            held.append((code, day))
    return held


def _mother(
    page: Page, dice: random.Random, mother: Person, group: tuple[str, str], meetings: list[tuple[str, date]],
    present: dict[str, int], year: int,
) -> None:  # fmt: skip
    """She comes for some months with her child, leaves with a plan or without, and the child starts in daycare."""
    run, area = group
    joined = page.open_day(dice, date(year, 1, 15), date(year, 11, 30))
    thread, child = f"{run}.{mother.code}", mother.code.replace("EM", "EB")
    about = {"run": run, "thread": thread, "linked_subject": child, "area": area}
    page.about(mother, "enrolment", joined, step="joined", source="health_visitor", lag=0, **about)
    hers = [(code, day) for code, day in meetings if day >= joined][: dice.randint(3, 6)]
    for code, day in hers:
        if dice.random() < 0.62:
            page.about(mother, "attendance", day, session=code, thread=thread, lag=0)
            present[code] = present.get(code, 0) + 1
    left = page.after(hers[-1][1] if hers else joined, 7)
    if left < date(2023, 12, 1):
        _mother_leaves(page, dice, mother, about, left)


def _mother_leaves(page: Page, dice: random.Random, mother: Person, about: dict[str, str], left: date) -> None:
    topic = weighted(dice, {"as_planned": 7, "no_more_need": 1, "moved": 1, "stayed_away": 1})
    page.about(mother, "enrolment", left, step="ended", topic=topic, **about)
    if dice.random() < 0.79:
        plan = {name: value for name, value in about.items() if name != "linked_subject"}
        page.about(mother, "outcome", left, step=weighted(dice, PLANS), topic="at_end", value=1, **plan)
    if dice.random() < 0.72:
        started = page.after(left, dice.randint(10, 80))
        page.about(mother, "outcome", started, step="daycare_started", topic="m3", value=1, **about)


def _guidance(page: Page, families: list[Person]) -> None:
    dice = page.dice("guidance/families")
    for year, number in GUIDED_A_YEAR.items():
        for family in some(dice, families, number, number):
            _advise(page, dice, family, year)


def _advise(page: Page, dice: random.Random, family: Person, year: int) -> None:
    day = page.open_day(dice, date(year, 1, 6), date(year, 11, 30))
    about = {"activity": "familieraadgivning"}
    for _talk in range(dice.choice((1, 1, 1, 2))):
        topic = weighted(dice, {"opdragelse": 4, "graenser": 3, "oekonomi": 2, "helbred": 1, "netvaerk": 1})
        page.about(family, "conversation", day, step="family_guidance", topic=topic, value=45, **about)
        day = page.after(day, dice.randint(7, 28))
    if dice.random() < 0.36:
        for item, good in zip(GUIDANCE_ITEMS, (0.87, 0.78), strict=True):
            value = dice.choice((4, 5)) if dice.random() < good else dice.choice((2, 3))
            page.about(family, "answer", day, topic=item, step="single", value=value, **about)


def _evenings(page: Page) -> None:
    """Five planned a year; lockdown takes its share."""
    dice = page.dice("evenings")
    for year in (2020, 2021, 2022, 2023):
        for month in (2, 4, 6, 9, 11):
            day = page.open_day(dice, date(year, month, 8), date(year, month, 24))
            plan = {"area": "sivsangerhaven", "venue": "sivhuset", "form": "event"}
            code = page.session(f"familieaften-{day:%Y-%m}", "familieaftner", day, starts_at=time(17), **plan)
            if locked_down(day):
                page.cancelled(code, day)
            else:
                families = dice.randint(19, 34)
                page.held(code, day, people=round(families * dice.uniform(2.4, 3.2)), families=families)
