"""Which criteria read which entries: so that whoever mends something knows what it is for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from measure_engine.aggregate import StampCard
from measure_engine.columns import ColumnRegister
from measure_engine.columns.domain import Array
from measure_engine.columns.register import ColumnReader
from measure_engine.definition import Definition
from measure_engine.plain import DefinitionError
from traedesten.programme import promise
from traedesten.programme.models import Programme

ON_A_PATH = ("enrolment", "attendance", "visit", "conversation", "referral", "outcome", "follow_up")


@dataclass
class Readers:
    """The definitions of a programme's criteria that can be read, over its columns as they stand."""

    register: ColumnRegister
    as_of: date
    definitions: Mapping[str, Definition]
    _taken: dict[str, Array] = field(default_factory=dict)

    @classmethod
    def of(cls, programme: Programme, register: ColumnRegister, as_of: date) -> Readers:
        found = {}
        for criterion in programme.criteria.filter(ends_on=None).prefetch_related("changes"):
            try:
                found[criterion.code] = promise.definition_on(criterion, as_of)
            except DefinitionError:
                continue
        return cls(register, as_of, found)

    def of_rows(self, rows: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """Codes of the criteria that read each of these rows of the sheet."""
        wanted = np.array(sorted(set(rows)), np.int64)
        found: dict[int, list[str]] = {row: [] for row in wanted.tolist()}
        for code in self.definitions if len(wanted) else ():
            for row in wanted[self._taken_by(code)[wanted]].tolist():
                found[row].append(code)
        return {row: tuple(codes) for row, codes in found.items()}

    def of_mask(self, mask: Array) -> tuple[str, ...]:
        """Codes of the criteria that read any of the rows marked."""
        return tuple(code for code in self.definitions if (self._taken_by(code) & mask).any())

    @property
    def stamp_cards(self) -> tuple[str, ...]:
        """Codes of the criteria that estimate guests from sums of taps."""
        return tuple(code for code, each in self.definitions.items() if isinstance(each.aggregate, StampCard))

    def count_of(self, code: str) -> int:
        return int(self._taken_by(code).sum())

    def _taken_by(self, code: str) -> Array:
        if code not in self._taken:
            self._taken[code] = self._mark(self.definitions[code])
        return self._taken[code]

    def _mark(self, definition: Definition) -> Array:
        """Rows that a selection takes; of a way through courses also the other steps of the same persons there."""
        sheet, reader = self.register.sheet, ColumnReader(self.register, date.max)
        mark = np.zeros(len(sheet), bool)
        try:
            mark[reader.numbers(tuple(definition.selections()), date.min, date.max)] = True
        except DefinitionError:
            return mark
        if definition.is_course:
            persons = np.zeros(len(sheet.domains["subject"]) + 1, bool)
            persons[sheet.columns["subject"][mark]] = True
            persons[-1] = False
            mark |= persons[sheet.columns["subject"]] & sheet.domains["kind"].among(ON_A_PATH)[sheet.columns["kind"]]
        return mark
