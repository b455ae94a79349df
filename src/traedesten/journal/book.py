"""One programme's reference book: what its codes stand for. What another programme has is unknown here.

For a single entry each small table is read when it is first asked for, and sessions one at a time; `Book.whole` reads
every table at once, for a file.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils import translation

from traedesten.core.portion import portions
from traedesten.journal.catalogue import STANDARD_TOPICS
from traedesten.offers.models import Offer
from traedesten.people.models import Household, Subject
from traedesten.places.models import AreaFigure, Organisation, Venue
from traedesten.programme.models import Activity, Programme, Topic
from traedesten.schedule.models import CourseRun, Session, Thread


class Row(NamedTuple):
    """A reference row that only has a code and a name."""

    id: int
    code: str
    name: str


class ActivityRow(NamedTuple):
    id: int
    code: str
    name: str
    starts_on: date | None
    ends_on: date | None


class RunRow(NamedTuple):
    id: int
    code: str
    name: str
    activity: int
    area: int | None
    venue: int | None


class SessionRow(NamedTuple):
    id: int
    code: str
    name: str
    on: date
    activity: int
    area: int | None
    venue: int | None
    run: int | None


SESSION_FIELDS = ("id", "code", "name", "planned_on", "activity_id", "area_id", "venue_id", "run_id")
# Columns whose codes are made when they are first written, with their model.
MADE_BY_USE: dict[str, type[Subject] | type[Household] | type[Thread]] = {
    "subject": Subject,
    "linked_subject": Subject,
    "household": Household,
    "thread": Thread,
}


# A question to the database holds so many values.
CODES_AT_ONCE = 5_000


class Book:
    """Codes -> rows, ids -> rows, for one programme."""

    def __init__(self, programme: Programme, *, is_whole: bool = False) -> None:
        self.programme = programme
        self.programme_id = int(programme.pk)
        self.is_whole = is_whole
        self._sessions: dict[str, SessionRow | None] = {}

    @classmethod
    def whole(cls, programme: Programme) -> Book:
        return cls(programme, is_whole=True)

    # --- Small tables, read whole -----------------------------------------------------------------------------------

    @cached_property
    def activities(self) -> dict[str, ActivityRow]:
        rows = Activity.objects.filter(programme=self.programme_id).values_list(
            "id", "code", "name", "starts_on", "ends_on"
        )
        return {row[1]: ActivityRow(*row) for row in rows}

    @cached_property
    def areas(self) -> dict[str, Row]:
        return _by_code(self.programme.areas.values_list("id", "code", "name"))

    @cached_property
    def venues(self) -> dict[str, Row]:
        """Places in the programme's areas, in no area, or used by its plans."""
        mine = Q(area__in=self.programme.areas.all()) | Q(area__isnull=True)
        for plan in (Session, CourseRun):
            mine |= Q(id__in=plan._default_manager.filter(programme=self.programme_id).values("venue"))
        return _by_code(Venue.objects.filter(mine).values_list("id", "code", "name"))

    @cached_property
    def runs(self) -> dict[str, RunRow]:
        rows = CourseRun.objects.filter(programme=self.programme_id)
        fields = rows.values_list("id", "code", "name", "activity_id", "area_id", "venue_id")
        return {row[1]: RunRow(*row) for row in fields}

    @cached_property
    def offers(self) -> dict[str, Row]:
        return _by_code(Offer.objects.filter(programme=self.programme_id).values_list("id", "code", "name"))

    @cached_property
    def partners(self) -> dict[str, Row]:
        """Organisations that have to do with the programme: partners, and those of its activities, runs and offers."""
        runs = CourseRun.objects.filter(programme=self.programme_id).values("partner")
        mine = Organisation.objects.filter(
            Q(partnerships__programme=self.programme_id)
            | Q(activities__programme=self.programme_id)
            | Q(offers__programme=self.programme_id)
            | Q(id__in=runs)
        )
        return _by_code(mine.distinct().values_list("id", "code", "name"))

    @cached_property
    def topics(self) -> dict[str, dict[str, Row]]:
        """List -> code -> topic; a standard topic that the programme has no row for yet has id 0."""
        with translation.override("da"):  # a row made from it is kept in Danish, whoever's page it was made on
            found = {
                name: {code: Row(0, code, str(label)) for code, label in topics}
                for name, topics in STANDARD_TOPICS.items()
            }
        rows = Topic.objects.filter(programme=self.programme_id).values_list("list", "id", "code", "name")
        for topic_list, row_id, code, name in rows:
            found.setdefault(topic_list, {})[code] = Row(row_id, code, name)
        return found

    # --- Sessions: many, so one at a time unless the book is whole -------------------------------------------------

    def session(self, code: str) -> SessionRow | None:
        if self.is_whole:
            return self._all_sessions.get(code)
        if code not in self._sessions:
            row = self._session_rows().filter(code=code).values_list(*SESSION_FIELDS).first()
            self._sessions[code] = SessionRow(*row) if row else None
        return self._sessions[code]

    def session_codes(self) -> Iterable[str]:
        if self.is_whole:
            return self._all_sessions
        return self._session_rows().values_list("code", flat=True)

    def _session_rows(self) -> Any:
        return Session.objects.filter(programme=self.programme_id)

    @cached_property
    def _all_sessions(self) -> dict[str, SessionRow]:
        return {row[1]: SessionRow(*row) for row in self._session_rows().values_list(*SESSION_FIELDS)}

    # --- Dwellings of an area by date --------------------------------------------------------------------------------

    @cached_property
    def _figures(self) -> dict[int, list[tuple[date, int]]]:
        rows = AreaFigure.objects.filter(area__in=self.programme.areas.all(), dwellings__isnull=False)
        found: dict[int, list[tuple[date, int]]] = {}
        for area, valid_from, dwellings in rows.order_by("valid_from").values_list("area", "valid_from", "dwellings"):
            found.setdefault(area, []).append((valid_from, dwellings or 0))
        return found

    def dwellings(self, area_id: int, on: date) -> int | None:
        """Dwellings of the area on that day; the first known number for days before it; None where none is known."""
        rows = self._figures.get(area_id)
        if not rows:
            return None
        return rows[max(0, bisect_right(rows, (on, 2**62)) - 1)][1]

    # --- Codes that are made when first written -------------------------------------------------------------------

    def ids_of(self, column: str, codes: Iterable[str]) -> dict[str, int]:
        """Code -> id of those that exist already; a file names few of a large programme's people."""
        rows, found = MADE_BY_USE[column]._default_manager.filter(programme=self.programme_id), dict[str, int]()
        for some in portions(codes, CODES_AT_ONCE):
            found.update(rows.filter(code__in=some).values_list("code", "id"))
        return found


def _by_code(rows: Iterable[tuple[Any, ...]]) -> dict[str, Row]:
    return {row[1]: Row(*row) for row in rows}
