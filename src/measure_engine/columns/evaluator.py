"""The fast evaluator: figures equal to the reference's, worked out over columns.

Counts, sums, means and shares of units, straight from entries or through courses, are found over columns. Answers,
stamp cards and paired change are the reference's own, given only the few rows they are about; so are the rare ones
that `occurrence.is_columnar` names.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ..aggregate import Count, CrossSection, Latest, PairedChange, Share, ShareOfAnswers, StampCard
from ..definition import Definition, Split
from ..figure import Figure
from ..language import DANISH, Translator
from ..name import Names
from ..period import Period
from ..reference import Evaluator
from ..reference.course import came_on as came_on_by_path
from ..reference.progress import Progress, of_units_by_row, progress
from ..reference.question import Question
from ..world import World
from . import course
from .occurrence import figure, gains, is_columnar
from .part import divided
from .question import ColumnQuestion
from .register import ColumnReader, ColumnRegister

HANDED_OVER = (StampCard, Latest, ShareOfAnswers, CrossSection, PairedChange)


class ColumnEvaluator(Evaluator):
    """Evaluates definitions over one world's columns; a register may serve several, in different languages."""

    _register: ColumnRegister

    def __init__(
        self, world: World, *, register: ColumnRegister | None = None, names: Names | None = None,
        translator: Translator = DANISH,
    ) -> None:  # fmt: skip
        self._given = register
        super().__init__(world, names=names, translator=translator)

    @property
    def register(self) -> ColumnRegister:
        return self._register

    def _make_register(self, world: World) -> ColumnRegister:
        return self._given or ColumnRegister(world)

    def _reader(self, as_of: date) -> ColumnReader:
        if as_of not in self._readers:
            self._readers[as_of] = ColumnReader(self._register, as_of)
        found = self._readers[as_of]
        assert isinstance(found, ColumnReader)
        return found

    def _question(self, definition: Definition, period: Period, as_of: date) -> ColumnQuestion:
        return ColumnQuestion(definition, self._reader(as_of), period, self.translator, self.names)

    def _figure(self, question: Question) -> Figure:
        if not isinstance(question, ColumnQuestion) or question.is_of_rows:
            return super()._figure(question)
        if _is_of_courses(question.definition):
            return course.figure(question)
        return figure(question) if _is_fast(question.definition) else super()._figure(question)

    def _divided(self, question: Question, split: Split) -> dict[str, Question]:
        if not isinstance(question, ColumnQuestion):
            return super()._divided(question, split)
        if question.definition.is_course and not isinstance(question.definition.aggregate, StampCard):
            return dict(course.divided(question, split).items())
        return (
            dict(divided(question, split).items())
            if _is_fast(question.definition)
            else super()._divided(question, split)
        )

    def _progress(self, question: Question, asked: Callable[[date], float]) -> Progress:
        return progress(question, asked, _gains, _came_on)


def _is_fast(definition: Definition) -> bool:
    return is_columnar(definition) and not isinstance(definition.aggregate, HANDED_OVER)


def _is_of_courses(definition: Definition) -> bool:
    return definition.is_course and isinstance(definition.aggregate, (Count, Share))


def _came_on(question: Question) -> list[date] | None:
    return course.came_on(question) if isinstance(question, ColumnQuestion) else came_on_by_path(question)


def _gains(question: Question) -> list[tuple[date, float]]:
    if isinstance(question, ColumnQuestion) and not question.is_of_rows and _is_fast(question.definition):
        return gains(question)
    return of_units_by_row(question)
