"""What is in the journal already under the ids of a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from traedesten.journal.catalogue import KINDS
from traedesten.journal.models import Entry
from traedesten.journal.rules.checker import REFERENCES
from traedesten.journal.store import PLAIN

MADE = ("subject", "linked_subject", "household", "thread", "topic")
# Column of a row -> where it lies, seen from an entry.
PATHS: dict[str, str] = {
    "on": "happened_on",
    "at": "happened_at",
    **{name: f"{name}_id" for name in REFERENCES},
    **{name: f"{name}__code" for name in MADE},
    **{name: name for name in PLAIN},
}
DETAIL_COLUMNS = {kind: [detail.name for detail in spec.detail_columns] for kind, spec in KINDS.items()}
FIRST = ("uid", "seq", "programme_id", "kind", "supersedes_id", "is_withdrawal", "batch__undone_at")


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry as it lies, with ``row`` in the words of a checked row; ``is_undone`` with the whole of its import."""

    seq: int
    programme_id: int
    kind: str
    is_original: bool
    is_superseded: bool
    is_undone: bool
    row: dict[str, Any]


def find(uids: Collection[bytes]) -> dict[bytes, Stored]:
    """Those of the ids that are there."""
    wanted = Entry.objects.filter(uid__in=[UUID(bytes=uid) for uid in uids]).order_by()
    found = list(wanted.values_list(*FIRST, *PATHS.values()))
    if not found:
        return {}
    later = Entry.objects.filter(supersedes__in=[row[1] for row in found])
    newer = dict(later.values_list("supersedes_id", "is_withdrawal"))
    written = written_beside([(row[1], row[3]) for row in found], DETAIL_COLUMNS)
    return {
        row[0].bytes: Stored(
            seq=row[1],
            programme_id=row[2],
            kind=row[3],
            is_original=row[4] is None and not row[5],
            is_superseded=row[1] in newer,
            is_undone=row[6] is not None and newer.get(row[1], False),
            row=_filled(dict(zip(PATHS, row[len(FIRST) :], strict=True))) | written.get(row[1], {}),
        )
        for row in found
    }


def written_beside(
    entries: Iterable[tuple[int, str]], columns: Mapping[str, Sequence[str]]
) -> dict[int, dict[str, Any]]:
    """What people wrote beside entries (number, kind), by number; ``columns`` are those asked for by kind."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for number, kind in entries:
        by_kind[kind].append(number)
    written: dict[int, dict[str, Any]] = {}
    for kind, numbers in by_kind.items():
        model, names = KINDS[kind].detail, columns[kind]
        if model and names:
            rows = model._default_manager.filter(pk__in=numbers).values_list("pk", *names)
            written.update({number: _filled(dict(zip(names, values, strict=True))) for number, *values in rows})
    return written


def _filled(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None and value != ""}
