"""The JSON Schema of a programme file, made of the outline; the published file is this, and the code checks with it."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any

from django.db import models
from django.utils import translation
from jsonschema import Draft202012Validator, FormatChecker, validators

from measure_engine import preset, shape
from traedesten.documents.outline import FORMAT, PROGRAMME, SECTIONS, Key, Section, Type

DIALECT = "https://json-schema.org/draft/2020-12/schema"
WEEK = r"^[0-9]{4}-W[0-9]{2}$"
TIME = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
RULE = "^[1-9][0-9]{0,3}/[1-9][0-9]{0,3}$"
CODE = "^[A-Za-z0-9_-]+$"
LABEL = r"^[A-Za-z0-9_æøåÆØÅ.\-]+$"
SAYS_SOMETHING = r"\S"
NOT_THOUSANDS = r"^(?![1-9][0-9]{0,2}(\.[0-9]{3})+\s*(%|procent)?$)"
LONGEST_TEXT = 20_000
LARGEST_WHOLE = 2_147_483_647
LARGEST_NUMBER = 1_000_000_000_000_000

FORMATS = FormatChecker(formats=())


@FORMATS.checks("date")
def is_date(value: object) -> bool:
    """Only 2026-12-31, not the other spellings ISO allows."""
    if not isinstance(value, str):
        return True
    try:
        return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII) and date.fromisoformat(value))
    except ValueError:
        return False


@FORMATS.checks("iso-week")
def is_week(value: object) -> bool:
    """2026-W53 only in years that have one."""
    if not isinstance(value, str) or not re.match(WEEK, value, re.ASCII):
        return True  # the pattern says so already
    try:
        return bool(date.fromisocalendar(int(value[:4]), int(value[6:]), 1))
    except ValueError:
        return False


_CODE = {"type": "string", "pattern": CODE}
_LABEL = {"type": "string", "pattern": LABEL}

_SIMPLE: dict[Type, dict[str, Any]] = {
    Type.CODE: _CODE,
    Type.LABEL: _LABEL,
    Type.ONE: {"type": "string", "minLength": 1},
    Type.MANY: {"type": "array", "items": {"type": "string", "minLength": 1}},
    Type.THREAD: _LABEL,
    Type.TEXT: {"type": "string"},
    Type.DATE: {"type": "string", "format": "date"},
    Type.TIME: {"type": "string", "pattern": TIME},
    Type.WHOLE: {"type": "integer", "minimum": 0},
    Type.NUMBER: {"type": "number", "minimum": -LARGEST_NUMBER, "maximum": LARGEST_NUMBER},
    Type.AMOUNT: {"type": "number", "minimum": 0},
    Type.VALUE: {"type": ["number", "string"], "maximum": LARGEST_NUMBER, "pattern": NOT_THOUSANDS},
    Type.FLAG: {"type": "boolean"},
    Type.CHOICE: {"type": "string"},
    Type.RULE: {"type": "string", "pattern": RULE},
    Type.WEEK: {"type": "string", "pattern": WEEK, "format": "iso-week"},
    Type.MONTHS: {"type": "array", "items": {"enum": [1, 4, 7, 10]}},
}


@cache
def schema() -> dict[str, Any]:
    """The schema with Danish titles, whatever language is spoken around it."""
    with translation.override("da"):
        lists = {section.name: _section(section) for section in SECTIONS}
        return {
            "$schema": DIALECT,
            "$id": f"urn:traedesten:{FORMAT.replace('/', ':')}",
            "title": "Programfil til Trædesten",
            "type": "object",
            "properties": {
                "format": {"const": FORMAT, "description": "Formatets navn og version"},
                "programme": {**_item(PROGRAMME.keys, PROGRAMME.model), "description": str(PROGRAMME.meaning)},
                **lists,
            },
            "required": ["format", "programme"],
            "additionalProperties": False,
            "$defs": shape.schema(),
        }


def _is_whole(_checker: object, value: object) -> bool:
    """JSON Schema takes 4.0 for whole; here it is a sign that something else was meant."""
    return isinstance(value, int) and not isinstance(value, bool)


_Validator = validators.extend(
    Draft202012Validator, type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_whole)
)


@cache
def validator() -> Draft202012Validator:
    made: Draft202012Validator = _Validator(schema(), format_checker=FORMATS)
    return made


def _section(section: Section) -> dict[str, Any]:
    items = _key(section.keys[0], section.model) if section.single else _item(section.keys, section.model)
    return {"type": "array", "description": str(section.meaning), "items": items}


def _item(keys: tuple[Key, ...], model: type[models.Model] | None) -> dict[str, Any]:
    required = [key.name for key in keys if key.required]
    return {
        "type": "object",
        "properties": {key.name: _key(key, model) for key in keys},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _key(key: Key, model: type[models.Model] | None) -> dict[str, Any]:
    told: dict[str, Any] = {"description": str(key.meaning)}
    if key.type is Type.GROUP:
        return {**_item(key.keys, model), **told}
    if key.type is Type.ROWS:
        return {"type": "array", **told, "items": _item(key.keys, None)}
    if key.type is Type.MEASURE:
        return {**preset.schema(), **told}
    return {**_SIMPLE[key.type], **_bounds(key, model), **told}


def _bounds(key: Key, model: type[models.Model] | None) -> dict[str, Any]:
    """Closed lists, and what the column can hold."""
    if key.choices:
        return {"enum": [str(choice) for choice in key.choices]}
    if key.type in (Type.WHOLE, Type.AMOUNT):
        return {"maximum": key.most or LARGEST_WHOLE}
    if key.type in (Type.TEXT, Type.CODE, Type.LABEL, Type.THREAD):
        says = {"pattern": SAYS_SOMETHING} if key.required and key.type is Type.TEXT else {}
        return {**says, "maxLength": _longest(key, model)}
    return {}


TARGET_TEXT = {"unit": 20, "part": 80, "decision": 300}
THREAD_CODE = 60


def _longest(key: Key, model: type[models.Model] | None) -> int:
    if key.type is Type.THREAD:
        return THREAD_CODE
    if model is None:
        return TARGET_TEXT[key.name]
    field = model._meta.get_field(key.column)
    return getattr(field, "max_length", None) or LONGEST_TEXT
