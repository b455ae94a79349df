"""A document as YAML that people like to read: long text in blocks, short things on one line, no aliases."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from traedesten.documents import source

WIDTH = 110
INDENT = "  "


def write(document: dict[str, Any]) -> str:
    """The whole file, with a header that says what it is."""
    with translation.override("da"):
        header = _("# Programfil skrevet af Trædesten (traedesten dump %(code)s).\n"
                   "# Ret den, og læs den ind igen med: traedesten load FIL\n"
                   "# Hvad felterne betyder, står i docs/formats.md.\n")  # fmt: skip
    parts = ["\n".join(_lines(key, value, "", in_flow=key not in ("programme",))) for key, value in document.items()]
    return header % {"code": document["programme"]["code"]} + "\n\n".join(parts) + "\n"


def _lines(key: str, value: Any, indent: str, *, in_flow: bool = True) -> Iterator[str]:
    """One key with its value, in as many lines as it takes."""
    short = f"{indent}{key}: {_flow(value)}"
    if not isinstance(value, dict | list):
        yield from _text_lines(key, value, indent) if isinstance(value, str) else [short]
    elif in_flow and _fits(short, value):
        yield short
    else:
        yield f"{indent}{key}:"
        yield from _inside(value, indent + INDENT)


def _inside(value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _lines(key, each, indent)
        return
    for each in value:
        short = f"{indent}- {_flow(each)}"
        if not isinstance(each, dict) or _fits(short, each):
            yield short
        else:
            first, *rest = (line for key, inner in each.items() for line in _lines(key, inner, indent + INDENT))
            yield f"{indent}- {first[len(indent) + len(INDENT) :]}"
            yield from rest


def _fits(line: str, value: Any) -> bool:
    """Small enough for one line: no list of things with keys of their own, and no line breaks."""
    nested = value if isinstance(value, list) else list(value.values())
    return len(line) <= WIDTH and "\\n" not in line and not any(isinstance(each, dict) for each in nested)


def _text_lines(key: str, text: str, indent: str) -> list[str]:
    """Text with line breaks as a literal block, long text folded; what a block cannot hold, quoted."""
    short = f"{indent}{key}: {_word(text, in_flow=False)}"
    if "\n" in text and _is_printable(text) and not text.startswith((" ", "\n")):
        return [f"{indent}{key}: |-", *(indent + INDENT + line if line else "" for line in text.split("\n"))]
    if len(short) <= WIDTH or "\n" in text:
        return [short]
    folded = textwrap.wrap(text, WIDTH - len(indent) - 2, break_long_words=False, break_on_hyphens=False)
    if " ".join(folded) != text or not _is_printable(text) or text.startswith(" "):
        return [short]
    return [f"{indent}{key}: >-", *(indent + INDENT + line for line in folded)]


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(each) for each in value) + "]"
    return _word(value) if isinstance(value, str) else _number(value)


def _number(value: Any) -> str:
    """12.345 would be taken for twelve thousand; with one decimal more it is a number."""
    text = json.dumps(value)
    return text + "0" if source.THOUSANDS.fullmatch(text) else text


def _word(text: str, *, in_flow: bool = True) -> str:
    """Text on one line: bare where it reads back as itself, else in quotes. Commas part things only in a flow."""
    return text if _is_bare(text, ",[]{}" if in_flow else "") else f'"{"".join(map(_sign, text))}"'


def _sign(letter: str) -> str:
    """A letter as it stands in quotes; what cannot be seen is written by its number."""
    if letter in _SIGNS:
        return _SIGNS[letter]
    if letter.isprintable():
        return letter
    return f"\\u{ord(letter):04x}" if ord(letter) < 0x10000 else f"\\U{ord(letter):08x}"


_SIGNS = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def _is_bare(text: str, parting: str) -> bool:
    if not text or text != text.strip() or not _is_printable(text) or "\n" in text:
        return False
    if text[0] in "-?:,[]{}#&*!|>'\"%@`" or text.endswith(":"):
        return False
    if any(mark in text for mark in (": ", " #", *parting)):
        return False
    return isinstance(source.plain_word(text), str) and text not in _OTHER_WORDS


_OTHER_WORDS = frozenset(
    word for base in ("yes", "no", "on", "off", "y", "n") for word in (base, base.title(), base.upper())
)
"""Words our reader takes for text, but other readers of YAML for truth values."""


def _is_printable(text: str) -> bool:
    return all(letter.isprintable() or letter in "\n" for letter in text)
