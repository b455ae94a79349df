"""A question divided, over columns: people by their latest trait, everything else row by row."""

from __future__ import annotations

import numpy as np

from ..definition import Dimension, Split
from ..reference.evaluator import divides_people
from ..vocabulary import Unit
from ..world import UNKNOWN
from .domain import NOTHING, Array
from .group import marked
from .question import ColumnQuestion

FEW_VALUES = 1 << 15


def divided(question: ColumnQuestion, split: Split) -> dict[str, ColumnQuestion]:
    """The parts asked for, also the empty ones; else those that occur."""
    values = _of_people(question, split.by) if divides_people(question.definition) else _of_rows(question, split.by)
    found = by_word(question, split.by, question.numbers, values)
    tallied = _tallied_by_word(question, split.by) if question.definition.unit is Unit.VISIT else {}
    nothing = question.numbers[:0]
    words = split.values or sorted(found.keys() | tallied.keys())
    return {word: question.of_numbers(found.get(word, nothing), tallied.get(word, nothing)) for word in words}


def _tallied_by_word(question: ColumnQuestion, by: Dimension) -> dict[str, Array]:
    """Sessions known by their tally alone, which are in the part their plan says."""
    sheet, numbers = question.register.tallied, question.tallied_without_rows
    return by_word(question, by, numbers, sheet.columns[_column(by)][numbers])


def by_word(question: ColumnQuestion, by: Dimension, rows: Array, values: Array) -> dict[str, Array]:
    """Rows by what their value is called; several numbers may be called the same."""
    known, found = words(question, by, values), dict[str, list[Array]]()
    small = values.astype(np.int16) if int(values.max(initial=0)) < FEW_VALUES else values  # sorted by counting
    order = np.argsort(small, kind="stable")
    rows, starts = rows[order], np.searchsorted(small[order], [*known, *(code + 1 for code in known)])
    for (code, word), first, after in zip(known.items(), starts, starts[len(known) :], strict=False):
        if code != NOTHING and word not in UNKNOWN:
            found.setdefault(word, []).append(rows[first:after])
    return {word: some[0] if len(some) == 1 else np.sort(np.concatenate(some)) for word, some in found.items()}


def _column(by: Dimension) -> str:
    """Of an offer where the offer tells."""
    return "offer" if by in (Dimension.OFFER_KIND, Dimension.PROVIDER) else by.value


def _of_rows(question: ColumnQuestion, by: Dimension) -> Array:
    """The number of each row's value."""
    found: Array = question.sheet.columns[_column(by)][question.numbers]
    return found


def _of_people(question: ColumnQuestion, by: Dimension) -> Array:
    """Each person's value is that of the latest row where there is one; a row of nobody has its own."""
    sheet, rows, own = question.sheet, question.numbers, _of_rows(question, by)
    person = sheet.columns["subject"][rows]
    latest = np.full(len(sheet.domains["subject"]) + 1, NOTHING, np.int64)
    known = ~sheet.domain(by.value).among(UNKNOWN)[own] & (person >= 0)
    latest[person[known]] = own[known]
    return np.where(person >= 0, latest[person], own)


def words(question: ColumnQuestion, by: Dimension, values: Array) -> dict[int, str]:
    """What the numbers that occur are called, as codes."""
    size = int(values.max(initial=0)) + 1
    codes = np.flatnonzero(marked(values[values >= 0], size)).tolist()
    return {code: _word(question, by, code) for code in codes}


def _word(question: ColumnQuestion, by: Dimension, code: int) -> str:
    register, domains = question.register, question.sheet.domains
    if by in (Dimension.AREA, Dimension.ACTIVITY):
        return register.code(by.value, domains[by.value].values[code])
    if by in (Dimension.OFFER_KIND, Dimension.PROVIDER):
        offer = register.offers.get(domains["offer"].values[code])
        if offer is None:
            return ""
        return offer.kind if by is Dimension.OFFER_KIND else register.code("organisation", offer.provider)
    word: str = domains[by.value].values[code]
    return word
