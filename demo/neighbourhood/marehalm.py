"""Marehalm 2025-27: a small project that tries the methods of other towns and counts what comes of them."""

from __future__ import annotations

import random
from datetime import date, time

from demo import course
from demo.course import Course, Place
from demo.page import MONDAY, TUESDAY, WEEK, Page, Person, weighted

AREAS = ("klitrosehegnet", "nordklit")
VENUES = {"klitrosehegnet": "klithuset", "nordklit": "vaskeriet-nordklit"}
QUIT_STARTS = (
    date(2025, 2, 18), date(2025, 4, 22), date(2025, 8, 19), date(2025, 9, 23), date(2026, 1, 13), date(2026, 2, 24),
    date(2026, 4, 14), date(2026, 8, 18), date(2026, 9, 22), date(2026, 10, 27), date(2027, 1, 19),
)  # fmt: skip
FOUND_BY = {"phone": 56, "laundry": 16, "door": 10, "event": 8, "online": 4, "office": 6}
TRAINING_STARTS = (date(2025, 9, 1), date(2026, 2, 2), date(2026, 8, 17))
SURVEYS = (("before", date(2025, 4, 7), 42, 0.0), ("after", date(2026, 10, 5), 39, 0.25))
SURVEY_MEANS = {"tillid": 3.3, "tryghed": 3.5, "relationer": 3.1, "trivsel": 3.6}
COURSES_FOR_STAFF = ((date(2025, 3, 20), 14), (date(2025, 11, 6), 13), (date(2026, 9, 10), 12))


def tell(page: Page) -> None:
    smokers = page.people("R", 90, AREAS, women=0.52, ages=("30-44", "45-59", "45-59", "60-74"))
    _quitting(page, smokers)
    _calls(page, smokers)
    _talks(page, page.people("T", 290, AREAS, women=0.62))
    _training(page, page.people("W", 48, AREAS[:1], women=0.6))
    _small_activities(page)
    _staff_courses(page)
    _survey(page)


def _quitting(page: Page, smokers: list[Person]) -> None:
    """Seven on a course of five meetings, where they live; rung up half a year later."""
    for number, start in enumerate(QUIT_STARTS):
        dice, area = page.dice(f"quit/{start}"), AREAS[number % 2]
        days, code = tuple(page.weekly(start, start + WEEK * 5, TUESDAY))[:5], f"rygestop-{start:%Y-%m}"
        page.run(code, f"Rygestop {start:%m/%Y}", "rygestop", days[0], days[-1], area=area, venue=VENUES[area])
        meetings = Course(code, "rygestop", days, VENUES[area], area)
        course.plan(page, meetings, starts_at=time(16, 30), ends_at=time(18))
        group = smokers[number * 8 : number * 8 + dice.randint(6, 8)]
        found = {person.code: weighted(dice, FOUND_BY) for person in group}
        by = {"channel": lambda person, found=found: found[person.code], "source": "proactive_list"}
        for place in course.hold(page, meetings, group, dice, staying=0.93, showing=0.95, **by):
            _smoke_free(page, dice, place, code, days[-1])


def _smoke_free(page: Page, dice: random.Random, place: Place, run: str, day: date) -> None:
    about = {"run": run, "thread": place.thread}
    free = place.stayed and dice.random() < 0.56
    if place.stayed:
        page.about(place.person, "outcome", day, step="smoke_free", topic="at_end", value=int(free), **about)
        ppm = dice.randint(0, 5) if free else dice.randint(9, 30)
        page.about(place.person, "measurement", day, activity="rygestop", topic="carbon_monoxide", value=ppm)
    later = page.after(day, 182)
    reached = dice.random() < 0.88
    step = "reached" if reached else "not_reached"
    page.about(place.person, "follow_up", later, step=step, topic="m6", channel="phone", **about)
    if reached:
        still = dice.random() < (0.82 if free else 0.12)
        page.about(place.person, "outcome", later, step="smoke_free", topic="m6", value=int(still), **about)


