"""The slow, obvious evaluator: one definition over one period, as things stood on a day, becomes a figure."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from ..aggregate import (
    Aggregate,
    Count,
    CrossSection,
    Latest,
    Mean,
    MeanPeople,
    PairedChange,
    Share,
    ShareOfAnswers,
    ShareOfPopulation,
    StampCard,
    Sum,
)
from ..definition import PERSON_TRAITS, Definition, Dimension, Split
from ..figure import Fact, Figure, Part, Shape
from ..language import DANISH, Translator
from ..name import Names
from ..period import Period
from ..phrase import NOUNS
from ..vocabulary import Unit
from ..world import UNKNOWN, Row, World
from . import answer, course, occurrence, pairing, stamp_card
from .progress import Progress, planned_shares, progress
from .question import Question
from .register import Reader, Register, check
from .site import Sites

MOST_CHECKED = 1000
TRAIT_UNITS = frozenset({Unit.PERSON, Unit.CONTACTED, Unit.VOLUNTEER, Unit.ENROLMENT})


class Evaluator:
    """Evaluates definitions over one world; what is prepared once is kept for the next definition."""

    def __init__(self, world: World, *, names: Names | None = None, translator: Translator = DANISH) -> None:
        self.world, self.translator = world, translator
        self.names = names or Names.of(world, translator=translator)
        self._register = self._make_register(world)
        self._readers: dict[date, Reader] = {}
        self._checked: dict[int, Definition] = {}

    @property
    def whole(self) -> Period:
        return Period(self.world.starts_on, self.world.ends_on)

    def evaluate(self, definition: Definition, period: Period | None = None, *, as_of: date) -> Figure:
        """The figure of the period so far, counting what had happened by `as_of`."""
        self._check(definition)
        question = self._question(definition, period or self.whole, as_of)
        if question.cut_off < question.period.start and not isinstance(definition.aggregate, (Latest, CrossSection)):
            return Figure(None, shape_of(definition), definition.unit, note=self._not_begun())
        return self._with_parts(question, self._figure(question))

    def progress(self, definition: Definition, period: Period, *, as_of: date, part: str = "") -> Progress:
        """How the measure grew week by week, and how much of the plan lies behind: for where it is heading."""
        question = self._question(definition, period, as_of)
        if part:
            question = self._divided(question, definition.split or Split(Dimension.AREA)).get(part, question)

        def asked(when: date) -> float:
            if when < period.start:
                return 0.0
            figure = self.evaluate(definition, replace(period, end=when), as_of=as_of)
            return ((figure.part(part) if part else None) or figure).value or 0.0

        return self._progress(question, asked)

    def sites(self, definition: Definition, *, as_of: date) -> Sites:
        """The tallied sessions a definition takes so far, and the controls made where they were held."""
        return Sites(self._question(definition, self.whole, as_of), as_of)

    def planned(
        self, definition: Definition, period: Period, days: Sequence[date], *, as_of: date
    ) -> tuple[float, ...]:
        """The share of the period's planned weight that lies behind on each day, also on days ahead."""
        question = self._question(definition, period, as_of)
        return planned_shares(question, days)

    def _check(self, definition: Definition) -> None:
        """Each definition once, however many periods it is asked of."""
        if id(definition) not in self._checked:
            check(definition, self._register, self.names)
            if len(self._checked) >= MOST_CHECKED:
                self._checked.clear()
            self._checked[id(definition)] = definition

    def _make_register(self, world: World) -> Register:
        return Register(world)

    def _question(self, definition: Definition, period: Period, as_of: date) -> Question:
        return Question(definition, self._reader(as_of), period, self.translator, self.names)

    def _progress(self, question: Question, asked: Callable[[date], float]) -> Progress:
        return progress(question, asked)

    def _divided(self, question: Question, split: Split) -> dict[str, Question]:
        return _divided(question, split)

    def _reader(self, as_of: date) -> Reader:
        if as_of not in self._readers:
            self._readers[as_of] = Reader(self._register, as_of)
        return self._readers[as_of]

    def _figure(self, question: Question) -> Figure:
        definition = question.definition
        for kind, make in _MAKERS.items():
            if isinstance(definition.aggregate, kind):
                return make(question)
        return course.figure(question) if definition.is_course else occurrence.figure(question)

    def _with_parts(self, question: Question, whole: Figure) -> Figure:
        split = question.definition.split
        if split is None:
            return whole
        parts = tuple(
            Part(value, self._label(split.by, value), self._figure(each))
            for value, each in self._divided(question, split).items()
        )
        return replace(whole, parts=parts)

    def _label(self, by: Dimension, value: str) -> str:
        """What a part is called: providers are organisations, kinds of entries have nouns."""
        if by is Dimension.KIND:
            return self.translator.gettext(NOUNS[value, ""][1])
        return self.names("organisation" if by is Dimension.PROVIDER else by, value)

    def _not_begun(self) -> str:
        return self.translator.gettext("Perioden er ikke begyndt.")


