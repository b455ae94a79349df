"""What was registered month by month or week by week, by activity and kind, and what it could come of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from .columns import ColumnRegister
from .columns.domain import Array
from .period import Period, PeriodKind, divide
from .world import Id

WRITTEN_LATER = timedelta(days=7)  # before that, what is missing may only not be written down yet
FEWEST = 30  # entries in a series: below, every month is by chance
VISITS = "visits"  # people counted at sessions, by tally or head count
AT_SESSIONS = frozenset(("session", "visit", "attendance", "rating"))


@dataclass(frozen=True, slots=True)
class Series:
    """One kind's entries on one activity, or the visits there. Only whole periods since the first entry."""

    activity: Id | None
    what: str
    periods: tuple[Period, ...]
    counts: tuple[float, ...]
    could_be: tuple[float, ...]


class Calendar:
    """The programme's whole months or weeks that were over some days before a day."""

    def __init__(self, register: ColumnRegister, as_of: date, kind: PeriodKind) -> None:
        self.register, self.sheet = register, register.sheet
        world = register.world
        whole, told = Period(world.starts_on, world.ends_on), as_of - WRITTEN_LATER
        self.periods = [each.period for each in divide(whole, kind) if each.period.end <= told and not each.cut]
        self.starts = np.array([each.start.toordinal() for each in self.periods] or [0])
        self.last = self.periods[-1].end.toordinal() if self.periods else -1

    def place(self, days: Array) -> Array:
        """The number of each day's period; -1 outside all of them."""
        place = np.searchsorted(self.starts, days, "right") - 1
        return np.where((place >= 0) & (days <= self.last), place, -1)

    def count(self, days: Array, weights: Array | None = None) -> Array:
        place = self.place(days)
        inside = place >= 0
        amounts = None if weights is None else weights[inside]
        found: Array = np.bincount(place[inside], amounts, minlength=len(self.periods)).astype(float)
        return found

    @cached_property
    def open_days(self) -> Array:
        """Working days of each period that lie in no closed week."""
        closed = self.register.world.closed_weeks
        return np.array([float(sum(_is_open(day, closed) for day in _days(each))) for each in self.periods])

    @cached_property
    def planned(self) -> dict[Id | None, Array]:
        """Sessions planned in each period, by activity."""
        days: dict[Id | None, list[int]] = {}
        for row in self.register.world.sessions:
            days.setdefault(row.activity, []).append(row.on.toordinal())
        return {activity: self.count(np.array(each)) for activity, each in days.items()}

    def could_be(self, activity: Id | None, what: str) -> Array:
        planned = self.planned.get(activity)
        if what in AT_SESSIONS or what == VISITS:
            return planned if planned is not None else np.zeros(len(self.periods))
        return self.open_days


def series(register: ColumnRegister, as_of: date, kind: PeriodKind = PeriodKind.MONTH) -> Iterator[Series]:
    """Every series that is long enough to tell one period from another."""
    calendar = Calendar(register, as_of, kind)
    if calendar.periods:
        yield from _of_entries(calendar)
        yield from _of_visits(calendar)


def _of_entries(calendar: Calendar) -> Iterator[Series]:
    sheet = calendar.sheet
    kinds, activities = sheet.domains["kind"], sheet.domains["activity"]
    key = sheet.columns["kind"].astype(np.int64) * (len(activities) + 1) + sheet.columns["activity"] + 1
    for each, many in zip(*np.unique(key, return_counts=True), strict=True):
        if many >= FEWEST:
            kind, activity = kinds.value(int(each) // (len(activities) + 1)), int(each) % (len(activities) + 1) - 1
            yield from _told(calendar, activities.value(activity), kind, calendar.count(sheet.on[key == each]))


def _of_visits(calendar: Calendar) -> Iterator[Series]:
    """People at sessions: by the tally where there is one, else by head count."""
    sheet, world = calendar.sheet, calendar.register.world
    found: dict[Id | None, list[tuple[int, float]]] = {}
    for session, sums in world.tallies.items():
        if plan := calendar.register.sessions.get(session):
            found.setdefault(plan.activity, []).append((plan.on.toordinal(), float(sums.visits)))
    held = sheet.of_kinds(("session",))
    held = held[(sheet.columns["people"][held] >= 0) & ~calendar.register.is_tallied[held]]
    value = sheet.domain("activity").value
    for row in held.tolist():
        activity = value(int(sheet.columns["activity"][row]))
        found.setdefault(activity, []).append((int(sheet.on[row]), float(sheet.columns["people"][row])))
    for activity, visits in found.items():
        days, amounts = (np.array(each) for each in zip(*visits, strict=True))
        if amounts.sum() >= FEWEST:
            yield from _told(calendar, activity, VISITS, calendar.count(days, amounts))


def _told(calendar: Calendar, activity: Id | None, what: str, counts: Array) -> Iterator[Series]:
    """From the first period with anything in it."""
    told = np.flatnonzero(counts)
    if len(told):
        first = int(told[0])
        could_be = calendar.could_be(activity, what)
        yield Series(activity, what, tuple(calendar.periods[first:]), tuple(counts[first:].tolist()),
                     tuple(could_be[first:].tolist()))  # fmt: skip


def _days(period: Period) -> Iterator[date]:
    return (period.start + timedelta(days=number) for number in range((period.end - period.start).days + 1))


def _is_open(day: date, closed: frozenset[tuple[int, int]]) -> bool:
    return day.weekday() < 5 and tuple(day.isocalendar())[:2] not in closed
