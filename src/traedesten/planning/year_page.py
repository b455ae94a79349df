"""The year as its page shows it: a picture, and the same told month by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.dates import MONTHS as MONTH_NAMES
from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from traedesten.core import clock
from traedesten.journal.queries import newsletters_between
from traedesten.planning import wheel, words
from traedesten.planning.calendar_page import hues_of
from traedesten.planning.planner import Planner
from traedesten.programme.models import Activity
from traedesten.schedule import holiday, queries

DAY = timedelta(days=1)
NAMED_AT_MOST = 4  # days of an activity that are told one by one in a month; more are counted


@dataclass(frozen=True, slots=True)
class Ring:
    """One activity: its number, its ring and its days as a path."""

    number: int
    activity: Activity
    hue: int
    count: int
    track: str
    days: str
    off: str
    label_x: str
    label_y: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Something drawn with a text: a month, a phase, a milestone."""

    path: str
    text: str
    key: str = ""
    way: str = ""


@dataclass(slots=True)
class Month:
    """What a month holds, each line a sentence or less."""

    name: str
    first: date
    phases: list[str] = field(default_factory=list)
    milestones: list[str] = field(default_factory=list)
    activities: list[tuple[int, int, str, str]] = field(default_factory=list)
    news: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    is_now: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    year: int
    before: int | None
    after: int | None
    rings: list[Ring]
    groups: list[tuple[str, list[Ring]]]
    months: list[Month]
    month_pieces: list[Piece]
    phases: list[Piece]
    milestones: list[Piece]
    news: list[Piece]
    closed: str
    holidays: str
    today: tuple[str, str, str, str] | None
    summary: str


def page(planner: Planner, year: int) -> Page:
    programme = planner.programme
    first, last = date(year, 1, 1), date(year, 12, 31)
    days, off = _days(planner, first, last)
    rings = _rings(planner, days, off, year)
    phases = [row for row in programme.phases.all() if row.starts_on <= last and row.ends_on >= first]
    milestones = [row for row in programme.milestones.all() if first <= row.due_on <= last]
    news = newsletters_between(planner.staff, programme, first, last, planner.standing)
    weeks = _closed_weeks(planner, year)
    free = holiday.between(first, last, with_customary=True)
    count = sum(ring.count for ring in rings)
    summary = ngettext("%(count)d gang i %(year)d", "%(count)d gange i %(year)d", count) % {
        "count": count,
        "year": year,
    }
    summary = summary if count else _("Ingen gange i %(year)d endnu") % {"year": year}
    return Page(
        year,
        year - 1 if year > programme.starts_on.year else None,
        year + 1 if year < programme.ends_on.year else None,
        rings,
        _groups(rings),
        _months(year, days, rings, phases, milestones, news, weeks, free),
        _month_pieces(year),
        [_phase(row, first, last, number) for number, row in enumerate(phases)],
        [Piece(wheel.diamond(wheel.OUTER, row.due_on), f"{words.short_day(row.due_on)}: {row.name}",
               "done" if row.done_on else "due") for row in milestones],
        [Piece(wheel.diamond(wheel.NEWS, on, 7), f"{words.short_day(on)}: {what}") for on, what in news],
        "".join(wheel.stretch(wheel.INNER, wheel.OUTER, begin, end) for begin, end, _week in weeks),
        "".join(wheel.stretch(wheel.INNER, wheel.OUTER, on, on) for on in free),
        _today(year),
        summary,
    )  # fmt: skip


def _days(planner: Planner, first: date, last: date) -> tuple[dict[int, list[date]], dict[int, list[date]]]:
    """Days of each activity's sessions, and of those called off, by the activity's key; in one question."""
    rows = queries.sessions_visible_to(planner.staff, planner.programme, planner.standing).filter(
        planned_on__range=(first, last)
    )
    held: dict[int, list[date]] = defaultdict(list)
    off: dict[int, list[date]] = defaultdict(list)
    for activity, on, is_off in rows.order_by("planned_on").values_list("activity", "planned_on", "is_called_off"):
        (off if is_off else held)[activity].append(on)
    return held, off


def _rings(planner: Planner, days: dict[int, list[date]], off: dict[int, list[date]], year: int) -> list[Ring]:
    """A ring for each activity that has something planned, those of one focus area beside each other."""
    hues = hues_of(planner)
    shown = [row for row in planner.activities if row.pk in days or row.pk in off]
    order = {pk: number for number, pk in enumerate(hues)}
    shown.sort(key=lambda row: (order.get(row.focus_area_id or 0, len(order)), row.position))
    begin, end = wheel.angle(date(year, 1, 1)), wheel.angle(date(year, 12, 31), 1.0)
    made = []
    for number, (row, lane) in enumerate(zip(shown, wheel.lanes(len(shown)), strict=True), start=1):
        x, y = wheel.point(lane.middle, 0)
        made.append(
            Ring(number, row, hues.get(row.focus_area_id, 0), len(days.get(row.pk, ())),
                 wheel.band(lane.inner, lane.outer, begin, end), wheel.ticks(lane, days.get(row.pk, ())),
                 wheel.ticks(lane, off.get(row.pk, ())), f"{x:.1f}", f"{y:.1f}")
        )  # fmt: skip
    return made


