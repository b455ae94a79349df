"""Freezing a programme's figures, and correcting what was published; both only add."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from traedesten.core import clock
from traedesten.core.access import Permission, Reach
from traedesten.core.action import Actor, AuditSubject, action
from traedesten.measures import publishing
from traedesten.measures.freezing import Draft, beside, demand_over
from traedesten.measures.models import FrozenFigure, Snapshot
from traedesten.programme.models import Programme, Version

WHOLE = frozenset({0})  # no area: only who may in all of the programme reaches it


@dataclass(frozen=True, slots=True)
class Outcome:
    """A snapshot, and whether it was made just now or was there already."""

    snapshot: Snapshot
    is_new: bool

    def audit_subject(self) -> AuditSubject:
        rows = self.snapshot.figures.count() if self.is_new else 0
        return AuditSubject(Snapshot._meta.label, str(self.snapshot.pk), self.snapshot.programme_id, rows)


def _reach(arguments: Mapping[str, Any]) -> Reach:
    """Figures of all areas go out at once, so one must be allowed to in all of them."""
    noun = arguments.get("draft") or arguments.get("snapshot") or arguments.get("programme")
    pk = noun.programme.pk if isinstance(noun, Draft) else getattr(noun, "programme_id", 0)
    return Reach(frozenset({pk}), area_ids=WHOLE)


@action("snapshot.freeze", needs=Permission.PUBLISH_FIGURES, reach=_reach)
def freeze(*, by: Actor, draft: Draft, note: str = "", is_quarterly: bool = False) -> Outcome:
    """Keep and publish the draft. A day that has been frozen is answered with its newest snapshot.

    Raises ValidationError for a day that is not over.
    """
    demand_over(draft.programme, draft.last_day)
    _lock(draft.programme)
    there = Snapshot.objects.filter(programme=draft.programme, last_day=draft.last_day).first()
    if there is not None:
        return Outcome(there, is_new=False)
    return Outcome(_save(by, draft, note=note, is_quarterly=is_quarterly), is_new=True)


@action("snapshot.correct", needs=Permission.PUBLISH_FIGURES, reach=_reach)
def correct(*, by: Actor, snapshot: Snapshot, draft: Draft, reason: str) -> Outcome:
    """A new edition beside the one that was published, where a published number changes by 5 or more.

    Numbers that change by less stay as they were published. Raises ValidationError, with nothing saved, without a
    reason, where no number changes so much, and where somebody has corrected it meanwhile.
    """
    if not reason.strip():
        raise ValidationError({"note": _("Skriv, hvad der var forkert. Det står ved det rettede tal.")})
    if (draft.programme.pk, draft.last_day) != (snapshot.programme_id, snapshot.last_day):
        raise ValueError("the draft is of another programme or day")
    _lock(draft.programme)
    if Snapshot.objects.filter(corrects=snapshot).exists():
        raise ValidationError(_("Tallene er allerede rettet. Se den nyeste udgave."), code="late")
    before = {figure.key: figure for figure in snapshot.figures.all()}
    if not publishing.stand_where_close(draft.cells, before):
        raise ValidationError(_("Intet offentliggjort tal ændrer sig med 5 eller mere. Så bliver det stående."))
    publishing.demand_safe(snapshot, draft.cells, beside(draft.programme, draft.last_day))
    return Outcome(_save(by, draft, note=reason, corrects=snapshot), is_new=True)


def _lock(programme: Programme) -> None:
    """Two who freeze at once do it one after the other; held only while rows are written."""
    Version.objects.select_for_update().get_or_create(programme=programme)


def _save(
    by: Actor, draft: Draft, *, note: str, is_quarterly: bool = False, corrects: Snapshot | None = None
) -> Snapshot:
    snapshot = Snapshot.objects.create(
        programme=draft.programme,
        last_day=draft.last_day,
        name=draft.name,
        edition=corrects.edition + 1 if corrects else 1,
        corrects=corrects,
        is_quarterly=corrects.is_quarterly if corrects else is_quarterly,
        note=note.strip(),
        made_at=clock.now(),
        made_by_id=by.actor_id,
        programme_version=draft.version,
        foundation=draft.foundation,
        coarsened=draft.coarsened,
    )
    rows = [cell.frozen for cell in draft.cells]
    for row in rows:
        row.snapshot = snapshot
    FrozenFigure.objects.bulk_create(rows)
    return snapshot
