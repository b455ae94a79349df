"""A question divided, over columns: people by their latest trait, everything else row by row."""

from __future__ import annotations

import numpy as np

from ..definition import Dimension, Split
from ..reference.evaluator import divides_people
from ..world import UNKNOWN
from .domain import NOTHING, Array
from .question import ColumnQuestion


def divided(question: ColumnQuestion, split: Split) -> dict[str, ColumnQuestion]:
    """The parts asked for, also the empty ones; else those that occur."""
    rows, found = question.numbers, dict[str, list[Array]]()
    values = _of_people(question, split.by) if divides_people(question.definition) else _of_rows(question, split.by)
    for code, word in _words(question, split.by, values).items():
        if word not in UNKNOWN:
            found.setdefault(word, []).append(rows[values == code])
    by_value = {word: np.sort(np.concatenate(some)) for word, some in found.items()}
    nothing = rows[:0]
    return {word: question.of_numbers(by_value.get(word, nothing)) for word in split.values or sorted(by_value)}


def _of_rows(question: ColumnQuestion, by: Dimension) -> Array:
    """The number of each row's value: of an offer where the offer tells."""
    name = "offer" if by in (Dimension.OFFER_KIND, Dimension.PROVIDER) else by.value
    found: Array = question.sheet.columns[name][question.numbers]
    return found


def _of_people(question: ColumnQuestion, by: Dimension) -> Array:
    """Each person's value is that of the latest row where there is one; a row of nobody has its own."""
    sheet, rows, own = question.sheet, question.numbers, _of_rows(question, by)
    person = sheet.columns["subject"][rows]
    latest = np.full(len(sheet.domains["subject"]) + 1, NOTHING, np.int64)
    known = ~sheet.domain(by.value).among(UNKNOWN)[own] & (person >= 0)
    latest[person[known]] = own[known]
    return np.where(person >= 0, latest[person], own)


def _words(question: ColumnQuestion, by: Dimension, values: Array) -> dict[int, str]:
    """What the numbers that occur are called, as codes."""
    codes = [code for code in np.unique(values).tolist() if code != NOTHING]
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
