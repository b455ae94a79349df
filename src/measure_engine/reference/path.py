"""Paths: one person's way through one run, group or offer, put together from enrolments, attendance and referrals.

Settled here, where definitions.md leaves room:

- An enrolment's steps belong together by thread; without one, by person and run (or activity), a new "joined" after
  an "ended" being a new path. Attendance finds its path by thread, run, then activity; without an enrolment it makes
  a path of its own, so that nobody who came is lost.
- In a course, a person's own held sessions begin on the day they joined (all of the run's, when that is not known)
  and end with the run, or with the person's part where the enrolment was ended as planned. One who leaves early for
  another reason is still measured against the whole run.
- Sessions count as held when an entry says so, or when somebody is registered present and none says cancelled.
- Individual courses may be held as conversations: they make a path started and keep it active. Where no session was
  held at all, a path that ended as planned and was started is completed.
- A group without an end date (rolling intake) is over for a person when that person has ended; one who left early
  has not completed, because neither the group nor the planned part has ended.
- A referral's steps are reported by others: started, completed, still active, ended. Refused or lapsed before a start
  it never becomes started.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from ..condition import Stage
from ..world import Id, Row
from .register import Reader, in_order

COURSE_KINDS = ("enrolment", "attendance", "visit", "conversation")
PLANNED_END = "as_planned"
PART_OVER = ("", "as_planned", "no_more_need")
REFERRAL_ENDS = ("completed", "ended", "lapsed", "refused")
TWO_THIRDS = 2 / 3
ROUNDING = 1e-9


@dataclass(slots=True)
class Path:
    """What is known of one path by the cut-off; dates are None where it has not come so far."""

    key: Id
    subject: Id | None
    run: Id | None = None
    activity: Id | None = None
    offer: Id | None = None
    rows: list[Row] = field(default_factory=list)
    joined_on: date | None = None
    started_on: date | None = None
    ended_on: date | None = None
    over_on: date | None = None
    completed: bool = False
    active_on: list[date] = field(default_factory=list)

    def on(self, stage: Stage) -> date | None:
        """The day the path came to a stage."""
        if stage is Stage.COMPLETED:
            return self.over_on if self.completed else None
        return {
            Stage.JOINED: self.joined_on,
            Stage.STARTED: self.started_on,
            Stage.ENDED: self.ended_on,
            Stage.OVER: self.over_on,
        }[stage]

    @property
    def children(self) -> tuple[Id, ...]:
        return tuple(dict.fromkeys(row.linked_subject for row in self.rows if row.linked_subject is not None))

    @property
    def household(self) -> Id | None:
        return next((row.household for row in self.rows if row.household is not None), None)

    @property
    def thread(self) -> Id | None:
        return next((row.thread for row in self.rows if row.thread is not None), None)


Place = tuple[str, Id]


def paths(reader: Reader, cut_off: date) -> list[Path]:
    """All paths of the world as they stand on the cut-off."""
    builder = CourseBuilder(reader, cut_off)
    return [*builder.course_paths(), *referral_paths(reader, cut_off)]


class CourseBuilder:
    """Puts course paths together: enrolments first, then everything that finds its enrolment."""

    def __init__(self, reader: Reader, cut_off: date) -> None:
        self.reader, self.cut_off = reader, cut_off
        self.found: list[Path] = []
        self.by_thread: dict[Id, Path] = {}
        self.by_place: dict[tuple[Id | None, Place], list[Path]] = defaultdict(list)
        self.held, self.held_at = self.held_sessions()

    def course_paths(self) -> list[Path]:
        for path in self.put_together():
            self._finish(path)
        return self.found

    def put_together(self) -> list[Path]:
        """Each path with its rows; what they mean is not asked yet."""
        for row in self.rows_of("enrolment"):
            self._enrol(row)
        for row in self.rows_of("attendance"):
            path = self._find(row) or self._new(row)
            path.rows.append(row)
        for row in self.rows_of("visit", "conversation"):
            found = self._find(row)
            if found and (row.kind == "conversation" or row.session in self.held):
                found.rows.append(row)
        return self.found

    def rows_of(self, *kinds: str) -> list[Row]:
        """In order of date, an enrolment before whatever else is written of it that day."""
        rows = [row for row in self.reader.of_kind(*kinds) if row.on <= self.cut_off and row.subject is not None]
        return sorted(rows, key=lambda row: (row.on, row.step != "joined", in_order(row)))

    def held_sessions(self) -> tuple[set[Id], dict[Place, list[tuple[date, Id]]]]:
        """Meetings that took place (a session, or a run or activity and a day), all and by run and activity."""
        reader, cut_off = self.reader, self.cut_off
        said = {row.session: row.step for row in reader.of_kind("session") if row.on <= cut_off}
        held: set[Id] = set()
        held_at: dict[Place, list[tuple[date, Id]]] = defaultdict(list)
        for row in sorted(reader.of_kind("session", "attendance", "visit"), key=in_order):
            meeting = meeting_of(row)
            if row.on <= cut_off and said.get(row.session) != "cancelled" and meeting not in held:
                held.add(meeting)
                for place in self.places_of(row):
                    held_at[place].append((row.on, meeting))
        return held, held_at

    def places_of(self, row: Row) -> list[Place]:
        """Its run, and its activity with all that activity's parents."""
        return [("run", row.run), *(("activity", each.id) for each in self.reader.register.lineage(row.activity))]

    def _enrol(self, row: Row) -> None:
        path = self._find(row, exact=True)
        rejoined = path is not None and row.step == "joined" and path.ended_on is not None
        if path is None or rejoined:
            path = self._new(row)
        path.rows.append(row)
        if row.step == "joined":
            path.joined_on = path.joined_on or row.on
        else:
            path.ended_on = row.on

    def _new(self, row: Row) -> Path:
        path = Path((row.subject, len(self.found)), row.subject, row.run, row.activity, row.offer)
        self.found.append(path)
        if row.thread is not None:
            self.by_thread[row.thread] = path
        for place in _places(row):
            self.by_place[(row.subject, place)].append(path)
            break
        return path

    def _find(self, row: Row, exact: bool = False) -> Path | None:
        """The path of the same thread, else of the same person in the run or activity: the one open that day."""
        if row.thread in self.by_thread:
            return self.by_thread[row.thread]
        if exact and row.thread is not None:
            return None
        places = list(_places(row))
        if not exact:
            places += [("activity", each.id) for each in self.reader.register.lineage(row.activity)]
        for place in places:
            if candidates := self.by_place.get((row.subject, place)):
                return _open_on(candidates, row.on)
        return None

    def _finish(self, path: Path) -> None:
        """Dates of the stages, once all rows of the path are together."""
        attended = [row for row in path.rows if row.kind in ("attendance", "visit") and not self._cancelled(row)]
        met = attended + [row for row in path.rows if row.kind == "conversation"]
        path.active_on = sorted(row.on for row in met)
        path.started_on = path.active_on[0] if path.active_on else None
        path.joined_on = path.joined_on or path.started_on
        own_end, reason = path.ended_on, _end_reason(path)
        run = self.reader.register.runs.get(path.run)
        run_end = run.ends_on if run and run.ends_on and run.ends_on <= self.cut_off else None
        path.over_on = _over_on(own_end, reason, run_end, rolling=self._is_rolling(path))
        path.ended_on = min((day for day in (own_end, run_end) if day), default=None)
        if path.over_on and path.started_on:
            left_early = own_end is not None and reason not in PART_OVER and own_end <= path.over_on
            rule = run.rule if run else TWO_THIRDS
            path.completed = self._completed(path, attended, rule, left_early)

    def _completed(self, path: Path, attended: list[Row], rule: float, left_early: bool) -> bool:
        theirs = self._theirs(path)
        if not theirs:
            return not left_early
        if left_early and self._is_rolling(path):
            return False
        been = {meeting_of(row) for row in attended} & theirs
        return len(been) >= rule * len(theirs) - ROUNDING

    def _is_rolling(self, path: Path) -> bool:
        run = self.reader.register.runs.get(path.run)
        return run is None or run.ends_on is None

    def _theirs(self, path: Path) -> set[Id]:
        """The held sessions that were the person's own."""
        joined = next((row.on for row in path.rows if row.kind == "enrolment" and row.step == "joined"), date.min)
        place = ("run", path.run) if path.run is not None else ("activity", path.activity)
        last = path.over_on or self.cut_off
        return {meeting for on, meeting in self.held_at.get(place, ()) if joined <= on <= last}

    def _cancelled(self, row: Row) -> bool:
        return meeting_of(row) not in self.held


