"""What is registered already and forbids what comes now: a session cancelled, a visit told twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Protocol

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from traedesten.core.portion import portions
from traedesten.journal.models import DoorCheck, Entry, Tally
from traedesten.journal.models.control import current
from traedesten.journal.rules.column import danish_date
from traedesten.journal.rules.problem import Problem
from traedesten.people.models import Subject

# A cancelled session takes none of these, and a session that has some cannot be cancelled.
NEED_HELD = ("visit", "attendance", "contribution", "rating")
# Of these a person has one at a session.
ONCE_A_SESSION = ("visit", "attendance")
# A question to the database holds so many values.
MOST_AT_ONCE = 500

Key = tuple[Any, ...]
Row = Mapping[str, Any]


class Past(Protocol):
    """What can be asked about entries that count now. Subjects are codes, sessions ids."""

    def session_step(self, session: int) -> str:
        """ "held", "cancelled" or empty when nothing is said yet."""

    def is_used(self, session: int) -> bool:
        """Whether somebody is registered as present or helping at the session."""

    def is_taken(self, key: Key) -> bool:
        """Whether an entry with this key of `once_key` is there."""


def once_key(kind: str, row: Row) -> Key | None:
    """What there may be only one of; None where any number goes."""
    if kind in ONCE_A_SESSION:
        return (kind, row["subject"], row["session"]) if "session" in row and "subject" in row else None
    if kind == "conversation" and "subject" in row and "on" in row and "step" in row:
        return (kind, row["subject"], row["on"], row["step"])
    return None


def problems(kind: str, row: Row, past: Past) -> Iterator[Problem]:
    """What the past forbids about a row that is right in itself."""
    session = row.get("session")
    if session is not None:
        yield from _session_problems(kind, row, session, past)
    key = once_key(kind, row)
    if key and past.is_taken(key):
        yield _twice(kind, row)


def _session_problems(kind: str, row: Row, session: int, past: Past) -> Iterator[Problem]:
    if kind == "session":
        step = past.session_step(session)
        if step:
            yield Problem("session", "told_already", _told(step))
        elif row.get("step") == "cancelled" and past.is_used(session):
            yield Problem(
                "step",
                "told_already",
                _("Der er registreret fremmøde eller bidrag på åbningen. Træk det tilbage, før den aflyses."),
            )
    elif kind in NEED_HELD and past.session_step(session) == "cancelled":
        yield Problem(
            "session",
            "cancelled_session",
            _("Åbningen er aflyst. Vælg en anden, eller træk aflysningen tilbage først."),
        )


def _told(step: str) -> str:
    if step == "held":
        return _("Åbningen er allerede registreret som afholdt. Ret den registrering, i stedet for at lave en ny.")
    return _("Åbningen er allerede registreret som aflyst. Ret den registrering, i stedet for at lave en ny.")


def _twice(kind: str, row: Row) -> Problem:
    if kind == "conversation":
        return Problem(
            "subject",
            "twice",
            _("Personen %(subject)s har allerede en samtale af denne slags den %(day)s. Ret den i stedet.")
            % {"subject": row["subject"], "day": danish_date(row["on"])},
        )
    return Problem(
        "subject",
        "twice",
        _("Personen %(subject)s er allerede registreret ved denne åbning.") % {"subject": row["subject"]},
    )


class Asked:
    """Asks the database one question at a time; for a single entry. ``ignoring`` is the entry being corrected."""

    def __init__(self, programme_id: int, ignoring: int | None = None) -> None:
        self._programme = programme_id
        self._entries = Entry.objects.current().order_by()
        if ignoring is not None:
            self._entries = self._entries.exclude(pk=ignoring)

    def session_step(self, session: int) -> str:
        steps = self._entries.filter(kind="session", session=session).values_list("step", flat=True)
        return next((str(step) for step in steps[:1]), "")

    def is_used(self, session: int) -> bool:
        tallied = Tally.objects.filter(session=session, visits__gt=0)
        checked = current(DoorCheck).filter(session=session)
        here = self._entries.filter(kind__in=NEED_HELD, session=session)
        return here.exists() or tallied.exists() or checked.exists()

    def is_taken(self, key: Key) -> bool:
        """A session is one programme's alone, so that index serves; a conversation is found by programme and day."""
        kind, subject, *rest = key
        found = self._entries.filter(kind=kind, subject__code=subject)
        if kind == "conversation":
            return found.filter(programme=self._programme, happened_on=rest[0], step=rest[1]).exists()
        return found.filter(session=rest[0]).exists()


