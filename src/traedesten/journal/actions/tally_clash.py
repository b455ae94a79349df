"""Settling what two tablets, or one that forgot, say of the same session; and undoing that within ten minutes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from traedesten.core import clock
from traedesten.core.access import Permission, Reach
from traedesten.core.action import Actor, action
from traedesten.journal.models import Tally, TallyClash
from traedesten.journal.models.tally import COUNTERS
from traedesten.journal.rules import past
from traedesten.programme.models import Part, Version

UNDO_WITHIN = timedelta(minutes=10)
Choice = TallyClash.Choice


class NotAsSeen(Exception):
    """What stands, or what was set aside, is another by now; nothing was saved."""


def _reach(arguments: Mapping[str, Any]) -> Reach:
    """Who may count at the session settles what its tablets said; without an area, who counts in all of them."""
    clash: TallyClash = arguments["clash"]
    return Reach(frozenset({clash.programme_id}), frozenset({clash.session.area_id or 0}), kind="tally")


@action("tally_clash.settle", needs=Permission.RECORD_ENTRY, reach=_reach)
def settle(*, by: Actor, clash: TallyClash, choice: str, seen: tuple[int, int]) -> TallyClash:
    """KEEP: what stands is right. REPLACE: what was set aside is. ANOTHER: both are, and the second tablet counts under
    an id of its own (``new_device``).

    ``seen`` are the visits that stood and that were set aside, as the person read them: NotAsSeen when they differ,
    when it was settled before, or when the session has been cancelled since. Raises ValueError for no choice at all.
    """
    wanted = Choice(choice)
    version = Version.objects.next_for(clash.programme_id, Part.TALLIES)
    row, kept = _newest(clash)
    if row.settled_as or (kept.visits, row.visits) != seen or _is_cancelled(row):
        raise NotAsSeen
    if wanted == Choice.REPLACE:
        _swap(row, kept, version)
    elif wanted == Choice.ANOTHER:
        row.new_device = uuid5(row.device, f"{row.session_id}.{row.card}.{row.revision}")
        Tally.objects.create(
            programme_id=row.programme_id, session_id=row.session_id, device=row.new_device, card=row.card,
            revision=row.revision, version=version, **row.sums,
        )  # fmt: skip
    row.settled_as, row.settled_at, row.settled_version = wanted, clock.now(), version
    row.save()
    _forget_settled(row.programme_id)
    return row


@action("tally_clash.unsettle", needs=Permission.RECORD_ENTRY, reach=_reach)
def unsettle(*, by: Actor, clash: TallyClash) -> TallyClash:
    """As it was before it was settled. NotAsSeen after ten minutes, or when the tablets have counted on since."""
    version = Version.objects.next_for(clash.programme_id, Part.TALLIES)
    row, kept = _newest(clash)
    if not _is_undoable(row):
        raise NotAsSeen
    written = kept if row.settled_as == Choice.REPLACE else row.new_device and _tally(row, row.new_device)
    if written and written.version != row.settled_version:
        raise NotAsSeen
    if row.settled_as == Choice.REPLACE:
        _swap(row, kept, version)
    elif written:
        written.delete()
    row.settled_as, row.settled_at, row.settled_version, row.new_device = "", None, None, None
    row.save()
    return row


def _is_undoable(clash: TallyClash) -> bool:
    return clash.settled_at is not None and clock.now() - clash.settled_at <= UNDO_WITHIN


def _newest(clash: TallyClash) -> tuple[TallyClash, Tally]:
    row = TallyClash.objects.select_for_update(of=("self",)).filter(pk=clash.pk).first()
    if row is None:
        raise NotAsSeen
    return row, _tally(row, row.device)


def _tally(row: TallyClash, device: UUID | None) -> Tally:
    found = Tally.objects.filter(session=row.session_id, device=device, card=row.card).first()
    if found is None:
        raise NotAsSeen
    return found


def _swap(row: TallyClash, kept: Tally, version: int) -> None:
    """Each has the other's sums and revision."""
    for name in ("revision", *COUNTERS):
        mine, theirs = getattr(row, name), getattr(kept, name)
        setattr(row, name, theirs)
        setattr(kept, name, mine)
    kept.version = version
    kept.save()


def _is_cancelled(row: TallyClash) -> bool:
    return past.Asked(row.programme_id).session_step(row.session_id) == "cancelled"


def _forget_settled(programme_id: int) -> None:
    """Settled and past undoing: a tally has no history of states."""
    TallyClash.objects.filter(programme=programme_id, settled_at__lt=clock.now() - UNDO_WITHIN).delete()
