"""One way to write each programme: keys in the outline's order, lists in theirs, nothing that goes without saying.

Two files that mean the same come out equal, which is what "round trip" compares and what is saved.
"""

from __future__ import annotations

from typing import Any

from measure_engine import target as engine
from measure_engine.period import SPRING_AND_AUTUMN
from traedesten.documents.outline import FORMAT, PROGRAMME, SECTIONS, Key, Section, Type

MEASURE_ORDER = ("preset", "definition", "is", "select", "kinds", "unit", "where", "aggregate", "split")


def document(plain: dict[str, Any]) -> dict[str, Any]:
    """The whole file, of data that has been found sound."""
    made: dict[str, Any] = {"format": FORMAT, "programme": item(PROGRAMME.keys, plain["programme"])}
    for section in SECTIONS:
        items = _section(section, plain.get(section.name) or [])
        if items:
            made[section.name] = items
    return made


def item(keys: tuple[Key, ...], plain: dict[str, Any]) -> dict[str, Any]:
    made = {key.name: _value(key, plain[key.name]) for key in keys if key.name in plain}
    return {key.name: made[key.name] for key in keys if key.name in made and not _goes_without_saying(key, made)}


def _section(section: Section, items: list[Any]) -> list[Any]:
    if section.single:
        return sorted(items)
    made = [item(section.keys, each) for each in items]
    return made if section.has_position else sorted(made, key=lambda each: _place(section, each))


def _place(section: Section, each: dict[str, Any]) -> tuple[tuple[bool, Any], ...]:
    """Where an item stands in its section; what is not written comes first."""
    values = (each.get(name, section.by_name[name].default) for name in section.order)
    return tuple((value is not None, value if value is not None else 0) for value in values)


def _goes_without_saying(key: Key, made: dict[str, Any]) -> bool:
    value = made[key.name]
    return not key.required and (value in ("", [], {}) or value is None or value == key.default)


def _value(key: Key, value: Any) -> Any:
    if key.type is Type.TEXT:
        return value.strip()
    if key.type is Type.MANY:
        return sorted(set(value))
    if key.type in (Type.NUMBER, Type.AMOUNT, Type.VALUE):
        return number(value)
    if key.type is Type.MONTHS:
        return [] if tuple(value) == SPRING_AND_AUTUMN else list(value)
    if key.type is Type.RULE:
        return value
    if key.type is Type.GROUP:
        return item(key.keys, value)
    if key.type is Type.ROWS:
        return _rows(key, value)
    return _ordered(value) if key.type is Type.MEASURE else value


def _rows(key: Key, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if key.name == "targets":
        return [item(key.keys, _with_unit(row)) for row in rows]
    return sorted((item(key.keys, row) for row in rows), key=lambda row: str(row["from"]))


def _with_unit(row: dict[str, Any]) -> dict[str, Any]:
    """A value written "75 %" as the number and the unit it is."""
    return engine.write(engine.read(row)) if isinstance(row.get("value"), str) else row


def number(value: Any) -> Any:
    """80.0 is written 80."""
    return int(value) if isinstance(value, float) and value == int(value) else value


def _ordered(value: Any) -> Any:
    if isinstance(value, list):
        return [_ordered(each) for each in value]
    if not isinstance(value, dict):
        return number(value)
    known = {name: place for place, name in enumerate(MEASURE_ORDER)}
    keys = sorted(value, key=lambda key: (known.get(key, len(known)), key))
    return {key: _ordered(value[key]) for key in keys if value[key] is not None}
