"""A measure as data: select entries, make units of them, keep those that meet conditions, aggregate.

    select -> unit -> where -> aggregate (-> split into parts)

Closed and small on purpose: a definition is checked when it is made, can be written as plain data, read as one
Danish sentence, and evaluated either row by row (reference) or over columns.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from typing import Any

from .aggregate import (
    Aggregate,
    Count,
    CrossSection,
    Latest,
    MeanPeople,
    PairedChange,
    Share,
    ShareOfAnswers,
    ShareOfPopulation,
    StampCard,
)
from .condition import (
    ActiveVolunteer,
    After,
    Condition,
    CourseCondition,
    CoversAreas,
    FirstEver,
    HasEntries,
    HasTrait,
    RunEnded,
)
from .language import gettext_noop
from .plain import DefinitionError, from_plain, to_plain
from .selection import Codes, Selection, narrow
from .vocabulary import CALENDAR_UNITS, COURSE_UNITS, KINDS_OF_UNIT, REGISTER_UNITS, Unit

COUNT = Count()


OF_PATHS = frozenset(
    {"enrolment", "attendance", "visit", "conversation", "session", "referral", "outcome", "follow_up"}
)
"""Kinds that a path is put together of, or that say what came of it."""


class Dimension(StrEnum):
    TOPIC = "topic"
    STEP = "step"
    CHANNEL = "channel"
    SOURCE = "source"
    SEX = "sex"
    AGE_BAND = "age_band"
    KIND = "kind"
    AREA = "area"
    ACTIVITY = "activity"
    OFFER_KIND = "offer_kind"
    PROVIDER = "provider"


PERSON_TRAITS = frozenset({Dimension.TOPIC, Dimension.SOURCE, Dimension.SEX, Dimension.AGE_BAND})
"""Of a person the latest qualifying value counts; a person is in one part only. Areas, activities and steps are
no traits: a person is in each part where there is an entry, and the parts cannot be added."""


@dataclass(frozen=True, slots=True)
class Split:
    """Parts by a dimension: these values (also when empty), or all that occur. `judged`: each part by itself."""

    by: Dimension
    values: Codes = ()
    judged: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """Which entries, counted as what, which of them, and what is made of it."""

    select: tuple[Selection, ...]
    unit: Unit
    where: tuple[Condition, ...] = ()
    aggregate: Aggregate = COUNT
    split: Split | None = None

    def __post_init__(self) -> None:
        if not self.select:
            raise DefinitionError(gettext_noop("vælg mindst én slags registrering."), field="select")
        self._check_kinds_make_unit()
        for condition in self.conditions():
            self._check_condition(condition)
        self._check_aggregate()

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(kind for selection in self.select for kind in selection.kinds)

    @property
    def is_course(self) -> bool:
        """Whether units are reached through paths (enrolments and referrals) rather than single entries."""
        return self.unit is Unit.ENROLMENT or any(isinstance(each, CourseCondition) for each in self.conditions())

    def conditions(self) -> Iterator[Condition]:
        yield from self.where
        if isinstance(self.aggregate, Share):
            yield from self.aggregate.having

    def selections(self) -> Iterator[Selection]:
        """Every selection in it, also those inside conditions and aggregates."""
        yield from self.select
        for condition in self.conditions():
            if isinstance(condition, HasEntries):
                yield from condition.of
            elif isinstance(condition, After):
                yield from condition.first
        if isinstance(self.aggregate, MeanPeople):
            yield from self.aggregate.units
        elif isinstance(self.aggregate, ShareOfAnswers):
            yield from self.aggregate.asked

    def reads(self) -> frozenset[str]:
        """The kinds of entry that a figure of it rests on: what is written of other kinds does not move it."""
        found = {kind for each in self.selections() for kind in each.kinds}
        if self.is_course or isinstance(self.aggregate, PairedChange):
            found |= OF_PATHS
        if isinstance(self.aggregate, PairedChange):
            found.add("answer")
        if any(isinstance(each, CoversAreas) for each in self.conditions()):
            found.add("delivery")
        if any(each.from_need is not None for each in self.selections()):
            found.add("initiative")
        return frozenset(found)

    def codes(self) -> dict[str, set[str]]:
        """Codes of the programme's rows it speaks of: {"activity": {...}, "area": {...} ...}."""
        found: dict[str, set[str]] = {}
        for selection in self.selections():
            for kind, codes in selection.codes().items():
                found.setdefault(kind, set()).update(codes)
        for condition in self.conditions():
            if isinstance(condition, CoversAreas) and condition.areas:
                found.setdefault("area", set()).update(condition.areas)
        return found

    def topics(self) -> frozenset[str]:
        """The topics it speaks of, wherever they stand; one that ends in a point stands for all that begin so."""
        return frozenset(_topics(self))

    def check_codes(self, known: Mapping[str, frozenset[str] | set[str]]) -> None:
        """Refuse codes the programme does not have."""
        for kind, codes in self.codes().items():
            for code in sorted(codes - set(known.get(kind, ()))):
                raise DefinitionError(
                    gettext_noop("»%(code)s« findes ikke i programmet. Kendte koder: %(options)s."),
                    field=kind, code=code, options=", ".join(sorted(known.get(kind, ()))) or "-",
                )  # fmt: skip

    def within(self, *, areas: Codes = (), activities: Codes = ()) -> "Definition":
        """The same measure in one area or activity. What was visited first decides the area of a bridged person, and
        where it was delivered that of a publication that has to cover its areas."""
        where = tuple(_after_within(each, areas, activities) for each in self.where)
        if where != self.where:
            return replace(self, where=where)
        if any(isinstance(each, CoversAreas) for each in where):
            where, areas = tuple(_covers_within(each, areas) for each in where), ()
        scope = {"areas": areas, "activities": activities}
        narrowed = replace(self, where=where, select=tuple(each.within(**scope) for each in self.select))
        if isinstance(self.aggregate, MeanPeople):
            units = tuple(each.within(**scope) for each in self.aggregate.units)
            return replace(narrowed, aggregate=MeanPeople(units))
        return narrowed

    def _check_kinds_make_unit(self) -> None:
        possible = KINDS_OF_UNIT.get(self.unit)
        wrong = sorted(self.kinds - possible) if possible else []
        if wrong and possible:
            raise DefinitionError(
                gettext_noop(
                    "»%(kinds)s« kan ikke tælles som »%(unit)s«. Vælg en anden enhed, eller vælg blandt: %(options)s."
                ),
                field="unit", kinds=", ".join(wrong), unit=self.unit, options=", ".join(sorted(possible)),
            )  # fmt: skip

    def _check_condition(self, condition: Condition) -> None:
        allowed = units_for(type(condition))
        if allowed and self.unit not in allowed:
            raise DefinitionError(
                gettext_noop("betingelsen »%(word)s« kan ikke stilles til »%(unit)s«, kun til: %(options)s."),
                field="where", word=condition.word, unit=self.unit, options=", ".join(sorted(allowed)),
            )  # fmt: skip
        if self.is_course and not isinstance(condition, CourseCondition):
            raise DefinitionError(
                gettext_noop("betingelsen »%(word)s« kan ikke stilles til et forløb; brug forløbets egne betingelser."),
                field="where", word=condition.word,
            )  # fmt: skip
        if isinstance(condition, HasEntries):
            self._check_other_kinds(condition)

    def _check_other_kinds(self, condition: HasEntries) -> None:
        """What a unit must also have must be something that unit can have."""
        possible = KINDS_OF_UNIT.get(self.unit)
        wrong = sorted({kind for each in condition.of for kind in each.kinds} - possible) if possible else []
        if wrong:
            raise DefinitionError(
                gettext_noop("»%(kinds)s« hører ikke til »%(unit)s«; nævner og tæller skal have samme enhed."),
                field="where.of", kinds=", ".join(wrong), unit=self.unit,
            )  # fmt: skip

    def _check_aggregate(self) -> None:
        allowed = units_for(type(self.aggregate))
        if allowed and self.unit not in allowed:
            raise DefinitionError(
                gettext_noop(
                    "»%(word)s« kan ikke beregnes for »%(unit)s«; nævneren har en anden enhed. Vælg: %(options)s."
                ),
                field="aggregate", word=self.aggregate.word, unit=self.unit, options=", ".join(sorted(allowed)),
            )  # fmt: skip
        kinds = _AGGREGATE_KINDS.get(type(self.aggregate))
        if kinds and not self.kinds <= kinds:
            raise DefinitionError(
                gettext_noop("»%(word)s« beregnes kun af: %(options)s."),
                field="aggregate", word=self.aggregate.word, options=", ".join(sorted(kinds)),
            )  # fmt: skip
        if isinstance(self.aggregate, StampCard):
            self._check_stamp_card()

    def _check_stamp_card(self) -> None:
        """Of guests by stamp card only the place and the first visit are known."""
        if self.split and self.split.by not in (Dimension.AREA, Dimension.ACTIVITY):
            raise DefinitionError(
                gettext_noop("gæster med stempelkort kan kun fordeles på område (area) eller aktivitet (activity)."),
                field="split.by",
            )
        if self.unit is Unit.FAMILY and isinstance(self.aggregate, StampCard) and self.aggregate.with_families:
            raise DefinitionError(
                gettext_noop("familier tælles enten for sig (unit: family) eller regnes med som personer; ikke begge."),
                field="aggregate.with_families",
            )
        if any(not isinstance(each, FirstEver) for each in self.where):
            raise DefinitionError(
                gettext_noop("om gæster med stempelkort kan der kun spørges, om de er nye (first_ever)."), field="where"
            )


