"""Aggregates: what is made of the units that met the conditions."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from .condition import Condition
from .language import gettext_noop
from .plain import DefinitionError, Tagged
from .selection import Selection


class Aggregate(Tagged):
    """Base of all aggregates."""

    __slots__ = ()


class Column(StrEnum):
    VALUE = "value"
    PEOPLE = "people"
    FAMILIES = "families"


class Pairing(StrEnum):
    """How before and after are found: by windows round the course, or by the wave written on the answer."""

    COURSE = "course"
    WAVE = "wave"


class Population(StrEnum):
    PEOPLE = "people"
    DWELLINGS = "dwellings"


@dataclass(frozen=True, slots=True)
class Count(Aggregate):
    """How many units. `population` sets them beside the people or dwellings of the areas, without judging that."""

    word: ClassVar[str] = "count"
    population: Population | None = None


@dataclass(frozen=True, slots=True)
class Sum(Aggregate):
    word: ClassVar[str] = "sum"
    column: Column


@dataclass(frozen=True, slots=True)
class Mean(Aggregate):
    """The total of a column over the units that have it, divided by their number."""

    word: ClassVar[str] = "mean"
    column: Column


@dataclass(frozen=True, slots=True)
class MeanPeople(Aggregate):
    """Different people per unit; `units` selects the entries that make the units exist (held, started)."""

    word: ClassVar[str] = "mean_people"
    units: tuple[Selection, ...] = ()


@dataclass(frozen=True, slots=True)
class Share(Aggregate):
    """The share of the units that also meet `having`."""

    word: ClassVar[str] = "share"
    having: tuple[Condition, ...]

    def __post_init__(self) -> None:
        if not self.having:
            raise DefinitionError(
                gettext_noop("en andel skal sige, hvad der kræves for at tælle med; skriv mindst én betingelse."),
                field="having",
            )


@dataclass(frozen=True, slots=True)
class ShareOfPopulation(Aggregate):
    """People as a share of the population: of the areas, or a number written down (adults, say)."""

    word: ClassVar[str] = "share_of_population"
    population: Population = Population.PEOPLE
    number: int | None = None

    def __post_init__(self) -> None:
        if self.number is not None and self.number < 1:
            raise DefinitionError(gettext_noop("befolkningen skal være mindst 1 person."), field="number")


@dataclass(frozen=True, slots=True)
class ShareOfAnswers(Aggregate):
    """The share of answers or ratings at or above a threshold; the latest answer of each respondent counts.

    `asked` selects those who ought to have answered; those who did not are shown as missing.
    """

    word: ClassVar[str] = "share_of_answers"
    at_least: float
    asked: tuple[Selection, ...] = ()


@dataclass(frozen=True, slots=True)
class PairedChange(Aggregate):
    """Mean change of the same people from before to after (definitions.md); never the two groups' means."""

    word: ClassVar[str] = "paired_change"
    item: str
    pairing: Pairing = Pairing.COURSE
    better_by: float = 10

    def __post_init__(self) -> None:
        if self.better_by <= 0:
            raise DefinitionError(gettext_noop("skal være over 0."), field="better_by")


@dataclass(frozen=True, slots=True)
class CrossSection(Aggregate):
    """The mean of each wave of a survey with its interval; the value is the latest wave's mean."""

    word: ClassVar[str] = "cross_section"
    item: str


@dataclass(frozen=True, slots=True)
class Latest(Aggregate):
    """The latest outside figure, with the latest of the comparison group beside it."""

    word: ClassVar[str] = "latest"
    indicator: str


@dataclass(frozen=True, slots=True)
class StampCard(Aggregate):
    """Guests known only by stamp card, estimated from the tallies: how many, or a share of them.

    `returning`: the share with at least two visits. `retained`: the share of those from before the last finished
    quarter who came in it. With the condition FirstEver: new guests of the period. Families are counted likewise.
    `with_families`: guests, and the people of the families reckoned from the families' own cards.
    """

    word: ClassVar[str] = "stamp_card"
    returning: bool = False
    retained: bool = False
    with_families: bool = False

    def __post_init__(self) -> None:
        if self.with_families and self.is_share:
            raise DefinitionError(
                gettext_noop("familier kan kun regnes med i et antal gæster, ikke i en andel."), field="with_families"
            )
        if self.returning and self.retained:
            raise DefinitionError(
                gettext_noop("vælg enten gæster, der kommer igen, eller gæster, der bliver ved; ikke begge."),
                field="retained",
            )

    @property
    def is_share(self) -> bool:
        return self.returning or self.retained
