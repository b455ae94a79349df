"""Figures made of units straight from rows, over columns; step for step what `reference.occurrence` does row by row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from ..aggregate import Column, Count, Mean, MeanPeople, Share, ShareOfPopulation, Sum
from ..condition import CoversAreas, HasEntries, HasTrait, RunEnded
from ..definition import Definition
from ..figure import Depth, Fact, Figure, Missing, Shape, wilson
from ..phrase import UNIT_NOUNS
from ..reference.occurrence import only_tallied, population
from ..reference.unit import missing_words, universe
from ..vocabulary import PEOPLE_UNITS, REGISTER_UNITS, Unit
from .behind import Behind
from .domain import NOTHING, Array
from .group import Groups
from .keys import can, group
from .question import ColumnQuestion
from .visit import Visits, visits


def is_columnar(definition: Definition) -> bool:
    """What is asked often. Partners come in sets, few publications cover areas, and conversations are seldom held up
    against other entries: the reference counts those."""
    if definition.is_course or any(isinstance(each, CoversAreas) for each in definition.conditions()):
        return False
    if definition.unit is Unit.CONVERSATION and any(isinstance(each, HasEntries) for each in definition.conditions()):
        return False
    aggregate = definition.aggregate
    if definition.unit is Unit.VISIT:
        return isinstance(aggregate, Count) and not definition.where
    return can(definition.unit) and isinstance(aggregate, (Count, Share, Sum, Mean, MeanPeople, ShareOfPopulation))


@dataclass(slots=True)
class Units:
    """Units that met the conditions, how many there were to choose from, and what is missing."""

    kept: Groups
    missing: list[Missing]
    worked: list[Fact]
    facts: list[Fact]
    depth: Depth
    possible: int | None = None


def figure(question: ColumnQuestion) -> Figure:
    if question.definition.unit is Unit.VISIT:
        return only_tallied(question, _count_visits(question, visits(question)))
    units = units_of(question)
    match question.definition.aggregate:
        case Count() as count:
            made = _count(question, units, count)
        case Share() as share:
            made = _share(question, units, share)
        case Sum() as total:
            made = _sum(question, units, total)
        case Mean() as mean:
            made = _mean(question, units, mean)
        case MeanPeople() as mean_people:
            made = _mean_people(question, units, mean_people)
        case ShareOfPopulation() as share_of:
            made = _share_of_population(question, units, share_of)
        case other:
            raise AssertionError(other.word)
    return only_tallied(question, made)


def units_of(question: ColumnQuestion) -> Units:
    definition, _ = question.definition, question.translator.gettext
    depth = Depth.PSEUDONYM if definition.unit in PEOPLE_UNITS | {Unit.CONVERSATION} else Depth.NONE
    groups, without = group(question.sheet, definition.unit, question.numbers)
    possible, facts = None, list[Fact]()
    if definition.unit in REGISTER_UNITS:
        groups, possible, facts = _complete(question, groups)
    kept = groups
    for condition in definition.where:
        kept = kept.keep(question.meeting(condition, kept))
    missing = _missing(question, missing_words(definition.unit, question.translator), without)
    units = Units(kept, missing, _worked(question, len(groups), len(kept)), facts, depth, possible)
    if any(isinstance(each, RunEnded) for each in definition.where):
        running = question.still_running(groups)
        units.facts.append(Fact("running", _("i gang, ikke regnet med"), running))
    return units


def _complete(question: ColumnQuestion, groups: Groups) -> tuple[Groups, int, list[Fact]]:
    """Exactly the units that exist: every area, every whole week so far."""
    definition, register = question.definition, question.register
    codes = tuple(dict.fromkeys(code for each in definition.select for code in each.areas))
    existing, cut = universe(
        question.reader, definition.unit, register.ids("area", codes), question.period, question.cut_off
    )
    if definition.unit is Unit.AREA:
        keys = [question.sheet.domains["area"].find(area) for area in existing]
    else:
        keys = [each.period.start.toordinal() for each in existing.values() if each]
    label = question.translator.gettext("afkortede perioder, ikke regnet med")
    return groups.exactly(np.array(keys, np.int64)), len(keys), [Fact("cut", label, cut)] if cut else []


def _missing(question: ColumnQuestion, words: str, without: int) -> list[Missing]:
    """Rows without a unit, and visits known only as taps."""
    found = [Missing(without, words)] if without else []
    if question.tallied_visits:
        tapped = question.translator.gettext("besøg, der er talt uden at vide, hvem der kom")
        found.append(Missing(question.tallied_visits, tapped))
    return found


def _worked(question: ColumnQuestion, units: int, kept: int, more_rows: int = 0) -> list[Fact]:
    _ = question.translator.gettext
    steps = [
        Fact("entries", _("registreringer udvalgt"), len(question.numbers) + more_rows),
        Fact("units", _(UNIT_NOUNS[question.definition.unit]), units),
    ]
    if question.definition.where:
        steps.append(Fact("kept", _("opfylder betingelserne"), kept))
    return steps


def entries(question: ColumnQuestion, groups: Groups) -> Behind:
    """The ids behind units, each once, in the order of the units."""
    return Behind.of_rows(question.sheet.table.ids, groups.in_order)


def _made(question: ColumnQuestion, units: Units, shape: Shape, value: float | None, **more: Any) -> Figure:
    if "entries" not in more:
        more["entries"] = entries(question, units.kept)
    return Figure(
        value, shape, question.definition.unit, missing=tuple(units.missing), depth=units.depth,
        facts=tuple(units.facts), worked=tuple(units.worked), **more,
    )  # fmt: skip


def _count(question: ColumnQuestion, units: Units, aggregate: Count) -> Figure:
    value = len(units.kept)
    denominator: float | None = units.possible
    if aggregate.population is not None:
        denominator = population(question, aggregate.population)
    return _made(question, units, Shape.COUNT, value, numerator=value, denominator=denominator)


def _count_visits(question: ColumnQuestion, found: Visits) -> Figure:
    _, count = question.translator.gettext, question.definition.aggregate
    assert isinstance(count, Count)
    return Figure(
        found.visits, Shape.COUNT, question.definition.unit, numerator=found.visits,
        denominator=population(question, count.population) if count.population is not None else None,
        missing=tuple(_missing(question, _("afholdte gange, hvor antallet ikke er skrevet ned"), found.unsaid)),
        depth=Depth.TALLY if found.is_tallied else Depth.PSEUDONYM, entries=found.entries,
        worked=tuple(_worked(question, found.visits, found.visits, found.tally_rows)),
    )  # fmt: skip


def _share(question: ColumnQuestion, units: Units, aggregate: Share) -> Figure:
    """The share of the units kept that also meet `having`; a trait that is not known takes the person out."""
    for condition in aggregate.having:
        if isinstance(condition, HasTrait):
            _leave_out_unknown(question, units, condition)
    met = units.kept
    for condition in aggregate.having:
        met = met.keep(question.meeting(condition, met))
    units.worked.append(Fact("met", question.translator.gettext("tæller med"), len(met)))
    n = len(units.kept)
    return _made(
        question, units, Shape.SHARE, len(met) / n if n else None, numerator=len(met), denominator=n,
        interval=wilson(len(met), n) if question.definition.unit in PEOPLE_UNITS else None,
        entries=entries(question, met), denominator_entries=entries(question, units.kept),
    )  # fmt: skip


def _leave_out_unknown(question: ColumnQuestion, units: Units, condition: HasTrait) -> None:
    known = question.trait(condition.trait, units.kept) >= 0
    unknown = int((~known).sum())
    if unknown:
        sex = question.translator.gettext("personer med uoplyst køn")
        age = question.translator.gettext("personer med uoplyst alder")
        units.missing.append(Missing(unknown, sex if condition.trait == "sex" else age))
    units.kept = units.kept.keep(known)


def amounts(question: ColumnQuestion, column: Column, rows: Array) -> tuple[Array, Array]:
    """What rows say in a column, and whether they say it."""
    found = question.sheet.columns[column][rows]
    return found, ~np.isnan(found) if column is Column.VALUE else found != NOTHING


def _sum(question: ColumnQuestion, units: Units, aggregate: Sum) -> Figure:
    found, known = amounts(question, aggregate.column, units.kept.in_order())
    _without_number(question, units, int((~known).sum()))
    total = float(sum(found[known].tolist()))  # one after another, as the reference: the same to the last decimal
    return _made(question, units, Shape.SUM, total, numerator=total)


def _mean(question: ColumnQuestion, units: Units, aggregate: Mean) -> Figure:
    """Units without the number are missing: zero is written as 0. A tallied session's people are its tally."""
    kept = units.kept
    found, known = amounts(question, aggregate.column, kept.rows)
    sums: list[float | None] = [None] * len(kept)
    for number, value in zip(kept.numbers[known].tolist(), found[known].tolist(), strict=True):
        sums[number] = (sums[number] or 0) + value
    if question.definition.unit is Unit.SESSION and aggregate.column is Column.PEOPLE:
        tallies, session = question.register.world.tallies, question.sheet.domains["session"].values
        for number, key in enumerate(kept.keys.tolist()):
            if session[key] in tallies:
                sums[number] = tallies[session[key]].visits
    those = [each for each in sums if each is not None]
    _without_number(question, units, len(sums) - len(those))
    total = float(sum(those))
    value = total / len(those) if those else None
    return _made(question, units, Shape.MEAN, value, numerator=total, denominator=len(those))


