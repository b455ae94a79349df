"""Which number is which: two figures with one identity are one cell, wherever and whenever they stand."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import count
from typing import Any

from ..aggregate import Count, Share
from ..condition import FirstEver, HasEntries, HasTrait, Reached
from ..definition import Definition, Dimension
from ..period import Period
from ..plain import DefinitionError
from ..selection import Selection
from .scope import Scope, scope_of

Identity = tuple[Definition, tuple[date, date] | None, date | None]

GROWING = (FirstEver, HasEntries, HasTrait, Reached)
"""Conditions that, once met, stay met as time goes: a count of those who meet them never falls."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A definition taken apart: what its value counts, what that is set against, and its rule.

    `twins` are the counts that both sides of a share would be by themselves. They are the same number as a rule, but
    not always: of some shares those are left out of whom it cannot be told yet.
    """

    scope: Scope
    value: Definition
    whole: Definition | None
    twins: tuple[tuple[Definition, Definition], ...] = ()


@lru_cache(maxsize=4096)
def counted(definition: Definition) -> Counted:
    """Beside a population or not, divided or not, it is the same count; a share has the counts of both its sides."""
    scope, bare = scope_of(definition), replace(definition, split=None)
    if not isinstance(bare.aggregate, Share):
        return Counted(scope, replace(bare, aggregate=Count()) if isinstance(bare.aggregate, Count) else bare, None)
    value = replace(bare, where=(*bare.where, *bare.aggregate.having))
    twins = tuple((each, replace(each, aggregate=Count())) for each in (value, bare))
    return Counted(scope, value, bare, twins)


def identity(definition: Definition, period: Period | None, as_of: date | None) -> Identity:
    return definition, (period.start, period.end) if period else None, as_of


def of_part(cell: Identity, by: Dimension, key: str) -> Hashable:
    """A part's identity: in a place it is the measure of that place, by a trait a cell of that breakdown only."""
    definition, dates, as_of = cell
    if by not in (Dimension.AREA, Dimension.ACTIVITY):
        return cell, str(by), key
    if by is Dimension.AREA and any(each.areas and key not in each.areas for each in definition.selections()):
        return cell, str(by), key
    narrowed = definition.within(**{"areas" if by is Dimension.AREA else "activities": (key,)})
    return narrowed, dates, as_of


FIELDS = {
    Dimension.STEP: "steps",
    Dimension.CHANNEL: "channels",
    Dimension.SOURCE: "sources",
    Dimension.SEX: "sexes",
    Dimension.AGE_BAND: "age_bands",
    Dimension.TOPIC: "topics",
    Dimension.OFFER_KIND: "offer_kinds",
    Dimension.PROVIDER: "providers",
}


def as_criterion(cell: Identity, by: Dimension, key: str) -> Identity | None:
    """The measure that counts what a part by a trait counts, as a criterion of its own would be written."""
    definition, dates, as_of = cell
    name = FIELDS.get(by)
    if name is None or any(getattr(each, name) not in ((), (key,)) for each in definition.select):
        return None
    try:
        chosen: Any = {name: (key,)}
        select = tuple(replace(each, **chosen) for each in definition.select)
        return replace(definition, select=select), dates, as_of
    except DefinitionError:  # a merged band, or a step that one of the kinds does not have
        return None


def grows(definition: Definition) -> bool:
    return isinstance(definition.aggregate, Count) and all(isinstance(each, GROWING) for each in definition.where)


def is_within(inner: Definition, outer: Definition) -> bool:
    """Whether the one counts only those whom the other counts too, and not the same, as far as the words tell."""
    if inner.unit is not outer.unit or inner == outer or not inner.aggregate == outer.aggregate == COUNT:
        return False
    if not all(any(_asks_more(one, other) for one in inner.where) for other in outer.where):
        return False
    if FirstEver() in outer.where and inner.select != outer.select:
        return False
    return all(any(_selects_within(one, other) for other in outer.select) for one in inner.select)


def _asks_more(one: object, other: object) -> bool:
    if isinstance(one, HasEntries) and isinstance(other, HasEntries):
        return one.at_least >= other.at_least and replace(one, at_least=other.at_least) == other
    return one == other


def _selects_within(one: Selection, other: Selection) -> bool:
    for name in Selection.__slots__:
        mine, theirs = getattr(one, name), getattr(other, name)
        if theirs in ((), None) or mine == theirs:
            continue
        if not isinstance(theirs, tuple) or not mine or not set(mine) <= set(theirs):
            return False
    return True


def nested(several: Iterable[Identity]) -> list[tuple[Identity, Identity]]:
    """Pairs of counts of one period and day where the first takes some of the second's people only."""
    alike: dict[Hashable, list[tuple[int, Identity]]] = {}
    for each in several:
        if each[0].aggregate == COUNT:
            alike.setdefault((each[0].unit, each[1], each[2]), []).append((_number(each[0]), each))
    return [
        (inner, outer)
        for group in alike.values()
        for one, inner in group
        for other, outer in group
        if one != other and _is_within(one, other, inner, outer)
    ]


COUNT = Count()
MOST_KEPT = 200_000
_numbers = count()
_within: dict[tuple[int, int], bool] = {}


@lru_cache(maxsize=4096)
def _number(definition: Definition) -> int:
    """A definition's own number, for looking pairs up without hashing definitions each time."""
    return next(_numbers)


def _is_within(one: int, other: int, inner: Identity, outer: Identity) -> bool:
    found = _within.get((one, other))
    if found is None:
        if len(_within) > MOST_KEPT:
            _within.clear()
        found = _within[one, other] = is_within(inner[0], outer[0])
    return found
