"""Taking an agreement in as a file: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from traedesten.core.action import Actor, AuditSubject, action
from traedesten.core.portion import portions
from traedesten.documents import queries
from traedesten.documents.document import Document
from traedesten.documents.fault import Fault, FileRefused, placed
from traedesten.documents.outline import BY_NAME, PROGRAMME, SECTIONS, Section
from traedesten.documents.store import column, removal, section, shared, target
from traedesten.documents.store.ledger import Ledger, count, fill
from traedesten.programme import period
from traedesten.programme.models import Programme, Version
from traedesten.schedule.models import Thread

PLANNED = ("expenses", "offers", "initiatives", "runs", "rhythms", "rhythm_turns", "sessions")
"""Sections the team also writes in the product: a file that does not name one leaves its rows alone."""
ROWS_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a loading came to: rows by section, and the version it stamped, which is None when nothing changed."""

    programme: Programme
    made: dict[str, int]
    changed: dict[str, int]
    removed: dict[str, int]
    untouched: tuple[str, ...]
    version: int | None

    def audit_subject(self) -> AuditSubject:
        rows = sum((*self.made.values(), *self.changed.values(), *self.removed.values()))
        return AuditSubject(Programme._meta.label, str(self.programme.pk), self.programme.pk, rows)


@action("programme_file.load", needs=())
def load(*, by: Actor, document: Document, adds: bool = False) -> Loaded:
    """Bring the programme into step with the file. Raises FileRefused, with nothing saved, when something forbids.

    With `adds` nothing goes because the file does not name it: a large calendar comes in several files.
    """
    ledger = _begin(document, adds)
    before = {each.name: list(queries.rows_of(each, ledger.programme)) for each in shared.SHARED}
    for each in SECTIONS:
        if each.name not in PLANNED or ledger.is_given(each.name):
            _save(ledger, each, before)
    if not adds:
        removal.remove(ledger)
    if ledger.is_narrower:
        ledger.faults += _left_outside(ledger)
    _refuse_when_faulty(ledger)
    version = Version.objects.next_for(ledger.programme.pk) if ledger.is_changed else None
    untouched = tuple(name for name in PLANNED if not ledger.is_given(name))
    return Loaded(ledger.programme, dict(ledger.made), dict(ledger.changed), dict(ledger.removed), untouched, version)


def _begin(document: Document, adds: bool) -> Ledger:
    """The programme's own row; loadings of one programme wait for each other from here on."""
    values = column.values(PROGRAMME, document.plain["programme"], {})
    programme = Programme.objects.select_for_update().filter(code=document.code).first()
    is_new = programme is None
    programme = programme or Programme(**values)
    ledger = Ledger(programme, document, adds)
    ledger.is_narrower = values["starts_on"] > programme.starts_on or values["ends_on"] < programme.ends_on
    if is_new or fill(programme, values):
        programme.save()
        count(ledger.made if is_new else ledger.changed, "programme", 1)
    return ledger


def _left_outside(ledger: Ledger) -> Iterator[Fault]:
    """What the team has planned and the file does not name must fit into a shorter period too."""
    try:
        period.demand_all_inside(ledger.programme)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            yield from (Fault(("programme", name), text) for text in messages)


def _save(ledger: Ledger, each: Section, before: dict[str, list[Any]]) -> None:
    if each.is_shared:
        _save_shared(ledger, each, before[each.name])
        return
    if each.name == "initiatives":
        _save_threads(ledger)
    section.save(ledger, each, _have(ledger, each), {"programme": ledger.programme})
    if each.name == "criteria":
        target.save(ledger)


def _have(ledger: Ledger, each: Section) -> Iterable[Any]:
    """The section's rows; of many plans, where the file only adds, those it names."""
    rows = queries.rows_of(each, ledger.programme)
    if not (ledger.adds and each.name in PLANNED and "code" in each.by_name):
        return rows
    codes = portions([item["code"] for item in ledger.items(each)], ROWS_A_TIME)
    return [row for some in codes for row in rows.filter(code__in=some)]


def _save_shared(ledger: Ledger, each: Section, before: list[Any]) -> None:
    have = shared.find(each, ledger)
    shared.refuse_changes(ledger, each, have)
    _refuse_when_faulty(ledger)
    section.save(ledger, each, have, {})
    kept = set(ledger.keys[each.name].values())
    ledger.gone[each.name] = [row for row in before if row.pk not in kept]
    if each.name == "areas":
        shared.save_figures(ledger)
        links = {(ledger.programme.pk, key) for key in kept}
        changed = section.set_links(Programme, "areas", [ledger.programme.pk], links)
        count(ledger.changed, "programme", 0 if ledger.made["programme"] else len(changed))


def _save_threads(ledger: Ledger) -> None:
    """Every initiative has a thread of its own code; the need it was born from has one too."""
    items = ledger.items(BY_NAME["initiatives"])
    codes = {item["code"] for item in items} | {item["need"] for item in items if "need" in item}
    have = dict(Thread.objects.filter(programme=ledger.programme, code__in=codes).values_list("code", "pk"))
    new = [Thread(programme=ledger.programme, code=code) for code in sorted(codes - have.keys())]
    Thread.objects.bulk_create(new)
    ledger.keys["threads"] = {**have, **{thread.code: thread.pk for thread in new}}


def _refuse_when_faulty(ledger: Ledger) -> None:
    if ledger.faults:
        raise FileRefused([placed(fault, ledger.document.plain) for fault in ledger.faults])
