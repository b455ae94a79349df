"""What a programme file consists of: one table that schema, reading, writing and documentation all follow."""

from __future__ import annotations

from traedesten.documents.outline.agreement import AGREEMENT, PROGRAMME
from traedesten.documents.outline.criterion import CRITERIA, TARGET_KEYS
from traedesten.documents.outline.key import Key, Section, Type
from traedesten.documents.outline.plan import PLANS

FORMAT = "traedesten-programme/1"

SECTIONS: tuple[Section, ...] = (*AGREEMENT, *PLANS, CRITERIA)
"""In the order they are written and saved: what is referred to comes before what refers to it."""

BY_NAME: dict[str, Section] = {section.name: section for section in SECTIONS}

__all__ = ["BY_NAME", "FORMAT", "PROGRAMME", "SECTIONS", "TARGET_KEYS", "Key", "Section", "Type"]
