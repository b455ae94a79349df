"""From the database to the engine: one programme's current entries and the few rows they refer to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet, Sum

from measure_engine.estimate import BoxCount, Counters, DoorCheck, SiteAudit
from measure_engine.estimate import Card as EngineCard
from measure_engine.world import (
    ActivityRow,
    AreaFigure,
    AreaRow,
    InitiativeRow,
    OfferRow,
    OrganisationRow,
    PhaseRow,
    Row,
    RunRow,
    SessionRow,
    VenueRow,
    World,
)
from traedesten.journal import models as journal
from traedesten.journal.catalogue import STANDARD_TOPICS
from traedesten.journal.models import Card, Entry, Tally
from traedesten.journal.models.control import current
from traedesten.journal.models.site_audit import NUMBERS
from traedesten.journal.models.tally import COUNTERS
from traedesten.offers.models import Offer
from traedesten.people.models import Subject, SubjectAlias
from traedesten.places.models import Area, Organisation, Venue
from traedesten.programme.models import Activity, Programme, Tag, Topic
from traedesten.schedule.models import CourseRun, Initiative, Session

READ_COLUMNS = (
    "seq",
    "kind",
    "happened_on",
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
    "step",
    "topic_id",
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
SESSION_COLUMNS = (
    "pk",
    "planned_on",
    "code",
    "name",
    "activity_id",
    "area_id",
    "venue_id",
    "run_id",
    "initiative__thread_id",
)
# Made by position, because rows are many; the order of columns is held equal to the engine's by a test.
MAKE_ROW: Any = Row
MAKE_SESSION: Any = SessionRow
NO_TAGS: frozenset[str] = frozenset()
TOPIC = READ_COLUMNS.index("topic_id")


def build(programme: Programme, kinds: Iterable[str], until_version: int | None = None) -> World:
    """The programme's world as known now, with entries of ``kinds`` only (none, where they are read as columns).

    With ``until_version`` the entries are those that were known then; everything else is as it is now.

    Ids are primary keys; an initiative's id is its thread's, as entries carry it. Superseded and withdrawn entries
    are left out; which entries had happened by a date is the evaluator's business, not this function's.
    """
    told: dict[str, Any] = {}
    for read in (setup, plans, people, tallies):
        told |= read(programme)
    return World(rows=tuple(_rows(programme, sorted(set(kinds)), until_version)), **told)


def setup(programme: Programme, partners: Iterable[int] | None = None) -> dict[str, Any]:
    """What is written down about the programme. ``partners`` are those of its entries, asked for where not given."""
    return {
        "starts_on": programme.starts_on,
        "ends_on": programme.ends_on,
        "areas": tuple(_areas(programme)),
        "venues": tuple(_venues(programme)),
        "organisations": tuple(
            OrganisationRow(o.pk, o.code, o.name, o.kind) for o in _organisations(programme, partners)
        ),
        "activities": tuple(_activities(programme)),
        "offers": tuple(_offers(programme)),
        "phases": tuple(PhaseRow(p.code, p.starts_on, p.ends_on, p.name) for p in programme.phases.all()),
        "known_codes": _known_codes(programme),
        "closed_weeks": frozenset(programme.closed_weeks.values_list("year", "week")),
    }


def plans(programme: Programme) -> dict[str, Any]:
    return {
        "runs": tuple(_runs(programme)),
        "sessions": tuple(_sessions(programme)),
        "initiatives": tuple(_initiatives(programme)),
    }


def people(programme: Programme) -> dict[str, Any]:
    households = Subject.objects.filter(programme=programme, household__isnull=False).order_by()
    return {
        "aliases": dict(
            SubjectAlias.objects.filter(alias__programme=programme).values_list("alias_id", "canonical_id")
        ),
        "households": dict(_bare(households.values_list("pk", "household_id"))),
    }


def tallies(programme: Programme) -> dict[str, Any]:
    """Sums of tablets, and the controls of them."""
    return {
        "tallies": _tallies(programme, Card.GUEST),
        "family_tallies": _tallies(programme, Card.FAMILY),
        "box_counts": tuple(_box_counts(programme)),
        "door_checks": tuple(_door_checks(programme)),
        "site_audits": tuple(_site_audits(programme)),
    }


def _bare(rows: QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    """Many rows as the database has them, past Django's conversion of each value."""
    if rows.query.is_empty():
        return []
    sql, parameters = rows.query.get_compiler(using=rows.db).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _rows(programme: Programme, kinds: list[str], until_version: int | None = None) -> list[Row]:
    if not kinds:
        return []
    entries = Entry.objects.filter(programme=programme, kind__in=kinds)
    if until_version is not None:
        entries = entries.filter(version__lte=until_version)
    topics = dict(Topic.objects.filter(programme=programme).values_list("pk", "code"))
    found = list(entries.order_by().values_list(*READ_COLUMNS))
    superseded = {row[-2] for row in found if row[-2] is not None}
    return [_row(row, topics) for row in found if not row[-1] and row[0] not in superseded]


