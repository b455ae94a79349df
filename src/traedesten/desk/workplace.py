"""One person at work in one programme: what they may record, where they work and which entries exist for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from traedesten.core.access import Permission, refusal
from traedesten.journal import vocabulary
from traedesten.journal.book import Book
from traedesten.journal.catalogue import KINDS, KindSpec
from traedesten.journal.models import Entry
from traedesten.journal.models.entry import EntryQuerySet
from traedesten.journal.queries import visible_entries
from traedesten.places.models import Staff
from traedesten.programme import rules
from traedesten.programme.models import Programme
from traedesten.programme.queries import visible_to

P = ParamSpec("P")


@dataclass(frozen=True)
class Workplace:
    """The roles are read once; every question of a page is then answered from them."""

    staff: Staff
    programme: Programme
    standing: rules.Standing

    @cached_property
    def recordable(self) -> frozenset[str]:
        """Kinds of entry the person's roles record."""
        return self.standing.kinds(Permission.RECORD_ENTRY) & frozenset(KINDS)

    @cached_property
    def offered(self) -> frozenset[str]:
        """Kinds the person records and the programme is ready for: those that lack what they need are not offered."""
        book = Book(self.programme)
        return frozenset(kind for kind in self.recordable if not _lacks(KINDS[kind], book))

    @cached_property
    def visible(self) -> frozenset[str]:
        """Kinds of entry the person's roles see."""
        return self.standing.kinds(Permission.SEE_ENTRIES) & frozenset(KINDS)

    @cached_property
    def sees_people(self) -> bool:
        """Whether somewhere; of a single entry `sees_person_of` answers."""
        return self.standing.may(Permission.SEE_PEOPLE)

    @cached_property
    def people_area_ids(self) -> frozenset[int] | None:
        """Areas where the person sees people; None for all of the programme's."""
        return self.standing.area_ids(Permission.SEE_PEOPLE)

    def sees_person_of(self, entry: Entry) -> bool:
        return self.standing.sees_person_of(entry, self.staff)

    @cached_property
    def area_ids(self) -> frozenset[int] | None:
        """Areas the person works in; None for all of the programme's."""
        return self.standing.area_ids(Permission.SEE_PROGRAMME)

    def areas_for(self, kind: str) -> frozenset[int] | None:
        """Areas where the person's roles record this kind; None for all of the programme's."""
        found: set[int] = set()
        for holding in self.standing.holdings:
            if Permission.RECORD_ENTRY in holding.role.permissions and kind in holding.role.records:
                if holding.area_ids is None:
                    return None
                found |= holding.area_ids
        return frozenset(found)

    @cached_property
    def organisation_id(self) -> int | None:
        """The one organisation whose rows the person handles, where all their roles are bound to it."""
        holdings = self.standing.holdings
        is_bound = bool(holdings) and all(holding.role.own_organisation for holding in holdings)
        return self.staff.organisation_id if is_bound else None

    def kind(self, code: str) -> KindSpec:
        """A kind the person may record. Http404 for no kind at all, PermissionDenied for one of other roles."""
        if code not in KINDS:
            raise Http404
        if code not in self.recordable:
            raise PermissionDenied(
                _("Din rolle registrerer ikke slagsen »%(kind)s«. Spørg din projektleder, hvis du har brug for det.")
                % {"kind": vocabulary.KINDS.name(code)}
            )
        return KINDS[code]

    def entries(self) -> EntryQuerySet:
        """Entries the person may see, superseded and withdrawn ones too. PermissionDenied for who may see none."""
        if not self.standing.may(Permission.SEE_ENTRIES):
            raise PermissionDenied(refusal((Permission.SEE_ENTRIES,)))
        return visible_entries(self.staff, self.programme, self.standing)

    def entries_with_people(self) -> EntryQuerySet:
        """The entries of which the person sees whom they are about: `sees_person_of` as a question to the database."""
        if not self.sees_people:
            return self.entries().none()
        return self.entries().in_areas(self.people_area_ids, recorded_by=self.staff)


def _lacks(spec: KindSpec, book: Book) -> bool:
    """Whether the programme has nothing to choose from where the kind demands a choice."""
    if "offer" in spec.required and not book.offers:
        return True
    return "topic" in spec.required and not book.topics.get(spec.topic_list)


View = Callable[Concatenate[HttpRequest, Workplace, P], HttpResponse]
Routed = Callable[Concatenate[HttpRequest, str, P], HttpResponse]


def at_work(permission: Permission) -> Callable[[View[P]], Routed[P]]:
    """View decorator: the address gives ``programme`` (its code), the view gets the person's workplace there."""

    def decorate(view: View[P]) -> Routed[P]:
        @wraps(view)
        def fetched(request: HttpRequest, /, programme: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            return view(request, workplace(request.user, programme, permission), *args, **kwargs)

        return fetched

    return decorate


def workplace(staff: Any, code: str, permission: Permission) -> Workplace:
    """Http404 when the person holds no role in the programme, PermissionDenied when it lacks the permission."""
    programme = get_object_or_404(visible_to(staff), code=code)
    standing = rules.standing(staff, programme)
    if not standing.may(permission):
        raise PermissionDenied(refusal((permission,)))
    return Workplace(staff, programme, standing)
