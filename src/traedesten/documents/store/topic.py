"""The topics every programme has from the start, beside those of the file."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from traedesten.journal.catalogue import STANDARD_TOPICS


def standard() -> dict[tuple[str, str], str]:
    """(list, code) -> Danish name."""
    with translation.override("da"):
        return {(name, code): str(label) for name, topics in STANDARD_TOPICS.items() for code, label in topics}


def with_standard(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The file's topics and the standard ones it does not name itself."""
    own = {(each["list"], each["code"]) for each in items}
    missing = [
        {"list": name, "code": code, "name": label}
        for (name, code), label in standard().items()
        if (name, code) not in own
    ]
    return [*items, *missing]
