"""Figures that are published together: the same cell is the same text everywhere, and no total gives a part away.

Whether a number may be exact is decided for all of them first. Then each is published, all are audited with what was
published before, and breakdowns that would give somebody away are made coarser until nothing does.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..definition import Definition
from ..figure import Figure
from ..language import DANISH, Translator
from ..name import Names
from ..period import Period
from .audit import Fault, Finding, Stated, audit
from .cell import EXACT_FROM
from .coarser import DROP, HIDDEN, WITHHOLD, coarser, first_step
from .identity import Identity, as_criterion, counted, identity, nested, of_part
from .publish import WITHHELD, Setting, bare, listed_parts, may_be_exact, round_off
from .published import SEAL, PublishedFigure
from .scope import Measured
from .table import PublishedTable


@dataclass(frozen=True, slots=True)
class Asked:
    """A raw figure to be published, with what it is a figure of. `key` is the caller's own word for it."""

    figure: Figure
    definition: Definition
    period: Period | None = None
    as_of: date | None = None
    key: str = ""

    def stated(self, figure: PublishedFigure, definition: Definition | None = None) -> Stated:
        return Stated(figure, definition or self.definition, self.period, self.as_of, self.key)


def publish(
    figure: Figure,
    definition: Definition,
    *,
    period: Period | None = None,
    as_of: date | None = None,
    names: Names | None = None,
    translator: Translator = DANISH,
) -> PublishedFigure:
    """One figure that stands alone. What is published together is published by `publish_all`."""
    return publish_all([Asked(figure, definition, period, as_of)], names=names, translator=translator)[0]


def publish_all(
    asked: Sequence[Asked],
    *,
    tables: Sequence[PublishedTable] = (),
    earlier: Sequence[Stated] = (),
    names: Names | None = None,
    translator: Translator = DANISH,
) -> tuple[PublishedFigure, ...]:
    """All of them, in their order, safe beside each other, beside `tables` and beside what was published `earlier`."""
    return Publication(asked, tables, earlier, names or Names(translator=translator), translator).figures()


class Publication:
    """What is to be published, and how coarse each figure has had to become."""

    def __init__(
        self,
        asked: Sequence[Asked],
        tables: Sequence[PublishedTable],
        earlier: Sequence[Stated],
        names: Names,
        translator: Translator = DANISH,
    ) -> None:
        self.asked, self.tables, self.earlier = list(asked), list(tables), list(earlier)
        self.names, self.translator = names, translator
        self.steps = [0] * len(self.asked)
        self.findings: list[Finding] = []
        """Everything the audit found on the way, for the record."""

    def figures(self) -> tuple[PublishedFigure, ...]:
        while True:
            now = [self._coarse(place) for place in range(len(self.asked))]
            made = self._published(now)
            stated = [each.stated(figure) for (each, _said), figure in zip(now, made, strict=True)]
            found = [
                each for each in audit([*stated, *self.earlier], self.tables, self.translator) if self._is_ours(each)
            ]
            if not found:
                return made
            self.findings += found
            self._step(found)

    def _is_ours(self, finding: Finding) -> bool:
        """What was published before cannot be helped; what is published now can."""
        return any(place < len(self.asked) and self.steps[place] < WITHHOLD for place in finding.stated)

    def _step(self, found: list[Finding]) -> None:
        """Make coarser what gives somebody away: breakdowns first, and of several the last asked for."""
        taken: set[int] = set()
        for finding in found:
            ours = [each for each in finding.stated if each < len(self.asked) and self.steps[each] < WITHHOLD]
            if taken & set(ours):
                continue
            divided = [each for each in ours if self.steps[each] < DROP and self.asked[each].figure.parts]
            place = max(divided or ours)
            each = self.asked[place]
            first = first_step(each.definition, each.figure) if finding.fault is not Fault.TOO_MANY_TRAITS else WITHHOLD
            self.steps[place] = max(first, self.steps[place] + 1)
            taken.add(place)

    def _coarse(self, place: int) -> tuple[Asked, str]:
        each = self.asked[place]
        figure, definition, said = coarser(
            each.figure, each.definition, self.steps[place], self.names, self.translator
        )  # fmt: skip
        return replace(each, figure=figure, definition=definition), said

    def _published(self, now: Sequence[tuple[Asked, str]]) -> tuple[PublishedFigure, ...]:
        margins = {name for table in self.tables if any(axis.is_trait for axis in table.axes) for name in table.names()}
        for step, (each, _said) in zip(self.steps, now, strict=True):
            margins |= set(cells_of(each)) if step else set()  # a total whose parts were dropped stays rounded
        rounded, made = _rounded([each for each, _said in now], margins, self.names), []
        for place, (each, said) in enumerate(now):
            exact = not rounded & set(cells_of(each))
            figure = round_off(each.figure, each.definition, exact=exact, names=self.names, translator=self.translator)
            if self.steps[place] >= WITHHOLD:
                setting = Setting(counted(each.definition).scope, translator=self.translator)
                hidden = self.translator.gettext(HIDDEN)
                figure = bare(each.figure, setting, self.translator.gettext(WITHHELD), withheld=hidden)
            made.append(replace(figure, withheld=said, seal=SEAL) if said and not figure.withheld else figure)
        return tuple(made)