TOPIC_FIELDS = ("topics", "item", "indicator", "moments")
PLAIN = (str, int, float)


def _topics(part: Any) -> Iterator[str]:
    if isinstance(part, tuple):
        for each in part:
            yield from _topics(each)
    elif is_dataclass(part):
        for each in fields(part):
            value = getattr(part, each.name)
            if each.name in TOPIC_FIELDS and value:
                yield from (value,) if isinstance(value, str) else value
            elif value and not isinstance(value, PLAIN):
                yield from _topics(value)


def _after_within(condition: Condition, areas: Codes, activities: Codes) -> Condition:
    if not isinstance(condition, After):
        return condition
    return replace(condition, first=tuple(each.within(areas=areas, activities=activities) for each in condition.first))


def _covers_within(condition: Condition, areas: Codes) -> Condition:
    if not isinstance(condition, CoversAreas):
        return condition
    return replace(condition, areas=narrow("areas", condition.areas, areas))


def units_for(kind: type) -> frozenset[Unit]:
    """The units that a class of condition or aggregate can be asked of; empty when it can of all."""
    if issubclass(kind, CourseCondition):
        return COURSE_UNITS - {Unit.RUN}
    return _UNITS.get(kind, frozenset())


_UNITS: dict[type, frozenset[Unit]] = {
    CoversAreas: frozenset({Unit.PUBLICATION}),
    ActiveVolunteer: frozenset({Unit.VOLUNTEER}),
    RunEnded: frozenset({Unit.RUN}),
    HasTrait: frozenset({Unit.PERSON, Unit.VOLUNTEER}),
    MeanPeople: frozenset({Unit.SESSION, Unit.RUN, Unit.INITIATIVE, Unit.ACTIVITY, Unit.AREA}) | CALENDAR_UNITS,
    ShareOfPopulation: frozenset({Unit.PERSON, Unit.CONTACTED}),
    ShareOfAnswers: frozenset({Unit.RESPONSE, Unit.FAMILY}),
    PairedChange: frozenset({Unit.PERSON}),
    CrossSection: frozenset({Unit.RESPONSE}),
    Latest: frozenset({Unit.ENTRY}),
    StampCard: frozenset({Unit.PERSON, Unit.FAMILY}),
}

_AGGREGATE_KINDS: dict[type[Aggregate], frozenset[str]] = {
    ShareOfAnswers: frozenset({"answer", "rating"}),
    CrossSection: frozenset({"answer"}),
    Latest: frozenset({"outside_figure"}),
    StampCard: frozenset({"visit"}),
}


def read(plain: Any) -> Definition:
    """A definition from plain data, or a DefinitionError that names the field."""
    definition: Definition = from_plain(Definition, plain)
    return definition


def write(definition: Definition) -> dict[str, Any]:
    plain: dict[str, Any] = to_plain(definition)
    return plain


__all__ = ["PERSON_TRAITS", "REGISTER_UNITS", "Definition", "DefinitionError", "Dimension", "Split", "read", "write"]
