"""Reading a YAML or JSON file into plain data, safely: no tags, no runaway aliases, no bombs, a line for every fault.

Built from the parser's events instead of PyYAML's constructors, so that nothing is made but dicts, lists, text,
numbers and truth values, size and depth are bounded while reading, and words keep their looks: `no`, `on` and `10:00`
are text, dates are text in ISO form. Empty keys (`ends_on:`) count as not written.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml
from django.utils.translation import gettext as _

from traedesten.documents.fault import Fault, FileRefused, Path

MAX_BYTES = 20 * 1024 * 1024
MAX_DEPTH = 30
MAX_NODES = 1_000_000
"""Values in all; some hundred thousand sessions."""
MAX_ALIASED_NODES = 10_000
"""How many values aliases may repeat in all; a file that explodes asks for millions."""

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")
THOUSANDS = re.compile(r"[-+]?[1-9][0-9]{0,2}(\.[0-9]{3})+")
"""400.000 is four hundred thousand to a Dane and four hundred to YAML; it is left as text, and refused as a number."""
WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
"""Control characters and halves of characters: invisible, and no database takes them all."""


@dataclass(slots=True)
class Source:
    """What a file said, where each value stood (by path), and what was wrong with it so far."""

    plain: Any
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line_of(self, path: Path) -> int | None:
        """The line of a value, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)


