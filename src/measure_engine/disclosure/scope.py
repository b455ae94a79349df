"""Which rule applies to a measure when it leaves the team, worked out from its definition (definitions.md).

People and families are controlled. Health, illness, referral reason, origin and children are controlled harder.
Sessions, events, publications, hours and money are not. Where it cannot be told, the measure is controlled.
"""

from dataclasses import dataclass
from enum import StrEnum

from ..aggregate import (
    Aggregate,
    Column,
    Count,
    CrossSection,
    Latest,
    Mean,
    MeanPeople,
    PairedChange,
    ShareOfPopulation,
    StampCard,
    Sum,
)
from ..condition import HasOutcome, HasTrait
from ..definition import Definition, Dimension
from ..language import DANISH, Translator, gettext_noop
from ..selection import Selection
from ..vocabulary import CALENDAR_UNITS, Unit

MOST_TRAITS = 2
MOST_SENSITIVE_TRAITS = 1


class Rule(StrEnum):
    """How hard a number is controlled: not at all, from 5, or from 10."""

    OPEN = "open"
    PEOPLE = "people"
    SENSITIVE = "sensitive"

    @property
    def threshold(self) -> int:
        """Numbers below it are shown as less than it."""
        return _THRESHOLDS[self]

    @property
    def most_traits(self) -> int:
        return MOST_SENSITIVE_TRAITS if self is Rule.SENSITIVE else MOST_TRAITS


_THRESHOLDS = {Rule.OPEN: 0, Rule.PEOPLE: 5, Rule.SENSITIVE: 10}


class Measured(StrEnum):
    """What the controlled number is, which decides how it is rounded."""

    PEOPLE = "people"
    PEOPLE_PER_UNIT = "people_per_unit"
    VALUES_OF_PEOPLE = "values_of_people"
    ESTIMATE = "estimate"


@dataclass(frozen=True, slots=True)
class Scope:
    """The rule of a measure. `traits` are those of people that it selects or divides by, in their order.

    `open_denominator`: what the value is set against is public or no people (a population, sessions). `by_trait`: its
    parts are people by a trait, not places or activities.
    """

    rule: Rule
    measured: Measured = Measured.PEOPLE
    traits: tuple[str, ...] = ()
    open_denominator: bool = False
    by_trait: bool = False

    @property
    def is_controlled(self) -> bool:
        return self.rule is not Rule.OPEN


class Refused(ValueError):
    """A number or table that must not be published as asked; `sentence` says in Danish what would be right."""

    def __init__(self, message: str, **values: str) -> None:
        self.message, self.values = message, values
        super().__init__(message % values)

    def sentence(self, translator: Translator = DANISH) -> str:
        return translator.gettext(self.message) % {
            name: ", ".join(translator.gettext(each) for each in value.split("|"))
            for name, value in self.values.items()
        }


OPEN_UNITS = CALENDAR_UNITS | {
    Unit.SESSION, Unit.PARTNER, Unit.INITIATIVE, Unit.PUBLICATION, Unit.NEED, Unit.THEME, Unit.STORY, Unit.ACTIVITY,
    Unit.AREA,
}  # fmt: skip
OPEN_KINDS = frozenset({
    "session", "publication", "delivery", "outside_figure", "initiative", "need", "theme", "log_entry", "story",
})  # fmt: skip
HOURS = OPEN_KINDS | {"contribution"}

PLACES = frozenset({Dimension.AREA, Dimension.ACTIVITY, Dimension.PROVIDER})
"""Dimensions that are no traits: where it was, not what somebody is."""

ABOUT_A_PERSON = frozenset({"contact", "enquiry", "concern", "conversation", "goal", "measurement", "enrolment"})
"""Kinds whose topic is a trait: why somebody came, what ails them, why they ended."""
OF_HEALTH = frozenset({"measurement", "goal", "plan", "answer"})
"""Kinds about somebody's body or mind. Which questions are about health is not known here, so all are taken to be."""
HEALTH_TALKS = frozenset({"health", "kram", "double_kram", "trauma_aware"})
SENSITIVE_OUTCOMES = frozenset({"smoke_free", "new_tools", "daycare_started"})
CHILDREN = frozenset({"0-5", "6-12", "13-17"})
SENSITIVE_TRAITS = frozenset({"topic", "source", "illness", "origin", "language", "reason"})
"""Language stands for origin."""

TRAIT_NAMES = {
    "sex": gettext_noop("køn"),
    "age_band": gettext_noop("alder"),
    "topic": gettext_noop("emne"),
    "source": gettext_noop("henvisningskilde"),
    "language": gettext_noop("sprog"),
    "illness": gettext_noop("sygdom"),
    "origin": gettext_noop("oprindelse"),
    "reason": gettext_noop("årsag til henvisning"),
    "step": gettext_noop("trin"),
    "channel": gettext_noop("kanal"),
    "kind": gettext_noop("slags"),
    "offer_kind": gettext_noop("slags tilbud"),
}

