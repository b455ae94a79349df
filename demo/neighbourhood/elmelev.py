"""Elmelev Syd 2020-23, safety and wellbeing: a whole plan told to its end, with two springs of lockdown in it."""

from __future__ import annotations

import random
from datetime import date, time, timedelta

from demo import course
from demo.course import Course
from demo.page import DAY, MONDAY, Page, Person, months, some, weighted

AREAS = ("sivsangerhaven", "havrelodden", "ternegangen", "kvaedehjoernet")
DWELLINGS = {"sivsangerhaven": 512, "havrelodden": 430, "ternegangen": 388, "kvaedehjoernet": 285}
VENUES = {"sivsangerhaven": "sivhuset", "havrelodden": "loddens-baghus", "ternegangen": "ternestuen"}
LOCKDOWNS = ((date(2020, 3, 12), date(2020, 5, 24)), (date(2020, 12, 17), date(2021, 3, 14)))
MATTERS = {"ensomhed": 4, "helbred": 4, "oekonomi": 3, "bolig": 2, "misbrug": 1, "netvaerk": 2}
SENT_BY = {
    "self": 4,
    "neighbour": 3,
    "caretaker": 3,
    "staff": 2,
    "housing": 2,
    "municipality": 2,
    "family": 1,
    "unknown": 1,
}
CONTACTS_A_YEAR = {2020: (34, 38), 2021: (44, 62), 2022: (52, 74), 2023: (48, 61)}
VOLUNTEERS_KNOWN_AT_START = 18


def tell(page: Page) -> None:
    residents = page.people("E", 230, AREAS)
    volunteers = page.people("EF", 66, AREAS, women=0.68)
    _events(page, volunteers, _volunteers(page, volunteers))
    _guidance(page, residents[:77])
    _worries(page)
    _contacts(page, residents[40:200])
    _publications(page)
    _cafe(page, residents[20:120])
    _job_club(page, residents[120:190])
    _outside_figures(page)
    _partners(page)
    _onwards(page, residents[:60])


def locked_down(day: date) -> bool:
    return any(start <= day <= end for start, end in LOCKDOWNS)


def _volunteers(page: Page, volunteers: list[Person]) -> dict[str, date]:
    """Eighteen are known at the start; the rest come along the way, and some stop or take a rest. Who stops when."""
    dice, stopped = page.dice("volunteers"), dict[str, date]()
    for number, person in enumerate(volunteers):
        first = date(2020, 1, 31) if number < VOLUNTEERS_KNOWN_AT_START else _volunteer_begins(page, dice)
        page.about(person, "volunteer_status", first, step="active", activity="gode-naboer-frivillig", lag=0)
        step = weighted(dice, {"": 4, "paused": 1, "ended": 3})
        if step:
            stops = page.after(first, dice.randint(120, 500))
            page.about(person, "volunteer_status", stops, step=step, activity="gode-naboer-frivillig")
            if step == "ended":
                stopped[person.code] = stops
    return stopped


def _volunteer_begins(page: Page, dice: random.Random) -> date:
    return page.open_day(dice, date(2020, 6, 1), date(2023, 9, 1))


def _events(page: Page, volunteers: list[Person], stopped: dict[str, date]) -> None:
    """Local events six times a year where the times allow it, and now and then one that crosses groups."""
    dice = page.dice("events")
    for year in (2020, 2021, 2022, 2023):
        for month in (2, 5, 6, 8, 9, 12):
            day = page.open_day(dice, date(year, month, 3), date(year, month, 20))
            crossing = month == 9 or (month == 6 and year > 2020)
            helping = [person for person in volunteers if stopped.get(person.code, day) >= day]
            _event(page, dice, day, helping, crossing)


