"""Figures made of units straight from rows: counts, sums, means, shares of people, runs, weeks and areas."""

from dataclasses import dataclass
from typing import Any

from ..aggregate import Column, Count, Mean, MeanPeople, Population, Share, ShareOfPopulation, Sum
from ..condition import HasTrait, RunEnded
from ..figure import Depth, Fact, Figure, Missing, Shape, wilson
from ..phrase import UNIT_NOUNS
from ..selection import Selection
from ..vocabulary import PEOPLE_UNITS, REGISTER_UNITS, Unit
from ..world import AreaFigure, Id, Row
from .question import Question, latest_trait
from .unit import Grouped, Groups, Key, group, missing_words, universe, visits


@dataclass(slots=True)
class Units:
    """Units that met the conditions, how many there were to choose from, and what is missing."""

    kept: Groups
    missing: list[Missing]
    worked: list[Fact]
    facts: list[Fact]
    depth: Depth
    possible: int | None = None


def figure(question: Question) -> Figure:
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


def units_of(question: Question) -> Units:
    definition, translator = question.definition, question.translator
    depth = Depth.PSEUDONYM if definition.unit in PEOPLE_UNITS | {Unit.CONVERSATION} else Depth.NONE
    if definition.unit is Unit.VISIT:
        grouped, tallied = visits(question.reader, question.rows)
        depth = Depth.TALLY if tallied else Depth.PSEUDONYM
    else:
        grouped = group(question.register, definition.unit, question.rows)
    possible, facts = None, list[Fact]()
    if definition.unit in REGISTER_UNITS:
        possible, facts = _complete(question, grouped)
    kept = {key: rows for key, rows in grouped.groups.items() if _meets(question, key, rows)}
    units = Units(kept, _missing(question, grouped), [], facts, depth, possible)
    units.worked = _worked(question, grouped, kept)
    if any(isinstance(each, RunEnded) for each in definition.where):
        running = sum(question.run_is_running(key) for key in grouped.groups)
        units.facts.append(Fact("running", translator.gettext("i gang, ikke regnet med"), running))
    return units


def _meets(question: Question, key: Key, rows: list[Row]) -> bool:
    return all(question.meets(condition, key, rows) for condition in question.definition.where)


def _complete(question: Question, grouped: Grouped) -> tuple[int, list[Fact]]:
    """Make the groups exactly the units that exist: every area, every whole week so far."""
    definition = question.definition
    codes = tuple(dict.fromkeys(code for each in definition.select for code in each.areas))
    areas = question.register.ids("area", codes)
    existing, cut = universe(question.reader, definition.unit, areas, question.period, question.cut_off)
    grouped.groups = {key: grouped.groups.get(key, []) for key in existing}
    label = question.translator.gettext("afkortede perioder, ikke regnet med")
    return len(existing), [Fact("cut", label, cut)] if cut else []


def _missing(question: Question, grouped: Grouped) -> list[Missing]:
    """Rows without a unit, and visits known only as taps."""
    _, found = question.translator.gettext, list[Missing]()
    unit = question.definition.unit
    if grouped.missing:
        if unit is Unit.VISIT:
            words = _("afholdte gange, hvor antallet ikke er skrevet ned")
        else:
            words = missing_words(unit, question.translator)
        found.append(Missing(len(grouped.missing), words))
    if question.tallied_visits:
        found.append(Missing(question.tallied_visits, _("besøg, der er talt uden at vide, hvem der kom")))
    return found


def _worked(question: Question, grouped: Grouped, kept: Groups) -> list[Fact]:
    _ = question.translator.gettext
    steps = [
        Fact("entries", _("registreringer udvalgt"), len(question.rows)),
        Fact("units", _(UNIT_NOUNS[question.definition.unit]), len(grouped.groups)),
    ]
    if question.definition.where:
        steps.append(Fact("kept", _("opfylder betingelserne"), len(kept)))
    return steps


def entries(groups: Groups) -> tuple[Id, ...]:
    """The ids behind units, each once, in order; the many visits of one session share their rows."""
    different = {id(rows): rows for rows in groups.values()}.values()
    return tuple(dict.fromkeys(row.id for rows in different for row in rows))


def _made(question: Question, units: Units, shape: Shape, value: float | None, **more: Any) -> Figure:
    return Figure(
        value,
        shape,
        question.definition.unit,
        missing=tuple(units.missing),
        depth=units.depth,
        facts=tuple(units.facts),
        worked=tuple(units.worked),
        entries=more.pop("entries", entries(units.kept)),
        **more,
    )


def _count(question: Question, units: Units, aggregate: Count) -> Figure:
    value = len(units.kept)
    denominator: float | None = units.possible
    if aggregate.population is not None:
        denominator = population(question, aggregate.population)
    return _made(question, units, Shape.COUNT, value, numerator=value, denominator=denominator)


