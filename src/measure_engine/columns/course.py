"""Figures made of units reached through paths, over columns; step for step what `reference.course` does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from ..aggregate import Count, Share
from ..condition import After, Condition, FollowedUp, HasOutcome, JoinedBefore, Reached, Retained, Stage
from ..definition import Dimension, Split
from ..figure import Depth, Fact, Figure, Missing, Shape, wilson
from ..phrase import UNIT_NOUNS
from ..reference.unit import missing_words
from ..selection import Selection
from ..vocabulary import Unit
from ..world import UNKNOWN
from .behind import Behind
from .domain import NOTHING, Array
from .group import Groups, marked
from .outcome import Outcomes
from .part import by_word, words
from .path import NEVER, Paths, rows_between
from .question import ColumnQuestion

A_DAY = 1 << 22


def figure(question: ColumnQuestion) -> Figure:
    """Units with at least one path that meets every condition; of a share, the units that also meet `having`."""
    aggregate, unit = question.definition.aggregate, question.definition.unit
    assert isinstance(aggregate, (Count, Share))
    asker = _Asker(question)
    counted = question.path_numbers[asker.counts(question.path_numbers)]
    groups, without = _grouped(question, counted)
    missing = [Missing(without, missing_words(unit, question.translator))] if without else []
    missing += asker.not_asked()
    facts = tuple(asker.shown_apart())
    if isinstance(aggregate, Count):
        return Figure(
            len(groups), Shape.COUNT, unit, numerator=len(groups), missing=tuple(missing), depth=Depth.PSEUDONYM,
            facts=facts, worked=_worked(question, counted, groups), entries=_entries(question.all_paths, groups),
        )  # fmt: skip
    groups, waiting = asker.due(groups, aggregate.having)
    met = asker.meeting(groups, aggregate.having)
    missing += asker.no_answer(groups, aggregate.having)
    n, met_label = len(groups), question.translator.gettext("tæller med")
    return Figure(
        len(met) / n if n else None, Shape.SHARE, unit, numerator=len(met), denominator=n, missing=tuple(missing),
        interval=wilson(len(met), n), depth=Depth.PSEUDONYM, facts=(*facts, *waiting),
        worked=(*_worked(question, counted, groups), Fact("met", met_label, len(met))),
        entries=_entries(question.all_paths, met), denominator_entries=_entries(question.all_paths, groups),
    )  # fmt: skip


def came_on(question: ColumnQuestion) -> list[date] | None:
    """When each unit that counts came to count; None where more than stages and what went before decides."""
    where = question.definition.where
    if not all(isinstance(each, (Reached, After)) for each in where):
        return None
    asker, paths = _Asker(question), question.all_paths
    stages = {asker.dated_by, *(each.stage for each in where if isinstance(each, Reached))}
    groups, _without = _grouped(question, question.path_numbers[asker.counts(question.path_numbers)])
    days = _first_asked(question)
    for stage in stages:
        days = np.maximum(days, paths.on(stage))
    found = np.full(len(groups), date.max.toordinal())
    np.minimum.at(found, groups.numbers, days[groups.rows])
    return [date.fromordinal(day) for day in found.tolist()]


def _first_asked(question: ColumnQuestion) -> Array:
    """The day of each path's first entry that is asked about."""
    paths, marked = question.all_paths, np.zeros(len(question.sheet), bool)
    for each in question.definition.select:
        marked[question.reader.taken(each, date.min, question.cut_off)] = True
    asked = marked[paths.rows]
    found = np.full(len(paths), date.max.toordinal())
    np.minimum.at(found, paths.path[asked], question.sheet.on[paths.rows[asked]])
    return found


def divided(question: ColumnQuestion, split: Split) -> dict[str, ColumnQuestion]:
    """Paths by the latest value that their rows tell."""
    numbers = question.path_numbers
    found = by_word(question, split.by, numbers, _latest(question, split.by)[numbers])
    return {word: question.of_path_numbers(found.get(word, numbers[:0])) for word in split.values or sorted(found)}


