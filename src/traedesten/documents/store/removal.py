"""Taking away what the file no longer names, unless something still refers to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from traedesten.core.reference import references_to
from traedesten.documents.fault import Fault
from traedesten.documents.outline import SECTIONS, Section, Type
from traedesten.documents.store.ledger import Ledger, count
from traedesten.documents.store.shared import another_user
from traedesten.journal.models import BoxCount, DoorCheck, Entry, Tally
from traedesten.measures.models import FrozenFigure
from traedesten.programme import former
from traedesten.programme.models import PositionHolder, RoleGrant, Target
from traedesten.schedule.models import Initiative, Thread

NOUNS: dict[type[models.Model], Callable[[int], str]] = {
    Entry: lambda number: ngettext("%(number)d registrering", "%(number)d registreringer", number),
    Tally: lambda number: ngettext("%(number)d optælling", "%(number)d optællinger", number),
    BoxCount: lambda number: ngettext("%(number)d kassetælling", "%(number)d kassetællinger", number),
    DoorCheck: lambda number: ngettext("%(number)d dørtælling", "%(number)d dørtællinger", number),
    RoleGrant: lambda number: ngettext("%(number)d begrænset rettighed", "%(number)d begrænsede rettigheder", number),
    PositionHolder: lambda number: ngettext("%(number)d, der har den", "%(number)d, der har den", number),
    FrozenFigure: lambda number: ngettext("%(number)d frosset tal", "%(number)d frosne tal", number),
    Target: lambda number: ngettext("%(number)d mål", "%(number)d mål", number),
}


def remove(ledger: Ledger) -> None:
    """What refers goes before what it refers to, so the sections are walked backwards."""
    for section in reversed(SECTIONS):
        gone = ledger.gone.get(section.name, [])
        if gone and section.is_shared:
            _let_go(ledger, section, gone)
        elif gone:
            _remove(ledger, section, gone)


def _remove(ledger: Ledger, section: Section, gone: list[models.Model]) -> None:
    keys = [row.pk for row in gone]
    for key in section.keys:
        if key.type is Type.ONE and key.of == section.name:
            section.model._base_manager.filter(pk__in=keys).update(**{key.column: None})
    blocked = [fault for row in gone for fault in _held(ledger, section, row)]
    ledger.faults += blocked
    if not blocked:
        for row in gone:
            former.remember(ledger.programme, row)
        section.model._base_manager.filter(pk__in=keys).delete()
        _remove_threads(section, gone)
        count(ledger.removed, section.name, len(gone))


def _remove_threads(section: Section, gone: list[models.Model]) -> None:
    if section.name == "initiatives":
        threads: list[Any] = [row.thread_id for row in gone]  # type: ignore[attr-defined]
        needs = Initiative.objects.filter(need__isnull=False).values("need")
        Thread.objects.filter(pk__in=threads).exclude(pk__in=needs).delete()


def _let_go(ledger: Ledger, section: Section, gone: list[models.Model]) -> None:
    """A shared row leaves the programme; it is deleted only when nothing at all refers to it any more."""
    for row in gone:
        own = list(_held(ledger, section, row, own_only=True))
        ledger.faults += own
        if not own and not any(True for _user in _users(row)) and not another_user(row, ledger.programme):
            former.remember(ledger.programme, row)
            row.delete()
            count(ledger.removed, section.name, 1)


def _held(ledger: Ledger, section: Section, row: models.Model, *, own_only: bool = False) -> Iterator[Fault]:
    """One fault that names everything that still refers to a row."""
    found = [_own(users, ledger) if own_only else users for users in _users(row)]
    told = [_told(users.model, number) for users in found if (number := users.count())]
    if told:
        text = _("%(noun)s %(code)s kan ikke fjernes: %(users)s henviser hertil. Skriv %(code)s i filen igen.")
        named = {"noun": section.noun, "code": getattr(row, "code", row), "users": ", ".join(told)}
        yield Fault((section.name,), text % named)


def _own(users: models.QuerySet[Any], ledger: Ledger) -> models.QuerySet[Any]:
    names = {field.name for field in users.model._meta.fields}
    return users.filter(programme=ledger.programme) if "programme" in names else users.none()


def _users(row: models.Model) -> Iterator[models.QuerySet[Any]]:
    """Rows that refer to it and would not simply go with it."""
    targets: list[models.Model] = [row, row.thread] if hasattr(row, "thread") else [row]
    for target in targets:
        for relation in references_to(type(target)):
            if _goes_along(relation) or (target is not row and relation.related_model is type(row)):
                continue
            related: Any = relation.related_model
            users = related._base_manager.filter(**{relation.field.name: target.pk})
            if users.exists():
                yield users


def _goes_along(relation: Any) -> bool:
    if relation.many_to_many:
        # A link from a right to an area narrows the right: without the link it would hold everywhere.
        return relation.related_model is not RoleGrant
    return relation.on_delete in (models.CASCADE, models.SET_NULL)


def _told(model: type[models.Model], number: int) -> str:
    """How many registrations, or how many in which section of the file."""
    if model in NOUNS:
        return NOUNS[model](number) % {"number": number}
    known = next((section.name for section in SECTIONS if section.model is model), model._meta.model_name)
    return _("%(number)d i %(section)s") % {"number": number, "section": known}
