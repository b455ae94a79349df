"""The values the evaluator reads: one programme's entries and the few rows they refer to.

The product builds a World from the database, specs build it from tables. Ids are any hashable: integers in the
product, codes in specs. Definitions always speak in codes; every reference row therefore carries its code too
(`code` may be left out when the id is the code itself). Superseded and withdrawn entries are left out before.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, time

from .estimate import ASSUMED, BoxCount, Constants, Counters, DoorCheck, SiteAudit
from .forecast import RAMP, RAMP_WEEKS

Id = Hashable

UNKNOWN = ("", "unknown")


@dataclass(frozen=True, slots=True)
class Row:
    """One entry with the columns that measures read."""

    id: Id
    kind: str
    on: date
    at: time | None = None
    activity: Id | None = None
    area: Id | None = None
    venue: Id | None = None
    session: Id | None = None
    run: Id | None = None
    offer: Id | None = None
    partner: Id | None = None
    subject: Id | None = None
    linked_subject: Id | None = None
    household: Id | None = None
    thread: Id | None = None
    step: str = ""
    topic: str = ""
    channel: str = ""
    source: str = ""
    sex: str = ""
    age_band: str = ""
    first_time: str = ""
    people: int | None = None
    families: int | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True)
class AreaFigure:
    from_on: date
    people: int | None = None
    dwellings: int | None = None


@dataclass(frozen=True, slots=True)
class AreaRow:
    id: Id
    code: str = ""
    name: str = ""
    figures: tuple[AreaFigure, ...] = ()

    def figure_on(self, day: date) -> AreaFigure | None:
        """The people and dwellings valid on a day: the newest at or before it, else the first known."""
        ordered = sorted(self.figures, key=lambda figure: figure.from_on)
        valid = [figure for figure in ordered if figure.from_on <= day]
        return valid[-1] if valid else (ordered[0] if ordered else None)


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """A provider of offers or a partner."""

    id: Id
    code: str = ""
    name: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class VenueRow:
    id: Id
    code: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class ActivityRow:
    id: Id
    code: str = ""
    name: str = ""
    focus_area: str = ""
    parent: Id | None = None
    areas: frozenset[Id] = frozenset()
    tags: frozenset[str] = frozenset()
    partners: frozenset[Id] = frozenset()
    form: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class OfferRow:
    id: Id
    code: str = ""
    name: str = ""
    provider: Id | None = None
    kind: str = ""
    external: bool = False


@dataclass(frozen=True, slots=True)
class RunRow:
    """A course run. `rule` is the share of held sessions that were theirs which a person must attend."""

    id: Id
    code: str = ""
    name: str = ""
    activity: Id | None = None
    area: Id | None = None
    venue: Id | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    tags: frozenset[str] = frozenset()
    partner: Id | None = None
    form: str = "group"
    rule: float = 2 / 3
    offer: Id | None = None
    initiative: Id | None = None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A planned session; that it was held or cancelled is an entry."""

    id: Id
    on: date
    code: str = ""
    name: str = ""
    activity: Id | None = None
    area: Id | None = None
    venue: Id | None = None
    run: Id | None = None
    initiative: Id | None = None
    tags: frozenset[str] = frozenset()
    form: str = ""


@dataclass(frozen=True, slots=True)
class InitiativeRow:
    """`id` is what entries carry as their thread."""

    id: Id
    code: str = ""
    name: str = ""
    area: Id | None = None
    activity: Id | None = None
    method: str = ""
    with_civil_society: bool = False
    need: Id | None = None


@dataclass(frozen=True, slots=True)
class PhaseRow:
    code: str
    starts_on: date
    ends_on: date
    name: str = ""


@dataclass(frozen=True, slots=True)
class World:
    """Everything a figure may depend on.

    `aliases` maps a subject to the subject it turned out to be; `households` a subject to its household;
    `tallies` a session to the sums tapped there, over all devices, and `family_tallies` to those of family cards;
    `closed_weeks` are ISO weeks as (year, week) planned closed.

    `known_codes` are the tags, focus areas and topics there are ("tag", "focus_area", "topic"), where it is known: a
    definition that speaks of another is refused, for nothing could be counted by it.

    `card_periods` are the target periods that the stamp card's rows are coloured by (calendar years when there are
    none). `ramp` is what a planned session counts for in the first `ramp_weeks` weeks of the expected path.
    """

    starts_on: date
    ends_on: date
    rows: tuple[Row, ...] = ()
    areas: tuple[AreaRow, ...] = ()
    organisations: tuple[OrganisationRow, ...] = ()
    venues: tuple[VenueRow, ...] = ()
    activities: tuple[ActivityRow, ...] = ()
    offers: tuple[OfferRow, ...] = ()
    runs: tuple[RunRow, ...] = ()
    sessions: tuple[SessionRow, ...] = ()
    initiatives: tuple[InitiativeRow, ...] = ()
    phases: tuple[PhaseRow, ...] = ()
    closed_weeks: frozenset[tuple[int, int]] = frozenset()
    known_codes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    aliases: Mapping[Id, Id] = field(default_factory=dict)
    households: Mapping[Id, Id] = field(default_factory=dict)
    tallies: Mapping[Id, Counters] = field(default_factory=dict)
    family_tallies: Mapping[Id, Counters] = field(default_factory=dict)
    box_counts: tuple[BoxCount, ...] = ()
    door_checks: tuple[DoorCheck, ...] = ()
    site_audits: tuple[SiteAudit, ...] = ()
    constants: Constants = ASSUMED
    card_periods: tuple[PhaseRow, ...] = ()
    ramp: float = RAMP
    ramp_weeks: int = RAMP_WEEKS
