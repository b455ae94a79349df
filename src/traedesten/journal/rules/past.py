"""What is registered already and forbids what comes now: a session cancelled, a visit told twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Protocol

from django.utils.translation import gettext as _

from traedesten.journal.models import DoorCheck, Entry, Tally
from traedesten.journal.models.control import current
from traedesten.journal.rules.column import danish_date
from traedesten.journal.rules.problem import Problem

# A cancelled session takes none of these, and a session that has some cannot be cancelled.
NEED_HELD = ("visit", "attendance", "contribution", "rating")

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
    if kind in ("visit", "attendance"):
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
    """Each table of answers read whole when it is first needed, and what a file brings added; for a file."""

    def __init__(self, programme_id: int) -> None:
        self._programme_id = programme_id
        self._entries = Entry.objects.current().filter(programme=programme_id).order_by()
        self._taken: dict[str, set[Key]] = {}

    @cached_property
    def _steps(self) -> dict[int, str]:
        told = self._entries.filter(kind="session").values_list("session", "step")
        return {int(session): step for session, step in told if session}

    @cached_property
    def _used(self) -> set[int]:
        used = self._entries.filter(kind__in=NEED_HELD, session__isnull=False).values_list("session", flat=True)
        tallied = Tally.objects.filter(programme=self._programme_id, visits__gt=0).values_list("session", flat=True)
        checks = current(DoorCheck).filter(programme=self._programme_id)
        return {*used.distinct(), *tallied, *checks.values_list("session", flat=True)}

    def session_step(self, session: int) -> str:
        return self._steps.get(session, "")

    def is_used(self, session: int) -> bool:
        return session in self._used

    def is_taken(self, key: Key) -> bool:
        return key in self._keys(key[0])

    def _keys(self, kind: str) -> set[Key]:
        """Keys of `once_key` of the kind's entries."""
        if kind not in self._taken:
            entries = self._entries.filter(kind=kind)
            rows: Any
            if kind == "conversation":
                rows = entries.values_list("kind", "subject__code", "happened_on", "step")
            else:
                present = entries.filter(session__isnull=False)
                rows = present.values_list("kind", "subject__code", "session")
            self._taken[kind] = set(rows.iterator())
        return self._taken[kind]

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
            self._keys(kind).add(key)
