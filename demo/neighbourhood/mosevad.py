"""Mosevad 2026-29: health cafés that count their guests without knowing them, and bridges from there."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, time, timedelta

from demo import course
from demo.course import Course
from demo.page import DAY, THURSDAY, TUESDAY, WEDNESDAY, WEEK, Page, Person, some, weighted
from demo.site import Held, Place, hold

AREAS = ("blaaklokke-humle", "stenurtvangen", "enghoej-tvaerby")
VENUES = {"blaaklokke-humle": "humlehuset", "stenurtvangen": "stenurtens-stue", "enghoej-tvaerby": "tvaerby-lokalet"}
CAFES = (
    ("blaaklokke-humle", date(2026, 4, 14), TUESDAY),
    ("stenurtvangen", date(2026, 3, 19), THURSDAY),
    ("enghoej-tvaerby", date(2026, 5, 6), WEDNESDAY),
)
# People reached in a week, in each area: subjects and strangers met for the first time.
REACH = {"blaaklokke-humle": (0.9, 3.1), "stenurtvangen": (0.8, 1.7), "enghoej-tvaerby": (0.6, 1.3)}
# Fewer come in the dark and in the holidays.
SEASON = {1: 0.9, 6: 0.9, 7: 0.6, 8: 0.8, 12: 0.7}
# So many of those who come press a smiley on the way out.
PRESSES = 0.3
MATTERS = {"soevn": 4, "kost": 4, "smerter": 3, "diabetes": 2, "kol": 1, "ensomhed": 3, "rygning": 2}
HEALTH_OFFERS = ("livsstilskursus", "nikotinstop", "kronisk-forloeb")
CIVIL_OFFERS = ("gangtur", "faellesspisning", "idraet-for-alle", "besoegsven")


@dataclass(frozen=True, slots=True)
class Idea:
    """A wish that became something."""

    code: str
    name: str
    area: str
    need: str
    begins: date
    method: str
    partner: str = ""


IDEAS = (
    Idea("stavgang", "Stavgang om Humlehuset", AREAS[0], "bevaegelse", date(2026, 6, 10), "abcd", "gangforeningen"),
    Idea("langbord", "Langbord hver måned", AREAS[1], "mad", date(2026, 8, 27), "samskabelse", "koekkenkredsen"),
    Idea("ro-i-kroppen", "Ro i kroppen", AREAS[1], "ro", date(2026, 9, 17), "trivselspilot"),
    Idea("kaffe-og-gang", "Kaffe og gang", AREAS[0], "selskab", date(2026, 10, 7), "abcd", "gangforeningen"),
    Idea("idraet-i-tvaerby", "Idræt i Tværby", AREAS[2], "bevaegelse", date(2027, 1, 13), "samskabelse", "enghoej-if"),
)


def tell(page: Page) -> None:
    residents = {area: page.people(f"M{number}", 130, (area,)) for number, area in enumerate(AREAS, start=1)}
    guests = residents["blaaklokke-humle"][:30] + residents["stenurtvangen"][:24]
    for area in AREAS:
        _contacts(page, area, residents[area])
    _cafes(page, guests)
    _talks(page, guests)
    _bridges(page, guests)
    _local_courses(page, residents)
    for idea in IDEAS:
        _initiative(page, idea, residents[idea.area])
    _needs(page)
    _telling(page)
    _training(page)


def _contacts(page: Page, area: str, residents: list[Person]) -> None:
    dice = page.dice(f"contacts/{area}")
    known, strangers = REACH[area]
    for monday in page.weekly(date(2026, 3, 16), page.ends_on, 0):
        for _one in range(_often(dice, known)):
            day = page.open_day(dice, monday, monday + DAY * 4)
            page.about(dice.choice(residents), "contact", day, **_contact(dice))
        for _one in range(_often(dice, strangers)):
            day, first = (
                page.open_day(dice, monday, monday + DAY * 4),
                weighted(dice, {"yes": 12, "no": 2, "unknown": 0.4}),
            )
            page.write("contact", day, area=area, first_time=first, **_contact(dice))


def _often(dice: random.Random, mean: float) -> int:
    """A whole number that is `mean` on average."""
    return int(mean) + (dice.random() < mean % 1) + dice.choice((-1, 0, 0, 1)) * (mean > 1)


def _contact(dice: random.Random) -> dict[str, str]:
    return {
        "activity": "opsoegende",
        "channel": weighted(dice, {"door": 5, "laundry": 2, "shop": 2, "yard": 2, "cafe": 2, "text": 1}),
        "source": weighted(dice, {"self": 4, "staff": 3, "neighbour": 2, "health_visitor": 1, "housing": 1}),
        "topic": weighted(dice, MATTERS),
        "step": weighted(dice, {"talked": 6, "wants_visit": 2, "referred": 2, "declined": 2}),
    }


def _cafes(page: Page, guests: list[Person]) -> None:
    """Every week in open weeks; everybody is tapped, and a few are known under a pseudonym too."""
    held = {area: _calendar(page, area, first, weekday) for area, first, weekday in CAFES}
    came = _tapped(page, held)
    for area, sessions in held.items():
        dice, known = page.dice(f"openings/{area}"), [guest for guest in guests if guest.area == area]
        for number, (code, day) in enumerate(sessions.items()):
            _opening(page, dice, day, code, (min(number, 12), *came[area][number]), known)


def _calendar(page: Page, area: str, first: date, weekday: int) -> dict[str, date]:
    """Planned sessions; those that were held, by code."""
    dice, held = page.dice(f"cafe/{area}"), dict[str, date]()
    for number, day in enumerate(page.weekly(first, page.ends_on, weekday)):
        code = page.session(
            f"cafe-{VENUES[area]}-{day}", "sundhedscafe", day, area=area, venue=VENUES[area], form="open",
            starts_at=time(13), ends_at=time(15, 30), tags=["oplaeg"] if number % 4 == 3 else None,
        )  # fmt: skip
        if not page.is_open(day) or dice.random() < 0.04:
            page.cancelled(code, day)
        else:
            held[code] = day
    return held


def _tapped(page: Page, held: dict[str, dict[str, date]]) -> dict[str, list[tuple[int, int]]]:
    """People and families each time; where a café has no stamp cards, the heads were only counted."""
    came, cafes = dict[str, list[tuple[int, int]]](), list[Held]()
    for area, sessions in held.items():
        dice, cafe = page.dice(f"guests/{area}"), page.settings.cafes.get(area)
        if cafe is None:
            came[area] = [(max(1, round(dice.gauss(18, 4))), 0) for _day in sessions]
        elif sessions:
            busy = [SEASON.get(day.month, 1.0) for day in sessions.values()]
            cafes.append(Held(cafe, Place("sundhedscafe", area, VENUES[area]), sessions, busy, dice))
    page.counting.sites += hold(cafes, page.dice("guests"), page.settings.two_cafes)
    for site in page.counting.sites:
        numbers = range(len(site.sessions))
        came[site.place.area] = [(site.people(number), len(site.families_at(number))) for number in numbers]
    return came


def _opening(
    page: Page, dice: random.Random, day: date, code: str, seen: tuple[int, int, int], guests: list[Person]
) -> None:
    """`seen` are how many times the café was open before (at most twelve), and how many people and families came."""
    age, people, families = seen
    page.held(code, day, people=people, families=families or None)
    for guest in some(dice, guests[: 6 + age * 2], 1, 3):
        page.about(guest, "visit", day, session=code)
    pressed = dict.fromkeys((5, 4, 3, 2), 0)
    for _one in range(people):
        if dice.random() < PRESSES:
            pressed[dice.choices((5, 4, 3, 2), (55, 33, 8, 4))[0]] += 1
    for smiley, number in pressed.items():
        if number:
            page.write("rating", day, session=code, value=smiley, people=number, lag=0)


def _talks(page: Page, guests: list[Person]) -> None:
    dice = page.dice("talks")
    for guest in guests:
        if dice.random() < 0.6:
            day = page.open_day(dice, date(2026, 6, 15), date(2027, 5, 30))
            about = {"activity": "samtaler", "topic": weighted(dice, MATTERS)}
            page.about(guest, "conversation", day, step=dice.choice(("kram", "health")), value=40, **about)
            page.about(
                guest, "measurement", day, activity="samtaler", topic="bp_systolic", value=dice.randint(115, 160)
            )
            page.about(
                guest, "measurement", day, activity="samtaler", topic="carbon_monoxide", value=dice.randint(0, 24)
            )


def _bridges(page: Page, guests: list[Person]) -> None:
    dice = page.dice("bridges")
    for number, guest in enumerate(guests[:48]):
        _bridge(page, dice, guest, HEALTH_OFFERS if number % 2 else CIVIL_OFFERS)


def _bridge(page: Page, dice: random.Random, guest: Person, offers: tuple[str, ...]) -> None:
    """Offered, accepted, now and then accompanied, begun; then finished, or still there three months later, or not."""
    first = {"blaaklokke-humle": date(2026, 5, 4), "stenurtvangen": date(2026, 5, 26)}[guest.area]
    day = page.open_day(dice, first, date(2027, 2, 28))
    about = {"offer": dice.choice(offers), "thread": f"bro.{guest.code}", "activity": "samtaler"}
    page.about(guest, "referral", day, step="offered", topic=weighted(dice, MATTERS), source="staff", **about)
    if dice.random() < 0.15:
        page.about(guest, "referral", page.after(day, 6), step="refused", **about)
        return
    page.about(guest, "referral", page.after(day, 2), step="accepted", **about)
    starts = page.after(day, dice.randint(6, 20))
    if dice.random() < 0.4:
        page.about(guest, "referral", starts, step="accompanied", **about)
    page.about(guest, "told_visit", starts, activity="sundhedscafe", step="yes", thread=about["thread"])
    page.about(guest, "referral", starts, step="started", **about)
    _after_start(page, dice, guest, about, starts, offers is CIVIL_OFFERS)


def _after_start(
    page: Page, dice: random.Random, guest: Person, about: dict[str, str], starts: date, civil: bool
) -> None:
    if civil:
        steps = ("still_active", "still_active", "ended")
        page.about(guest, "referral", page.after(starts, 84), step=dice.choice(steps), topic="ensomhed", **about)
        return
    step = weighted(dice, {"completed": 6, "ended": 4})
    page.about(guest, "referral", page.after(starts, dice.randint(50, 75)), step=step, **about)


LOCAL = (
    ("lokalt-sovn", "Bedre søvn", "blaaklokke-humle", date(2026, 5, 20), 13),
    ("lokalt-hverdag", "Sund hverdag i Stenurt", "stenurtvangen", date(2026, 8, 19), 11),
    ("lokalt-tackle", "Bedre styr på smerter", "blaaklokke-humle", date(2026, 9, 2), 14),
    ("lokalt-kost", "Mad der mætter", "stenurtvangen", date(2026, 10, 28), 12),
    ("lokalt-vinter", "Bevægelse om vinteren", "blaaklokke-humle", date(2027, 1, 20), 12),
)


def _local_courses(page: Page, residents: dict[str, list[Person]]) -> None:
    for number, (code, name, area, start, people) in enumerate(LOCAL):
        dice = page.dice(code)
        days = tuple(page.weekly(start, start + WEEK * 6, WEDNESDAY))[:6]
        page.run(code, name, "lokale-tilbud", days[0], days[-1], area=area, venue=VENUES[area])
        meetings = Course(code, "lokale-tilbud", days, VENUES[area], area)
        course.plan(page, meetings, starts_at=time(10), ends_at=time(11, 30))
        group = residents[area][30 + number * 14 : 30 + number * 14 + people]
        course.hold(page, meetings, group, dice, staying=0.72, showing=0.86, source="staff")


def _initiative(page: Page, idea: Idea, residents: list[Person]) -> None:
    """From a need to something that meets every other week and belongs to those who come."""
    dice, need = page.dice(idea.code), f"behov-{idea.code}"
    about = {"thread": idea.code, "activity": "initiativer", "area": idea.area}
    page.initiative(
        idea.code, idea.name, "initiativer", area=idea.area, method=idea.method, with_civil_society=bool(idea.partner),
        need=need,
    )  # fmt: skip
    voiced = page.after(idea.begins, -56)
    wish = {"thread": need, "topic": idea.need, "area": idea.area, "activity": "sundhedscafe"}
    page.write("need", voiced, step="voiced", people=dice.randint(4, 11), title=idea.name, lag=0, **wish)
    page.write("initiative", voiced + DAY, step="from_need", topic=idea.method, lag=0, **about)
    page.write("initiative", page.after(idea.begins, -21), step="planned", partner=idea.partner, lag=0, **about)
    page.write("initiative", idea.begins, step="started", partner=idea.partner, title=idea.name, lag=0, **about)
    page.write("need", idea.begins, step="met", lag=0, **wish)
    note = "Flere kom end sidst. To vil gerne stå for kaffen."
    page.write("log_entry", page.after(idea.begins, 14), thread=idea.code, area=idea.area, topic=idea.method, note=note)
    _initiative_meets(page, dice, idea, residents[100:130])


def _initiative_meets(page: Page, dice: random.Random, idea: Idea, people: list[Person]) -> None:
    code = f"hold-{idea.code}"
    page.run(
        code, idea.name, "initiativer", idea.begins, area=idea.area, venue=VENUES[idea.area], initiative=idea.code,
        partner=idea.partner, tags=["civilsamfund"] if idea.partner else None,
    )  # fmt: skip
    members = people[: dice.randint(16, 23)]
    faithful = {member.code: dice.choice((0.15, 0.5, 0.8)) for member in members}
    joined = {member.code: page.after(idea.begins, dice.choice((0, 0, 14, 28))) for member in members}
    for member in members:
        page.about(
            member, "enrolment", joined[member.code], run=code, step="joined", thread=f"{code}.{member.code}", lag=0
        )
    last = idea.begins + timedelta(days=300)
    for day in page.weekly(idea.begins, last, idea.begins.weekday(), every=3):
        session = page.session(f"{code}-{day}", "initiativer", day, run=code, area=idea.area, initiative=idea.code)
        here = [member for member in members if dice.random() < faithful[member.code] and joined[member.code] <= day]
        page.held(session, day, people=len(here) + dice.randint(0, 4))
        for member in here:
            page.about(member, "attendance", day, session=session, thread=f"{code}.{member.code}")
        if idea.partner:
            page.write("contribution", day, session=session, partner=idea.partner, value=dice.choice((2, 3)))


def _needs(page: Page) -> None:
    """Wishes that have not become anything yet."""
    dice = page.dice("needs")
    for number in range(1, 15):
        area = dice.choice(AREAS[:2])
        day, topic = (
            page.open_day(dice, date(2026, 5, 11), date(2027, 4, 30)),
            dice.choice(("bevaegelse", "mad", "ro", "selskab")),
        )
        about = {"thread": f"oenske-{number}", "area": area, "activity": "sundhedscafe", "topic": topic}
        page.write("need", day, step="voiced", people=dice.randint(1, 6), **about)
    for number in range(1, 13):
        day, area = page.open_day(dice, date(2026, 3, 23), date(2027, 4, 30)), dice.choice(AREAS)
        about = {"thread": f"henvendelse-{number}", "area": area, "activity": "opsoegende", "channel": "phone"}
        kind = "concern" if number % 4 == 0 else "enquiry"
        page.write(kind, day, step="received", topic="ensomhed", source="housing", **about)
        page.write(kind, page.after(day, dice.randint(2, 12)), step="followed_up", topic="ensomhed", **about)


DWELLINGS = {"blaaklokke-humle": 546, "stenurtvangen": 612, "enghoej-tvaerby": 214}


def _telling(page: Page) -> None:
    """Postcards to every door before a café opens, and the screens in the houses."""
    for area, first, _weekday in CAFES:
        day, thread = page.after(first, -12), f"postkort-{VENUES[area]}"
        title = "Velkommen i sundhedscaféen"
        page.write("publication", day, channel="postcard", activity="formidling", thread=thread, title=title, lag=0)
        about = {"activity": "formidling", "channel": "postcard", "thread": thread, "area": area}
        page.write("delivery", day + DAY, people=DWELLINGS[area], lag=0, **about)
    for day in page.weekly(date(2026, 4, 13), page.ends_on, 0, every=2):
        channel = "screen" if day.isocalendar().week % 4 else "website"
        page.write("publication", day, channel=channel, activity="formidling", title="Det sker i ugen", lag=0)


def _training(page: Page) -> None:
    for day, topic, people in ((date(2026, 10, 7), "abcd", 17), (date(2026, 10, 7), "trivselspilot", 6)):
        page.write("training", day, activity="temadage", topic=topic, people=people, value=6)
    page.write("contribution", date(2026, 10, 7), activity="temadage", partner="mosevad-bostoette", value=6)
