"""The audit before anything is published: which numbers each cell can be, given everything that is published.

What is published bounds each cell, and cells add up: parts to their total, the two sides of a share, a narrower
criterion and the rest to a wider one, yesterday and what came since to today. A reader is taken to know what makes the
sums tightest: that nobody's trait is unknown, nobody was in two places, nobody was taken out again. A cell that can
then be fewer than three numbers is found. Only what is published is read, so what is done about it tells nothing more.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import cast

from ..definition import Definition
from ..language import DANISH, Translator, gettext_noop
from ..period import Period
from .cell import EXACT_FROM, Cell
from .identity import Identity, as_criterion, counted, grows, identity, nested, of_part
from .publish import Setting, percent_of
from .published import PublishedFigure
from .ranges import FEWEST_VALUES, Relation, System, possible
from .scope import Measured, Refused, Rule, check_traits
from .table import PublishedTable


class Fault(StrEnum):
    PINNED = "pinned"
    TOO_MANY_TRAITS = "too_many_traits"
    UNLIKE = "unlike"
    PERCENT = "percent"
    UNSURE = "unsure"


FAULTS = {
    Fault.PINNED: gettext_noop("%(where)s: af det, der vises, kan man regne ud, at tallet er %(values)s."),
    Fault.TOO_MANY_TRAITS: gettext_noop("%(where)s: %(values)s"),
    Fault.UNLIKE: gettext_noop("%(where)s: samme tal vises forskelligt (%(values)s)."),
    Fault.PERCENT: gettext_noop("%(where)s: procenten kommer ikke fra de viste tal."),
    Fault.UNSURE: gettext_noop("%(where)s: det kan ikke afgøres, hvad man kan regne ud."),
}


@dataclass(frozen=True, slots=True)
class Stated:
    """A published figure and what it is a figure of. `key` is the caller's own word for it."""

    figure: PublishedFigure
    definition: Definition
    period: Period | None = None
    as_of: date | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """`stated` are the places, in the list that was audited, of the figures that give it away together."""

    fault: Fault
    where: str
    stated: tuple[int, ...]
    values: tuple[int, ...] = ()
    text: str = ""

    def sentence(self, translator: Translator = DANISH) -> str:
        values = self.text or f" {translator.gettext('eller')} ".join(str(each) for each in self.values)
        return translator.gettext(FAULTS[self.fault]) % {"where": self.where, "values": values}


def audit(
    stated: Sequence[Stated], tables: Sequence[PublishedTable] = (), translator: Translator = DANISH
) -> tuple[Finding, ...]:
    """What of all this must not be published together; nothing when it is safe. Tables come after the figures."""
    book = _Book(translator)
    for place, each in enumerate(stated):
        book.write(place, each)
    for place, table in enumerate(tables, len(stated)):
        book.write_table(place, table)
    return (*book.faults, *book.pinned())


