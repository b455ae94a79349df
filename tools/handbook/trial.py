"""One worked example asked again and again: with all its entries, without one of them, and entry by entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from measure_engine import target
from measure_engine.figure import Figure
from measure_engine.judgement import Assessment, assess
from measure_engine.name import Names
from measure_engine.period import Period
from measure_engine.plain import from_plain
from measure_engine.preset import definition_of
from measure_engine.reference import Evaluator
from measure_engine.reference.register import Reader, in_order
from measure_engine.target import TargetKind
from measure_engine.world import Id, Row, World
from tests.spec.build import build, entries
from traedesten.journal.catalogue import STANDARD_TOPICS


@dataclass
class Trial:
    """A criterion of a spec with its world. `cells` are the entries as they are written, by the id of their row."""

    spec: dict[str, Any]
    criterion: dict[str, Any]

    def __post_init__(self) -> None:
        self.world: World = build(self.spec)
        self.as_of: date = _day(self.spec["as_of"])
        self.definition = definition_of(self.criterion["measure"])
        self.targets = tuple(target.read(each) for each in self.criterion.get("targets", ()))

    @cached_property
    def cells(self) -> dict[Id, dict[str, str]]:
        written = entries(self.spec.get("entries", ""))
        return {row.id: cells for row, cells in zip(self.world.rows, written, strict=True)}

    @cached_property
    def why(self) -> dict[Id, str]:
        """Reasons that the spec says itself, by entry: for all its criteria, or under the code of one."""
        given = self.spec.get("why", {})
        own = {**given, **given.get(self.criterion["code"], {})}
        return {f"e{int(number):03d}": text for number, text in own.items() if isinstance(text, str)}

    @cached_property
    def names(self) -> Names:
        """What the programme calls its rows, its topics and its tags."""
        plan = self.spec["programme"]
        own = {("topic", each["code"]): each["name"] for each in plan.get("topics", ())}
        own |= {("tag", each["code"]): each["name"] for each in plan.get("tags", ())}
        own |= {("topic", code): str(name) for code, name in STANDARD_TOPICS["end_reason"]}
        return Names.of(self.world, own)

    @cached_property
    def evaluator(self) -> Evaluator:
        return Evaluator(self.world, names=self.names)

    @cached_property
    def reader(self) -> Reader:
        return Reader(self.evaluator._register, date.max)

    @cached_property
    def assessment(self) -> Assessment:
        given = self.criterion.get("baseline")
        baseline = from_plain(target.Baseline, given, "baseline") if given else None
        return assess(self.definition, self.targets, self.evaluator, as_of=self.as_of, baseline=baseline)

    @cached_property
    def period(self) -> Period:
        """What the figure is of: the period judged last, the target's own dates, or the whole programme."""
        verdict = self.assessment.verdicts[0]
        judged = [each.period for each in verdict.periods if each.status is not None] or [
            each.period for each in verdict.periods
        ]
        if judged:
            return judged[-1]
        only = len(self.assessment.verdicts) == 1 and verdict.target
        if only and verdict.target and verdict.target.kind is not TargetKind.EVERY_PERIOD:
            return verdict.target.interval(self.evaluator.whole)
        return self.evaluator.whole

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The entries in order of day, blanks filled from what they point at."""
        return tuple(sorted(self.evaluator._register.rows, key=in_order))

    @cached_property
    def figure(self) -> Figure:
        return self.with_rows(self.world.rows)

    def with_rows(self, rows: Sequence[Row]) -> Figure:
        """The figure if these had been all the entries."""
        return Evaluator(replace(self.world, rows=tuple(rows)), names=self.names).evaluate(
            self.definition, self.period, as_of=self.as_of
        )

    def without(self, row: Row) -> Figure:
        return self.with_rows([each for each in self.world.rows if each.id != row.id])

    @cached_property
    def growing(self) -> tuple[Figure, ...]:
        """The figure before the first entry, and after each of them in order of day."""
        plain = {row.id: row for row in self.world.rows}
        ordered = [plain[row.id] for row in self.rows]
        return tuple(self.with_rows(ordered[:many]) for many in range(len(ordered) + 1))


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