def _latest(question: ColumnQuestion, by: Dimension) -> Array:
    paths = question.all_paths
    name = "offer" if by in (Dimension.OFFER_KIND, Dimension.PROVIDER) else by.value
    values = question.sheet.columns[name][paths.rows]
    known = np.isin(values, [code for code, word in words(question, by, values).items() if word not in UNKNOWN])
    found = np.full(len(paths), NOTHING, np.int64)
    found[paths.path[known]] = values[known]
    return found


def _grouped(question: ColumnQuestion, paths: Array) -> tuple[Groups, int]:
    """Paths by unit, and how many ought to have a unit but have none. The groups' rows are numbers of paths."""
    unit, table = question.definition.unit, question.all_paths
    if unit is Unit.CHILD:
        return Groups.of(*_children(table, paths)), 0
    of_all = {Unit.PERSON: table.subject, Unit.FAMILY: table.household}.get(unit)
    keys = paths if of_all is None else of_all[paths].astype(np.int64)
    known = keys >= 0
    return Groups.of(paths[known], keys[known]), int((~known).sum())


def _children(table: Paths, paths: Array) -> tuple[Array, Array]:
    """Each path with each of its children, once."""
    rows = table.rows_of(paths)
    path = np.repeat(paths, table.starts[paths + 1] - table.starts[paths])
    child = table.sheet.columns["linked_subject"][rows].astype(np.int64)
    path, child = path[child >= 0], child[child >= 0]
    pair = path * (int(child.max(initial=0)) + 1) + child
    _pairs, first = np.unique(pair, return_index=True)
    first.sort()
    return path[first], child[first]


def _entries(table: Paths, groups: Groups) -> Behind:
    """Held by their rows alone, so that a figure that is kept does not keep the sheet it was counted over."""
    ids, rows, starts = table.sheet.table.ids, table.rows, table.starts
    return Behind.of_rows(ids, lambda: rows_between(rows, starts, groups.in_order()))


def _worked(question: ColumnQuestion, counted: Array, groups: Groups) -> tuple[Fact, ...]:
    _ = question.translator.gettext
    return (
        Fact("paths", _("forløb for enkelte personer"), len(question.path_numbers)),
        Fact("counted", _("opfylder betingelserne"), len(counted)),
        Fact("units", _(UNIT_NOUNS[question.definition.unit]), len(groups)),
    )