@dataclass(slots=True)
class _Book:
    """Everything a reader knows."""

    translator: Translator
    cells: dict[Hashable, Cell] = field(default_factory=dict)
    owners: dict[Hashable, list[int]] = field(default_factory=lambda: defaultdict(list))
    labels: dict[Hashable, str] = field(default_factory=dict)
    sums: list[tuple[Relation, int]] = field(default_factory=list)
    twins: dict[Hashable, Identity] = field(default_factory=dict)
    faults: list[Finding] = field(default_factory=list)

    def write(self, place: int, each: Stated) -> None:
        taken = counted(each.definition)
        scope, figure = taken.scope, each.figure
        if not scope.is_controlled or (figure.withheld and figure.numerator is None):
            return
        try:
            check_traits(scope.traits, scope.rule)
        except Refused as refusal:
            text = refusal.sentence(self.translator)
            self.faults.append(Finding(Fault.TOO_MANY_TRAITS, each.key, (place,), text=text))
        if scope.measured not in (Measured.PEOPLE, Measured.PEOPLE_PER_UNIT):
            return
        value = identity(taken.value, each.period, each.as_of)
        self._sides(place, each, figure, value, each.key)
        whole = identity(taken.whole, each.period, each.as_of) if taken.whole else None
        for one, twin in taken.twins:
            self.twins[identity(one, each.period, each.as_of)] = identity(twin, each.period, each.as_of)
        if whole and figure.denominator:
            self._note(place, whole, figure.denominator, each.key)
            self._add(place, whole, [value, ("rest", value, whole)])
        self._parts(place, each, value, whole)

    def write_table(self, place: int, table: PublishedTable) -> None:
        if table.rule is Rule.OPEN:
            return
        for key, cell in table.cells.items():
            values = [dict(axis.values).get(one) for axis, one in zip(table.axes, key, strict=True)]
            self._note(place, table.name(key), cell, ", ".join([table.key, *(each for each in values if each)]))
        for total, terms in table.sums():
            self._add(place, table.name(total), [table.name(each) for each in terms])

    def _sides(self, place: int, each: Stated, figure: PublishedFigure, value: Hashable, label: str) -> None:
        if figure.numerator:
            self._note(place, value, figure.numerator, label)
        if figure.percent and figure.numerator and figure.denominator:
            setting = Setting(counted(each.definition).scope, translator=self.translator)
            if percent_of(figure.numerator, figure.denominator, setting) != figure.percent:
                self.faults.append(Finding(Fault.PERCENT, label, (place,)))

    def _parts(self, place: int, each: Stated, value: Identity, whole: Identity | None) -> None:
        split = each.definition.split
        if split is None or not each.figure.parts:
            return
        tops, wholes = [], []
        for part in each.figure.parts:
            label = f"{each.key}, {part.label}" if each.key else part.label
            name = of_part(value, split.by, part.key)
            self._sides(place, each, part.figure, name, label)
            if (twin := as_criterion(value, split.by, part.key)) is not None:
                self.twins[name] = twin
            tops += [name] if part.figure.numerator else []
            if whole and part.figure.denominator:
                below = of_part(whole, split.by, part.key)
                self._note(place, below, part.figure.denominator, label)
                wholes.append(below)
                if part.figure.numerator:
                    self._add(place, below, [name, ("rest", name, below)])
        self._add(place, value, tops)
        if whole:
            self._add(place, whole, wholes)

    def _note(self, place: int, name: Hashable, cell: Cell, label: str) -> None:
        known = self.cells.setdefault(name, cell)
        self.owners[name].append(place)
        self.labels.setdefault(name, label)
        if known.text != cell.text:
            text = f"{known.text}, {cell.text}"
            self.faults.append(Finding(Fault.UNLIKE, label, tuple(self.owners[name]), text=text))

    def _add(self, place: int, total: Hashable, terms: Sequence[Hashable]) -> None:
        if total in self.cells and terms:
            self.sums.append((Relation(total, tuple(terms)), place))

    # What a reader can work out

    def pinned(self) -> Iterator[Finding]:
        """Cells that can be fewer than three numbers, and groups beside the published ones that can."""
        system, places = self._system()
        for part in system.parts():
            if not part.relations:
                continue
            found = possible(part) or possible(part.loosened())
            if found is None:
                yield from self._unsure(part, places)
                continue
            for name, values in found.items():
                if self._is_exposed(name, values):
                    where = self.labels.get(name) or next(
                        (self.labels[each] for each in _inside(name, self.labels)), ""
                    )
                    yield Finding(Fault.PINNED, where, self._givers(part, name, places), tuple(sorted(values)))

    def _is_exposed(self, name: Hashable, values: set[int]) -> bool:
        """Fewer than three numbers for what is not exact anyway; a group nobody shows is exposed where it is small."""
        cell = self.cells.get(name)
        if len(values) >= FEWEST_VALUES or (cell is not None and cell.exact):
            return False
        if cell is None and isinstance(name, tuple) and name[0] == "since":
            return False  # increments of exact headlines are accepted (definitions.md, rule 1)
        may_be_exact = cell is None or _is_identity(name)  # a total by itself is no secret from 20 (rule 1)
        return not may_be_exact or min(values) < EXACT_FROM

    def _where(self, name: Hashable) -> str:
        """The label of a cell, or of one that a group nobody shows is reckoned from."""
        return next((self.labels[each] for each in (name, *_inside(name, self.labels)) if each in self.labels), "")

    def _givers(self, part: System, name: Hashable, places: dict[Relation, int]) -> tuple[int, ...]:
        """The figures that give it away: those that show sums with it in, then those that show it."""
        sums = [each for each in part.relations if name in (each.total, *each.terms)] or part.relations
        found = [places[each] for each in sums]
        for each in sums:
            for one in (each.total, *each.terms):
                found += self.owners.get(one, [])
        return tuple(dict.fromkeys(found))

    def _unsure(self, part: System, places: dict[Relation, int]) -> Iterator[Finding]:
        found = tuple(dict.fromkeys(places[each] for each in part.relations))
        where = next((self.labels[name] for name in part.bounds if name in self.labels), "")
        yield Finding(Fault.UNSURE, where, found)

    def _system(self) -> tuple[System, dict[Relation, int]]:
        system, places = System(), dict[Relation, int]()
        for name, cell in self.cells.items():
            system.know(name, cell.low, cell.high)
        for relation, place in (*self.sums, *self._between()):
            for each in self._tightest(relation):
                if each not in places:
                    system.add_up(each.total, each.terms)
                    places[each] = place
        return system, places

    def _between(self) -> Iterator[tuple[Relation, int]]:
        """Sums between figures: a narrower criterion and the rest, an earlier day and what came since."""
        known = [cast(Identity, name) for name in self.cells if _is_identity(name)]
        for inner, outer in nested(known):
            yield Relation(outer, (inner, ("rest", inner, outer))), self.owners[inner][0]
        for name, twin in self.twins.items():
            if name in self.cells and twin in self.cells:
                yield Relation(twin, (name,)), self.owners[name][0]
        days: dict[Hashable, list[tuple[date, Hashable]]] = defaultdict(list)
        for name in self.cells:
            if (told := _day_of(name)) is not None:
                days[told[0]].append((told[1], name))
        for several in days.values():
            several.sort(key=lambda each: each[0])
            for (_before, first), (_after, second) in pairwise(several):
                yield Relation(second, (first, ("since", first, second))), self.owners[second][0]

    def _tightest(self, relation: Relation) -> Iterable[Relation]:
        """The sum as it stands where it can be so; else somebody is in it unseen, or counted twice."""
        total = self.cells[relation.total]
        terms = [self.cells.get(name) for name in relation.terms]
        low, high = sum(each.low for each in terms if each), sum(each.high for each in terms if each)
        if low > total.high:
            return ()
        if total.low <= high or None in terms:
            return (relation,)
        return (Relation(relation.total, (*relation.terms, ("unseen", relation.total, relation.terms))),)


def _is_identity(name: Hashable) -> bool:
    return isinstance(name, tuple) and isinstance(name[0], Definition)


def _day_of(name: Hashable) -> tuple[Hashable, date] | None:
    """The day a cell is of, and what it would be on any other day; None where it may fall as well as grow."""
    if not isinstance(name, tuple):
        return None
    if isinstance(name[0], Definition):
        definition, dates, as_of = name
        return ((definition, dates), as_of) if as_of is not None and grows(definition) else None
    inner = _day_of(name[0]) if isinstance(name[0], tuple) else None
    return ((inner[0], *name[1:]), inner[1]) if inner else None


def _inside(name: Hashable, labels: dict[Hashable, str]) -> Iterator[Hashable]:
    """The cells that a group nobody shows is reckoned from."""
    for each in name if isinstance(name, tuple) else ():
        if each in labels:
            yield each
