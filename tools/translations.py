"""Danish is the text in the code; English lives in locale/en. Collecting, checking and compiling without gettext.

`extract` brings locale/en/LC_MESSAGES/django.po in step with the code and keeps what is translated;
`check` lists what has no English, or an English that asks for other values than the Danish;
`compile` writes the .mo files that the program reads (made at set-up, never committed).
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages import Catalog, mofile, pofile
from babel.messages import extract as babel_extract

from tools.place import ROOT, SOURCE, say

PACKAGE = SOURCE / "traedesten"
LANGUAGES = ("en",)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[#0\- +]?[\d.]*[a-zA-Z]|\{(\w*)[^{}]*\}|%[sd]")
_STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"(?:n?p?gettext|_)\((?:{_STRING})(?:, {_STRING})*(?:, ?count)?\)")
Message = tuple[str | None, str | tuple[str, ...], str, int]  # context, text or (one, many), file, line


def po_file(language: str) -> Path:
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"


def messages(root: Path = SOURCE) -> Iterator[Message]:
    """Every text marked for translation below the folder, in the order of the files."""
    for path in sorted(root.rglob("*.py")):
        yield from _messages_in(path, path.read_bytes(), root)
    for path in sorted([*root.rglob("templates/**/*.html"), *root.rglob("templates/**/*.txt")]):
        yield from _messages_in(path, template_as_python(path.read_text(encoding="utf-8")).encode(), root)


def _messages_in(path: Path, source: bytes, root: Path) -> Iterator[Message]:
    place = path.relative_to(root).as_posix()
    found = babel_extract.extract("python", io.BytesIO(source), KEYWORDS, (), {"encoding": "utf-8"})
    for line, message, _comments, context in found:
        if message:
            yield context, message if isinstance(message, str) else tuple(message), place, line


def template_as_python(template: str) -> str:
    """The template's texts as calls, one per line of its own, in a form that Python's own tokenizer reads."""
    import django.utils.translation.template as django_template

    return "\n".join(CALL.findall(django_template.templatize(template)))


def catalogue_of(found: Iterable[Message], old: Catalog | None, language: str) -> Catalog:
    """A catalogue of these texts that keeps what the old one had translated; nothing is guessed."""
    fresh = Catalog(locale=language, project="Trædesten", charset="utf-8", fuzzy=False)
    for context, text, place, _line in found:
        flags = ["python-format"] if "%(" in str(text) else []
        fresh.add(text, context=context, locations=[(place, 0)], flags=flags)
    for message in fresh:
        before = old.get(message.id, message.context) if old and message.id else None
        if before is not None and not before.fuzzy:
            message.string = before.string
    return fresh


def extract(language: str) -> Path:
    path = po_file(language)
    fresh = catalogue_of(messages(), read(path), language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_text(fresh))
    return path


def read(path: Path) -> Catalog | None:
    if not path.is_file():
        return None
    with path.open("rb") as source:
        return pofile.read_po(source, abort_invalid=True)


def as_text(catalogue: Catalog) -> bytes:
    """The file's text, the same for the same content: no dates, no line numbers."""
    out = io.BytesIO()
    pofile.write_po(out, catalogue, width=110, omit_header=True, include_lineno=False, sort_output=True)
    head = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: {catalogue.locale}\\n"\n'
    head += f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    return head.encode() + out.getvalue()


def faults(found: Iterable[Message], catalogue: Catalog | None, language: str) -> list[str]:
    """What is wrong with a catalogue against the texts in the code, one line each."""
    wrong = []
    for context, text, place, _line in found:
        message = catalogue.get(text, context) if catalogue else None
        danish = _strings(text)
        english = _strings(message.string) if message and not message.fuzzy else ()
        if not english or not all(english):
            wrong.append(f"{place}: uden oversættelse til {language}: {danish[0]!r}")
        elif not _hold_the_same(danish, english):
            wrong.append(f"{place}: {language} har andre værdier i sig end {danish[-1]!r}: {english[-1]!r}")
    return list(dict.fromkeys(wrong))


def _strings(string: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string or ())


def _hold_the_same(danish: tuple[str, ...], english: tuple[str, ...]) -> bool:
    """The last form (the only one, or that of many) holds the same values; one of something may leave some out."""
    allowed = set().union(*map(_placeholders, danish))
    return _placeholders(danish[-1]) == _placeholders(english[-1]) and _placeholders(english[0]) <= allowed


def _placeholders(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text.replace("%%", ""))}


def compile_stale() -> int:
    """Write every .mo file that is missing or older than its .po file; how many were written."""
    written = 0
    for path in sorted(PACKAGE.rglob("locale/*/LC_MESSAGES/*.po")):
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime:
            catalogue = read(path)
            if catalogue is not None:
                _write_mo(compiled, catalogue)
                written += 1
    return written


def _write_mo(compiled: Path, catalogue: Catalog) -> None:
    """Swap the file in whole: another process may be reading the old one."""
    fresh = compiled.with_name(f"{compiled.name}.{os.getpid()}")
    with fresh.open("wb") as out:
        mofile.write_mo(out, catalogue)
    fresh.replace(compiled)


def main(arguments: list[str]) -> None:
    command = arguments[0] if arguments else ""
    if command == "compile":
        compile_stale()
    elif command == "extract":
        for language in LANGUAGES:
            say(f"Skrev {extract(language).relative_to(ROOT)}")
    elif command == "check":
        wrong = [line for language in LANGUAGES for line in faults(messages(), read(po_file(language)), language)]
        sys.exit("\n".join([*wrong, f"{len(wrong)} tekster mangler engelsk: make messages"]) if wrong else 0)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