def _without_number(question: ColumnQuestion, units: Units, count: int) -> None:
    if count:
        units.missing.append(Missing(count, question.translator.gettext("registreringer uden antal")))


def _mean_people(question: ColumnQuestion, units: Units, aggregate: MeanPeople) -> Figure:
    """Different people in each unit, added up and divided by the number of units that exist."""
    existing = units.kept
    if aggregate.units:
        rows = question.reader.numbers(aggregate.units, question.period.start, question.cut_off)
        existing = group(question.sheet, question.definition.unit, rows)[0]
    behind = units.kept.keep(np.isin(units.kept.keys, existing.keys))
    people = behind.different(question.sheet.columns["subject"][behind.rows])
    total, n = int(people.sum()), len(existing)
    empty = n - int((people > 0).sum())
    label = question.translator.gettext("uden en eneste kendt deltager")
    units.facts += [Fact("empty", label, empty)] if empty else []
    return _made(
        question, units, Shape.MEAN, total / n if n else None, numerator=total, denominator=n,
        entries=entries(question, behind), denominator_entries=entries(question, existing),
    )  # fmt: skip


def _share_of_population(question: ColumnQuestion, units: Units, aggregate: ShareOfPopulation) -> Figure:
    whole = aggregate.number or population(question, aggregate.population)
    n = len(units.kept)
    return _made(question, units, Shape.SHARE, n / whole if whole else None, numerator=n, denominator=whole)


def gains(question: ColumnQuestion) -> list[tuple[date, float]]:
    """Each unit on the day of its first entry; of a sum, each entry's amount."""
    if question.definition.unit is Unit.VISIT:
        found = visits(question)
        days = zip(found.on[found.made > 0].tolist(), found.made[found.made > 0].tolist(), strict=True)
        return [(date.fromordinal(day), float(count)) for day, count in days]
    kept, aggregate = units_of(question).kept, question.definition.aggregate
    if isinstance(aggregate, Sum):
        rows = kept.in_order()
        amount, known = amounts(question, aggregate.column, rows)
        gains_of = np.where(known, amount, 0)
        on = question.sheet.on[rows]
    else:
        on = question.sheet.on[kept.rows[kept.heads]]
        gains_of = np.ones(len(on))
    return [(date.fromordinal(day), float(gain)) for day, gain in zip(on.tolist(), gains_of.tolist(), strict=True)]