def _share(question: Question, units: Units, aggregate: Share) -> Figure:
    """The share of the units kept that also meet `having`; a trait that is not known takes the person out."""
    for condition in aggregate.having:
        if isinstance(condition, HasTrait):
            _leave_out_unknown(question, units, condition)
    met = {
        key: rows
        for key, rows in units.kept.items()
        if all(question.meets(each, key, rows) for each in aggregate.having)
    }
    units.worked.append(Fact("met", question.translator.gettext("tæller med"), len(met)))
    n = len(units.kept)
    return _made(
        question, units, Shape.SHARE, len(met) / n if n else None, numerator=len(met), denominator=n,
        interval=wilson(len(met), n) if question.definition.unit in PEOPLE_UNITS else None,
        entries=entries(met), denominator_entries=entries(units.kept),
    )  # fmt: skip


def _leave_out_unknown(question: Question, units: Units, condition: HasTrait) -> None:
    known = {key: rows for key, rows in units.kept.items() if latest_trait(rows, condition.trait)}
    unknown = len(units.kept) - len(known)
    if unknown:
        sex = question.translator.gettext("personer med uoplyst køn")
        age = question.translator.gettext("personer med uoplyst alder")
        units.missing.append(Missing(unknown, sex if condition.trait == "sex" else age))
    units.kept = known


def _sum(question: Question, units: Units, aggregate: Sum) -> Figure:
    rows = [row for rows in units.kept.values() for row in rows]
    values = [value for row in rows if (value := getattr(row, aggregate.column)) is not None]
    _without_number(question, units, len(rows) - len(values))
    total = float(sum(values))
    return _made(question, units, Shape.SUM, total, numerator=total)


def _mean(question: Question, units: Units, aggregate: Mean) -> Figure:
    """Units without the number are missing: zero is written as 0. A tallied session's people are its tally."""
    values = {
        key: [value for row in rows if (value := getattr(row, aggregate.column)) is not None]
        for key, rows in units.kept.items()
    }
    if question.definition.unit is Unit.SESSION and aggregate.column is Column.PEOPLE:
        tallies = question.register.world.tallies
        values |= {key: [tallies[key].visits] for key in values if key in tallies}
    known = [sum(each) for each in values.values() if each]
    _without_number(question, units, len(values) - len(known))
    total = float(sum(known))
    value = total / len(known) if known else None
    return _made(question, units, Shape.MEAN, value, numerator=total, denominator=len(known))


def _without_number(question: Question, units: Units, count: int) -> None:
    if count:
        units.missing.append(Missing(count, question.translator.gettext("registreringer uden antal")))


def _mean_people(question: Question, units: Units, aggregate: MeanPeople) -> Figure:
    """Different people in each unit, added up and divided by the number of units that exist."""
    existing = _existing(question, aggregate.units) if aggregate.units else units.kept
    people = {key: {row.subject for row in units.kept.get(key, []) if row.subject is not None} for key in existing}
    total = sum(len(each) for each in people.values())
    empty = sum(not each for each in people.values())
    label = question.translator.gettext("uden en eneste kendt deltager")
    units.facts += [Fact("empty", label, empty)] if empty else []
    behind = {key: rows for key, rows in units.kept.items() if key in existing}
    return _made(
        question, units, Shape.MEAN, total / len(existing) if existing else None, numerator=total,
        denominator=len(existing), entries=entries(behind), denominator_entries=entries(existing),
    )  # fmt: skip


def _existing(question: Question, selections: tuple[Selection, ...]) -> Groups:
    rows = question.reader.select(selections, question.period.start, question.cut_off)
    return group(question.register, question.definition.unit, rows).groups


def _share_of_population(question: Question, units: Units, aggregate: ShareOfPopulation) -> Figure:
    whole = aggregate.number or population(question, aggregate.population)
    n = len(units.kept)
    return _made(question, units, Shape.SHARE, n / whole if whole else None, numerator=n, denominator=whole)


def population(question: Question, kind: Population) -> int | None:
    """People or dwellings of the areas asked about on the cut-off day; None when one of them is not known."""
    codes = tuple(dict.fromkeys(code for each in question.definition.select for code in each.areas))
    asked = question.register.ids("area", codes) or frozenset(question.register.areas)
    figures = [
        question.register.areas[area].figure_on(question.cut_off) or AreaFigure(question.cut_off) for area in asked
    ]
    numbers = [getattr(each, kind.value) for each in figures]
    return None if not numbers or None in numbers else sum(numbers)


def only_tallied(question: Question, made: Figure) -> Figure:
    """Where every visit was only tapped, unique people are not measurable, which is not the same as zero."""
    if not question.tallied_visits or made.entries:
        return made
    reason = question.translator.gettext(
        "Gæsterne er kun talt uden navn; vælg måltypen »Forskellige gæster« for et skøn ud fra stempelkort."
    )
    return Figure(
        None, made.shape, made.unit, missing=made.missing, depth=Depth.TALLY, not_measurable=reason, worked=made.worked
    )
