"""Days, times and rhythms as people say them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from django.utils.dates import WEEKDAYS as DAY_NAMES
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from traedesten.core.writing import written_day
from traedesten.schedule.models import Rhythm, RhythmTurn, Session
from traedesten.schedule.pattern import WEEKDAYS

ORDINALS = {1: gettext_lazy("1."), 2: gettext_lazy("2."), 3: gettext_lazy("3."), 4: gettext_lazy("4."),
            5: gettext_lazy("5."), -1: pgettext_lazy("i måneden", "sidste")}  # fmt: skip


def title(session: Session) -> str:
    """The activity, and what the session is called where that says more."""
    name = session.activity.name
    return name if session.title == name else f"{name}: {session.title}"


def weekday(code: str) -> str:
    """ "MO" as "mandag"."""
    return str(DAY_NAMES[WEEKDAYS.index(code)]).lower() if _is_danish() else str(DAY_NAMES[WEEKDAYS.index(code)])


def _is_danish() -> bool:
    return str(DAY_NAMES[0]) != "Monday"


def listed(parts: Iterable[str]) -> str:
    """a, b og c."""
    found = list(parts)
    return _(" og ").join([", ".join(found[:-1]), found[-1]]) if len(found) > 1 else "".join(found)


def hours(starts_at: time | None, ends_at: time | None) -> str:
    """10.00-12.00, or what there is of it; empty for a whole day."""
    if starts_at is None:
        return ""
    begins = clock_time(starts_at)
    return f"{begins}–{clock_time(ends_at)}" if ends_at else begins


def clock_time(at: time) -> str:
    return at.strftime("%H.%M")


def short_day(day: date) -> str:
    """19. nov."""
    return date_format(day, _("j. b"))


def day_of_month(day: date) -> str:
    """19., or 19th where the page is English."""
    return date_format(day, pgettext("en dag i måneden", "j."))


def month(day: date) -> str:
    return date_format(day, "F")


def rule(text: str) -> str:
    """A rule of a rhythm in words: "hver tirsdag", "hver 3. uge på torsdag", "1. mandag i måneden"."""
    parts = dict(part.split("=") for part in text.split(";"))
    days, every = parts["BYDAY"].split(","), int(parts.get("INTERVAL", "1"))
    if parts["FREQ"] == "MONTHLY":
        named = listed(f"{ORDINALS[int(day[:-2])]} {weekday(day[-2:])}" for day in days)
        if every == 1:
            return _("%(days)s i måneden") % {"days": named}
        return _("%(days)s hver %(every)d. måned") % {"days": named, "every": every}
    named = listed(weekday(day) for day in days)
    if every == 1:
        return _("hver %(days)s") % {"days": named}
    if every == 2:
        return _("hver anden uge på %(days)s") % {"days": named}
    return _("hver %(every)d. uge på %(days)s") % {"days": named, "every": every}


def turn(row: RhythmTurn) -> str:
    """A turn as one piece: its rule, its place and its name."""
    said = rule(row.rule)
    if row.venue:
        said = _("%(rule)s i %(place)s") % {"rule": said, "place": row.venue.name}
    elif row.area:
        said = _("%(rule)s i %(place)s") % {"rule": said, "place": row.area.name}
    return f"{said} ({row.name})" if row.name else said


def rhythm(row: Rhythm) -> str:
    """The whole rhythm: "1. mandag i måneden i Nabohuset, 2. mandag i måneden i Basen, kl. 10.00-12.00"."""
    said = ", ".join(turn(each) for each in row.turns.all())
    at = hours(row.starts_at, row.ends_at)
    said = _("%(rhythm)s, kl. %(hours)s") % {"rhythm": said, "hours": at} if at else said
    return said[:1].upper() + said[1:]


def span(first: date, last: date | None) -> str:
    if last is None:
        return _("fra %(first)s") % {"first": written_day(first)}
    return _("fra %(first)s til %(last)s") % {"first": written_day(first), "last": written_day(last)}