def _groups(rings: Iterable[Ring]) -> list[tuple[str, list[Ring]]]:
    """The rings by focus area, for the key."""
    found: dict[str, list[Ring]] = {}
    for ring in rings:
        area = ring.activity.focus_area
        found.setdefault(area.name if area else _("Hele programmet"), []).append(ring)
    return list(found.items())


def _month_pieces(year: int) -> list[Piece]:
    pieces = []
    for number in range(1, 13):
        first = date(year, number, 1)
        last = (date(year, number + 1, 1) if number < 12 else date(year + 1, 1, 1)) - DAY
        way = wheel.text_arc(467.0 if not 3 < number < 10 else 480.0, wheel.angle(first), wheel.angle(last, 1.0))
        pieces.append(Piece(wheel.stretch(*wheel.MONTHS, first, last), str(MONTHS_3[number]), f"m{number}", way))
    return pieces


def _phase(row: Any, first: date, last: date, number: int) -> Piece:
    begin, end = max(row.starts_on, first), min(row.ends_on, last)
    way = wheel.text_arc(436.0 if not _is_below(begin, end) else 445.0, wheel.angle(begin), wheel.angle(end, 1.0))
    return Piece(wheel.stretch(*wheel.PHASES, begin, end), row.name, f"p{number}", way)


def _is_below(begin: date, end: date) -> bool:
    return 90 < (wheel.angle(begin) + wheel.angle(end, 1.0)) / 2 % 360 < 270


def _closed_weeks(planner: Planner, year: int) -> list[tuple[date, date, int]]:
    """First and last day within the year, and number, of each closed week."""
    found = []
    for row in planner.programme.closed_weeks.filter(year__in=(year - 1, year, year + 1)):
        monday = date.fromisocalendar(row.year, row.week, 1)
        begin, end = max(monday, date(year, 1, 1)), min(monday + 6 * DAY, date(year, 12, 31))
        if begin <= end:
            found.append((begin, end, row.week))
    return found


def _today(year: int) -> tuple[str, str, str, str] | None:
    today = clock.today()
    if today.year != year:
        return None
    inner, outer = wheel.point(wheel.NEWS - 12, wheel.angle(today, 0.5)), wheel.point(498.0, wheel.angle(today, 0.5))
    return f"{inner[0]:.1f}", f"{inner[1]:.1f}", f"{outer[0]:.1f}", f"{outer[1]:.1f}"


def _months(
    year: int,
    days: dict[int, list[date]],
    rings: list[Ring],
    phases: list[Any],
    milestones: list[Any],
    news: list[tuple[date, str]],
    weeks: list[tuple[date, date, int]],
    free: dict[date, str],
) -> list[Month]:
    today = clock.today()
    made = [Month(str(MONTH_NAMES[number]).capitalize(), date(year, number, 1)) for number in range(1, 13)]
    for month in made:
        month.is_now = (year, month.first.month) == (today.year, today.month)
    for row in phases:
        if row.starts_on.year == year:
            made[row.starts_on.month - 1].phases.append(_("%(phase)s begynder") % {"phase": row.name})
    for row in milestones:
        told = {"day": words.short_day(row.due_on), "name": row.name}
        text = _("%(day)s: %(name)s (nået)") if row.done_on else _("%(day)s: %(name)s")
        made[row.due_on.month - 1].milestones.append(text % told)
    for ring in rings:
        by_month: dict[int, list[date]] = defaultdict(list)
        for on in days.get(ring.activity.pk, ()):
            by_month[on.month].append(on)
        for number, found in by_month.items():
            line = (ring.number, ring.hue, ring.activity.name, _told(found))
            made[number - 1].activities.append(line)
    for on, what in news:
        made[on.month - 1].news.append(f"{words.short_day(on)}: {what}")
    for begin, _end, week in weeks:
        made[begin.month - 1].closed.append(_("Uge %(week)d er lukket") % {"week": week})
    for on, name in free.items():
        made[on.month - 1].closed.append(f"{words.short_day(on)}: {name}")
    return made


def _told(found: list[date]) -> str:
    """3. og 17., or 9 gange."""
    if len(found) <= NAMED_AT_MOST:
        return words.listed(dict.fromkeys(words.day_of_month(on) for on in found))
    return _("%(count)d gange") % {"count": len(found)}
