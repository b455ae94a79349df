"""What a preset can be told: typed parameters with Danish names, readable as JSON Schema, and how they are read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ..definition import Definition
from ..language import DANISH, Translator, gettext_noop
from ..plain import DefinitionError, Word, from_plain, unknown_key
from ..selection import CODED, Codes, Selection
from ..vocabulary import AGE_BANDS, FIRST_TIMES, KINDS, OFFER_KINDS, RUN_FORMS, SESSION_FORMS, SEXES

Values = Mapping[str, Any]


class Type(StrEnum):
    CODES = "codes"
    WORDS = "words"
    WORD = "word"
    WHOLE = "whole"
    NUMBER = "number"
    FLAG = "flag"


_PYTHON: dict[Type, Any] = {
    Type.CODES: tuple[str, ...],
    Type.WORDS: tuple[str, ...],
    Type.WORD: str,
    Type.WHOLE: int,
    Type.NUMBER: float,
    Type.FLAG: bool,
}

_SCHEMA: dict[Type, dict[str, Any]] = {
    Type.WORD: {"type": "string"},
    Type.WHOLE: {"type": "integer"},
    Type.NUMBER: {"type": "number"},
    Type.FLAG: {"type": "boolean"},
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """`codes_of` says what the codes are codes of; `choices` is a closed list of words."""

    name: str
    type: Type
    label: str
    choices: Codes = ()
    default: Any = None
    required: bool = False
    codes_of: str = ""

    def read(self, plain: Any) -> Any:
        value = from_plain(_PYTHON[self.type], plain, self.name)
        for word in value if isinstance(value, tuple) else (value,):
            if self.choices and word not in self.choices:
                raise DefinitionError(
                    gettext_noop("»%(value)s« findes ikke. Vælg blandt: %(options)s."),
                    field=self.name, value=word, options=", ".join(self.choices),
                )  # fmt: skip
        return value

    def schema(self, translator: Translator = DANISH) -> dict[str, Any]:
        """JSON Schema; a list may be written as its single value."""
        title = translator.gettext(self.label)
        if self.type in _SCHEMA:
            return {"title": title, **_SCHEMA[self.type], **({"enum": list(self.choices)} if self.choices else {})}
        item: dict[str, Any] = {"type": "string", **({"enum": list(self.choices)} if self.choices else {})}
        return {"title": title, "anyOf": [item, {"type": "array", "items": item, "minItems": 1}]}


@dataclass(frozen=True, slots=True)
class Preset:
    """A named measure people choose from. `rows` are the rows of criteria.md it was made for."""

    name: str
    label: str
    explanation: str
    parameters: tuple[Parameter, ...]
    make: Callable[[Values], Definition]
    rows: Codes = ()

    def expand(self, plain: Mapping[str, Any]) -> Definition:
        """The definition for these parameter values; refuses what it does not know or misses."""
        known = {parameter.name: parameter for parameter in self.parameters}
        for key in plain:
            if key not in known:
                raise unknown_key("", str(key), known)
        return self.make({parameter.name: _value(parameter, plain) for parameter in self.parameters})

    def schema(self, translator: Translator = DANISH) -> dict[str, Any]:
        properties = {parameter.name: parameter.schema(translator) for parameter in self.parameters}
        return {
            "type": "object",
            "title": translator.gettext(self.label),
            "description": translator.gettext(self.explanation),
            "properties": {"preset": {"const": self.name}, **properties},
            "required": ["preset", *(parameter.name for parameter in self.parameters if parameter.required)],
            "additionalProperties": False,
        }


def _value(parameter: Parameter, plain: Mapping[str, Any]) -> Any:
    if parameter.name in plain and plain[parameter.name] is not None:
        return parameter.read(plain[parameter.name])
    if parameter.required:
        raise DefinitionError(gettext_noop("mangler (%(label)s)."), field=parameter.name, label=Word(parameter.label))
    return parameter.default


def words(name: str, label: str, choices: Codes = (), default: Codes = (), required: bool = False) -> Parameter:
    return Parameter(name, Type.WORDS, label, choices, default, required)


def word(name: str, label: str, choices: Codes = (), default: str | None = None, required: bool = False) -> Parameter:
    return Parameter(name, Type.WORD, label, choices, default, required)


def flag(name: str, label: str, default: bool | None = None) -> Parameter:
    return Parameter(name, Type.FLAG, label, default=default)


def whole(name: str, label: str, default: int | None = None, required: bool = False) -> Parameter:
    return Parameter(name, Type.WHOLE, label, default=default, required=required)


def real(name: str, label: str, default: float | None = None, required: bool = False) -> Parameter:
    return Parameter(name, Type.NUMBER, label, default=default, required=required)


def _codes(name: str, label: str) -> Parameter:
    return Parameter(name, Type.CODES, label, default=(), codes_of=CODED[name])


KIND_WORDS = tuple(sorted(KINDS))

FILTERS: dict[str, Parameter] = {
    each.name: each
    for each in (
        _codes("activities", gettext_noop("Aktiviteter")),
        _codes("focus_areas", gettext_noop("Indsatsområder")),
        _codes("areas", gettext_noop("Områder")),
        _codes("venues", gettext_noop("Steder")),
        _codes("runs", gettext_noop("Forløb")),
        _codes("offers", gettext_noop("Tilbud")),
        _codes("providers", gettext_noop("Udbydere")),
        _codes("partners", gettext_noop("Partnere")),
        _codes("initiatives", gettext_noop("Initiativer")),
        _codes("tags", gettext_noop("Mærker")),
        words("topics", gettext_noop("Emner")),
        words("steps", gettext_noop("Trin eller udfald")),
        words("channels", gettext_noop("Kanaler")),
        words("sources", gettext_noop("Hvem der henviste")),
        words("run_forms", gettext_noop("Gruppe eller individuelt"), RUN_FORMS),
        words("session_forms", gettext_noop("Mødets form"), SESSION_FORMS),
        words("offer_kinds", gettext_noop("Slags tilbud"), OFFER_KINDS),
        words("sexes", gettext_noop("Køn"), SEXES),
        words("age_bands", gettext_noop("Alder"), AGE_BANDS),
        words("first_times", gettext_noop("Første gang"), FIRST_TIMES),
        flag("with_partner", gettext_noop("Med en partner")),
        flag("with_civil_society", gettext_noop("Med civilsamfundet")),
        flag("from_need", gettext_noop("Udsprunget af et registreret behov")),
    )
}

PLACE = ("activities", "focus_areas", "areas", "venues", "tags", "partners", "with_partner")
COURSE = ("activities", "focus_areas", "areas", "tags", "runs", "run_forms", "partners", "with_partner")
OFFER = ("offers", "providers", "offer_kinds")
PERSON = ("sexes", "age_bands")


def filters(*names: str) -> tuple[Parameter, ...]:
    return tuple(FILTERS[name] for name in names)


def selection(kinds: Codes, values: Values, **more: Any) -> Selection:
    """A selection of these kinds with every filter that was given."""
    chosen = {name: values[name] for name in FILTERS if values.get(name) not in (None, ())}
    return Selection(kinds, **{**chosen, **more})
