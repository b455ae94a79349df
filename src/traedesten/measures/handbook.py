"""The handbook as the product shows it: written by `make docs` from the worked examples, read here, never changed.

It speaks of invented people only, so anybody who is logged in may read all of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import reverse

from measure_engine.aggregate import CrossSection, Latest, PairedChange, ShareOfAnswers, StampCard
from measure_engine.condition import After
from measure_engine.definition import Definition
from measure_engine.plain import DefinitionError
from measure_engine.preset import definition_of
from measure_engine.preset.guide import stem
from measure_engine.vocabulary import CALENDAR_UNITS, Unit

FILE = Path(__file__).parent / "handbook.json"

Plain = dict[str, Any]


@cache
def book() -> Plain:
    """All of it: `groups`, `chapters` and `pages` by address, `measures` (preset to address), `rows`."""
    found: Plain = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def chapter(slug: str) -> Plain | None:
    """The chapter of one measure."""
    found: Plain | None = book()["chapters"].get(slug)
    return found


def page(slug: str) -> Plain | None:
    """A chapter that is about no one measure."""
    found: Plain | None = book()["pages"].get(slug)
    return found


def group(slug: str) -> Plain | None:
    """A family of measures."""
    return next((each for each in book()["groups"] if each["slug"] == slug), None)


def chapters_of(found: Plain) -> list[Plain]:
    return [book()["chapters"][slug] for slug in found["chapters"]]


def group_of(found: Plain) -> Plain:
    return next(each for each in book()["groups"] if each["code"] == found["group"])


# The way from a figure


def address(measure: Mapping[str, Any] | None, definition: Definition | None = None) -> str:
    """Where a criterion's measure is explained: its own chapter, its family's, or the front page."""
    return reverse("handbook:chapter", args=[slug]) if (slug := slug_of(measure, definition)) else front()


def front() -> str:
    return reverse("handbook:front")


def slug_of(measure: Mapping[str, Any] | None, definition: Definition | None = None) -> str:
    """Of a preset its own chapter; of a definition the programme wrote itself the family it belongs to; else empty."""
    own: str = book()["measures"].get((measure or {}).get("preset", ""), "")
    if own or not measure:
        return own
    try:
        family = family_of(definition or definition_of(measure))
    except DefinitionError:
        return ""
    return next((each["slug"] for each in book()["groups"] if each["code"] == family), "")


def family_of(definition: Definition) -> str:
    """The group of presets that counts the same way."""
    for kinds, family in _BY_AGGREGATE:
        if isinstance(definition.aggregate, kinds):
            return family
    if any(isinstance(each, After) for each in definition.conditions()):
        return "bridging"
    if definition.is_course and definition.unit is not Unit.FAMILY:
        return "courses"
    if definition.unit is Unit.ENTRY:
        return next((_BY_KIND[kind] for kind in sorted(definition.kinds) if kind in _BY_KIND), "sessions")
    return "sessions" if definition.unit in CALENDAR_UNITS else _BY_UNIT.get(definition.unit, "people")


_BY_AGGREGATE: tuple[tuple[Any, str], ...] = (
    (StampCard, "guests"),
    (Latest, "outside"),
    ((ShareOfAnswers, PairedChange, CrossSection), "answers"),
)

_BY_UNIT = {
    Unit.SESSION: "sessions",
    Unit.VISIT: "sessions",
    Unit.ACTIVITY: "sessions",
    Unit.AREA: "sessions",
    Unit.RUN: "courses",
    Unit.ENROLMENT: "courses",
    Unit.CHILD: "courses",
    Unit.VOLUNTEER: "volunteers",
    Unit.PARTNER: "volunteers",
    Unit.TRAINED: "volunteers",
    Unit.REFERRAL: "bridging",
    Unit.FAMILY: "families",
    Unit.INITIATIVE: "initiatives",
    Unit.NEED: "initiatives",
    Unit.THEME: "initiatives",
    Unit.PUBLICATION: "publications",
    Unit.STORY: "publications",
    Unit.CONVERSATION: "conversations",
    Unit.RESPONSE: "answers",
}

_BY_KIND = {
    "enrolment": "courses",
    "attendance": "courses",
    "outcome": "courses",
    "contribution": "volunteers",
    "training": "volunteers",
    "referral": "bridging",
    "conversation": "conversations",
    "contact": "people",
    "need": "initiatives",
    "theme": "initiatives",
    "initiative": "initiatives",
    "log_entry": "initiatives",
    "publication": "publications",
    "story": "publications",
    "answer": "answers",
    "rating": "answers",
}
"""Where single entries are counted, or something of them added up."""


# Searching


def search(asked: str) -> list[tuple[Plain, list[Plain]]]:
    """Groups with the chapters in which every word begins some word, as words are bent in Danish; or all."""
    stems = [stem(word) for word in _words([asked])]
    found = []
    for each in book()["groups"]:
        chapters = [one for one in chapters_of(each) if _holds(one["slug"], stems)]
        if chapters:
            found.append((each, chapters))
    return found


def rows(asked: str) -> list[Plain]:
    """The rows of the field that hold every word, or all."""
    stems = [stem(word) for word in _words([asked])]
    return [row for row in book()["rows"] if all(_begins(_words([row["title"]]), each) for each in stems)]


def _holds(slug: str, stems: list[str]) -> bool:
    return all(_begins(_known()[slug], each) for each in stems)


def _begins(known: Iterable[str], asked: str) -> bool:
    return any(word.startswith(asked) for word in known)


@cache
def _known() -> dict[str, list[str]]:
    """The words of every chapter that one might look for."""
    groups = {slug: each["label"] for each in book()["groups"] for slug in each["chapters"]}
    return {slug: _words([groups[slug], *_said(each)]) for slug, each in book()["chapters"].items()}


def _said(each: Plain) -> list[str]:
    told = [text for one in each["examples"] for text in (one["title"], one["text"])]
    forms = [form["name"] for form in each["forms"]]
    return [each["title"], each["asks"], each["explanation"], each["written"], *told, *forms]


def _words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for each in text.casefold().split() if (word := each.strip(".,;:()»«?!"))]
