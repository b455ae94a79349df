"""What trying a file showed, as its pages show it; kept with the file, encrypted, while nothing it rests on changes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, fields

from django.utils import translation

from traedesten.desk.importing.cell import shown
from traedesten.desk.importing.job import Opened
from traedesten.desk.importing.record import Column, Record
from traedesten.desk.importing.trial import Tried, attempt
from traedesten.journal.actions import import_job
from traedesten.journal.bulk.draft import current_version


@dataclass(slots=True)
class Row:
    """``texts`` as they stand or were put right and ``meant`` where they are understood as something else, one of each
    a column."""

    place: int
    number: int
    texts: list[str]
    meant: list[str]


@dataclass(slots=True)
class Outcome:
    """``rests_on`` tells what it was tried on; ``faults`` are by the place of the row, then by field."""

    rests_on: str
    columns: list[Column]
    rows: list[Row]
    faults: dict[int, dict[str, list[str]]] = field(default_factory=dict)
    new_count: int = 0
    same_count: int = 0
    session_count: int = 0
    untried_count: int = 0

    @property
    def faulty_count(self) -> int:
        return len(self.faults)

    def written(self) -> str:
        told = {each.name: getattr(self, each.name) for each in fields(self)}
        rows = [(row.place, row.number, row.texts, row.meant) for row in self.rows]  # thousands: not by asdict
        return json.dumps(told | {"columns": [asdict(each) for each in self.columns], "rows": rows}, ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> Outcome:
        told = json.loads(text)
        columns, rows = [Column(**each) for each in told.pop("columns")], [Row(*each) for each in told.pop("rows")]
        faults = {int(place): by_field for place, by_field in told.pop("faults").items()}
        return cls(columns=columns, rows=rows, faults=faults, **told)


def of(found: Opened) -> Outcome:
    """As it was kept; tried, and kept, where the plan, the programme, the day or the person's roles are others."""
    rests_on = _rests_on(found)
    kept = Outcome.read(found.job.trial) if found.job.trial else None
    if kept and kept.rests_on == rests_on:
        return kept
    outcome = _of(attempt(found), rests_on)
    import_job.tried(by=found.workplace.staff, job=found.job, trial=outcome.written())
    return outcome


def _rests_on(found: Opened) -> str:
    """A fingerprint. What is in the journal, the calendar and the lists of codes moves the programme's version."""
    roles = sorted(
        (holding.role.__name__, sorted(holding.area_ids or ()), holding.area_ids is None, holding.partner_id or 0)
        for holding in found.workplace.standing.holdings
    )
    version = current_version(found.workplace.programme)
    parts = (found.job.plan, version, found.today.isoformat(), translation.get_language(), roles)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _of(tried: Tried, rests_on: str) -> Outcome:
    return Outcome(
        rests_on=rests_on,
        columns=tried.reading.columns,
        rows=[_row(tried, row) for row in tried.rows],
        faults=tried.faults,
        new_count=tried.new_count,
        same_count=tried.same_count,
        session_count=tried.session_count,
        untried_count=tried.untried_count,
    )


def _row(tried: Tried, row: Record) -> Row:
    reading, faults = tried.reading, tried.faults.get(row.place, {})
    texts, meant = [], []
    for column in reading.columns:
        text = shown(reading.cell(row.place, column.index))
        said = row.says.get(column.target, "")
        told = reading.choices.get(column.target, {}).get(said) or shown(said)
        texts.append(text)
        meant.append("" if column.target in faults or told.casefold() == text.casefold() else told)
    return Row(row.place, row.number, texts, meant)
