"""Questions others may ask about what is planned, scope first: where the person works, and what is for everybody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from traedesten.core.access import Permission
from traedesten.places.models import Staff, Venue
from traedesten.programme import rules
from traedesten.programme.models import Programme
from traedesten.programme.roles import ROLES
from traedesten.schedule import token
from traedesten.schedule.models import CourseRun, Feed, Rhythm, RhythmTurn, Session
from traedesten.schedule.plan import SessionPlan

SHOWN = ("activity", "activity__focus_area", "area", "venue", "run", "initiative")


def sessions_visible_to(staff: Any, programme: Programme, here: rules.Standing | None = None) -> QuerySet[Session]:
    """Planned sessions of the areas the person works in, and those for the whole programme; called-off ones too.

    ``here`` is what the person may do, where that has been read already; so in the questions below.
    """
    ids = (here or rules.standing(staff, programme)).area_ids(Permission.SEE_PROGRAMME)
    rows = Session.objects.standing().filter(programme=programme)
    if ids is not None:
        own = Exists(Session.staff.through.objects.filter(session=OuterRef("pk"), staff=getattr(staff, "pk", None)))
        rows = rows.filter(Q(area__isnull=True) | Q(area__in=ids) | own)
    return rows


def get_session(staff: Any, programme: Programme, code: str) -> Session:
    """A session by code, if it is visible to the person; Http404 otherwise."""
    return get_object_or_404(sessions_visible_to(staff, programme).select_related(*SHOWN), code=code)


def on_duty(sessions: QuerySet[Session], staff: Staff | int) -> QuerySet[Session]:
    """Those of the sessions that a member of staff is on."""
    return sessions.filter(staff=staff)


def sessions_between(
    staff: Any, programme: Programme, first: date, last: date, here: rules.Standing | None = None
) -> list[Session]:
    """Planned sessions from one day to another in order, with place and who is on duty; called-off ones too."""
    rows = sessions_visible_to(staff, programme, here).filter(planned_on__range=(first, last))
    return list(in_order(rows))


def in_order(rows: QuerySet[Session]) -> QuerySet[Session]:
    """Sessions by day and time, with what a list shows of them."""
    return rows.select_related(*SHOWN).prefetch_related("staff").order_by("planned_on", "starts_at", "code")


def sessions_today(
    staff: Staff, programme: Programme, today: date, here: rules.Standing | None = None
) -> tuple[list[Session], list[Session]]:
    """Today's sessions where the person works: those they are on duty at, and the others. Called-off ones too."""
    rows = sessions_between(staff, programme, today, today, here)
    own = [row for row in rows if staff in row.staff.all()]
    return own, [row for row in rows if row not in own]


def next_sessions(
    staff: Staff, programme: Programme, today: date, count: int = 5, here: rules.Standing | None = None
) -> list[Session]:
    """The sessions after today that will be: the person's own first choice, else all where they work."""
    rows = sessions_visible_to(staff, programme, here).filter(planned_on__gt=today, is_called_off=False)
    own = list(in_order(on_duty(rows, staff))[:count])
    return own or list(in_order(rows)[:count])


def sessions_that_should_be_told(
    staff: Staff, programme: Programme, today: date, days: int = 14, here: rules.Standing | None = None
) -> QuerySet[Session]:
    """Sessions of the last days that were planned and not called off; whether they were held is in the journal."""
    first = today - timedelta(days=days)
    rows = sessions_visible_to(staff, programme, here).filter(planned_on__range=(first, today - timedelta(days=1)))
    return in_order(rows.filter(is_called_off=False))


def rhythms_visible_to(staff: Any, programme: Programme) -> QuerySet[Rhythm]:
    """Rhythms with a turn where the person works, or in no area."""
    ids = rules.areas_of(staff, programme, Permission.SEE_PROGRAMME)
    rows = Rhythm.objects.filter(programme=programme)
    if ids is not None:
        turns = RhythmTurn.objects.filter(rhythm=OuterRef("pk"))
        rows = rows.filter(Exists(turns.filter(Q(area__isnull=True) | Q(area__in=ids))))
    return rows.select_related("activity", "run").prefetch_related("turns__venue", "turns__area", "staff")


def get_rhythm(staff: Any, programme: Programme, code: str) -> Rhythm:
    """A rhythm by code, if it is visible to the person; Http404 otherwise."""
    return get_object_or_404(rhythms_visible_to(staff, programme), code=code)


def sessions_like(programme: Programme, plan: SessionPlan) -> QuerySet[Session]:
    """Sessions of the day that may be the one told of: of the activity, and not at a place known to be another."""
    main = plan.activity.parent_id or plan.activity.pk
    rows = Session.objects.standing().filter(programme=programme, planned_on=plan.planned_on)
    rows = rows.filter(Q(activity=main) | Q(activity__parent=main))
    if plan.area is not None:
        rows = rows.filter(Q(area=plan.area) | Q(area__isnull=True))
    if plan.venue is not None:
        rows = rows.filter(Q(venue=plan.venue) | Q(venue__isnull=True))
    return rows.select_related("activity", "area", "venue", "run", "initiative").order_by("starts_at", "code")


def venues_of(programme: Programme) -> QuerySet[Venue]:
    """Venues in the programme's areas, and those it has planned something at."""
    named = [
        model._base_manager.filter(programme=programme, venue__isnull=False).order_by().values("venue")
        for model in (Session, CourseRun, RhythmTurn)
    ]
    found = Q(area__in=programme.areas.all())
    for rows in named:
        found |= Q(pk__in=rows)
    return Venue.objects.filter(found).select_related("area").order_by("name")


def team_of(programme: Programme) -> QuerySet[Staff]:
    """Who can be put on duty: everybody with a role in the programme that plans or records."""
    doing = [code for code, role in ROLES.items() if "session" in role.records]
    grants = programme.grants.filter(staff=OuterRef("pk"), role__in=doing)
    return Staff.objects.filter(Exists(grants), is_active=True).order_by("name")


def feeds_of(staff: Staff, programme: Programme) -> QuerySet[Feed]:
    """The person's own subscriptions."""
    return staff.feeds.filter(programme=programme).select_related("venue", "activity")


def feed_by(secret: str) -> Feed | None:
    """The calendar of a secret address, with what its file needs; None for an address nobody has now."""
    found = Feed.objects.filter(digest=token.digest(secret))
    return found.select_related("programme", "owner", "venue", "activity").first()
