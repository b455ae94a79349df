"""What the schema found wrong, as Danish sentences that say what would be right."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from measure_engine.plain import DefinitionError
from measure_engine.preset import PRESETS, definition_of
from traedesten.documents.fault import Fault, Path, nearest

LONGEST_SHOWN = 60

Refusal = Any
"""A jsonschema.ValidationError; to the type checker all its attributes may be unset, in use none is."""


def faults_of(error: Refusal) -> Iterator[Fault]:
    """One fault for each thing to mend in an error of the schema."""
    path: Path = tuple(error.absolute_path)
    if error.validator == "oneOf":
        yield measure_fault(path, error.instance)
    elif error.validator == "additionalProperties":
        yield from _unknown(path, error)
    elif error.validator == "required":
        yield from _missing(path, error)
    else:
        yield Fault(path, _SENTENCES.get(str(error.validator), _other)(error))


def shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def measure_fault(path: Path, measure: Any) -> Fault:
    """What the engine says about a measure, beside the field it names."""
    name = measure.get("preset") if isinstance(measure, dict) else None
    if isinstance(name, str) and name not in PRESETS and "definition" not in measure:
        return Fault((*path, "preset"), _unknown_preset(name))
    try:
        definition_of(measure)
    except DefinitionError as fault:
        return Fault(path, fault.sentence())
    return Fault(path, _("målet passer ikke til formatet; se docs/formats.md."))


def _unknown_preset(name: str) -> str:
    return _("målet »%(name)s« findes ikke.%(near)s Kendte mål: %(known)s.") % {
        "name": shown(name),
        "near": nearest(name, PRESETS),
        "known": ", ".join(sorted(PRESETS)),
    }


def _unknown(path: Path, error: Refusal) -> Iterator[Fault]:
    known = list(error.schema["properties"])
    for key in error.instance:
        if key not in known:
            text = _("feltet findes ikke her.%(near)s Kendte felter: %(known)s.") % {
                "near": nearest(str(key), known),
                "known": ", ".join(known),
            }
            yield Fault((*path, str(key)), text)


def _missing(path: Path, error: Refusal) -> Iterator[Fault]:
    """The library gives one error per missing key but names it only in its own English."""
    for key in error.validator_value:
        if key not in error.instance and error.message.startswith(repr(key)):
            meaning = error.schema["properties"][key].get("description", key)
            yield Fault((*path, key), _("mangler. Skriv: %(meaning)s.") % {"meaning": meaning})


_WANTED: dict[str, Callable[[], str]] = {
    "string": lambda: _("tekst"),
    "integer": lambda: _("et helt tal"),
    "number": lambda: _("et tal"),
    "boolean": lambda: _("true eller false"),
    "array": lambda: _("en liste"),
    "object": lambda: _("felter med navne"),
}


def _type(error: Refusal) -> str:
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    words = _(" eller ").join(_WANTED[each]() for each in wanted)
    given = shown(error.instance)
    if wanted == ["string"] and isinstance(error.instance, int | float):
        return _('»%(value)s« læses ikke som tekst. Sæt anførselstegn om: "%(value)s".') % {"value": given}
    if wanted[0] in ("integer", "number") and isinstance(error.instance, str):
        return _("»%(value)s« er ikke et tal. Skriv %(wanted)s med punktum som komma, uden enhed og tusindtegn.") % {
            "value": given,
            "wanted": words,
        }
    return _("»%(value)s« passer ikke her. Skriv %(wanted)s.") % {"value": given, "wanted": words}


def _choice(error: Refusal) -> str:
    known = [str(each) for each in error.validator_value]
    return _("»%(value)s« findes ikke.%(near)s Vælg en af: %(known)s.") % {
        "value": shown(error.instance),
        "near": nearest(str(error.instance), known),
        "known": ", ".join(known),
    }


def _format(error: Refusal) -> str:
    if error.validator_value == "iso-week":
        return _("ugen %(value)s findes ikke; året har 52 uger.") % {"value": shown(error.instance)}
    return _("»%(value)s« er ikke en dato. Skriv den som 2026-12-31.") % {"value": shown(error.instance)}


def _pattern(error: Refusal) -> str:
    """What the pattern of each kind of key asks for, told by its shape."""
    pattern, value = str(error.validator_value), shown(error.instance)
    if "-W" in pattern:
        return _("»%(value)s« er ikke en uge. Skriv den som 2026-W29.") % {"value": value}
    if ":" in pattern:
        return _("»%(value)s« er ikke et klokkeslæt. Skriv det som 09:30.") % {"value": value}
    if "/" in pattern:
        return _("»%(value)s« er ikke en andel. Skriv den som 2/3.") % {"value": value}
    if "æøå" in pattern:
        return _("»%(value)s« kan ikke bruges som kode. Brug bogstaver, tal, punktum, bindestreg og understreg.") % {
            "value": value
        }
    return _("»%(value)s« kan ikke bruges som kode. Brug a-z, tal, bindestreg og understreg.") % {"value": value}


def _const(error: Refusal) -> str:
    return _("»%(value)s« kan ikke læses. Filen skal begynde med format: %(wanted)s.") % {
        "value": shown(error.instance),
        "wanted": error.validator_value,
    }


def _too_long(error: Refusal) -> str:
    return _("teksten er på %(length)d tegn; der er plads til %(most)d.") % {
        "length": len(error.instance),
        "most": error.validator_value,
    }


def _other(error: Refusal) -> str:
    return _("»%(value)s« passer ikke til formatet; se docs/formats.md.") % {"value": shown(error.instance)}


_SENTENCES: dict[str, Callable[[Refusal], str]] = {
    "type": _type,
    "enum": _choice,
    "format": _format,
    "pattern": _pattern,
    "const": _const,
    "minLength": lambda error: _("er tom. Skriv noget, eller fjern feltet."),
    "maxLength": _too_long,
    "minimum": lambda error: (
        _("»%(value)s« er for lille. Skriv mindst %(least)s.")
        % {"value": shown(error.instance), "least": error.validator_value}
    ),
    "maximum": lambda error: (
        _("»%(value)s« er for stort. Skriv højst %(most)s.")
        % {"value": shown(error.instance), "most": error.validator_value}
    ),
}
