"""What came of paths, over columns: outcomes and follow-ups beside the paths, or the children, they are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from ..condition import Condition, FollowedUp, HasOutcome
from ..figure import Fact, Missing
from ..period import ONE_DAY, months_after
from ..reference.course import MONTHS_AFTER
from ..vocabulary import Unit
from .domain import Array
from .group import Groups
from .path import NEVER
from .question import ColumnQuestion


@dataclass(slots=True)
class _Facts:
    """Outcomes and follow-ups beside the paths, or the children, they may be about; several of each."""

    rows: Array
    place: Array
    path: Array


class Outcomes:
    """Asked of paths and of groups of them, given and answered by their numbers."""

    def __init__(self, question: ColumnQuestion) -> None:
        self.question, self.paths, self.sheet = question, question.all_paths, question.sheet

    def meets(self, condition: Condition) -> Array:
        """Of every path there is."""
        raise NotImplementedError

    @cached_property
    def _facts(self) -> tuple[Array, Array]:
        """Outcomes and follow-ups by the cut-off, once for each person they are of or about: row and person."""
        rows = self.sheet.between(self.sheet.of_kinds(("outcome", "follow_up")), date.min, self.question.cut_off)
        subject, child = (self.sheet.columns[name][rows].astype(np.int64) for name in ("subject", "linked_subject"))
        about = (child >= 0) & (child != subject)
        person = np.concatenate((subject[subject >= 0], child[about]))
        both = np.concatenate((rows[subject >= 0], rows[about]))
        order = np.lexsort((both, person))
        return both[order], person[order]

    def _beside(self, persons: Array, paths: Array) -> _Facts:
        """Each person's facts beside each of the paths; persons and paths go side by side, `place` says where."""
        rows, whose = self._facts
        first, after = np.searchsorted(whose, persons, "left"), np.searchsorted(whose, persons, "right")
        many = np.where(persons >= 0, after - first, 0)
        place = np.repeat(np.arange(len(persons)), many)
        offset = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
        return _Facts(rows[first[place] + offset], place, paths[place])

    @cached_property
    def _of_paths(self) -> _Facts:
        """Facts of each path's own person that belong to it: by thread where both have one; else the same person, and
        the same run or activity where it is named."""
        paths, columns = self.paths, self.sheet.columns
        found = self._beside(paths.subject.astype(np.int64), np.arange(len(paths)))
        rows, path = found.rows, found.path
        thread, run, activity = (columns[name][rows] for name in ("thread", "run", "activity"))
        own_run, own_activity = paths.of_founder("run")[path], paths.of_founder("activity")[path]
        by_place = (columns["subject"][rows] == paths.subject[path]) & ((run < 0) | (run == own_run))
        by_place &= (run >= 0) | (activity < 0) | (activity == own_activity)
        both = (thread >= 0) & (paths.thread[path] >= 0)
        belongs = np.where(both, thread == paths.thread[path], by_place)
        return _Facts(rows[belongs], found.place[belongs], path[belongs])

    def _is_outcome(self, condition: HasOutcome, facts: _Facts) -> Array:
        sheet, rows = self.sheet, facts.rows
        wanted = sheet.columns["kind"][rows] == sheet.code("kind", "outcome")
        wanted &= sheet.domain("step").among(condition.steps)[sheet.columns["step"][rows]]
        wanted &= self._at_moment(condition.moments, rows)
        found: Array = wanted & (sheet.on[rows] >= self.paths.joined[facts.path])
        return found

    def _at_moment(self, moments: tuple[str, ...], rows: Array) -> Array:
        if not moments:
            return np.ones(len(rows), bool)
        found: Array = self.sheet.domain("topic").among(moments)[self.sheet.columns["topic"][rows]]
        return found

    def _marked(self, facts: _Facts, wanted: Array, size: int) -> tuple[Array, Array]:
        """Places with any such fact, and places where one of them says yes."""
        any_of, yes = np.zeros(size, bool), np.zeros(size, bool)
        any_of[facts.place[wanted]] = True
        value = self.sheet.columns["value"][facts.rows]
        yes[facts.place[wanted & (np.isnan(value) | (value > 0))]] = True
        return any_of, yes

    def having_outcome(self, condition: HasOutcome) -> tuple[Array, Array]:
        """Paths with an outcome written down, and those where it is yes."""
        return self._marked(self._of_paths, self._is_outcome(condition, self._of_paths), len(self.paths))

    def _outcomes(self, condition: HasOutcome, groups: Groups) -> tuple[Array, Array]:
        """The same, side by side with the rows of the groups; of children by the child, whatever path it is of."""
        if self.question.definition.unit is not Unit.CHILD:
            any_of, yes = self.having_outcome(condition)
            return any_of[groups.rows], yes[groups.rows]
        facts = self._beside(groups.keys[groups.numbers], groups.rows)
        return self._marked(facts, self._is_outcome(condition, facts), len(groups.rows))

    def followed_up(self, condition: FollowedUp) -> Array:
        """Reached at the follow-up, or an outcome of that moment written down."""
        sheet, rows = self.sheet, self._of_paths.rows
        outcome = sheet.columns["kind"][rows] == sheet.code("kind", "outcome")
        reached = sheet.columns["step"][rows] == sheet.code("step", "reached")
        wanted = self._at_moment(condition.moments, rows) & (outcome | reached)
        return self._marked(self._of_paths, wanted, len(self.paths))[0]

    def meeting(self, groups: Groups, having: tuple[Condition, ...]) -> Groups:
        """Units of which one and the same path meets everything."""
        met = np.ones(len(groups.rows), bool)
        for each in having:
            met &= self._outcomes(each, groups)[1] if isinstance(each, HasOutcome) else self.meets(each)[groups.rows]
        those = Groups(groups.rows[met], groups.numbers[met], groups.keys)
        return those.keep(those.any(np.ones(len(those.rows), bool)))

    def due(self, groups: Groups, having: tuple[Condition, ...]) -> tuple[Groups, tuple[Fact, ...]]:
        """Units of which an answer can be asked: the moment has come, or somebody has answered before it."""
        ready = np.ones(len(groups), bool)
        for each in having:
            if isinstance(each, HasOutcome) and each.moments:
                ready &= groups.any(self._outcomes(each, groups)[0] | self._has_come(each)[groups.rows])
        waiting = int((~ready).sum())
        label = self.question.translator.gettext("hvor tidspunktet ikke er kommet, ikke regnet med")
        return groups.keep(ready), (Fact("waiting", label, waiting),) if waiting else ()

    def _has_come(self, condition: HasOutcome) -> Array:
        """Whether the first of the moments lies on or before the cut-off, counted from the end of the path."""
        wait = min(MONTHS_AFTER.get(moment, 0) for moment in condition.moments)
        last = months_after(self.question.cut_off, -wait)
        while months_after(last + ONE_DAY, wait) <= self.question.cut_off:  # the ends of longer months
            last += ONE_DAY
        found: Array = (self.paths.ended > NEVER) & (self.paths.ended <= last.toordinal())
        return found

    def no_answer(self, groups: Groups, having: tuple[Condition, ...]) -> list[Missing]:
        """Units in the denominator of whom neither yes nor no is known."""
        found = []
        for each in having:
            if isinstance(each, HasOutcome):
                unknown = len(groups) - int(groups.any(self._outcomes(each, groups)[0]).sum())
                if unknown:
                    said = self.question.translator.gettext("uden oplysning om udbyttet (regnet som nej)")
                    found.append(Missing(unknown, said))
        return found
