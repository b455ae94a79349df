"""Breakdowns: people by at most two traits, and by place and period, with every cell and margin rounded on its own.

A trait's margins are shown with it. Places and periods are not added up: people may be in several. Before a table is
shown it is audited by itself, and made coarser by steps laid down beforehand: age bands merged, merged again, one trait
dropped, and at last only the totals.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import InitVar, dataclass, replace
from datetime import date
from itertools import product
from typing import Any, Protocol

from ..condition import HasTrait, Trait
from ..definition import Definition, Dimension, Split
from ..figure import Figure
from ..language import DANISH, Translator, gettext_noop
from ..name import Names
from ..period import Period
from ..plain import DefinitionError
from .cell import Cell, cell
from .coarser import AGES, DROPPED, MERGED
from .identity import counted, identity, of_part
from .publish import CLOSED, NOTE, Setting, percent_of
from .published import SEAL, NotPublished
from .ranges import FEWEST_VALUES, System, possible
from .scope import CHILDREN, TRAIT_NAMES, Measured, Refused, Rule, Scope, check_traits

ALL = ""
"""Stands in a key for all values of an axis."""

ONLY_PEOPLE = gettext_noop("Kun antal personer og familier kan vises i en tabel efter %(traits)s.")
NOT_CROSSED = gettext_noop("Dette mål kan ikke deles op efter %(traits)s på én gang. Vælg ét af dem.")
NO_CHILDREN = gettext_noop("Børn deles kun op efter ét træk. Vælg kun voksne, eller fjern %(traits)s.")
ONE_DROPPED = gettext_noop("Fordelingen på %(trait)s vises ikke, fordi den kunne pege på nogen.")

PLACES = frozenset({"area", "activity", "provider", "period"})


@dataclass(frozen=True, slots=True)
class Axis:
    """One way to divide: `by` a trait or a place, with the keys and labels of all its values, also the empty ones."""

    by: str
    values: tuple[tuple[str, str], ...]

    @property
    def is_trait(self) -> bool:
        return self.by not in PLACES

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for key, _label in self.values)


@dataclass(frozen=True, slots=True)
class RawTable:
    """People counted by axes. `counts` has every combination of keys; a place may also be ALL, counted by itself.

    `definition`, `period` and `as_of` say what the whole is a count of, so that it is the same cell elsewhere.
    """

    axes: tuple[Axis, ...]
    counts: Mapping[tuple[str, ...], int]
    rule: Rule
    definition: Definition | None = None
    period: Period | None = None
    as_of: date | None = None
    key: str = ""

    def count(self, key: tuple[str, ...]) -> int:
        """The people of a cell; of a trait's margin the sum, for each person has one value."""
        for place, (axis, value) in enumerate(zip(self.axes, key, strict=True)):
            if value == ALL and axis.is_trait:
                return sum(self.count((*key[:place], each, *key[place + 1 :])) for each in axis.keys)
        return self.counts.get(key, 0)


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """A table as it may be shown: `cells` by the keys of its axes, ALL for a margin. `withheld`: what was dropped."""

    axes: tuple[Axis, ...]
    cells: Mapping[tuple[str, ...], Cell]
    rule: Rule
    note: str
    withheld: str = ""
    step: int = 0
    definition: Definition | None = None
    period: Period | None = None
    as_of: date | None = None
    key: str = ""
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        if seal is not SEAL:
            raise NotPublished("a PublishedTable is made by disclosure.publish_table only")

    def percent(self, key: tuple[str, ...], whole: tuple[str, ...], translator: Translator = DANISH) -> str:
        """The share of one cell in another, from the published counts."""
        return percent_of(self.cells[key], self.cells[whole], Setting(Scope(self.rule), translator=translator))

    def plain(self) -> dict[str, Any]:
        return {
            "axes": [{"by": each.by, "values": [list(one) for one in each.values]} for each in self.axes],
            "cells": [{"key": list(key), "text": each.text, "value": each.value} for key, each in self.cells.items()],
            "rule": str(self.rule), "note": self.note, "withheld": self.withheld,
        }  # fmt: skip

    def sums(self) -> Iterator[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]]:
        """Every margin with the cells that add up to it."""
        for key in self.cells:
            for place, axis in enumerate(self.axes):
                if key[place] == ALL:
                    terms = tuple((*key[:place], each, *key[place + 1 :]) for each in axis.keys)
                    if all(each in self.cells for each in terms):
                        yield key, terms

    def names(self) -> set[Hashable]:
        return {self.name(key) for key in self.cells}

    def name(self, key: tuple[str, ...]) -> Hashable:
        """The identity of a cell, the same as of the figure that shows it elsewhere."""
        if self.definition is None:
            return ("table", self.key, key)
        found: Any = identity(counted(self.definition).value, self.period, self.as_of)
        traits = []
        for axis, value in zip(self.axes, key, strict=True):
            if value == ALL:
                continue
            if axis.by in ("area", "activity"):
                found = of_part(found, Dimension(axis.by), value)
            else:
                traits.append((axis.by, value))
        for by, value in traits:
            found = (found, by, value)
        return found  # type: ignore[no-any-return]


