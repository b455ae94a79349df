"""What one can be allowed to do, and the one question an action asks before it runs; who holds what is not known here.

The apps above install the answer (`install`), so that no view can forget to ask: `core.action` asks for every actor
that is not a job of the system.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Permission(StrEnum):
    """Everything a role can be allowed. ``description`` is the Danish sentence shown to people."""

    description: Any

    def __new__(cls, code: str, description: Any) -> Permission:
        member = str.__new__(cls, code)
        member._value_ = code
        member.description = description
        return member

    SEE_PROGRAMME = "see_programme", gettext_lazy("se programmet med indsatsområder, aktiviteter og mål")
    SEE_FIGURES = "see_figures", gettext_lazy("se teamets egne tal, også før de er offentliggjort")
    SEE_PUBLISHED = "see_published", gettext_lazy("se offentliggjorte tal, hvor små grupper er beskyttet")
    SEE_ENTRIES = "see_entries", gettext_lazy("se registreringer af de slags, rollen omfatter")
    SEE_PEOPLE = "see_people", gettext_lazy("se en persons forløb under pseudonym, uden navn")
    READ_HEALTH_NOTES = "read_health_notes", gettext_lazy("læse andres notater om helbred og private forhold")
    RECORD_ENTRY = "record_entry", gettext_lazy("registrere det, der sker, af de slags, rollen omfatter")
    CORRECT_OWN = "correct_own", gettext_lazy("rette egne registreringer")
    CORRECT_ANY = "correct_any", gettext_lazy("rette andres registreringer")
    WITHDRAW_OWN = "withdraw_own", gettext_lazy("trække egne registreringer tilbage")
    WITHDRAW_ANY = "withdraw_any", gettext_lazy("trække andres registreringer tilbage")
    IMPORT_ENTRIES = "import_entries", gettext_lazy("indlæse registreringer fra en fil")
    EXPORT_ENTRIES = "export_entries", gettext_lazy("hente registreringer ud i en fil")
    CREATE_PROGRAMME = "create_programme", gettext_lazy("oprette et nyt program")
    EDIT_PROGRAMME = "edit_programme", gettext_lazy("ændre programmets områder, aktiviteter, åbninger og forløb")
    PLAN_SESSIONS = "plan_sessions", gettext_lazy("lægge planer: åbninger, mødegange og rytmer i kalenderen")
    EDIT_CRITERIA = "edit_criteria", gettext_lazy("ændre succeskriterier og hvordan de måles")
    CHANGE_TARGET = "change_target", gettext_lazy("ændre et måltal med en beslutning")
    PUBLISH_FIGURES = "publish_figures", gettext_lazy("fryse og offentliggøre programmets tal")
    GRANT_ROLE = "grant_role", gettext_lazy("give andre en rolle og tage den tilbage")
    MANAGE_STAFF = "manage_staff", gettext_lazy("oprette og lukke medarbejderes adgang")
    READ_AUDIT = "read_audit", gettext_lazy("se, hvem der har ændret hvad, uden selve indholdet")
    READ_ACCESS_LOG = "read_access_log", gettext_lazy("se, hvem der har set eller hentet oplysninger om personer")


# Permissions that reach only what the person recorded themselves.
OWN_ONLY = frozenset({Permission.CORRECT_OWN, Permission.WITHDRAW_OWN})


@dataclass(frozen=True, slots=True)
class Reach:
    """What an action touches. Empty or None: that part is not asked.

    ``owner_id`` is who recorded the row, ``partner_id`` the organisation it counts for, ``account_id`` the member of
    staff whose access is changed; that touches every programme they work in.
    """

    programme_ids: frozenset[int] = frozenset()
    area_ids: frozenset[int] = frozenset()
    kind: str = ""
    owner_id: int | None = None
    partner_id: int | None = None
    account_id: int | None = None


def reach_of(arguments: Mapping[str, Any]) -> Reach:
    """The reach of a call, read from what it was given.

    Things that belong to a programme have ``programme_id``; the argument ``programme`` decides where there is one.
    Areas come from ``area``, ``areas`` and a row's ``area_id``; kind and owner from ``kind`` or the row.
    """
    nouns = [arguments["programme"]] if arguments.get("programme") is not None else list(arguments.values())
    programmes = {noun.programme_id for noun in nouns if getattr(noun, "programme_id", None) is not None}
    rows = [noun for noun in arguments.values() if hasattr(noun, "recorded_by_id")]
    return Reach(
        frozenset(programmes),
        frozenset(_areas(arguments, rows)),
        _kind(arguments, rows),
        rows[0].recorded_by_id if rows else None,
        _partner(arguments, rows),
    )


def _areas(arguments: Mapping[str, Any], rows: list[Any]) -> set[int]:
    named = [arguments.get("area"), *(arguments.get("areas") or ())]
    areas = {area.pk for area in named if hasattr(area, "pk")}
    # A row without an area is in nobody's area, which is not the same as not being asked.
    return areas | {row.area_id or 0 for row in rows if hasattr(row, "area_id")}


def _kind(arguments: Mapping[str, Any], rows: list[Any]) -> str:
    kind = arguments.get("kind") or (rows[0].kind if rows else "")
    return kind if isinstance(kind, str) else str(getattr(kind, "code", ""))


def _partner(arguments: Mapping[str, Any], rows: list[Any]) -> int | None:
    partner = arguments.get("partner")
    if partner is not None:
        return getattr(partner, "pk", partner)
    return (rows[0].partner_id or 0) if rows and hasattr(rows[0], "partner_id") else None


Authority = Callable[[Any, tuple[Permission, ...], Reach], bool]
_authority: list[Authority] = []


def install(authority: Authority) -> None:
    """Name who answers whether a person holds one of some permissions within a reach; the last one named counts."""
    _authority[:] = [authority]


def demand(by: Any, needs: tuple[Permission, ...], reach: Reach) -> None:
    """Raise PermissionDenied unless ``by`` holds one of ``needs`` there; with nobody to ask, the answer is no."""
    if not _authority or not _authority[0](by, needs, reach):
        raise PermissionDenied(refusal(needs))


def refusal(needs: tuple[Permission, ...]) -> str:
    """The Danish sentence for somebody whose role lacks what is needed."""
    if not needs:
        return _("Det gør kun systemet selv, for eksempel fra kommandolinjen.")
    wish = _(" eller ").join(str(need.description) for need in needs)
    return _("Din rolle giver ikke lov til at %(wish)s. Spørg jeres administrator, hvis du har brug for det.") % {
        "wish": wish
    }
