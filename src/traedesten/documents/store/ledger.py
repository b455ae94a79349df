"""What one loading has done and what stood in its way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from traedesten.documents.document import Document
from traedesten.documents.fault import Fault
from traedesten.documents.outline import Section
from traedesten.documents.store.topic import with_standard
from traedesten.programme.models import Programme


@dataclass
class Ledger:
    """Passed down through a loading: the programme, the keys of rows saved so far, counts, and faults found.

    ``is_narrower`` is whether the file makes the programme's period shorter at either end.
    """

    programme: Programme
    document: Document
    adds: bool = False
    is_narrower: bool = False
    keys: dict[str, dict[str, int]] = field(default_factory=dict)
    gone: dict[str, list[models.Model]] = field(default_factory=dict)
    made: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        return bool(self.made or self.changed or self.removed)

    def items(self, section: Section) -> list[dict[str, Any]]:
        items: list[Any] = self.document.plain.get(section.name, [])
        if section.name == "topics":
            return with_standard(items)
        return [{section.single: each} for each in items] if section.single else items

    def is_given(self, name: str) -> bool:
        return name in self.document.given


def count(counter: Counter[str], name: str, number: int) -> None:
    """Add, but leave no zero behind: an empty counter means nothing happened."""
    if number:
        counter[name] += number


def fill(row: models.Model, values: Mapping[str, Any]) -> list[str]:
    """Set what differs; the names of the columns that did."""
    differing = [name for name, value in values.items() if getattr(row, name) != value]
    for name in differing:
        setattr(row, name, values[name])
    return differing
