"""Whether whoever writes may write this row: their roles, in the row's area, for its kind and partner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from traedesten.core.access import Permission, Reach
from traedesten.core.action import Actor, System
from traedesten.journal.catalogue import KINDS
from traedesten.journal.rules.problem import Problem
from traedesten.places.models import Staff
from traedesten.programme.models import Programme
from traedesten.programme.rules import NO_AREA, NO_PARTNER, Standing, standing


class Writer:
    """Somebody who writes in a programme; roles are read once, answers remembered."""

    def __init__(self, by: Actor, programme: Programme, permissions: tuple[Permission, ...]) -> None:
        self.is_job = isinstance(by, System)
        self.standing = standing(by, programme) if isinstance(by, Staff) else Standing()
        self.permissions = permissions
        self._answers: dict[tuple[str, int | None, int | None], tuple[Problem, ...]] = {}

    def problems(self, kind: str, row: Mapping[str, Any]) -> tuple[Problem, ...]:
        """Why the person may not write the row; nothing where they may."""
        if self.is_job:
            return ()
        key = (kind, row.get("area"), row.get("partner"))
        if key not in self._answers:
            self._answers[key] = tuple(self._ask(*key))
        return self._answers[key]

    def _ask(self, kind: str, area: int | None, partner: int | None) -> Iterator[Problem]:
        if not self._may(kind=kind):
            message = _("Din rolle omfatter ikke slagsen »%(kind)s«. Bed en kollega om at registrere det.")
            yield Problem("kind", "not_yours", message % {"kind": KINDS[kind].name})
        elif not self._may(kind=kind, area=area):
            yield Problem("area", "not_yours", _("Du arbejder ikke i området. Vælg et af dine egne områder."))
        elif not self._may(kind=kind, area=area, partner=partner or NO_PARTNER):
            yield Problem("partner", "not_yours", _("Du kan kun registrere for din egen organisation. Vælg den."))

    def _may(self, **asked: Any) -> bool:
        return any(self.standing.may(permission, **asked) for permission in self.permissions)


def of_row(arguments: Mapping[str, Any]) -> Reach:
    """What recording touches before the row is read: the programme and the kind. The area is asked once it is known."""
    kind = str(arguments["row"].get("kind") or "")
    return Reach(frozenset({arguments["programme"].pk}), kind=kind if kind in KINDS else "")


def of_session(arguments: Mapping[str, Any]) -> Reach:
    """Sums of an opening in no area count for the whole programme."""
    session = arguments["session"]
    return Reach(frozenset({session.programme_id}), frozenset({session.area_id or NO_AREA}), kind="tally")


def of_control(arguments: Mapping[str, Any]) -> Reach:
    """A control of the tallies reaches as far as they do; without an area it is the whole programme's."""
    area = arguments.get("area")
    return Reach(frozenset({arguments["programme"].pk}), frozenset({area.pk if area else NO_AREA}), kind="tally")


def of_kept_control(arguments: Mapping[str, Any]) -> Reach:
    """Putting a control right or taking it back: where it was made, and who wrote it down.

    What was made in no area counts for all of them, and is changed by its writer or by who has the whole programme.
    """
    kept = arguments["control"]
    area_id = getattr(getattr(kept, "session", kept), "area_id", None)
    areas = frozenset({area_id or NO_AREA})
    return Reach(frozenset({kept.programme_id}), areas, kind="tally", owner_id=kept.recorded_by_id)
