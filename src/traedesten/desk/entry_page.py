"""One entry in words: what it says, who may read its note, what has become of it, what the person may do about it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.formats import time_format
from django.utils.translation import gettext as _

from traedesten.core.access import Permission
from traedesten.core.writing import written_day, written_moment, written_number
from traedesten.desk import entry_list, layout, sentence
from traedesten.desk.choice import session_name
from traedesten.desk.entry_form import PEOPLE_COLUMNS
from traedesten.desk.registration import is_undoable
from traedesten.desk.thread import name as thread_name
from traedesten.desk.workplace import Workplace
from traedesten.journal import vocabulary as v
from traedesten.journal.catalogue import KINDS
from traedesten.journal.models import Entry
from traedesten.journal.models.entry import EntryQuerySet
from traedesten.journal.queries import RELATED, history
from traedesten.journal.store import details
from traedesten.programme import rules

READS = tuple(dict.fromkeys((*RELATED, *sentence.READS, *sentence.OF_SESSION, "superseded_by")))
WORDS = {
    "step": v.STEPS,
    "channel": v.CHANNELS,
    "source": v.SOURCES,
    "sex": v.SEXES,
    "age_band": v.AGE_BANDS,
    "first_time": v.FIRST_TIMES,
}


STORED = {"on": "happened_on", "at": "happened_at"}


@dataclass(frozen=True, slots=True)
class Chapter:
    """One version in an entry's history."""

    what: str
    when: str
    who: str
    reason: str
    uid: Any
    is_shown: bool
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryPage:
    entry: Entry
    sentence: str
    mark: str
    newest: Entry | None
    facts: tuple[tuple[str, str], ...]
    note_is_closed: bool
    shows_note: bool
    chapters: tuple[Chapter, ...]
    may_correct: bool
    may_withdraw: bool
    may_undo: bool


def readable(workplace: Workplace) -> EntryQuerySet:
    """Entries that have a page: all but the rows that only say that something was taken back."""
    found: EntryQuerySet = workplace.entries().filter(is_withdrawal=False).select_related(*READS)
    return found


def page(workplace: Workplace, entry: Entry) -> EntryPage:
    staff, chain = workplace.staff, history(entry)
    seen = frozenset(workplace.entries().filter(pk__in=[version.pk for version in chain]).values_list("pk", flat=True))
    mark = entry_list.mark_of(entry)
    stands = mark in ("", "corrected")
    reads_note = rules.may_read_note(staff, entry)
    written = _details(entry) if reads_note else []
    return EntryPage(
        entry=entry,
        sentence=sentence.of(entry, with_person=workplace.sees_person_of(entry)),
        mark=mark,
        newest=None if stands or chain[-1].is_withdrawal or chain[-1].pk not in seen else chain[-1],
        facts=(*_facts(workplace, entry), *written),
        note_is_closed=not reads_note and bool(KINDS[entry.kind].detail_columns),
        shows_note=bool(written),
        chapters=tuple(_chapters(workplace, chain, entry, seen)),
        may_correct=stands and may_correct(staff, entry),
        may_withdraw=stands and may_withdraw(staff, entry),
        may_undo=stands and is_undoable(entry, workplace),
    )


def may_correct(staff: Any, entry: Entry) -> bool:
    return rules.may_change(staff, entry, own=Permission.CORRECT_OWN, any_=Permission.CORRECT_ANY)


def may_withdraw(staff: Any, entry: Entry) -> bool:
    return rules.may_change(staff, entry, own=Permission.WITHDRAW_OWN, any_=Permission.WITHDRAW_ANY)


# --- What it says -----------------------------------------------------------------------------------------


def _facts(workplace: Workplace, entry: Entry) -> list[tuple[str, str]]:
    spec = KINDS[entry.kind]
    hidden = () if workplace.sees_person_of(entry) else PEOPLE_COLUMNS
    details_ = {detail.name for detail in spec.detail_columns}
    found = []
    for column in layout.columns(spec):
        if column not in hidden and column not in details_:
            said = _said(workplace, entry, column)
            if said:
                found.append((layout.label(spec, column), said))
    return found


