"""Who may do what in a programme. Every answer comes from the role grants; being a superuser answers nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from traedesten.core.access import OWN_ONLY, Permission, Reach
from traedesten.places.models import Area, Staff
from traedesten.programme.models import Programme, RoleGrant
from traedesten.programme.roles import HEALTH_KINDS, ROLES, Role

AreaIds = frozenset[int] | None  # None: every area of the programme
# Of a row: it belongs to no partner, or happened in no area; not the same as not asking.
NO_PARTNER = NO_AREA = 0
RECORDING = frozenset({Permission.RECORD_ENTRY, Permission.IMPORT_ENTRIES, *OWN_ONLY})


@dataclass(frozen=True, slots=True)
class Holding:
    """One role as somebody holds it: in which areas, and for which organisation where the role is bound to one."""

    role: type[Role]
    area_ids: AreaIds
    partner_id: int | None = None

    def allows(self, permission: Permission, area_id: int | None, kind: str | None, partner_id: int | None) -> bool:
        if permission not in self.role.permissions:
            return False
        if area_id is not None and self.area_ids is not None and area_id not in self.area_ids:
            return False
        return self._covers(permission, kind) and self._is_own_organisation(kind, partner_id)

    def _covers(self, permission: Permission, kind: str | None) -> bool:
        return not kind or kind in (self.role.records if permission in RECORDING else self.role.sees)

    def _is_own_organisation(self, kind: str | None, partner_id: int | None) -> bool:
        if not self.role.own_organisation or not kind:
            return True
        return self.partner_id is not None and partner_id in (None, self.partner_id)


@dataclass(frozen=True, slots=True)
class Standing:
    """All the roles one person holds in one programme; read once, asked many times."""

    holdings: tuple[Holding, ...] = ()

    def may(
        self,
        permission: Permission,
        *,
        area: Area | int | None = None,
        kind: str | None = None,
        partner: int | None = None,
    ) -> bool:
        area_id = area.pk if isinstance(area, Area) else area
        return any(holding.allows(permission, area_id, kind, partner) for holding in self.holdings)

    def sees_person_of(self, row: Any, staff: Any) -> bool:
        """Whether they see whom an entry is about: who wrote it does, and who sees people in the entry's own area."""
        is_own = row.recorded_by_id is not None and row.recorded_by_id == staff.pk
        return self.may(Permission.SEE_PEOPLE, area=None if is_own else row.area_id or NO_AREA)

    def area_ids(self, permission: Permission | None = None) -> AreaIds:
        """Areas of the roles held (of those that give ``permission``); None when one of them has every area."""
        found: set[int] = set()
        for holding in self.holdings:
            if permission is None or permission in holding.role.permissions:
                if holding.area_ids is None:
                    return None
                found |= holding.area_ids
        return frozenset(found)

    def kinds(self, permission: Permission, *, area: Area | int | None = None) -> frozenset[str]:
        """Kinds of entry that the permission reaches: those recorded, or those seen."""
        area_id = area.pk if isinstance(area, Area) else area
        return frozenset(
            kind
            for holding in self.holdings
            if holding.allows(permission, area_id, None, None)
            for kind in (holding.role.records if permission in RECORDING else holding.role.sees)
        )


def standing(staff: Any, programme: Programme | int) -> Standing:
    """The roles a person holds in a programme; none for who is not logged in, not active or not staff."""
    if not isinstance(staff, Staff) or not staff.is_active:
        return Standing()
    programme_id = programme if isinstance(programme, int) else programme.pk
    grants = staff.grants.filter(programme_id=programme_id, role__in=ROLES).prefetch_related("areas")
    return Standing(tuple(_holding(grant.role, grant.areas.all(), staff.organisation_id) for grant in grants))


def _holding(code: str, areas: Iterable[Area], organisation_id: int | None) -> Holding:
    ids = frozenset(area.pk for area in areas)
    return Holding(ROLES[code], ids or None, organisation_id if ROLES[code].own_organisation else None)


def may(
    staff: Any,
    permission: Permission,
    programme: Programme | int,
    *,
    area: Area | int | None = None,
    kind: str | None = None,
    partner: int | None = None,
) -> bool:
    """Whoever holds a role in the programme that has the permission, reaches the area and covers the kind.

    A role granted in some areas reaches only those; without areas it reaches all. Nobody else: not a superuser, not a
    person of another programme, not one whose access is closed. Without ``area`` or ``kind`` that part is not asked.
    ``partner`` is the organisation a row belongs to, `NO_PARTNER` where it has none.
    """
    return standing(staff, programme).may(permission, area=area, kind=kind, partner=partner)


def areas_of(staff: Any, programme: Programme | int, permission: Permission | None = None) -> AreaIds:
    """Ids of the areas a person works in; None for who holds a role in all, empty for who holds none."""
    return standing(staff, programme).area_ids(permission)


def areas_everywhere(staff: Any, permission: Permission) -> dict[int, AreaIds]:
    """`areas_of` for every programme where a role gives the permission, by the programme's key; read at once."""
    if not isinstance(staff, Staff) or not staff.is_active:
        return {}
    found: dict[int, list[Holding]] = {}
    for grant in staff.grants.filter(role__in=ROLES).prefetch_related("areas"):
        if permission in ROLES[grant.role].permissions:
            holding = _holding(grant.role, grant.areas.all(), staff.organisation_id)
            found.setdefault(grant.programme_id, []).append(holding)
    return {key: Standing(tuple(holdings)).area_ids(permission) for key, holdings in found.items()}


