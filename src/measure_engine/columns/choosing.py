"""Select, over columns: the numbers of the rows a selection takes, whatever day they happened.

The rules are those of `reference.register.Reader`; a test narrows the rows of the kinds asked for, one after another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from ..reference.register import UNLESS_ASKED
from ..selection import Selection
from ..vocabulary import STEPS
from ..world import Id
from .domain import NOTHING, Array
from .link import Links
from .sheet import Sheet

Test = Callable[[Array], Array]

COLUMNS_AMONG = (("channels", "channel"), ("sources", "source"), ("first_times", "first_time"))
REFERENCES = (
    ("activities", "activity", "activity"),
    ("areas", "area", "area"),
    ("venues", "venue", "venue"),
    ("runs", "run", "run"),
    ("offers", "offer", "offer"),
)
TRAITS = (("sexes", "sex"), ("age_bands", "age_band"))


def chosen(sheet: Sheet, selection: Selection, from_need: frozenset[Id] = frozenset()) -> Array:
    """Numbers of the rows taken, in order, leaving out the sex and age of a known person.

    `from_need` are the threads of initiatives that an entry says were born of a need.
    """
    rows, by_need = sheet.of_kinds(selection.kinds), _initiatives(sheet, selection, from_need)
    for test in (*_values(sheet, selection), *_references(sheet, selection), *by_need):
        rows = rows[test(rows)]
    return rows


def of_those_asked_for(sheet: Sheet, taken: list[tuple[Selection, Array]], rows: Array) -> Array:
    """Of rows taken by the selections those of people with the sex and age asked for, by the latest row that knows."""
    if not any(each.sexes or each.age_bands for each, _rows in taken):
        return rows
    person, wanted = sheet.columns["subject"][rows], np.zeros(len(rows), bool)
    latest = {column: _latest(sheet, column, rows) for _name, column in TRAITS}
    for each, its_rows in taken:
        is_asked_for = np.isin(rows, its_rows, assume_unique=True)
        for name, column in TRAITS:
            if asked := getattr(each, name):
                has_it = sheet.domain(column).among(asked)[latest[column][person]]
                if "unknown" in asked:
                    has_it |= latest[column][person] == NOTHING
                is_asked_for &= (person == NOTHING) | has_it
        wanted |= is_asked_for
    return rows[wanted]


def _latest(sheet: Sheet, column: str, rows: Array) -> Array:
    """Each person's value by the latest row that knows; -1 where none does."""
    found = np.full(len(sheet.domains["subject"]) + 1, NOTHING, np.int32)
    values, person = sheet.columns[column][rows], sheet.columns["subject"][rows]
    known = ~sheet.domain(column).among(("", "unknown"))[values] & (person >= 0)
    found[person[known]] = values[known]
    return found


def _among(sheet: Sheet, column: str, wanted: Array) -> Test:
    values = sheet.columns[column]
    return lambda rows: wanted[values[rows]]


# What the entry says


def _values(sheet: Sheet, selection: Selection) -> Iterator[Test]:
    for name, column in COLUMNS_AMONG:
        if words := getattr(selection, name):
            yield _among(sheet, column, sheet.domain(column).among(words))
    for name, column in TRAITS:
        if words := getattr(selection, name):
            yield _of_nobody_known(sheet, _among(sheet, column, sheet.domain(column).among(words)))
    yield from _steps(sheet, selection)
    if selection.topics:
        yield _among(sheet, "topic", sheet.domain("topic").where(lambda topic: _is_topic(selection, topic)))
    yield from _amounts(sheet, selection)


def _of_nobody_known(sheet: Sheet, test: Test) -> Test:
    person = sheet.columns["subject"]
    return lambda rows: (person[rows] >= 0) | test(rows)


def _is_topic(selection: Selection, topic: str) -> bool:
    beginnings = tuple(each for each in selection.topics if each.endswith("."))
    return topic in selection.topics or bool(beginnings and topic.startswith(beginnings))


def _steps(sheet: Sheet, selection: Selection) -> Iterator[Test]:
    kinds, steps = sheet.domain("kind"), sheet.domain("step")
    kind, step = sheet.columns["kind"], sheet.columns["step"]
    if selection.steps:
        wanted, stepless = steps.among(selection.steps), kinds.among([each for each in STEPS if not STEPS[each]])
        yield lambda rows: wanted[step[rows]] | stepless[kind[rows]]
        return
    for of_kind, left_out in UNLESS_ASKED.items():
        if of_kind in selection.kinds:
            pair = kinds.find(of_kind), steps.find(left_out)
            yield lambda rows, pair=pair: (kind[rows] != pair[0]) | (step[rows] != pair[1])  # type: ignore[misc]


