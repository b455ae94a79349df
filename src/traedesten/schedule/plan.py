"""What somebody plans, as values: a session, or a rhythm with its turns. And why a plan is not taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from traedesten.places.models import Area, Staff, Venue
from traedesten.programme.models import Activity
from traedesten.schedule.models import CourseRun, Rhythm, RhythmTurn, Session


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """One session as it shall be. Columns of `Session` by their names; ``staff`` is who is on duty."""

    activity: Activity
    planned_on: date
    starts_at: time | None = None
    ends_at: time | None = None
    area: Area | None = None
    venue: Venue | None = None
    run: CourseRun | None = None
    form: str = Session.Form.OPEN
    name: str = ""
    staff: tuple[Staff, ...] = ()

    COLUMNS = ("activity", "planned_on", "starts_at", "ends_at", "area", "venue", "run", "form", "name")

    @classmethod
    def of(cls, session: Session) -> SessionPlan:
        return cls(**{name: getattr(session, name) for name in cls.COLUMNS}, staff=tuple(session.staff.all()))


@dataclass(frozen=True, slots=True)
class TurnPlan:
    """One turn of a rhythm: a rule of `pattern`, and where it is held."""

    rule: str
    week: int = 0
    area: Area | None = None
    venue: Venue | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class RhythmPlan:
    """A rhythm as it shall be. Without an end it goes on as long as the activity and the programme do."""

    activity: Activity
    turns: tuple[TurnPlan, ...]
    starts_on: date
    ends_on: date | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    run: CourseRun | None = None
    form: str = Rhythm.Form.OPEN
    when_closed: str = Rhythm.WhenClosed.SKIP
    rests_on_customary: bool = True
    anchor_on: date | None = None
    staff: tuple[Staff, ...] = ()

    COLUMNS = ("activity", "starts_on", "ends_on", "starts_at", "ends_at", "run", "form", "when_closed",
               "rests_on_customary", "anchor_on")  # fmt: skip

    @classmethod
    def of(cls, rhythm: Rhythm) -> RhythmPlan:
        turns = tuple(TurnPlan(row.rule, row.week, row.area, row.venue, row.name) for row in turns_of(rhythm))
        return cls(
            **{name: getattr(rhythm, name) for name in cls.COLUMNS}, turns=turns, staff=tuple(rhythm.staff.all())
        )


def turns_of(rhythm: Rhythm) -> Sequence[RhythmTurn]:
    return list(rhythm.turns.select_related("area", "venue"))


@dataclass(frozen=True, slots=True)
class Problem:
    """A Danish sentence about one field of a plan; an empty field means the plan as a whole."""

    field: str
    text: str


class PlanRefused(Exception):
    """The plan breaks a rule; nothing was saved."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)


class ToldAlready(Exception):
    """What is told of may be one of the sessions that stand that day at that place; nothing was saved."""

    def __init__(self, sessions: Sequence[Session]) -> None:
        super().__init__(f"{len(sessions)} sessions")
        self.sessions = tuple(sessions)


class SentBefore(Exception):
    """The same form came before with another plan; nothing was saved."""


class PlanOutdated(Exception):
    """Somebody else has changed the plan since it was read; nothing was saved."""