class Loaded:
    """For a file: what the journal holds of its sessions and days, read for many rows at a time, and what the file
    brings added. `meet` is told of rows before anything is asked about them; nothing else of the journal is read."""

    def __init__(self, programme_id: int) -> None:
        self._programme_id = programme_id
        self._entries = Entry.objects.current().order_by()
        here: tuple[type[Model], ...] = (Entry, Tally, DoorCheck)
        self._is_empty = not any(each._default_manager.filter(programme=programme_id).exists() for each in here)
        self._steps: dict[int, str] = {}
        self._used: set[int] = set()
        self._taken: set[Key] = set()
        self._sessions: set[int] = set()
        self._days: set[date] = set()

    def meet(self, rows: Iterable[tuple[str, Row]]) -> None:
        if self._is_empty:
            return
        sessions, talks = set[int](), defaultdict[str, set[date]](set)
        for kind, row in rows:
            if "session" in row:
                sessions.add(row["session"])
            if kind == "conversation" and "subject" in row and "on" in row:
                talks[row["subject"]].add(row["on"])
        for some in portions(sessions - self._sessions, MOST_AT_ONCE):
            self._read_sessions(some)
        for days in portions(self._days_of_known(talks) - self._days, MOST_AT_ONCE):
            self._read_days(days)

    def session_step(self, session: int) -> str:
        return self._steps.get(session, "")

    def is_used(self, session: int) -> bool:
        return session in self._used

    def is_taken(self, key: Key) -> bool:
        return key in self._taken

    def add(self, kind: str, row: Row) -> None:
        """Remember a row that is going to be saved."""
        session = row.get("session")
        if session is not None:
            if kind == "session":
                self._steps[session] = row["step"]
            elif kind in NEED_HELD:
                self._used.add(session)
        key = once_key(kind, row)
        if key:
            self._taken.add(key)

    def _read_sessions(self, sessions: Collection[int]) -> None:
        """A session is one programme's alone, so its own index serves; asked by programme, SQLite reads whole kinds."""
        told = self._entries.filter(session__in=sessions, kind__in=("session", *NEED_HELD))
        for kind, session, step, subject in told.values_list("kind", "session", "step", "subject__code").iterator():
            if kind == "session":
                self._steps[session] = step
                continue
            self._used.add(session)
            if kind in ONCE_A_SESSION and subject is not None:
                self._taken.add((kind, subject, session))
        tallied = Tally.objects.filter(session__in=sessions, visits__gt=0)
        checked = current(DoorCheck).filter(session__in=sessions)
        counted: tuple[QuerySet[Any], ...] = (tallied, checked)
        for rows in counted:
            self._used.update(rows.values_list("session", flat=True))
        self._sessions.update(sessions)

    def _days_of_known(self, talks: Mapping[str, set[date]]) -> set[date]:
        """Days on which somebody whom the journal knows is said to have had a talk; of the others it holds none."""
        days = set[date]()
        for some in portions(talks, MOST_AT_ONCE):
            known = Subject.objects.filter(programme=self._programme_id, code__in=some)
            days.update(*(talks[code] for code in known.values_list("code", flat=True)))
        return days

    def _read_days(self, days: Collection[date]) -> None:
        talks = self._entries.filter(programme=self._programme_id, kind="conversation", happened_on__in=days)
        self._taken.update(talks.values_list("kind", "subject__code", "happened_on", "step").iterator())
        self._days.update(days)
