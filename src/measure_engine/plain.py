"""Definitions as plain data (dicts, lists, text, numbers) and back, strictly: what is unknown is refused.

One reader and one writer serve every frozen dataclass of the algebra. A field that has its default is left out
when written. Where one of several classes may stand (a condition, an aggregate) the key `is` names which.
"""

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, Union, get_args, get_origin, get_type_hints

from .language import DANISH, Translator, gettext_noop, number

TAG = "is"
MOST_DECIMALS = 6


class Word(str):
    """A value inside a message that is a word of its own, to be translated with it."""

    __slots__ = ()


class DefinitionError(ValueError):
    """A definition or target that cannot be computed; `sentence` names the field in Danish and what would be right."""

    def __init__(self, message: str, *, field: str = "", **values: object) -> None:
        self.message, self.field, self.values = message, field, values
        super().__init__(self.sentence())

    def words(self, translator: Translator = DANISH) -> str:
        """What is wrong, without the name a file gives the field."""
        return translator.gettext(self.message) % {
            name: _shown(value, translator) for name, value in self.values.items()
        }

    def sentence(self, translator: Translator = DANISH) -> str:
        text = self.words(translator)
        if not self.field:
            return text
        return translator.gettext("Feltet »%(field)s«: %(text)s") % {"field": self.field, "text": text}

    def inside(self, outer: str) -> "DefinitionError":
        """The same fault, seen from the structure around it."""
        path = f"{outer}.{self.field}" if self.field else outer
        return DefinitionError(self.message, field=path, **self.values)


def _shown(value: object, translator: Translator) -> str:
    """A value inside a message, as a Dane would write it: no marks of the programming language."""
    if isinstance(value, Word):
        return translator.gettext(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return number(value, next((few for few in range(MOST_DECIMALS) if round(value, few) == value), MOST_DECIMALS))
    if isinstance(value, Mapping):
        return translator.gettext("felter med navne")
    if isinstance(value, list | tuple):
        return translator.gettext("en liste")
    return translator.gettext("ingenting") if value is None else str(value)


class Tagged:
    """Base of classes that may stand in for each other in plain data; each kind has its own word."""

    __slots__ = ()
    word: ClassVar[str]


def to_plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if not is_dataclass(value):
        return value
    plain = {TAG: value.word} if isinstance(value, Tagged) else {}
    for each in fields(value):
        content = getattr(value, each.name)
        if content != default_of(each):
            plain[each.name] = to_plain(content)
    return plain


def from_plain(kind: Any, plain: Any, path: str = "") -> Any:
    """Read plain data as `kind` (a dataclass, a tagged base, a tuple of them, or a simple type)."""
    if get_origin(kind) in (Union, types.UnionType):
        return _read_optional(kind, plain, path)
    if get_origin(kind) is tuple:
        return _read_tuple(kind, plain, path)
    if isinstance(kind, type) and is_dataclass(kind):
        return _read_dataclass(kind, plain, path)
    if isinstance(kind, type) and issubclass(kind, Tagged):
        return _read_tagged(kind, plain, path)
    return _read_simple(kind, plain, path)


def default_of(each: "Field[Any]") -> Any:
    return each.default_factory() if each.default_factory is not MISSING else each.default


@cache
def hints(kind: type) -> dict[str, Any]:
    return {name: hint for name, hint in get_type_hints(kind).items() if get_origin(hint) is not ClassVar}


def _read_optional(kind: Any, plain: Any, path: str) -> Any:
    if plain is None:
        return None
    inner = [option for option in get_args(kind) if option is not type(None)]
    return from_plain(inner[0], plain, path)


def _read_tuple(kind: Any, plain: Any, path: str) -> tuple[Any, ...]:
    """A single value may stand for a list of one: people write `areas: nord`."""
    items = plain if isinstance(plain, (list, tuple)) else [plain]
    inner = get_args(kind)[0]
    return tuple(from_plain(inner, item, f"{path}[{index}]") for index, item in enumerate(items))


def _read_dataclass(kind: Any, plain: Any, path: str) -> Any:
    if not isinstance(plain, Mapping):
        raise DefinitionError(gettext_noop("skal være navne med værdier, ikke »%(value)s«."), field=path, value=plain)
    known = hints(kind)
    for key in plain:
        if key not in known and key != TAG:
            raise unknown_key(path, str(key), known)
    values = {key: from_plain(known[key], value, _join(path, key)) for key, value in plain.items() if key != TAG}
    for each in fields(kind):
        if each.name not in values and default_of(each) is MISSING:
            raise DefinitionError(gettext_noop("mangler."), field=_join(path, each.name))
    try:
        return kind(**values)
    except DefinitionError as fault:
        raise (fault.inside(path) if path else fault) from None


def _read_tagged(kind: type[Tagged], plain: Any, path: str) -> Any:
    options = {option.word: option for option in kind.__subclasses__()}
    word = plain.get(TAG) if isinstance(plain, Mapping) else plain
    if word is None or word == "":
        raise DefinitionError(
            gettext_noop("mangler. Skriv en af: %(options)s."),
            field=_join(path, TAG), options=", ".join(sorted(options)),
        )  # fmt: skip
    if not isinstance(word, str) or word not in options:
        raise DefinitionError(
            gettext_noop("»%(value)s« findes ikke. Vælg en af: %(options)s."),
            field=_join(path, TAG), value=word, options=", ".join(sorted(options)),
        )  # fmt: skip
    return _read_dataclass(options[word], plain if isinstance(plain, Mapping) else {}, path)


def _read_simple(kind: Any, plain: Any, path: str) -> Any:
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _read_enum(kind, plain, path)
    if kind is date:
        return read_date(plain, path)
    if kind is str and isinstance(plain, str) and plain:
        return plain
    if kind is bool and isinstance(plain, bool):
        return plain
    if kind is int and isinstance(plain, int) and not isinstance(plain, bool):
        return plain
    if kind is float and isinstance(plain, (int, float)) and not isinstance(plain, bool):
        return float(plain)
    raise DefinitionError(
        gettext_noop("»%(value)s« kan ikke bruges; her skal stå %(wanted)s."),
        field=path,
        value=plain,
        wanted=_wanted(kind),
    )


def _read_enum(kind: type[StrEnum], plain: Any, path: str) -> StrEnum:
    try:
        return kind(plain)
    except ValueError:
        options = ", ".join(kind)
        raise DefinitionError(
            gettext_noop("»%(value)s« findes ikke. Vælg en af: %(options)s."), field=path, value=plain, options=options
        ) from None


def read_date(plain: Any, path: str) -> date:
    if isinstance(plain, date):
        return plain
    try:
        return date.fromisoformat(plain)
    except (TypeError, ValueError):
        raise DefinitionError(
            gettext_noop("»%(value)s« er ikke en dato. Skriv den som 2026-12-31."), field=path, value=plain
        ) from None


def unknown_key(path: str, key: str, known: Mapping[str, Any]) -> DefinitionError:
    return DefinitionError(
        gettext_noop("findes ikke. Kendte felter her er: %(options)s."), field=_join(path, key),
        options=", ".join(sorted(known)),
    )  # fmt: skip


def _wanted(kind: Any) -> Word:
    words = {
        str: gettext_noop("en tekst"),
        bool: gettext_noop("ja eller nej (true eller false)"),
        int: gettext_noop("et helt tal"),
        float: gettext_noop("et tal"),
    }
    return Word(words.get(kind, gettext_noop("en anden værdi")))


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