def evaluate(world: World, definition: Definition, period: Period | None = None, *, as_of: date) -> Figure:
    """One figure from one world; keep an Evaluator where there are several."""
    return Evaluator(world).evaluate(definition, period, as_of=as_of)


def shape_of(definition: Definition) -> Shape:
    if isinstance(definition.aggregate, StampCard) and definition.aggregate.is_share:
        return Shape.SHARE
    return _SHAPES[type(definition.aggregate)]


_SHAPES: dict[type[Aggregate], Shape] = {
    Count: Shape.COUNT,
    Sum: Shape.SUM,
    Mean: Shape.MEAN,
    MeanPeople: Shape.MEAN,
    Share: Shape.SHARE,
    ShareOfPopulation: Shape.SHARE,
    ShareOfAnswers: Shape.SHARE,
    PairedChange: Shape.CHANGE,
    CrossSection: Shape.MEAN,
    Latest: Shape.LEVEL,
    StampCard: Shape.COUNT,
}


_MAKERS: dict[type[Aggregate], Callable[[Question], Figure]] = {
    StampCard: stamp_card.figure,
    Latest: answer.latest,
    ShareOfAnswers: answer.share,
    CrossSection: answer.cross_section,
    PairedChange: pairing.paired_change,
}


def divides_people(definition: Definition) -> bool:
    """Whether the parts are people by a trait of theirs: each person is in one part, and the parts add up."""
    split = definition.split
    return split is not None and split.by in PERSON_TRAITS and definition.unit in TRAIT_UNITS


def _divided(question: Question, split: Split) -> dict[str, Question]:
    """A question of the same rows, divided: people by their latest trait, everything else row by row."""
    of_people = divides_people(question.definition)
    if isinstance(question.definition.aggregate, StampCard):
        return _sites(question, split)
    if question.definition.is_course:
        divided = course.divide(question, lambda rows: _latest_value(question, split.by, rows))
        values = split.values or tuple(sorted(divided))
        return {value: question.of_paths(divided.get(value, [])) for value in values}
    traits = _traits(question, split.by) if of_people else {}
    by_value: dict[str, list[Row]] = {}
    for row in question.rows:
        value = traits.get(row.subject, "") if of_people and row.subject else value_of(question, split.by, row)
        if value not in UNKNOWN:
            by_value.setdefault(value, []).append(row)
    values = split.values or tuple(sorted(by_value))
    return {value: question.of_rows(by_value.get(value, [])) for value in values}


def _sites(question: Question, split: Split) -> dict[str, Question]:
    """Guests by stamp card belong to the area or activity they first came to: each is estimated by its own sums."""
    rows = question.tallied(Period(date.min, question.cut_off))
    values = split.values or tuple(sorted({value_of(question, split.by, row) for row in rows} - {""}))
    scopes = {value: {"areas" if split.by is Dimension.AREA else "activities": (value,)} for value in values}
    return {value: replace(question, definition=question.definition.within(**scope)) for value, scope in scopes.items()}


def _traits(question: Question, by: Dimension) -> dict[object, str]:
    """Each person's value: that of the latest row where there is one."""
    found: dict[object, str] = {}
    for row in question.rows:
        value = value_of(question, by, row)
        if value not in UNKNOWN:
            found[row.subject] = value
    return found


def _latest_value(question: Question, by: Dimension, rows: list[Row]) -> str:
    known = [value for row in rows if (value := value_of(question, by, row)) not in UNKNOWN]
    return known[-1] if known else ""


def value_of(question: Question, by: Dimension, row: Row) -> str:
    """A row's value in a dimension, as a code."""
    register = question.register
    match by:
        case Dimension.AREA:
            return register.code("area", row.area)
        case Dimension.ACTIVITY:
            return register.code("activity", row.activity)
        case Dimension.OFFER_KIND:
            offer = register.offer_of(row)
            return offer.kind if offer else ""
        case Dimension.PROVIDER:
            offer = register.offer_of(row)
            return register.code("organisation", offer.provider) if offer else ""
        case _:
            value: str = getattr(row, by.value)
            return value


__all__ = ["Evaluator", "Fact", "evaluate", "shape_of", "value_of"]