def _row(row: tuple[Any, ...], topics: dict[int, str]) -> Row:
    seq, kind, on, *dimensions = row[:TOPIC]
    channel, source, sex, age_band, first_time, people, families, value = row[TOPIC + 1 : -2]
    topic = topics.get(row[TOPIC], "")
    words = (topic, channel, source, sex, age_band, first_time)
    return MAKE_ROW(seq, kind, on, None, *dimensions, *words, people, families, value)


def _organisations(programme: Programme, partners: Iterable[int] | None) -> Iterable[Organisation]:
    """Those the programme names anywhere: partners, providers, and partners of activities. Each asked for by itself:
    joined, they grow with what all programmes together have of them."""
    partnered = Activity.partners.through.objects.filter(activity__programme=programme)
    named = (
        Q(pk__in=programme.partners.order_by().values("organisation"))
        | Q(pk__in=programme.offers.order_by().values("provider"))
        | Q(pk__in=partnered.values("organisation"))
    )
    entries = Entry.objects.filter(programme=programme).order_by()
    used = set(entries.values_list("partner_id", flat=True).distinct() if partners is None else partners)
    runs = set(CourseRun.objects.filter(programme=programme).values_list("partner_id", flat=True))
    return Organisation.objects.filter(named | Q(pk__in=(used | runs) - {None})).order_by("pk")


def _known_codes(programme: Programme) -> dict[str, frozenset[str]]:
    """Tags, focus areas and topics, those every programme has included."""
    standard = {code for topics in STANDARD_TOPICS.values() for code, _name in topics}
    return {
        "tag": frozenset(programme.tags.values_list("code", flat=True)),
        "focus_area": frozenset(programme.focus_areas.values_list("code", flat=True)),
        "topic": frozenset(programme.topics.values_list("code", flat=True)) | standard,
    }


def _areas(programme: Programme) -> Iterable[AreaRow]:
    for area in Area.objects.filter(programmes=programme).prefetch_related("figures"):
        figures = tuple(AreaFigure(f.valid_from, f.people, f.dwellings) for f in area.figures.all())
        yield AreaRow(area.pk, area.code, area.name, figures)


def _venues(programme: Programme) -> Iterable[VenueRow]:
    used = Session.objects.filter(programme=programme).order_by().values("venue_id").distinct()
    for venue in Venue.objects.filter(Q(area__programmes=programme) | Q(pk__in=used)).distinct():
        yield VenueRow(venue.pk, venue.code, venue.name)


def _activities(programme: Programme) -> Iterable[ActivityRow]:
    nothing, tags = frozenset[Any](), _tags_of(Activity.tags.through, "activity", programme)
    areas, partners = (
        _joined(through, name, programme)
        for through, name in ((Activity.areas.through, "area"), (Activity.partners.through, "organisation"))
    )
    columns = ("pk", "code", "name", "focus_area__code", "parent", "form", "starts_on", "ends_on")
    for pk, code, name, focus_area, parent, form, starts_on, ends_on in (
        Activity.objects.filter(programme=programme).values_list(*columns)
    ):  # fmt: skip
        yield ActivityRow(
            id=pk, code=code, name=name, focus_area=focus_area or "", parent=parent, areas=areas.get(pk, nothing),
            tags=tags.get(pk, nothing), partners=partners.get(pk, nothing), form=form, starts_on=starts_on,
            ends_on=ends_on,
        )  # fmt: skip


