"""What is known of shorter periods and of single cafés, where guests of a longer period or of several are estimated.

A guest of a quarter is a guest of the year, and a guest of one café is one of the project. So what is shown of the
whole is never below what is shown of a part, however unsure the whole is by itself (ADR 0031).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from ..aggregate import StampCard
from ..definition import Definition
from ..estimate import Estimate
from ..world import Row
from .guest_span import Span, span_of, within
from .question import Question

Tell = Callable[[Question, Span], Estimate | None]


def parts(question: Question, tell: Tell) -> Iterator[Estimate]:
    """An estimate of each part by itself. What was told once is kept for all that ask of the same sessions."""
    kept = question.reader.kept
    for asked in _narrower(question):
        definition, sessions = asked.definition, tuple(row.id for row in asked.tallied_ever)
        told = kept.setdefault((definition.unit, definition.aggregate, definition.where, sessions), {})
        for span in _spans(asked):
            if span not in told:
                told[span] = tell(asked, span)
            if told[span] is not None:
                yield told[span]


def _narrower(question: Question) -> Iterator[Question]:
    """The question of each of the places it holds, and of what its guests are a part of or have as a part."""
    for rows in _places(question.tallied_ever):
        for definition in _of_no_more(question):
            yield question.of_tallied(rows, definition)


def _of_no_more(question: Question) -> list[Definition]:
    """The definition; everybody, who were all new once; and guests alone where families are reckoned in."""
    definition = question.definition
    found, plain = [definition], replace(definition, where=())
    if definition.where and _is_of_all(question.asking(plain)):
        found.append(plain)
    if isinstance(definition.aggregate, StampCard) and definition.aggregate.with_families:
        found += [replace(each, aggregate=StampCard()) for each in found]
    return found


def _is_of_all(question: Question) -> bool:
    span = span_of(question)
    return span is not None and span.of_all


def _places(rows: list[Row]) -> list[list[Row]]:
    """All sessions; those of each activity, area and venue, and of each activity in an area."""
    found: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        for key in ((), ("activity", row.activity), ("area", row.area), ("venue", row.venue), (row.activity, row.area)):
            found.setdefault(key, []).append(row)
    return list({tuple(row.id for row in each): each for each in found.values()}.values())


def _spans(question: Question) -> Iterator[Span]:
    """The period as the cards tell of it, and those within. New guests of shorter periods add up by themselves."""
    span = span_of(question)
    if span is None:
        return
    yield replace(span, note="")
    if not question.definition.where:
        yield from within(question, span)
