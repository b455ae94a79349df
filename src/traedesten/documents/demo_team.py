"""The demo's invented colleagues: one for each role, so that everybody can see what the others see.

Who fills which position, and who is on when something is held.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

DOMAIN = "demo.example"
EVERYWHERE = ("elmelev-syd", "mosevad", "gyvelby", "marehalm")


@dataclass(frozen=True, slots=True)
class Member:
    """``works_in`` are programmes; ``areas`` narrows the role to some areas of them."""

    mailbox: str
    name: str
    role: str
    organisation: str
    works_in: tuple[str, ...]
    areas: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        return f"{self.mailbox}@{DOMAIN}"


TEAM = (
    Member("leder", "Vibe Askelund", "project_leader", "mosevad-kommune", EVERYWHERE),
    Member("vicevaert", "Thorkild Enemose", "social_caretaker", "elmelev-boligforening", ("elmelev-syd", "gyvelby")),
    Member("sundhed", "Yrsa Gransted", "outreach_health_worker", "elmelev-sundhed", ("elmelev-syd", "marehalm")),
    Member("cafevaert", "Asger Tangbo", "cafe_host", "sundhedscenter-mosevad", ("mosevad",), ("blaaklokke-humle",)),
    Member("sygeplejerske", "Ellinor Havmark", "resident_nurse", "gyvelby-kommune", ("gyvelby",)),
    Member("familie", "Sofus Lindeborg", "family_worker", "sydkloever", ("elmelev-syd",)),
    Member("forloeb", "Ragna Vestermose", "course_leader", "marehalm-sundhed", ("marehalm", "mosevad")),
    Member("formidling", "Malthe Rørdrum", "communications_worker", "mosevad-almene", ("mosevad", "elmelev-syd")),
    Member("partner", "Signe Klokkeholt", "partner", "gangforeningen", ("mosevad",)),
    Member("styregruppe", "Gorm Ellegård", "steering_reader", "boligfond", EVERYWHERE),
    Member("dpo", "Tove Bregnholm", "data_protection_officer", "mosevad-kommune", EVERYWHERE),
    Member("admin", "Villads Humlemark", "administrator", "mosevad-kommune", EVERYWHERE),
)


@dataclass(frozen=True, slots=True)
class Post:
    """A position of a programme, and who has it from a day on."""

    programme: str
    position: str
    mailbox: str
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is on when an activity is held; in one area, or wherever no other line says who."""

    programme: str
    activity: str
    mailboxes: tuple[str, ...]
    area: str = ""


BEGUN, ENDED = date(2020, 1, 1), date(2023, 12, 31)
POSTS = (
    Post("elmelev-syd", "leder", "leder", BEGUN, ENDED),
    Post("elmelev-syd", "social-vicevaert", "vicevaert", BEGUN, ENDED),
    Post("elmelev-syd", "sundhedsmedarbejder", "sundhed", date(2021, 8, 2), ENDED),
    Post("elmelev-syd", "jobmedarbejder", "vicevaert", date(2022, 10, 3), ENDED),
    Post("elmelev-syd", "forebyggelseskonsulent", "sundhed", date(2021, 8, 2), ENDED),
    Post("elmelev-syd", "familiemedarbejder", "familie", BEGUN, ENDED),
    Post("mosevad", "projektleder", "leder", date(2026, 3, 1)),
    Post("mosevad", "sundhedskonsulent", "forloeb", date(2026, 9, 1)),
    Post("mosevad", "boligsocial", "formidling", date(2026, 3, 1)),
    Post("gyvelby", "projektleder", "leder", date(2026, 1, 1)),
    Post("gyvelby", "sygeplejerske", "sygeplejerske", date(2026, 1, 1)),
    Post("gyvelby", "medarbejder", "vicevaert", date(2026, 8, 17)),
    Post("marehalm", "koordinator", "leder", date(2025, 1, 1)),
    Post("marehalm", "rygestopinstruktoer", "forloeb", date(2025, 1, 1)),
    Post("marehalm", "sundhedskonsulent", "sundhed", date(2025, 3, 1)),
)
ANY = ""  # what no other line names
DUTIES = (
    Duty("elmelev-syd", ANY, ("vicevaert",)),
    Duty("elmelev-syd", "sundhedscafe", ("sundhed",)),
    Duty("elmelev-syd", "sundhedscafe-tema", ("sundhed", "vicevaert")),
    Duty("elmelev-syd", "kvinder-paa-tvaers", ("sundhed",)),
    Duty("elmelev-syd", "moedregrupper", ("familie",)),
    Duty("elmelev-syd", "familieaftner", ("familie", "vicevaert")),
    Duty("elmelev-syd", "familiekurser", ("familie",)),
    Duty("mosevad", ANY, ("formidling",)),
    Duty("mosevad", "sundhedscafe", ("forloeb",)),
    Duty("mosevad", "sundhedscafe", ("cafevaert", "forloeb"), "blaaklokke-humle"),
    Duty("mosevad", "sundhedscafe", ("formidling", "leder"), "enghoej-tvaerby"),
    Duty("mosevad", "lokale-tilbud", ("forloeb",)),
    Duty("gyvelby", ANY, ("sygeplejerske",)),
    Duty("gyvelby", "gaaklub", ("vicevaert",)),
    Duty("gyvelby", "mestringskurser", ("sygeplejerske", "leder")),
    Duty("marehalm", ANY, ("sundhed",)),
    Duty("marehalm", "rygestop", ("forloeb",)),
    Duty("marehalm", "traening", ("sundhed", "forloeb")),
)


def member(mailbox: str) -> Member:
    return next(each for each in TEAM if each.mailbox == mailbox)


def on_duty(programme: str, activity: str, area: str) -> Iterator[Member]:
    """Who is on: by the line for the activity there, else for the activity, else for the programme."""
    wanted = ((activity, area), (activity, ""), (ANY, ""))
    lines = {(each.activity, each.area): each for each in DUTIES if each.programme == programme}
    line = next((lines[each] for each in wanted if each in lines), None)
    yield from map(member, line.mailboxes if line else ())