def _event(page: Page, dice: random.Random, day: date, volunteers: list[Person], crossing: bool) -> None:
    activity = "gode-naboer-paa-tvaers" if crossing else "gode-naboer-frivillig"
    tags = ["arrangement", "kulturbro"] if crossing else ["arrangement"]
    area = dice.choice(tuple(VENUES))
    code = page.session(
        f"arrangement-{day:%Y-%m}", activity, day, area=area, venue=VENUES[area], form="event", tags=tags,
        starts_at=time(16), ends_at=time(19), name="Fest på tværs" if crossing else "Gårddag",
    )  # fmt: skip
    if locked_down(day):
        page.cancelled(code, day)
        return
    page.held(code, day, people=dice.randint(35, 140), families=dice.randint(8, 30))
    growth = 3 + (day.year - 2020) * 2
    for person in some(dice, volunteers[: 20 + (day.year - 2020) * 15], growth, growth + 5):
        page.about(person, "contribution", day, session=code, value=dice.choice((1.5, 2, 3, 4)))


def _guidance(page: Page, people: list[Person]) -> None:
    """Courses laid out for one person at a time; every fourth in the person's own home."""
    dice = page.dice("guidance")
    for year in (2020, 2021, 2022, 2023):
        page.run(
            f"vejledning-{year}", f"Vejledning {year}", "gode-naboer", date(year, 1, 1), form="individual",
            tags=["vejledning"],
        )  # fmt: skip
        page.run(f"hjemme-{year}", f"Støtte hjemme {year}", "gode-naboer-hjemme", date(year, 1, 1), form="individual")
    for number, person in enumerate(people):
        _guide(page, dice, person, "hjemme" if number % 4 == 0 else "vejledning")


def _guide(page: Page, dice: random.Random, person: Person, what: str) -> None:
    day = page.open_day(dice, date(2020, 1, 13), date(2023, 8, 31))
    run, matter = f"{what}-{day.year}", weighted(dice, MATTERS)
    thread = f"{run}.{person.code}"
    page.about(person, "enrolment", day, run=run, step="joined", thread=thread, source=weighted(dice, SENT_BY), lag=0)
    for _talk in range(dice.choice((1, 1, 2))):
        step = dice.choice(("guidance", "guidance", "companion"))
        minutes = dice.choice((30, 45, 60, 90))
        page.about(person, "conversation", day, run=run, thread=thread, step=step, topic=matter, value=minutes)
        day = page.after(day, dice.randint(7, 35))
    if dice.random() < 0.85:
        topic = weighted(dice, {"as_planned": 5, "no_more_need": 2, "stayed_away": 1, "moved": 1})
        page.about(person, "enrolment", day, run=run, step="ended", thread=thread, topic=topic)


def _worries(page: Page) -> None:
    """Enquiries and concerns are followed up without a file on anybody."""
    dice = page.dice("worries")
    for number in range(1, 41):
        kind = "concern" if number % 3 == 0 else "enquiry"
        day = page.open_day(dice, date(2020, 1, 6), date(2023, 11, 30))
        thread, area = f"{kind}-{number}", dice.choice(AREAS)
        about = {"thread": thread, "area": area, "activity": "gode-naboer", "topic": weighted(dice, MATTERS)}
        page.write(kind, day, step="received", source=weighted(dice, SENT_BY), channel="phone", **about)
        if dice.random() < 0.85:
            page.write(kind, page.after(day, dice.randint(1, 10)), step="followed_up", channel="door", **about)
        if dice.random() < 0.6:
            page.write(kind, page.after(day, dice.randint(14, 60)), step="closed", **about)


def _contacts(page: Page, residents: list[Person]) -> None:
    """At doors and in yards: some are known, most are met for the first time and never give a name."""
    dice = page.dice("contacts")
    for year, (known, strangers) in CONTACTS_A_YEAR.items():
        first, last = date(year, 1, 6), date(year, 12, 18)
        for person in some(dice, residents, known, known):
            for _time in range(dice.choice((1, 1, 1, 1, 2))):
                page.about(person, "contact", page.open_day(dice, first, last), **_contact(dice))
        for number in range(strangers + 10):
            seen_before = "yes" if number < strangers else dice.choice(("no", "no", "no", "unknown"))
            day, area = page.open_day(dice, first, last), dice.choice(AREAS)
            page.write("contact", day, area=area, first_time=seen_before, **_contact(dice))


