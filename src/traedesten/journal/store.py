"""Checked rows into the tables, one at a time, and stored entries back into the words of the columns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from traedesten.core import clock
from traedesten.core.action import Actor
from traedesten.journal.book import MADE_BY_USE, Book
from traedesten.journal.catalogue import KINDS, KindSpec
from traedesten.journal.models import Entry
from traedesten.journal.rules import Checked
from traedesten.journal.rules.checker import REFERENCES
from traedesten.people.models import Household, Subject
from traedesten.places.models import Staff
from traedesten.programme.models import Part, Topic, Version

# What a session or run fills in: a replay need not say it again.
FILLED_IN = frozenset({"on", "activity", "area", "venue", "run"})
PLAIN = ("step", "channel", "source", "sex", "age_band", "first_time", "people", "families", "value")
STORED_AS = {"on": "happened_on", "at": "happened_at"}
# Columns of an entry in the words of files, in the order of files.
COLUMNS = ("on", "at", *REFERENCES, *MADE_BY_USE, "topic", *PLAIN)


def month_of(day: date) -> int:
    """Year and month as one number, 202611 for November 2026."""
    return day.year * 100 + day.month


def insert(checked: Checked, book: Book, *, uid: UUID, by: Actor, origin: str, version: int, **more: Any) -> Entry:
    """Write a checked row and its detail row. Subjects, households, threads and standard topics are made when new."""
    row = checked.row
    entry = Entry.objects.create(
        uid=uid,
        programme_id=book.programme_id,
        kind=checked.kind,
        happened_on=row["on"],
        happened_month=month_of(row["on"]),
        happened_at=row.get("at"),
        **{f"{name}_id": row.get(name) for name in REFERENCES},
        **_made_ids(checked, book),
        **{name: row[name] for name in PLAIN if name in row},
        recorded_at=clock.now(),
        recorded_by=by if isinstance(by, Staff) else None,
        origin=origin,
        version=version,
        **more,
    )
    insert_detail(entry, checked)
    return entry


def withdraw(entry: Entry, *, uid: UUID, by: Actor, origin: str, version: int) -> Entry:
    """The row that takes an entry back. It repeats when and where, so that whoever saw the entry sees that it is gone,
    and nothing about the person."""
    return Entry.objects.create(
        uid=uid,
        programme_id=entry.programme_id,
        kind=entry.kind,
        happened_on=entry.happened_on,
        happened_month=entry.happened_month,
        activity_id=entry.activity_id,
        area_id=entry.area_id,
        recorded_at=clock.now(),
        recorded_by=by if isinstance(by, Staff) else None,
        origin=origin,
        version=version,
        supersedes=entry,
        is_withdrawal=True,
    )


def _made_ids(checked: Checked, book: Book) -> dict[str, int | None]:
    row = checked.row
    household = _household(row.get("household"), book)
    ids: dict[str, int | None] = {"household_id": household.pk if household else None}
    for name in ("subject", "linked_subject"):
        ids[f"{name}_id"] = _subject(row.get(name), household, book)
    if "thread" in row:
        thread, _new = MADE_BY_USE["thread"]._default_manager.get_or_create(
            programme_id=book.programme_id, code=row["thread"]
        )
        ids["thread_id"] = thread.pk
    if "topic" in row:
        ids["topic_id"] = topic_id(checked.spec, row["topic"], book)
    return ids


def _household(code: str | None, book: Book) -> Household | None:
    if code is None:
        return None
    return Household.objects.get_or_create(programme_id=book.programme_id, code=code)[0]


def _subject(code: str | None, household: Household | None, book: Book) -> int | None:
    """A subject keeps the household it is first told with."""
    if code is None:
        return None
    subject, is_new = Subject.objects.get_or_create(
        programme_id=book.programme_id, code=code, defaults={"household": household}
    )
    if household and subject.household_id is None:
        Subject.objects.filter(pk=subject.pk).update(household=household)
    if household and (is_new or subject.household_id is None):
        Version.objects.also(book.programme_id, Part.PEOPLE)
    return int(subject.pk)


def topic_id(spec: KindSpec, code: str, book: Book) -> int:
    """Id of a topic of the kind's list; a standard topic gets its row the first time it is used."""
    row = book.topics[spec.topic_list][code]
    if row.id:
        return row.id
    topic, is_new = Topic.objects.get_or_create(
        programme_id=book.programme_id, list=spec.topic_list, code=code, defaults={"name": row.name}
    )
    if is_new:
        Version.objects.also(book.programme_id, Part.SETUP)
    book.topics[spec.topic_list][code] = row._replace(id=int(topic.pk))
    return int(topic.pk)


def detail_values(checked: Checked) -> dict[str, Any]:
    """What goes into the detail table; empty when nothing was written."""
    return {d.name: checked.row[d.name] for d in checked.spec.detail_columns if d.name in checked.row}


def insert_detail(entry: Entry, checked: Checked) -> None:
    values = detail_values(checked)
    if values and checked.spec.detail:
        checked.spec.detail._default_manager.create(entry=entry, **values)


# --- Back again ----------------------------------------------------------------------------------------------------


def stored(entry: Entry) -> dict[str, Any]:
    """What an entry says, by column, as a checked row has it: references as ids, people and topics as codes."""
    row: dict[str, Any] = {}
    for name in COLUMNS:
        value = getattr(entry, STORED_AS.get(name, name) + ("_id" if name in REFERENCES else ""))
        if value is not None and value != "":
            row[name] = value.code if name in MADE_BY_USE or name == "topic" else value
    return row | details(entry)


def details(entry: Entry) -> dict[str, Any]:
    """What people wrote beside the entry, by column."""
    spec = KINDS[entry.kind]
    found = spec.detail._default_manager.filter(pk=entry.pk).first() if spec.detail else None
    if not found:
        return {}
    values = {d.name: getattr(found, d.name) for d in spec.detail_columns}
    return {name: value for name, value in values.items() if value is not None and value != ""}


def says_the_same(checked: Checked, entry: Entry) -> bool:
    """Whether a row that comes again says what the stored entry says."""
    return checked.kind == entry.kind and is_same(checked.given, stored(entry))


def is_same(given: Mapping[str, Any], kept: Mapping[str, Any]) -> bool:
    told = {name: value for name, value in given.items() if name != "id"}
    return all(kept.get(name) == value for name, value in told.items()) and all(
        name in told or name in FILLED_IN for name in kept
    )
