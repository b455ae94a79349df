"""What somebody's sheet means: which sheet and row, which field each column is, what its own words stand for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from traedesten.journal import vocabulary as v
from traedesten.journal.book import Book
from traedesten.journal.catalogue import KindSpec
from traedesten.journal.rules.column import words_of
from traedesten.journal.rules.relation import column_name

# Columns the person does not choose: found from the day and the activity, or made by the journal.
FOUND_BY_ITSELF = ("session", "linked_subject")
BY_CODE = ("activity", "area", "venue", "run", "offer", "partner")
WORDS = (*BY_CODE, "topic", "step", "channel", "source", "sex", "age_band", "first_time")
COUNTS = ("people", "families", "value")
NOTHING = "-"  # a word that stands for nothing: the field is left empty
MARKED = frozenset({"x", "ja", "j", "✓", "✔", "v", "1"})


@dataclass(slots=True)
class Plan:
    """``columns`` and ``words`` are kept by the columns' headings, so that the next file of the same shape is
    understood too; ``fixes`` ("7:2" -> text) and ``left_out`` count the rows of this one."""

    sheet: int = 0
    heading_row: int | None = None
    is_wide: bool | None = None
    kind: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    fixes: dict[str, str] = field(default_factory=dict)
    left_out: list[int] = field(default_factory=list)
    is_remembered: bool = False

    def written(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def read(cls, text: str | None) -> Plan:
        known = {each.name for each in fields(cls)}
        told: dict[str, Any] = json.loads(text) if text else {}
        return cls(**{name: value for name, value in told.items() if name in known})

    def to_remember(self) -> str:
        """Without what only this file has."""
        lasting = Plan(
            kind=self.kind, columns=self.columns, constants=self.constants, words=self.words, is_wide=self.is_wide
        )
        return lasting.written()


def key_of(heading: str, index: int) -> str:
    """A column by its heading; the number tells two of one name apart."""
    return f"{index}:{' '.join(heading.casefold().split())}"


def fields_of(spec: KindSpec) -> dict[str, str]:
    """Fields of a kind a column may be, with their Danish names."""
    names = ["on", "at", *(each for each in spec.columns if each not in FOUND_BY_ITSELF)]
    if "thread" in names and "thread" not in spec.required:
        names.remove("thread")
    names += [detail.name for detail in spec.detail_columns]
    return {name: column_name(name, spec) for name in names}


def options(name: str, spec: KindSpec, book: Book) -> dict[str, str]:
    """Code -> Danish name of what a field with words may hold."""
    if name in BY_CODE:
        rows: Mapping[str, Any] = getattr(book, {"activity": "activities"}.get(name, f"{name}s"))
        return {code: row.name or code for code, row in rows.items()}
    if name == "topic":
        return {code: row.name for code, row in book.topics.get(spec.topic_list, {}).items()}
    return {code: str(label) for code, label in (words_of(spec, name) or {}).items()}


def needed(spec: KindSpec) -> list[str]:
    """Fields the kind cannot be without, the opening's own parts in place of the opening."""
    found = list(spec.required)
    if "session" in found:
        found[found.index("session") : found.index("session") + 1] = ["activity", "area"]
    for group in spec.one_of:
        if not any(name in found for name in group):
            found.append(next((name for name in group if name in WORDS), group[0]))
    return list(dict.fromkeys(found))


def constant_fields(spec: KindSpec, mapped: Iterable[str]) -> list[str]:
    """Fields one may say once for the whole sheet, because no column has them: the needed ones first."""
    taken = set(mapped)
    names = [*needed(spec), *(name for name in ("activity", "area", "venue") if name in spec.columns)]
    if "on" not in taken:
        names.insert(0, "on")
    possible = {"on", *WORDS, "value" if spec.code == "contribution" else ""}
    return [name for name in dict.fromkeys(names) if name in possible and name not in taken]


def mean(text: str, name: str, choices: Mapping[str, str]) -> str:
    """The code a word plainly stands for (its code or name, or a mark in a yes-or-no column), or ""."""
    plain = " ".join(text.casefold().split())
    if name == "first_time":
        if plain in MARKED or plain in ("ny", "nye"):
            return "yes"
        if plain in ("nej", "n", "kendt", "0"):
            return "no"
    for code, label in choices.items():
        if plain in (code, label.casefold(), label.casefold().split(",")[0]):
            return code
    return ""


def kind_name(code: str) -> str:
    return v.KINDS.name(code)