def _amounts(sheet: Sheet, selection: Selection) -> Iterator[Test]:
    value, low, high = sheet.columns["value"], selection.value_min, selection.value_max
    if low is not None:
        yield lambda rows: value[rows] >= low
    if high is not None:
        yield lambda rows: value[rows] <= high
    if low is None and high is None and "outcome" in selection.kinds:
        kind, outcome = sheet.columns["kind"], sheet.code("kind", "outcome")
        yield lambda rows: (kind[rows] != outcome) | (value[rows] != 0)


# What the rows it points at say


def _references(sheet: Sheet, selection: Selection) -> Iterator[Test]:
    links, register = sheet.links, sheet.links.register
    for name, kind, column in REFERENCES:
        if codes := getattr(selection, name):
            yield _among(sheet, column, sheet.domain(column).among(register.ids(kind, codes)))
    if selection.tags:
        tags = frozenset(selection.tags)
        yield _any_of(
            _among(sheet, "session", links.tagged("session", tags)),
            _among(sheet, "run", links.tagged("run", tags)),
            _among(sheet, "activity", links.test_lineage(lambda row: bool(tags & row.tags))),
        )
    if selection.partners:
        yield _of_partners(sheet, register.ids("organisation", selection.partners))
    if selection.with_partner is not None:
        yield _is(_with_partner(sheet), selection.with_partner)
    if selection.focus_areas:
        focus = links.test_lineage(lambda row: row.focus_area in selection.focus_areas)
        yield _among(sheet, "activity", focus)
    yield from _offers_and_forms(sheet, links, selection)


def _offers_and_forms(sheet: Sheet, links: Links, selection: Selection) -> Iterator[Test]:
    if selection.providers:
        providers = links.register.ids("organisation", selection.providers)
        yield _among(sheet, "offer", links.test("offer", lambda row: row.provider in providers))
    if selection.offer_kinds:
        yield _among(sheet, "offer", links.test("offer", lambda row: row.kind in selection.offer_kinds))
    if selection.run_forms:
        yield _among(sheet, "run", links.of_form("run", selection.run_forms))
    if selection.session_forms:
        yield _among(sheet, "session", links.of_form("session", selection.session_forms))


def _of_partners(sheet: Sheet, partners: frozenset[Id]) -> Test:
    links = sheet.links
    return _any_of(
        _among(sheet, "partner", sheet.domain("partner").among(partners)),
        _among(sheet, "run", links.test("run", lambda row: row.partner in partners)),
        _among(sheet, "activity", links.test_lineage(lambda row: bool(row.partners & partners))),
    )


def _with_partner(sheet: Sheet) -> Test:
    links, partner = sheet.links, sheet.columns["partner"]
    return _any_of(
        lambda rows: partner[rows] >= 0,
        _among(sheet, "run", links.test("run", lambda row: row.partner is not None)),
        _among(sheet, "activity", links.test_lineage(lambda row: bool(row.partners))),
    )


def _initiatives(sheet: Sheet, selection: Selection, from_need: frozenset[Id]) -> Iterator[Test]:
    register, threads = sheet.links.register, sheet.domains["thread"]
    if selection.initiatives:
        yield _of_initiative(sheet, threads.among(register.ids("initiative", selection.initiatives)))
    if selection.with_civil_society is not None:
        civil = threads.among(row.id for row in register.world.initiatives if row.with_civil_society)
        yield _is(_of_initiative(sheet, civil), selection.with_civil_society)
    if selection.from_need is not None:
        born = from_need | {row.id for row in register.world.initiatives if row.need is not None}
        yield _is(_of_initiative(sheet, threads.among(born)), selection.from_need)


def _of_initiative(sheet: Sheet, wanted: Array) -> Test:
    return lambda rows: wanted[sheet.initiative[rows]]


def _any_of(*tests: Test) -> Test:
    return lambda rows: np.logical_or.reduce([test(rows) for test in tests])


def _is(test: Test, wanted: bool) -> Test:
    return lambda rows: test(rows) == wanted