def _contact(dice: random.Random) -> dict[str, str]:
    return {
        "activity": "opsoegende",
        "channel": weighted(dice, {"door": 6, "yard": 3, "laundry": 2, "shop": 2, "phone": 1}),
        "source": weighted(dice, SENT_BY),
        "topic": weighted(dice, MATTERS),
        "step": weighted(dice, {"talked": 6, "wants_visit": 2, "referred": 2, "declined": 1}),
    }


def _publications(page: Page) -> None:
    for number, (first, last) in enumerate(months(page.starts_on, page.ends_on)):
        _posts(page, page.dice(f"posts/{number}"), first, last)
        if first.month in (3, 6, 9, 12):
            _newsletter(page, first + DAY * 9)


def _posts(page: Page, dice: random.Random, first: date, last: date) -> None:
    """Holidays are thin; so July falls short most years."""
    thin = first.month == 7
    for _news in range(dice.randint(3, 4) if thin else dice.randint(5, 7)):
        day = page.open_day(dice, first, last)
        page.write(
            "publication", day, channel="website", activity="elmelev-lige-nu", title="Nyt fra Elmelev Syd", lag=0
        )
    for _post in range(dice.randint(7, 12) if thin else dice.randint(14, 16) + (first.year > 2020)):
        page.write(
            "publication", page.open_day(dice, first, last), channel="facebook", activity="elmelev-lige-nu", lag=0
        )


def _newsletter(page: Page, day: date) -> None:
    """To every door; one winter the issue was never brought to the smallest estate."""
    thread = f"nyhedsblad-{day:%Y-%m}"
    title = f"Nyhedsbladet {day:%m/%Y}"
    page.write("publication", day, channel="newsletter", activity="elmelev-lige-nu", thread=thread, title=title, lag=0)
    for area in AREAS:
        if (area, day.year, day.month) != ("kvaedehjoernet", 2020, 12):
            about = {"activity": "elmelev-lige-nu", "channel": "newsletter", "thread": thread}
            page.write("delivery", day + DAY * 3, area=area, people=DWELLINGS[area], **about)


def _cafe(page: Page, residents: list[Person]) -> None:
    dice = page.dice("cafe")
    places = tuple(VENUES)
    for number, day in enumerate(page.weekly(date(2020, 1, 13), page.ends_on, MONDAY)):
        theme = 22 <= day.day <= 28 and day.month != 12
        _opening(page, dice, day, places[number % 3], theme, residents)
    for person in residents[:56]:
        _health_book(page, dice, person)


def _opening(page: Page, dice: random.Random, day: date, area: str, theme: bool, residents: list[Person]) -> None:
    code = page.session(
        f"cafe-{day}", "sundhedscafe-tema" if theme else "sundhedscafe", day, area=area, venue=VENUES[area],
        starts_at=time(14), ends_at=time(16), form="open", tags=["tema"] if theme else None,
        name="Temadag i caféen" if theme else "Sundheds- og trivselscafé",
    )  # fmt: skip
    if locked_down(day) or not page.is_open(day):
        page.cancelled(code, day)
        return
    busy = 11 if day.month in (2, 3, 9, 10, 11) else 7
    page.held(code, day, people=max(0, round(dice.gauss(busy + (6 if theme else 0), 2.5))))
    for person in some(dice, residents[:60], 0, 1):
        page.about(person, "visit", day, session=code)
    if theme:
        page.write("rating", day, session=code, value=dice.choice((4, 5)), people=dice.randint(5, 12), lag=0)


def _health_book(page: Page, dice: random.Random, person: Person) -> None:
    """A talk, the resident's own book, a little measuring and a small goal."""
    day = page.open_day(dice, date(2020, 6, 1), date(2023, 9, 30))
    about = {"activity": "sundhedscafe"}
    page.about(
        person, "conversation", day, step=dice.choice(("kram", "double_kram")), topic="helbred", value=45, **about
    )
    page.about(person, "plan", day, step="made", topic="health_book", thread=f"bog.{person.code}", **about)
    page.about(person, "measurement", day, topic="bp_systolic", value=dice.randint(118, 165), **about)
    page.about(person, "measurement", day, topic="bp_diastolic", value=dice.randint(70, 98), **about)
    goal = {"thread": f"maal.{person.code}", "topic": dice.choice(("bevaegelse", "soevn", "ud-af-doeren")), **about}
    page.about(person, "goal", day, step="set", **goal)
    if dice.random() < 0.55:
        page.about(person, "goal", page.after(day, dice.randint(30, 120)), step="reached", **goal)