def publish_table(raw: RawTable, *, names: Names | None = None, translator: Translator = DANISH) -> PublishedTable:
    """The finest laid-down version of a table in which no cell can be worked out; refused with too many traits."""
    check_traits(tuple(axis.by for axis in raw.axes if axis.is_trait), raw.rule)
    _check_children(raw)
    names = names or Names(translator=translator)
    for number, (table, said) in enumerate(_ladder(raw, names, translator)):
        made = _rounded(table, translator, withheld=said, step=number)
        if not table.axes or not any(axis.is_trait for axis in table.axes) or not pinned(made):
            return made
    raise AssertionError("the last step has no breakdown")


def pinned(table: PublishedTable) -> dict[tuple[str, ...], set[int]]:
    """The cells that can be fewer than three numbers, given the whole table."""
    system = System()
    for key, each in table.cells.items():
        system.know(key, each.low, each.high)
    for total, terms in table.sums():
        shown = [table.cells[each] for each in terms]
        whole = table.cells[total]
        if sum(each.low for each in shown) <= whole.high and whole.low <= sum(each.high for each in shown):
            system.add_up(total, terms)
    found = possible(system) or possible(system.loosened())
    if found is None:
        return {key: set() for key, each in table.cells.items() if not each.exact}
    return {
        key: found[key] for key, each in table.cells.items() if not each.exact and len(found[key]) < FEWEST_VALUES
    }  # fmt: skip


def _check_children(raw: RawTable) -> None:
    traits = [axis for axis in raw.axes if axis.is_trait]
    if len(traits) > 1 and raw.rule is not Rule.OPEN and any(CHILDREN & set(axis.keys) for axis in traits):
        raise Refused(NO_CHILDREN, traits="|".join(_trait_name(axis.by) for axis in traits if axis.by != "age_band"))


def _trait_name(by: str) -> str:
    return TRAIT_NAMES.get(by, by)


def _rounded(raw: RawTable, translator: Translator, *, step: int, withheld: str) -> PublishedTable:
    exact = not step and not any(axis.is_trait for axis in raw.axes)
    cells = {}
    for key in product(*(axis.keys + ((ALL,) if _has_all(raw, place) else ()) for place, axis in enumerate(raw.axes))):
        rule = Rule.SENSITIVE if raw.rule is Rule.PEOPLE and CHILDREN & set(key) else raw.rule
        cells[key] = cell(raw.count(key), rule, exact=exact, translator=translator)
    note = "" if raw.rule is Rule.OPEN else translator.gettext(NOTE) % {"threshold": raw.rule.threshold}
    return PublishedTable(
        raw.axes, cells, raw.rule, note, definition=raw.definition, period=raw.period, as_of=raw.as_of, key=raw.key,
        seal=SEAL, step=step, withheld=withheld,
    )  # fmt: skip


def _has_all(raw: RawTable, place: int) -> bool:
    return raw.axes[place].is_trait or any(key[place] == ALL for key in raw.counts)


def _ladder(raw: RawTable, names: Names, translator: Translator) -> Iterator[tuple[RawTable, str]]:
    """The table and its coarser versions, each with what is said of it."""
    _ = translator.gettext
    yield raw, ""
    yield from ((table, _(MERGED)) for table in _with_fewer_ages(raw, names))
    traits = [place for place, axis in enumerate(raw.axes) if axis.is_trait]
    if len(traits) > 1:
        place = next((each for each in traits if raw.axes[each].by == "sex"), traits[-1])
        said = _(ONE_DROPPED) % {"trait": _(_trait_name(raw.axes[place].by))}
        fewer = _without(raw, place)
        yield fewer, said
        yield from ((table, f"{said} {_(MERGED)}") for table in _with_fewer_ages(fewer, names))
    bare = raw
    for place in reversed(traits):
        bare = _without(bare, place)
    yield bare, _(DROPPED)


