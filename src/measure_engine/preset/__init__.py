"""Presets: the named measures people choose from, each a short cut to a definition in the algebra."""

from collections.abc import Mapping
from typing import Any

from ..definition import Definition, read
from ..language import DANISH, Translator, gettext_noop
from ..plain import DefinitionError
from . import answer, course, happening, person
from .parameter import Parameter, Preset, Type

PRESETS: dict[str, Preset] = {
    preset.name: preset for preset in (*person.PRESETS, *happening.PRESETS, *course.PRESETS, *answer.PRESETS)
}


def definition_of(measure: Any) -> Definition:
    """Read a criterion's `measure`: {preset: NAME, ...parameters} or {definition: {...}}."""
    if not isinstance(measure, Mapping):
        raise DefinitionError(
            gettext_noop("skriv »preset« med et navn og dets felter, eller »definition«."), field="measure"
        )
    try:
        return _definition_of(measure)
    except DefinitionError as fault:
        raise fault.inside("measure") from None


def _definition_of(measure: Mapping[str, Any]) -> Definition:
    if set(measure) == {"definition"}:
        return _read_definition(measure["definition"])
    name = measure.get("preset")
    if name is None:
        raise DefinitionError(
            gettext_noop("mangler. Kendte mål er: %(options)s."), field="preset", options=", ".join(sorted(PRESETS))
        )
    if not isinstance(name, str) or name not in PRESETS:
        raise DefinitionError(
            gettext_noop("»%(value)s« findes ikke. Kendte mål er: %(options)s."),
            field="preset", value=name, options=", ".join(sorted(PRESETS)),
        )  # fmt: skip
    return PRESETS[name].expand({key: value for key, value in measure.items() if key != "preset"})


def _read_definition(plain: Any) -> Definition:
    try:
        return read(plain)
    except DefinitionError as fault:
        raise fault.inside("definition") from None


def schema(translator: Translator = DANISH) -> dict[str, Any]:
    """JSON Schema of `measure`, one alternative per preset, and the free definition, which is in `shape.schema`."""
    free = {"type": "object", "properties": {"definition": {"$ref": "#/$defs/definition"}}, "required": ["definition"]}
    return {
        "oneOf": [*(preset.schema(translator) for preset in PRESETS.values()), {**free, "additionalProperties": False}]
    }


__all__ = ["PRESETS", "Parameter", "Preset", "Type", "definition_of", "schema"]
