"""Follow-ups that the agreement asks for: three, six or twelve months after somebody ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from measure_engine.period import months_after
from measure_engine.reference.course import MONTHS_AFTER
from traedesten.core.writing import written_day
from traedesten.desk.workplace import Workplace
from traedesten.journal.models import Entry

BEFORE, AFTER = timedelta(days=14), timedelta(days=45)  # from when it is announced until it is past hope
SHOWN = 24  # persons


@dataclass(frozen=True, slots=True)
class Person:
    code: str
    href: str


@dataclass(frozen=True, slots=True)
class Due:
    """Those who ended the same on the same day, to be asked at the same moment. ``on`` is the day it falls."""

    said: str
    on: date
    persons: tuple[Person, ...]


def of(workplace: Workplace, today: date) -> list[Due]:
    """Who is to be asked about now and has not been, the earliest first; for those who follow up and see people."""
    if not workplace.sees_people or "follow_up" not in workplace.recordable & workplace.visible:
        return []
    found = [each for code in moments_asked(workplace.programme.criteria.values_list("measure", flat=True))
             for each in _at(workplace, code, today)]  # fmt: skip
    together: dict[tuple[date, str], list[Person]] = {}
    for falls, said, person in sorted(found, key=lambda each: (each[0], each[1], each[2].code))[:SHOWN]:
        together.setdefault((falls, said), []).append(person)
    return [Due(said, falls, tuple(persons)) for (falls, said), persons in together.items()]


def moments_asked(measures: Iterable[Any]) -> list[str]:
    """The moments that the criteria read, however deep they stand in a definition."""
    words = {word for measure in measures for word in _words(measure)}
    return [code for code, months in MONTHS_AFTER.items() if months and code in words]


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _words(each)
    elif isinstance(value, list):
        for each in value:
            yield from _words(each)


def _at(workplace: Workplace, code: str, today: date) -> Iterator[tuple[date, str, Person]]:
    months = MONTHS_AFTER[code]
    rows = workplace.entries_with_people().current().filter(kind="enrolment", step="ended", subject__isnull=False)
    # One month more on either side: months differ in length, and the exact day is worked out below.
    first, last = (months_after(day, -months) for day in (today - AFTER, today + BEFORE))
    near = rows.filter(happened_on__range=(first - timedelta(days=3), last + timedelta(days=3)))
    ended = list(near.select_related("subject", "run", "activity"))
    asked = _asked_already(workplace, code, ended)
    for row in ended:
        falls = months_after(row.happened_on, months)
        if today - AFTER <= falls <= today + BEFORE and row.subject_id not in asked:
            yield falls, _said(row, months), Person(row.subject.code, _form(workplace, row, code))


def _asked_already(workplace: Workplace, code: str, ended: list[Entry]) -> frozenset[int | None]:
    """Persons with a follow-up or an outcome of that moment since the first of these endings."""
    if not ended:
        return frozenset()
    done = Entry.objects.current().filter(
        programme=workplace.programme,
        kind__in=("follow_up", "outcome"),
        topic__code=code,
        subject__in={row.subject_id for row in ended},
        happened_on__gt=min(row.happened_on for row in ended),
    )
    return frozenset(done.values_list("subject_id", flat=True))


def _said(row: Entry, months: int) -> str:
    words = {"months": months, "what": row.run or row.activity or "", "day": written_day(row.happened_on)}
    return _("%(months)s måneder efter %(what)s, der sluttede %(day)s") % words


def _form(workplace: Workplace, row: Entry, code: str) -> str:
    form = reverse("desk:register_kind", kwargs={"programme": workplace.programme.code, "kind": "follow_up"})
    return f"{form}?{urlencode({'efter': str(row.uid), 'topic': code})}"
