"""What became of something sent to the journal, with a name for each outcome."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from traedesten.core.action import AuditSubject
from traedesten.journal.models import Entry, Tally
from traedesten.journal.models.control import Control
from traedesten.journal.rules import Problem


class Outcome(StrEnum):
    """NEW: it is written. IDENTICAL: it was here already. SUPERSEDED: it was here, and something newer has taken its
    place. CONFLICT: it speaks against what is here, and a person must choose. REFUSED: it breaks a rule."""

    NEW = "new"
    IDENTICAL = "identical"
    SUPERSEDED = "superseded"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Receipt:
    """``entry`` is the new entry, or the one that was here: the newest of its chain when superseded or corrected."""

    entry: Entry | None
    outcome: Outcome
    programme_id: int
    uid: UUID | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def is_saved(self) -> bool:
        """Whether what was sent is in the journal, now or before: a device may forget its copy."""
        return self.outcome in (Outcome.NEW, Outcome.IDENTICAL, Outcome.SUPERSEDED)

    def audit_subject(self) -> AuditSubject:
        key = str(self.uid or (self.entry.uid if self.entry else ""))
        return AuditSubject("journal.Entry", key, self.programme_id, count=int(self.outcome is Outcome.NEW))


@dataclass(frozen=True, slots=True)
class TallyReceipt:
    tally: Tally | None
    outcome: Outcome
    programme_id: int
    session_id: int
    problems: tuple[Problem, ...] = ()

    def audit_subject(self) -> AuditSubject:
        count = int(self.outcome is Outcome.NEW)
        return AuditSubject("journal.Tally", str(self.session_id), self.programme_id, count=count)


@dataclass(frozen=True, slots=True)
class ControlReceipt:
    """``control`` is what was written, or what was here when the same was sent before."""

    control: Control | None
    outcome: Outcome
    programme_id: int
    problems: tuple[Problem, ...] = ()

    @property
    def is_saved(self) -> bool:
        return self.outcome in (Outcome.NEW, Outcome.IDENTICAL)

    def audit_subject(self) -> AuditSubject:
        count = int(self.outcome is Outcome.NEW)
        label = type(self.control).__name__ if self.control else "Control"
        return AuditSubject(f"journal.{label}", str(self.control.pk if self.control else ""), self.programme_id, count)
