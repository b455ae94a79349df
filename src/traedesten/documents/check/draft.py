"""A file as far as it could be read: what the schema refused is left out, so that the rest can be checked too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from traedesten.documents.fault import NEAR, Path
from traedesten.documents.outline import BY_NAME, SECTIONS, Section


@dataclass(frozen=True)
class Draft:
    """``unsure`` are sections where some code could not be read: a reference into them may be right after all."""

    plain: dict[str, Any]
    unsure: frozenset[str]
    refused: frozenset[Path]

    def is_whole(self, path: Path) -> bool:
        """Whether nothing inside was refused."""
        return not any(each[: len(path)] == path for each in self.refused)

    @property
    def programme(self) -> dict[str, Any]:
        found = self.plain.get("programme")
        return found if isinstance(found, dict) else {}

    @property
    def starts_on(self) -> str:
        return str(self.programme.get("starts_on", ""))

    @property
    def ends_on(self) -> str:
        return str(self.programme.get("ends_on", ""))

    def items(self, name: str) -> Iterator[tuple[Path, dict[str, Any]]]:
        """Path and item of a section; single values come as an item of one key."""
        single = BY_NAME[name].single
        for index, item in enumerate(self.plain.get(name) or ()):
            if single and isinstance(item, str):
                yield (name, index), {single: item}
            elif isinstance(item, dict):
                yield (name, index), item

    def codes(self, name: str) -> set[str]:
        return {item["code"] for _path, item in self.items(name) if "code" in item}


def draft_of(plain: dict[str, Any], refused: Iterable[Path]) -> Draft:
    """``refused`` are the paths of values that the schema refused."""
    refused = list(refused)
    pruned = _without(plain, (), frozenset(refused))
    unsure = {section.name for section in SECTIONS if _is_unsure(section, pruned, refused)} | _misspelt(plain)
    return Draft(pruned if isinstance(pruned, dict) else {}, frozenset(unsure), frozenset(refused))


def _without(plain: Any, path: Path, refused: frozenset[Path]) -> Any:
    """A copy without the refused; in lists an empty place stays, so that numbers still fit."""
    if path in refused:
        return None
    if isinstance(plain, dict):
        kept = {key: _without(value, (*path, key), refused) for key, value in plain.items()}
        return {key: value for key, value in kept.items() if value is not None}
    if isinstance(plain, list):
        return [_without(value, (*path, index), refused) for index, value in enumerate(plain)]
    return plain


def _misspelt(plain: dict[str, Any]) -> set[str]:
    """Sections that seem to be there under a wrong name: that one fault is told, not all that comes of it."""
    foreign = [str(key) for key in plain if key not in BY_NAME]
    return {name for name in BY_NAME if name not in plain and get_close_matches(name, foreign, n=1, cutoff=NEAR)}


def _is_unsure(section: Section, pruned: Any, refused: list[Path]) -> bool:
    if (section.name,) in refused:
        return True
    items = pruned.get(section.name) or () if isinstance(pruned, dict) else ()
    return "code" in section.identity and any(not isinstance(item, dict) or "code" not in item for item in items)
