"""Threads as people know them: "Nyhedsblad, marts" or "B-17 til Svømmehold", never by their code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy

from traedesten.core.writing import written_day
from traedesten.desk.workplace import Workplace
from traedesten.journal.catalogue import KINDS, KindSpec
from traedesten.journal.models import Entry

NEW = "+"  # no code can look like this
NO_DIGITS = str.maketrans("0123456789", "ghijklmnop")  # ten digits of an id could be taken for a CPR number
READ_BACK = 400
SHOWN = 60

# Whose threads a kind can go on with.
GOES_ON_WITH: dict[str, tuple[str, ...]] = {
    "attendance": ("enrolment",),
    "contact": ("enquiry", "concern"),
    "conversation": ("conversation", "plan"),
    "delivery": ("publication",),
    "follow_up": ("referral", "enrolment"),
    "log_entry": ("initiative",),
    "outcome": ("enrolment", "referral"),
    "told_visit": ("enrolment", "referral"),
}
# Kinds whose first step begins a thread, with what a new one is called.
BEGINS: dict[str, object] = {
    "answer": gettext_lazy("Nyt skema uden navn"),
    "concern": gettext_lazy("Ny bekymring"),
    "enquiry": gettext_lazy("Ny henvendelse"),
    "enrolment": gettext_lazy("Den, personen er i gang med, eller en ny"),
    "goal": gettext_lazy("Det, personen er i gang med, eller et nyt"),
    "initiative": gettext_lazy("Nyt initiativ"),
    "need": gettext_lazy("Nyt behov"),
    "plan": gettext_lazy("Den, personen er i gang med, eller en ny"),
    "publication": gettext_lazy("Ny udgivelse"),
    "referral": gettext_lazy("Den, personen er i gang med, eller en ny"),
    "story": gettext_lazy("Ny fortælling"),
    "theme": gettext_lazy("Nyt tema"),
}


def choices(workplace: Workplace, spec: KindSpec) -> tuple[list[tuple[str, str]], int]:
    """A new one where the kind can begin one, planned initiatives, then the latest that the person may see; and how
    many of them name a person."""
    kinds = GOES_ON_WITH.get(spec.code, (spec.code,))
    new = [(NEW, str(BEGINS[spec.code]))] if spec.code in BEGINS else []
    planned = _planned(workplace) if "initiative" in kinds else {}
    latest, persons = _latest(workplace, kinds)
    return [*new, *{**dict(latest), **planned}.items()], persons


def _planned(workplace: Workplace) -> dict[str, str]:
    """Initiatives of the agreement, begun or not, where one works."""
    rows = workplace.programme.initiatives.all()
    ids = workplace.area_ids
    if ids is not None:
        rows = rows.filter(Q(area__isnull=True) | Q(area__in=ids))
    return dict(rows.values_list("thread__code", "name"))


def _latest(workplace: Workplace, kinds: tuple[str, ...]) -> tuple[list[tuple[str, str]], int]:
    seen = tuple(kind for kind in kinds if kind in workplace.visible)
    if not seen:
        return [], 0
    rows = workplace.entries().current().filter(kind__in=seen, thread__isnull=False)
    newest: dict[int, int] = {}
    for thread, pk in rows.order_by("-seq").values_list("thread", "pk")[:READ_BACK]:
        newest.setdefault(thread, pk)
    named = Entry.objects.select_related("thread__initiative", "subject", "offer", "run", "activity", "topic", "area")
    read = named.in_bulk(list(newest.values())[:SHOWN])  # only those shown are read whole
    shown = {row.thread.code: row for pk in newest.values() if (row := read.get(pk))}
    titles = _titles(shown.values())
    pairs = _told_apart(
        [(code, titles.get(row.pk) or name(row, workplace), row.happened_on) for code, row in shown.items()]
    )
    return pairs, sum(row.subject_id is not None and workplace.sees_person_of(row) for row in shown.values())


def _told_apart(rows: list[tuple[str, str, date]]) -> list[tuple[str, str]]:
    """The same name twice gets its day too, and a number where that is the same."""
    count = Counter(named for _code, named, _on in rows)
    dated = [
        (code, named if count[named] == 1 or written_day(on) in named else f"{named} · {written_day(on)}")
        for code, named, on in rows
    ]
    again, seen = Counter(named for _code, named in dated), Counter[str]()
    pairs = []
    for code, named in dated:
        seen[named] += 1
        pairs.append((code, f"{named} ({seen[named]})" if again[named] > 1 else named))
    return pairs


def _titles(rows: object) -> dict[int, str]:
    """What people called the thing, read from the detail tables that have a title."""
    by_kind: dict[str, list[int]] = {}
    for row in rows:  # type: ignore[attr-defined]
        by_kind.setdefault(row.kind, []).append(row.pk)
    found: dict[int, str] = {}
    for kind, keys in by_kind.items():
        spec = KINDS[kind]
        if spec.detail and any(column.name == "title" for column in spec.detail_columns):
            texts = spec.detail._default_manager.filter(entry__in=keys).exclude(title="")
            found |= dict(texts.values_list("entry_id", "title"))
    return found


def name(row: Entry, workplace: Workplace) -> str:
    """What a thread is about, from its newest entry."""
    initiative = getattr(row.thread, "initiative", None)
    if initiative:
        return str(initiative.name)
    who = row.subject.code if row.subject and workplace.sees_person_of(row) else ""
    what = next((str(part) for part in (row.offer, row.run, row.topic, row.activity, row.area) if part), "")
    day = written_day(row.happened_on)
    return " · ".join(part for part in (who, what or KINDS[row.kind].name, day) if part)


# Kinds whose later steps find their thread by themselves, by the person and these columns.
FOUND_BY: dict[str, tuple[str, ...]] = {
    "enrolment": ("run", "activity"),
    "goal": ("topic",),
    "plan": ("topic",),
    "referral": ("offer",),
}


def of_new(workplace: Workplace, spec: KindSpec, row: Mapping[str, Any]) -> str:
    """The thread of a row that names none: a later step goes on with the person's newest, a first step begins one."""
    if spec.code in FOUND_BY and row.get("step") != spec.steps[0]:
        same = {f"{name}__code": row[name] for name in FOUND_BY[spec.code] if row.get(name)}
        known = workplace.entries().current().filter(kind=spec.code, subject__code=row["subject"], **same)
        newest = (
            known.filter(thread__isnull=False).order_by("-happened_on", "-seq").values_list("thread__code", flat=True)
        )
        found = newest.first()
        if found:
            return str(found)
    return code(spec, row["id"])


def code(spec: KindSpec, uid: UUID) -> str:
    """The code of a new thread: the same for the same form, so that sending twice makes one thread."""
    return f"{spec.code}-{uid.hex[-12:].translate(NO_DIGITS)}"
