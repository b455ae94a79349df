"""A programme's entries that contradict each other, in words, with the criteria that read them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from measure_engine.columns import ColumnEvaluator, ColumnRegister, Table
from measure_engine.contradiction import RULES, Finding, Ground, Rule, find
from measure_engine.contradiction.finding import sentence
from measure_engine.world import Id
from traedesten.journal import vocabulary as v
from traedesten.measures import board
from traedesten.measures.attention.touched import Readers
from traedesten.measures.board import translator
from traedesten.measures.card import card
from traedesten.programme.models import Programme
from traedesten.schedule.models import Session

WORDS = {"kind": v.KINDS, "step": v.STEPS, "sex": v.SEXES, "age_band": v.AGE_BANDS}
MOST = 400  # findings that a page goes through: the most harmful of them


@dataclass(frozen=True, slots=True)
class Found:
    """``criteria`` are codes of those that read any of its entries."""

    finding: Finding
    criteria: tuple[str, ...]

    @property
    def rule(self) -> Rule:
        return RULES[self.finding.rule]

    @property
    def harm(self) -> int:
        """The rule's, where a criterion reads what it is about; 0 where none does."""
        return self.rule.harm if self.criteria else 0

    @property
    def rests_on_tally(self) -> bool:
        return not self.finding.entries or bool(self.finding.values.get("tapped"))


@dataclass(frozen=True, slots=True)
class Difference:
    """A criterion's figure with the entries and without them."""

    code: str
    text: str
    now: str
    without: str


def found(programme: Programme, today: date) -> tuple[Found, ...]:
    """The most harmful first; kept under the programme's version."""
    return board.kept(programme, ("contradictions", today), lambda: _found(programme, today))


def _found(programme: Programme, today: date) -> tuple[Found, ...]:
    register = board.evaluator_of(programme).register
    findings = find(Ground(register, today, _times))[:MOST]
    readers = Readers.of(programme, register, today)
    read = readers.of_rows(row for each in findings for row in each.rows)
    made = [Found(each, _criteria(readers, read, each)) for each in findings]
    return tuple(sorted(made, key=lambda each: -each.harm))


def _criteria(readers: Readers, read: dict[int, tuple[str, ...]], finding: Finding) -> tuple[str, ...]:
    codes = {code for row in finding.rows for code in read[row]}
    if not finding.entries or finding.values.get("tapped"):
        codes |= set(readers.stamp_cards)
    return tuple(code for code in readers.definitions if code in codes)


def _times(sessions: Collection[Id]) -> dict[Id, Any]:
    rows = Session.objects.filter(pk__in=[each for each in sessions if isinstance(each, int)])
    return {pk: (start, end) for pk, start, end in rows.values_list("pk", "starts_at", "ends_at")}


def said(register: ColumnRegister, finding: Finding, who: str) -> str:
    """The finding in a sentence; ``who`` is what the person may be called to the reader."""
    return sentence(
        RULES[finding.rule].said, finding.values, lambda what, code: name(register, what, code), who, translator()
    )


def name(register: ColumnRegister, what: str, code: Any) -> str:
    """What people call a word of the journal, or a row by its id."""
    if what in WORDS:
        return WORDS[what].name(code) if what == "kind" else WORDS[what].name(code).lower()
    rows: dict[str, Any] = {"activity": register.activities, "run": register.runs, "offer": register.offers}
    row = rows[what].get(code)
    return (row.name or row.code) if row else "–"


def differences(programme: Programme, one: Found, today: date) -> list[Difference]:
    """What the criteria say with the entries and without: of something told twice, with one of them left."""
    gone = set(one.finding.entries[:-1] if one.finding.rule == "twice" else one.finding.entries)
    if not gone:
        return []
    evaluator, codes = board.evaluator_of(programme), set(one.criteria)
    without, as_of = _without(evaluator, gone), board.day_for(programme)
    made = []
    for now in board.of_areas(programme, as_of):
        if now.criterion.code in codes and now.assessment:
            then = card(board.reading_by(now.criterion, without, as_of))
            shown = card(now)
            if then.shown != shown.shown:
                made.append(Difference(now.criterion.code, now.criterion.text, shown.shown, then.shown))
    return made


def _without(evaluator: ColumnEvaluator, gone: set[Id]) -> ColumnEvaluator:
    register = evaluator.register
    lent = register.sheet.table.lent()
    stay = ~np.isin(lent.ids, np.array(sorted(gone, key=str)))
    table = Table(lent.domains, lent.ids[stay], {column: each[stay] for column, each in lent.columns.items()})
    return ColumnEvaluator(
        register.world, register=ColumnRegister(register.world, table), names=evaluator.names,
        translator=evaluator.translator,
    )  # fmt: skip