def meeting_of(row: Row) -> Id:
    return row.session if row.session is not None else ("day", row.run or row.activity, row.on)


def _places(row: Row) -> Iterator[Place]:
    if row.run is not None:
        yield "run", row.run
    elif row.activity is not None:
        yield "activity", row.activity


def _open_on(candidates: list[Path], on: date) -> Path:
    """The path that was running that day; else the last begun before it; else the first."""
    begun = [path for path in candidates if path.joined_on is None or path.joined_on <= on]
    running = [path for path in begun if path.ended_on is None or on <= path.ended_on]
    return (running or begun or candidates[:1])[-1]


def _end_reason(path: Path) -> str:
    ends = [row for row in path.rows if row.kind == "enrolment" and row.step == "ended"]
    return ends[-1].topic if ends else ""


def _over_on(own_end: date | None, reason: str, run_end: date | None, *, rolling: bool) -> date | None:
    if rolling:
        return own_end
    if own_end and reason == PLANNED_END and (run_end is None or own_end < run_end):
        return own_end
    return run_end


def referral_paths(reader: Reader, cut_off: date) -> list[Path]:
    """One path per thread; without a thread, per person and offer."""
    found: dict[Id, Path] = {}
    for row in sorted(reader.of_kind("referral"), key=in_order):
        if row.on > cut_off or row.subject is None:
            continue
        key: Id = ("thread", row.thread) if row.thread is not None else ("offer", row.subject, row.offer)
        path = found.setdefault(key, Path(("referral", key), row.subject, row.run, row.activity, row.offer))
        path.rows.append(row)
    for path in found.values():
        _finish_referral(path, cut_off)
    return list(found.values())


def _finish_referral(path: Path, cut_off: date) -> None:
    first = {step: row.on for row in reversed(path.rows) for step in (row.step,)}
    path.started_on = first.get("started")
    path.joined_on = path.started_on
    path.active_on = [row.on for row in path.rows if row.step in ("started", "still_active")]
    ends = [row.on for row in path.rows if row.step in REFERRAL_ENDS]
    path.ended_on = min(ends, default=None)
    path.over_on = path.ended_on
    path.completed = path.started_on is not None and "completed" in first


def within(path: Path, days: int, cut_off: date) -> bool:
    """Attended or confirmed active in the last days before the cut-off."""
    return any(cut_off - timedelta(days=days) < on <= cut_off for on in path.active_on)
