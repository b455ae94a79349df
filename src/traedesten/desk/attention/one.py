"""One finding: its entries as sentences, and what the criteria would say without them."""

from __future__ import annotations

from dataclasses import dataclass

from traedesten.core import clock
from traedesten.core.access import Permission
from traedesten.desk import entry_list, sentence
from traedesten.desk.attention.page import Item
from traedesten.desk.entry_list import Line
from traedesten.desk.workplace import Workplace
from traedesten.journal.models import Entry
from traedesten.measures.attention import contradiction
from traedesten.measures.attention.contradiction import Difference

SHOWN = 40


@dataclass(frozen=True, slots=True)
class OnePage:
    lines: tuple[Line, ...]
    more: int
    differences: tuple[Difference, ...]
    sees_figures: bool
    is_twice: bool

    @property
    def persons_shown(self) -> int:
        return sum(line.entry.subject_id is not None for line in self.lines)


def of(workplace: Workplace, item: Item) -> OnePage:
    keys = list(item.entries[:SHOWN])
    rows = Entry.objects.select_related("superseded_by", *sentence.READS).in_bulk(keys)
    lines = tuple(entry_list.line(rows[pk], workplace) for pk in keys)
    # The figures are of the whole programme: told to who sees all of it.
    sees = workplace.standing.area_ids(Permission.SEE_FIGURES) is None
    told = contradiction.differences(workplace.programme, item.found, clock.today()) if sees and item.found else []
    is_twice = item.found is not None and item.found.finding.rule == "twice"
    return OnePage(lines, max(0, len(item.entries) - SHOWN), tuple(told), sees and bool(item.criteria), is_twice)