def _joined(through: Any, other: str, programme: Programme) -> dict[int, frozenset[int]]:
    """What each of the programme's activities is joined with, in one query."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = through.objects.filter(activity__programme=programme).order_by()
    for activity, joined in rows.values_list("activity_id", f"{other}_id"):
        found[activity].add(joined)
    return {key: frozenset(some) for key, some in found.items()}


def _offers(programme: Programme) -> Iterable[OfferRow]:
    for offer in Offer.objects.filter(programme=programme):
        yield OfferRow(offer.pk, offer.code, offer.name, offer.provider_id, offer.kind, offer.is_external)


def _tags_of(through: Any, owner: str, programme: Programme) -> dict[int, frozenset[str]]:
    """Tag codes by row of one many-to-many table, in one query, because sessions are many."""
    codes = dict(Tag.objects.filter(programme=programme).values_list("pk", "code"))
    found: dict[int, set[str]] = defaultdict(set)
    for owner_id, tag_id in through.objects.filter(tag_id__in=codes).values_list(f"{owner}_id", "tag_id"):
        found[owner_id].add(codes[tag_id])
    return {key: frozenset(words) for key, words in found.items()}


def _runs(programme: Programme) -> Iterable[RunRow]:
    tags = _tags_of(CourseRun.tags.through, "courserun", programme)
    for run in CourseRun.objects.filter(programme=programme).select_related("initiative"):
        yield RunRow(
            id=run.pk,
            code=run.code,
            name=run.name,
            activity=run.activity_id,
            area=run.area_id,
            venue=run.venue_id,
            starts_on=run.starts_on,
            ends_on=run.ends_on,
            tags=tags.get(run.pk, frozenset()),
            partner=run.partner_id,
            form=run.form,
            rule=run.rule_numerator / run.rule_denominator,
            offer=run.offer_id,
            initiative=run.initiative.thread_id if run.initiative else None,
        )


def _sessions(programme: Programme) -> Iterable[SessionRow]:
    tags = _tags_of(Session.tags.through, "session", programme)
    found = Session.objects.standing().filter(programme=programme).order_by().values_list(*SESSION_COLUMNS, "form")
    days = dict[Any, date]()
    for pk, day, *columns, form in _bare(found):
        on = days.get(day) or days.setdefault(day, date.fromisoformat(day) if isinstance(day, str) else day)
        yield MAKE_SESSION(pk, on, *columns, tags.get(pk, NO_TAGS), form)


def _initiatives(programme: Programme) -> Iterable[InitiativeRow]:
    for row in Initiative.objects.filter(programme=programme):
        yield InitiativeRow(
            id=row.thread_id,
            code=row.code,
            name=row.name,
            area=row.area_id,
            activity=row.activity_id,
            method=row.method,
            with_civil_society=row.with_civil_society,
            need=row.need_id,
        )


def _tallies(programme: Programme, card: Card) -> dict[Any, Counters]:
    """The sums of each session, over its devices."""
    sums = {f"sum_{name}": Sum(name) for name in COUNTERS}
    found = Tally.objects.filter(programme=programme, card=card).order_by().values("session_id").annotate(**sums)
    rows = _bare(found.values_list("session_id", *sums))
    return {session: Counters(**dict(zip(COUNTERS, numbers, strict=True))) for session, *numbers in rows}


def _box_counts(programme: Programme) -> Iterable[BoxCount]:
    """The newest count of each box and day: a count anew takes the place of the one before."""
    newest: dict[tuple[Any, ...], BoxCount] = {}
    for row in current(journal.BoxCount).filter(programme=programme):
        count = BoxCount(
            row.counted_on,
            row.printed,
            row.left,
            row.handed_out,
            activity=row.activity_id,
            area=row.area_id,
            venue=row.venue_id,
            card=EngineCard(row.card),
        )
        newest[count.on, *count.box] = count
    return newest.values()


def _door_checks(programme: Programme) -> Iterable[DoorCheck]:
    """The newest check of each session."""
    checks = current(journal.DoorCheck).filter(programme=programme).select_related("session")
    newest = {check.session_id: check for check in checks}
    for check in newest.values():
        place = {"activity": check.session.activity_id, "area": check.session.area_id, "venue": check.session.venue_id}
        yield DoorCheck(check.session.planned_on, check.clicked, check.tapped, check.session_id, **place)


def _site_audits(programme: Programme) -> Iterable[SiteAudit]:
    audits = current(journal.SiteAudit).filter(programme=programme).values_list("audited_on", *NUMBERS)
    newest = {on: numbers for on, *numbers in audits}
    return [SiteAudit(on, **dict(zip(NUMBERS, numbers, strict=True))) for on, numbers in newest.items()]
