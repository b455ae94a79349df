"""The demo's invented colleagues: one for each role, so that everybody can see what the others see."""

from __future__ import annotations

from dataclasses import dataclass

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
