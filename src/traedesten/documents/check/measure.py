"""Measures can be computed, targets can be judged, and both speak of codes that the file has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from django.utils.translation import gettext as _

from measure_engine import target as engine
from measure_engine.definition import Definition
from measure_engine.plain import DefinitionError
from measure_engine.preset import definition_of
from traedesten.documents.check.draft import Draft
from traedesten.documents.check.reference import unknown
from traedesten.documents.fault import Fault, Path, nearest
from traedesten.documents.sentence import engine_fault
from traedesten.journal import vocabulary
from traedesten.journal.catalogue import STANDARD_TOPICS

SECTION_OF = {
    "activity": "activities",
    "focus_area": "focus_areas",
    "area": "areas",
    "venue": "venues",
    "run": "runs",
    "offer": "offers",
    "organisation": "organisations",
    "initiative": "initiatives",
    "tag": "tags",
}
TOPIC_FIELDS = ("topics", "item", "indicator", "moments")
WORD_FIELDS = {"channels": vocabulary.CHANNELS, "sources": vocabulary.SOURCES}


def faults(draft: Draft) -> Iterator[Fault]:
    topics = _known_topics(draft)
    for path, criterion in draft.items("criteria"):
        definition = None
        if "measure" in criterion:
            try:
                definition = definition_of(criterion["measure"])
            except DefinitionError as fault:
                yield engine_fault(path, fault)
        if definition:
            yield from _measure_faults(draft, (*path, "measure"), definition, topics)
        yield from _target_faults(draft, path, criterion, definition)


def _known_topics(draft: Draft) -> set[str]:
    return draft.codes("topics") | {code for topics in STANDARD_TOPICS.values() for code, _name in topics}


# --- measures --------------------------------------------------------------------------------------------------------


def _measure_faults(draft: Draft, path: Path, definition: Definition, topics: set[str]) -> Iterator[Fault]:
    for kind, codes in definition.codes().items():
        section = SECTION_OF[kind]
        known = draft.codes(section)
        for code in sorted(codes - known) if section not in draft.unsure else ():
            yield Fault(path, unknown(code, section, known))
    for topic in sorted(set(_words(definition, TOPIC_FIELDS))):
        if "topics" not in draft.unsure and not _is_topic(topic, topics):
            yield Fault(path, unknown(topic, "topics", topics))
    for name, words in WORD_FIELDS.items():
        for word in sorted(set(_words(definition, (name,))) - set(words)):
            text = _("»%(word)s« findes ikke.%(near)s Vælg blandt: %(known)s.") % {
                "word": word,
                "near": nearest(word, words),
                "known": ", ".join(words),
            }
            yield Fault((*path, name), text)


def _is_topic(topic: str, known: set[str]) -> bool:
    """A topic that ends in a point stands for all that begin so."""
    return any(each.startswith(topic) for each in known) if topic.endswith(".") else topic in known


def _words(part: Any, names: tuple[str, ...]) -> Iterator[str]:
    """Words at fields of these names, anywhere in a definition."""
    if isinstance(part, tuple):
        for each in part:
            yield from _words(each, names)
    elif is_dataclass(part):
        for each in fields(part):
            value = getattr(part, each.name)
            if each.name in names and value:
                yield from (value,) if isinstance(value, str) else value
            else:
                yield from _words(value, names)


# --- targets ---------------------------------------------------------------------------------------------------------


def _target_faults(
    draft: Draft, path: Path, criterion: dict[str, Any], definition: Definition | None
) -> Iterator[Fault]:
    seen: set[tuple[Any, ...]] = set()
    for index, plain in enumerate(criterion.get("targets") or ()):
        where = (*path, "targets", index)
        if not isinstance(plain, dict) or "kind" not in plain or not draft.is_whole(where):
            continue
        try:
            target = engine.read(plain, "")
        except DefinitionError as fault:
            yield engine_fault(where, fault)
            continue
        yield from _decision_faults(where, target)
        if definition:
            yield from _scope_faults(where, target, definition)
        if (target.scope, target.valid_from) in seen:
            yield Fault(
                where,
                _("kriteriet har allerede et mål for det samme, og kun ét kan gælde. Er målet ændret, så skriv "
                  "valid_from og decision; ellers skriv to kriterier."),
            )  # fmt: skip
        seen.add((target.scope, target.valid_from))


def _decision_faults(where: Path, target: engine.Target) -> Iterator[Fault]:
    if (target.valid_from or target.valid_until) and not target.decision:
        yield Fault((*where, "decision"), _("mangler. Skriv den beslutning, der ændrede målet."))
    if target.decision and not (target.valid_from or target.valid_until):
        yield Fault((*where, "valid_from"), _("mangler. Skriv den dag, det ændrede mål gælder fra."))


def _scope_faults(where: Path, target: engine.Target, definition: Definition) -> Iterator[Fault]:
    try:
        definition.within(
            areas=(target.area,) if target.area else (), activities=(target.activity,) if target.activity else ()
        )
    except DefinitionError as fault:
        yield Fault(where, DefinitionError(fault.message, field="", **fault.values).sentence())
    if target.part and definition.split is None:
        yield Fault((*where, "part"), _("kriteriets tal er ikke delt op. Fjern feltet, eller vælg en opdeling."))
    elif target.part and definition.split and target.part not in (definition.split.values or (target.part,)):
        yield Fault(
            (*where, "part"),
            _("»%(part)s« er ikke en del af opdelingen. Vælg blandt: %(known)s.")
            % {"part": target.part, "known": ", ".join(definition.split.values)},
        )