def _said(workplace: Workplace, entry: Entry, column: str) -> str:
    if column == "on":
        return written_day(entry.happened_on)
    if column == "at":
        return time_format(entry.happened_at, "H.i") if entry.happened_at else ""
    value = getattr(entry, column)
    if value is None or value == "":
        return ""
    if column in WORDS:
        return WORDS[column].name(value)
    if column == "value":
        return _value(entry)
    if column == "session":
        return session_name(value)
    if column == "thread":
        return thread_name(entry, workplace)
    return written_number(value) if isinstance(value, int) else str(value)


def _value(entry: Entry) -> str:
    assert entry.value is not None
    if entry.kind == "outcome":
        return _("Ja") if entry.value else _("Nej")
    rule = KINDS[entry.kind].value
    return f"{written_number(entry.value)} {rule.unit if rule else ''}".strip()


def _details(entry: Entry) -> list[tuple[str, str]]:
    spec = KINDS[entry.kind]
    kept = details(entry)
    return [(layout.label(spec, name), _written(value)) for name, value in kept.items()]


def _written(value: Any) -> str:
    return written_day(value) if isinstance(value, date) else str(value)


# --- What has become of it --------------------------------------------------------------------------------


def _chapters(workplace: Workplace, chain: list[Entry], shown: Entry, seen: Collection[int]) -> list[Chapter]:
    before: Entry | None = None
    chapters = []
    for version in chain:
        chapter = _chapter(version, before, shown, is_seen=version.pk in seen)
        if before is not None and before.pk in seen and version.pk in seen and not version.is_withdrawal:
            chapter = replace(chapter, changed=tuple(changed(workplace, before, version)))
        chapters.append(chapter)
        before = version
    return chapters


def _chapter(version: Entry, before: Entry | None, shown: Entry, *, is_seen: bool) -> Chapter:
    """Of a version the person may not see (it was moved to another area) only that and when it was made."""
    what = _("Trukket tilbage") if version.is_withdrawal else _("Rettet") if before else _("Registreret")
    if not is_seen:
        return Chapter(what=what, when=written_moment(version.recorded_at), who="", reason="", uid=None, is_shown=False)
    return Chapter(
        what=what,
        when=written_moment(version.recorded_at),
        who=version.recorded_by.name if version.recorded_by else _("et andet system"),
        reason=str(version.correction.reason or "") if before and hasattr(version, "correction") else "",
        uid=None if version.is_withdrawal else version.uid,
        is_shown=version.pk == shown.pk,
    )


def changed(workplace: Workplace, before: Entry, after: Entry) -> list[str]:
    """What the correction changed, each with the word before and after; of details only the columns of the entry."""
    spec = KINDS[after.kind]
    hidden = {detail.name for detail in spec.detail_columns}
    if not (workplace.sees_person_of(before) and workplace.sees_person_of(after)):
        hidden |= set(PEOPLE_COLUMNS)
    names = [name for name in layout.columns(spec) if name not in hidden]
    return [
        _("%(field)s: fra %(before)s til %(after)s")
        % {"field": layout.label(spec, name), "before": _or_empty(workplace, before, name), "after": after_said}
        for name in names
        if _raw(before, STORED.get(name, name)) != _raw(after, STORED.get(name, name))
        for after_said in [_or_empty(workplace, after, name)]
    ]


def _or_empty(workplace: Workplace, entry: Entry, column: str) -> str:
    said = _said(workplace, entry, column)
    return f"»{said}«" if said else _("tomt")


def _raw(entry: Entry, name: str) -> Any:
    return getattr(entry, f"{name}_id", None) if hasattr(entry, f"{name}_id") else getattr(entry, name)
