"""Every code that is named exists in the file, and no activity is a part of itself."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from traedesten.documents.check.code import named
from traedesten.documents.check.draft import Draft
from traedesten.documents.fault import Fault, Path, nearest
from traedesten.documents.outline import SECTIONS, Key, Type

MOST_LISTED = 20


def faults(draft: Draft) -> Iterator[Fault]:
    codes = cache(draft.codes)
    absent: dict[str, list[str]] = {}
    for section in SECTIONS:
        for path, item in draft.items(section.name):
            for where, key, inner in _references(section.keys, item, path):
                for code in named(key, inner):
                    if key.of in draft.unsure or code in codes(key.of):
                        continue
                    if key.of in draft.plain:
                        yield Fault(where, unknown(code, key.of, codes(key.of)))
                    else:
                        absent.setdefault(key.of, []).append(code)
    for name, wanted in absent.items():
        yield Fault((name,), _absent(wanted))
    yield from _circles(draft)
    yield from _no_municipalities(draft)


def _absent(wanted: list[str]) -> str:
    """One line for a whole section that is not there, whatever number of references into it."""
    listed = ", ".join(f"»{code}«" for code in list(dict.fromkeys(wanted))[:MOST_LISTED])
    return _("mangler i filen, men den henviser til %(codes)s. Skriv dem her.") % {"codes": listed}


def unknown(code: str, section: str, known: set[str]) -> str:
    """»x« does not exist among them; what was perhaps meant, or what there is to choose from."""
    near = nearest(code, known)
    listed = ", ".join(sorted(known)[:MOST_LISTED]) + (" …" if len(known) > MOST_LISTED else "")
    text = _("»%(code)s« findes ikke i filens %(section)s.") % {"code": code, "section": section}
    return text + (near or _(" Kendte koder: %(known)s.") % {"known": listed or "-"})


def _references(keys: tuple[Key, ...], item: dict[str, Any], path: Path) -> Iterator[tuple[Path, Key, dict[str, Any]]]:
    for key in keys:
        if key.of:
            yield (*path, key.name), key, item
        elif key.type is Type.ROWS:
            for index, row in enumerate(item.get(key.name) or ()):
                if isinstance(row, dict):
                    yield from _references(key.keys, row, (*path, key.name, index))


CHAINS = (
    ("activities", "parent", _lazy("aktiviteten er en del af sig selv: %(circle)s. Fjern en af de overordnede.")),
    ("activities", "replaces", _lazy("aktiviteten er begyndt i stedet for sig selv: %(circle)s. Fjern en af dem.")),
    ("expenses", "corrects", _lazy("udgiften retter sig selv: %(circle)s. Fjern en af rettelserne.")),
)


def _circles(draft: Draft) -> Iterator[Fault]:
    """Each circle is told once, at the item where it was found to close."""
    for section, key, text in CHAINS:
        yield from _circles_of(draft, section, key, str(text))
    yield from _corrected_twice(draft)


def _circles_of(draft: Draft, section: str, key: str, text: str) -> Iterator[Fault]:
    rows = {item["code"]: (path, item) for path, item in draft.items(section) if "code" in item}
    done: set[str] = set()
    for code in rows:
        walked: list[str] = []
        seen: set[str] = set()
        at = code
        while at in rows and at not in done and at not in seen:
            walked.append(at)
            seen.add(at)
            at = rows[at][1].get(key, "")
        if at in seen:
            circle = " → ".join((*walked[walked.index(at) :], at))
            yield Fault((*rows[at][0], key), text % {"circle": circle})
        done |= seen


def _corrected_twice(draft: Draft) -> Iterator[Fault]:
    seen: set[str] = set()
    for path, item in draft.items("expenses"):
        corrected = item.get("corrects")
        if not corrected:
            continue
        if corrected in seen:
            text = _("»%(code)s« er rettet allerede. Ret den rettelse i stedet.")
            yield Fault((*path, "corrects"), text % {"code": corrected})
        seen.add(corrected)


def _no_municipalities(draft: Draft) -> Iterator[Fault]:
    """An area lies in an organisation that is a municipality."""
    kinds = {item["code"]: item.get("kind", "other") for _path, item in draft.items("organisations") if "code" in item}
    for path, item in draft.items("areas"):
        code = item.get("municipality")
        if code in kinds and kinds[code] != "municipality":
            text = _("»%(code)s« er ikke en kommune i filen. Skriv »kind: municipality« ved organisationen.")
            yield Fault((*path, "municipality"), text % {"code": code})