def _rounded(asked: Sequence[Asked], margins: set[Hashable], names: Names) -> set[Hashable]:
    """The cells that may not be exact anywhere. A rounded one takes with it those that it can be reckoned from."""
    groups: list[set[Hashable]] = []
    found = set(margins)
    for each in asked:
        scope = counted(each.definition).scope
        if not scope.is_controlled:
            continue
        cells = set(cells_of(each))
        groups.append(cells)
        parts = listed_parts(each.figure, each.definition, Setting(scope, names=names))
        if not may_be_exact(each.figure, each.definition, scope, parts):
            found |= cells
    values = _values(asked)
    found |= _with_few_left(values)
    found |= {cell for each in asked for cell in _as_criteria(each)} & set(values)
    return _spread(found, [*groups, *_twins(asked, values)])


def _spread(found: set[Hashable], groups: list[set[Hashable]]) -> set[Hashable]:
    while more := [group for group in groups if group & found and not group <= found]:
        for group in more:
            found |= group
    return found


def cells_of(each: Asked) -> list[Hashable]:
    """The cells a figure shows: its own, what it is set against, and its parts."""
    taken, split = counted(each.definition), each.definition.split
    own = [identity(one, each.period, each.as_of) for one in (taken.value, taken.whole) if one is not None]
    found: list[Hashable] = [*own]
    if split is not None and not taken.scope.by_trait:
        found += [of_part(one, split.by, part.key) for one in own for part in each.figure.parts]
    return found


def _values(asked: Sequence[Asked]) -> dict[Identity, float]:
    """The counts of people by their identity, with both sides of shares."""
    values: dict[Identity, float] = {}
    for each in asked:
        taken = counted(each.definition)
        if not taken.scope.is_controlled or taken.scope.measured is not Measured.PEOPLE:
            continue
        if taken.whole is None:
            values[identity(taken.value, each.period, each.as_of)] = each.figure.value or 0
        else:
            values[identity(taken.value, each.period, each.as_of)] = each.figure.numerator or 0
            values[identity(taken.whole, each.period, each.as_of)] = each.figure.denominator or 0
    return values


def _with_few_left(values: dict[Identity, float]) -> set[Hashable]:
    """Counts where one takes some of the other's people and the rest of them are few: neither may be exact."""
    few = [(a, b) for a, b in nested(values) if min(values[b] - values[a], values[a]) < EXACT_FROM]
    return {each for pair in few for each in pair}


def _as_criteria(each: Asked) -> set[Hashable]:
    """The criteria that count by themselves what its parts by a trait count: there they are cells of a breakdown."""
    taken, split = counted(each.definition), each.definition.split
    if split is None or not taken.scope.by_trait or not taken.scope.is_controlled:
        return set()
    own = [identity(one, each.period, each.as_of) for one in (taken.value, taken.whole) if one is not None]
    found = [as_criterion(one, split.by, part.key) for one in own for part in each.figure.parts]
    return {each for each in found if each is not None}


def _twins(asked: Sequence[Asked], values: dict[Identity, float]) -> list[set[Hashable]]:
    """A side of a share and the count that it is by itself, where they are the same number."""
    pairs = [
        (identity(one, each.period, each.as_of), identity(twin, each.period, each.as_of))
        for each in asked
        for one, twin in counted(each.definition).twins
    ]
    return [{one, twin} for one, twin in pairs if one in values and values[one] == values.get(twin)]


__all__ = ["Asked", "Publication", "publish", "publish_all"]
