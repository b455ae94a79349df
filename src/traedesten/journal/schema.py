"""The JSON Schema of one entry as a line of JSON: what the export writes, and what the import reads without doubt.

The import reads more (Danish dates, decimal commas, blank cells); what the schema allows it reads as it stands, as far
as codes go that the programme has.
"""

from __future__ import annotations

from typing import Any

from traedesten.journal import vocabulary as v
from traedesten.journal.catalogue import COLUMN_NAMES, KINDS, DetailColumn, KindSpec
from traedesten.journal.rules.cell import LONGEST_ID
from traedesten.journal.rules.column import MOST_PEOPLE

DATE = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
CODE = {"type": "string", "pattern": r"^[-a-zA-Z0-9_]+$", "maxLength": 60}
PSEUDONYM = {"type": "string", "pattern": r"^[^\W_]([^\W_]|-)*$", "maxLength": 40}
THREAD = {"type": "string", "pattern": r"^[^\W_]([^\W_]|[-_.])*$", "maxLength": 60}
COUNT = {"type": "integer", "minimum": 0, "maximum": MOST_PEOPLE}

SAME_FOR_ALL: dict[str, dict[str, Any]] = {
    "id": {"type": "string", "maxLength": LONGEST_ID},
    "on": DATE,
    "at": {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$"},
    "subject": PSEUDONYM,
    "linked_subject": PSEUDONYM,
    "household": PSEUDONYM,
    "thread": THREAD,
    "topic": {"type": "string", "maxLength": 80},
    "source": {"enum": list(v.SOURCES)},
    "sex": {"enum": list(v.SEXES)},
    "age_band": {"enum": list(v.AGE_BANDS)},
    "first_time": {"enum": list(v.FIRST_TIMES)},
    "people": COUNT,
    "families": COUNT,
}


def entry_schema() -> dict[str, Any]:
    """One `if`-`then` for each kind, so that a validator's message is about the kind the row says it is."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:traedesten:entry:1",
        "title": "Registrering i Trædesten, én linje i JSON Lines",
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"enum": list(KINDS)}},
        "allOf": [
            {"if": {"properties": {"kind": {"const": kind}}}, "then": {"$ref": f"#/$defs/{kind}"}} for kind in KINDS
        ],
        "$defs": {kind: kind_schema(spec) for kind, spec in KINDS.items()},
    }


def kind_schema(spec: KindSpec) -> dict[str, Any]:
    details = {detail.name: _detail(detail) for detail in spec.detail_columns}
    columns = {name: _described(name, _column(spec, name)) for name in ("id", "on", "at", *spec.columns)}
    return {
        "description": str(spec.sentence),
        "properties": {"kind": {"const": spec.code}, **columns, **details},
        "required": required_columns(spec),
        "additionalProperties": False,
        **_choices(spec),
    }


def required_columns(spec: KindSpec) -> list[str]:
    """Columns that every row of the kind has. The date may be left out where a session gives it."""
    details = [detail.name for detail in spec.detail_columns if detail.required]
    when = [] if "session" in spec.columns else ["on"]
    return [*when, *spec.required, *details]


def _choices(spec: KindSpec) -> dict[str, Any]:
    groups = [*spec.one_of]
    if "session" in spec.columns and "session" not in spec.required:
        groups.append(("on", "session"))
    rules: list[dict[str, Any]] = [{"anyOf": [{"required": [name]} for name in group]} for group in groups]
    if spec.code == "story":
        is_published = {"properties": {"step": {"const": "published"}}}
        rules.append({"if": is_published, "then": {"required": ["consented_on"]}})
    if "linked_subject" in spec.columns:
        rules.append({"dependentRequired": {"linked_subject": ["subject"]}})
    return {"allOf": rules} if rules else {}


def _column(spec: KindSpec, name: str) -> dict[str, Any]:
    if name in SAME_FOR_ALL:
        return SAME_FOR_ALL[name]
    if name == "step":
        return {"enum": list(spec.steps)}
    if name == "channel":
        return {"enum": list(spec.channels)}
    if name == "value" and spec.value:
        kind = "integer" if spec.value.whole else "number"
        return {"type": kind, "minimum": spec.value.minimum, "maximum": spec.value.maximum}
    return CODE


def _described(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {**schema, "description": str(COLUMN_NAMES[name])}


def _detail(detail: DetailColumn) -> dict[str, Any]:
    shape = DATE if detail.is_date else {"type": "string", "maxLength": detail.max_length}
    return {**shape, "description": str(detail.label)}
