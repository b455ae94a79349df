"""Gyvelby 2026-28: a nurse for the residents, themes the system trips over, and communities on their way."""

from __future__ import annotations

import random
from datetime import date, time

from demo import course
from demo.course import Course, Place
from demo.page import MONDAY, THURSDAY, TUESDAY, WEDNESDAY, WEEK, Page, Person, some, weighted

AREAS = ("kastanjekrogen", "noeddehegnet")
VENUES = {"kastanjekrogen": "kastanjehuset", "noeddehegnet": "noeddeskallen"}
MATTERS = {"smerter": 5, "traumer": 2, "diabetes": 2, "hjerte": 2, "angst": 3, "stress": 4, "ensomhed": 3, "breve": 3}
SENT_BY = {"self": 5, "doctor": 3, "municipality": 3, "hospital": 1, "job_centre": 2, "neighbour": 2, "family": 1}
TALKS = {"wellbeing": 5, "health": 5, "trauma_aware": 2, "double_kram": 1, "companion": 2, "benefit": 1}
OFFERS = ("hverdag-med-sygdom", "psykiatri-raad", "jobsporet", "havelauget", "smertecafe", "danskhold", "familiehuset")
CIVIL = ("havelauget", "smertecafe", "danskhold")
LAST_TOLD = date(2027, 6, 30)


def tell(page: Page) -> None:
    residents = page.people("G", 140, AREAS, women=0.58)
    _talks(page, residents[:85])
    _contacts(page, residents)
    _worries(page)
    _questionnaires(page, residents[:30])
    _courses(page, residents[30:80])
    _open_groups(page, residents[60:100])
    _bridges(page, residents[10:60])
    _themes(page)
    _learning(page)
    _communities(page)
    _stories(page)


def _talks(page: Page, residents: list[Person]) -> None:
    """Four to six talks a week in open weeks; some residents come back often."""
    dice, had = page.dice("talks"), set[tuple[str, date]]()
    for monday in page.weekly(date(2026, 1, 12), LAST_TOLD, MONDAY):
        for _talk in range(dice.choice((3, 4, 5, 5))):
            person = residents[min(dice.randint(0, 84), dice.randint(0, 84))]
            day = page.open_day(dice, monday, page.after(monday, 3))
            if (person.code, day) not in had:
                had.add((person.code, day))
                _talk_with(page, dice, person, day)


def _talk_with(page: Page, dice: random.Random, person: Person, day: date) -> None:
    about = {"activity": "beboersygeplejerske"}
    step, minutes = weighted(dice, TALKS), dice.choice((30, 45, 60))
    topic, source = weighted(dice, MATTERS), weighted(dice, SENT_BY)
    page.about(person, "conversation", day, step=step, topic=topic, source=source, value=minutes, **about)
    if step == "health" and dice.random() < 0.5:
        page.about(person, "measurement", day, topic="bp_systolic", value=dice.randint(112, 168), **about)
        page.about(person, "measurement", day, topic="blood_sugar", value=round(dice.uniform(4.6, 11.5), 1), **about)
    if step == "wellbeing" and dice.random() < 0.25:
        goal = {"topic": dice.choice(("gaa-tur", "laege")), "thread": f"maal.{person.code}.{day}", **about}
        page.about(person, "goal", day, step="set", **goal)
        page.about(person, "goal", page.after(day, 42), step=dice.choice(("reached", "reached", "dropped")), **goal)


def _contacts(page: Page, residents: list[Person]) -> None:
    dice = page.dice("contacts")
    for monday in page.weekly(date(2026, 1, 12), LAST_TOLD, MONDAY):
        for _one in range(dice.randint(1, 4)):
            day = page.open_day(dice, monday, page.after(monday, 4))
            about = {
                "activity": "beboersygeplejerske",
                "channel": weighted(dice, {"door": 4, "phone": 3, "office": 3, "street": 1}),
                "topic": weighted(dice, MATTERS),
                "source": weighted(dice, SENT_BY),
                "step": dice.choice(("talked", "referred")),
            }
            page.about(dice.choice(residents), "contact", day, **about)


def _worries(page: Page) -> None:
    dice = page.dice("worries")
    for number in range(1, 19):
        kind, day = ("concern" if number % 3 else "enquiry"), page.open_day(dice, date(2026, 1, 12), LAST_TOLD)
        about = {"thread": f"{kind}-{number}", "area": dice.choice(AREAS), "activity": "beboersygeplejerske"}
        page.write(kind, day, step="received", source=dice.choice(("housing", "neighbour", "doctor")), **about)
        page.write(kind, page.after(day, dice.randint(1, 9)), step="followed_up", channel="door", **about)