def read(raw: bytes, *, name: str = "") -> Source:
    """Read a file's bytes. Raises FileRefused when it is no readable file at all; other faults are on the result."""
    if len(raw) > MAX_BYTES:
        _refuse(
            _("Filen fylder %(size)d MB; den må højst fylde %(most)d MB. Del sessionerne op, eller fjern dem.")
            % {"size": math.ceil(len(raw) / 1024 / 1024), "most": MAX_BYTES // 1024 // 1024}
        )
    text = _decode(raw)
    return _read_json(text) if name.lower().endswith(".json") else _read_yaml(text)


def _refuse(text: str, line: int | None = None) -> NoReturn:
    raise FileRefused([Fault((), text, line)])


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        _refuse(_("Tegnet kan ikke læses. Gem filen som UTF-8."), line)


# --- JSON ------------------------------------------------------------------------------------------------------------


def _read_json(text: str) -> Source:
    """JSON has no lines of its own; where YAML's parser reads the file too, its lines are used."""
    faults: list[Fault] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(items)
        if len(made) < len(items):
            counted = Counter(key for key, _value in items)
            faults.extend(Fault((), _twice(key)) for key, times in counted.items() if times > 1)
        return {key: value for key, value in made.items() if value is not None}

    try:
        plain = json.loads(
            text, object_pairs_hook=pairs, parse_constant=_no_number, parse_int=_whole, parse_float=_finite
        )
    except json.JSONDecodeError as error:
        _refuse(_("Filen kan ikke læses som JSON her. Se efter komma, anførselstegn og parenteser."), error.lineno)
    except RecursionError:
        _refuse(_too_deep())
    except ValueError:
        _refuse(_("Filen har et tal, der er for stort eller ikke er et tal (NaN, Infinity)."))
    source = Source(plain, faults=faults)
    _demand_shallow(plain)
    for number, (path, value) in enumerate(_walk(plain)):
        if number > MAX_NODES:
            _refuse(_too_many())
        if _is_bad(value):
            source.faults.append(Fault(path, _unseen()))
    return source


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _whole(word: str) -> int:
    return int(word) if WHOLE.fullmatch(word) else _no_number(word)


def _finite(word: str) -> float:
    return float(word) if math.isfinite(float(word)) else _no_number(word)


def _demand_shallow(plain: Any, depth: int = 0) -> None:
    if depth > MAX_DEPTH:
        _refuse(_too_deep())
    for child in plain.values() if isinstance(plain, dict) else plain if isinstance(plain, list) else ():
        _demand_shallow(child, depth + 1)


def _walk(plain: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    if isinstance(plain, dict):
        for key, value in plain.items():
            yield from _walk(value, (*path, key))
    elif isinstance(plain, list):
        for index, value in enumerate(plain):
            yield from _walk(value, (*path, index))
    else:
        yield path, plain


def _is_bad(value: Any) -> bool:
    return isinstance(value, str) and bool(UNSEEN.search(value))


# --- YAML ------------------------------------------------------------------------------------------------------------


def _read_yaml(text: str) -> Source:
    builder = _Builder(text)
    try:
        plain = builder.document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        _refuse(_yaml_sentence(error.problem or "", text, mark), mark.line + 1 if mark else None)
    except yaml.YAMLError:
        _refuse(_("Filen har tegn, som YAML ikke tillader."))
    finally:
        builder.loader.dispose()
    return Source(plain, builder.lines, builder.faults)


class _Builder:
    """Makes plain data of the parser's events, minding depth, aliases, tags and keys written twice."""

    def __init__(self, text: str) -> None:
        self.loader = LOADER(text)
        self.lines: dict[Path, int] = {}
        self.faults: list[Fault] = []
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.made = 0
        self.repeated = 0

    def document(self) -> Any:
        self._next()  # the start of the stream
        if isinstance(self._next(), yaml.StreamEndEvent):
            return None
        plain = self._value(self._next(), ())
        self._next()  # the end of the document
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            _refuse(_("Filen har mere end ét dokument (---). Behold det første."), _line(after))
        return plain

    def _next(self) -> Any:
        return self.loader.get_event()

    def _value(self, event: Any, path: Path) -> Any:
        self.lines[path] = _line(event)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        if len(path) > MAX_DEPTH:
            _refuse(_too_deep(), _line(event))
        if event.tag is not None:
            self._fault(event, path, _("Mærket %(tag)s kan ikke bruges; fjern det.") % {"tag": event.tag})
        before = self.made
        self.made += 1
        if self.made > MAX_NODES:
            _refuse(_too_many(), _line(event))
        value = self._make(event, path)
        if event.anchor:
            self.anchors[event.anchor] = (value, self.made - before)
        return value

    def _make(self, event: Any, path: Path) -> Any:
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        return self._list(path) if isinstance(event, yaml.SequenceStartEvent) else self._mapping(path)

    def _alias(self, event: Any) -> Any:
        if event.anchor not in self.anchors:
            _refuse(_("Henvisningen *%(name)s peger på noget, der ikke står over den.") % {"name": event.anchor},
                    _line(event))  # fmt: skip
        value, size = self.anchors[event.anchor]
        self.repeated += size
        self.made += size
        if self.repeated > MAX_ALIASED_NODES:
            _refuse(
                _("Filens henvisninger (*%(name)s) gentager mere end %(most)d værdier. Skriv værdierne ud i stedet.")
                % {"name": event.anchor, "most": MAX_ALIASED_NODES},
                _line(event),
            )
        return value

    def _list(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[str, Any]:
        made: dict[str, Any] = {}
        seen: set[str] = set()
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._key(event, path)
            value = self._value(self._next(), (*path, key))
            self.lines[(*path, key)] = _line(event)
            if key in seen:
                self._fault(event, (*path, key), _twice(key))
            seen.add(key)
            if value is not None:
                made[key] = value
        return made

    def _key(self, event: Any, path: Path) -> str:
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value)
        _refuse(_("Et felts navn skal være et enkelt ord."), _line(event))

    def _scalar(self, event: Any, path: Path) -> Any:
        text = event.value
        if UNSEEN.search(text):
            self._fault(event, path, _unseen())
        return plain_word(text) if event.implicit[0] else text

    def _fault(self, event: Any, path: Path, text: str) -> None:
        self.faults.append(Fault(path, text, _line(event)))


def plain_word(text: str) -> Any:
    """What an unquoted word means: nothing, a truth value, a number, else the text itself."""
    if text in WORDS:
        return WORDS[text]
    if WHOLE.fullmatch(text):
        return int(text)
    if NUMBER.fullmatch(text) and not THOUSANDS.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    return text


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _twice(key: str) -> str:
    return _("Feltet »%(key)s« står her to gange. Behold det ene.") % {"key": key}


def _unseen() -> str:
    return _("Teksten har et usynligt tegn, der ikke kan gemmes. Skriv den igen.")


def _too_deep() -> str:
    return _("Filen har lister eller felter i mere end %(most)d lag. En programfil har højst en halv snes.") % {
        "most": MAX_DEPTH
    }


def _too_many() -> str:
    return _("Filen har mere end %(most)d værdier. Del sessionerne op, eller fjern dem.") % {"most": MAX_NODES}


def _yaml_sentence(problem: str, text: str, mark: Any) -> str:
    if "\\t" in problem or (mark and text[mark.index : mark.index + 1] == "\t"):
        return _("Tabulator kan ikke bruges til indrykning; brug mellemrum.")
    if "mapping values" in problem:
        return _("Der står et kolon for meget, eller indrykningen er forkert. Sæt anførselstegn om tekst med kolon.")
    if "undefined alias" in problem:
        return _("En henvisning (*) peger på noget, der ikke står over den.")
    if "while scanning a quoted" in problem or "end of stream" in problem:
        return _("Et anførselstegn er ikke lukket.")
    return _("Filen kan ikke læses som YAML her. Se efter indrykning, kolon, bindestreg og anførselstegn.")
