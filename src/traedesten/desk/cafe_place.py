"""One café as somebody works in it: its openings, and what has been written by hand about how they were counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from traedesten.core import clock
from traedesten.core.access import Permission
from traedesten.desk.choice import session_time
from traedesten.desk.registration import UNDO_WITHIN
from traedesten.desk.workplace import Workplace
from traedesten.journal.models import Entry, SiteAudit, TallyClash
from traedesten.journal.models.control import Control, current
from traedesten.measures import cafe
from traedesten.measures.cafe import Site
from traedesten.programme.models import Programme
from traedesten.programme.rules import NO_AREA
from traedesten.schedule.models import Session

SESSIONS_OFFERED = 30


@dataclass(frozen=True)
class Place:
    workplace: Workplace
    site: Site

    @property
    def programme(self) -> Programme:
        return self.workplace.programme

    @property
    def today(self) -> date:
        return min(clock.today(), self.programme.ends_on)

    @property
    def may_count(self) -> bool:
        """Whether the person may write down controls here."""
        return self.workplace.standing.may(Permission.RECORD_ENTRY, area=self.site.area or NO_AREA, kind="tally")

    @property
    def may_audit(self) -> bool:
        """Whether the person may write down an eftersyn: it counts in every café of the programme."""
        return self.workplace.standing.may(Permission.RECORD_ENTRY, area=NO_AREA, kind="tally")

    def may_write(self, model: type[Control]) -> bool:
        return self.may_audit if model is SiteAudit else self.may_count

    @property
    def sees_figures(self) -> bool:
        """Whether the person sees what the café's guests come to: by a role in this very area."""
        return self.workplace.standing.may(Permission.SEE_FIGURES, area=self.site.area or NO_AREA)

    @cached_property
    def sessions(self) -> list[Session]:
        """The newest openings up to today, newest first."""
        here = self.programme.sessions.standing().filter(self._here(), planned_on__lte=self.today)
        rows = here.select_related("activity", "area", "run", "initiative").order_by("-planned_on", "-starts_at")
        return list(rows[:SESSIONS_OFFERED])

    @cached_property
    def cancelled(self) -> frozenset[int]:
        rows = Entry.objects.current().filter(
            kind="session", step="cancelled", session__in=[row.pk for row in self.sessions]
        )
        return frozenset(rows.values_list("session", flat=True))

    def session_choices(self) -> list[tuple[str, str]]:
        """By when alone, for the page has said which café; with its own name where it has one."""
        mark = f" ({_('aflyst')})"
        return [(row.code, _when(row) + (mark if row.pk in self.cancelled else "")) for row in self.sessions]

    def session(self, code: str) -> Session:
        return next(row for row in self.sessions if row.code == code)

    def last_session_without(self, model: type[Control], **more: Any) -> str:
        """The code of the newest opening that was held and has none of these yet."""
        done = set(self.controls(model).filter(**more).values_list("session", flat=True))
        free = (row.code for row in self.sessions if row.pk not in done and row.pk not in self.cancelled)
        return next(free, "")

    def controls(self, model: type[Control]) -> QuerySet[Any]:
        """Those that count now and were made here; eftersyn is the whole programme's."""
        return self.all_controls(model).filter(pk__in=current(model))

    def all_controls(self, model: type[Control]) -> QuerySet[Any]:
        rows: QuerySet[Any] = model._default_manager.filter(programme=self.programme)
        names = {field.name for field in model._meta.get_fields()}
        if "session" in names:
            return rows.filter(self._here("session__")).select_related("session")
        return rows if model is SiteAudit else rows.filter(self._here())

    def clashes(self) -> QuerySet[TallyClash]:
        """Sums of tablets that were set aside here, settled or not."""
        rows = TallyClash.objects.filter(self._here("session__"), programme=self.programme)
        return rows.select_related(
            "session__activity", "session__area", "session__run", "session__initiative"
        ).order_by("session__planned_on", "pk")

    def may_change(self, control: Control, own: Permission, any_: Permission) -> bool:
        """Who wrote it, and who may change what anybody wrote here; an eftersyn is written for the whole programme."""
        may = self.workplace.standing.may
        is_own = control.recorded_by_id == self.workplace.staff.pk
        area = NO_AREA if isinstance(control, SiteAudit) else self.site.area or NO_AREA
        return (is_own and may(own, kind="tally")) or may(any_, area=area, kind="tally")

    def may_undo(self, control: Any) -> bool:
        """Whether the person wrote it themselves within the last ten minutes; a correction is not undone like that."""
        is_own = control.recorded_by_id == self.workplace.staff.pk and control.supersedes_id is None
        is_new = clock.now() - control.recorded_at <= UNDO_WITHIN and not control.is_withdrawal
        return is_own and is_new and self.workplace.standing.may(Permission.WITHDRAW_OWN, kind="tally")

    def _here(self, prefix: str = "") -> Q:
        """The activity and those under it, in the area."""
        activity = self.site.activity
        of_activity = Q(**{f"{prefix}activity": activity}) | Q(**{f"{prefix}activity__parent": activity})
        return of_activity & Q(**{f"{prefix}area": self.site.area})


def places(workplace: Workplace, *, only_counted: bool = False) -> list[Place]:
    """The cafés where the person works."""
    found = cafe.sites_of(workplace.programme, workplace.area_ids, only_counted=only_counted)
    return [Place(workplace, site) for site in found]


def place(workplace: Workplace, activity: str, area: str) -> Place:
    """One of them. Http404 where there is none."""
    for found in places(workplace):
        if (found.site.activity.code, found.site.slug) == (activity, area):
            return found
    raise Http404


def _when(row: Session) -> str:
    return f"{session_time(row)}: {row.name}" if row.name else session_time(row)
