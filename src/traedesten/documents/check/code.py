"""Codes stand once, and every shared row is used by the programme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from traedesten.documents.check.draft import Draft
from traedesten.documents.fault import Fault, Path
from traedesten.documents.outline import SECTIONS, Key, Section, Type


def faults(draft: Draft) -> Iterator[Fault]:
    for section in SECTIONS:
        yield from _repeated(draft, section)
    yield from _repeated_figures(draft)
    yield from _unused(draft)


def _repeated(draft: Draft, section: Section) -> Iterator[Fault]:
    seen: dict[tuple[Any, ...], Path] = {}
    for path, item in draft.items(section.name):
        own = tuple(item.get(name, section.by_name[name].default) for name in section.identity)
        if own in seen and any(value is not None for value in own):
            yield Fault(
                path,
                _("%(own)s står her to gange i %(section)s. Behold den ene, eller giv den anden en ny kode.")
                % {"own": " / ".join(str(value) for value in own if value is not None), "section": section.name},
            )
        seen.setdefault(own, path)


def _repeated_figures(draft: Draft) -> Iterator[Fault]:
    for path, area in draft.items("areas"):
        days = Counter(each.get("from") for each in area.get("figures") or () if isinstance(each, dict))
        for day, times in days.items():
            if day and times > 1:
                yield Fault((*path, "figures"), _("der er to tal fra %(day)s. Behold det ene.") % {"day": day})


def _unused(draft: Draft) -> Iterator[Fault]:
    """An organisation or place that nothing names would be lost when the programme is written out again."""
    used = {"organisations": set[str](), "venues": set[str]()}
    for section in SECTIONS:
        for _path, item in draft.items(section.name):
            for key in section.keys:
                if key.of in used:
                    used[key.of].update(named(key, item))
    for path, item in draft.items("organisations"):
        if "code" in item and item["code"] not in used["organisations"]:
            yield Fault(
                path, _("organisationen bruges ingen steder i filen. Skriv den under partners, eller fjern den.")
            )
    for path, item in draft.items("venues"):
        if "code" in item and "area" not in item and item["code"] not in used["venues"]:
            yield Fault((*path, "area"), _("mangler. Skriv, hvilket område stedet ligger i."))


def named(key: Key, item: dict[str, Any]) -> list[str]:
    """The codes an item names at a key."""
    value = item.get(key.name)
    listed = value if key.type is Type.MANY and isinstance(value, list) else [value]
    return [code for code in listed if isinstance(code, str)]
