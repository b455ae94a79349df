"""Conditions on a unit: what must be true of a person, run, week ... for it to count.

Conditions on a course are true of one person's path through one run, group or offer (an enrolment, or a referral);
a person or family meets them when one and the same path meets all of them.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from .language import gettext_noop
from .plain import DefinitionError, Tagged
from .selection import Selection

QUARTER_YEAR = 91


class Condition(Tagged):
    """Base of all conditions."""

    __slots__ = ()


class CourseCondition:
    """Marks conditions that are asked of a path through a course or offer."""

    __slots__ = ()


class When(StrEnum):
    PERIOD = "period"
    BY_CUT_OFF = "by_cut_off"


class Stage(StrEnum):
    """How far a path has come.

    ended: the person's own end, or the run's. over: the run, or the person's planned part, has ended, so that it can
    be said whether the person completed; one who leaves a running run early is ended but not over.
    """

    JOINED = "joined"
    STARTED = "started"
    ENDED = "ended"
    OVER = "over"
    COMPLETED = "completed"


class Trait(StrEnum):
    """Of a person; its value is that of the person's latest qualifying entry."""

    SEX = "sex"
    AGE_BAND = "age_band"


@dataclass(frozen=True, slots=True)
class HasEntries(Condition):
    """At least n entries of its own, or of another selection; on n different dates if so asked."""

    word: ClassVar[str] = "has_entries"
    at_least: int = 1
    of: tuple[Selection, ...] = ()
    different_dates: bool = False
    when: When = When.BY_CUT_OFF

    def __post_init__(self) -> None:
        _check_positive("at_least", self.at_least)


@dataclass(frozen=True, slots=True)
class FirstEver(Condition):
    """The unit's first qualifying entry ever lies in the period (new people, runs begun)."""

    word: ClassVar[str] = "first_ever"


@dataclass(frozen=True, slots=True)
class HasTrait(Condition):
    word: ClassVar[str] = "has_trait"
    trait: Trait
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CoversAreas(Condition):
    """Deliveries of the publication reach at least this share of the dwellings of every area."""

    word: ClassVar[str] = "covers_areas"
    share: float = 1.0
    areas: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_share("share", self.share)


@dataclass(frozen=True, slots=True)
class ActiveVolunteer(Condition):
    """At least one contribution in the last calendar months, or registered as active with no pause since."""

    word: ClassVar[str] = "active_volunteer"
    months: int = 12

    def __post_init__(self) -> None:
        _check_positive("months", self.months)


@dataclass(frozen=True, slots=True)
class RunEnded(Condition):
    """The run has ended by the cut-off; running ones are left out and shown apart."""

    word: ClassVar[str] = "run_ended"


@dataclass(frozen=True, slots=True)
class Reached(Condition, CourseCondition):
    """The path has come to a stage; the first stage asked for is the one that must lie in the period."""

    word: ClassVar[str] = "reached"
    stage: Stage


@dataclass(frozen=True, slots=True)
class After(Condition, CourseCondition):
    """An entry of `first` by the same person on or before the date the path was started."""

    word: ClassVar[str] = "after"
    first: tuple[Selection, ...]
    within_days: int | None = None

    def __post_init__(self) -> None:
        if self.within_days is not None:
            _check_positive("within_days", self.within_days)


@dataclass(frozen=True, slots=True)
class JoinedBefore(Condition, CourseCondition):
    """Joined at least so many days before the cut-off, so that there was time to stay or leave."""

    word: ClassVar[str] = "joined_before"
    days: int = QUARTER_YEAR

    def __post_init__(self) -> None:
        _check_positive("days", self.days)


@dataclass(frozen=True, slots=True)
class Retained(Condition, CourseCondition):
    """Attended or confirmed active in the last days before the cut-off, and not ended."""

    word: ClassVar[str] = "retained"
    days: int = QUARTER_YEAR

    def __post_init__(self) -> None:
        _check_positive("days", self.days)


@dataclass(frozen=True, slots=True)
class HasOutcome(Condition, CourseCondition):
    """One of these outcomes is registered with yes for the path (or its child), at one of these moments.

    In a share, a path whose moment has not come by the cut-off (so many months after it ended) and of which nothing is
    written down yet is left out and shown apart; one whose moment has passed unanswered stays and counts as no.
    """

    word: ClassVar[str] = "has_outcome"
    steps: tuple[str, ...]
    moments: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        Selection(("outcome",), steps=self.steps)


@dataclass(frozen=True, slots=True)
class FollowedUp(Condition, CourseCondition):
    """Reached at the follow-up at this moment."""

    word: ClassVar[str] = "followed_up"
    moments: tuple[str, ...]


def _check_positive(name: str, value: int) -> None:
    if value < 1:
        raise DefinitionError(gettext_noop("skal være mindst 1, ikke %(value)s."), field=name, value=value)


def _check_share(name: str, value: float) -> None:
    if not 0 < value <= 1:
        raise DefinitionError(
            gettext_noop("skal være en andel over 0 og højst 1 (fx 0,75), ikke %(value)s."), field=name, value=value
        )
