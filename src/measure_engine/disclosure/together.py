"""Figures that are published together: the same cell is the same text everywhere, and no total gives a part away.

Whether a number may be exact is decided for all of them first. Then each is published by itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..aggregate import Count, Share
from ..condition import HasEntries
from ..definition import Definition, Dimension
from ..figure import Figure, Shape
from ..language import DANISH, Translator
from ..name import Names
from ..period import Period
from ..selection import Selection
from .cell import EXACT_FROM
from .publish import Setting, listed_parts, may_be_exact, publish
from .published import PublishedFigure
from .scope import Measured, Scope, scope_of

Identity = tuple[Definition, tuple[date, date] | None, date | None]
"""What a number is a count of: two figures with one identity are one cell, wherever they stand."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A raw figure to be published, with what it is a figure of. `key` is the caller's own word for it."""

    figure: Figure
    definition: Definition
    period: Period | None = None
    as_of: date | None = None
    key: str = ""

    def identity(self, definition: Definition | None = None) -> Identity:
        dates = (self.period.start, self.period.end) if self.period else None
        return replace(definition or self.definition, split=None), dates, self.as_of


def publish_all(
    asked: Sequence[Asked], *, names: Names | None = None, translator: Translator = DANISH
) -> tuple[PublishedFigure, ...]:
    """All of them, in their order."""
    rounded = _rounded(asked, names)
    return tuple(
        publish(
            each.figure, each.definition, exact=not rounded & set(_cells(each)), names=names, translator=translator
        )
        for each in asked
    )  # fmt: skip


def _rounded(asked: Sequence[Asked], names: Names | None) -> set[Identity]:
    """The cells that may not be exact anywhere. A rounded one takes with it those that it can be reckoned from."""
    groups: list[set[Identity]] = []
    found: set[Identity] = set()
    for each in asked:
        scope = scope_of(each.definition)
        if not scope.is_controlled:
            continue
        cells = set(_cells(each))
        groups.append(cells)
        parts = listed_parts(each.figure, each.definition, Setting(scope, names=names))
        if not may_be_exact(each.figure, each.definition, scope, parts):
            found |= cells
    found |= _nested(asked)
    return _spread(found, groups)


def _spread(found: set[Identity], groups: list[set[Identity]]) -> set[Identity]:
    while more := [group for group in groups if group & found and not group <= found]:
        for group in more:
            found |= group
    return found


def _cells(each: Asked) -> tuple[Identity, ...]:
    """The cells a figure shows that could be exact: its own, what it is set against, and its parts by place."""
    definition = each.definition
    if isinstance(definition.aggregate, Share):
        whole = replace(definition, aggregate=Count(), split=None)
        both = replace(whole, where=(*whole.where, *definition.aggregate.having))
        own = [each.identity(whole), each.identity(both)]
    else:
        own = [each.identity(_counting(definition))]
    return (*own, *(each.identity(_counting(part)) for part in _parts(each)))


def _counting(definition: Definition) -> Definition:
    """Beside a population or not, it is the same count."""
    return replace(definition, aggregate=Count()) if isinstance(definition.aggregate, Count) else definition


def _parts(each: Asked) -> Iterable[Definition]:
    split = each.definition.split
    if split is None or split.by not in (Dimension.AREA, Dimension.ACTIVITY):
        return ()
    whole = replace(each.definition, split=None)
    scope = "areas" if split.by is Dimension.AREA else "activities"
    known = [part.key for part in each.figure.parts if _may_narrow(whole, split.by, part.key)]
    return [whole.within(**{scope: (key,)}) for key in known]


def _may_narrow(whole: Definition, by: Dimension, key: str) -> bool:
    """A part outside what the selection names (a sub-area, say) has no narrower definition of its own."""
    return by is not Dimension.AREA or all(not each.areas or key in each.areas for each in whole.selections())


# Criteria that nest


def _nested(asked: Sequence[Asked]) -> set[Identity]:
    """Counts where one takes some of the other's people and the rest of them are few: neither may be exact."""
    alike: dict[object, list[tuple[Asked, Scope]]] = defaultdict(list)
    for each in asked:
        scope, definition = scope_of(each.definition), each.definition
        if scope.is_controlled and scope.measured is Measured.PEOPLE and each.figure.shape is Shape.COUNT:
            alike[definition.unit, each.identity()[1:]].append((each, scope))
    found: set[Identity] = set()
    for several in alike.values():
        for inner, _scope in several:
            for outer, _other in several:
                if inner is not outer and is_within(inner.definition, outer.definition):
                    rest = (outer.figure.value or 0) - (inner.figure.value or 0)
                    if min(rest, inner.figure.value or 0) < EXACT_FROM:
                        found |= {
                            inner.identity(_counting(inner.definition)),
                            outer.identity(_counting(outer.definition)),
                        }
    return found


def is_within(inner: Definition, outer: Definition) -> bool:
    """Whether the one counts only those whom the other counts too, and not the same, as far as the words tell."""
    if replace(_counting(inner), split=None) == replace(_counting(outer), split=None):
        return False
    selected = all(any(_selects_within(one, other) for other in outer.select) for one in inner.select)
    return selected and all(any(_asks_more(one, other) for one in inner.where) for other in outer.where)


def _asks_more(one: object, other: object) -> bool:
    if isinstance(one, HasEntries) and isinstance(other, HasEntries):
        return replace(one, at_least=other.at_least) == other and one.at_least >= other.at_least
    return one == other


def _selects_within(one: Selection, other: Selection) -> bool:
    for name in Selection.__slots__:
        mine, theirs = getattr(one, name), getattr(other, name)
        if theirs in ((), None) or mine == theirs:
            continue
        if not isinstance(theirs, tuple) or not mine or not set(mine) <= set(theirs):
            return False
    return True