def _calls(page: Page, smokers: list[Person]) -> None:
    """Before each course we ring those on the list; some never answer the telephone."""
    dice = page.dice("calls")
    for person in smokers[:80]:
        start = QUIT_STARTS[min(int(person.code[1:]) // 8, len(QUIT_STARTS) - 1)]
        day = page.open_day(dice, start - WEEK * 3, start - WEEK)
        step = weighted(dice, {"talked": 6, "wants_visit": 2, "no_answer": 2})
        about = {"activity": "opringning", "channel": "phone", "source": "proactive_list", "topic": "rygning"}
        page.about(person, "contact", day, step=step, **about)


def _talks(page: Page, residents: list[Person]) -> None:
    """Three a week once the consultant had begun; body measured for those who want it."""
    dice, number = page.dice("talks"), 0
    for monday in page.weekly(date(2025, 3, 3), date(2027, 6, 30), MONDAY):
        for _talk in range(dice.choice((1, 1, 2, 3))):
            if number < len(residents):
                _talk_and_check(page, dice, residents[number], page.open_day(dice, monday, page.after(monday, 4)))
                number += 1


def _talk_and_check(page: Page, dice: random.Random, person: Person, day: date) -> None:
    about = {"activity": "trivselssamtaler"}
    topic = weighted(dice, {"blodtryk": 4, "humoer": 3, "vaegt": 4, "rygning": 2})
    page.about(person, "conversation", day, step="wellbeing", topic=topic, source="self", value=60, **about)
    measured = {
        "weight": round(dice.gauss(84, 15), 1),
        "height": dice.randint(155, 193),
        "lung_function": round(dice.uniform(1.8, 4.2), 1),
        "fitness": dice.randint(20, 44),
    }
    if dice.random() < 0.12:
        for what, value in measured.items():
            page.about(person, "measurement", day, topic=what, value=value, **about)


def _training(page: Page, people: list[Person]) -> None:
    """Three months in the club, wellbeing asked at both ends. Those who feel worst at the start leave more often."""
    for number, start in enumerate(TRAINING_STARTS):
        dice, code = page.dice(f"training/{start}"), f"traening-{start:%Y-%m}"
        days = tuple(page.weekly(start, start + WEEK * 13, MONDAY, every=2))[:6]
        run = {"area": "klitrosehegnet", "venue": "klithuset", "partner": "klit-motion"}
        page.run(code, f"Træning {start:%m/%Y}", "traening", days[0], days[-1], **run)
        meetings = Course(code, "traening", days, "klithuset", "klitrosehegnet")
        course.plan(page, meetings, starts_at=time(17), ends_at=time(18))
        group = people[number * 16 : number * 16 + 16]
        for place in course.hold(page, meetings, group, dice, staying=0.68, showing=0.85):
            _wellbeing(page, dice, place, code, days)


def _wellbeing(page: Page, dice: random.Random, place: Place, run: str, days: tuple[date, ...]) -> None:
    """WHO-5 goes in steps of four."""
    before = _who5(dice.gauss(56 if place.stayed else 47, 14))
    about = {"run": run, "topic": "who5.score"}
    page.about(place.person, "answer", days[0], step="before", value=before, lag=0, **about)
    if place.stayed and dice.random() < 0.9:
        page.about(place.person, "answer", days[-1], step="after", value=_who5(before + dice.gauss(8, 9)), **about)


def _who5(score: float) -> int:
    return int(min(100, max(0, round(score / 4) * 4)))


def _small_activities(page: Page) -> None:
    """Each with a partner; a new one every month or so, most of them more than once."""
    dice = page.dice("activities")
    small = [each for each in page.programme["activities"] if each.get("parent") == "lokale-aktiviteter"]
    for number, activity in enumerate(small):
        first = page.after(date(2025, 2, 10), number * 30)
        for meeting in range(dice.choice((1, 2, 2, 3))):
            day, area = page.after(first, meeting * 28), activity["areas"][0]
            plan = {"area": area, "venue": VENUES[area], "form": "event", "name": activity["name"]}
            code = page.session(f"{activity['code']}-{day}", activity["code"], day, starts_at=time(15), **plan)
            page.held(code, day, people=dice.randint(5, 34), partner=activity["partners"][0])


def _staff_courses(page: Page) -> None:
    """Those who gave their number are pseudonyms; the rest were counted on a list."""
    for number, (day, people) in enumerate(COURSES_FOR_STAFF, start=1):
        for one in range(1, 5):
            subject = f"FAG{number}{one}"
            page.write("training", day, activity="metodekurser", topic="du-bestemmer", subject=subject, value=14)
        partner = "marehalm-psyk" if number == 2 else "marehalm-skole"
        about = {"activity": "metodekurser", "topic": "du-bestemmer", "partner": partner}
        page.write("training", day, people=people - 4, value=14, **about)
    page.write("training", date(2026, 3, 12), activity="metodekurser", topic="smaa-skridt", people=8, value=7)


def _survey(page: Page) -> None:
    """Neighbours asked twice, not the same ones; nobody gives a name."""
    dice = page.dice("survey")
    for wave, first, asked, better in SURVEYS:
        for number in range(1, asked + 1):
            day, area = page.open_day(dice, first, first + WEEK * 2), dice.choice(AREAS)
            about = {"activity": "naboundersoegelse", "area": area, "thread": f"nabo-{first.year}-{number}"}
            for item, mean in SURVEY_MEANS.items():
                value = min(5, max(1, round(dice.gauss(mean + better, 0.9))))
                page.write("answer", day, topic=f"social-kapital.{item}", step=wave, value=value, lag=7, **about)
