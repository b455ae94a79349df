"""The calendar as one page shows it: days with what is planned, and how it went where that has been told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traedesten.core import clock
from traedesten.core.writing import written_day
from traedesten.journal.queries import steps_of_sessions
from traedesten.planning import words
from traedesten.planning.calendar_filter import MONTH, WEEK, Wanted, narrowed
from traedesten.planning.planner import Planner
from traedesten.schedule import holiday, queries
from traedesten.schedule.models import Session

HUES = 6
STATES = {
    "planned": gettext_lazy("Planlagt"),
    "held": gettext_lazy("Holdt"),
    "cancelled": gettext_lazy("Aflyst"),
    "untold": gettext_lazy("Ikke registreret"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """A session as a line. ``register`` is where it is registered in one tap; empty where that is not to be done."""

    session: Session
    title: str
    hours: str
    where: str
    who: str
    state: str
    hue: int
    register: str

    @property
    def state_name(self) -> str:
        return str(STATES[self.state])


@dataclass(slots=True)
class Day:
    on: date
    name: str
    notes: list[str]
    is_today: bool
    is_outside: bool
    items: list[Item] = field(default_factory=list)

    @property
    def week(self) -> int:
        return self.on.isocalendar()[1]

    @property
    def is_closed(self) -> bool:
        return bool(self.notes)


@dataclass(frozen=True, slots=True)
class Page:
    wanted: Wanted
    title: str
    days: list[Day]
    weekdays: list[str]
    links: Mapping[str, str]

    @property
    def is_empty(self) -> bool:
        return not any(day.items for day in self.days)

    @property
    def has_today(self) -> bool:
        return any(day.is_today for day in self.days)


def page(planner: Planner, wanted: Wanted) -> Page:
    first, last = wanted.span()
    rows = queries.sessions_visible_to(planner.staff, planner.programme, planner.standing).filter(
        planned_on__range=(first, last)
    )
    items = lines(planner, list(queries.in_order(narrowed(rows, wanted, planner))))
    days = {day.on: day for day in _days(planner, wanted, first, last)}
    for item in items:
        days[item.session.planned_on].items.append(item)
    names = [words.weekday(code)[:3] for code in words.WEEKDAYS]
    return Page(wanted, _title(wanted, first), list(days.values()), names, _links(wanted))


def _title(wanted: Wanted, first: date) -> str:
    if wanted.view == WEEK:
        last = first + timedelta(days=6)
        told = {"week": first.isocalendar()[1], "first": words.short_day(first), "last": words.short_day(last)}
        return _("Uge %(week)d: %(first)s – %(last)s") % told + f" {last.year}"
    said = date_format(wanted.day, "F Y")
    return said[:1].upper() + said[1:]


def _links(wanted: Wanted) -> dict[str, str]:
    return {
        "back": wanted.link(day=wanted.beside(-1)),
        "on": wanted.link(day=wanted.beside(1)),
        "today": wanted.link(day=clock.today()),
        "week": wanted.link(view=WEEK),
        "month": wanted.link(view=MONTH),
        "all": wanted.link(activity="", area="", venue="", who=""),
    }


def _days(planner: Planner, wanted: Wanted, first: date, last: date) -> Iterable[Day]:
    closed = {(row.year, row.week) for row in planner.programme.closed_weeks.all()}
    holidays = holiday.between(first, last, with_customary=True)
    today = clock.today()
    for number in range((last - first).days + 1):
        on = first + timedelta(days=number)
        notes = [holidays[on]] if on in holidays else []
        if on.isocalendar()[:2] in closed:
            notes.append(_("Lukket uge"))
        is_outside = wanted.view == MONTH and on.month != wanted.day.month
        yield Day(on, written_day(on), notes, on == today, is_outside)


def lines(planner: Planner, sessions: list[Session]) -> list[Item]:
    """Sessions as lines, each with how it went where the person sees that."""
    steps = steps_of_sessions([row.pk for row in sessions]) if planner.sees_how_it_went else {}
    hues = hues_of(planner)
    return [_line(planner, row, steps.get(row.pk, ""), hues) for row in sessions]


def hues_of(planner: Planner) -> dict[int | None, int]:
    """The colour of each focus area by its key: the first six have their own, then they begin again."""
    areas = planner.programme.focus_areas.all()
    return {row.pk: 1 + number % HUES for number, row in enumerate(areas)}


def state_of(planner: Planner, session: Session, step: str) -> str:
    if step in ("held", "cancelled"):
        return step
    if session.is_called_off:
        return "cancelled"
    is_past = session.planned_on < clock.today()
    return "untold" if is_past and planner.sees_how_it_went else "planned"


def _line(planner: Planner, row: Session, step: str, hues: Mapping[int | None, int]) -> Item:
    state = state_of(planner, row, step)
    where = row.venue or row.area
    who = words.listed(each.get_short_name() for each in row.staff.all()) if planner.sees_how_it_went else ""
    return Item(
        row, words.title(row), words.hours(row.starts_at, row.ends_at), where.name if where else "", who, state,
        hues.get(row.activity.focus_area_id, 0), register_address(planner, row, state),
    )  # fmt: skip


def register_address(planner: Planner, row: Session, state: str) -> str:
    """Where the desk registers that it was held: for what has been, or is today, and has not been told."""
    is_due = state in ("planned", "untold") and row.planned_on <= clock.today()
    if not is_due or not planner.may_register(row):
        return ""
    form = reverse("desk:register_kind", kwargs={"programme": planner.programme.code, "kind": "session"})
    return f"{form}?{urlencode({'session': row.code})}"
