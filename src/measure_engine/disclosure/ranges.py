"""What can be inferred: the whole numbers that each unknown can be, given ranges and sums of them.

Exact on small systems: a number counts as possible when a whole set of numbers with it in is found. Where the search
gives up, the number counts as impossible, so that too much is protected rather than too little.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

FEWEST_VALUES = 3
MOST = 10**7
NODES = 600
TRIES = 12


@dataclass(frozen=True, slots=True)
class Relation:
    """`total` is the sum of `terms`."""

    total: Hashable
    terms: tuple[Hashable, ...]


@dataclass(slots=True)
class System:
    """Unknown whole numbers, each with a least and a most, and how they add up."""

    bounds: dict[Hashable, tuple[int, int]] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)

    def know(self, name: Hashable, low: int = 0, high: int = MOST) -> None:
        """The number lies between these, as well as between what was known of it before."""
        least, most = self.bounds.get(name, (0, MOST))
        self.bounds[name] = max(least, low), min(most, high)

    def add_up(self, total: Hashable, terms: Iterable[Hashable]) -> None:
        relation = Relation(total, tuple(terms))
        for name in (relation.total, *relation.terms):
            self.bounds.setdefault(name, (0, MOST))
        self.relations.append(relation)

    def loosened(self) -> "System":
        """The same with somebody unseen in every sum: what is left when the tightest reading contradicts itself."""
        made = System(dict(self.bounds))
        for each in self.relations:
            made.add_up(each.total, (*each.terms, ("unseen", each.total, each.terms)))
        return made

    def parts(self) -> Iterator["System"]:
        """The systems it falls apart into: what is joined by no sum tells nothing of each other."""
        leader: dict[Hashable, Hashable] = {name: name for name in self.bounds}

        def find(name: Hashable) -> Hashable:
            while leader[name] != name:
                leader[name] = leader[leader[name]]
                name = leader[name]
            return name

        for relation in self.relations:
            for name in relation.terms:
                leader[find(name)] = find(relation.total)
        made: dict[Hashable, System] = {}
        for name, bounds in self.bounds.items():
            made.setdefault(find(name), System()).bounds[name] = bounds
        for relation in self.relations:
            made[find(relation.total)].relations.append(relation)
        yield from made.values()


class Solver:
    """One system, with its unknowns as numbers."""

    def __init__(self, system: System) -> None:
        self.names = list(system.bounds)
        at = {name: number for number, name in enumerate(self.names)}
        self.start = [list(system.bounds[name]) for name in self.names]
        self.sums = [(at[each.total], [at[name] for name in each.terms]) for each in system.relations]
        self.of: list[list[int]] = [[] for _ in self.names]
        for number, (total, terms) in enumerate(self.sums):
            for name in (total, *terms):
                self.of[name].append(number)
        self.nodes = 0

    def possible(self, wanted: int = FEWEST_VALUES) -> dict[Hashable, set[int]] | None:
        """For each unknown some of its possible values: at least `wanted` where there are so many. None: no way."""
        bounds = self.narrowed(self.start, range(len(self.sums)))
        if bounds is None:
            return None
        seen: list[set[int]] = [set() for _ in self.names]
        if not self._find(bounds, seen):
            return None
        for name, (low, high) in enumerate(bounds):
            for value in _spread(low, high):
                if len(seen[name]) >= wanted:
                    break
                if value not in seen[name]:
                    self._find(self._with(bounds, name, value), seen)
        return {self.names[number]: values for number, values in enumerate(seen)}

    def narrowed(self, bounds: Sequence[Sequence[int]], queue: Iterable[int]) -> list[list[int]] | None:
        """The bounds after all sums have told what they tell, to a fixpoint; None when they contradict each other."""
        made = [list(each) for each in bounds]
        waiting = set(queue)
        if any(low > high for low, high in made):
            return None
        while waiting:
            total, terms = self.sums[waiting.pop()]
            low, high = sum(made[each][0] for each in terms), sum(made[each][1] for each in terms)
            changed = _narrow(made, total, low, high)
            least, most = made[total]
            for each in terms:
                mine_low, mine_high = made[each]
                changed += _narrow(made, each, least - (high - mine_high), most - (low - mine_low))
            if any(made[each][0] > made[each][1] for each in (total, *terms)):
                return None
            waiting |= {number for each in changed for number in self.of[each]}
        return made

    def _with(self, bounds: list[list[int]], name: int, value: int) -> list[list[int]] | None:
        made = [list(each) for each in bounds]
        made[name] = [value, value]
        return self.narrowed(made, self.of[name])

    def _find(self, bounds: list[list[int]] | None, seen: list[set[int]]) -> bool:
        """Look for one whole set of numbers, and note it."""
        self.nodes = NODES + 2 * len(self.names)
        found = self._search(bounds)
        if found is None:
            return False
        for values, (value, _same) in zip(seen, found, strict=True):
            values.add(value)
        return True

    def _search(self, bounds: list[list[int]] | None) -> list[list[int]] | None:
        if bounds is None or self.nodes <= 0:
            return None
        self.nodes -= 1
        open_ = [(high - low, name) for name, (low, high) in enumerate(bounds) if low < high]
        if not open_:
            return bounds
        _width, name = min(open_)
        for value in _spread(*bounds[name]):
            found = self._search(self._with(bounds, name, value))
            if found is not None:
                return found
        return None


def _narrow(bounds: list[list[int]], name: int, low: int, high: int) -> list[int]:
    """Bounds drawn in; the names that it changed."""
    mine = bounds[name]
    if low <= mine[0] and high >= mine[1]:
        return []
    mine[0], mine[1] = max(mine[0], low), min(mine[1], high)
    return [name]


def _spread(low: int, high: int) -> list[int]:
    """Values to try: the middle first, then both ends and what lies near them."""
    near = [(low + high) // 2, low, high, low + 1, high - 1, low + 2, high - 2, *range(low + 3, low + TRIES)]
    return [each for each in dict.fromkeys(near) if low <= each <= high]


def possible(system: System, wanted: int = FEWEST_VALUES) -> Mapping[Hashable, set[int]] | None:
    """Of every unknown some values that it can have: `wanted` of them, unless there are fewer."""
    found: dict[Hashable, set[int]] = {}
    for part in system.parts():
        values = Solver(part).possible(wanted)
        if values is None:
            return None
        found |= values
    return found
