"""Questions about entries that others may ask; each starts from what a person may see.

Reading what people wrote about subjects is logged by whoever shows it (`core.access_log.write`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet

from traedesten.journal import vocabulary
from traedesten.journal.models import Entry
from traedesten.places.models import Staff
from traedesten.programme.models import Programme
from traedesten.programme.rules import Standing, seen_entries, seen_from
from traedesten.schedule.models import Session
from traedesten.schedule.queries import sessions_that_should_be_told

if TYPE_CHECKING:
    from traedesten.journal.models.entry import EntryQuerySet

RELATED = (
    "activity",
    "area",
    "venue",
    "session",
    "run",
    "offer",
    "partner",
    "subject",
    "linked_subject",
    "household",
    "thread",
    "topic",
    "recorded_by",
)
# What definitions read of an entry: all of it lies in the index `entry_covering` (a test reads the query plan).
READ_COLUMNS = (
    "seq",
    "kind",
    "happened_on",
    "happened_month",
    "activity_id",
    "area_id",
    "venue_id",
    "session_id",
    "run_id",
    "offer_id",
    "partner_id",
    "subject_id",
    "linked_subject_id",
    "household_id",
    "thread_id",
    "topic_id",
    "step",
    "channel",
    "source",
    "sex",
    "age_band",
    "first_time",
    "people",
    "families",
    "value",
    "supersedes_id",
    "is_withdrawal",
)


def visible_entries(staff: Staff, programme: Programme, here: Standing | None = None) -> EntryQuerySet:
    """A programme's entries of the kinds and areas that a person's roles show; superseded and withdrawn ones too.

    ``here`` is what the person may do, where that has been read already.
    """
    seen = seen_entries(staff, programme) if here is None else seen_from(here, staff)
    entries: EntryQuerySet = Entry.objects.filter(seen, programme=programme)
    return entries


def steps_of_sessions(sessions: Collection[int]) -> dict[int, str]:
    """What became of sessions: "held" or "cancelled" by the session's key; one that nobody has told of is absent.

    Whether a session was held says nothing about anybody; the caller has found the sessions within the scope.
    """
    told = Entry.objects.current().filter(kind="session", session__in=sessions)
    return {int(pk): step for pk, step in told.order_by().values_list("session", "step") if pk and step}


def sessions_not_told(
    staff: Staff, programme: Programme, today: date, days: int = 14, here: Standing | None = None
) -> list[Session]:
    """Sessions of the last days where the person works that were to be, and of which nobody has told how it went."""
    rows = list(sessions_that_should_be_told(staff, programme, today, days, here))
    told = steps_of_sessions([row.pk for row in rows])
    return [row for row in rows if row.pk not in told]


def newsletters_between(
    staff: Staff, programme: Programme, first: date, last: date, here: Standing | None = None
) -> list[tuple[date, str]]:
    """Day and name of each newsletter that came out in a stretch of time, where the person sees such entries."""
    rows = (
        visible_entries(staff, programme, here)
        .current()
        .filter(kind="publication", channel="newsletter", happened_on__range=(first, last))
    )
    days = rows.order_by("happened_on", "seq").values_list("happened_on", flat=True)
    return [(on, vocabulary.CHANNELS.name("newsletter")) for on in days]


def newest_of(entry: Entry) -> Entry:
    """The entry that stands now at the end of the chain: a correction, a withdrawal, or the entry itself."""
    newest = entry
    while newer := Entry.objects.filter(supersedes=newest.pk).first():
        newest = newer
    return newest


def history(entry: Entry) -> list[Entry]:
    """The whole chain an entry belongs to, oldest first."""
    oldest = entry
    while oldest.supersedes_id is not None:
        oldest = Entry.objects.get(pk=oldest.supersedes_id)
    return list(_successors(oldest))


def _successors(oldest: Entry) -> Iterator[Entry]:
    found: Entry | None = oldest
    related = Entry.objects.select_related("correction", *RELATED)
    while found:
        yield found
        found = related.filter(supersedes=found.pk).first()


def authors(programme: Programme) -> QuerySet[Staff]:
    """Staff who have recorded something in the programme, whether or not they work there now, by name."""
    recorded = Entry.objects.filter(programme=programme, recorded_by=OuterRef("pk"))
    return Staff.objects.filter(Exists(recorded)).order_by("name")
