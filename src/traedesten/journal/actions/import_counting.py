"""Taking in many tallies and controls at once, as a file from another system or the simulator has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from measure_engine.estimate import BoxCount as EngineBox
from measure_engine.estimate import Counters, CountingError
from measure_engine.estimate import DoorCheck as EngineCheck
from measure_engine.estimate import SiteAudit as EngineAudit
from traedesten.core import clock
from traedesten.core.access import Permission, Reach
from traedesten.core.action import Actor, AuditSubject, action
from traedesten.core.portion import portions
from traedesten.journal.book import Book, SessionRow
from traedesten.journal.control import said_by
from traedesten.journal.models import BoxCount, Card, DoorCheck, Entry, SiteAudit, Tally
from traedesten.journal.models.control import Control
from traedesten.journal.models.site_audit import NUMBERS
from traedesten.journal.models.tally import COUNTERS
from traedesten.journal.rules.counter import inconsistent
from traedesten.journal.vocabulary import KINDS, STEPS
from traedesten.places.models import Staff
from traedesten.programme.models import Programme, Version

ROWS_A_TIME = 2_000
Row = Mapping[str, Any]


class CountingRefused(ValueError):
    """A row that cannot be true, with the sentence that says why."""


@dataclass(frozen=True, slots=True)
class CountingSaved:
    programme: Programme
    tallies: int
    box_counts: int
    door_checks: int
    site_audits: int = 0

    @property
    def new_count(self) -> int:
        return self.tallies + self.box_counts + self.door_checks + self.site_audits

    def audit_subject(self) -> AuditSubject:
        return AuditSubject("journal.Tally", "", self.programme.pk, count=self.new_count)


@action(
    "import_counting.save",
    needs=Permission.IMPORT_ENTRIES,
    reach=lambda given: Reach(frozenset({given["programme"].pk})),
)
def save(
    *,
    by: Actor,
    programme: Programme,
    tallies: Sequence[Row] = (),
    box_counts: Sequence[Row] = (),
    door_checks: Sequence[Row] = (),
    site_audits: Sequence[Row] = (),
    today: date | None = None,
) -> CountingSaved:
    """All or nothing; what is here already is passed over. Raises CountingRefused for a row that cannot be true.

    Rows speak in codes: a tally has `session device revision counters [card]`, a box count `id on activity printed
    left|handed_out [area venue card]`, a door check `id session clicked tapped`, a site audit `id on visits` and what
    else of its numbers is not 0.
    """
    import_ = _Import(programme, by, today or clock.today())
    new_tallies = import_.tallies(tallies)
    new_boxes, new_checks = import_.box_counts(box_counts), import_.door_checks(door_checks)
    new_audits = import_.site_audits(site_audits)
    rows: list[Tally | Control] = [*new_tallies, *new_boxes, *new_checks, *new_audits]
    if rows:
        version = Version.objects.next_for(programme.pk)
        for row in rows:
            row.version = version
        # Told apart first: a row that is made gets its key, and would be updated with what it says already.
        later = [row for row in new_tallies if row.pk is not None]
        Tally.objects.bulk_create([row for row in new_tallies if row.pk is None], batch_size=ROWS_A_TIME)
        Tally.objects.bulk_update(later, ("revision", "version", *COUNTERS), batch_size=100)
        BoxCount.objects.bulk_create(new_boxes, batch_size=ROWS_A_TIME)
        DoorCheck.objects.bulk_create(new_checks, batch_size=ROWS_A_TIME)
        SiteAudit.objects.bulk_create(new_audits, batch_size=ROWS_A_TIME)
    return CountingSaved(programme, len(new_tallies), len(new_boxes), len(new_checks), len(new_audits))


class _Import:
    """The rows of one import against one programme's reference book."""

    def __init__(self, programme: Programme, by: Actor, today: date) -> None:
        self.programme, self.today = programme, today
        self.by = by if isinstance(by, Staff) else None
        self.book = Book.whole(programme)
        cancelled = Entry.objects.current().filter(
            programme=programme, kind=KINDS["session"], step=STEPS["cancelled"], session__isnull=False
        )
        self.cancelled = set(cancelled.order_by().values_list("session_id", flat=True))

    def tallies(self, rows: Iterable[Row]) -> list[Tally]:
        """New ones, and those with a higher revision than what is here, which they take the place of."""
        newest: dict[TallyKey, Tally] = {}
        for tally in map(self._tally, rows):
            if _replaces(tally, newest.get(_key(tally))):
                newest[_key(tally)] = tally
        kept = {_key(tally): tally for tally in self._here(Tally, "session", {key[0] for key in newest})}
        wanted = [tally for key, tally in newest.items() if _replaces(tally, kept.get(key))]
        for tally in wanted:
            tally.pk = kept[_key(tally)].pk if _key(tally) in kept else None
        return wanted

    def box_counts(self, rows: Iterable[Row]) -> list[BoxCount]:
        return self._new(BoxCount, map(self._box_count, rows))

    def door_checks(self, rows: Iterable[Row]) -> list[DoorCheck]:
        return self._new(DoorCheck, map(self._door_check, rows))

    def site_audits(self, rows: Iterable[Row]) -> list[SiteAudit]:
        return self._new(SiteAudit, map(self._site_audit, rows))

    def _new(self, model: Any, made: Iterable[Control]) -> list[Any]:
        """Those not here yet. An id that stands for something else is refused."""
        rows, new = list(made), list[Any]()
        known = {each.uid: each for each in self._here(model, "uid", {each.uid for each in rows})}
        for each in rows:
            earlier = known.setdefault(each.uid, each)
            if earlier is each:
                new.append(each)
            elif said_by(earlier) != said_by(each):
                message = _("Id'et »%(uid)s« bruges allerede af en anden kontrol. Giv den nye sit eget id.")
                raise CountingRefused(message % {"uid": each.uid})
        return new

    def _here(self, model: Any, name: str, values: Iterable[Any]) -> Iterator[Any]:
        """The programme's rows with one of these values: a large programme is not read for a few."""
        for some in portions(values, ROWS_A_TIME):
            yield from model.objects.filter(programme=self.programme, **{f"{name}__in": some})

    def _tally(self, row: Row) -> Tally:
        session, sums = self._held(row["session"]), {**dict.fromkeys(COUNTERS, 0), **row["counters"]}
        for problem in inconsistent(sums):
            raise CountingRefused(problem.message)
        _true(lambda: Counters(**sums))
        return Tally(
            programme=self.programme,
            session_id=session.id,
            device=UUID(row["device"]),
            card=row.get("card", Card.GUEST),
            revision=row["revision"],
            **sums,
        )

    def _box_count(self, row: Row) -> BoxCount:
        on = date.fromisoformat(row["on"])
        if on > self.today:
            raise CountingRefused(_("Kassen er talt %(on)s, som ligger i fremtiden.") % {"on": on})
        numbers = {name: row.get(name) for name in ("printed", "left", "handed_out")}
        _true(lambda: EngineBox(on, numbers["printed"] or 0, numbers["left"], numbers["handed_out"]))
        area, venue = row.get("area"), row.get("venue")
        return BoxCount(
            uid=UUID(row["id"]),
            programme=self.programme,
            recorded_by=self.by,
            counted_on=on,
            activity_id=self.book.activities[row["activity"]].id,
            area_id=self.book.areas[area].id if area else None,
            venue_id=self.book.venues[venue].id if venue else None,
            card=row.get("card", Card.GUEST),
            **numbers,
        )

    def _door_check(self, row: Row) -> DoorCheck:
        session, numbers = self._held(row["session"]), {name: row[name] for name in ("clicked", "tapped")}
        _true(lambda: EngineCheck(session.on, **numbers))
        return DoorCheck(
            uid=UUID(row["id"]), programme=self.programme, recorded_by=self.by, session_id=session.id, **numbers
        )

    def _site_audit(self, row: Row) -> SiteAudit:
        on, numbers = date.fromisoformat(row["on"]), {name: row.get(name, 0) for name in NUMBERS}
        if on > self.today:
            raise CountingRefused(_("Eftersynet er fra %(on)s, som ligger i fremtiden.") % {"on": on})
        _true(lambda: EngineAudit(on, **numbers))
        return SiteAudit(uid=UUID(row["id"]), programme=self.programme, recorded_by=self.by, audited_on=on, **numbers)

    def _held(self, code: str) -> SessionRow:
        session = self.book.session(code)
        if session is None:
            raise CountingRefused(_("Åbningen »%(code)s« findes ikke i programmet.") % {"code": code})
        if session.on > self.today:
            raise CountingRefused(_("Åbningen »%(code)s« ligger i fremtiden.") % {"code": code})
        if session.id in self.cancelled:
            raise CountingRefused(_("Åbningen »%(code)s« er aflyst og kan ikke tælles.") % {"code": code})
        return session


TallyKey = tuple[int, UUID, str]


def _key(tally: Tally) -> TallyKey:
    return tally.session_id, tally.device, tally.card


def _replaces(tally: Tally, kept: Tally | None) -> bool:
    """Whether it is of a higher revision. The same revision with other sums is of another tablet with the same id."""
    if kept is None or tally.revision > kept.revision:
        return True
    if tally.revision == kept.revision and any(getattr(tally, each) != getattr(kept, each) for each in COUNTERS):
        message = _(
            "Tabletten »%(device)s« har revision %(revision)s af åbningen to gange med forskellige tal. "
            "Giv hver tablet sit eget id."
        )
        raise CountingRefused(message % {"device": tally.device, "revision": tally.revision})
    return False


def _true(make: Any) -> None:
    try:
        make()
    except CountingError as error:
        raise CountingRefused(str(error)) from error
