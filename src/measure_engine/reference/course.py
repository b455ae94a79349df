"""Figures made of units reached through paths: who started, completed, stayed, and what came of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from ..aggregate import Count, Share
from ..condition import (
    After,
    Condition,
    CourseCondition,
    FollowedUp,
    HasOutcome,
    JoinedBefore,
    Reached,
    Retained,
    Stage,
)
from ..figure import Depth, Fact, Figure, Missing, Shape, wilson
from ..language import gettext_noop
from ..period import months_after
from ..phrase import UNIT_NOUNS
from ..plain import DefinitionError
from ..selection import Selection
from ..vocabulary import Unit
from ..world import Id, Row
from .path import Path, within
from .question import Question
from .unit import Key, missing_words

PathGroups = dict[Key, list[Path]]

MONTHS_AFTER = {"at_end": 0, "m3": 3, "m6": 6, "m12": 12}
"""Months from the end of a path to the moment of a follow-up."""


def figure(question: Question) -> Figure:
    """Units with at least one path that meets every condition; of a share, the units that also meet `having`."""
    aggregate = question.definition.aggregate
    if not isinstance(aggregate, (Count, Share)):
        raise DefinitionError(
            gettext_noop("%(word)s kan ikke beregnes af forløb; vælg count eller share."),
            field="aggregate", word=aggregate.word,
        )  # fmt: skip
    asker = _Asker(question)
    counted = [path for path in question.paths if asker.counts(path)]
    groups, without = _grouped(question, counted)
    missing = [Missing(without, missing_words(question.definition.unit, question.translator))] if without else []
    missing += asker.not_asked(groups)
    facts = tuple(asker.shown_apart())
    if isinstance(aggregate, Count):
        return Figure(
            len(groups), Shape.COUNT, question.definition.unit, numerator=len(groups), missing=tuple(missing),
            depth=Depth.PSEUDONYM, facts=facts, worked=_worked(question, counted, groups), entries=_entries(groups),
        )  # fmt: skip
    groups, waiting = asker.due(groups, aggregate.having)
    facts += waiting
    met = asker.meeting(groups, aggregate.having)
    missing += asker.no_answer(groups, aggregate.having)
    n = len(groups)
    return Figure(
        len(met) / n if n else None, Shape.SHARE, question.definition.unit, numerator=len(met), denominator=n,
        missing=tuple(missing), interval=wilson(len(met), n), depth=Depth.PSEUDONYM, facts=facts,
        worked=(*_worked(question, counted, groups), Fact("met", question.translator.gettext("tæller med"), len(met))),
        entries=_entries(met), denominator_entries=_entries(groups),
    )  # fmt: skip


def came_on(question: Question) -> list[date] | None:
    """When each unit that counts came to count; None where more than stages and what went before decides."""
    where = question.definition.where
    if not all(isinstance(each, (Reached, After)) for each in where):
        return None
    asker = _Asker(question)
    stages = {asker.dated_by, *(each.stage for each in where if isinstance(each, Reached))}
    groups, _without = _grouped(question, [path for path in question.paths if asker.counts(path)])
    return [min(_came_on(question, path, stages) for path in paths) for paths in groups.values()]


def _came_on(question: Question, path: Path, stages: set[Stage]) -> date:
    """When the path had come to every stage and had an entry that is asked about."""
    tests = [question.reader.test(each) for each in question.definition.select]
    asked = min(row.on for row in path.rows if any(test(row) for test in tests))
    return max(asked, *(path.on(stage) or date.max for stage in stages))


def divide(question: Question, value_of: Callable[[list[Row]], str]) -> dict[str, list[Path]]:
    """Paths by a value of their rows, for the parts of a figure."""
    found: dict[str, list[Path]] = {}
    for path in question.paths:
        if value := value_of(path.rows):
            found.setdefault(value, []).append(path)
    return found


def keys_of(unit: Unit, path: Path) -> tuple[Key, ...] | None:
    """The units a path belongs to; None when it ought to have one."""
    if unit is Unit.CHILD:
        return path.children
    key = {Unit.ENROLMENT: path.key, Unit.PERSON: path.subject, Unit.FAMILY: path.household}[unit]
    return (key,) if key is not None else None


def _grouped(question: Question, paths: list[Path]) -> tuple[PathGroups, int]:
    groups: PathGroups = {}
    without = 0
    for path in paths:
        keys = keys_of(question.definition.unit, path)
        without += keys is None
        for key in keys or ():
            groups.setdefault(key, []).append(path)
    return groups, without


def _entries(groups: PathGroups) -> tuple[Id, ...]:
    return tuple(dict.fromkeys(row.id for paths in groups.values() for path in paths for row in path.rows))


def _worked(question: Question, counted: list[Path], groups: PathGroups) -> tuple[Fact, ...]:
    _ = question.translator.gettext
    return (
        Fact("paths", _("forløb for enkelte personer"), len(question.paths)),
        Fact("counted", _("opfylder betingelserne"), len(counted)),
        Fact("units", _(UNIT_NOUNS[question.definition.unit]), len(groups)),
    )


class _Asker:
    """Asks conditions of paths. The first stage asked for is the one that must lie in the period."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.where = question.definition.where
        stages = [each.stage for each in self.where if isinstance(each, Reached)]
        self.dated_by = stages[0] if stages else Stage.JOINED
        self.firsts: dict[After, dict[Id | None, list[date]]] = {}
        self.starts = self._first_starts()
        self.facts_of = self._facts_by_person()

    def counts(self, path: Path, leaving_out: Stage | None = None) -> bool:
        """In the period, and every condition met."""
        asked = [each for each in self.where if not (isinstance(each, Reached) and each.stage is leaving_out)]
        stages = [each.stage for each in asked if isinstance(each, Reached)]
        day = path.on(self.dated_by if leaving_out is None else (stages[0] if stages else Stage.JOINED))
        if day is None or not self.question.period.start <= day <= self.question.cut_off:
            return False
        return all(self.meets(each, path) for each in asked)

    def meets(self, condition: Condition, path: Path) -> bool:
        assert isinstance(condition, CourseCondition)
        cut_off = self.question.cut_off
        match condition:
            case Reached():
                return path.on(condition.stage) is not None
            case After():
                return self._is_after(condition, path)
            case JoinedBefore():
                return path.joined_on is not None and path.joined_on <= cut_off - timedelta(days=condition.days)
            case Retained():
                return path.ended_on is None and within(path, condition.days, cut_off)
            case HasOutcome():
                return any(row.value is None or row.value > 0 for row in self._outcomes(condition, path))
            case FollowedUp():
                return bool(self._follow_ups(condition, path))
        raise AssertionError(condition)

    def meeting(self, groups: PathGroups, having: tuple[Condition, ...]) -> PathGroups:
        met = {
            key: [path for path in paths if all(self._has(each, key, path) for each in having)]
            for key, paths in groups.items()
        }
        return {key: paths for key, paths in met.items() if paths}

    def _has(self, condition: Condition, key: Key, path: Path) -> bool:
        if isinstance(condition, HasOutcome) and self.question.definition.unit is Unit.CHILD:
            return any(row.value is None or row.value > 0 for row in self._child_outcomes(condition, key, path))
        return self.meets(condition, path)

    # First here, then there

    def _first_starts(self) -> dict[tuple[Id | None, Key], date]:
        """When each person first started each offer: later paths through the same offer do not make it later."""
        starts: dict[tuple[Id | None, Key], date] = {}
        for path in self.question.paths:
            if path.started_on is not None:
                key = (path.subject, _offer_key(path))
                starts[key] = min(starts.get(key, path.started_on), path.started_on)
        return starts

    def _is_after(self, condition: After, path: Path) -> bool:
        started = self.starts.get((path.subject, _offer_key(path)))
        if started is None:
            return False
        earlier = [on for on in self._days_of(condition).get(path.subject, []) if on <= started]
        if condition.within_days is None:
            return bool(earlier)
        return any((started - on).days <= condition.within_days for on in earlier)

    def _days_of(self, condition: After) -> dict[Id | None, list[date]]:
        if condition not in self.firsts:
            self.firsts[condition] = self.question.days_of_people(condition.first)
        return self.firsts[condition]

    def not_asked(self, groups: PathGroups) -> list[Missing]:
        """People who started but of whom nothing says whether they had been there first."""
        question = self.question
        missing = []
        for condition in dict.fromkeys(each for each in self.where if isinstance(each, After)):
            told = [each for each in condition.first if "told_visit" in each.kinds]
            answered = {
                row.subject for row in question.reader.of_kind("told_visit")
                if any(question.reader.test(_any_step(each))(row) for each in told) and row.on <= question.cut_off
            }  # fmt: skip
            others = [each for each in self.where if each is not condition]
            started = {path.subject for path in question.paths if all(self.meets(each, path) for each in others)}
            unknown = {
                person for person in started if person not in self._days_of(condition) and person not in answered
            }
            if unknown and told:
                words = question.translator.gettext("startede, som ikke er spurgt, om de har brugt stedet før")
                missing.append(Missing(len(unknown), words))
        return missing

    # What came of it

    def due(self, groups: PathGroups, having: tuple[Condition, ...]) -> tuple[PathGroups, tuple[Fact, ...]]:
        """Units of which an answer can be asked: the moment has come, or somebody has answered before it."""
        asked = [each for each in having if isinstance(each, HasOutcome) and each.moments]
        ready = {
            key: paths for key, paths in groups.items()
            if all(self._is_known(each, key, paths) or self._has_come(each, paths) for each in asked)
        }  # fmt: skip
        waiting = len(groups) - len(ready)
        label = self.question.translator.gettext("hvor tidspunktet ikke er kommet, ikke regnet med")
        return ready, (Fact("waiting", label, waiting),) if waiting else ()

    def _has_come(self, condition: HasOutcome, paths: list[Path]) -> bool:
        """Whether the first of the moments lies on or before the cut-off, counted from the end of the path."""
        wait = min(MONTHS_AFTER.get(moment, 0) for moment in condition.moments)
        ends = [path.ended_on for path in paths if path.ended_on is not None]
        return any(months_after(end, wait) <= self.question.cut_off for end in ends)

    def _outcomes(self, condition: HasOutcome, path: Path) -> list[Row]:
        rows = self.facts_of.get(path.subject, [])
        return [row for row in rows if self._is_outcome(condition, row, path) and _belongs(row, path)]

    def _child_outcomes(self, condition: HasOutcome, child: Key, path: Path) -> list[Row]:
        rows = self.facts_of.get(child, [])
        mine = [row for row in rows if child in (row.linked_subject, row.subject)]
        return [row for row in mine if self._is_outcome(condition, row, path)]

    def _facts_by_person(self) -> dict[Key, list[Row]]:
        """Outcomes and follow-ups of each person, and of the child they are about."""
        found: dict[Key, list[Row]] = {}
        for row in self.question.reader.of_kind("outcome", "follow_up"):
            for person in {row.subject, row.linked_subject} - {None}:
                found.setdefault(person, []).append(row)
        return found

    def _is_outcome(self, condition: HasOutcome, row: Row, path: Path) -> bool:
        begun = path.joined_on is None or row.on >= path.joined_on
        moment = not condition.moments or row.topic in condition.moments
        wanted = row.kind == "outcome" and row.step in condition.steps
        return wanted and moment and begun and row.on <= self.question.cut_off

    def _follow_ups(self, condition: FollowedUp, path: Path) -> list[Row]:
        """Reached at the follow-up, or an outcome of that moment written down."""
        return [
            row for row in self.facts_of.get(path.subject, [])
            if (not condition.moments or row.topic in condition.moments) and row.on <= self.question.cut_off
            and (row.kind == "outcome" or row.step == "reached") and _belongs(row, path)
        ]  # fmt: skip

    def no_answer(self, groups: PathGroups, having: tuple[Condition, ...]) -> list[Missing]:
        """Units in the denominator of whom neither yes nor no is known."""
        missing = []
        for condition in having:
            if isinstance(condition, HasOutcome):
                unknown = sum(not self._is_known(condition, key, paths) for key, paths in groups.items())
                if unknown:
                    words = self.question.translator.gettext("uden oplysning om udbyttet (regnet som nej)")
                    missing.append(Missing(unknown, words))
        return missing

    def _is_known(self, condition: HasOutcome, key: Key, paths: list[Path]) -> bool:
        if self.question.definition.unit is Unit.CHILD:
            return any(self._child_outcomes(condition, key, path) for path in paths)
        return any(self._outcomes(condition, path) for path in paths)

    def shown_apart(self) -> list[Fact]:
        """Paths left out because they are still running, and those who enrolled but never came."""
        if not any(isinstance(each, Reached) and each.stage is Stage.OVER for each in self.where):
            return []
        _ = self.question.translator.gettext
        started = [path for path in self.question.paths if path.started_on is not None]
        running = [path for path in started if path.over_on is None and self.counts(path, leaving_out=Stage.OVER)]
        never = [path for path in self.question.paths if path.started_on is None and path.over_on is not None]
        return [
            Fact("running", _("i gang, ikke regnet med"), len(running)),
            Fact("never_started", _("meldt ind uden at møde op"), len(never)),
        ]


def _offer_key(path: Path) -> Key:
    """The offer, else the run, else the activity, else the path itself; ids of two sorts may be alike."""
    named = (("offer", path.offer), ("run", path.run), ("activity", path.activity))
    return next((each for each in named if each[1] is not None), ("path", path.key))


def _belongs(row: Row, path: Path) -> bool:
    """By thread where both have one; else the same person, and the same run or activity where it is named."""
    if row.thread is not None and path.thread is not None:
        return row.thread == path.thread
    if row.subject != path.subject:
        return False
    return row.run in (None, path.run) and (row.run is not None or row.activity in (None, path.activity))


def _any_step(selection: Selection) -> Selection:
    return replace(selection, steps=())