def _job_club(page: Page, people: list[Person]) -> None:
    """Four group courses a year on body or mind; three in the year of the first lockdown."""
    dice = page.dice("job club")
    starts = [date(year, month, 6) for year in (2020, 2021, 2022, 2023) for month in (2, 4, 8, 10)]
    open_starts = [day for day in starts if not locked_down(day)]
    for number, start in enumerate(open_starts):
        days = tuple(page.weekly(start, start + timedelta(days=24), 2))[:3]
        run = page.run(
            f"jobklub-{start:%Y-%m}", "Krop og hverdag i jobklubben", "sundhed-i-jobklubben", days[0], days[-1],
            tags=["krop-og-sind"], partner="elmelev-jobhus", area="ternegangen", venue="ternestuen",
        )  # fmt: skip
        group = Course(run, "sundhed-i-jobklubben", days, "ternestuen", "ternegangen")
        course.plan(page, group)
        course.hold(page, group, people[number * 4 : number * 4 + 4], dice, staying=0.8, source="job_centre")


OUTSIDE = (
    ("utryghed", date(2018, 12, 31), 19.0, 16.0, 420, "Undersøgelse af tryghed og trivsel"),
    ("utryghed", date(2022, 11, 30), 16.4, 15.1, 388, "Undersøgelse af tryghed og trivsel"),
    ("skolefravaer", date(2018, 12, 31), 6.6, None, None, "Kommunens skoletal"),
    ("skolefravaer", date(2021, 12, 31), 7.3, None, None, "Kommunens skoletal"),
    ("skolefravaer", date(2023, 6, 30), 6.8, None, None, "Kommunens skoletal"),
    ("karakter-9kl", date(2017, 12, 31), 5.0, None, None, "Afgangsprøver"),
    ("karakter-9kl", date(2022, 6, 30), 5.2, None, None, "Afgangsprøver"),
    ("karakter-9kl", date(2023, 6, 30), 5.4, None, None, "Afgangsprøver"),
    ("legens-regler", date(2017, 12, 31), 47.2, 74.7, 36, "Vurdering af treårige"),
    ("legens-regler", date(2023, 3, 31), 58.3, 75.2, 38, "Vurdering af treårige"),
)


def _outside_figures(page: Page) -> None:
    for topic, day, own, comparison, asked, source in OUTSIDE:
        about = {"topic": topic, "source_name": source, "lag": 60}
        page.write("outside_figure", day, step="own", value=own, people=asked, **about)
        if comparison is not None:
            page.write("outside_figure", day, step="comparison", value=comparison, **about)


def _partners(page: Page) -> None:
    """Hours delivered, each half-year: some give what they promised, some do not."""
    dice = page.dice("partners")
    for partner in page.programme["partners"]:
        agreed = float(partner["agreed_hours_a_year"])
        for year in (2020, 2021, 2022, 2023):
            given = round(agreed * dice.uniform(0.6, 1.15) * 4) / 4
            page.write("contribution", date(year, 12, 10), partner=partner["organisation"], value=given)


def _onwards(page: Page, people: list[Person]) -> None:
    """Over the bridge to a club, a course or the library; a few say no."""
    dice = page.dice("onwards")
    offers = ("motion-for-alle", "sygdomsmestring", "jobklub", "laesegruppe")
    for person in people[:24]:
        day, offer = page.open_day(dice, date(2020, 8, 1), date(2023, 6, 30)), dice.choice(offers)
        about = {"offer": offer, "thread": f"bro.{person.code}", "activity": "skridt-for-skridt"}
        page.about(person, "referral", day, step="offered", topic=weighted(dice, MATTERS), source="staff", **about)
        step = weighted(dice, {"started": 6, "refused": 2, "lapsed": 1})
        page.about(person, "referral", page.after(day, dice.randint(7, 30)), step=step, **about)
        if step == "started" and dice.random() < 0.6:
            page.about(person, "referral", page.after(day, dice.randint(90, 150)), step="completed", **about)
