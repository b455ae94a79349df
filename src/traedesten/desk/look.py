"""Who saw what about persons at the desk: a line in the access log for each page that shows it."""

from __future__ import annotations

from traedesten.core import access_log
from traedesten.core.models import Look
from traedesten.desk.workplace import Workplace
from traedesten.journal.models import Entry


def at_entry(workplace: Workplace, entry: Entry, *, shows_note: bool) -> None:
    """Somebody opened a page about one entry; no line where it is about nobody and shows no note."""
    if entry.subject_id is None and entry.household_id is None and not shows_note:
        return
    access_log.write(
        by=workplace.staff,
        way=Look.Way.READ,
        what="journal.entry",
        programme_id=workplace.programme.pk,
        object_key=str(entry.uid),
        subject_id=entry.subject_id,
    )


def at_list(workplace: Workplace, what: str, count: int) -> None:
    """Somebody was shown a list with so many lines about persons."""
    if count:
        access_log.write(
            by=workplace.staff, way=Look.Way.READ, what=what, programme_id=workplace.programme.pk, count=count
        )


def for_person(workplace: Workplace, what: str, words: str, count: int) -> None:
    """Somebody searched for a person by code."""
    access_log.write(
        by=workplace.staff,
        way=Look.Way.SEARCH,
        what=what,
        programme_id=workplace.programme.pk,
        count=count,
        words=words,
    )


def taken_out(workplace: Workplace, what: str, count: int, words: str) -> None:
    """Somebody took a file with so many entries out; ``words`` name the person they asked for, if one."""
    access_log.write(
        by=workplace.staff,
        way=Look.Way.EXPORT,
        what=what,
        programme_id=workplace.programme.pk,
        count=count,
        words=words or None,
    )
