"""What stands on the first page, for each role that which is its own; what is empty is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from traedesten.core import clock
from traedesten.core.access import Permission
from traedesten.core.writing import written_day
from traedesten.desk import button, entry_list, habit, open_thread, sentence
from traedesten.desk.button import Button
from traedesten.desk.entry_list import Line
from traedesten.desk.open_thread import OpenThread
from traedesten.desk.today import counting, moment
from traedesten.desk.today.counting import Counted
from traedesten.desk.today.moment import Due
from traedesten.desk.workplace import Workplace
from traedesten.journal.queries import sessions_not_told, steps_of_sessions
from traedesten.programme.models import Milestone
from traedesten.schedule.models import Session
from traedesten.schedule.queries import next_sessions, sessions_today

FOLLOWED = ("concern", "enquiry", "referral")
UNDER_WAY = ("started", "still_active")
PRESSING = 6  # shown at once, and as many again unfolded
RECENT, UNTOLD, NEXT, OTHERS = 5, 6, 4, 12
SOON, LATE = timedelta(days=30), timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Opening:
    """A session as the day tells it. ``state`` is "", "held" or "cancelled"; ``href`` registers it."""

    name: str
    time: str
    place: str
    staff: str
    state: str
    day: str
    href: str
    plan: str


@dataclass(frozen=True, slots=True)
class Goal:
    name: str
    day: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Today:
    greeting: str
    day: str
    usual: tuple[Button, ...]
    is_learned: bool
    own: tuple[Opening, ...]
    others: tuple[Opening, ...]
    coming: tuple[Opening, ...]
    untold: tuple[Opening, ...]
    counted: tuple[Counted, ...]
    open_threads: tuple[OpenThread, ...]
    due: tuple[Due, ...]
    milestones: tuple[Goal, ...]
    recent: tuple[Line, ...]
    sees_figures: bool
    sees_published: bool
    sets_up: bool
    tells_sessions: bool = False
    ended: str = ""  # the programme's last day, once it has been

    @property
    def has_sessions(self) -> bool:
        return bool(self.own or self.others)

    @property
    def pressing(self) -> tuple[OpenThread, ...]:
        return self.open_threads[:PRESSING]

    @property
    def less_pressing(self) -> tuple[OpenThread, ...]:
        return self.open_threads[PRESSING:]

    @property
    def needs_a_look(self) -> bool:
        return bool(self.untold or self.milestones)

    @property
    def persons_shown(self) -> int:
        """How many lines are about a person: for the access log."""
        threads = sum(each.entry.subject_id is not None or each.shows_words for each in self.open_threads)
        return (
            threads
            + sum(len(each.persons) for each in self.due)
            + sum(line.entry.subject_id is not None for line in self.recent)
        )


def of(request: HttpRequest, workplace: Workplace) -> Today:
    today = clock.today()
    records = workplace.standing.may(Permission.RECORD_ENTRY)
    me = (workplace.staff, workplace.programme, today)
    here = workplace.standing
    own, others = sessions_today(*me, here=here)
    has_ended = workplace.programme.ends_on < today
    waits = records and not has_ended  # what is over waits for nobody, and has nothing to be on time for
    tells = "session" in workplace.recordable and not has_ended
    untold = sessions_not_told(*me, here=here) if tells else []
    coming = [] if own or others else next_sessions(*me, NEXT, here)
    told = steps_of_sessions([row.pk for row in (*own, *others)]) if _sees_how_it_went(workplace) else {}
    leads = here.may(Permission.EDIT_PROGRAMME)
    return Today(
        greeting=_greeting(workplace.staff.get_short_name()),
        day=_capital(written_day(today, today=today)),
        usual=tuple(button.usual(workplace, habit.favourites(request, workplace))) if records else (),
        is_learned=records and habit.is_learned(request, workplace),
        own=tuple(_openings(workplace, own, told)),
        others=tuple(_openings(workplace, others, told)[:OTHERS]),
        coming=tuple(_openings(workplace, coming, {})),
        untold=tuple(_openings(workplace, _newest(untold, workplace), {})),
        counted=tuple(counting.of(workplace)) if waits else (),
        open_threads=tuple(_pressing(workplace)) if waits else (),
        due=tuple(moment.of(workplace, today)) if waits else (),
        milestones=tuple(_milestones(workplace, today)) if not has_ended and (leads or workplace.sees_people) else (),
        recent=tuple(_recent(workplace)) if records else (),
        sees_figures=workplace.standing.may(Permission.SEE_FIGURES),
        sees_published=workplace.standing.may(Permission.SEE_PUBLISHED),
        sets_up=leads,
        tells_sessions=tells,
        ended=written_day(workplace.programme.ends_on, today=today) if has_ended else "",
    )


def _greeting(name: str) -> str:
    hour = timezone.localtime(clock.now()).hour
    said = _("Godmorgen, %(name)s") if 4 <= hour < 10 else _("Godaften, %(name)s") if hour >= 18 else _("Hej, %(name)s")
    return said % {"name": name}


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _newest(rows: list[Session], workplace: Workplace) -> list[Session]:
    """One's own first; among them the latest, which one remembers best."""
    ordered = sorted(rows, key=lambda row: (workplace.staff in row.staff.all(), row.planned_on), reverse=True)
    return ordered[:UNTOLD]


def _openings(workplace: Workplace, rows: Sequence[Session], told: dict[int, str]) -> list[Opening]:
    return [_opening(workplace, row, told.get(row.pk, "")) for row in rows]


def _opening(workplace: Workplace, row: Session, step: str) -> Opening:
    code = workplace.programme.code
    form = reverse("desk:register_kind", kwargs={"programme": code, "kind": "session"})
    times = [time_format(at, "H.i") for at in (row.starts_at, row.ends_at) if at]
    return Opening(
        name=row.title,
        time="–".join(times),
        place=", ".join(str(part) for part in (row.venue, row.area) if part),
        staff=_on_duty(workplace, row),
        state="cancelled" if row.is_called_off else step,
        day=_capital(written_day(row.planned_on, today=clock.today())),
        href=f"{form}?{urlencode({'session': row.code})}" if "session" in workplace.offered else "",
        plan=reverse("planning:session", kwargs={"programme": code, "session": row.code}),
    )


def _sees_how_it_went(workplace: Workplace) -> bool:
    """As in the calendar: who is on duty, and what became of it, is for those who work with sessions."""
    return workplace.standing.may(Permission.SEE_ENTRIES, kind="session")


def _on_duty(workplace: Workplace, row: Session) -> str:
    if not _sees_how_it_went(workplace):
        return ""
    return ", ".join(person.get_short_name() for person in row.staff.all())


def _pressing(workplace: Workplace) -> list[OpenThread]:
    """What waits for somebody to go on. A referral that has begun waits for nobody, unless a day was set."""
    return open_thread.of(workplace, FOLLOWED, limit=2 * PRESSING, under_way=UNDER_WAY)


def _milestones(workplace: Workplace, today: date) -> list[Goal]:
    """What shall have happened: late ones, and those of the next month."""
    rows: Sequence[Milestone] = list(
        workplace.programme.milestones.filter(done_on__isnull=True, due_on__range=(today - LATE, today + SOON))
    )
    return [Goal(row.name, written_day(row.due_on, today=today), row.due_on < today) for row in rows]


def _recent(workplace: Workplace) -> list[Line]:
    """What the person wrote last, with the way back while there is one."""
    rows = workplace.entries().current().filter(recorded_by=workplace.staff)
    newest = rows.select_related("superseded_by", *sentence.READS).order_by("-seq")[:RECENT]
    return [entry_list.line(entry, workplace) for entry in newest]
