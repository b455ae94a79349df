"""Persons one taps instead of typing: those who usually come, those on a run's list, those who give a hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Count, Max, Q

from traedesten.core import clock
from traedesten.desk.workplace import Workplace
from traedesten.journal.models.entry import EntryQuerySet
from traedesten.schedule.models import CourseRun, Session

REGULARS, HELPERS = 24, 16  # as many as a thumb finds
RECENT, READ_BACK = 6, 60
LATELY = timedelta(days=120)
A_YEAR = timedelta(days=365)


def regulars(workplace: Workplace, session: Session) -> list[str]:
    """Codes of those who most often come to the activity and are not registered at this opening yet."""
    rows = _lately(workplace, "visit", LATELY).filter(activity=session.activity_id)
    return sorted(set(_most(rows, REGULARS)) - set(present(workplace, "visit", session)))


def recent(workplace: Workplace) -> list[str]:
    """Codes of those the person themselves last wrote about, the latest first."""
    rows = workplace.entries_with_people().current().filter(recorded_by=workplace.staff, subject__isnull=False)
    codes = rows.order_by("-seq").values_list("subject__code", flat=True)[:READ_BACK]
    return list(dict.fromkeys(codes))[:RECENT]


def present(workplace: Workplace, kind: str, session: Session) -> list[str]:
    """Codes of those who are registered at the session, visitors or participants."""
    rows = workplace.entries_with_people().current().filter(kind=kind, session=session, subject__isnull=False)
    return sorted(rows.values_list("subject__code", flat=True))


def helpers(workplace: Workplace) -> list[str]:
    """Codes of those who gave a hand or were active as volunteers within a year, without who has stopped."""
    rows = _lately(workplace, "contribution", A_YEAR) | _lately(workplace, "volunteer_status", A_YEAR)
    newest = dict(
        workplace.entries_with_people()
        .current()
        .filter(kind="volunteer_status", subject__isnull=False)
        .order_by("happened_on", "seq")
        .values_list("subject__code", "step")
    )
    return sorted(code for code in _most(rows, HELPERS) if newest.get(code, "active") == "active")


def on_list(workplace: Workplace, session: Session | None, run: CourseRun | None) -> list[str]:
    """The roster: who began in the run and has not ended, and who has come to it; without a run who came lately."""
    run_id = session.run_id if session else run.pk if run else None
    rows = workplace.entries_with_people().current().filter(subject__isnull=False).order_by()
    if run_id is None:
        came = rows.filter(kind="attendance", happened_on__gte=clock.today() - LATELY)
        return _codes(came.filter(activity=session.activity_id)) if session else []
    here = rows.filter(Q(run=run_id) | Q(session__run=run_id), kind__in=("enrolment", "attendance"))
    ended = _ended(here.filter(kind="enrolment"))
    return [code for code in _codes(here) if code not in ended]


def _ended(enrolments: EntryQuerySet) -> set[str]:
    steps = enrolments.order_by("happened_on", "seq").values_list("subject__code", "step")
    return {code for code, step in dict(steps).items() if step == "ended"}


def _codes(rows: EntryQuerySet) -> list[str]:
    return sorted(set(rows.values_list("subject__code", flat=True)))


def _lately(workplace: Workplace, kind: str, back: timedelta) -> EntryQuerySet:
    since = clock.today() - back
    rows: EntryQuerySet = (
        workplace.entries_with_people().current().filter(kind=kind, subject__isnull=False, happened_on__gte=since)
    )
    return rows.order_by()


def _most(rows: EntryQuerySet, limit: int) -> Iterable[str]:
    counted = rows.values("subject__code").annotate(times=Count("pk"), last=Max("happened_on"))
    return [row["subject__code"] for row in counted.order_by("-times", "-last", "subject__code")[:limit]]