def _with_fewer_ages(raw: RawTable, names: Names) -> Iterator[RawTable]:
    place = next((number for number, axis in enumerate(raw.axes) if axis.by == "age_band"), None)
    if place is None:
        return
    for bands in AGES:
        groups = {band: [each for each in ages if each in raw.axes[place].keys] for band, ages in bands.items()}
        known = {band: ages for band, ages in groups.items() if ages}
        axis = Axis("age_band", tuple((band, names("age_band", band)) for band in known))
        if len(known) < len(raw.axes[place].keys):
            into = {age: band for band, ages in known.items() for age in ages}
            yield _changed(raw, place, (axis,), lambda key, at=place, to=into: (*key[:at], to[key[at]], *key[at + 1 :]))


def _without(raw: RawTable, place: int) -> RawTable:
    return _changed(raw, place, (), lambda key: (*key[:place], *key[place + 1 :]))


def _changed(raw: RawTable, place: int, axis: tuple[Axis, ...], move: Any) -> RawTable:
    counts: dict[tuple[str, ...], int] = {}
    for key, count in raw.counts.items():
        counts[move(key)] = counts.get(move(key), 0) + count
    axes = (*raw.axes[:place], *axis, *raw.axes[place + 1 :])
    return RawTable(axes, counts, raw.rule, raw.definition, raw.period, raw.as_of, raw.key)


# Counted by the engine


class Evaluates(Protocol):
    def evaluate(self, definition: Definition, period: Period | None = None, *, as_of: date) -> Figure: ...


@dataclass(frozen=True, slots=True)
class Breakdown:
    """What somebody asks to see: a measure by traits (at most two), and perhaps for each of some areas."""

    definition: Definition
    traits: tuple[Dimension, ...]
    areas: tuple[str, ...] = ()
    adults_only: bool = False


def tabulate(
    evaluator: Evaluates, asked: Breakdown, period: Period, *, as_of: date, names: Names, key: str = ""
) -> RawTable:
    """Count the breakdown. Refused before anything is counted where it might isolate somebody."""
    definition = replace(asked.definition, split=None)
    scope = counted(definition).scope
    rule = counted(_split(definition, asked.traits)).scope.rule if asked.traits else scope.rule
    check_traits(tuple(dict.fromkeys((*scope.traits, *(str(each) for each in asked.traits)))), rule)
    if scope.measured is not Measured.PEOPLE:
        raise Refused(ONLY_PEOPLE, traits="|".join(_trait_name(each) for each in asked.traits))
    axes = [_axis(each, asked, names) for each in asked.traits]
    _check_children(RawTable(tuple(axes), {}, rule))
    places = [Axis("area", tuple((code, names("area", code)) for code in asked.areas))] if asked.areas else []
    counts: dict[tuple[str, ...], int] = {}
    for area in (ALL, *asked.areas):
        narrowed = definition.within(areas=(area,)) if area else definition
        for traits, count in _crossed(evaluator, narrowed, axes, period, as_of):
            counts[(*traits, area) if places else traits] = count
    return RawTable((*axes, *places), counts, rule, definition, period, as_of, key)


def _split(definition: Definition, traits: tuple[Dimension, ...]) -> Definition:
    return replace(definition, split=Split(traits[-1]))


def _axis(by: Dimension, asked: Breakdown, names: Names) -> Axis:
    keys = CLOSED.get(by, ())
    if by is Dimension.AGE_BAND and asked.adults_only:
        keys = tuple(each for each in keys if each not in CHILDREN)
    return Axis(by, tuple((key, names(by, key)) for key in keys))


def _crossed(
    evaluator: Evaluates, definition: Definition, axes: list[Axis], period: Period, as_of: date
) -> Iterator[tuple[tuple[str, ...], int]]:  # fmt: skip
    """One trait by dividing, two by asking for each value of the first and dividing by the second."""
    if not axes:
        yield (), int(evaluator.evaluate(definition, period, as_of=as_of).value or 0)
        return
    *first, last = axes
    for outer in first[0].keys if first else (ALL,):
        where = (*definition.where, HasTrait(Trait(first[0].by), (outer,))) if first else definition.where
        try:
            asked = replace(definition, where=where, split=Split(Dimension(last.by), last.keys))
        except (DefinitionError, ValueError):
            raise Refused(NOT_CROSSED, traits="|".join(_trait_name(axis.by) for axis in axes)) from None
        figure = evaluator.evaluate(asked, period, as_of=as_of)
        for inner in last.keys:
            part = figure.part(inner)
            yield ((outer, inner) if first else (inner,)), int((part.value if part else 0) or 0)


__all__ = ["ALL", "Axis", "Breakdown", "PublishedTable", "RawTable", "pinned", "publish_table", "tabulate"]
