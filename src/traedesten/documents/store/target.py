"""Targets of criteria. A changed target with a date and a decision stands beside the one it replaced."""

from __future__ import annotations

from typing import Any

from traedesten.documents.outline import BY_NAME, TARGET_KEYS
from traedesten.documents.store import column
from traedesten.documents.store.ledger import Ledger, count
from traedesten.programme.models import Target

Values = dict[str, Any]

SCOPE = ("area_id", "activity_id", "part")


def save(ledger: Ledger) -> None:
    keys = ledger.keys["criteria"]
    have: dict[int, list[Target]] = {}
    for row in Target.objects.filter(criterion__in=keys.values()).order_by("position", "id"):
        have.setdefault(row.criterion_id, []).append(row)
    for item in ledger.items(BY_NAME["criteria"]):
        wanted = [_values(target, ledger) for target in item.get("targets", ())]
        _save(ledger, keys[item["code"]], have.get(keys[item["code"]], []), wanted)


def _save(ledger: Ledger, criterion: int, have: list[Target], wanted: list[Values]) -> None:
    """Rows equal to the file's stay; of the others those that a decision replaced stay too, before the rest."""
    spare = list(have)
    matched = [_take(spare, values) for values in wanted]
    replaced = [row for row in spare if _is_replaced(row, wanted)]
    gone = [row.pk for row in spare if row not in replaced]
    rows = [
        *replaced,
        *(row or Target(criterion_id=criterion, **values) for row, values in zip(matched, wanted, strict=True)),
    ]
    new = [row for row in rows if row.pk is None]
    moved = [row for place, row in enumerate(rows) if row.position != place and row.pk is not None]
    for place, row in enumerate(rows):
        row.position = place
    Target.objects.filter(pk__in=gone).delete()
    Target.objects.bulk_update(moved, ["position"])
    Target.objects.bulk_create(new)
    count(ledger.made, "targets", len(new))
    count(ledger.changed, "targets", len(moved))
    count(ledger.removed, "targets", len(gone))


def _values(target: dict[str, Any], ledger: Ledger) -> Values:
    made: Values = {}
    for key in TARGET_KEYS:
        made.update(column.columns(key, target.get(key.name), ledger.keys))
    return made


def _take(spare: list[Target], values: Values) -> Target | None:
    """Take out the row that says the same, if there is one."""
    for row in spare:
        if all(getattr(row, name) == value for name, value in values.items()):
            spare.remove(row)
            return row
    return None


def _is_replaced(row: Target, wanted: list[Values]) -> bool:
    """Whether the file has a later, decided target for the same scope, so that this one is its past."""
    return any(
        values["valid_from"] and values["decision"]
        and all(getattr(row, name) == values[name] for name in SCOPE)
        and (row.valid_from is None or row.valid_from < values["valid_from"])
        for values in wanted
    )  # fmt: skip
