"""What a key of the file is in the columns of a row, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db import models

from traedesten.documents.canonical import number
from traedesten.documents.outline import Key, Section, Type

Keys = Mapping[str, Mapping[str, int]]
"""Section name -> code -> primary key."""

_READ: dict[Type, Any] = {
    Type.DATE: date.fromisoformat,
    Type.TIME: time.fromisoformat,
    Type.AMOUNT: lambda value: Decimal(str(value)),
    Type.NUMBER: float,
    Type.VALUE: float,
    Type.MONTHS: lambda months: ",".join(str(month) for month in months),
}

_WORDS = (Type.CODE, Type.LABEL, Type.TEXT, Type.CHOICE, Type.MONTHS)
"""Types whose columns hold an empty text when nothing is written."""


def values(section: Section, item: dict[str, Any], keys: Keys) -> dict[str, Any]:
    """Column -> value of every column the section's keys fill, links to other tables left out."""
    made: dict[str, Any] = {}
    for group, key in section.flat():
        inside = item.get(group.name, {}) if group else item
        made.update(columns(key, inside.get(key.name, key.default), keys))
    return made


def columns(key: Key, value: Any, keys: Keys) -> dict[str, Any]:
    """The columns of one key: most have one, a share and a week have two, a list of codes has none."""
    if key.type is Type.MANY:
        return {}
    if key.type in (Type.ONE, Type.THREAD):
        name = "threads" if key.type is Type.THREAD else key.of
        return {f"{key.column}_id": None if value is None else keys[name][value]}
    if key.type is Type.RULE:
        some, whole = (value or "2/3").split("/")
        return {"rule_numerator": int(some), "rule_denominator": int(whole)}
    if key.type is Type.WEEK:
        return {"year": int(value[:4]), "week": int(value[6:])} if value else {"year": None, "week": None}
    if value is None:
        return {key.column: "" if key.type in _WORDS else None}
    return {key.column: _READ[key.type](value) if key.type in _READ else value}


def written(key: Key, row: models.Model, codes: Mapping[str, Mapping[int, str]]) -> Any:
    """What stands in the file for a row's column; ``codes`` are section name -> primary key -> code."""
    if key.type is Type.RULE:
        return f"{row.rule_numerator}/{row.rule_denominator}"  # type: ignore[attr-defined]
    if key.type is Type.WEEK:
        return str(row)
    if key.type in (Type.ONE, Type.THREAD):
        found = getattr(row, f"{key.column}_id")
        return None if found is None else codes["threads" if key.type is Type.THREAD else key.of][found]
    value = getattr(row, key.column)
    return None if value in (None, "") else _written(key, value)


def _written(key: Key, value: Any) -> Any:
    if key.type is Type.DATE:
        return value.isoformat()
    if key.type is Type.TIME:
        return value.strftime("%H:%M")
    if key.type is Type.MONTHS:
        return [int(month) for month in value.split(",")]
    return number(float(value)) if key.type in (Type.AMOUNT, Type.NUMBER, Type.VALUE) else value