def _questionnaires(page: Page, residents: list[Person]) -> None:
    """Two short scales at the first talks and again half a year later; a third do not answer again."""
    dice = page.dice("questionnaires")
    for person in residents:
        day = page.open_day(dice, date(2026, 1, 19), date(2026, 4, 30))
        again = dice.random() < 0.67
        for item in ("sundhedskompetence.score", "systemforstaaelse.score"):
            before = round(dice.uniform(1.6, 3.6), 1)
            _answer(page, person, day, item, "before", before)
            if again:
                after = min(5.0, max(1.0, before + round(dice.gauss(0.45, 0.5), 1)))
                _answer(page, person, page.after(day, 180), item, "after", round(after, 1))


def _answer(page: Page, person: Person, day: date, item: str, wave: str, value: float) -> None:
    about = {"activity": "beboersygeplejerske"}
    page.about(person, "answer", day, topic=item, step=wave, value=value, **about)


COURSES = (
    ("smerter-foraar", "Når kroppen gør ondt", "kastanjekrogen", date(2026, 4, 15)),
    ("ro-efteraar", "Ro i krop og hoved", "noeddehegnet", date(2026, 9, 2)),
    ("smerter-efteraar", "Når kroppen gør ondt", "kastanjekrogen", date(2026, 10, 28)),
    ("ro-foraar", "Ro i krop og hoved", "kastanjekrogen", date(2027, 2, 24)),
)


def _courses(page: Page, residents: list[Person]) -> None:
    for number, (code, name, area, start) in enumerate(COURSES):
        dice = page.dice(code)
        days = tuple(page.weekly(start, start + WEEK * 6, WEDNESDAY))[:6]
        page.run(code, name, "mestringskurser", days[0], days[-1], area=area, venue=VENUES[area], partner="smertelaug")
        meetings = Course(code, "mestringskurser", days, VENUES[area], area)
        course.plan(page, meetings, starts_at=time(13), ends_at=time(15))
        group = residents[number * 10 : number * 10 + 10]
        for place in course.hold(page, meetings, group, dice, staying=0.88, source="staff"):
            _benefit(page, dice, place, code, days[-1])


def _benefit(page: Page, dice: random.Random, place: Place, run: str, day: date) -> None:
    if place.stayed:
        got = dice.random() < 0.85
        about = {"run": run, "thread": place.thread}
        page.about(place.person, "outcome", day, step="new_tools", topic="at_end", value=int(got), **about)
        value = dice.choice((4, 5) if got else (2, 3))
        about["activity"] = "mestringskurser"
        page.about(place.person, "answer", day, topic="udbytte.redskaber", step="single", value=value, **about)


def _open_groups(page: Page, residents: list[Person]) -> None:
    """A walking club that was there before, and movement on chairs, which is new from April."""
    dice = page.dice("groups")
    _group(page, dice, "gaaklub", date(2026, 1, 20), TUESDAY, "kastanjekrogen", residents[:22])
    _group(page, dice, "stolemotion", date(2026, 4, 9), THURSDAY, "noeddehegnet", residents[22:])


def _group(
    page: Page, dice: random.Random, activity: str, first: date, weekday: int, area: str, regulars: list[Person]
) -> None:
    for day in page.weekly(first, LAST_TOLD, weekday):
        code = page.session(f"{activity}-{day}", activity, day, area=area, venue=VENUES[area], starts_at=time(10))
        if not page.is_open(day):
            page.cancelled(code, day)
            continue
        page.held(code, day, people=dice.randint(6, 13))
        for person in some(dice, regulars, 1, 3):
            page.about(person, "visit", day, session=code)


def _bridges(page: Page, residents: list[Person]) -> None:
    dice = page.dice("bridges")
    for person in residents[:46]:
        day, offer = page.open_day(dice, date(2026, 2, 9), date(2027, 4, 30)), dice.choice(OFFERS)
        about = {"offer": offer, "thread": f"bro.{person.code}", "activity": "brobygning"}
        page.about(person, "referral", day, step="offered", topic=weighted(dice, MATTERS), source="staff", **about)
        step = weighted(dice, {"started": 6, "accepted": 2, "refused": 1, "lapsed": 1})
        page.about(person, "referral", page.after(day, dice.randint(5, 21)), step=step, **about)
        if step == "started" and offer in CIVIL:
            _belongs(page, dice, person, about, page.after(day, 60))


def _belongs(page: Page, dice: random.Random, person: Person, about: dict[str, str], day: date) -> None:
    """We ring a couple of months later: some are members by now."""
    step = weighted(dice, {"reached": 5, "not_reached": 1})
    page.about(person, "follow_up", day, step=step, topic="m3", channel="phone", **about)
    if step == "reached" and dice.random() < 0.75:
        page.about(person, "outcome", day, step="joined_community", topic="m3", value=1, **about)