TOO_MANY_TRAITS = gettext_noop(
    "Personerne er valgt eller delt op efter %(traits)s. Det kan pege på én person. Brug højst to træk, og kun ét, når "
    "det gælder helbred, henvisning, oprindelse eller børn."
)


def scope_of(definition: Definition) -> Scope:
    """The rule a measure follows outside the team."""
    traits = _traits(definition)
    measured = _measured(definition.aggregate)
    strict = measured is Measured.VALUES_OF_PEOPLE or _is_sensitive(definition)
    rule = Rule.OPEN if _is_open(definition, traits) else Rule.SENSITIVE if strict else Rule.PEOPLE
    by_trait = definition.split is not None and definition.split.by not in PLACES
    return Scope(rule, measured, traits, _has_open_denominator(definition), by_trait)


def check_traits(traits: tuple[str, ...], rule: Rule) -> None:
    """Refuse what is narrowed by so many traits that it may isolate a person; choosing whom to count is a trait too."""
    if rule is not Rule.OPEN and len(traits) > rule.most_traits:
        raise Refused(TOO_MANY_TRAITS, traits="|".join(TRAIT_NAMES.get(each, each) for each in traits))


def _measured(aggregate: Aggregate) -> Measured:
    if isinstance(aggregate, StampCard):
        return Measured.ESTIMATE
    if isinstance(aggregate, (PairedChange, CrossSection)) or _column(aggregate) is Column.VALUE:
        return Measured.VALUES_OF_PEOPLE
    return Measured.PEOPLE_PER_UNIT if isinstance(aggregate, (Mean, MeanPeople)) else Measured.PEOPLE


def _column(aggregate: Aggregate) -> Column | None:
    return aggregate.column if isinstance(aggregate, (Sum, Mean)) else None


def _has_open_denominator(definition: Definition) -> bool:
    aggregate = definition.aggregate
    if isinstance(aggregate, ShareOfPopulation):
        return True
    if isinstance(aggregate, Count):
        return aggregate.population is not None
    return isinstance(aggregate, (Mean, MeanPeople)) and _is_open_unit(definition)


def _is_open(definition: Definition, traits: tuple[str, ...]) -> bool:
    """Whether it counts no people, and is not found by what people are."""
    if isinstance(definition.aggregate, Latest):
        return True
    if traits or isinstance(definition.aggregate, (MeanPeople, StampCard, PairedChange, CrossSection)):
        return False
    column = _column(definition.aggregate)
    if column is Column.VALUE:
        return definition.kinds <= HOURS
    return column is None and _is_open_unit(definition)


def _is_open_unit(definition: Definition) -> bool:
    if definition.unit is Unit.RUN:
        individual = any("individual" in each.run_forms for each in definition.selections())
        return not individual and all(each.kinds == ("session",) for each in _making_units(definition))
    return definition.unit in OPEN_UNITS or (definition.unit is Unit.ENTRY and definition.kinds <= OPEN_KINDS)


def _making_units(definition: Definition) -> tuple[Selection, ...]:
    own = definition.aggregate.units if isinstance(definition.aggregate, MeanPeople) else ()
    return own or definition.select


def _is_sensitive(definition: Definition) -> bool:
    if definition.unit is Unit.CHILD or definition.kinds & OF_HEALTH:
        return True
    if set(_traits(definition)) & SENSITIVE_TRAITS or _is_of_children(definition):
        return True
    steps = {step for each in definition.selections() for step in each.steps}
    steps |= {step for each in definition.conditions() if isinstance(each, HasOutcome) for step in each.steps}
    return bool(steps & (HEALTH_TALKS | SENSITIVE_OUTCOMES)) or _is_of_health_offers(definition)


def _is_of_health_offers(definition: Definition) -> bool:
    return any("municipal_health" in each.offer_kinds for each in definition.selections())


def _is_of_children(definition: Definition) -> bool:
    ages = {age for each in definition.selections() for age in each.age_bands}
    ages |= {age for each in definition.conditions() if isinstance(each, HasTrait) for age in each.values}
    return bool(ages & CHILDREN)


def _traits(definition: Definition) -> tuple[str, ...]:
    """The traits of people that it selects or divides by."""
    found: list[str] = []
    for each in definition.selections():
        found += ["sex"] * bool(each.sexes) + ["age_band"] * bool(each.age_bands) + ["source"] * bool(each.sources)
        found += ["topic"] * bool(each.topics and ABOUT_A_PERSON & set(each.kinds))
    found += [str(each.trait) for each in definition.conditions() if isinstance(each, HasTrait)]
    if definition.split is not None and definition.split.by not in PLACES:
        found += _split_trait(definition)
    return tuple(dict.fromkeys(found))


def _split_trait(definition: Definition) -> list[str]:
    """Things divided by what they are (initiatives by method) are not people divided by a trait."""
    assert definition.split is not None
    by = definition.split.by
    if by in (Dimension.SEX, Dimension.AGE_BAND):
        return [by]
    if by in (Dimension.SOURCE, Dimension.TOPIC):
        return [by] if definition.kinds & ABOUT_A_PERSON or definition.unit is Unit.REFERRAL else []
    return []
