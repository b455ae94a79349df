"""What was known when a snapshot was made, out of the journal: entries of later versions left out, the rest as now.

So a difference parts in two: what entries since have done, and what something else has done.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from django.db.models import Q

from measure_engine.columns import ColumnEvaluator
from measure_engine.name import Names
from traedesten.journal.models import Entry
from traedesten.measures import world
from traedesten.measures.board import translator
from traedesten.measures.models import Snapshot
from traedesten.people.models import SubjectAlias


class Written(NamedTuple):
    """An entry that was written after the snapshot."""

    seq: int
    kind: str
    supersedes: int | None
    is_withdrawal: bool
    recorded_at: datetime


@dataclass(slots=True)
class Since:
    """What entries written since have done to one figure."""

    late: Counter[str] = field(default_factory=Counter)
    corrected: Counter[str] = field(default_factory=Counter)
    withdrawn: Counter[str] = field(default_factory=Counter)
    days: list[date] = field(default_factory=list)


class KnownThen:
    """One snapshot's moment. Everything is worked out the first time it is asked for."""

    def __init__(self, snapshot: Snapshot, kinds: Iterable[str], names: Names) -> None:
        self.snapshot, self._kinds, self._names = snapshot, frozenset(kinds), names

    @cached_property
    def written(self) -> dict[int, Written]:
        """Entries written since that happened by the day, or replace or withdraw another."""
        rows = Entry.objects.filter(programme=self.snapshot.programme_id, version__gt=self.snapshot.programme_version)
        rows = rows.filter(Q(happened_on__lte=self.snapshot.last_day) | Q(supersedes__isnull=False)).order_by()
        columns = ("seq", "kind", "supersedes_id", "is_withdrawal", "recorded_at")
        return {row[0]: Written(*row) for row in rows.values_list(*columns)}

    @cached_property
    def successors(self) -> dict[int, Written]:
        return {row.supersedes: row for row in self.written.values() if row.supersedes is not None}

    @cached_property
    def evaluator(self) -> ColumnEvaluator:
        """Over the entries known then, with people, plans, tallies and definitions as they are now."""
        found = world.build(self.snapshot.programme, self._kinds, until_version=self.snapshot.programme_version)
        return ColumnEvaluator(found, names=self._names, translator=translator())

    @cached_property
    def merges(self) -> int:
        """How many people have been merged into another since."""
        return self._merged_since.count()

    @property
    def _merged_since(self):  # type: ignore[no-untyped-def]
        rows = SubjectAlias.objects.filter(alias__programme=self.snapshot.programme_id)
        return rows.filter(merged_at__gt=self.snapshot.made_at)

    @cached_property
    def evaluator_unmerged(self) -> ColumnEvaluator:
        """The same, without the people merged since."""
        gone = set(self._merged_since.values_list("alias_id", flat=True))
        before = self.evaluator.register.world
        aliases = {alias: canonical for alias, canonical in before.aliases.items() if alias not in gone}
        return ColumnEvaluator(replace(before, aliases=aliases), names=self._names, translator=translator())

    def since(self, then: Iterable[int], now: Iterable[int], kinds: Iterable[str]) -> Since:
        """What became of one figure, from the entries behind it then and those behind it now.

        A figure that names no entries is told by the kinds its definition reads.
        """
        before, after, told = set(then), set(now), Since()
        if not before and not after:
            after = {row.seq for row in self.written.values() if row.kind in set(kinds) and not row.is_withdrawal}
        roots: dict[int, Written] = {}
        for seq in after - before:
            if (row := self.written.get(seq)) is not None:
                self._place(row, roots, told)
        for seq in before - after:
            if (last := self._last(seq)) is not None:
                roots[seq] = last
        for last in roots.values():
            (told.withdrawn if last.is_withdrawal else told.corrected)[last.kind] += 1
            told.days.append(last.recorded_at.date())
        return told

    def _place(self, row: Written, roots: dict[int, Written], told: Since) -> None:
        """New since, or in the place of one that was known then."""
        first = row
        while first.supersedes is not None and first.supersedes in self.written:
            first = self.written[first.supersedes]
        if first.supersedes is None:
            told.late[row.kind] += 1
            told.days.append(row.recorded_at.date())
        else:
            roots[first.supersedes] = row

    def _last(self, seq: int) -> Written | None:
        last = self.successors.get(seq)
        while last is not None and last.seq in self.successors:
            last = self.successors[last.seq]
        return last