def area_sets(permission: Permission) -> frozenset[tuple[int, AreaIds]]:
    """Programme and areas of everybody whose roles give the permission, each combination once."""
    found: dict[tuple[int, int], list[Holding]] = {}
    for grant in RoleGrant.objects.filter(role__in=ROLES, staff__is_active=True).prefetch_related("areas"):
        if permission in ROLES[grant.role].permissions:
            holding = _holding(grant.role, grant.areas.all(), None)
            found.setdefault((grant.programme_id, grant.staff_id), []).append(holding)
    return frozenset((key[0], Standing(tuple(held)).area_ids(permission)) for key, held in found.items())


def may_change(
    staff: Any, row: Any, *, own: Permission, any_: Permission, here: Standing | None = None
) -> bool:  # fmt: skip
    """Who recorded the row and may change their own, or who may change anybody's, where they work and of their kinds.

    ``row`` is an entry: it has programme, area, kind, partner and who recorded it. ``here`` is what the person may do
    in its programme, where that has been read already.
    """
    here = here or standing(staff, row.programme_id)
    is_own = row.recorded_by_id is not None and row.recorded_by_id == staff.pk
    needed = (own, any_) if is_own else (any_,)
    # One's own row in an area one no longer works in can still be put right.
    area_id = None if is_own else row.area_id or NO_AREA
    return any(here.may(need, area=area_id, kind=row.kind, partner=row.partner_id or NO_PARTNER) for need in needed)


def seen_entries(staff: Any, programme: Programme | int) -> Q:
    """Which rows of the journal a person sees: a filter over kind, area, partner and who recorded it.

    Every role gives its kinds in its areas, and what the person recorded of those kinds wherever it was; a partner's
    role only what their own organisation gave.
    """
    return seen_from(standing(staff, programme), staff)


def seen_from(here: Standing, staff: Any) -> Q:
    """The same, where the roles have been read already."""
    seen = Q(pk__in=[])
    for holding in here.holdings:
        if Permission.SEE_ENTRIES in holding.role.permissions:
            seen |= _seen_by(holding, staff)
    return seen


def _seen_by(holding: Holding, staff: Staff) -> Q:
    # Tallies have a table of their own and no such kind among the entries.
    rows = Q(kind__in=sorted(set(holding.role.sees) - {"tally"}))
    if holding.role.own_organisation:
        rows &= Q(partner_id=holding.partner_id or NO_PARTNER)
    return rows if holding.area_ids is None else rows & (Q(area_id__in=holding.area_ids) | Q(recorded_by=staff))


def may_read_note(staff: Any, row: Any, here: Standing | None = None) -> bool:
    """Who wrote it, and who sees entries of the kind there; about health only those who may read health notes.

    Nurses and outreach health workers read health notes; project leaders, family workers and volunteers read their own.
    ``here`` is what the person may do in the row's programme, where that has been read already.
    """
    here = here or standing(staff, row.programme_id)
    if not here.may(Permission.SEE_ENTRIES, kind=row.kind, partner=row.partner_id or NO_PARTNER):
        return False
    # Who only puts an entry right carries a note on without having read it: the first version tells who wrote it.
    first = row
    while first.supersedes_id is not None:
        first = first.supersedes
    if first.recorded_by_id is not None and first.recorded_by_id == staff.pk:
        return True
    needed = Permission.READ_HEALTH_NOTES if row.kind in HEALTH_KINDS else Permission.SEE_ENTRIES
    return here.may(needed, area=row.area_id or NO_AREA, kind=row.kind, partner=row.partner_id or NO_PARTNER)


def authority(by: Any, needs: tuple[Permission, ...], reach: Reach) -> bool:
    """What `core.action` asks: one of ``needs`` in every programme and area the action touches.

    An account touches every programme its holder works in. What touches none (a new colleague) may be done by who
    holds the permission anywhere.
    """
    if not isinstance(by, Staff) or not by.is_active:
        return False
    is_own = reach.owner_id is not None and reach.owner_id == by.pk
    wanted = [need for need in needs if need not in OWN_ONLY or is_own]
    touched = reach.programme_ids | _workplaces(reach.account_id)
    answers = [_reaches(standing(by, pk), wanted, reach, is_own) for pk in touched or _workplaces(by.pk)]
    return bool(answers) and (all(answers) if touched else any(answers))


def _workplaces(staff_id: int | None) -> frozenset[int]:
    """Programmes a member of staff holds a role in."""
    if staff_id is None:
        return frozenset()
    return frozenset(RoleGrant.objects.filter(staff_id=staff_id).values_list("programme_id", flat=True))


def _reaches(here: Standing, wanted: list[Permission], reach: Reach, is_own: bool) -> bool:
    areas = frozenset() if is_own else reach.area_ids
    return any(
        all(here.may(need, area=area, kind=reach.kind, partner=reach.partner_id) for area in areas or (None,))
        for need in wanted
    )