THEMES = (
    ("overgange", date(2026, 2, 18), 3),
    ("sprog", date(2026, 3, 11), 3),
    ("ventetid", date(2026, 5, 20), 2),
    ("transport", date(2026, 9, 16), 1),
)


def _themes(page: Page) -> None:
    """Seen, shown with examples, taken up with partners: the last is only seen yet."""
    for topic, first, steps in THEMES:
        for number, step in enumerate(("identified", "evidence", "addressed")[:steps]):
            about = {"activity": "systemblik", "topic": topic, "thread": f"tema-{topic}", "partner": "laegerne-torvet"}
            page.write("theme", page.after(first, number * 45), step=step, title=f"Temaet {topic}", lag=0, **about)


LEARNING = (
    ("brevvaerksted", "Brevværkstedet", date(2026, 8, 12), "loeft", "gyvelby-sundhedshus"),
    ("familiekoekken", "Familiekøkkenet", date(2026, 9, 23), "abcd", "familiehuset-gyvelby"),
)


def _learning(page: Page) -> None:
    """Courses made with partners; one of the two is described so far."""
    for number, (code, name, first, method, partner) in enumerate(LEARNING):
        page.initiative(code, name, "laeringsforloeb", method=method, area=AREAS[number])
        about = {
            "thread": code,
            "activity": "laeringsforloeb",
            "area": AREAS[number],
            "partner": partner,
            "topic": method,
        }
        page.write("initiative", first, step="planned", title=name, lag=0, **about)
        page.write("initiative", page.after(first, 30), step="started", lag=0, **about)
        page.write("initiative", page.after(first, 60 + number * 40), step="described", lag=0, **about)
    page.write("training", date(2026, 9, 9), activity="laeringsforloeb", topic="traumebevidst", people=12, value=7)


COMMUNITIES = (
    ("groent-hjoerne", "Det grønne hjørne", "kastanjekrogen", "groent", date(2026, 3, 25), "abcd"),
    ("ro-rum", "Rummet med ro", "noeddehegnet", "ro", date(2026, 5, 13), "drommeworkshop"),
    ("snak-dansk", "Snak dansk", "kastanjekrogen", "sprog", date(2026, 9, 9), "loeft"),
    ("vinterbord", "Vinterbordet", "noeddehegnet", "groent", date(2027, 1, 27), "abcd"),
)


def _communities(page: Page) -> None:
    dice = page.dice("communities")
    for code, name, area, need, first, method in COMMUNITIES:
        page.initiative(code, name, "nye-faellesskaber", area=area, method=method, need=f"behov-{code}")
        about = {"thread": code, "activity": "nye-faellesskaber", "area": area, "topic": method}
        wish = {"thread": f"behov-{code}", "activity": "nye-faellesskaber", "area": area, "topic": need}
        page.write("need", page.after(first, -30), step="voiced", people=dice.randint(3, 9), title=name, lag=0, **wish)
        page.write("initiative", first, step="started", title=name, lag=0, **about)
        for number, note in enumerate(LOG):
            page.write("log_entry", page.after(first, 14 + number * 28), note=note, **about)
        if code != "snak-dansk":
            page.write("initiative", page.after(first, 40), step="method_tried", lag=0, **about)
            page.write("initiative", page.after(first, 120), step="described", lag=0, **about)
        page.write("contribution", page.after(first, 20), activity="nye-faellesskaber", area=area, people=4, value=9)


LOG = (
    "Vi begyndte med at spørge, hvad folk selv kan. Tre meldte sig.",
    "Færre kom, da det regnede. Næste gang mødes vi inde.",
    "En beboer åbnede selv og låste af.",
)


def _stories(page: Page) -> None:
    """Told to us; two out of three may be read by others."""
    dice = page.dice("stories")
    for number in range(1, 10):
        told = page.open_day(dice, date(2026, 3, 2), date(2027, 4, 30))
        about = {"thread": f"fortaelling-{number}", "activity": "nye-faellesskaber", "area": dice.choice(AREAS)}
        page.write(
            "story",
            told,
            step="told",
            title=f"Fortælling {number}",
            text="En beboer fortæller om sin hverdag.",
            lag=0,
            **about,
        )
        if number % 3:
            consent = page.after(told, 7)
            published = {"channel": "website", "title": f"Fortælling {number}", "consented_on": consent.isoformat()}
            page.write("story", page.after(told, 21), step="published", lag=0, **published, **about)