class _Asker(Outcomes):
    """Asks conditions of paths, given and answered by their numbers."""

    def __init__(self, question: ColumnQuestion) -> None:
        super().__init__(question)
        self.where, self.until = question.definition.where, question.cut_off.toordinal()
        self.dated_by = self._stage(self.where)
        self._met: dict[Condition, Array] = {}

    def _stage(self, where: tuple[Condition, ...]) -> Stage:
        """The first stage asked for is the one that must lie in the period."""
        return next((each.stage for each in where if isinstance(each, Reached)), Stage.JOINED)

    def counts(self, paths: Array, leaving_out: Stage | None = None) -> Array:
        """In the period, and every condition met."""
        asked = tuple(
            each for each in self.where if not (isinstance(each, Reached) and each.stage is leaving_out)
        )  # fmt: skip
        day = self.paths.on(self._stage(asked))[paths]
        found: Array = (day > NEVER) & (day >= self.question.period.start.toordinal()) & (day <= self.until)
        for each in asked:
            found &= self.meets(each)[paths]
        return found

    def meets(self, condition: Condition) -> Array:
        """Of every path there is."""
        if condition not in self._met:
            self._met[condition] = self._meets(condition)
        return self._met[condition]

    def _meets(self, condition: Condition) -> Array:
        paths = self.paths
        match condition:
            case Reached():
                return paths.on(condition.stage) > NEVER
            case After():
                return self._is_after(condition)
            case JoinedBefore():
                latest = (self.question.cut_off - timedelta(days=condition.days)).toordinal()
                return (paths.joined > NEVER) & (paths.joined <= latest)
            case Retained():
                return paths.retained(condition.days)
            case HasOutcome():
                return self.having_outcome(condition)[1]
            case FollowedUp():
                return self.followed_up(condition)
        raise AssertionError(condition.word)

    # First here, then there

    @cached_property
    def _first_start(self) -> Array:
        """When each path's person first started its offer: later paths through the same offer do not make it later."""
        paths, mine = self.paths, self.question.path_numbers
        begun = mine[paths.started[mine] > NEVER]
        key = paths.subject.astype(np.int64) * (int(paths.offer.max(initial=0)) + 1) + paths.offer
        keys, number = np.unique(key, return_inverse=True)
        first = np.full(len(keys), np.iinfo(np.int64).max)
        np.minimum.at(first, number.reshape(-1)[begun], paths.started[begun])
        found: Array = np.where(first == np.iinfo(np.int64).max, NEVER, first)[number.reshape(-1)]
        return found

    def _first_rows(self, condition: After) -> Array:
        return self.question.reader.numbers(condition.first, date.min, self.question.cut_off)

    def _is_after(self, condition: After) -> Array:
        """Whether the last of the days before the start was there, and near enough."""
        rows = self._first_rows(condition)
        subject = self.sheet.columns["subject"][rows].astype(np.int64)
        on_path = marked(self.paths.subject, len(self.sheet.domains["subject"]) + 1)[subject]  # few of many visitors
        days = np.sort(subject[on_path] * A_DAY + self.sheet.on[rows[on_path]])
        whose, started = self.paths.subject.astype(np.int64), self._first_start
        place = np.searchsorted(days, whose * A_DAY + started, "right") - 1
        last = days[np.maximum(place, 0)] if len(days) else np.zeros(len(started), np.int64)
        is_there = (place >= 0) & (last // A_DAY == whose) if len(days) else np.zeros(len(started), bool)
        if condition.within_days is not None:
            is_there = is_there & (started - last % A_DAY <= condition.within_days)
        return is_there & (started > NEVER)

    def not_asked(self) -> list[Missing]:
        """People who started but of whom nothing says whether they had been there first."""
        found = []
        for condition in dict.fromkeys(each for each in self.where if isinstance(each, After)):
            told = [each for each in condition.first if "told_visit" in each.kinds]
            others = [each for each in self.where if each is not condition]
            met = np.logical_and.reduce([self.meets(each) for each in others] or [np.ones(len(self.paths), bool)])
            mine = self.question.path_numbers
            unknown = marked(self.paths.subject[mine[met[mine]]], len(self.sheet.domains["subject"]) + 1)
            known = [self.sheet.columns["subject"][self._first_rows(condition)]]
            known += [self.sheet.columns["subject"][self._told(replace(each, steps=()))] for each in told]
            unknown[np.concatenate(known)] = False
            if unknown.any() and told:
                words = self.question.translator.gettext("startede, som ikke er spurgt, om de har brugt stedet før")
                found.append(Missing(int(unknown.sum()), words))
        return found

    def _told(self, selection: Selection) -> Array:
        rows = self.question.reader.taken(selection, date.min, self.question.cut_off)
        found: Array = rows[self.sheet.columns["kind"][rows] == self.sheet.code("kind", "told_visit")]
        return found

    def shown_apart(self) -> list[Fact]:
        """Paths left out because they are still running, and those who enrolled but never came."""
        if not any(isinstance(each, Reached) and each.stage is Stage.OVER for each in self.where):
            return []
        _, paths, mine = self.question.translator.gettext, self.paths, self.question.path_numbers
        started, over = paths.started[mine] > NEVER, paths.over[mine] > NEVER
        running = mine[started & ~over]
        running = running[self.counts(running, leaving_out=Stage.OVER)]
        return [
            Fact("running", _("i gang, ikke regnet med"), len(running)),
            Fact("never_started", _("meldt ind uden at møde op"), int((~started & over).sum())),
        ]
