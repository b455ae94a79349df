"""What the schema found wrong, as Danish sentences that say what would be right."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from measure_engine.plain import DefinitionError
from measure_engine.preset import PRESETS, definition_of
from traedesten.documents import schema
from traedesten.documents.fault import Fault, Path, nearest
from traedesten.documents.source import THOUSANDS

LONGEST_SHOWN = 60

Refusal = Any
"""A jsonschema.ValidationError; to the type checker all its attributes may be unset, in use none is."""


def faults_of(error: Refusal) -> Iterator[Fault]:
    """One fault for each thing to mend in an error of the schema."""
    path: Path = tuple(error.absolute_path)
    if error.validator == "oneOf":
        yield from measure_faults(path, error.instance)
    elif error.validator == "additionalProperties":
        yield from _unknown(path, error)
    elif error.validator == "required":
        yield from _missing(path, error)
    else:
        yield Fault(path, _SENTENCES.get(str(error.validator), _other)(error))


def shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def measure_faults(path: Path, measure: Any) -> Iterator[Fault]:
    """What is wrong with a measure: a name or a field that does not exist, else what the engine says."""
    name = measure.get("preset") if isinstance(measure, dict) else None
    if isinstance(name, str) and name not in PRESETS:
        yield Fault((*path, "preset"), _unknown_preset(name))
        return
    known = ["preset", *(each.name for each in PRESETS[name].parameters)] if isinstance(name, str) else []
    wrong = [key for key in measure if key not in known] if known else []
    yield from (Fault((*path, str(key)), _unknown_field(str(key), known)) for key in wrong)
    if not wrong:
        yield _by_engine(path, measure)


def _by_engine(path: Path, measure: Any) -> Fault:
    if isinstance(measure, dict) and "preset" not in measure and "definition" not in measure:
        return Fault((*path, "preset"), _("mangler. Kendte mål: %(known)s.") % {"known": ", ".join(sorted(PRESETS))})
    try:
        definition_of(measure)
    except DefinitionError as fault:
        return engine_fault(path[:-1], fault)
    return Fault(path, _("målet passer ikke til formatet; se docs/formats.md."))


def engine_fault(path: Path, fault: DefinitionError) -> Fault:
    """The engine names a field such as "measure.where[0].of"; here it becomes the path, and the sentence need not."""
    steps = (int(step) if step.isdecimal() else step for step in re.findall(r"[^.\[\]]+", fault.field))
    return Fault((*path, *steps), DefinitionError(fault.message, field="", **fault.values).sentence())


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
            yield Fault((*path, str(key)), _unknown_field(str(key), known))


def _unknown_field(key: str, known: list[str]) -> str:
    return _("feltet findes ikke her.%(near)s Kendte felter: %(known)s.") % {
        "near": nearest(key, known),
        "known": ", ".join(known),
    }


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
    rule, given = error.schema, shown(error.instance)
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    if "format" in rule and "pattern" not in rule:
        return _date(given)
    if rule.get("pattern") in _FORMS:
        return _form(rule["pattern"], given)
    if wanted == ["string"] and _is_number(error.instance):
        return _('»%(value)s« læses ikke som tekst. Sæt anførselstegn om: "%(value)s".') % {"value": given}
    if wanted[0] in ("integer", "number") and isinstance(error.instance, str | float):
        return _number(given, whole=wanted[0] == "integer")
    words = _(" eller ").join(_WANTED[each]() for each in wanted)
    return _("»%(value)s« passer ikke her. Skriv %(wanted)s.") % {"value": given, "wanted": words}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number(given: str, *, whole: bool) -> str:
    bare = {"value": given, "bare": given.replace(".", ""), "longer": given + "0"}
    if THOUSANDS.fullmatch(given) and whole:
        return _("»%(value)s« kan ikke læses som helt tal. Skriv %(bare)s uden tusindtegn.") % bare
    if THOUSANDS.fullmatch(given):
        return _("»%(value)s« kan læses på to måder. Skriv %(bare)s, eller %(longer)s hvis det er decimaler.") % bare
    if whole:
        return _("»%(value)s« er ikke et helt tal. Skriv det uden enhed, tusindtegn og decimaler.") % bare
    return _("»%(value)s« er ikke et tal. Skriv det uden enhed og tusindtegn, med punktum som komma.") % bare


def _choice(error: Refusal) -> str:
    known = [str(each) for each in error.validator_value]
    return _("»%(value)s« findes ikke.%(near)s Vælg en af: %(known)s.") % {
        "value": shown(error.instance),
        "near": nearest(str(error.instance), known),
        "known": ", ".join(known),
    }


def _format(error: Refusal) -> str:
    given = shown(error.instance)
    if error.validator_value != "iso-week":
        return _date(given)
    weeks = date(int(given[:4]) or 1, 12, 28).isocalendar().week
    return _("ugen %(value)s findes ikke; året har %(weeks)d uger.") % {"value": given, "weeks": weeks}


def _date(given: str) -> str:
    return _("»%(value)s« er ikke en dato. Skriv den som 2026-12-31.") % {"value": given}


_FORMS: dict[str, Callable[[], str]] = {
    schema.WEEK: lambda: _("»%(value)s« er ikke en uge. Skriv den som 2026-W29."),
    schema.TIME: lambda: _("»%(value)s« er ikke et klokkeslæt. Skriv det som 09:30."),
    schema.RULE: lambda: _("»%(value)s« er ikke en andel. Skriv den som 2/3."),
}

_PATTERNS: dict[str, Callable[[], str]] = {
    **_FORMS,
    schema.CODE: lambda: _(
        "»%(value)s« kan ikke bruges som kode. Brug bogstaverne a-z, tal, bindestreg og understreg."
    ),
    schema.LABEL: lambda: _(
        "»%(value)s« kan ikke bruges som kode. Brug bogstaver, tal, punktum, bindestreg og understreg."
    ),
    schema.SAYS_SOMETHING: lambda: _("er tom. Skriv noget, eller fjern feltet."),
}


def _form(pattern: str, given: str) -> str:
    return _PATTERNS[pattern]() % {"value": given}


def _pattern(error: Refusal) -> str:
    given = shown(error.instance)
    if error.validator_value == schema.NOT_THOUSANDS:
        return _number(given, whole=False)
    return _form(error.validator_value, given)


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
