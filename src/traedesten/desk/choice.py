"""What a person may choose from in a form: the programme's own, where they work, near the day it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traedesten.core import clock
from traedesten.core.writing import written_day
from traedesten.desk import layout, thread
from traedesten.desk.workplace import Workplace
from traedesten.journal import vocabulary as v
from traedesten.journal.book import Book
from traedesten.journal.catalogue import MEASUREMENTS, KindSpec
from traedesten.journal.models import Entry
from traedesten.places.models import Area, Venue
from traedesten.programme.models import Activity
from traedesten.schedule.models import CourseRun, Session

Pairs = list[tuple[str, str]]

NONE = "."  # chosen, and none of them; no code can look like this
NONE_OF_THEM = {
    "activity": gettext_lazy("Hører ikke til en aktivitet"),
    "area": gettext_lazy("Uden for områderne"),
}

BACK, AHEAD = timedelta(days=45), timedelta(days=14)
LATE_START = timedelta(days=60)
# A course that ended within this time can still get an outcome or a follow-up.
AFTER_END = timedelta(days=400)
SESSIONS_SHOWN = 60
OF_SESSION = ("activity", "area", "venue", "run", "initiative")
# Columns whose options cost a question to the database.
READ_FROM_TABLES = ("activity", "area", "venue", "session", "run", "offer", "partner", "topic", "thread")
SMILEYS = (
    ("5", gettext_lazy("5 Rigtig godt")),
    ("4", gettext_lazy("4 Godt")),
    ("3", gettext_lazy("3 Midt imellem")),
    ("2", gettext_lazy("2 Mindre godt")),
    ("1", gettext_lazy("1 Dårligt")),
)


class Choices:
    """Options of each column as (code, Danish name), read when first asked for."""

    def __init__(
        self,
        workplace: Workplace,
        spec: KindSpec,
        on: date | None = None,
        *,
        session: str = "",
        keep: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        """``session`` is the code of one that is listed however far away; ``keep`` has an option more for a column."""
        self.workplace, self.spec = workplace, spec
        self.area_ids = workplace.areas_for(spec.code)
        # The calendar itself ends near the first and the last day that can be written.
        self.on = min(max(on or clock.today(), date.min + AFTER_END), date.max - AFTER_END)
        self.session, self.keep = "".join(filter(str.isprintable, session)), dict(keep or {})
        self.persons_shown = 0  # how many threads in the list are told by the code of a person
        self.book = Book(workplace.programme)

    def of(self, column: str) -> Pairs | None:
        """Options of a column; None where it is not chosen from a list."""
        read = getattr(self, f"_{column}", None)
        if read is None:
            return None
        pairs = read()
        if pairs is None:
            return None
        kept = self.keep.get(column)
        more = [kept] if kept and kept[0] not in dict(pairs) else []
        return [*pairs, *more, *([(NONE, str(NONE_OF_THEM[column]))] if self.asks(column) else [])]

    def asks(self, column: str) -> bool:
        """Whether somebody who chooses none is to say so."""
        if column not in layout.asked(self.spec) or (column == "area" and self.area_ids is not None):
            return False
        return len(self.activities if column == "activity" else self._area()) > 1

    # --- Closed words --------------------------------------------------------------------------------------

    def _step(self) -> Pairs:
        return [(code, v.STEPS.name(code)) for code in self.spec.steps]

    def _channel(self) -> Pairs:
        return [(code, v.CHANNELS.name(code)) for code in self.spec.channels or v.CHANNELS]

    def _source(self) -> Pairs:
        return [(code, v.SOURCES.name(code)) for code in v.SOURCES]

    def _sex(self) -> Pairs:
        return [(code, v.SEXES.name(code)) for code in v.SEXES]

    def _age_band(self) -> Pairs:
        return [(code, v.AGE_BANDS.name(code).replace("-", "–")) for code in v.AGE_BANDS]

    def _first_time(self) -> Pairs:
        return [(code, v.FIRST_TIMES.name(code)) for code in v.FIRST_TIMES]

    def _value(self) -> Pairs | None:
        """Numbers that are really words: yes or no, and smileys. None for all other numbers."""
        if self.spec.code == "outcome":
            return [("1", _("Ja")), ("0", _("Nej"))]
        return [(code, str(name)) for code, name in SMILEYS] if self.spec.code == "rating" else None

    def _topic(self) -> Pairs:
        rows = self.book.topics.get(self.spec.topic_list, {}).values()
        if self.spec.topic_list == "measurement":
            return [(row.code, _with_unit(row.code, _(row.name))) for row in rows]
        return [(row.code, _(row.name)) for row in rows]

    # --- The programme's own -------------------------------------------------------------------------------

    def _activity(self) -> Pairs:
        return [(row.code, row.name) for row in self.activities]

    @cached_property
    def activities(self) -> list[Activity]:
        """What goes on near where the person works, that day; for a visit to the café the open ones."""
        ids = self.area_ids
        rows = self.workplace.programme.activities.all()
        if ids is not None:
            rows = rows.filter(Q(areas__isnull=True) | Q(areas__in=ids)).distinct()
        if self.spec.code == "told_visit":
            rows = rows.filter(form=Activity.Form.OPEN)
        return [row for row in rows if _runs_on(row, self.on)]

    def usual_activity(self) -> str:
        """The code of the one activity whose form this kind belongs to; empty for none or several."""
        form = layout.DONE_UNDER.get(self.spec.code)
        return only((row.code, row.name) for row in self.activities if row.form == form) if form else ""

    def _area(self) -> Pairs:
        ids = self.area_ids
        return [(row.code, row.name) for row in self.areas if ids is None or row.pk in ids]

    @cached_property
    def areas(self) -> list[Area]:
        return list(self.workplace.programme.areas.all())

    def _venue(self) -> Pairs:
        rows = Venue.objects.filter(pk__in=[row.id for row in self.book.venues.values()])
        return list(self._here(rows).values_list("code", "name"))

    def _offer(self) -> Pairs:
        return [(row.code, row.name) for row in self.book.offers.values()]

    def _partner(self) -> Pairs:
        own = self.workplace.organisation_id
        rows = [row for row in self.book.partners.values() if own is None or row.id == own]
        return sorted(((row.code, row.name) for row in rows), key=lambda pair: pair[1])

    def _run(self) -> Pairs:
        rows = self._here(self.workplace.programme.runs.all()).filter(starts_on__lte=self.on + LATE_START)
        rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=self.on - AFTER_END))
        rows = rows.select_related("area").order_by("-starts_on", "name")
        return told_apart(list(rows), lambda row: row.name, (_area_of_run, _start_of_run))

    def _session(self) -> Pairs:
        details = (_run_of_session, _initiative_of_session, _end_of_session, _venue_of_session)
        told = self._steps_of_sessions()
        named = told_apart(self.sessions, session_name, details)
        return [(code, f"{name} ({told[code]})" if code in told else name) for code, name in named]

    def _steps_of_sessions(self) -> dict[str, str]:
        """What has been registered about sessions: the word in lower case, by code of the session."""
        rows = Entry.objects.current().filter(kind="session", session__in=[row.pk for row in self.sessions])
        return {code: v.STEPS.name(step).lower() for code, step in rows.values_list("session__code", "step")}

    def _thread(self) -> Pairs:
        pairs, self.persons_shown = thread.choices(self.workplace, self.spec)
        return pairs

    @cached_property
    def sessions(self) -> list[Session]:
        """Sessions near the day, the nearest first, with the one to keep among them."""
        near = Q(planned_on__range=(self.on - BACK, min(self.on + AHEAD, clock.today())))
        rows = self._here(self.workplace.programme.sessions.standing().select_related(*OF_SESSION))
        found = list(rows.filter(near | Q(code=self.session) if self.session else near))
        return sorted(found, key=self._distance)[:SESSIONS_SHOWN]

    def is_bound_to_one_of(self, column: str) -> bool:
        """Whether the person's roles reach only some of the options, so that choosing none is no choice."""
        if column == "partner":
            return self.workplace.organisation_id is not None
        return column == "area" and self.area_ids is not None

    def area_of(self, activity: str) -> str:
        """The code of the one area of an activity, among those the person works in; empty for none or several."""
        programme = self.workplace.programme
        rows = programme.areas.filter(activities__programme=programme, activities__code=activity).distinct()
        codes = rows.values_list("pk", "code")
        return only((code, "") for pk, code in codes if self.area_ids is None or pk in self.area_ids)

    def session_now(self, *, of_run: bool = False) -> str:
        """The code of today's session that began last, or comes first; empty on a day without any.

        ``of_run`` is for what happens on courses: then only meetings of a run will do.
        """
        now = timezone.localtime(clock.now()).time()
        today = [row for row in self.sessions if row.planned_on == clock.today() and (row.run_id or not of_run)]
        begun = [row for row in today if row.starts_at and row.starts_at <= now]
        found = begun[-1:] or today[:1]
        return found[0].code if found else ""

    def _distance(self, row: Session) -> tuple[bool, int, time]:
        return row.code != self.session, abs((row.planned_on - self.on).days), row.starts_at or time.max

    def _here(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """What lies in the person's areas, and what is for the whole programme."""
        ids = self.area_ids
        return rows if ids is None else rows.filter(Q(area__isnull=True) | Q(area__in=ids))


def told_apart(rows: list[Any], name: Callable[[Any], str], details: tuple[Callable[[Any], str], ...]) -> Pairs:
    """Codes and names, with just as much added as it takes to tell them apart; the code where nothing else does."""
    names = {row.code: name(row) for row in rows}
    for detail in (*details, lambda row: row.code):
        count = Counter(names.values())
        for row in rows:
            more = detail(row) if count[names[row.code]] > 1 else ""
            names[row.code] += f" · {more}" if more else ""
    return list(names.items())


def _run_of_session(row: Session) -> str:
    return row.run.name if row.run and row.title != row.run.name else ""


def _initiative_of_session(row: Session) -> str:
    return row.initiative.name if row.initiative and row.title != row.initiative.name else ""


def _end_of_session(row: Session) -> str:
    return _("til kl. %(time)s") % {"time": row.ends_at.strftime("%H.%M")} if row.ends_at else ""


def _venue_of_session(row: Session) -> str:
    return row.venue.name if row.venue else ""


def _area_of_run(row: CourseRun) -> str:
    return row.area.name if row.area else ""


def _start_of_run(row: CourseRun) -> str:
    return _("fra %(day)s") % {"day": written_day(row.starts_on)}


def _with_unit(code: str, name: str) -> str:
    rule = MEASUREMENTS.get(code)
    return f"{name} ({rule.unit})" if rule and rule.unit else name


def _runs_on(row: Any, on: date) -> bool:
    return (row.starts_on is None or row.starts_on <= on) and (row.ends_on is None or row.ends_on >= on)


def day_name(on: date, today: date) -> str:
    """A day as people say it: "i dag", "i går", "tirsdag 3. marts", with the year when it is another."""
    if on == today:
        return _("i dag")
    if on == today - timedelta(days=1):
        return _("i går")
    return written_day(on, today=today)


def session_time(row: Session) -> str:
    """When a session was: "Onsdag 18. november kl. 13.00"."""
    day = day_name(row.planned_on, clock.today())
    at = _(" kl. %(time)s") % {"time": row.starts_at.strftime("%H.%M")} if row.starts_at else ""
    return f"{day[:1].upper()}{day[1:]}{at}"


def session_name(row: Session) -> str:
    """A session as one line: day, what, time, where."""
    where = f", {row.area.name}" if row.area else ""
    return f"{session_time(row)}: {row.title}{where}"


def only(pairs: Iterable[tuple[str, str]]) -> str:
    """The code of the one option there is; empty where there are none or several."""
    codes = [code for code, _name in pairs]
    return codes[0] if len(codes) == 1 else ""
